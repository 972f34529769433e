"""The real discord.py against the local Discord: its HTTP client alone, or connected to the gateway too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.fakes.discord.fake import FakeDiscord

B = TypeVar("B", bound="Bot")


class Bot(discord.Client):
    """A client without privileged intents and caches, that keeps what it hears in `heard`."""

    def __init__(self, **options: Any) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            intents=options.pop("intents", intents),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.01,
            **options,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.resumed = 0

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord wants 5 s between two identifies; a test does not wait for it."""

    async def on_message(self, message: discord.Message) -> None:
        """Keep what others say."""
        if message.author.id != self.application_id:
            self.heard.append(message)

    async def on_resumed(self) -> None:
        """Count it."""
        self.resumed += 1

    @property
    def contents(self) -> list[str]:
        """The words of what others said."""
        return [message.content for message in self.heard]

    async def call(self, verb: str, path: str, json: Any = None, **params: Any) -> Any:
        """One REST call as the library makes it: with its buckets and its tries."""
        more = {"json": json} if json is not None else {}
        return await self.http.request(Route(verb, path), params=params, **more)

    async def refused(self, verb: str, path: str, json: Any = None, **params: Any) -> discord.HTTPException:
        """The error that such a call meets."""
        try:
            given = await self.call(verb, path, json, **params)
        except discord.HTTPException as no:
            return no
        raise AssertionError(f"{verb} {path} was not refused: {given}")


@asynccontextmanager
async def logged_in(fake: FakeDiscord, kind: type[B], **options: Any) -> AsyncIterator[B]:
    """A client of that kind that has logged in, by REST alone."""
    base, Route.BASE = Route.BASE, fake.api_url
    bot = kind(**options)
    try:
        await bot.login(fake.token)
        yield bot
    finally:
        await bot.close()
        Route.BASE = base


@asynccontextmanager
async def connected(bot: Bot, fake: FakeDiscord) -> AsyncIterator[asyncio.Task[None]]:
    """While the client is connected to the gateway; the task is its connection."""
    gateway = DiscordWebSocket.DEFAULT_GATEWAY
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await bot.http.get_bot_gateway())[1])
    task = asyncio.create_task(bot.connect())
    try:
        await fake.until(lambda: fake.gateway.open or task.done())
        yield task
    finally:
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)
        DiscordWebSocket.DEFAULT_GATEWAY = gateway
