"""What is at work in this process: so many of each step, and an end that tears as little as can be."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Coroutine
from typing import Any

import structlog

CONCURRENCY = 4
"""Of one step at once. Steps do not share this: however many editions are written, a delivery begins at once."""
GRACE = 8.0
"""Seconds for what is at work when we stop: `docker stop` kills after ten."""

log = structlog.get_logger()

Job = tuple[str, str]
"""A step and its key."""


class AtWork:
    """Jobs at work, each a task. `ended` is called after each of them."""

    def __init__(self, concurrency: int, grace: float, ended: Callable[[], None]) -> None:
        if concurrency < 1:
            raise ValueError(f"concurrency is at least 1, not {concurrency}")
        self._concurrency = concurrency
        self._grace = grace
        self._ended = ended
        self._tasks: dict[asyncio.Task[None], Job] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def jobs(self) -> list[Job]:
        return [job for task, job in self._tasks.items() if not task.done()]

    def room(self, steps: Collection[str]) -> list[str]:
        """Those of these steps of which one more may begin."""
        busy = Counter(step for step, _ in self.jobs())
        return [step for step in steps if busy[step] < self._concurrency]

    def begin(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=" ".join(job))
        self._tasks[task] = job
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        self._ended()

    async def finish(self) -> None:
        """Give all of them `grace` seconds to end, then cut them off; at once where we are cancelled meanwhile."""
        tasks = list(self._tasks)
        if not tasks:
            return
        try:
            await asyncio.wait(tasks, timeout=self._grace)
        finally:
            cut_off = self.cut_off(after_seconds=self._grace)
            if cut_off:
                await asyncio.wait(cut_off)

    def cut_off(self, **why: object) -> list[asyncio.Task[None]]:
        """Cancel all that is still at work; `why` is logged."""
        tasks = [task for task in self._tasks if not task.done()]
        for task in tasks:
            log.warning("step_cut_off", step=task.get_name(), **why)
            task.cancel()
        return tasks
