"""A line laid beside its evidence word by word: which of its words the evidence has, and where."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from bot.news.asking.stems import Term, kin, terms
from bot.news.counting.numbers import Number, find_numbers
from bot.news.proving.ground import Ground, close
from bot.news.proving.paraphrases import LIGHT, same_as
from bot.news.text import key, words

# The word itself, one that says the same, one that only may be meant, or none.
Match = Literal["same", "like", "loose", "none"]

_AGE = re.compile(r"\b\d+[- ](?:year|month|week|day)s?[- ]old\b", re.IGNORECASE)
_REACH = 3  # terms of the line to each side that count as a word's neighbours
NEAR = 7  # terms of the evidence within which two words count as said together


class Aligned:
    """A sentence beside its evidence.

    `matched` tells of each term how the evidence has it, `places` where; `tokens` are all words in small letters, stop
    words too, `begins` where they stand; `counted` tells which terms are part of a number.
    """

    def __init__(self, text: str, ground: Ground) -> None:
        self.text, self.ground = text, ground
        self.terms: list[Term] = terms(text)
        self.starts = [t.start for t in self.terms]
        spans = words(text)
        self.tokens = [key(w.of(text)) for w in spans]
        self.begins = [w.start for w in spans]
        self.numbers: list[Number] = find_numbers(text)
        counts = [(n.span.start, n.span.end) for n in self.numbers] + [m.span() for m in _AGE.finditer(text)]
        self.counted = [any(start <= t.start < end for start, end in counts) for t in self.terms]
        found = _once([self._match(at) for at in range(len(self.terms))])
        self.matched: list[Match] = [match for match, _ in found]
        self.places: list[list[int]] = [places for _, places in found]

    def _match(self, at: int) -> tuple[Match, list[int]]:
        form = self.terms[at].stem
        if own := self.ground.places.get(form):
            return "same", own
        if self.is_name(at):
            return "none", []
        if own := self.ground.at(same_as(form)):
            return "like", own
        if own := self.ground.at(kin(form)):
            return "loose", own
        return "none", []

    def word(self, at: int) -> str:
        return self.text[self.terms[at].start : self.terms[at].end]

    def is_name(self, at: int) -> bool:
        """True for a word with a capital inside a sentence, and for one with a figure."""
        word = self.word(at)
        return word[0].isdigit() or (word[0].isupper() and not self._opens(self.terms[at].start))

    def _opens(self, at: int) -> bool:
        before = self.text[:at].rstrip(" \"'“‘")
        return not before or before[-1] in ".!?:"

    def is_light(self, at: int) -> bool:
        return self.terms[at].stem in LIGHT

    def joined(self, at: int) -> bool:
        """True where the next term stands right behind this one."""
        return at + 1 < len(self.terms) and self.text[self.terms[at].end : self.terms[at + 1].start] in (" ", "-")

    def neighbours(self, at: int) -> list[int]:
        """The terms around one that the evidence has too and that carry a meaning of their own."""
        around = range(max(0, at - _REACH), min(len(self.terms), at + _REACH + 1))
        return [k for k in around if k != at and self.matched[k] in ("same", "like") and not self.is_light(k)]

    def beside(self, at: int, here: Sequence[int], most: int = NEAR) -> int:
        """How many neighbours of a term the evidence has within `most` terms of `here`."""
        return sum(close(here, self.places[k], most) for k in self.neighbours(at))

    def term_from(self, offset: int) -> int:
        """The first term at or behind a character offset."""
        return bisect_left(self.starts, offset)

    @property
    def own_words(self) -> float:
        """The share of its terms that stand in the evidence just so."""
        return sum(m == "same" for m in self.matched) / max(1, len(self.terms))


def _once(found: list[tuple[Match, list[int]]]) -> list[tuple[Match, list[int]]]:
    """One word of the evidence stands for one of the line: what only says the same as a word used before is new."""
    used: set[int] = set()
    out: list[tuple[Match, list[int]]] = []
    for match, places in found:
        if match == "like" and len(places) == 1 and places[0] in used:
            match, places = "none", []
        used.update(places if len(places) == 1 else ())
        out.append((match, places))
    return out
