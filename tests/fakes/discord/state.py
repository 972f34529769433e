"""The state of the local Discord, and the checks that every call makes against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.discord.calls import Call
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.permissions import BITS
from tests.fakes.discord.rates import Rates
from tests.fakes.discord.refusals import Refused
from tests.fakes.discord.snowflakes import Snowflakes
from tests.fakes.discord.troubles import Troubles
from tests.fakes.discord.watching import Watching
from tests.fakes.discord.world import FORUM, GROUP_DM, VOICE, Channel, Guild, Json, World

if TYPE_CHECKING:
    from tests.fakes.discord.gestures import Interaction


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message that one person alone sees; `message` is as it stands now."""

    person: str
    channel: str
    message: Json


@dataclass(slots=True)
class Modal:
    """A modal that was opened for somebody, `open` until they sent it. `message` is the one pressed on, if any."""

    person: str
    channel: str
    custom_id: str
    payload: Json
    message: Json | None = None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Typing:
    """The bot was shown typing in a channel, at a time of the fake's clock."""

    channel: str
    at: float


@dataclass(slots=True)
class State:
    """Everything there is. `watching.changed()` is to be called after every change."""

    clock: Callable[[], float]
    world: World
    snowflakes: Snowflakes
    application: str
    token: str
    rates: Rates = field(default_factory=Rates)
    troubles: Troubles = field(default_factory=Troubles)
    watching: Watching = field(default_factory=Watching)
    calls: list[Call] = field(default_factory=list)
    ephemerals: list[Ephemeral] = field(default_factory=list)
    modals: list[Modal] = field(default_factory=list)
    typing: list[Typing] = field(default_factory=list)
    crossposted: list[str] = field(default_factory=list)
    crossposts: dict[str, list[float]] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    pinged: dict[str, list[str]] = field(default_factory=dict)
    edited: dict[str, int] = field(default_factory=dict)
    old_edits: dict[str, tuple[int, float]] = field(default_factory=dict)
    nonces: dict[tuple[str, str], tuple[float, str, str]] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    content_intent: bool = False
    integration_types: tuple[int, ...] = (0, 1)
    revoked: bool = False
    url: str = ""
    gateway: Gateway = field(init=False)

    def __post_init__(self) -> None:
        self.gateway = Gateway(self)

    def may(self, name: str, channel: Channel) -> bool:
        """Whether the bot has a permission there."""
        return bool(self.world.permissions(self.world.bot.id, channel) & BITS[name])

    def require(self, name: str, channel: Channel) -> None:
        """50013 where the bot lacks a permission in a channel it sees."""
        if not self.may(name, channel):
            raise Refused(50013)

    def channel(self, channel_id: str) -> Channel:
        """A channel the bot sees: 10003 where there is none, 50001 where it may not look, or is not in the server."""
        found = self.world.channels.get(channel_id)
        if found is None or found.deleted:
            raise Refused(10003)
        if found.guild and (not self.world.guilds[found.guild].installed or not self.may("view_channel", found)):
            raise Refused(50001)
        if found.kind == GROUP_DM:
            raise Refused(50001)
        return found

    def writable(self, channel_id: str) -> Channel:
        """A channel that messages are written in: no forum."""
        found = self.channel(channel_id)
        if found.kind == FORUM:
            raise Refused(40058)
        if found.kind == VOICE and not self.may("connect", found):
            raise Refused(50001)
        return found

    def message(self, channel: Channel, message_id: str) -> Json:
        """A message of a channel, or 10008."""
        found = channel.messages.get(message_id)
        if found is None:
            raise Refused(10008)
        return found

    def guild(self, guild_id: str) -> Guild:
        """A server the bot is in; 10004 where there is none, 50001 where it is not in it."""
        found = self.world.guilds.get(guild_id)
        if found is None:
            raise Refused(10004)
        if not found.installed:
            raise Refused(50001)
        return found
