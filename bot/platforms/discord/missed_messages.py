"""What was asked of us while we heard nothing: looked up where a session could not be resumed, or we were not running.

Discord tells a new session nothing of what was said before it. So channels where something was said since are read
from there on, those first in which we were asked or spoke lately. What was heard already is known by its id.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime

import discord
import structlog

from bot.platforms.discord.failures import FAILURES
from bot.platforms.newest import Newest

CHANNELS = 40
"""Channels and threads that are read at most where it is not known whether anything was missed there."""

UNHEARD = 400
"""Those that are read at most in which something was said while nobody heard: 8 seconds of what Discord lets us ask."""

PEOPLE = 20
"""People whose direct messages are read at most."""

MESSAGES = 100
"""Messages of each that are read at most, the newest: one call."""

_REMEMBERED = 500  # channels in which we were asked or spoke, and people with whom we talked

_Told = discord.TextChannel | discord.VoiceChannel | discord.Thread

log = structlog.get_logger()


class Missed:
    """Knows where we were asked or spoke lately, and reads what was said there."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._lately: Newest[int, None] = Newest(_REMEMBERED)
        self._people: Newest[int, None] = Newest(_REMEMBERED)

    def note(self, channel: int) -> None:
        """Here we were asked, or spoke."""
        self._lately[channel] = None

    def note_person(self, person: int) -> None:
        """With them we talked directly, of which no server tells."""
        self._people[person] = None

    def forget(self, channel: int) -> None:
        """Nothing is read here any more."""
        self._lately.pop(channel, None)

    async def since(
        self, moment: float, guilds: Iterable[discord.Guild], unheard: float | None = None
    ) -> AsyncIterator[discord.Message]:
        """What was said since that Unix time in these servers and in direct messages; first where something was said
        after `unheard`, since when nobody heard."""
        after = discord.Object(_snowflake(moment))
        for person in list(reversed(self._people))[:PEOPLE]:
            async for message in self._said_by(person, after):
                yield message
        places = self._places(after.id, guilds)
        known = [] if unheard is None else [p for p in places if (p.last_message_id or 0) > _snowflake(unheard)]
        others = [place for place in places if place not in known]
        read = [*known[:UNHEARD], *others[: max(0, CHANNELS - len(known))]]
        for channel in read:
            async for message in _said_in(channel, after):
                yield message
        if len(known) > UNHEARD or (unheard is None and len(read) < len(places)):
            log.warning("discord_channels_not_read", left=len(places) - len(read))

    async def _said_by(self, person: int, after: discord.Object) -> AsyncIterator[discord.Message]:
        try:
            direct = await self._client.create_dm(discord.Object(person))
        except FAILURES as error:
            log.info("discord_person_not_read", person=person, why=type(error).__name__)
            return
        async for message in _said_in(direct, after):
            yield message

    def _places(self, after: int, guilds: Iterable[discord.Guild]) -> list[_Told]:
        """Where something may have been said after this id, those in which we were asked or spoke first."""
        told = {channel.id: channel for guild in guilds for channel in _told_in(guild, after)}
        lately = [told.pop(id) for id in reversed(self._lately) if id in told]
        others = sorted(told.values(), key=lambda channel: channel.last_message_id or 0, reverse=True)
        return [*lately, *others]


def _snowflake(moment: float) -> int:
    return discord.utils.time_snowflake(datetime.fromtimestamp(moment, UTC))


async def _said_in(channel: _Told | discord.DMChannel, after: discord.Object) -> AsyncIterator[discord.Message]:
    said: list[discord.Message] = []
    for again in (True, False):
        try:
            said = [one async for one in channel.history(limit=MESSAGES, after=after, oldest_first=False)]
            break
        except FAILURES as error:
            # Nobody looks here a third time, so that a hiccup is not taken for an answer.
            if not again or isinstance(error, discord.Forbidden | discord.NotFound):
                log.info("discord_channel_not_read", channel=channel.id, why=type(error).__name__)
                return
    for message in reversed(said):
        yield message


def _told_in(guild: discord.Guild, after: int) -> Iterator[_Told]:
    """Channels and active threads of a server that we may read, and whose last message came after this id."""
    channels: list[_Told] = [*guild.text_channels, *guild.voice_channels, *guild.threads]
    for channel in channels:
        if (channel.last_message_id or 0) > after and _may_read(channel):
            yield channel


def _may_read(channel: _Told) -> bool:
    try:
        may = channel.permissions_for(channel.guild.me)
    except discord.ClientException:  # a thread whose channel is not known
        return False
    return may.view_channel and may.read_message_history
