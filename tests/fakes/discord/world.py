"""Who and what there is on the local Discord: servers, their roles and channels, people, messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.permissions import BITS, EVERYTHING, MEMBERS

Json = dict[str, Any]

TEXT, DM, VOICE, GROUP_DM, ANNOUNCEMENT, ANNOUNCEMENT_THREAD, PUBLIC_THREAD, FORUM = 0, 1, 2, 3, 5, 10, 11, 15
KINDS = {"text": TEXT, "announcement": ANNOUNCEMENT, "voice": VOICE, "forum": FORUM}


@dataclass(slots=True)
class Person:
    """Somebody, or the bot. `closed`: takes no direct messages of strangers and bots."""

    id: str
    name: str
    bot: bool = False
    closed: bool = False
    permissions: dict[str, int] = field(default_factory=dict)
    """What they may do beyond @everyone, by server."""


@dataclass(slots=True)
class Role:
    """A role of a server."""

    id: str
    name: str
    permissions: int = 0
    mentionable: bool = True
    managed: bool = False


@dataclass(slots=True)
class Guild:
    """A server. `installed`: the bot is in it; else only people who installed the app for themselves use it there."""

    id: str
    name: str
    owner: str
    installed: bool = True
    roles: dict[str, Role] = field(default_factory=dict)
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Channel:
    """A channel, a direct conversation or a thread.

    `deny` is what an overwrite takes from the bot, `denied` from everybody. Of a thread: `parent`, `owner`, `archived`,
    `locked`, and the tags it was given.
    """

    id: str
    kind: int
    name: str
    guild: str = ""
    deny: int = 0
    denied: int = 0
    tags: list[Json] = field(default_factory=list)
    needs_tag: bool = False
    recipient: str = ""
    parent: str = ""
    owner: str = ""
    archived: bool = False
    locked: bool = False
    archive_at: str = ""
    auto_archive: int = 4320
    applied: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)
    deleted: bool = False

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread or a forum's post."""
        return self.kind in (ANNOUNCEMENT_THREAD, PUBLIC_THREAD)


@dataclass(slots=True)
class World:
    """Everything there is."""

    bot: Person
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def dm_with(self, person: str) -> Channel | None:
        """The direct conversation of the bot with somebody, if there is one."""
        return next((one for one in self.channels.values() if one.recipient == person), None)

    def threads_of(self, channel: str) -> list[Channel]:
        """A channel's threads, oldest first."""
        return [one for one in self.channels.values() if one.parent == channel and one.is_thread and not one.deleted]

    def in_guild(self, guild: str) -> Iterable[Channel]:
        """A server's channels, without its threads."""
        return [one for one in self.channels.values() if one.guild == guild and not one.is_thread and not one.deleted]

    def permissions(self, person: str, channel: Channel) -> int:
        """What they may do there, threads like their parent (topics/permissions#permission-overwrites)."""
        if channel.kind in (DM, GROUP_DM):
            return EVERYTHING & ~BITS["administrator"]
        guild = self.guilds[channel.guild]
        owner = self.channels[channel.parent] if channel.is_thread else channel
        who = self.people[person]
        base = guild.roles[guild.id].permissions | who.permissions.get(guild.id, 0)
        if guild.owner == person or base & BITS["administrator"]:
            return EVERYTHING
        found = base & ~owner.denied
        if person == self.bot.id:
            found &= ~owner.deny
        return found if found & BITS["view_channel"] else 0


def everyone(guild: str) -> Role:
    """A new server's @everyone, whose id is the server's."""
    return Role(guild, "@everyone", MEMBERS, mentionable=False)
