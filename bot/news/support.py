"""Which words of a line have a counterpart in its evidence, and how far what has none weighs.

The line is laid beside the evidence word by word: the same stem, a word that may stand for it, one that turns it
round, or none. What turns the sense weighs most; a plain word in other words than the evidence's hardly anything,
for honest lines are full of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.news.asking.stems import Term, terms
from bot.news.counting.numbers import Number, find_numbers
from bot.news.paraphrases import LIGHT, opposite_of, same_as
from bot.news.text import fold, key, locate, words

TURNED = 1.5  # an opposite, a negation, a figure that is not there
NAME = 1.2  # a name that is not there
SEAM = 1.1  # a copied line that joins words of two sentences
APART = 0.5  # two words side by side that the evidence never has near each other
RUN = 0.5  # an inserted phrase
SLOT = 0.3  # another word between the same two neighbours
MOVED = PLAIN = 0.1

_NEAR = 9  # terms within which two words of the evidence count as said together
_COPIED = 0.75  # share of its word pairs from which a line counts as copied
_GAP = 25  # words that a copied line may leave out


@dataclass(frozen=True, slots=True)
class Lack:
    """Something of a line that the evidence does not show. From a weight of 1 it alone makes the line false."""

    words: str
    reason: str
    weight: float


class Ground:
    """The words of the evidence with their places, made once for all lines that are compared with it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self.terms: list[str] = []
        self.places: dict[str, list[int]] = {}
        self.denied: list[int] = []  # the terms that a negation stands right before
        self.numbers: list[Number] = []
        for text in texts:
            self.numbers += find_numbers(text)
            found = terms(text)
            starts = [t.start for t in found]
            self.denied += [len(self.terms) + bisect_left(starts, at) for at in _denials(text)]
            for term in found:
                self.places.setdefault(term.stem, []).append(len(self.terms))
                self.terms.append(term.stem)
            self.terms += [""] * _NEAR
        self.heads = {form[:5] for form in self.places if len(form) > 4}

    @cached_property
    def copied(self) -> tuple[set[tuple[str, str]], list[dict[str, list[int]]]]:
        """Every two words that follow each other, and for each text the places of its words."""
        pairs: set[tuple[str, str]] = set()
        places: list[dict[str, list[int]]] = []
        last = ""
        for text in self.texts:
            tokens = _tokens(text)
            pairs.update(zip([last, *tokens], tokens, strict=False))
            last = tokens[-1] if tokens else last
            here: dict[str, list[int]] = {}
            for i, token in enumerate(tokens):
                here.setdefault(token, []).append(i)
            places.append(here)
        return pairs, places

    def at(self, forms: Iterable[str]) -> list[int]:
        """Where any of the stems stands, in order."""
        return sorted(i for form in forms for i in self.places.get(form, ()))

    def counts(self, number: Number) -> bool:
        """True where the evidence has the number."""
        return any((n.value, n.high) == (number.value, number.high) for n in self.numbers)

    def says(self, phrase: str) -> bool:
        """True where the phrase stands in the evidence letter for letter: some are no number in every sentence."""
        return any(locate(phrase, text) for text in self.texts)


def _close(one: Sequence[int], other: Sequence[int], most: int = _NEAR) -> bool:
    """True where a place of the one is within `most` terms of a place of the other."""
    for i in one:
        k = bisect_left(other, i - most)
        if k < len(other) and other[k] <= i + most:
            return True
    return False


def _tokens(text: str) -> list[str]:
    return [key(w.of(text)) for w in words(text)]


_DENIAL = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|nobody|nothing|hardly|barely|deny|denies|denied|denying|"
    r"refus(?:e|es|ed|ing)|fail(?:s|ed|ing)?|unable|declin(?:es?|ed|ing) to|false|untrue)\b|n't\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(r"[ -](?:only|out|least|just|merely)\b", re.IGNORECASE)


def _denials(text: str) -> Iterator[int]:
    """Where what a negation is said of begins."""
    plain = fold(text)
    for m in _DENIAL.finditer(plain):
        if not _NO_DENIAL.match(plain, m.end()):
            yield m.end()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line beside its evidence: its terms, and where the evidence has each."""

    text: str
    terms: list[Term]
    places: list[list[int]]
    ground: Ground

    def word(self, at: int) -> str:
        return self.text[self.terms[at].start : self.terms[at].end]

    def beside(self, at: int, here: Sequence[int]) -> int:
        """How many neighbours of a word of the line the evidence has near `here`."""
        near = range(max(0, at - 3), min(len(self.terms), at + 4))
        return sum(_close(here, self.places[k]) for k in near if k != at and self.places[k])


def lacks(text: str, ground: Ground) -> list[Lack]:
    """All that the line says and the evidence does not."""
    found = terms(text)
    line = _Line(text, found, [ground.at((t.stem, *same_as(t.stem))) for t in found], ground)
    numbers = find_numbers(text)
    out = [
        Lack(n.span.of(text), f"figure not in its evidence: {n.span.of(text)}", TURNED)
        for n in numbers
        if not ground.counts(n) and not ground.says(n.span.of(text))
    ]
    for at, term in enumerate(found):
        counted = any(n.span.start <= term.start < n.span.end for n in numbers)
        if line.places[at]:
            out += filter(None, [_turned(line, at) or _moved(line, at)])
        elif not counted:
            out += filter(None, [_missing(line, at)])
    return [*out, *_runs(line), *_denied(line), *_seams(text, ground)]


def _turned(line: _Line, at: int) -> Lack | None:
    """A word whose opposite the evidence has where the line has it."""
    opposite = line.ground.at(opposite_of(line.terms[at].stem))
    if opposite and line.beside(at, opposite) > line.beside(at, line.places[at]):
        return Lack(line.word(at), f"turns its evidence round: {line.word(at)}", TURNED)
    return None


def _missing(line: _Line, at: int) -> Lack | None:
    """What a word that the evidence has not weighs."""
    form, word = line.terms[at].stem, line.word(at)
    if _unturned(form, line.ground) or (_turned(line, at) is not None):
        return Lack(word, f"turns its evidence round: {word}", TURNED)
    if word[0].isdigit() or (word[0].isupper() and not _opens(line.text, line.terms[at].start)):
        return Lack(word, f"name not in its evidence: {word}", NAME)
    if form in LIGHT or form[:5] in line.ground.heads:
        return None
    if 0 < at < len(line.terms) - 1 and {k - 2 for k in line.places[at + 1]} & set(line.places[at - 1]):
        return Lack(word, f"in the place of another word: {word}", SLOT)
    soft = word.endswith(("ly", "ing", "ed", "ize", "ise")) or same_as(form)
    return None if soft else Lack(word, f"not in its evidence: {word}", PLAIN)


def _unturned(form: str, ground: Ground) -> bool:
    """True where the evidence has the word without its "un-", or with one."""
    return any(
        (form.startswith(p) and len(form) - len(p) > 3 and form[len(p) :] in ground.places)
        or (len(form) > 3 and p + form in ground.places)
        for p in ("un", "non", "dis", "il", "im", "in", "ir")
    )


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \"'“‘")
    return not before or before[-1] in ".!?:"


def _moved(line: _Line, at: int) -> Lack | None:
    """A word that the evidence has only far from all that stands beside it in the line."""
    if line.terms[at].stem in LIGHT:
        return None
    near = [line.places[k] for k in range(max(0, at - 3), min(len(line.terms), at + 4)) if k != at and line.places[k]]
    if near and not any(_close(line.places[at], other) for other in near):
        return Lack(line.word(at), f"moved to another fact: {line.word(at)}", MOVED)
    if at + 1 == len(line.terms) or not line.places[at + 1] or line.terms[at + 1].stem in LIGHT:
        return None
    between = line.text[line.terms[at].end : line.terms[at + 1].start]
    if between not in (" ", "-") or _close(line.places[at], line.places[at + 1]):
        return None
    pair = line.text[line.terms[at].start : line.terms[at + 1].end]
    return Lack(pair, f"not together in its evidence: {pair}", APART)


def _runs(line: _Line) -> Iterator[Lack]:
    """Two words or more side by side that the evidence has not: an inserted phrase."""
    run: list[Term] = []
    for at, term in enumerate([*line.terms, None]):
        if term is not None and not line.places[at] and term.stem not in LIGHT:
            run.append(term)
            continue
        if len(run) > 1:
            phrase = line.text[run[0].start : run[-1].end]
            yield Lack(phrase, f"adds to its evidence: {phrase}", RUN)
        run = []


def _denied(line: _Line) -> Iterator[Lack]:
    """What the line denies and the evidence does not."""
    starts = [t.start for t in line.terms]
    for at in (bisect_left(starts, offset) for offset in _denials(line.text)):
        # "The signal failed": what is denied may stand before.
        first = at if at < len(starts) else max(0, at - 1)
        said = [line.places[k] for k in range(first, min(first + 3, len(starts))) if line.places[k]]
        if not any(_close(here, line.ground.denied, 4) for here in said):
            word = line.word(at) if at < len(starts) else ""
            yield Lack(word, f"denies what its evidence says: {word}".rstrip(": "), TURNED)


def _seams(text: str, ground: Ground) -> Iterator[Lack]:
    """Where a copied line joins words that no sentence of the evidence has one after the other."""
    tokens = _tokens(text)
    joins = list(pairwise(tokens))
    pairs, places = ground.copied
    new = [pair for pair in joins if pair not in pairs]
    if len(joins) - len(new) <= _COPIED * len(joins):
        return
    for one, two in new:
        if not (any(one in here for here in places) and any(two in here for here in places)):
            continue
        if not any(0 < y - x <= _GAP for here in places for x in here.get(one, ()) for y in here.get(two, ())):
            yield Lack(f"{one} {two}", f"joins what its evidence keeps apart: {one} {two}", SEAM)
