"""Groups of articles that seem to be one story, and the comparing of two of them over the archive."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.news.telling.archive import Archive
from bot.news.telling.cores import Core, OpenedCore, core_of, examples, kinship
from bot.news.telling.likeness import Opened

_KEPT_OPEN = 1000


@dataclass(eq=False, slots=True)
class Group:
    """`members` are the numbers of its articles in the archive, copies left out; `days` are those of all."""

    members: list[int]
    days: set[int]
    core: Core | None = field(default=None, repr=False)

    def take(self, other: Group) -> None:
        """The articles of another group come to this one."""
        self.members = sorted(self.members + other.members)
        self.days |= other.days
        self.core = None

    def met(self, day: int | None) -> None:
        """A copy of one of its articles came out on this day."""
        if day is not None and day not in self.days:
            self.days.add(day)
            self.core = None


class Comparison:
    """Compares articles and groups, each pair once. Its memory is for one article or one gathering; drop it after."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._pairs: dict[tuple[int, int], float] = {}
        self._opened: dict[int, Opened] = {}
        self._cores: dict[Group, OpenedCore] = {}

    def articles(self, one: int, other: int) -> float:
        """Log-odds that two kept articles tell of one event."""
        pair = (one, other) if one < other else (other, one)
        odds = self._pairs.get(pair)
        if odds is None:
            opened = self._opened.get(pair[1])
            if opened is None:
                if len(self._opened) >= _KEPT_OPEN:
                    self._opened.clear()
                opened = self._opened[pair[1]] = Opened(self._archive.told[pair[1]])
            odds = self._pairs[pair] = self._archive.kinship(opened, pair[0])
        return odds

    def groups(self, one: Group, other: Group) -> float:
        """Log-odds that two groups are one story."""
        pairs = [self.articles(a, b) for a in examples(one.members) for b in examples(other.members)]
        first, second = (one, other) if one.members[0] > other.members[0] else (other, one)
        return kinship(self._open(first), self._core(second), pairs)

    def _open(self, group: Group) -> OpenedCore:
        core = self._core(group)
        opened = self._cores.get(group)
        if opened is None or opened.core is not core:
            if len(self._cores) >= _KEPT_OPEN:
                self._cores.clear()
            opened = self._cores[group] = OpenedCore(core)
        return opened

    def _core(self, group: Group) -> Core:
        if group.core is None:
            told = [self._archive.told[number] for number in examples(group.members)]
            group.core = core_of(told, group.days, len(group.members), self._archive.rarity)
        return group.core
