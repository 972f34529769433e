"""What a process of its own does in the table of answers: it hears and answers, or answers what another left behind."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import structlog

from bot.flows.deliver import deliver
from bot.flows.listen import answer_left, listen
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.news.channels import UNDRESSED, Channel, Dress, Mention, Place
from bot.news.types import FoundArticle
from bot.platforms.discord.access import Access as DiscordAccess
from bot.platforms.discord.discord import Discord
from bot.platforms.slack.access import Access as SlackAccess
from bot.platforms.slack.slack import Slack
from bot.store.engine import open_store
from bot.store.inbox import SqlInbox, inbox_of
from bot.store.stories import stories_of
from tests.fakes import FakeFetcher, FakePlatform, ScriptedModel
from tests.fakes.clock import START
from tests.platforms.receptions import NotedReception

QUESTION = "How many passengers were on the ferry?"
ARTICLE = """A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.

The 214 passengers were taken to Port Selby by two tugs, the coast guard said."""
HEARD, NOTING = "heard", "answered, not noted"

_TUGS = "The 214 passengers were taken to Port Selby by two tugs, the coast guard said."
_SAID = {
    # A model says the same in other words when it is asked again.
    "a": ("The ferry had 214 passengers, the coast guard said.", _TUGS),
    "b": ("A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.", _TUGS),
}


@dataclass(frozen=True, slots=True)
class Answering:
    """`copy` "a" hears, and stands still at `stop`; "b" answers what "a" left behind."""

    platform: str
    store: str
    api_url: str
    tokens: tuple[str, str]
    copy: str
    stop: str = ""


class Ticks:
    """A second later each time that somebody looks: what grows once a second grows at once."""

    def __init__(self) -> None:
        self.now = START

    def seconds(self) -> float:
        self.now += 1
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


class _Standing(SqlInbox):
    """Stands still before it notes that a mention is answered."""

    line: Connection | None = None

    async def answered(self, mention: Mention) -> None:
        if self.line is not None:
            self.line.send(NOTING)
            self.line.recv()
        await super().answered(mention)


def at(_: Place) -> datetime:
    """The time everywhere."""
    return datetime.fromtimestamp(START, UTC)


def said_by(copy: str) -> tuple[str, ...]:
    """The sentences of its answer."""
    return _SAID[copy]


def work(given: Answering, line: Connection) -> None:
    """Says on the line that it hears, or that it is done."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_work(given, line))


async def _work(given: Answering, line: Connection) -> None:
    store = await open_store(given.store)
    lines = [{"sentences": [n], "kind": "point", "text": text} for n, text in enumerate(said_by(given.copy), 1)]
    room = Newsroom(store, stories_of(store), ScriptedModel([json.dumps({"said": True, "lines": lines})]))
    inbox = _Standing(store, given.copy)
    inbox.line = line if given.stop == NOTING else None
    plug = await _opened(given, inbox)
    try:
        if given.copy == "a":
            await plug.hear()
            line.send(HEARD)
            await listen(plug, room, inbox, at)
        for name in await inbox.left_behind(10):
            await answer_left(name, inbox, {plug.name: plug}, room, at)
        line.send("done")
    finally:
        await plug.close()
        await store.close()


async def _opened(given: Answering, inbox: SqlInbox) -> Slack | Discord:
    ticks, (token, app_token) = Ticks(), given.tokens
    desk = NotedReception(inbox=inbox, now=at(Place("", "")))
    plug: Slack | Discord
    if given.platform == "slack":
        plug = Slack(SlackAccess(token, app_token, api_url=given.api_url), desk)
        plug._pace._clock, plug._pace._sleep, plug.calls._sleep = ticks.seconds, ticks.sleep, ticks.sleep
    else:
        access = DiscordAccess(token, given.api_url)
        plug = Discord(access, desk, _undressed, clock=ticks.seconds, sleep=ticks.sleep)
    await plug.start()
    return plug


async def _undressed(_: Place) -> Dress:
    return UNDRESSED


async def prepare(address: str, place: Place) -> None:
    """A store with an edition that was posted there."""
    store = await open_store(address)
    try:
        room, now = Newsroom(store, stories_of(store)), at(place)
        await pull(FakeFetcher(FoundArticle("ferry", ARTICLE, "Ferry runs aground")), store, now)
        await Window(room.stories).place(now)
        await publish(Channel("desk", place, (), frozenset(), "UTC"), "noon", room, now)
        posted = FakePlatform()
        posted.name = place.platform
        await deliver(store, {place.platform: posted}, lambda: now)
    finally:
        await store.close()


async def is_waiting(address: str) -> bool:
    """Whether anything in the inbox is not answered yet."""
    store = await open_store(address)
    try:
        return bool(await inbox_of(store, "nobody").left_behind(10))
    finally:
        await store.close()
