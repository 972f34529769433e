"""How telling a word is: the rarer in the archive and in news at large, the more; and articles weighed by that."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

from bot.news.telling.frequent_stems import SHARE
from bot.news.telling.marks import Marks

_PRIOR = 1000
"""As many articles of news at large are thought to stand in the archive before its first one."""
_RARE = 0.001  # the share of articles a word of no list is thought to stand in
_FOCUS = 6  # the most telling names of an article

SCARCE = 4.0
"""The weight from which on a word stands in so few articles that two which share it are worth noting."""


@dataclass(frozen=True, slots=True)
class Vector:
    """Numbers of words, in falling order of weight, and their weights; of length 1 unless empty."""

    words: array[int]
    weights: array[float]


@dataclass(frozen=True, slots=True)
class Told:
    """The marks of an article as they are kept and compared, words as numbers of one `Rarity`.

    `scarce` are the words that few articles have; `focus` has its most telling names with their weights; `counted` what
    it counts, with the numbers.
    """

    words: Vector
    names: Vector
    lead: Vector
    title: Vector
    scarce: array[int]
    focus: tuple[tuple[int, float], ...]
    counted: Mapping[int, frozenset[str]]
    ages: frozenset[str]
    dates: frozenset[str]
    weekdays: frozenset[str]
    day: int | None
    shingles: array[int]


class Rarity:
    """Counts in how many articles of the archive each word stands. Numbers of words hold while the word is counted."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._stems: list[str] = []
        self._counts = array("d")  # with the prior
        self._articles = float(_PRIOR)

    def count(self, marks: Marks) -> None:
        self._articles += 1
        for stem in marks.words:
            number = self._numbers.get(stem)
            if number is None:
                number = self._numbers[stem] = len(self._stems)
                self._stems.append(stem)
                self._counts.append(_prior(stem))
            self._counts[number] += 1

    def forget(self, told: Told) -> None:
        """Takes an article back that was counted."""
        self._articles -= 1
        for number in told.words.words:
            self._counts[number] -= 1
            stem = self._stems[number]
            if stem and self._counts[number] < _prior(stem) + 0.5:
                del self._numbers[stem]
                self._stems[number] = ""

    def weight(self, number: int) -> float:
        """The inverse document frequency of a word."""
        return log(self._articles / self._counts[number])

    def weigh(self, marks: Marks) -> Told:
        """An article that was counted, weighed by the archive as it is now."""
        numbers = self._numbers
        weight = {stem: self.weight(numbers[stem]) for stem in marks.words}
        names = [(numbers[s], n * weight[s]) for s, n in marks.names.items()]
        names.sort(key=lambda name: (-name[1], self._stems[name[0]]))
        return Told(
            words=self._vector(marks.words, weight),
            names=self._vector(marks.names, weight),
            lead=self._vector(marks.lead, weight),
            title=self._vector(dict.fromkeys(marks.title, 1), weight),
            scarce=array("I", sorted(numbers[s] for s, value in weight.items() if value > SCARCE)),
            focus=tuple(names[:_FOCUS]),
            counted={numbers[thing]: values for thing, values in marks.counted.items()},
            ages=marks.ages,
            dates=marks.dates,
            weekdays=marks.weekdays,
            day=marks.day,
            shingles=marks.shingles,
        )

    def _vector(self, times: Mapping[str, int], weight: Mapping[str, float]) -> Vector:
        rows = [((1 + log(n)) * weight[stem], stem) for stem, n in times.items()]
        rows.sort(key=lambda row: (-row[0], row[1]))  # by the stem, not its number: that depends on what came before
        return normal((self._numbers[stem], value) for value, stem in rows)


def normal(rows: Iterable[tuple[int, float]]) -> Vector:
    """A vector of length 1 out of (word, weight), in the order given."""
    kept = list(rows)
    length = sqrt(sum(value * value for _, value in kept)) or 1.0
    return Vector(array("I", [word for word, _ in kept]), array("f", [value / length for _, value in kept]))


def _prior(stem: str) -> float:
    return _PRIOR * SHARE.get(stem, _RARE)
