"""What was asked of us while we heard nothing: looked up where a session could not be resumed, or we were not running.

Discord tells a new session nothing of what was said before it. So channels where something was said since are read
from there on, those first in which we were asked or spoke lately. What was heard already is known by its id.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime

import discord
import structlog

from bot.platforms.discord.failures import FAILURES

CHANNELS = 40
"""Channels, threads and direct messages that are read at most."""

MESSAGES = 100
"""Messages of each that are read at most, the newest: one call."""

_REMEMBERED = 500  # where we were asked or spoke

_Told = discord.TextChannel | discord.VoiceChannel | discord.Thread

log = structlog.get_logger()


class Missed:
    """Knows where we were asked or spoke lately, and reads what was said there."""

    def __init__(self) -> None:
        self._lately: OrderedDict[int, discord.DMChannel | None] = OrderedDict()

    def note(self, channel: int, direct: discord.DMChannel | None = None) -> None:
        """Here we were asked, or spoke; `direct` where it is a direct message, of which no server tells."""
        self._lately[channel] = direct or self._lately.get(channel)
        self._lately.move_to_end(channel)
        while len(self._lately) > _REMEMBERED:
            self._lately.popitem(last=False)

    def forget(self, channel: int) -> None:
        """Nothing is read here any more."""
        self._lately.pop(channel, None)

    async def since(self, moment: float, guilds: Iterable[discord.Guild]) -> AsyncIterator[discord.Message]:
        """What was said since that Unix time in these servers and in direct messages."""
        after = discord.Object(discord.utils.time_snowflake(datetime.fromtimestamp(moment, UTC)))
        places = self._places(after.id, guilds)
        for channel in places[:CHANNELS]:
            try:
                said = [one async for one in channel.history(limit=MESSAGES, after=after, oldest_first=False)]
            except FAILURES as error:
                log.info("discord_channel_not_read", channel=channel.id, why=type(error).__name__)
                continue
            for message in reversed(said):
                yield message
        if len(places) > CHANNELS:
            log.warning("discord_channels_not_read", left=len(places) - CHANNELS)

    def _places(self, after: int, guilds: Iterable[discord.Guild]) -> list[_Told | discord.DMChannel]:
        """Where something may have been said after this id, those in which we were asked or spoke first."""
        told = {channel.id: channel for guild in guilds for channel in _told_in(guild, after)}
        lately = [told.pop(id, direct) for id, direct in reversed(self._lately.items())]
        others = sorted(told.values(), key=lambda channel: channel.last_message_id or 0, reverse=True)
        return [*(channel for channel in lately if channel is not None), *others]


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
