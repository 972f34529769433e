"""The gate's checks on numbers that change places in a line whose words are its own.

"64 jobs and 3,500 shops" for "64 shops and 3,500 jobs": each number and each thing stands in the evidence, but not
together. Each check takes a line and returns the reason in words, or None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.news.counting.numbers import Number, find_numbers
from bot.news.proving.alignment import Aligned

_FARTHEST = 12  # terms: what is farther counts as that far
_BEFORE = 4  # terms that a thing told before its number counts as farther
_CLEAR = 3  # terms
_NEXT = 3  # terms within which the thing counted stands behind a number
_TO = re.compile(r"^(?:[^.,;:]{0,40}? ?(?:\b(?:to|against)\b|[-–])[^.,;:\w]*| (?:of|in) )$")


def exchanged(line: Aligned) -> str | None:
    """Two numbers that each count what the evidence counts by the other."""
    counted = [(n, hits, at) for n in line.numbers if (hits := line.ground.counts(n)) and (at := _thing(line, n))]
    for i, (one, hits, thing) in enumerate(counted):
        for two, others, other in counted[i + 1 :]:
            now = _distance(hits, line.places[thing]) + _distance(others, line.places[other])
            turned = _distance(hits, line.places[other]) + _distance(others, line.places[thing])
            if one.value != two.value and 2 * turned <= now and now - turned >= _CLEAR:
                return f"figure moved to another fact: {one.span.of(line.text)}"
    return None


def _thing(line: Aligned, number: Number) -> int | None:
    """The term that tells what a number counts: its unit, or the first word behind it that the evidence has."""
    inner = [k for k, t in enumerate(line.terms) if number.span.start <= t.start < number.span.end]
    units = [k for k in inner if line.word(k).isalpha() and line.matched[k] != "none"]
    first = line.term_from(number.span.end)
    behind = [
        k
        for k in range(first, min(first + _NEXT, len(line.terms)))
        if line.matched[k] != "none" and not line.counted[k]
    ]
    return next(iter([*units, *behind]), None)


def _distance(hits: Sequence[int], places: Sequence[int]) -> int:
    """Terms from a number to what it counts, which mostly stands behind it; both in order."""
    best = _FARTHEST
    for hit in hits:
        k = bisect_left(places, hit)
        best = min(
            [best, *(p - hit for p in places[k : k + 1]), *(hit - p + _BEFORE for p in places[max(0, k - 1) : k])]
        )
    return best


def turned_score(line: Aligned) -> str | None:
    """ "38 to 71" for "71 to 38", "34 of 31" for "31 of 34"."""
    shown = {pair for text in line.ground.texts for pair in _scores(text)}
    for one, two in _scores(line.text):
        if (two, one) in shown and (one, two) not in shown:
            return f"figure moved to another fact: {one:g}"
    return None


def _scores(text: str) -> Iterator[tuple[float, float]]:
    """Each two numbers that "to" stands between, or nothing but "of" or "in"."""
    found = find_numbers(text)
    for one, two in pairwise(found):
        if _TO.match(text[one.span.end : two.span.start]):
            yield one.value, two.value
