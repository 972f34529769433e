"""What the articles of a story have in common, and how likely two stories are one, as log-odds."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf, log, log1p
from typing import NamedTuple, TypeVar

from bot.news.telling.likeness import cosine, late, opened, soon, strangers
from bot.news.telling.rarity import SCARCE, Rarity, Told, Vector, normal
from bot.news.telling.weights import STORIES, STORIES_BIAS

_FIRST = 3
_LAST = 5
_FOCUS = 6  # the names most articles of a story share
_WORDS = 250  # the most telling ones of a story
_OWN_NAMES = 0.6  # the share of its examples that has a story's own names
_OWN_LEAD = 0.4  # the same for the words of its leads
_MANY = 12  # articles; that a story has more says nothing about what it is
_NEVER = -6.0  # log-odds that stories of strange names are one

Member = TypeVar("Member")


@dataclass(frozen=True, slots=True)
class Core:
    """A story as it is compared. `shares` has, for each of `names`, the share of its examples that have it.

    `said` are all words of its examples. `own_names` and `own_lead` are scarce words that many of its examples have, as
    names and in their leads, with their weights squared.
    """

    words: Vector
    names: Vector
    shares: array[float]
    focus: tuple[tuple[int, float], ...]
    said: array[int]
    own_names: Vector
    own_lead: Vector
    days: tuple[int, ...]
    size: int


class OpenedCore:
    """A core whose vectors can be looked into, for comparing it with many others."""

    __slots__ = ("core", "names", "said", "shares", "words")

    def __init__(self, core: Core) -> None:
        self.core = core
        self.words = opened(core.words)
        self.names = opened(core.names)
        self.said = frozenset(core.said)
        self.shares = dict(zip(core.names.words, core.shares, strict=True))


class Signals(NamedTuple):
    """`mean` and `best` are over the pairs of articles; the rest is as for two articles."""

    mean: float
    best: float
    words: float
    names_kept: float  # how much of one's focus the other has: the greater of the two
    names_kept_both: float  # the lesser
    days: float
    weeks: float
    undated: float
    size: float  # the logarithm of the smaller story, of twelve articles at most
    names_apart: float  # one's own names that the other never says: their weights, squared, the greater of the two sums
    lead_apart_both: float  # the same for the words of the leads, the lesser sum


def examples(members: Sequence[Member]) -> Sequence[Member]:
    """The articles that stand for a story, however many it has: its first ones and its last ones."""
    return members if len(members) <= _FIRST + _LAST else [*members[:_FIRST], *members[-_LAST:]]


def core_of(told: Sequence[Told], days: Iterable[int], size: int, rarity: Rarity) -> Core:
    """The core of a story out of its examples, the days of all its articles, and their number without copies."""
    names = _sum(told, lambda one: one.names)
    shares = _shares(names, [one.names for one in told])
    kept = [(name, weight * share) for name, weight, share in zip(names.words, names.weights, shares, strict=True)]
    kept.sort(key=lambda row: -row[1])
    return Core(
        words=_sum(told, lambda one: one.words),
        names=names,
        shares=shares,
        focus=tuple(kept[:_FOCUS]),
        said=_said(told),
        own_names=_own([one.names for one in told], _OWN_NAMES, rarity),
        own_lead=_own([one.lead for one in told], _OWN_LEAD, rarity),
        days=tuple(sorted(set(days))),
        size=size,
    )


def signals(one: OpenedCore, other: Core, pairs: Sequence[float]) -> Signals:
    core = one.core
    shares = dict(zip(other.names.words, other.shares, strict=True))
    kept = sorted((_kept(core.focus, shares), _kept(other.focus, one.shares)))
    nearest = _nearest(core.days, other.days)
    said = frozenset(other.said)
    leads = _apart(core.own_lead, said), _apart(other.own_lead, one.said)
    return Signals(
        mean=sum(pairs) / len(pairs),
        best=max(pairs),
        words=cosine(one.words, other.words),
        names_kept=kept[1],
        names_kept_both=kept[0],
        days=soon(*nearest),
        weeks=late(*nearest),
        undated=float(not core.days or not other.days),
        size=log(min(core.size, other.size, _MANY)),
        names_apart=log1p(max(_apart(core.own_names, said), _apart(other.own_names, one.said))),
        lead_apart_both=log1p(min(leads)),
    )


def kinship(one: OpenedCore, other: Core, pairs: Sequence[float]) -> float:
    """Log-odds that two stories are one; `pairs` has those of their examples, each with each.

    Stories that share next to no names are never one, however alike their words: look-alikes are told in the same ones.
    """
    if strangers(one.names, other.names):
        return _NEVER
    return STORIES_BIAS + sum(map(float.__mul__, signals(one, other, pairs), STORIES))


def _sum(told: Sequence[Told], field: Callable[[Told], Vector]) -> Vector:
    if len(told) == 1:
        return field(told[0])
    total: defaultdict[int, float] = defaultdict(float)
    for one in told:
        vector = field(one)
        for word, weight in zip(vector.words, vector.weights, strict=True):
            total[word] += weight
    return normal(sorted(total.items(), key=lambda row: -row[1])[:_WORDS])


def _shares(vector: Vector, members: Sequence[Vector]) -> array[float]:
    counts: defaultdict[int, int] = defaultdict(int)
    for member in members:
        for word in member.words:
            counts[word] += 1
    return array("f", [counts[word] / len(members) for word in vector.words])


def _said(told: Sequence[Told]) -> array[int]:
    if len(told) == 1:
        return told[0].words.words
    return array("I", sorted(set().union(*(one.words.words for one in told))))


def _own(members: Sequence[Vector], share: float, rarity: Rarity) -> Vector:
    """Scarce words that a share of the members has, in order, with their weights squared."""
    counts: defaultdict[int, int] = defaultdict(int)
    for member in members:
        for word in member.words:
            counts[word] += 1
    often = (word for word, count in counts.items() if count >= share * len(members))
    own = sorted((word, weight) for word in often if (weight := rarity.weight(word)) > SCARCE)
    return Vector(array("I", [word for word, _ in own]), array("f", [weight * weight for _, weight in own]))


def _apart(own: Vector, said: frozenset[int]) -> float:
    return sum(weight for word, weight in zip(own.words, own.weights, strict=True) if word not in said)


def _kept(focus: Sequence[tuple[int, float]], shares: dict[int, float]) -> float:
    whole = sum(weight for _, weight in focus)
    return sum(weight * shares.get(name, 0.0) for name, weight in focus) / whole if whole else 0.5


def _nearest(one: Sequence[int], other: Sequence[int]) -> tuple[int | None, int | None]:
    """A day of each, the closest two; nothing where one has none."""
    best: tuple[int | None, int | None] = (None, None)
    least = inf
    for day in one:
        at = bisect_left(other, day)
        for near in other[max(0, at - 1) : at + 1]:
            if abs(day - near) < least:
                least, best = abs(day - near), (day, near)
    return best
