"""A Discord for tests: start it, point discord.py at `api_url`, and play its people.

Limits, permissions and times are Discord's, enforced on `clock`, which stands still unless moved
(`discord.clock.forward(seconds)`); only rate limits run on the real clock, since clients wait on that (`rates.py`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import cast

from tests.fakes.clock import SettableClock
from tests.fakes.discord import payloads
from tests.fakes.discord.building import Building
from tests.fakes.discord.control import install
from tests.fakes.discord.delivery import tell_created
from tests.fakes.discord.gestures import Interaction
from tests.fakes.discord.people import People
from tests.fakes.discord.rates import PACE
from tests.fakes.discord.server import ROOT, Server
from tests.fakes.discord.snowflakes import Snowflakes
from tests.fakes.discord.state import State
from tests.fakes.discord.threads import fall_asleep
from tests.fakes.discord.world import (
    Json,
    Person,
    World,
)


class FakeDiscord(Building, People):
    """One Discord with one application on it.

    `rates`: "fast" (windows of a hundredth of Discord's), "real" or "none". `content_intent`: whether the application has
    the message content intent switched on.
    """

    def __init__(
        self,
        clock: Callable[[], float] | None = None,
        *,
        rates: str = "fast",
        content_intent: bool = False,
        port: int = 0,
    ) -> None:
        if rates not in PACE:
            raise ValueError(f"rates are one of {sorted(PACE)}, not {rates!r}")
        self._clock = clock or SettableClock()
        snowflakes = Snowflakes(self._clock)
        bot = Person(snowflakes.next(), "Factbox", bot=True)
        world = World(bot, people={bot.id: bot})
        token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GfakeQ.fakefakefakefakefakefakefakefakefake-x"
        self.state = State(self._clock, world, snowflakes, bot.id, token, content_intent=content_intent)
        self.state.rates.pace = rates
        self._port = port
        self._server = Server(self.state, partial(install, self))
        if isinstance(self._clock, SettableClock):
            self._clock.on_move(self._moved)
        self.token = token
        self.bot_user = bot.id
        self.application = bot.id
        self.gateway = self.state.gateway
        self.troubles = self.state.troubles
        self.calls = self.state.calls
        self.ephemerals = self.state.ephemerals
        self.modals = self.state.modals
        self.typing = self.state.typing
        self.crossposted = self.state.crossposted
        self.complaints = self.state.complaints

    async def __aenter__(self) -> FakeDiscord:
        await self._server.start(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.close()

    def _moved(self) -> None:
        fall_asleep(self.state)
        self.state.watching.changed()

    @property
    def clock(self) -> SettableClock:
        """The clock, if it is one that a test moves."""
        return cast(SettableClock, self._clock)

    @property
    def api_url(self) -> str:
        """The root of the REST API, "http://127.0.0.1:PORT/api/v10"."""
        return self.state.url + ROOT

    @property
    def commands(self) -> list[Json]:
        """The application's global commands, as they were last synced."""
        return self.state.commands

    # What stands there

    def messages(self, channel: str) -> list[Json]:
        """A channel's or thread's, as they stand now, oldest first.

        Beyond Discord's fields: "pinged" (ids of people and roles, "everyone", that were notified by it), "edits" (how often
        it was edited). A thread begun from a message has as its first a message of type 21 that only points at it; it is
        left out here.
        """
        found = self.state.world.channels.get(channel)
        if found is None:
            return []
        return [
            copy.deepcopy(one)
            | {"pinged": list(self.state.pinged.get(one["id"], [])), "edits": self.state.edited.get(one["id"], 0)}
            for one in sorted(found.messages.values(), key=lambda one: int(one["id"]))
            if one["type"] != 21
        ]

    def every_message(self) -> list[Json]:
        """All messages of all channels and threads, oldest first."""
        found = [one for channel in self.state.world.channels for one in self.messages(channel)]
        return sorted(found, key=lambda one: int(one["id"]))

    def threads(self, channel: str) -> list[Json]:
        """A channel's threads or a forum's posts, oldest first, as Discord's JSON has them."""
        return [payloads.channel(self.state, one) for one in self.state.world.threads_of(channel)]

    @property
    def interactions(self) -> list[Interaction]:
        """Everything that people pressed, ordered and filled in, with what became of it."""
        return list(self.state.interactions.values())

    # Waiting and troubles

    async def connected(self, count: int = 1) -> None:
        """Until that many clients have identified or resumed."""
        await self.until(lambda: len(self.gateway.open) >= count)

    async def until(self, condition: Callable[[], object], seconds: float = 15.0) -> None:
        """Until the condition holds, looking again at every change here; raises TimeoutError with what stands there."""
        await self.state.watching.until(condition, seconds, self.standing)

    def standing(self) -> str:
        """What happened so far, for a person who wonders."""
        calls = [f"{one.verb} {one.path} {one.outcome or 'under way'}" for one in self.calls[-20:]]
        refused = [f"{one.verb} {one.path}: {one.answer}" for one in self.calls if one.status >= 400][-5:]
        said = [
            f"{one['channel_id']} {one['author']['username']}: {one['content'][:80]}"
            for one in self.every_message()[-20:]
        ]
        parts = {
            "calls": calls,
            "refused": refused,
            "messages": said,
            "ephemerals": [one.message for one in self.ephemerals[-3:]],
            "sessions": len(self.gateway.open),
            "complaints": self.complaints[-5:],
        }
        return "\n".join(f"{name}: {value}" for name, value in parts.items())

    async def drop_gateway(self, resumable: bool = True, *, how: str = "cut") -> None:
        """End every gateway connection (`Gateway.drop`). After one that is not resumable discord.py waits 5 s to identify."""
        await self.gateway.drop(resumable=resumable, how=how)

    def redeliver(self, message_id: str) -> None:
        """Tell of a message once more, as Discord may."""
        for channel in self.state.world.channels.values():
            if message_id in channel.messages:
                tell_created(self.state, channel, channel.messages[message_id])

    def revoke_token(self) -> None:
        """From now on every call is answered 401, and no session may be begun or resumed (4004)."""
        self.state.revoked = True

    def expire(self, interaction: Interaction | str) -> None:
        """An interaction's token has run out."""
        found = self.state.interactions[interaction] if isinstance(interaction, str) else interaction
        found.expired = True
