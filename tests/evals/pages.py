"""How well the article is found in a page, over pages that are not part of this repository.

Run it: FACTBOX_DATA=/path/to/data python -m tests.evals.pages [--half a|b]. Without the data it says so and ends well.

On the pages of scrapinghub's benchmark: 4-gram shingle F1 of the words, precision and recall being means over pages.
On those of trafilatura's evaluation: F1 over segments, of which `keep` must be in the text and `drop` must not; only
white space is normalised. Halves are by the digest of a page's id: rules were tuned on half a alone.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.feeds.pages import page_of
from bot.news.followed import Page

Row = dict[str, Any]
Read = list[tuple[Row, Page]]
HERE = Path(__file__).resolve().parents[2]
LIMIT = 10.0
AIMS = {"scrapinghub": 0.960, "trafilatura_eval": 0.924}
_WORD = re.compile(r"\w+")


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--half", choices=("a", "b"))
    half = asked.parse_args().half
    data = Path(os.environ.get("FACTBOX_DATA", HERE.parent / "shared" / "data"))
    if not (data / "extraction").is_dir():
        print(f"pages: skipped: no data at {data} (set FACTBOX_DATA)")
        return 0
    logging.disable(logging.CRITICAL)
    taken: list[float] = []
    missed = False
    for name, aim in AIMS.items():
        read = _read(data / "extraction" / f"{name}.jsonl.gz", half, taken)
        precision, recall = (_shingles if name == "scrapinghub" else _segments)(read)
        f1 = 2 * precision * recall / (precision + recall)
        missed |= f1 < aim
        print(f"{name}: {len(read)} pages, F1 {f1:.4f} (P {precision:.4f}, R {recall:.4f}), at least {aim:.3f} wanted")
        for row, page in read:
            if page.kind != "full":
                print(f"    {page.kind}: {row['url']}: {page.why} ({len(page.text)} characters)")
    slow = sum(seconds > LIMIT for seconds in taken)
    print(f"seconds a page: median {statistics.median(taken):.3f}, worst {max(taken):.2f}; {slow} over {LIMIT:g} s")
    return int(missed or slow > 0)


def _read(path: Path, half: str | None, taken: list[float]) -> Read:
    read = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if half is not None and half != "ab"[hashlib.sha256(row["id"].encode()).digest()[0] % 2]:
                continue
            start = time.perf_counter()
            page = page_of(row["html"].encode(), row["url"])
            taken.append(time.perf_counter() - start)
            read.append((row, page))
    return read


def _shingles(read: Read) -> tuple[float, float]:
    """Means over pages of precision and recall of 4-grams."""
    precisions, recalls = [], []
    for row, page in read:
        gold, found = _grams(row["gold"]["articleBody"]), _grams(page.text)
        both = (gold & found).total()
        precisions.append(both / found.total() if found else 0.0)
        recalls.append(both / gold.total() if gold else 0.0)
    return statistics.mean(precisions), statistics.mean(recalls)


def _grams(text: str, n: int = 4) -> Counter[tuple[str, ...]]:
    words: Sequence[str] = _WORD.findall(text)
    return Counter(tuple(words[at : at + n]) for at in range(max(1, len(words) - n + 1))) if words else Counter()


def _segments(read: Read) -> tuple[float, float]:
    """Precision and recall over all segments of all pages."""
    kept = wanted = wrong = 0
    for row, page in read:
        text = " ".join(page.text.split())
        kept += sum(" ".join(segment.split()) in text for segment in row["keep"])
        wrong += sum(" ".join(segment.split()) in text for segment in row["drop"])
        wanted += len(row["keep"])
    return kept / (kept + wrong), kept / wanted


if __name__ == "__main__":
    sys.exit(main())
