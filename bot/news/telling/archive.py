"""The articles of the window, and which of them come near to a new one, at a cost that does not grow with the window.

An article is found by its most telling words only, and a word remembers only the last articles it was telling for: so
what is looked at is bounded, however many articles there are.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence

from bot.news.telling.likeness import Opened, contradicts, kinship
from bot.news.telling.rarity import Rarity, Told
from bot.news.telling.shingles import copied

_TELLING = 24  # words by which an article is found
_ASKED = 40  # words of a new article that are looked up
_REMEMBERED = 64  # articles a word leads to
_NEAR = 40  # articles that are compared with a new one
_MAYBE_COPIED = 8  # of these, those whose shingles are compared
_COPY_DAYS = 10  # days after which the same words are news again, not a copy


class Archive:
    """Articles are known by the number they were given when they came in, from 0."""

    def __init__(self) -> None:
        self.rarity = Rarity()
        self.told: dict[int, Told] = {}
        self._found_by: dict[int, array[int]] = {}
        self._next = 0

    def keep(self, told: Told) -> int:
        """Takes an article in, to be found from now on; gives its number."""
        number, self._next = self._next, self._next + 1
        self.told[number] = told
        for word in told.words.words[:_TELLING]:
            numbers = self._found_by.get(word)
            if numbers is None:
                self._found_by[word] = array("I", (number,))
                continue
            if len(numbers) >= _REMEMBERED:
                del numbers[0]
            numbers.append(number)
        return number

    def forget(self, number: int) -> None:
        """Takes an article out; what was counted for it is taken back."""
        told = self.told.pop(number)
        for word in told.words.words[:_TELLING]:
            numbers = self._found_by[word]
            if number in numbers:
                numbers.remove(number)
            if not numbers:
                del self._found_by[word]
        self.rarity.forget(told)

    def near(self, told: Told) -> list[int]:
        """Numbers of the kept articles that share most of the telling words, the nearest first."""
        score: defaultdict[int, float] = defaultdict(float)
        for word, weight in zip(told.words.words[:_ASKED], told.words.weights, strict=False):
            for number in self._found_by.get(word, ()):
                score[number] += weight * weight
        ranked = sorted(score.items(), key=lambda row: (-row[1], row[0]))
        return [number for number, _ in ranked[:_NEAR]]

    def original(self, told: Told, near: Sequence[int]) -> int | None:
        """The first of the near articles that an article is a copy of, None for an article of its own."""
        copies = [n for n in near[:_MAYBE_COPIED] if self._copied(told, self.told[n])]
        return min(copies, default=None)

    def kinship(self, one: Opened, number: int) -> float:
        """Log-odds that an article and a kept one tell of one event."""
        return kinship(one, self.told[number], self.rarity)

    def _copied(self, one: Told, other: Told) -> bool:
        if one.day is not None and other.day is not None and abs(one.day - other.day) > _COPY_DAYS:
            return False
        return copied(one.shingles, other.shingles) and not contradicts(one, other)
