"""A client with all that people can do hung on it: in simcord's Discord, without sockets, or on a local one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import discord
import simcord
from simcord import Env

from bot.news.addressed import Said
from bot.news.channels import UNDRESSED, Dress, Mention, Place
from bot.platforms.discord.access import Access
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.doings import Doings
from bot.platforms.discord.interactions import install
from bot.platforms.discord.messages import Message
from bot.platforms.discord.posting import Posting
from bot.platforms.ears import Ears
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.trying import connected
from tests.platforms.receptions import NotedReception


async def _nothing(place: Place, before: str) -> list[Said]:
    return []


async def _undressed(place: Place) -> Dress:
    return UNDRESSED


class _Unhurried(Calls):
    """Takes no turns: simcord's loop has another clock while somebody does something."""

    async def _turn(self) -> None:
        return


class Hooked(Bot):
    """Our client; `waiting` is how many questions may wait."""

    def __init__(self, reception: NotedReception, access: Access | None = None, waiting: int = 5, **more: Any) -> None:
        super().__init__()
        self.ears = Ears(_nothing, reception.heard, False, waiting)
        self.calls = _Unhurried(self, access or Access("t"))
        self.posting = Posting(self.calls, _undressed)
        self.doings = Doings(reception, self.ears, self.posting, **more)

    async def setup_hook(self) -> None:
        await install(self, self.doings)

    async def heard(self) -> list[Mention]:
        """What waits to be answered; nothing more is heard after that."""
        self.ears.close()
        return [mention async for mention in self.ears.mentions()]


@dataclass
class Desk:
    """A server with a channel, one person who manages it and one who does not."""

    env: Env
    bot: Hooked
    reception: NotedReception
    guild: Any = field(init=False)
    news: Any = field(init=False)
    ana: Any = field(init=False)
    ben: Any = field(init=False)

    def __post_init__(self) -> None:
        self.guild = self.env.create_guild("Desk")
        self.news = self.guild.create_text_channel("news")
        keeper = self.guild.create_role("Keeper", permissions=discord.Permissions(manage_channels=True))
        self.ana = self.guild.add_member(self.env.create_user("Ana"), roles=[keeper])
        self.ben = self.guild.add_member(self.env.create_user("Ben"))

    async def restarted(self, reception: NotedReception | None = None) -> Hooked:
        """Another process in place of this one."""
        self.reception = reception or NotedReception()
        self.bot = Hooked(self.reception)
        await self.env.restart_bot(self.bot)
        return self.bot


def words_of(message: Any) -> str:
    """All text of a message, escapes left out."""
    found: list[str] = []
    waiting = list(message.components)
    while waiting:
        component = waiting.pop(0)
        raw = component if isinstance(component, dict) else component.to_dict()
        found += [raw["content"]] if "content" in raw else []
        waiting = [*raw.get("components", ()), *waiting]
    return "\n".join(found).replace("\\", "").replace("\u2060", "")


@asynccontextmanager
async def desk(reception: NotedReception | None = None, **more: Any) -> AsyncIterator[Desk]:
    reception = reception or NotedReception()
    bot = Hooked(reception, **more)
    async with simcord.run(bot) as env:
        yield Desk(env, bot, reception)


@asynccontextmanager
async def hooked(fake: FakeDiscord, reception: NotedReception | None = None, **more: Any) -> AsyncIterator[Hooked]:
    """The client on a local Discord, connected."""
    bot = Hooked(reception or NotedReception(), Access(fake.token, fake.api_url), **more)
    await bot.calls.login()
    async with connected(cast(Any, bot), fake):
        yield bot
        await bot.doings.close()


@dataclass
class Local:
    """A local Discord with a server of one person, who manages it."""

    fake: FakeDiscord
    guild: str
    news: str
    ana: str

    async def posted(self, bot: Hooked, custom_id: str) -> str:
        """A message with one button."""
        row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "?", "custom_id": custom_id}]}
        return str(await bot.posting.post(Message((row,), title="t"), Place("discord", self.news), custom_id, 0))

    def whispered(self) -> list[str]:
        """The words of each message that she alone sees."""
        return [_words(each.message) for each in self.fake.ephemerals]

    def told(self) -> list[str]:
        """These, and those of her direct messages."""
        return self.whispered() + [_words(each) for each in self.fake.messages(self.fake.dm(self.ana))]


def _words(message: dict[str, Any]) -> str:
    return "\n".join(each.get("content", "") for each in message["components"]).replace("\\", "")


@asynccontextmanager
async def local() -> AsyncIterator[Local]:
    async with FakeDiscord() as fake:
        guild = fake.guild("Desk")
        yield Local(fake, guild, fake.channel(guild, "news"), fake.person("Ana", guild, ("manage_channels",)))
        assert not fake.complaints
