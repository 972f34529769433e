"""How long the facts of an 800-word article take, against a plain regular expression and the limit of 5 ms.

Run it: python -m tests.bench.extraction. The rounds of all rows are interleaved, on one core; medians are printed.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from bot.news.reading import read
from bot.news.sentences import split_sentences

LIMIT_MS = 5.0
ROUNDS = 200
ARTICLE = Path(__file__).parents[2] / "seeds" / "ukraine-ceasefire.txt"
QUOTES = re.compile(r"“[^”]+”|\"[^\"]+\"")
NUMBERS = re.compile(r"\d[\d,.]*\s+\w+")
SAYS = re.compile(r"(\w+ \w+) (?:said|says|told|added)|(?:said|says|told|added) (\w+ \w+)")


def plain(text: str) -> None:
    """What three regular expressions find: quotation marks, digits, words beside "said"."""
    QUOTES.findall(text), NUMBERS.findall(text), SAYS.findall(text)


def main() -> None:
    article = ARTICLE.read_text(encoding="utf-8")
    # Some 800 words: paragraphs are repeated until there are as many.
    text = article
    for paragraph in article.splitlines():
        if len(text.split()) >= 800:
            break
        text += paragraph + "\n"
    rows: dict[str, Callable[[str], object]] = {
        "plain regular expressions": plain,
        "sentences alone (nupunkt)": split_sentences,
        "Factbox: quotes, speakers, claims, figures": read,
    }
    taken: dict[str, list[float]] = {name: [] for name in rows}
    for turn in range(ROUNDS + 10):
        for name, work in rows.items():
            # Another text each round: nothing that was read before may be of use.
            fresh = f"{text}\n{turn}{name}"
            start = time.perf_counter()
            work(fresh)
            if turn >= 10:
                taken[name].append((time.perf_counter() - start) * 1000)
    print(f"facts of an article of {len(text.split())} words, median of {ROUNDS} rounds, one core")
    base = statistics.median(taken["plain regular expressions"])
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"  {name:44} {median:7.3f} ms   x {median / base:5.1f} of plain   {median / LIMIT_MS:5.2f} of the 5 ms")


if __name__ == "__main__":
    main()
