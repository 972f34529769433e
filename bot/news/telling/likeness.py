"""How likely two articles tell of one event, as log-odds: what they share, and what contradicts.

Unlike ages, numbers of the same things, days and names speak against it, however alike the words are: two fires in two
towns are reported in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log, log1p, sqrt
from typing import NamedTuple

from bot.news.telling.rarity import Rarity, Told, Vector
from bot.news.telling.weights import ARTICLES, ARTICLES_BIAS

MOST = 6.0
"""No pair of articles says more than this, for or against: one copied paragraph or one odd pair decides nothing."""

_SOON = 14  # days within which a story is told
_MOST_NAMES = 0.5  # by weight
_MOST_STRANGE = 2.0  # log-odds that two articles of strange names are of one event, at most: too little to be sure
_STRANGE = 0.07  # the likeness of names below which two texts are of other people in other places
_FEWEST_NAMES = 4  # a text of fewer, or in a script without capitals, cannot be told by them
_LONGEST = 365  # days; what is further apart is equally far


class Opened:
    """An article whose vectors can be looked into, for comparing it with many others."""

    __slots__ = ("lead", "names", "scarce", "title", "told", "words")

    def __init__(self, told: Told) -> None:
        self.told = told
        self.words = opened(told.words)
        self.names = opened(told.names)
        self.lead = opened(told.lead)
        self.title = opened(told.title)
        self.scarce = frozenset(told.scarce)


class Signals(NamedTuple):
    """What speaks for one event and what against. Cosines are square roots; days, sums and numbers logarithms."""

    words: float
    held: float  # the share of one's words that the other has too: the greater of the two shares
    scarce: float  # words that few articles have and these two share: their number, whatever the articles' length
    headed: float  # words of either title that stand in both articles: their weights, squared
    lead: float
    title: float
    length: float  # of the shorter
    names_missing: float  # the share of one's most telling names that the other lacks: the greater of the two shares
    names_missing_both: float  # the lesser
    counted_same: float
    counted_apart: float
    ages_apart: float
    dates_same: float
    dates_apart: float
    weekdays_apart: float
    days: float  # between the two, up to two weeks
    undated: float


def signals(one: Opened, other: Told, rarity: Rarity) -> Signals:
    told = one.told
    missing = sorted((_missing(told.focus, other.names.words), _missing(other.focus, one.names)))
    same, apart = _counted(told, other, rarity)
    likeness, held = _shared(one.words, other.words)
    return Signals(
        words=sqrt(likeness),
        held=held,
        scarce=log1p(len(one.scarce.intersection(other.scarce))),
        headed=log1p(_headed(one, other, rarity)),
        lead=sqrt(cosine(one.lead, other.lead)),
        title=sqrt(cosine(one.title, other.title)),
        length=log1p(min(len(told.words.words), len(other.words.words))),
        names_missing=missing[1],
        names_missing_both=missing[0],
        counted_same=log1p(same),
        counted_apart=log1p(apart),
        ages_apart=_apart(told.ages, other.ages),
        dates_same=float(not told.dates.isdisjoint(other.dates)),
        dates_apart=_apart(told.dates, other.dates),
        weekdays_apart=_apart(told.weekdays, other.weekdays),
        days=soon(told.day, other.day),
        undated=float(told.day is None or other.day is None),
    )


def kinship(one: Opened, other: Told, rarity: Rarity) -> float:
    """Log-odds that two articles tell of one event, from -MOST to MOST."""
    score = ARTICLES_BIAS + sum(map(float.__mul__, signals(one, other, rarity), ARTICLES))
    most = _MOST_STRANGE if strangers(one.names, other.names) else MOST
    return max(-MOST, min(most, score))


def strangers(one: Mapping[int, float], other: Vector) -> bool:
    """Two texts with names enough share next to none of them: look-alike events are told in the same other words."""
    return min(len(one), len(other.words)) >= _FEWEST_NAMES and cosine(one, other) < _STRANGE


def contradicts(one: Told, other: Told) -> bool:
    """Ages differ, or each lacks most of the other's telling names: one form of words used for two events."""
    missing = min(_missing(one.focus, other.names.words), _missing(other.focus, one.names.words))
    return missing > _MOST_NAMES or bool(_apart(one.ages, other.ages))


def opened(vector: Vector) -> dict[int, float]:
    return dict(zip(vector.words, vector.weights, strict=True))


def cosine(one: Mapping[int, float], other: Vector) -> float:
    total = 0.0
    for word, weight in zip(other.words, other.weights, strict=True):
        if word in one:
            total += one[word] * weight
    return total


def soon(one: int | None, other: int | None) -> float:
    """The logarithm of the days between two, of two weeks at most; 0 where one is not known."""
    return 0.0 if one is None or other is None else log1p(min(abs(one - other), _SOON))


def late(one: int | None, other: int | None) -> float:
    """The logarithm of the fortnights between two after the first one, of a year at most; 0 where one is not known."""
    return 0.0 if one is None or other is None else log(max(1.0, min(abs(one - other), _LONGEST) / _SOON))


def _shared(one: Mapping[int, float], other: Vector) -> tuple[float, float]:
    """The cosine, and the share of the one's or the other's words that both have, by weight."""
    total = first = second = 0.0
    for word, weight in zip(other.words, other.weights, strict=True):
        if word in one:
            total += one[word] * weight
            first += one[word]
            second += weight
    return total, max(first / (sum(one.values()) or 1.0), second / (sum(other.weights) or 1.0))


def _headed(one: Opened, other: Told, rarity: Rarity) -> float:
    both = (one.title.keys() | other.title.words) & one.words.keys()
    return sum(rarity.weight(word) ** 2 for word in both.intersection(other.words.words))


def _missing(focus: Sequence[tuple[int, float]], names: Mapping[int, float] | Sequence[int]) -> float:
    whole = sum(weight for _, weight in focus)
    return sum(weight for name, weight in focus if name not in names) / whole if whole else 0.5


def _counted(one: Told, other: Told, rarity: Rarity) -> tuple[float, float]:
    same = apart = 0.0
    for thing in one.counted.keys() & other.counted.keys():
        if one.counted[thing].isdisjoint(other.counted[thing]):
            apart += rarity.weight(thing)
        else:
            same += rarity.weight(thing)
    return same, apart


def _apart(one: frozenset[str], other: frozenset[str]) -> float:
    return float(bool(one) and bool(other) and one.isdisjoint(other))
