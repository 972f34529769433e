"""What a process of its own does in a crash matrix: it delivers what is due, and may stand still to be killed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Protocol

import structlog

from bot.flows.deliver import deliver
from bot.news.channels import Delivery, Edition, EditionId, Mention, Place
from bot.news.showing.shown import Card
from bot.news.types import Brief, Evidence, FoundArticle, Line, Span
from bot.ports import Growing, MessageId
from bot.store.engine import open_store
from bot.store.sql import SqlStore

STEPS = ("before the claim", "claimed, nothing sent", "all answered, not noted", "noted as sent")
"""Where the child can stand still by itself; at all other steps it is the server that holds it."""

_BEAT = 15.0  # seconds between two sweeps, as in `factbox run`
_SWEEPS = 4  # until what got no answer is looked for


class Time:
    """Passes by itself when somebody waits."""

    def __init__(self, now: float) -> None:
        self.now = now

    def seconds(self) -> float:
        return self.now

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


class Posts(Protocol):
    """The part of a platform that posts cards."""

    async def send(self, card: Card, place: Place, key: str, tried: datetime | None = None) -> MessageId: ...

    async def edit(self, card: Card, place: Place, message: str, key: str) -> None: ...


Opens = Callable[["Work", Time], AbstractAsyncContextManager[Posts]]


@dataclass(frozen=True, slots=True)
class Work:
    """`now` is in seconds since 1970, and passes only while the child waits and from sweep to sweep. `stop` is one of
    STEPS, or none.

    `blind` never looks what stands there already: what would happen without. `opens` is found again by its name.
    """

    platform: str
    opens: Opens
    store: str
    api_url: str
    token: str
    now: float
    stop: str = ""
    blind: bool = False


class Stands:
    """Says on the line that a step is reached, and stands still there."""

    def __init__(self, stop: str = "", line: Connection | None = None) -> None:
        self._stop, self._line = stop, line

    def at(self, step: str) -> None:
        if self._line is not None and step == self._stop:
            self._line.send(step)
            self._line.recv()


class PostingAlone:
    """A platform, as far as it posts. It stands still before the first post, or when all of a card is answered."""

    at_once = 1

    def __init__(self, name: str, posting: Posts, stands: Stands | None = None, blind: bool = False) -> None:
        self.name = name
        self._posting, self._stands, self._blind = posting, stands or Stands(), blind

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        self._stands.at("claimed, nothing sent")
        message = await self._posting.send(card, place, key, None if self._blind else tried)
        self._stands.at("all answered, not noted")
        return message

    async def along(self, place: Place, first: MessageId) -> Place:
        further = getattr(self._posting, "along", None)  # where all platforms but some stay in their place
        return await further(place, first) if further else place

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        await self._posting.edit(card, place, message, key)

    async def reading(self, mention: Mention) -> None:
        raise NotImplementedError

    def grow(self, mention: Mention, *, key: str) -> Growing:
        raise NotImplementedError

    def mentions(self) -> AsyncIterator[Mention]:
        raise NotImplementedError

    async def hear(self, since: datetime | None = None) -> None:
        raise NotImplementedError

    async def rest(self) -> None:
        raise NotImplementedError

    async def hush(self) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError


def work(given: Work, line: Connection) -> None:
    """Deliver what is due. At its end the line says how many messages were posted."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    line.send(asyncio.run(_work(given, Stands(given.stop, line))))


async def _work(given: Work, stands: Stands) -> int:
    time = Time(given.now)
    store = await open_store(given.store)
    try:
        async with given.opens(given, time) as posting:
            platform = PostingAlone(given.platform, posting, stands, given.blind)
            stands.at("before the claim")
            sent = 0
            for _ in range(_SWEEPS):
                sent += await deliver(store, {given.platform: platform}, time.utc)
                await time.sleep(_BEAT)
            stands.at("noted as sent")
            return sent
    finally:
        await store.close()


async def owe(store: SqlStore, place: Place, now: datetime, stories: int = 1, points: int = 26) -> Edition:
    """An edition of so many briefs for this channel. On most platforms 26 points are too long for one message."""
    sentences = [f"On pier {n} of Port Selby a crane {'slowly ' * 50}lifted crate {n}." for n in range(points)]
    found = FoundArticle("cranes.txt", "\n\n".join(sentences), "Cranes lift crates", "The Selby Post")
    article, _ = await store.save_article(found, now)
    lines = []
    for n, said in enumerate(sentences):
        start = article.text.index(said)
        evidence = Evidence(article.revision.id, Span(start, start + len(said)))
        lines.append(Line(said, "point" if n else "lead", (evidence,)))
    brief = Brief("Cranes lift crates", tuple(lines), (), (), (), (article.revision.id,))
    edition = Edition(EditionId(f"{place.channel} 08:00"), place.channel, "08:00", (brief,) * stories)
    await store.save_edition(
        edition, [Delivery(f"{edition.id} {n}", edition.id, place, n) for n in range(stories)], now
    )
    return edition
