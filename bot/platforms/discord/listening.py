"""What comes of what is said to us on Discord: it waits for its answer, or whoever said it is told that we are busy.

Discord does not ask whether we took what it tells. So what could not be kept, and what was said while nobody heard, is
looked for: what any copy has heard already is known by its id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import discord
import structlog

from bot.news.channels import Place
from bot.news.showing.shown import NoticeCard
from bot.platforms.discord.access import PLATFORM, SNOWFLAKE, is_person
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.failures import FAILURES
from bot.platforms.discord.gateway import Gateway
from bot.platforms.discord.gestures import can_answer, heard_in, is_unread
from bot.platforms.discord.marks import HEAD, nonce_of
from bot.platforms.discord.messages import messages_of
from bot.platforms.discord.missed_messages import Missed
from bot.platforms.discord.typing_shown import Reading
from bot.platforms.ears import Ears, Heard
from bot.platforms.newest import Newest
from bot.platforms.said_back import BUSY
from bot.platforms.tasks import Tasks
from bot.ports import Rejected, Unavailable, Unclear

LOOKS_BACK = 900.0
"""Seconds before we begin to hear in which what was asked is answered still: another copy may have died since."""

CLOCKS_APART = 120.0
"""Seconds that our clock may be ahead of Discord's, by whose messages are dated."""

LONGEST_GAP = 3600.0
"""Seconds: what was asked longer ago than that is not answered any more."""

LOOK_AGAIN = (5.0, 60.0)
"""Seconds until what could not be kept is looked for: at first, and at most."""

TOLD_AGAIN = 300.0
"""Seconds after which a person who mentions our role is told again that we cannot read it."""

UNREAD = NoticeCard(
    "You mentioned my role, and Discord does not show me what is written to it. "
    "Please mention me instead: of the two with my name, the one that is no role."
)

_ENDING = 1.0  # seconds
_TOLD = 1000  # people and channels

log = structlog.get_logger()


async def nobody() -> Iterable[str]:
    """Whom we met, where that is not kept."""
    return ()


class Listening:
    """Hears for `client`, as `client.Hears`; `install` hangs on it what people do besides writing.

    `clock` gives Unix seconds, `sleep` waits for so many.
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
        sleep: Callable[[float], Awaitable[None]],
        met: Callable[[], Awaitable[Iterable[str]]] = nobody,
    ) -> None:
        self._client, self._calls, self._ears = client, calls, ears
        self._reading, self._gateway, self._install = reading, gateway, install
        self._clock, self._sleep = clock, sleep
        self._met, self._met_known = met, False
        self._missed = Missed(client)
        self._since = clock()
        self._unheard: float | None = None  # where it is known since when nobody heard
        self._rested = True  # nothing was looked for since
        self._looked = False  # since Discord last began to tell us anything
        self._unkept: float | None = None  # when the first of what could not be kept was said
        self._again: asyncio.Task[None] | None = None
        self._told: Newest[tuple[int, int], float] = Newest(_TOLD)
        self._tasks, self._looks = Tasks("discord_message_failed"), Tasks("discord_look_failed")
        client.hears = self

    async def set_up(self) -> None:
        await self._install()

    def unheard_since(self, moment: datetime | None) -> None:
        """Since about then nobody has heard Discord, where that is known; before `begun`."""
        self._unheard = None if moment is None else moment.timestamp() - CLOCKS_APART

    async def begun(self) -> None:
        self._looked = False
        heard, back = self._gateway.heard_at, self._clock() - LOOKS_BACK
        self._since = back if heard is None else heard - CLOCKS_APART
        if self._rested:
            self._since = min(self._since, back, self._unheard or back, self._unkept or back)
            self._unkept = None
        elif heard is not None:
            self._unheard = self._since
        self._gateway.begun()

    async def resumed(self) -> None:
        self._gateway.begun()

    async def servers_known(self) -> None:
        self._looked, self._rested = True, False
        self._looks.spawn(self._look_everywhere())

    async def server_known(self, server: discord.Guild) -> None:
        if self._looked:
            # Discord told of it late, or could not before.
            self._looks.spawn(self._look([server], self._since, self._unheard))

    async def message(self, message: discord.Message) -> None:
        user = self._client.user
        if user is not None and is_unread(message, user.id):
            if can_answer(message) and self._is_to_be_told(message):
                self._tasks.spawn(self._tell(UNREAD, f"unread {message.id}", message))
            return
        heard = await self._heard_in(message)
        if heard is not None:
            self._tasks.spawn(self._hear(heard, message))

    async def deleted(self, channel: int) -> None:
        self._missed.forget(channel)
        self._calls.note_thread(str(channel), None)

    def spoke(self, place: Place) -> None:
        """We said something there, or were asked."""
        if is_person(place.channel):
            self._missed.note_person(int(place.channel.removeprefix("@")))
            return
        for id in (place.channel, place.thread or ""):
            if SNOWFLAKE.fullmatch(id):
                self._missed.note(int(id))

    async def rest(self) -> None:
        """Look for nothing any more; what was heard waits for its answer."""
        self._rested, self._looked = True, False
        await self._looks.end(within=0.0)

    async def close(self) -> None:
        """Hear no more; what was heard already waits for its answer."""
        self._client.hears = None
        await self._looks.end(within=0.0)
        await self._tasks.end(within=_ENDING)

    async def _look_everywhere(self) -> None:
        if not self._met_known:
            await self._know_met()
        await self._look(self._client.guilds, self._since, self._unheard)

    async def _look_again(self) -> None:
        """For what could not be kept, until it is."""
        pause, longest = LOOK_AGAIN
        while self._unkept is not None:
            await self._sleep(pause)
            pause = min(2 * pause, longest)
            since, self._unkept = self._unkept, None
            await self._look(self._client.guilds, since, since)

    async def _know_met(self) -> None:
        try:
            for channel in await self._met():
                self.spoke(Place(PLATFORM, channel))
        except Unavailable as error:
            log.warning("discord_people_not_known", why=str(error))
        else:
            self._met_known = True

    async def _look(self, servers: Sequence[discord.Guild], since: float, unheard: float | None) -> None:
        """Hear what was said to us since then, in them and in direct messages, that we do not know of.

        `unheard`: from when on nothing was heard, or kept, where that is known.
        """
        async for message in self._missed.since(max(since, self._clock() - LONGEST_GAP), servers, unheard):
            heard = await self._heard_in(message)
            if heard is not None and heard.direct:
                # Not cut off with the look: what is kept must wait for its answer here.
                await asyncio.wait([self._tasks.spawn(self._hear(heard, message))])

    async def _heard_in(self, message: discord.Message) -> Heard | None:
        user = self._client.user
        if user is None:
            return None
        if isinstance(message.channel, discord.PartialMessageable):
            # A thread that was archived, or a channel that a new session has not told of yet.
            if user not in message.mentions:
                return None
            message.channel = await self._known(message.channel)
        heard = heard_in(message, user.id)
        if heard is None or can_answer(message):
            return heard
        if heard.direct:
            log.debug("discord_no_answer_here", channel=message.channel.id)
        return None

    async def _known(self, channel: discord.PartialMessageable) -> Any:
        try:
            return await self._client.fetch_channel(channel.id)
        except FAILURES as error:
            log.warning("discord_channel_not_known", channel=channel.id, why=type(error).__name__)
            return channel

    async def _hear(self, heard: Heard, message: discord.Message) -> None:
        if heard.direct:
            self.spoke(heard.mention.place)
        try:
            taken = await self._ears.hear(heard)
        except Unavailable as error:
            log.warning("discord_mention_not_kept", mention=heard.mention.event, why=str(error))
            self._not_kept(message.created_at.timestamp() - 1)
            return
        if not taken:
            log.warning("discord_too_many_mentions", mention=heard.mention.event)
            await self._tell(BUSY, f"busy {message.id}", message)
        elif await self._ears.still_waits(heard.mention):
            await self._reading.begin(heard.mention.place, lambda: self._ears.waits(heard.mention))

    def _not_kept(self, said: float) -> None:
        self._unkept = said if self._unkept is None else min(said, self._unkept)
        if self._again is None or self._again.done():
            self._again = self._looks.spawn(self._look_again())

    def _is_to_be_told(self, message: discord.Message) -> bool:
        """Whether its author was told nothing there lately: whoever floods us is not answered with a flood."""
        now, whom = self._clock(), (message.author.id, message.channel.id)
        if now - self._told.get(whom, float("-inf")) < TOLD_AGAIN:
            return False
        self._told[whom] = now
        return True

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
