"""Copies of one text: sampled word shingles, and the share of one text that stands in another.

Every run of five words is a number; the numbers that four divides are kept, so that two texts keep the same ones where
they share words (fingerprints modulo k: Manber 1994; containment: Broder 1997).
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from zlib import crc32

COPIED = 0.6
"""The share of the shorter text from which on it is a copy: a new first paragraph and a cut end leave that much."""

_RUN = 5  # words
_KEPT = 4  # one shingle in so many
_FEWEST = 8  # kept shingles, about forty words: a shorter text is often a notice that stands under many titles

_WORD = re.compile(r"[^\W_]+")
_MASK = (1 << 32) - 1


def shingles_of(text: str) -> array[int]:
    """The kept shingles of a text, in order, each once. Letters' case, punctuation and white space do not matter."""
    codes = [_code(word) for word in _WORD.findall(text.lower())]
    kept = set()
    for at in range(len(codes) - _RUN + 1):
        number = 0
        for code in codes[at : at + _RUN]:
            number = (number * 0x01000193 ^ code) & _MASK
        number = (number ^ number >> 15) * 0x2C1B3C6D & _MASK  # so that the last bits depend on all words
        if number >> 16 & _KEPT - 1 == 0:
            kept.add(number)
    return array("I", sorted(kept))


def copied(one: array[int], other: array[int]) -> bool:
    """The shorter of two texts stands, nearly whole, in the longer."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _FEWEST:
        return False
    return len(set(shorter).intersection(longer)) >= COPIED * len(shorter)


@lru_cache(maxsize=65_536)
def _code(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))
