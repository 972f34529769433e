"""A Slack workspace for tests: start it, point slack_sdk or slack_bolt at `api_url`, and play its people.

Rules are Slack's: limits, scopes, rates and acknowledgements are enforced on `clock`, which stands still unless moved
(`slack.clock.forward(seconds)`). `rates=False` lets everything be posted at any speed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Any, cast

from tests.fakes.clock import SettableClock
from tests.fakes.slack.control import install
from tests.fakes.slack.delivery import Delivery, Event
from tests.fakes.slack.http_events import Answer, Endpoint, encoded
from tests.fakes.slack.people import People
from tests.fakes.slack.server import Server
from tests.fakes.slack.streams import expire
from tests.fakes.slack.workspace import BOT_SCOPES, Token, Workspace
from tests.fakes.slack.world import Channel, Message, Somebody, World


class FakeSlack(People):
    """One workspace with one app in it.

    `scopes`: the bot's (default: all Factbox asks for). `message_first`: for a mention the `message` event goes out before
    the `app_mention`; Slack sends them in any order.
    """

    team = "T0TEAM"
    bot_user = "U0BOT"
    bot_token = "xoxb-0-factbox-test"
    app_token = "xapp-1-factbox-test"
    signing_secret = "8f742231b10e8888abcd99yyyzzz85a5"

    def __init__(
        self,
        clock: Callable[[], float] | None = None,
        *,
        scopes: Sequence[str] | None = None,
        rates: bool = True,
        message_first: bool = False,
        port: int = 0,
    ) -> None:
        self._clock = clock or SettableClock()
        world = World(self._clock, self.team, Somebody(self.bot_user, "factbox", bot=True))
        self.workspace = Workspace(self._clock, world)
        self.workspace.tokens[self.bot_token] = Token("bot", list(BOT_SCOPES if scopes is None else scopes))
        self.workspace.tokens[self.app_token] = Token("app", ["connections:write"])
        self.workspace.rates.strict = rates
        self.message_first = message_first
        self._port = port
        self._server = Server(self.workspace, partial(install, self))
        self.delivery = Delivery(self.workspace)
        if isinstance(self._clock, SettableClock):
            self._clock.on_move(self.workspace.changed)
        self.calls = self.workspace.calls
        self.ephemerals = self.workspace.ephemerals
        self.pings = self.workspace.pings
        self.views = self.workspace.views
        self.homes = self.workspace.homes
        self.view_errors = self.workspace.view_errors
        self.prompts = self.workspace.prompts
        self.scheduled = self.workspace.scheduled
        self.statuses = self.workspace.statuses
        self.troubles = self.workspace.troubles
        self.complaints = self.workspace.complaints

    async def __aenter__(self) -> FakeSlack:
        await self._server.start(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.delivery.close()
        await self._server.close()

    @property
    def clock(self) -> SettableClock:
        """The clock of the workspace, if it is one that a test moves."""
        return cast(SettableClock, self._clock)

    @property
    def api_url(self) -> str:
        """The base URL for clients, "http://127.0.0.1:PORT/api/"."""
        return f"{self.workspace.url}/api/"

    # The workspace

    def person(
        self, user: str, name: str = "", *, admin: bool = False, guest: bool = False, zone: str = "Europe/Berlin"
    ) -> Somebody:
        """Somebody who works here; the same id again changes them."""
        person = Somebody(user, name or user.lower(), admin=admin, guest=guest, zone=zone)
        self.workspace.world.people[user] = person
        return person

    def channel(
        self,
        channel: str,
        name: str = "",
        creator: str = "U1",
        members: Sequence[str] = ("U1",),
        *,
        bot_in: bool = True,
        archived: bool = False,
        private: bool = False,
    ) -> Channel:
        """A channel; the same id again changes it and keeps its messages. Members not known yet become persons."""
        world = self.workspace.world
        inside = list(dict.fromkeys([*members, *([self.bot_user] if bot_in else [])]))
        for user in inside:
            if user not in world.people:
                self.person(user)
        made = Channel(channel, name or channel.lower(), creator, "group" if private else "channel", archived, inside)
        if channel in world.channels:
            made.messages = world.channels[channel].messages
        world.channels[channel] = made
        return made

    def direct(self, user: str) -> str:
        """The id of that person's direct conversation with the bot."""
        if user not in self.workspace.world.people:
            self.person(user)
        return self.workspace.world.direct(user).id

    def messages(self, channel: str, thread: str | None = None) -> list[Message]:
        """As they stand now, oldest first: the channel's own (no replies), or the replies in a thread (without its root).

        `channel` may be a person's id. "streaming" is True while a message is being streamed.
        """
        expire(self.workspace)
        found = self.workspace.world.channels.get(channel)
        if found is None:
            found = self.workspace.world.channels[self.direct(channel)]
        if thread is None:
            return [dict(message) for message in found.roots()]
        return [dict(message) for message in found.thread(thread) if message["ts"] != thread]

    def every_message(self) -> list[Message]:
        """All messages of all channels and threads."""
        return [dict(message) | {"channel": channel.id} for channel, message in self.workspace.world.every_message()]

    @property
    def events(self) -> list[Event]:
        """Every event of people's doings that was sent, with how each try went; the echoes of the bot's own messages
        (which Slack sends too) are in `echoes`."""
        return [event for event in self.delivery.events if not event.echo]

    @property
    def echoes(self) -> list[Event]:
        """What the app was told of its own messages."""
        return [event for event in self.delivery.events if event.echo]

    # Speaking to the app

    async def listens_at(self, url: str) -> Answer:
        """From now on events and gestures are posted to this URL, signed; Slack asks it for a challenge first.

        Raises ValueError where the app does not answer with that challenge.
        """
        endpoint = Endpoint(url, self.signing_secret)
        self.workspace.endpoint = endpoint
        challenge = {
            "token": "verification-token",
            "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
            "type": "url_verification",
        }
        answer = await endpoint.post(json.dumps(challenge), "application/json")
        if answer.status != 200 or challenge["challenge"] not in answer.body:
            raise ValueError(f"{url} did not answer the challenge: {answer.status} {answer.body[:200]}")
        return answer

    async def posts(
        self,
        payload: dict[str, Any],
        kind: str = "events_api",
        *,
        secret: str | None = None,
        age: float = 0.0,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """POST this to the app once: forged with another `secret`, `age` seconds old, with other headers ("" for none)."""
        if self.workspace.endpoint is None:
            raise RuntimeError("nobody listens by HTTP: listens_at(url) first")
        return await self.workspace.endpoint.post(*encoded(kind, payload), secret=secret, age=age, headers=headers)

    # Waiting and troubles

    async def connected(self, count: int = 1) -> None:
        """Until that many Socket Mode connections are open."""
        await self.until(lambda: len(self.workspace.sockets.open) >= count)

    async def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        """Until the condition holds, looking again at every change here; raises TimeoutError with what stands there."""
        await self.workspace.until(condition, seconds, self.standing)

    def standing(self) -> str:
        """What happened so far, for a person who wonders."""
        calls = [f"{call.method} {call.outcome or 'under way'}" for call in self.calls[-20:]]
        said = [f"{one['channel']} {one['user']}: {one['text'][:80]}" for one in self.every_message()[-20:]]
        events = [f"{event.type} {'acked' if event.acked else event.attempts}" for event in self.events[-10:]]
        parts = {
            "calls": calls,
            "messages": said,
            "events": events,
            "ephemerals": [
                f"{one.text[:80]}{'' if one.seen else ' (NOT SEEN: its thread has no reply yet)'}"
                for one in self.ephemerals[-5:]
            ],
            "complaints": self.complaints[-5:],
        }
        return "\n".join(f"{name}: {value}" for name, value in parts.items())

    async def redeliver(self, event_id: str, reason: str = "timeout") -> None:
        """Send an event once more, as Slack does where an acknowledgement got lost."""
        event = next(event for event in self.delivery.events if event.id == event_id)
        await self.delivery.again(event, reason)

    async def disconnect(self, reason: str = "refresh_requested", *, cut: bool = False) -> None:
        """End every socket: a disconnect frame with that reason, or with `cut` without a word."""
        await self.workspace.sockets.disconnect(reason, cut=cut)

    def revoke_token(self, error: str = "token_revoked", *, app: bool = False) -> None:
        """From now on the bot's token, or the app's, is answered with this ("account_inactive", "invalid_auth", ...)."""
        self.workspace.tokens[self.app_token if app else self.bot_token].state = error

    def drop_scope(self, *scopes: str) -> None:
        """Take scopes from the bot."""
        held = self.workspace.tokens[self.bot_token].scopes
        held[:] = [scope for scope in held if scope not in scopes]
