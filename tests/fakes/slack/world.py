"""The people, channels and messages of the workspace, and what is recorded of the bot's doings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]


@dataclass(slots=True)
class Somebody:
    """A member of the workspace. `zone` is a name of the tz database."""

    id: str
    name: str
    admin: bool = False
    guest: bool = False
    bot: bool = False
    zone: str = "Europe/Berlin"
    locale: str = "en-US"


@dataclass(slots=True)
class Channel:
    """A conversation; `kind` is "channel" (public), "group" (private) or "im"."""

    id: str
    name: str
    creator: str
    kind: str = "channel"
    archived: bool = False
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def message(self, ts: str) -> Message | None:
        """The message of that moment."""
        return next((message for message in self.messages if message["ts"] == ts), None)

    def thread(self, ts: str) -> list[Message]:
        """A message and all replies to it, oldest first."""
        return [message for message in self.messages if ts in (message["ts"], message.get("thread_ts"))]

    def roots(self) -> list[Message]:
        """What stands in the channel itself, oldest first."""
        return [one for one in self.messages if one.get("thread_ts", one["ts"]) == one["ts"]]


class World:
    """All of it, by id. Message ids (`ts`) are the clock's seconds and rise always."""

    def __init__(self, clock: Callable[[], float], team: str, bot: Somebody) -> None:
        self.clock = clock
        self.team = team
        self.bot = bot
        self.people: dict[str, Somebody] = {bot.id: bot}
        self.channels: dict[str, Channel] = {}
        self._last_ts = 0
        self._count = 0

    def next_ts(self) -> str:
        """An id for a new message: seconds, six digits after the dot, later than all before it."""
        self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def next_id(self, letters: str) -> str:
        """A new id such as "Ev0000000001"."""
        self._count += 1
        return f"{letters}{self._count:010d}"

    def direct(self, user: str) -> Channel:
        """The direct conversation of that person with the bot, opened if there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and user in channel.members:
                return channel
        channel = Channel(f"D{user}", "", user, kind="im", members=[user, self.bot.id])
        self.channels[channel.id] = channel
        return channel

    def every_message(self) -> Iterator[tuple[Channel, Message]]:
        """Every message of every channel."""
        for channel in self.channels.values():
            for message in channel.messages:
                yield channel, message
