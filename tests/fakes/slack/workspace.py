"""The state of the local Slack, and the checks that every method makes against it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import SettableClock
from tests.fakes.slack.http_events import Endpoint
from tests.fakes.slack.methods import Call
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.socket_mode import Sockets
from tests.fakes.slack.triggers import Triggers
from tests.fakes.slack.troubles import Troubles
from tests.fakes.slack.world import Channel, Message, Somebody, World

BOT_SCOPES = (
    "app_mentions:read assistant:write channels:history channels:read chat:write commands groups:history groups:read "
    "im:history im:read im:write users:read"
).split()

HISTORY_SCOPE = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
READ_SCOPE = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}


@dataclass(slots=True)
class Token:
    """One token. `state` is "valid", or the error it is answered with."""

    kind: str
    scopes: list[str]
    state: str = "valid"


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message that one person alone sees. `how` it came: "chat.postEphemeral", "response_url" or "ack" (of a command).

    `seen` is False where Slack shows it to nobody: in a thread that has no reply yet.
    """

    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None
    how: str
    replaces: bool = False
    ts: str = ""
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Ping:
    """Outgoing text that would have called somebody."""

    method: str
    what: str
    text: str


@dataclass(slots=True)
class Workspace:
    """Everything there is. `changed` is to be called after every change; `wait` wakes then."""

    clock: Callable[[], float]
    world: World
    bot_id: str = "B0BOT"
    app_id: str = "A0FACTBOX"
    troubles: Troubles = field(default_factory=Troubles)
    tokens: dict[str, Token] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    ephemerals: list[Ephemeral] = field(default_factory=list)
    pings: list[Ping] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    streams: dict[str, float] = field(default_factory=dict)
    view_users: dict[str, str] = field(default_factory=dict)
    view_errors: dict[str, dict[str, str]] = field(default_factory=dict)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    prompts: list[dict[str, Any]] = field(default_factory=list)
    scheduled: dict[str, dict[str, Any]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    url: str = ""
    endpoint: Endpoint | None = None
    echo: Callable[[dict[str, Any]], None] | None = None
    rates: Rates = field(init=False)
    sockets: Sockets = field(init=False)
    triggers: Triggers = field(init=False)
    _waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rates = Rates(self.clock)
        self.sockets = Sockets(self)
        self.triggers = Triggers(self)

    def changed(self) -> None:
        """Wake whoever waits for something to happen."""
        for waiting in list(self._waiting):
            if not waiting.done():
                waiting.set_result(None)

    async def wait(self, seconds: float) -> None:
        """Until something changes, or this many seconds of the real clock have passed."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        # A clock that no test moves tells nobody that it moved: look at it now and then.
        limit = seconds if isinstance(self.clock, SettableClock) else min(seconds, 0.05)
        try:
            async with asyncio.timeout(limit):
                await waiting
        except TimeoutError:
            return
        finally:
            self._waiting.discard(waiting)

    async def until(self, condition: Callable[[], object], seconds: float, words: Callable[[], str]) -> None:
        """Until the condition holds; raises TimeoutError with `words` after that many seconds of the real clock."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not condition():
            left = end - loop.time()
            if left <= 0:
                raise TimeoutError(words())
            # What a test waits for may be the bot's own doing, of which nobody tells us: look again soon.
            await self.wait(min(left, 0.02))

    def tell(self, channel: Channel, event: dict[str, Any]) -> None:
        """The app hears of its own messages too, as far as its scopes let it read there."""
        inside = self.world.bot.id in channel.members and HISTORY_SCOPE[channel.kind] in self.bot_scopes
        if self.echo is not None and inside:
            self.echo({"type": "message", "channel": channel.id, "channel_type": channel.kind, **event})

    def tell_changed(self, channel: Channel, message: Message, before: Message) -> None:
        """A message is not what it was."""
        ts = self.world.next_ts()
        more = {"message": dict(message), "previous_message": before, "hidden": True, "ts": ts, "event_ts": ts}
        self.tell(channel, {"subtype": "message_changed", **more})

    def token_of(self, token: str | None, kind: str) -> Token:
        """The token a call came with, if it will do."""
        if not token:
            raise Refused("not_authed")
        known = self.tokens.get(token)
        if known is None:
            raise Refused("invalid_auth")
        if known.state != "valid":
            raise Refused(known.state)
        if kind != "any" and known.kind != kind:
            raise Refused("not_allowed_token_type")
        return known

    @property
    def bot_scopes(self) -> list[str]:
        """What the bot may do."""
        return next(token.scopes for token in self.tokens.values() if token.kind == "bot")

    def require(self, *scopes: str, provided: list[str] | None = None) -> None:
        """Any of these scopes, or missing_scope, which names what is needed and what there is."""
        have = self.bot_scopes if provided is None else provided
        if scopes and not set(scopes) & set(have):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(have))

    def find(self, name: str) -> Channel:
        """The channel of that id, "#name" or person's id, as far as the bot can see it."""
        channel = self.world.channels.get(name)
        if channel is None and name in self.world.people and name != self.world.bot.id:
            return self.world.direct(name)
        if channel is None:
            bare = name.removeprefix("#")
            channel = next((one for one in self.world.channels.values() if one.name and one.name == bare), None)
        if channel is None or (channel.kind != "channel" and self.world.bot.id not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def writable(self, name: str) -> Channel:
        """A channel the bot may post to."""
        channel = self.find(name)
        if channel.archived:
            raise Refused("is_archived")
        if self.world.bot.id not in channel.members and "chat:write.public" not in self.bot_scopes:
            raise Refused("not_in_channel")
        return channel

    def own(self, channel: Channel, ts: str, error: str) -> Message:
        """A message of the bot's own."""
        message = channel.message(ts)
        if message is None:
            raise Refused("message_not_found")
        if message.get("bot_id") != self.bot_id:
            raise Refused(error)
        return message

    def somebody(self, user: str) -> Somebody:
        """A person of the workspace."""
        person = self.world.people.get(user)
        if person is None:
            raise Refused("user_not_found")
        return person
