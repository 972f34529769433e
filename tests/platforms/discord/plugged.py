"""The plug on a local Discord with a server of two people, and what it hears."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.news.channels import UNDRESSED, Dress, Mention, Place
from bot.platforms.discord.access import Access
from bot.platforms.discord.discord import Discord
from tests.fakes.discord import FakeDiscord
from tests.platforms.receptions import NotedReception


@dataclass(frozen=True, slots=True)
class Desk:
    """A server with a channel "news", in which Ana and Ben are."""

    fake: FakeDiscord
    guild: str
    news: str
    ana: str
    ben: str

    @property
    def us(self) -> str:
        """Our mention."""
        return f"<@{self.fake.bot_user}>"

    def place(self, thread: str | None = None) -> Place:
        """In the channel."""
        return Place("discord", self.news, thread)


@asynccontextmanager
async def a_desk(**more: Any) -> AsyncIterator[Desk]:
    async with FakeDiscord(**more) as fake:
        guild = fake.guild("Desk")
        yield Desk(fake, guild, fake.channel(guild, "news"), fake.person("Ana", guild), fake.person("Ben", guild))
        assert not fake.complaints


async def undressed(_: Place) -> Dress:
    return UNDRESSED


async def at_once(_: float) -> None:
    """Wait for nothing."""
    await asyncio.sleep(0)


def plug_of(fake: FakeDiscord, reception: NotedReception | None = None, **more: Any) -> Discord:
    access = Access(fake.token, fake.api_url)
    return Discord(access, reception or NotedReception(), undressed, **{"clock": fake.clock, **more})


@asynccontextmanager
async def listening(desk: Desk, reception: NotedReception | None = None, **more: Any) -> AsyncIterator[Discord]:
    plug = plug_of(desk.fake, reception, **more)
    await plug.start()
    await plug.hear()
    try:
        yield plug
    finally:
        await plug.close()


async def heard(plug: Discord, count: int = 1) -> list[Mention]:
    """The next mentions."""
    mentions = plug.mentions()
    async with asyncio.timeout(10):
        return [await anext(mentions) for _ in range(count)]


async def nothing_more(desk: Desk, plug: Discord) -> bool:
    """Whether nothing came before a last question, which is heard after all that was said until now."""
    await desk.fake.says(desk.ben, desk.news, f"{desk.us} the last one?")
    (mention,) = await heard(plug)
    return mention.text == "the last one?"
