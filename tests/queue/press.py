"""A step that stands still until it is told to go on, and what runs a queue meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from bot.ports import Queue, Step

_PATIENCE = 30.0  # seconds, after which a test fails that would hang otherwise


class Press:
    """Stands still with each key until told to go on, and remembers what it did."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.most_at_once = 0
        self.twice_at_once: set[str] = set()
        self._at_work: Counter[str] = Counter()
        self._go_on = asyncio.Event()
        self._began = asyncio.Condition()

    async def step(self, key: str) -> None:
        async with self._began:
            self.begun.append(key)
            self._at_work[key] += 1
            self.most_at_once = max(self.most_at_once, self._at_work.total())
            if self._at_work[key] > 1:
                self.twice_at_once.add(key)
            self._began.notify_all()
        try:
            await self._go_on.wait()
            await asyncio.sleep(0)
            self.done.append(key)
        finally:
            self._at_work[key] -= 1

    async def has_begun(self, number: int) -> None:
        """Wait until so many have begun."""
        async with asyncio.timeout(_PATIENCE), self._began:
            await self._began.wait_for(lambda: len(self.begun) >= number)

    def go_on(self) -> None:
        self._go_on.set()


@asynccontextmanager
async def running(queue: Queue, steps: Mapping[str, Step]) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(queue.run(steps))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def comes_true(check: Callable[[], object]) -> None:
    """Wait for what tells nobody."""
    async with asyncio.timeout(_PATIENCE):
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
