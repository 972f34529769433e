"""Where a place is on Discord: a channel, a thread that may have to be begun, direct messages, a forum's new post.

A thread that was begun from a message has that message's id, and so has a forum's post that of its first message:
https://docs.discord.com/developers/topics/threads
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import structlog

from bot.news.channels import Place
from bot.outcomes import Rejected, Unavailable
from bot.platforms.discord.access import is_id, is_person
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.channel_kinds import ANNOUNCEMENT, DIRECT, FORUMS, TEXT, THREADS
from bot.platforms.discord.failures import Refused
from bot.platforms.discord.refusals import THREAD_EXISTS, UNKNOWN_CHANNEL
from bot.platforms.newest import Newest

_FRESH = 60.0  # seconds for which what we know of a channel holds
_REMEMBERED = 5000  # of each thing

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where messages are posted: `channel` is what Discord calls one, also a thread's id or a direct conversation's.

    In a forum a message becomes a new post; `tags` are the ids of its tags by their names, `moderated` the names of
    those that only who manages threads may use. `replies_to` is the message that what is posted replies to.
    `announces`: what is posted can be published to channels that follow it. `begins`: threads can be begun there.
    """

    channel: str
    kind: Literal["channel", "thread", "direct", "forum"]
    replies_to: str | None = None
    guild: str = ""
    announces: bool = False
    begins: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    moderated: frozenset[str] = frozenset()


class Spots:
    """Finds spots, and begins threads. `clock` gives Unix seconds."""

    def __init__(self, calls: Calls, clock: Callable[[], float]) -> None:
        self._calls = calls
        self._clock = clock
        self._direct: Newest[str, str] = Newest(_REMEMBERED)
        self._channels: Newest[str, tuple[float, Spot]] = Newest(_REMEMBERED)
        self._names: Newest[str, str] = Newest(_REMEMBERED)

    def name(self, thread: str, words: str) -> None:
        """What a thread is to be called, if it has to be begun, in place of the title of what is posted there."""
        self._names[thread] = words

    async def at(self, place: Place, title: str) -> Spot:
        """Where what belongs to a place is posted; a thread that has to be begun gets the title. Raises as a call."""
        thread = place.thread
        if thread is None or is_person(place.channel) or self._calls.parent_of(thread):
            return await self.standing(place)
        around = await self.channel(place.channel)
        if not around.begins:
            return await self.standing(place)
        # Begun without asking whether it is there: mostly it is not, and somebody waits for an answer.
        spot = await self._begun(around, thread, self._names.get(thread, title))
        return Spot(thread, "thread") if spot.kind == "channel" and await self._is_thread(thread) else spot

    async def under(self, spot: Spot, head: str, title: str) -> Spot:
        """Where what follows a head goes that stands at a spot. Raises as a call."""
        if spot.kind == "forum":
            self._calls.note_thread(head, spot.channel)
            return Spot(head, "thread")
        if spot.kind == "channel" and spot.replies_to is None:
            return await self._begun(spot, head, title)
        return spot

    async def standing(self, place: Place) -> Spot:
        """As `at`, but no thread is begun: where there is none, it is a reply in the channel. Raises as a call."""
        if is_person(place.channel):
            return Spot(await self.direct(place.channel), "direct", place.thread)
        if place.thread is None:
            return await self.channel(place.channel)
        if await self._is_thread(place.thread):
            return Spot(place.thread, "thread")
        around = await self.channel(place.channel)
        if around.kind == "forum":
            raise Rejected(f"The post in the forum {place.channel} to which this belongs was deleted.")
        return replace(around, replies_to=place.thread)

    async def direct(self, person: str) -> str:
        """The direct conversation with a person ("@12"). Raises as a call."""
        if person not in self._direct:
            asked = {"recipient_id": person.removeprefix("@")}
            opened = await self._calls("POST", "/users/@me/channels", json=asked, shape=dict)
            if not is_id(opened.get("id")):
                raise Unavailable(f"Discord did not tell where its direct messages with {person} are.")
            self._direct[person] = opened["id"]
        return self._direct[person]

    async def channel(self, channel: str) -> Spot:
        """A channel by its id, and what kind it is. Raises as a call."""
        at, spot = self._channels.get(channel, (float("-inf"), None))
        if spot is None or not 0 <= self._clock() - at < _FRESH:
            spot = _spot_of(await self._calls("GET", "/channels/{channel_id}", channel_id=channel, shape=dict), channel)
            self._channels[channel] = (self._clock(), spot)
        return spot

    def known(self, place: Place) -> str | None:
        """The channel where people look who are at that place, as far as it is known without asking."""
        if is_person(place.channel):
            return self._direct.get(place.channel)
        return place.thread if place.thread and self._calls.parent_of(place.thread) else place.channel

    async def _is_thread(self, thread: str) -> bool:
        if self._calls.parent_of(thread):
            return True
        try:
            found = await self._calls("GET", "/channels/{channel_id}", channel_id=thread, shape=dict)
        except Refused as error:
            if error.code != UNKNOWN_CHANNEL:
                raise
            return False
        if found.get("type") not in THREADS:
            return False
        self._calls.note_thread(thread, str(found.get("parent_id")))
        return True

    async def _begun(self, spot: Spot, message: str, title: str) -> Spot:
        """The thread under a message, begun now where there is none; else replies to the message."""
        if self._calls.parent_of(message):
            return Spot(message, "thread")
        if spot.begins and not self._calls.lacks(spot.channel, "create_public_threads"):
            path = "/channels/{channel_id}/messages/{message_id}/threads"
            try:
                await self._calls("POST", path, json={"name": title}, channel_id=spot.channel, message_id=message)
            except Refused as error:
                if error.code != THREAD_EXISTS:
                    log.info("discord_no_thread", channel=spot.channel, message=message, why=str(error))
                    return replace(spot, replies_to=message)
            self._calls.note_thread(message, spot.channel)
            return Spot(message, "thread")
        return replace(spot, replies_to=message) if spot.kind == "channel" else spot


def _spot_of(found: Mapping[str, Any], channel: str) -> Spot:
    kind, guild = found.get("type"), str(found.get("guild_id") or "")
    if kind in FORUMS:
        tags = found.get("available_tags")
        named = [tag for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []
        ids = {str(tag.get("name")).casefold(): tag["id"] for tag in named if is_id(tag.get("id"))}
        moderated = frozenset(str(tag.get("name")).casefold() for tag in named if tag.get("moderated"))
        return Spot(channel, "forum", guild=guild, tags=ids, moderated=moderated)
    if kind in THREADS:
        return Spot(channel, "thread", guild=guild)
    if kind in DIRECT:
        return Spot(channel, "direct")
    begins = kind in (TEXT, ANNOUNCEMENT)
    return Spot(channel, "channel", guild=guild, announces=kind == ANNOUNCEMENT, begins=begins)
