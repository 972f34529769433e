"""The sockets of what copies of the bot share: who does what only one may do, and what people asked and wait for.

Like those of `keeping.py` each method is one transaction, and raises `Unavailable` where another try may help.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.news.channels import Mention

PRESENCE = "copy "
"""What the name of a copy's own presence begins with, among those of duties; its name follows."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that one copy alone does, or the copy's own presence ("copy NAME"), and until when it is its."""

    name: str
    holder: str
    until: datetime

    @property
    def is_presence(self) -> bool:
        """Whether it says only that its holder is there."""
        return self.name.startswith(PRESENCE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mention that was heard and is not answered yet. `tried` is when somebody began to answer it before."""

    mention: Mention
    heard: datetime
    tries: int = 0
    tried: datetime | None = None


class Inbox(Protocol):
    """Keeps what people asked until it is answered, so that whoever hears it may die. Each method is one transaction.

    A mention is kept for the copy that heard it, and left behind when that copy's presence has run out, or it says so.
    """

    async def hear(self, mention: Mention, now: datetime) -> bool:
        """Keep it. False, and nothing is kept, where any of its ids was heard before: platforms redeliver."""
        ...

    async def take(self, mention: Mention, now: datetime) -> Waiting | None:
        """Begin to answer it, here; one that was not kept is kept first. None where somebody has answered, or does."""
        ...

    async def left_behind(self, limit: int) -> list[str]:
        """What a copy kept that is gone, the oldest first, by names for `take_over`."""
        ...

    async def take_over(self, name: str, now: datetime) -> Waiting | None:
        """Begin to answer, here, what was left behind; None where somebody else has, or it is gone."""
        ...

    async def leave(self, mention: Mention) -> None:
        """It is not answered here any more, and not answered yet: it is left behind at once, if it was ours."""
        ...

    async def answered(self, mention: Mention) -> None:
        """It needs no answer any more: its words are forgotten, its ids are not."""
        ...


class Duties(Protocol):
    """Which copy does what only one may do: hear a platform, place stories. Time is the store's own clock.

    On a store of one process all is its own.
    """

    copy: str

    async def claim(self, names: Collection[str], lease: timedelta) -> set[str]:
        """Those of these that are ours for the length of the lease: what is ours is renewed, what is free or has run
        out is taken. The copy's own presence ("copy NAME") is renewed with them."""
        ...

    def left_at(self, name: str) -> datetime | None:
        """Until when another copy had a duty that `claim` gave us; None where none is known to have had it."""
        ...

    async def give_up(self) -> None:
        """All that is ours is free for others at once."""
        ...

    async def all(self) -> list[Duty]:
        """Every duty and presence that has not run out, by name."""
        ...
