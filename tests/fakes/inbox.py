"""An inbox in memory that keeps the contract of `bot/copies.py`, for one copy or for several that share it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.news.channels import Mention
from bot.ports import Waiting

NOBODY = ""
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Kept:
    """A mention, and whose it is; `at_it`: somebody answers it. None where it is answered."""

    waiting: Waiting | None
    copy: str
    at_it: bool = False


@dataclass
class Shelf:
    """What all copies share: what was kept by each of its ids, and the copies that are gone."""

    kept: dict[str, Kept] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def has_left(self, kept: Kept) -> bool:
        """Nobody that is there has it."""
        return kept.copy == NOBODY or kept.copy in self.gone


@dataclass
class FakeInbox:
    """The inbox of one copy; `answers` are the mentions that need no answer any more."""

    copy: str = "a"
    shelf: Shelf = field(default_factory=Shelf)
    answers: list[Mention] = field(default_factory=list)

    async def hear(self, mention: Mention, now: datetime) -> bool:
        ids = _ids(mention)
        if any(one in self.shelf.kept for one in ids):
            return False
        self.shelf.kept |= dict.fromkeys(ids, Kept(Waiting(mention, now), self.copy))
        return True

    async def take(self, mention: Mention, now: datetime) -> Waiting | None:
        await self.hear(mention, now)
        kept = self.shelf.kept.get(_ids(mention)[0])
        if kept is None or kept.at_it or kept.copy != self.copy:
            return None
        return _begun(kept, now)

    async def left_behind(self, limit: int) -> list[str]:
        left = {id(kept): kept.waiting for kept in self.shelf.kept.values() if self.shelf.has_left(kept)}
        waiting = sorted(filter(None, left.values()), key=lambda one: one.heard)
        return [_ids(one.mention)[0] for one in waiting][:limit]

    async def take_over(self, name: str, now: datetime) -> Waiting | None:
        kept = self.shelf.kept.get(name)
        if kept is None or not self.shelf.has_left(kept):
            return None
        kept.copy = self.copy
        return _begun(kept, now)

    async def leave(self, mention: Mention) -> None:
        kept = self.shelf.kept[_ids(mention)[0]]
        if kept.copy == self.copy:
            kept.copy = NOBODY

    async def answered(self, mention: Mention) -> None:
        self.answers.append(mention)
        self.shelf.kept[_ids(mention)[0]].waiting = None


def _begun(kept: Kept, now: datetime) -> Waiting | None:
    """What to answer, as it was before this try."""
    waiting, kept.at_it = kept.waiting, True
    if waiting is not None:
        kept.waiting = replace(waiting, tries=waiting.tries + 1, tried=waiting.tried or now)
    return waiting


def _ids(mention: Mention) -> list[str]:
    return [f"{mention.place.platform}:{one}" for one in (mention.event, *mention.also)]
