"""What a process of its own does in the crash matrix: it delivers what is due, and may stand still to be killed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import structlog

from bot.flows.deliver import deliver
from bot.news.channels import Delivery, Edition, EditionId, Mention, Place
from bot.news.showing.shown import Card
from bot.news.types import Brief, Evidence, FoundArticle, Line, Span
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.posting import Posting
from bot.ports import Growing, MessageId
from bot.store.engine import open_store
from bot.store.sql import SqlStore

TIMEOUT = 1.0
"""Seconds of the real clock until a call of the child counts as lost."""

STEPS = ("before the claim", "claimed, nothing sent", "all answered, not noted", "noted as sent")
"""Where the child can stand still by itself; at all other steps it is the server that holds it."""

_BEAT = 15.0  # seconds between two sweeps, as in `factbox run`
_SWEEPS = 4  # until what got no answer is looked for


@dataclass(frozen=True, slots=True)
class Work:
    """`now` is in seconds since 1970, and passes only while the child waits and from sweep to sweep. `stop` is one of
    STEPS, or none.

    `blind` never looks what stands there already: what would happen without.
    """

    store: str
    api_url: str
    token: str
    now: float
    stop: str = ""
    blind: bool = False


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


class Stands:
    """Says on the line that a step is reached, and stands still there."""

    def __init__(self, stop: str = "", line: Connection | None = None) -> None:
        self._stop, self._line = stop, line

    def at(self, step: str) -> None:
        if self._line is not None and step == self._stop:
            self._line.send(step)
            self._line.recv()


class PostingAlone:
    """Slack, as far as it posts. It stands still before the first post, or when all of a card is answered."""

    name = "slack"
    at_once = 1

    def __init__(self, posting: Posting, stands: Stands | None = None, blind: bool = False) -> None:
        self._posting, self._stands, self._blind = posting, stands or Stands(), blind

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        self._stands.at("claimed, nothing sent")
        message = await self._posting.send(card, place, key, None if self._blind else tried)
        self._stands.at("all answered, not noted")
        return message

    async def along(self, place: Place, first: MessageId) -> Place:
        return place

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        await self._posting.edit(card, place, message, key)

    async def reading(self, mention: Mention) -> None:
        raise NotImplementedError

    def grow(self, mention: Mention, *, key: str) -> Growing:
        raise NotImplementedError

    def mentions(self) -> AsyncIterator[Mention]:
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
    calls = Calls(Access(given.token, api_url=given.api_url), time.sleep, TIMEOUT)
    platform = PostingAlone(Posting(calls, Pace(time.seconds, time.sleep)), stands, given.blind)
    try:
        stands.at("before the claim")
        sent = 0
        for _ in range(_SWEEPS):
            sent += await deliver(store, {"slack": platform}, time.utc)
            await time.sleep(_BEAT)
        stands.at("noted as sent")
        return sent
    finally:
        await calls.close()
        await store.close()


async def owe(store: SqlStore, channel: str, now: datetime, stories: int = 1, points: int = 26) -> Edition:
    """An edition of so many briefs for this channel. A brief of 26 points is too long for one message of its thread."""
    sentences = [f"On pier {n} of Port Selby a crane {'slowly ' * 50}lifted crate {n}." for n in range(points)]
    found = FoundArticle("cranes.txt", "\n\n".join(sentences), "Cranes lift crates", "The Selby Post")
    article, _ = await store.save_article(found, now)
    lines = []
    for n, said in enumerate(sentences):
        start = article.text.index(said)
        evidence = Evidence(article.revision.id, Span(start, start + len(said)))
        lines.append(Line(said, "point" if n else "lead", (evidence,)))
    brief = Brief("Cranes lift crates", tuple(lines), (), (), (), (article.revision.id,))
    edition = Edition(EditionId(f"{channel} 08:00"), channel, "08:00", (brief,) * stories)
    place = Place("slack", channel)
    await store.save_edition(
        edition, [Delivery(f"{edition.id} {n}", edition.id, place, n) for n in range(stories)], now
    )
    return edition
