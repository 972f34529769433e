"""What writes to a local Discord in tests: the real client without its gateway, calls and posting, on that Discord's clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.news.channels import UNDRESSED, Dress, Mention, Place
from bot.news.showing.shown import AnswerCard, Card
from bot.outcomes import Unclear
from bot.platforms.discord.access import Access
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.growing import QUICK, GrowingMessage
from bot.platforms.discord.marks import tag_of, tags_in
from bot.platforms.discord.posting import Posting
from bot.ports import MessageId
from tests.fakes.discord import FakeDiscord
from tests.platforms.delivering import delivered as as_delivered

_SECONDS, _FEW = 30.0, 0.3  # of the real clock, after which a call counts as lost

POST = "POST /channels/{}/messages"
CREATE = "POST /channels/{}/threads"
LOOK = "GET /channels/{}/messages"
EDIT = "PATCH /channels/{}/messages/{}"
BEGIN = "POST /channels/{}/messages/{}/threads"


class UnpacedCalls(Calls):
    """Calls that need not be spread over seconds: nobody counts them here."""

    async def _turn(self) -> None:
        pass


@dataclass(slots=True)
class Writer:
    """One bot at one Discord. `slept` is what it waited, in seconds of that Discord's clock."""

    discord: FakeDiscord
    guild: str
    news: str
    ana: str
    timeout: float
    calls: Calls = field(init=False)
    posting: Posting = field(init=False)
    dresses: dict[str, Dress] = field(default_factory=dict)
    slept: list[float] = field(default_factory=list)

    async def start(self) -> None:
        """Log in; whoever was logged in before is forgotten, as after a restart."""
        access = Access(self.discord.token, api_url=self.discord.api_url)
        counted = self.discord.state.rates.pace == "real"
        self.calls = (Calls if counted else UnpacedCalls)(Bot(), access, self.sleep, self.timeout, self.timeout)
        self.posting = Posting(self.calls, self.dress_of, self.discord.clock, self.sleep)
        await self.calls.login()

    async def restart(self) -> None:
        await self.calls.client.close()
        await self.start()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """With the gateway, which tells the client what there is."""
        gateway = DiscordWebSocket.DEFAULT_GATEWAY
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await self.calls.client.http.get_bot_gateway())[1])
        running = asyncio.create_task(self.calls.client.connect())
        try:
            await self.discord.connected()
            async with asyncio.timeout(5):
                await self.calls.client.wait_until_ready()
            yield
        finally:
            await self.calls.client.close()
            await asyncio.gather(running, return_exceptions=True)
            DiscordWebSocket.DEFAULT_GATEWAY = gateway

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.discord.clock.forward(seconds)

    async def dress_of(self, place: Place) -> Dress:
        return self.dresses.get(place.channel, UNDRESSED)

    def place(self, channel: str = "", thread: str | None = None) -> Place:
        return Place("discord", channel or self.news, thread)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.discord.clock(), UTC)

    async def delivered(self, card: Card, place: Place, key: str = "k") -> MessageId | str:
        """Send as flows/deliver.py does; the reason where it is given up."""

        async def send(tried: datetime | None) -> MessageId:
            return await self.posting.send(card, place, key, tried)

        return await as_delivered(send, self.now(), self.discord.clock.forward)

    def growing(self, place: Place, key: str = "reply E1") -> GrowingMessage:
        """An answer that takes its time."""
        mention = Mention("E1", place, f"@{self.ana}", "what happened?")
        growing = GrowingMessage(self.posting, mention, key, self.discord.clock, self.sleep)
        self.discord.clock.forward(QUICK)
        return growing

    async def ended(self, growing: GrowingMessage, card: AnswerCard, place: Place, key: str = "reply E1") -> MessageId:
        """End it as flows/answer.py does."""
        began = self.now()
        try:
            return await growing.end(card)
        except Unclear:
            return await self.posting.send(card, place, key, began)

    def pieces(self, channel: str = "", key: str = "k") -> list[int]:
        """The number of every message of ours with that key in a channel and its threads, as they stand; -1 for others."""
        tags = {tag_of(key, piece): piece for piece in range(50)}
        channel = channel or self.news
        places = [channel, *(thread["id"] for thread in self.discord.threads(channel))]
        ours = [m for one in places for m in self.discord.messages(one) if m["author"]["id"] == self.discord.bot_user]
        return [next((tags[tag] for tag in tags_in(message) if tag in tags), -1) for message in ours]

    def made(self, what: str) -> int:
        """How many calls of it reached Discord, by the pattern of `troubles.add`."""
        return len(self.asked(what))

    def asked(self, what: str) -> list[Any]:
        """The calls of it that reached Discord."""
        verb, _, path = what.partition(" ")
        wanted = path.split("/")
        return [
            call
            for call in self.discord.calls
            if call.verb == verb
            and len(parts := call.path.split("/")) == len(wanted)
            and all(one in ("{}", two) for one, two in zip(wanted, parts, strict=True))
        ]


@asynccontextmanager
async def writer(trouble: str = "", **options: Any) -> AsyncIterator[Writer]:
    """A Discord with a server, a person in it and a channel, and a bot that writes there; it gives up early where it is to hang."""
    async with FakeDiscord(**{"rates": "none", **options}) as discord:
        base, guild = Route.BASE, discord.guild("Desk")
        news = discord.channel(guild, "news")
        ana = discord.person("Ana", guild)
        one = Writer(discord, guild, news, ana, _FEW if trouble.startswith("hang") else _SECONDS)
        await one.start()
        try:
            yield one
        finally:
            await one.calls.client.close()
            Route.BASE = base


def read(message: dict[str, Any]) -> str:
    """All that is read in a message."""
    return " ".join(_words(message))


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for one in value for word in _words(one)]
    if not isinstance(value, dict):
        return []
    said = [value[name] for name in ("content", "title", "description", "label") if isinstance(value.get(name), str)]
    return said + [word for name in ("components", "embeds") for word in _words(value.get(name))]
