"""Tasks that nobody waits for: held on to while they run, as asyncio itself does not, and ended when we leave."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

T = TypeVar("T")

log = structlog.get_logger()


class Tasks:
    """`failed` is the event under which what a task raises is logged."""

    def __init__(self, failed: str) -> None:
        self._failed = failed
        self._running: set[asyncio.Task[Any]] = set()

    def spawn(self, doing: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Do it in a task of its own."""
        task = asyncio.create_task(doing)
        task.add_done_callback(self._told)
        self.hold(task)
        return task

    def hold(self, task: asyncio.Task[Any]) -> None:
        """A task that somebody else began: `end` ends it too."""
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def end(self, within: float) -> None:
        """Let what runs come to its end for so many seconds, then leave it off; but for the task that asks for it."""
        running = self._running - {asyncio.current_task()}
        if running:
            _, late = await asyncio.wait(running, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _told(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error(self._failed, exc_info=error)
