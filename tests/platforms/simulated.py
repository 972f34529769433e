"""Simulated time for a whole program: it passes only when nobody does anything but wait for it.

Sockets, threads and the database take real time, in which the simulated clock stands still. So what a run takes on that
clock is what its own waiting costs, however slow the machine is.
"""

from __future__ import annotations

import asyncio
import heapq
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from itertools import count
from typing import Any, ParamSpec, TypeVar, cast

from tests.fakes.clock import SettableClock

_LEAST = 1e-6  # seconds by which a clock that counts from 1970 can be moved at all
_AT_ONCE = 0.001  # seconds of the real clock in which what was sent to ourselves is there

T = TypeVar("T")
P = ParamSpec("P")


class SimulatedTime:
    """`sleep` waits on `clock`. What runs in a thread is work, and so is what `busy` and `all_busy` make so."""

    def __init__(self, clock: SettableClock) -> None:
        self.clock = clock
        self._at_work = 0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = count()

    def run(self, program: Coroutine[Any, Any, T]) -> T:
        """The program's result, on a loop of its own."""
        with asyncio.Runner(loop_factory=lambda: _Loop(self)) as runner:
            return runner.run(program)

    async def sleep(self, seconds: float) -> None:
        """Wait until so many seconds have passed on the clock."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.clock() + seconds, next(self._number), woken))
        await woken

    async def sleep_at_work(self, seconds: float) -> None:
        """As `sleep`, for what is counted as work but for this."""
        self.end()
        try:
            await self.sleep(seconds)
        finally:
            self.begin()

    def busy(self, work: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
        """The function, while which runs the clock stands still."""

        async def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            self.begin()
            try:
                return await work(*args, **kwargs)
            finally:
                self.end()

        return counted

    def all_busy(self, plug: T) -> T:
        """The plug, each of whose methods is work."""
        return cast(T, _AllBusy(self, plug))

    def begin(self) -> None:
        """Somebody is at work from now on."""
        self._at_work += 1

    def end(self) -> None:
        """One fewer is."""
        self._at_work -= 1

    def pass_on(self) -> bool:
        """Go to when the next sleeper wakes. False where somebody is at work, or nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        if self._at_work or not self._sleepers:
            return False
        until, _, woken = heapq.heappop(self._sleepers)
        self.clock.forward(max(0.0, until - self.clock()))
        woken.set_result(None)
        return True


class _AllBusy:
    def __init__(self, time: SimulatedTime, plug: object) -> None:
        self._time, self._plug = time, plug

    def __getattr__(self, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        return self._time.busy(getattr(self._plug, name))


class _Idle(selectors.DefaultSelector):
    """The loop comes here to wait: with a time limit above 0, or none, where nothing is left to run."""

    def __init__(self, time: SimulatedTime) -> None:
        super().__init__()
        self._time = time

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; nothing, at once, where time has passed instead."""
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0) or self._time.pass_on():
            return ready
        return super().select(timeout)


class LoopTime(SimulatedTime):
    """The same for a program whose own libraries wait: all waiting on the loop is on `clock`, however it is asked for.

    What is at work must be said by `begin` and `end`, also each call over a socket.
    """

    def run(self, program: Coroutine[Any, Any, T]) -> T:
        """The program's result, on a loop of its own."""
        with asyncio.Runner(loop_factory=lambda: _LoopOnClock(self)) as runner:
            return runner.run(program)

    async def sleep(self, seconds: float) -> None:
        """Wait until so many seconds have passed on the clock."""
        await asyncio.sleep(seconds)

    def pass_until_next(self, seconds: float | None) -> bool:
        """Let them pass, after which the loop has something to do. False where somebody is at work, or nothing is due."""
        if self._at_work or seconds is None:
            return False
        self.clock.forward(max(seconds, _LEAST))
        return True


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, time: SimulatedTime, idle: _Idle | None = None) -> None:
        super().__init__(idle or _Idle(time))
        self._time = time

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]
        """As ever; it is work until whoever waits for it goes on."""
        self._time.begin()
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(lambda _: self._time.end())
        return future


class _IdleOnClock(_Idle):
    def __init__(self, time: LoopTime) -> None:
        super().__init__(time)
        self._clock_time = time

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready, or comes at once through a socket; nothing where time has passed instead."""
        nothing = timeout is not None and timeout <= 0
        ready = selectors.DefaultSelector.select(self, 0 if nothing else _AT_ONCE)
        if ready or nothing or self._clock_time.pass_until_next(timeout):
            return ready
        return selectors.DefaultSelector.select(self, timeout)


class _LoopOnClock(_Loop):
    def __init__(self, time: LoopTime) -> None:
        super().__init__(time, _IdleOnClock(time))
        self._began = time.clock()

    def time(self) -> float:
        """Seconds that have passed on the clock."""
        return self._time.clock() - self._began
