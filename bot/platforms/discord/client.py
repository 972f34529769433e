"""Our client of Discord: what it asks to hear, which is nothing privileged, and whom it tells."""

from __future__ import annotations

from typing import Any, Protocol

import discord
import structlog

_GUILDS_WITHIN = 0.5  # seconds between two servers of those that a new session brings
_LONGEST_REST = 30.0  # seconds that a call waits for its rate limit; what takes longer is said

log = structlog.get_logger()


class Hears(Protocol):
    """Who is told what comes in. What it raises is logged, and ends nothing."""

    async def set_up(self) -> None:
        """We are logged in; nothing is heard yet."""
        ...

    async def begun(self) -> None:
        """A new session began."""
        ...

    async def resumed(self) -> None:
        """A session goes on, with all that was said meanwhile."""
        ...

    async def servers_known(self) -> None:
        """What is in our servers is known to a session that began."""
        ...

    async def server_known(self, server: discord.Guild) -> None:
        """What is in a server is known; also where that was told before `servers_known`."""
        ...

    async def message(self, message: discord.Message) -> None:
        """A message was posted."""
        ...

    async def deleted(self, channel: int) -> None:
        """A channel or thread was deleted."""
        ...


class Bot(discord.Client):
    """Remembers no messages, no members and no presences; nobody is pinged by what it sends.

    `hears` is told of nothing before it is set.
    """

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=_GUILDS_WITHIN,
            max_ratelimit_timeout=_LONGEST_REST,
        )
        self.hears: Hears | None = None

    def forget(self) -> None:
        """Forget what the gateway told of servers and channels: nobody tells us how they change from now on.

        As discord.py itself does at each new session, it leaves alone what was hung on the client.
        """
        user = self.user
        self._connection.clear(views=False)
        self._connection.user = user

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """As discord.py's, which goes on for a moment after it was closed, and stumbles."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def setup_hook(self) -> None:
        if self.hears is not None:
            await self.hears.set_up()

    async def on_connect(self) -> None:
        if self.hears is not None:
            await self.hears.begun()

    async def on_resumed(self) -> None:
        if self.hears is not None:
            await self.hears.resumed()

    async def on_ready(self) -> None:
        if self.hears is not None:
            await self.hears.servers_known()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        if self.hears is not None:
            await self.hears.server_known(guild)

    async def on_message(self, message: discord.Message) -> None:
        if self.hears is not None:
            await self.hears.message(message)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        if self.hears is not None:
            await self.hears.deleted(payload.thread_id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        if self.hears is not None:
            await self.hears.deleted(channel.id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A bug of ours on one event; what the event holds is not logged."""
        log.exception("discord_event_failed", event_of=event_method)
