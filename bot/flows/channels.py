"""The channels that get editions: those of the settings file, and what people have set in chat since, which wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from bot.news.channels import Channel, Place
from bot.ports import ChannelStore

_JUST_NOW = timedelta(minutes=10)  # an edition that is just being written must not be lost by a change


class Channels:
    """`settled` are the channels of the settings file."""

    def __init__(self, settled: Sequence[Channel], kept: ChannelStore) -> None:
        self._settled = {channel.name: channel for channel in settled}
        self._kept = kept

    def settle(self, channels: Sequence[Channel]) -> None:
        """From now on these are the settings file's."""
        self._settled = {channel.name: channel for channel in channels}

    async def all(self) -> list[Channel]:
        """As they are now, paused ones too: the file's first, without those that were switched off in chat.

        What was set in chat holds from then on: no edition comes for a slot that was over by then.
        """
        return await self._all()

    async def _all(self, at: Place | None = None) -> list[Channel]:
        """As `all`; of those set in chat, with `at`, those alone that it may be in: it is asked with each post."""
        found = dict(self._settled)
        for each in await self._kept.set_channels(at):
            if each.off:
                found.pop(each.channel.name, None)
            else:
                found[each.channel.name] = replace(each.channel, since=each.at - _JUST_NOW)
        return list(found.values())

    async def at(self, place: Place) -> Channel | None:
        """The channel that a place is in, in whatever thread; None where no editions go.

        A thread may get editions of its own: then it is one to those in it.
        """
        channels = {(c.place.platform, c.place.channel): c for c in reversed(await self._all(place))}
        own = channels.get((place.platform, place.thread)) if place.thread else None
        return own or channels.get((place.platform, place.channel))

    async def switched_off(self, place: Place) -> Channel | None:
        """What was set at a place before editions were switched off there in chat."""
        here = (place.platform, place.channel)
        off = (each.channel for each in await self._kept.set_channels(place) if each.off)
        return next((c for c in off if (c.place.platform, c.place.channel) == here), None)

    def set_in(self, channel: Channel) -> Literal["file", "chat"]:
        """Where the channel, as it is now, was set."""
        return "file" if self._settled.get(channel.name) == channel else "chat"
