"""A queue within this process. It keeps nothing on disk: what is due is a row's state, and a sweep finds it again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from functools import partial

import structlog

from bot.ports import Rejected, Step, Unavailable

log = structlog.get_logger()

_Job = tuple[str, str]


class InProcessQueue:
    """Fits `Queue` of `bot/ports.py`.

    At most `concurrency` steps are at work at once, and never two with the same step and key. When `run` is
    cancelled, the steps at work get `grace` seconds to finish before they are cancelled too.
    """

    def __init__(self, concurrency: int = 4, grace: float = 30.0) -> None:
        if concurrency < 1:
            raise ValueError(f"concurrency is at least 1, not {concurrency}")
        self._concurrency = concurrency
        self._grace = grace
        self._waiting: dict[_Job, None] = {}  # in the order they were put
        self._at_work: dict[_Job, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def put(self, step: str, key: str) -> None:
        """Ask for `step(key)`. While it is at work, it is run once more afterwards: what it reads may have changed."""
        self._waiting.setdefault((step, key))
        self._idle.clear()
        self._changed.set()

    async def run(self, steps: Mapping[str, Step]) -> None:
        """Run what is put until cancelled. A step that raises is logged; the others go on."""
        try:
            while True:
                self._changed.clear()
                self._start_what_fits(steps)
                await self._changed.wait()
        finally:
            await self._finish()

    async def join(self) -> None:
        await self._idle.wait()

    def _start_what_fits(self, steps: Mapping[str, Step]) -> None:
        while len(self._at_work) < self._concurrency and (job := self._next()) is not None:
            del self._waiting[job]
            task = asyncio.create_task(_do(steps, job), name=" ".join(job))
            self._at_work[job] = task
            task.add_done_callback(partial(self._end, job))

    def _next(self) -> _Job | None:
        """Of the step that is at work least; of one step the first that was put. Many of a kind hold up no other."""
        busy = Counter(step for step, _ in self._at_work)
        startable = (job for job in self._waiting if job not in self._at_work)
        return min(startable, key=lambda job: busy[job[0]], default=None)

    def _end(self, job: _Job, _: asyncio.Task[None]) -> None:
        del self._at_work[job]
        self._changed.set()
        if not self._waiting and not self._at_work:
            self._idle.set()

    async def _finish(self) -> None:
        tasks = list(self._at_work.values())
        if not tasks:
            return
        try:
            await asyncio.wait(tasks, timeout=self._grace)
        finally:
            cut_off = [task for task in tasks if not task.done()]
            for task in cut_off:
                log.warning("step_cut_off", step=task.get_name(), after_seconds=self._grace)
                task.cancel()
            if cut_off:
                await asyncio.wait(cut_off)


async def _do(steps: Mapping[str, Step], job: _Job) -> None:
    step, key = job
    try:
        await steps[step](key)
    except (Unavailable, Rejected) as error:
        log.error("step_failed", step=step, key=key, why=str(error))
    except Exception:
        log.exception("step_failed", step=step, key=key)
