"""The gate's checks on who is who in a line: names that change places, and offices given to somebody else.

Each takes a line and its evidence and returns the reason in words, or None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.news.asking.stems import stem, stems, terms
from bot.news.proving.alignment import Aligned
from bot.news.proving.copying import MUTUAL
from bot.news.proving.ground import nearest, tokens_of
from bot.news.text import fold, key

# Bounded, so that no text makes them slow.
_NAME = r"\b[A-Z][\w'-]{1,30}(?: [A-Z][\w'-]{1,30}){0,4}"
_ROLE = r"\b[A-Za-z][a-z-]{1,30}(?: [a-z-]{1,30}){0,2}"
_FULL = re.compile(_NAME)
_BEHIND = re.compile(rf"({_NAME}), (?:the |a |an |its |their )?({_ROLE})(?=[,.])")
_AHEAD = re.compile(rf"(?:^|(?<=[ .\"]))({_ROLE}) ({_NAME})")
_APPOSED = re.compile(rf"\b([a-z][a-z-]{{1,30}}), ({_NAME})(?=[,.])")
_OPENER = re.compile(r"^[A-Z][a-z]{1,30}, ")  # "Indeed, Mr Falk …"
_POSSESSED = re.compile(r"\b([A-Z]\w{1,30})'s ([A-Z]\w{1,30})")
_SMALL = frozenset("on in at of by to for from with and as near that said told".split())
_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day$")

_FARTHEST = 12  # terms: what is farther counts as that far
_CLEAR = 6  # terms


def swapped(line: Aligned) -> str | None:
    """Two names that each stand by what the evidence has by the other.

    The words around each name are measured by how far from the name they stand in the evidence; where they would stand
    less than half as far with the names exchanged, they have been.
    """
    names = [
        k
        for k, match in enumerate(line.matched)
        if match == "same" and line.is_name(k) and not line.counted[k] and not _in_place(line, k)
    ]
    for i, one in enumerate(names):
        for two in names[i + 1 :]:
            if set(line.places[one]) & set(line.places[two]) or two - one < 2:
                continue
            now = _distance(line, one, one) + _distance(line, two, two)
            turned = _distance(line, one, two) + _distance(line, two, one)
            if 2 * turned <= now and now - turned >= _CLEAR:
                return f"turns its evidence round: {line.word(one)} and {line.word(two)}"
    return None


def _in_place(line: Aligned, at: int) -> bool:
    """True where the evidence has the name between the same words, or beside one of them."""
    if line.terms[at].start not in line.begins:
        return False
    k = line.begins.index(line.terms[at].start)
    return bool({(one, two) for one, two in pairwise(line.tokens[max(0, k - 1) : k + 2])} & line.ground.pairs)


def crossed(line: Aligned) -> str | None:
    """Two names each before the word that the evidence has behind the other."""
    names = {line.tokens[k] for k in range(len(line.tokens)) if line.text[line.begins[k]].isupper()}
    pairs, theirs = set(pairwise(line.tokens)), line.ground.pairs
    new = [(one, behind) for one, behind in pairs - theirs if one in names and behind not in MUTUAL]
    for one, behind in new:
        for two, other in new:
            if one < two and (one, other) in theirs and (two, behind) in theirs:
                return f"turns its evidence round: {one} and {two}"
    return None


def turned_roles(line: str, shown: Sequence[str]) -> str | None:
    """Two names that change places around what stands between them: "Brask was bitten by Keller's dog".

    All words between the two stand in a text of the evidence between the same names in the other order, and nowhere
    between them in this one. A name behind the same word of place in both may stand at either end.
    """
    theirs = [_Order(proof) for proof in shown]
    for one, passive, inner, two in _Order(line).pairs():
        turned = any(order.has(two, one, inner, passive) for order in theirs)
        if turned and not any(order.has(one, two, inner, None) for order in theirs):
            return f"turns its evidence round: {one} and {two}"
    return None


class _Order:
    """The names of a text in their order, with the words between them."""

    def __init__(self, text: str) -> None:
        self.text, self.terms = fold(text), terms(text)
        self.names: dict[str, list[int]] = {}
        for at, term in enumerate(self.terms):
            if term.name and not _DAY.match(self.word(at)):
                self.names.setdefault(self.word(at), []).append(at)

    def word(self, at: int) -> str:
        return key(self.text[self.terms[at].start : self.terms[at].end]).removesuffix("'s")

    def pairs(self) -> Iterator[tuple[str, bool, set[str], str]]:
        """Each two names that follow each other: the one, whether "by" stands between, the words between, the other."""
        named = sorted((at, name) for name, places in self.names.items() for at in places)
        for (i, one), (k, two) in pairwise(named):
            if inner := self._between(i, k):
                yield one, self._by(i, k), inner, two

    def has(self, one: str, two: str, inner: set[str], passive: bool | None) -> bool:
        """True where the one stands before the other with all these words between, and "by" as told."""
        later = self.names.get(two, [])
        for i in self.names.get(one, ()):
            k = bisect_left(later, i + 1)
            if k < len(later) and later[k] - i <= _SPAN and inner <= self._between(i, later[k]):
                return passive is None or self._by(i, later[k]) == passive
        return False

    def _by(self, i: int, k: int) -> bool:
        return "by" in tokens_of(self._slice(i, k))

    def _slice(self, i: int, k: int) -> str:
        return self.text[self.terms[i].end : self.terms[k].start]

    def _between(self, i: int, k: int) -> set[str]:
        """The stems between two names; none where a sentence ends there, or where both may stand at either end."""
        between = self._slice(i, k)
        before = self.text[max(0, self.terms[i].start - _WORD) : self.terms[i].start]
        if _ENDS.search(between) or not MUTUAL.isdisjoint(tokens_of(between)) or _PLACED.search(before):
            return set()
        return {t.stem for t in self.terms[i + 1 : k]} - {stem(w) for w in self.names}


_SPAN = 40  # terms
_WORD = 8  # letters that the longest word of place has, with its spaces
_ENDS = re.compile(r"[.!?;:\"]")
_PLACED = re.compile(r"\b(?:in|at|on|near|from|to)\s$", re.IGNORECASE)


def _distance(line: Aligned, at: int, name: int) -> int:
    """How far in the evidence the words around one place of the line stand from a name."""
    around = [k for k in line.neighbours(at) if not line.is_name(k)]
    return sum(nearest(line.places[name], line.places[k], _FARTHEST) for k in around)


_PASSIVE = frozenset("by was were been being is are and with".split())


def other_doer(line: str, shown: Sequence[str]) -> str | None:
    """Who is acted on told as who acts: the line opens with one name, its evidence with the other."""
    said = _PASSIVE | MUTUAL
    mine = _named(line)
    if len(mine) < 2 or not said.isdisjoint(tokens_of(line)):
        return None
    for proof in shown:
        theirs = _named(proof)
        if len(theirs) > 1 and mine[0] != theirs[0] and mine[0] in theirs and theirs[0] in mine:
            return f"turns its evidence round: {mine[0]} and {theirs[0]}"
    return None


def _named(text: str) -> list[str]:
    """The last words of the names of a text, where it opens with one."""
    plain = _OPENER.sub("", fold(text))
    names = [key(m[0].split()[-1]).removesuffix("'s") for m in _FULL.finditer(plain)]
    return names if _FULL.match(plain) else []


def possessed(line: str, shown: Sequence[str]) -> str | None:
    """ "Brask's Lindqvist" for "Lindqvist's Brask"."""
    mine, theirs = set(_possessions(line)), {pair for proof in shown for pair in _possessions(proof)}
    turned = [one for one, two in mine - theirs if (two, one) in theirs]
    return f"turns its evidence round: {min(turned)}'s" if turned else None


def _possessions(text: str) -> Iterator[tuple[str, str]]:
    for m in _POSSESSED.finditer(fold(text)):
        yield m[1], m[2]


def other_holder(line: str, shown: Sequence[str]) -> str | None:
    """An office or a role given to somebody to whom the evidence does not give it, but to another."""
    held = [one for proof in shown for one in _holders(proof)]
    for name, role in _holders(line):
        if any(map(_DAY.match, name)):
            continue
        theirs = [who for who, what in held if role and role <= what]
        if theirs and not any(name & who for who in theirs):
            return f"turns its evidence round: {' '.join(sorted(name))}"
    return None


def _holders(text: str) -> Iterator[tuple[set[str], set[str]]]:
    """Each name that stands by a role ("Falk, the transport minister", "minister Falk") with the role's stems."""
    plain = fold(text)
    for m in _BEHIND.finditer(plain):
        yield {key(w) for w in m[1].split()}, set(stems(m[2]))
    for m in _APPOSED.finditer(plain):
        yield {key(w) for w in m[2].split()}, set(stems(m[1]))
    for m in _AHEAD.finditer(plain):
        if _SMALL.isdisjoint(m[1].split()):
            yield {key(w) for w in m[2].split()}, set(stems(m[1]))
