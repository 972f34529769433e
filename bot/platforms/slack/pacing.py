"""How fast Slack lets us write: a message a second in a channel, some hundreds a minute in all.

The limits are those of https://docs.slack.dev/apis/web-api/rate-limits. Where Slack itself asks for rest, that channel
rests and the others go on; where several are told so at once, it is the workspace that is asked too much of.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from math import ceil, inf

from bot.outcomes import Unavailable

_EVERY = 1.0  # seconds between two messages in a channel, in the long run
_AT_ONCE = 3  # messages that a channel gets before that counts: a brief is seen whole, and its buttons work
_A_MINUTE, _BURST = 270, 30  # messages in all the workspace: never more than 300 in a minute
_MANY = 3  # channels that rest at once: then the workspace does
_PATIENCE = 5.0  # seconds; who would have to wait longer comes again
_KEEP_AT_LEAST = 512  # channels
_NOTHING = 1e-6  # seconds; clocks count in fractions that do not add up

# What is shown while an answer grows, a minute and in a burst: together no more than Slack's tiers 2, 3 and 4 allow.
_TIERS = {"chat.startStream": (15, 6), "chat.update": (40, 11), "chat.appendStream": (80, 21)}


class _Rate:
    """So many a minute, and `burst` of them at once (a leaky bucket, as GCRA counts it)."""

    def __init__(self, a_minute: int, burst: int) -> None:
        self._each = 60 / a_minute
        self._slack = (burst - 1) * self._each
        self._full_at = 0.0
        self._rests_until = 0.0

    def free_at(self) -> float:
        return max(self._full_at - self._slack, self._rests_until)

    def take(self, now: float) -> None:
        self._full_at = max(self._full_at, now) + self._each

    def rest(self, until: float) -> None:
        self._rests_until = max(self._rests_until, until)


class Pace:
    """Gives turns to write. `clock` counts seconds, `sleep` waits for so many of them."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._resting: dict[str, float] = {}
        self._all = _Rate(_A_MINUTE, _BURST)
        self._line = asyncio.Lock()
        self._tiers = {method: _Rate(*rate) for method, rate in _TIERS.items()}
        self._sweep_at = _KEEP_AT_LEAST

    def __len__(self) -> int:
        """How many channels are remembered."""
        return len(self._free_at)

    async def turn(self, channel: str) -> None:
        """Wait until a message may be posted there. Raises `Unavailable` where that would take long."""
        while True:
            await self._wait(self._free_at.get(channel, -inf), f"Slack wants us to write less in {channel}")
            async with self._line:
                await self._wait(self._all.free_at(), "Slack wants us to write less in this workspace")
                now = self._clock()
                free_at = self._free_at.get(channel, -inf)
                if free_at <= now + _NOTHING:
                    self._all.take(now)
                    self._note(channel, max(free_at, now - (_AT_ONCE - 1) * _EVERY) + _EVERY, now)
                    return

    def rest(self, channel: str, seconds: float) -> None:
        """Post nothing there for so long, as a Retry-After wants it."""
        now = self._clock()
        self._note(channel, now + seconds, now)
        self._resting = {one: until for one, until in self._resting.items() if until > now}
        self._resting[channel] = now + seconds
        if len(self._resting) >= _MANY:
            self._all.rest(min(self._resting.values()))

    def may(self, method: str) -> bool:
        """Whether a call that can be left out may be made now; it is counted as made."""
        now, rate = self._clock(), self._tiers[method]
        if rate.free_at() > now + _NOTHING:
            return False
        rate.take(now)
        return True

    def leave_out(self, method: str, seconds: float) -> None:
        """Make no call that can be left out for so long, as a Retry-After wants it."""
        self._tiers[method].rest(self._clock() + seconds)

    async def pause(self, seconds: float) -> None:
        """Wait."""
        await self._sleep(seconds)

    async def _wait(self, until: float, why: str) -> None:
        while (seconds := until - self._clock()) > _NOTHING:
            if seconds > _PATIENCE:
                raise Unavailable(f"{why}. It is tried again in {ceil(seconds)} s.", ceil(seconds))
            await self._sleep(seconds)

    def _note(self, channel: str, free_at: float, now: float) -> None:
        self._free_at[channel] = max(self._free_at.get(channel, -inf), free_at)
        if len(self._free_at) >= self._sweep_at:
            used_up = now - (_AT_ONCE - 1) * _EVERY
            self._free_at = {one: at for one, at in self._free_at.items() if at > used_up}
            self._sweep_at = max(_KEEP_AT_LEAST, 2 * len(self._free_at))
