"""How the bot fares, gathered for whoever runs it.

    counts.counted        what the store knows, by its indexes                      I/O
    | channels.all        the channels and their calendars                          I/O
    | faring.fares        how late each is, and what is in its way                  rule
    | duties, queue       who is there, what waits                                  I/O

It is gathered at most every few seconds, however many ask: being watched costs little.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.flows.channels import Channels
from bot.news.channels import Channel
from bot.news.faring import fares
from bot.news.report import AnswersFare, ChannelFares, CopySeen, Counted, Report, Told
from bot.ports import Duties, Queue, Unavailable

FRESH = 5.0
"""Seconds for which a report is told again."""

PATIENCE = 4.0
"""Seconds that whoever asks waits: a store that cannot be reached is told in time for a page to say so."""

_WORST_FIRST = {"trouble": 0, "look": 1, "well": 2}


class Counts(Protocol):
    """Counts what the store holds; each call is one transaction."""

    async def counted(self, channels: Collection[str], now: datetime) -> Counted:
        """Of these channels, and of the day that ends at `now`. Raises `Unavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is gathered from, once it is open. Without `duties` this copy is alone."""

    counts: Counts
    channels: Channels
    queues: tuple[Queue, ...] = ()
    duties: Duties | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a copy knows of itself: its name, role and version, and since when it runs."""

    copy: str
    role: str
    version: str
    started: datetime


class Reporter:
    """Gathers reports. It may be asked before its `sources` are there, and then raises `Unavailable`.

    `parts` tells of each part of this copy what is wrong with it, "" where nothing is; `answers` how its answers fare.
    """

    def __init__(
        self,
        about: About,
        parts: Mapping[str, Callable[[], str]],
        clock: Callable[[], datetime],
        answers: Callable[[], AnswersFare] = AnswersFare,
        patience: float = PATIENCE,
    ) -> None:
        self.sources: Sources | None = None
        self._about, self._parts, self._clock, self._answers = about, parts, clock, answers
        self._patience = patience
        self._gathering: asyncio.Task[Report] | None = None
        self._gathered_at = 0.0

    async def report(self) -> Report:
        """How all fares, as it was at most `FRESH` seconds ago. Raises `Unavailable`."""
        if self.sources is None:
            raise Unavailable("The store is being opened.")
        now = asyncio.get_running_loop().time()
        if self._gathering is None or (self._gathering.done() and now - self._gathered_at >= FRESH):
            self._gathered_at = now
            self._gathering = asyncio.create_task(self._gathered(self.sources))
            self._gathering.add_done_callback(_looked_at)
        try:
            async with asyncio.timeout(self._patience):
                # Shielded: others wait for the same report when one who asked goes away.
                return await asyncio.shield(self._gathering)
        except TimeoutError:
            raise Unavailable(f"The store has not answered for {self._patience:g} seconds.") from None

    async def _gathered(self, sources: Sources) -> Report:
        now, about = self._clock(), self._about
        channels = await sources.channels.all()
        counted = await sources.counts.counted([channel.name for channel in channels], now)
        queue: dict[str, int] = {}
        for each in sources.queues:
            for step, depth in (await each.depth()).items():
                queue[step] = queue.get(step, 0) + depth
        return Report(
            at=now,
            copy=about.copy,
            role=about.role,
            version=about.version,
            started=about.started,
            parts={name: told() for name, told in self._parts.items()},
            copies=await self._copies(sources.duties),
            # Calendars of a thousand channels are a third of a second of work: nothing may wait for that.
            channels=await asyncio.to_thread(_fared, channels, counted, now),
            counted=counted,
            queue=queue,
            answers=self._answers(),
        )

    async def _copies(self, duties: Duties | None) -> tuple[CopySeen, ...]:
        """Every copy that is there, by name, and what it alone does."""
        doing: dict[str, list[str]] = {self._about.copy: []}
        for duty in await duties.all() if duties is not None else ():
            theirs = doing.setdefault(duty.holder, [])
            if not duty.is_presence:
                theirs.append(duty.name)
        return tuple(CopySeen(name, tuple(doing[name]), name == self._about.copy) for name in sorted(doing))


def _fared(channels: Collection[Channel], counted: Counted, now: datetime) -> tuple[ChannelFares, ...]:
    """Those in trouble first; within them in the order of the settings."""
    fared = [fares(channel, counted.channels.get(channel.name, Told()), now) for channel in channels]
    return tuple(sorted(fared, key=lambda each: _WORST_FIRST[each.level]))


def _looked_at(task: asyncio.Task[Report]) -> None:
    """Whoever waits gets what it raised; where nobody does any more, asyncio must not warn."""
    if not task.cancelled():
        task.exception()
