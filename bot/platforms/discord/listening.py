"""What comes of what is said to us on Discord: it waits for its answer, or whoever said it is told that we are busy."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import discord
import structlog

from bot.news.channels import Place
from bot.news.showing.shown import NoticeCard
from bot.platforms.discord.access import SNOWFLAKE
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.failures import FAILURES
from bot.platforms.discord.gateway import Gateway
from bot.platforms.discord.gestures import heard_in, is_unread
from bot.platforms.discord.marks import HEAD, nonce_of
from bot.platforms.discord.messages import messages_of
from bot.platforms.discord.missed import Missed
from bot.platforms.discord.reading import Reading
from bot.platforms.ears import Ears, Heard
from bot.platforms.said_back import BUSY
from bot.ports import Rejected, Unavailable, Unclear

LOOKS_BACK = 900.0
"""Seconds before our start in which what was asked is answered still."""

UNNOTICED = 120.0
"""Seconds that a connection may have been dead before it was known to be: its heartbeat comes every 41."""

LONGEST_GAP = 3600.0
"""Seconds: what was asked longer ago than that is not answered any more."""

UNREAD = NoticeCard(
    "You mentioned my role, and Discord does not show me what is written to it. "
    "Please mention me instead: of the two with my name, the one that is no role."
)

_MOMENT = 0.05  # seconds in which a mention is begun where anybody is free

log = structlog.get_logger()


class Listening:
    """Hears for `client`, as `client.Hears`; `install` hangs on it what people do besides writing.

    `clock` gives Unix seconds.
    """

    def __init__(
        self,
        client: Bot,
        calls: Calls,
        ears: Ears,
        reading: Reading,
        gateway: Gateway,
        install: Callable[[], Awaitable[None]],
        clock: Callable[[], float],
    ) -> None:
        self._client, self._calls, self._ears = client, calls, ears
        self._reading, self._gateway, self._install = reading, gateway, install
        self._clock = clock
        self._missed = Missed()
        self._since = clock()
        self._tasks: set[asyncio.Task[None]] = set()
        client.hears = self

    async def set_up(self) -> None:
        await self._install()

    async def begun(self) -> None:
        lost = self._gateway.lost_at
        self._since = self._clock() - LOOKS_BACK if lost is None else lost - UNNOTICED
        self._gateway.begun()

    async def resumed(self) -> None:
        self._gateway.begun()

    async def servers_known(self) -> None:
        self._spawn(self._look(max(self._since, self._clock() - LONGEST_GAP)))

    async def message(self, message: discord.Message) -> None:
        user = self._client.user
        if user is not None and is_unread(message, user.id):
            self._spawn(self._tell(UNREAD, f"unread {message.id}", message))
            return
        heard = await self._heard_in(message)
        if heard is not None:
            self._spawn(self._hear(heard, message))

    async def deleted(self, channel: int) -> None:
        self._missed.forget(channel)
        self._calls.note_thread(str(channel), None)

    def spoke(self, place: Place) -> None:
        """We said something there."""
        for id in (place.channel, place.thread or ""):
            if SNOWFLAKE.fullmatch(id):
                self._missed.note(int(id))

    async def close(self) -> None:
        """Hear no more; what was heard already waits for its answer."""
        self._client.hears = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self, since: float) -> None:
        """Hear what was said since then."""
        async for message in self._missed.since(since, self._client.guilds):
            heard = await self._heard_in(message)
            if heard is not None and heard.direct:
                await self._hear(heard, message)

    async def _heard_in(self, message: discord.Message) -> Heard | None:
        user = self._client.user
        if user is None:
            return None
        if isinstance(message.channel, discord.PartialMessageable):
            # A thread that was archived, or a channel that a new session has not told of yet.
            if user not in message.mentions:
                return None
            message.channel = await self._known(message.channel)
        return heard_in(message, user.id)

    async def _known(self, channel: discord.PartialMessageable) -> Any:
        try:
            return await self._client.fetch_channel(channel.id)
        except FAILURES as error:
            log.warning("discord_channel_not_known", channel=channel.id, why=type(error).__name__)
            return channel

    async def _hear(self, heard: Heard, message: discord.Message) -> None:
        if heard.direct:
            direct = message.channel if isinstance(message.channel, discord.DMChannel) else None
            self._missed.note(message.channel.id, direct)
        if not await self._ears.hear(heard):
            log.warning("discord_too_many_mentions", mention=heard.mention.event)
            await self._tell(BUSY, f"busy {message.id}", message)
        elif self._ears.waits(heard.mention):
            await asyncio.sleep(_MOMENT)
            # Whoever answers says so; where all of them are busy it is said here.
            if self._ears.waits(heard.mention):
                await self._reading.begin(heard.mention.place, lambda: self._ears.waits(heard.mention))

    async def _tell(self, card: NoticeCard, key: str, message: discord.Message) -> None:
        """Say it right below the message: no thread is begun for it."""
        said = messages_of(card, key)[HEAD].payload()
        said |= {"nonce": nonce_of(key, HEAD), "enforce_nonce": True}
        if not isinstance(message.channel, discord.DMChannel | discord.Thread):
            said["message_reference"] = {"message_id": str(message.id), "fail_if_not_exists": False}
        try:
            path = "/channels/{channel_id}/messages"
            await self._calls("POST", path, json=said, posts=True, channel_id=str(message.channel.id))
        except (Unavailable, Rejected, Unclear) as error:
            log.warning("discord_not_told", channel=message.channel.id, why=str(error))

    def _spawn(self, doing: Coroutine[Any, Any, None]) -> None:
        """A task that is held on to until it is done."""
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("discord_message_failed", exc_info=error)
