"""Manners towards one host: few requests at once, not too many a second, and none while it asked for rest.

What is remembered of a host goes once it has been left alone for a while, so ten thousand hosts cost little.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType

from aiolimiter import AsyncLimiter

from bot.feeds.web.limits import Limits
from bot.ports import Unavailable

_KEEP_AT_LEAST = 512


class _Host:
    __slots__ = ("asking", "gate", "pace", "rested_at", "used_at")

    def __init__(self, limits: Limits) -> None:
        self.gate = asyncio.Semaphore(limits.at_once_a_host)
        self.pace = AsyncLimiter(limits.burst, limits.burst / limits.per_second)
        self.asking = 0
        self.rested_at = 0.0
        self.used_at = 0.0


class Hosts:
    """Gives turns: `async with hosts.turn(host): ...`. `clock` counts seconds, as a loop's does."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._known: dict[str, _Host] = {}
        self._everyone = asyncio.Semaphore(limits.at_once)
        self._sweep_at = _KEEP_AT_LEAST

    def __len__(self) -> int:
        return len(self._known)

    def turn(self, name: str) -> Turn:
        """A turn at a host. Entering raises `Unavailable` while it rests, or when too many wait there."""
        return Turn(self._host(name), name, self._everyone, self._limits.turn, self._clock)

    def slow_down(self, name: str, seconds: float) -> None:
        """Leave so many seconds between two requests, as a robots.txt wants it; within bounds."""
        if seconds <= 1 / self._limits.per_second:
            return
        host, seconds = self._host(name), min(seconds, self._limits.slowest)
        if host.pace.max_rate != 1 or host.pace.time_period != seconds:
            host.pace = AsyncLimiter(1, seconds)

    def rest(self, name: str, seconds: float) -> None:
        """Ask nothing of a host for so long, as its Retry-After wants it; within bounds."""
        host = self._host(name)
        host.rested_at = max(host.rested_at, self._clock() + min(seconds, self._limits.longest_rest))

    def _host(self, name: str) -> _Host:
        host = self._known.get(name)
        if host is None:
            if len(self._known) >= self._sweep_at:
                self._sweep()
            host = self._known[name] = _Host(self._limits)
            host.used_at = self._clock()
        return host

    def _sweep(self) -> None:
        """Forget who is neither asked nor resting and whose pace has had time to recover."""
        now = self._clock()
        for name, host in list(self._known.items()):
            if not host.asking and host.rested_at <= now and host.used_at + host.pace.time_period <= now:
                del self._known[name]
        self._sweep_at = max(_KEEP_AT_LEAST, 2 * len(self._known))


class Turn:
    """One request's turn at a host."""

    __slots__ = ("_clock", "_everyone", "_host", "_longest", "_name")

    def __init__(
        self, host: _Host, name: str, everyone: asyncio.Semaphore, longest: float, clock: Callable[[], float]
    ) -> None:
        self._host = host
        self._name = name
        self._everyone = everyone
        self._longest = longest
        self._clock = clock

    async def __aenter__(self) -> None:
        host = self._host
        host.asking += 1
        try:
            self._check_rest()
            if host.gate.locked() or not host.pace.has_capacity():
                await self._queue()
                self._check_rest_holding()
            else:
                await host.gate.acquire()
                await host.pace.acquire()
            try:
                await self._everyone.acquire()
            except BaseException:
                host.gate.release()
                raise
        except BaseException:
            host.asking -= 1
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._everyone.release()
        self._host.gate.release()
        self._host.asking -= 1
        self._host.used_at = self._clock()

    async def _queue(self) -> None:
        """Wait for the gate, then for the pace: who holds the gate is the next to go."""
        host = self._host
        try:
            async with asyncio.timeout(self._longest):
                await host.gate.acquire()
                try:
                    await host.pace.acquire()
                except BaseException:
                    host.gate.release()
                    raise
        except TimeoutError:
            raise Unavailable(
                f"{self._name} is asked no faster than is polite, and {host.asking - 1} others wait there. "
                "It is asked again later.",
                round(self._longest),
                resting=True,
            ) from None

    def _check_rest(self) -> None:
        left = self._host.rested_at - self._clock()
        if left > 0:
            words = f"{self._name} asked for rest; it is left alone for {left:.0f} s more."
            raise Unavailable(words, int(left) + 1, resting=True)

    def _check_rest_holding(self) -> None:
        try:
            self._check_rest()
        except Unavailable:
            self._host.gate.release()
            raise
