"""A Postgres, a Discord and a Slack of our own, news, and copies of the bot that serve channels there."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.channel_settings import ChannelSettings
from bot.keeping import ChannelStore
from bot.store.channels import channels_of
from bot.store.engine import open_store
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack
from tests.many.fleet import Fleet, Member, fleet, stories
from tests.many.grounds import DiscordGround, Ground, SlackGround
from tests.postgres import Server, fresh

_SOURCES = [{"folder": "news", "outlet": "Harbour Post"}]
_REPORT = """Council of Hask votes on the harbour plan

The council of Hask voted 9 to 4 for the harbour plan on Tuesday, and {votes} letters came against it, its clerk said.
"""
_DUE_SINCE = timedelta(minutes=1)


@dataclass(slots=True)
class Scene:
    """`owed` has, by the mark of its first piece, each edition that is to be posted once, and where."""

    server: Server
    grounds: Sequence[Ground]
    copies: Fleet
    kept: ChannelStore
    news: str
    owed: dict[str, Ground] = field(default_factory=dict)
    _feeds: int = 0

    async def subscribe(self, ground: Ground) -> None:
        """A channel more, whose first edition is due now."""
        now = datetime.now(UTC)  # noqa: TID251 the bot's processes go by it too
        due, place = now - _DUE_SINCE, ground.add_channel()
        settings: dict[str, Any] = {ground.name: place, "times": [f"{due:%H:%M}"], "stories": 1, "length": "short"}
        channel = ChannelSettings(**settings).channel()
        await self.kept.set_channel(channel, "U1", now)
        self.owed[ground.head(f"{channel.name} {due:%Y-%m-%dT%H:%M} UTC", place)] = ground

    async def join(self, *, doomed: bool = False, **environment: str) -> Member:
        """One copy more."""
        return await self.copies.start(doomed=doomed, **environment)

    def tell(self) -> None:
        """News: a report of an event in the folder, for whoever starts next, and one in a new feed."""
        self._feeds += 1
        told = _REPORT.format(votes=self._feeds)
        (self.copies.folder / "news" / f"more{self._feeds}.txt").write_text(told, "utf-8")
        self.copies.write(self.settings())
        for member in self.copies.running():
            if member.events("running"):  # before that nobody would heed it, and the signal would kill
                member.tell(signal.SIGHUP)

    def settings(self) -> dict[str, Any]:
        chats = {name: said for ground in self.grounds for name, said in ground.settings().items()}
        feeds = [{"feed": f"{self.news}/{n}"} for n in range(self._feeds)]
        return {"sources": [*_SOURCES, *feeds], "web": {"allow": ["127.0.0.0/8"]}, **chats}

    def pieces(self) -> Counter[str]:
        """How often each piece of ours stands anywhere."""
        return sum((ground.pieces() for ground in self.grounds), Counter())

    def missing(self) -> list[str]:
        """The editions that do not stand there yet, by their first pieces."""
        there = self.pieces()
        return [head for head in self.owed if not there[head]]

    def posted(self) -> int:
        """How many editions stand there."""
        return len(self.owed) - len(self.missing())

    def doubled(self) -> list[str]:
        """Pieces that stand there more than once."""
        return [piece for piece, times in self.pieces().items() if times > 1]

    def questions(self) -> list[tuple[Ground, str]]:
        return [(ground, question) for ground in self.grounds for question in ground.questions]

    def answered(self, words: str = "") -> int:
        """The questions that have an answer, with these words in it."""
        return sum(any(words in one for one in ground.answers(question)) for ground, question in self.questions())

    def answered_twice(self) -> list[list[str]]:
        """The words of all answers to each question that has more than one."""
        said = [ground.answers(question) for ground, question in self.questions()]
        return [words for words in said if len(words) > 1]


@asynccontextmanager
async def scene(
    *, discord: bool = True, slack: bool = False, rates: str = "real", articles: int = 12, **environment: str
) -> AsyncIterator[Scene]:
    """All of it, with no copy yet and no channels."""
    async with AsyncExitStack() as stack:
        server = Server(max_connections="100", synchronous_commit="on")  # what it has said yes to outlives a crash
        stack.callback(server.remove)
        server.start()
        url = await fresh(server)
        grounds: list[Ground] = []
        if discord:
            grounds.append(DiscordGround(await stack.enter_async_context(FakeDiscord(time.time, rates=rates))))
        if slack:
            grounds.append(SlackGround(await stack.enter_async_context(FakeSlack(time.time, rates=rates == "real"))))
        given = {name: value for ground in grounds for name, value in ground.environment().items()}
        news = await stack.enter_async_context(_feeds())
        store = await open_store(url)
        stack.push_async_callback(store.close)
        copies = await stack.enter_async_context(fleet({}, stories(articles), url, **given, **environment))
        found = Scene(server, grounds, copies, channels_of(store), news)
        copies.write(found.settings())
        yield found


@asynccontextmanager
async def _feeds() -> AsyncIterator[str]:
    """The address of feeds without end, each with a report of the same event."""

    async def answer(request: web.Request) -> web.Response:
        n = int(request.match_info["n"])
        item = (
            f"<item><guid>n{n}</guid><title>Council of Hask votes on the harbour plan</title>"
            f"<link>http://127.0.0.1/n{n}</link>"
            f"<description>The council of Hask voted 9 to 4 for the harbour plan on Tuesday, report {n}.</description></item>"
        )
        body = f'<rss version="2.0"><channel><title>Hask Gazette {n}</title>{item}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/{n}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield str(site.name)
    finally:
        await runner.cleanup()
        await asyncio.sleep(0)
