"""A queue within this process. It keeps nothing on disk: what is due is a row's state, and a sweep finds it again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.ports import Step
from bot.queue.at_work import CONCURRENCY, GRACE, AtWork, Job
from bot.queue.attempts import BACK_OFF, attempt


class InProcessQueue:
    """Fits `Queue` of `bot/ports.py`.

    At most `concurrency` of one step are at work at once, and never two with the same key. When `run` is cancelled,
    the steps at work get `grace` seconds to finish before they are cancelled too. `waits`: seconds before each further
    try of one that met `Unavailable`.
    """

    def __init__(
        self,
        concurrency: int = CONCURRENCY,
        grace: float = GRACE,
        waits: Sequence[float] = BACK_OFF,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._waits = waits
        self._sleep = sleep
        self._waiting: dict[str, dict[str, None]] = {}  # keys by step, in the order they were put
        self._resting: dict[Job, asyncio.Task[None]] = {}  # until they are tried again
        self._tries: Counter[Job] = Counter()
        self._at_work = AtWork(concurrency, grace, self._ended)
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def put(self, step: str, key: str) -> None:
        """Ask for `step(key)`. While it is at work, it is run once more afterwards: what it reads may have changed."""
        if (step, key) not in self._resting:
            self._wait(step, key)

    async def run(self, steps: Mapping[str, Step]) -> None:
        """Run what is put until cancelled. A step that raises is logged; the others go on."""
        try:
            while True:
                self._changed.clear()
                self._start_what_fits(steps)
                await self._changed.wait()
        finally:
            try:
                await self._at_work.finish()
            finally:
                await self._wake_all()

    async def depth(self) -> dict[str, int]:
        waiting = {step: len(keys) for step, keys in self._waiting.items()}
        return dict(Counter(waiting) + Counter(step for step, _ in [*self._resting, *self._at_work.jobs()]))

    async def join(self) -> None:
        await self._idle.wait()

    def _wait(self, step: str, key: str) -> None:
        self._waiting.setdefault(step, {}).setdefault(key)
        self._idle.clear()
        self._changed.set()

    def _start_what_fits(self, steps: Mapping[str, Step]) -> None:
        while (job := self._next(steps)) is not None:
            step, key = job
            del self._waiting[step][key]
            if not self._waiting[step]:
                del self._waiting[step]
            self._at_work.begin(job, self._do(steps[step], job))

    def _next(self, steps: Mapping[str, Step]) -> Job | None:
        """The first that was put of a step of which one more may begin."""
        busy = set(self._at_work.jobs())
        startable = (
            (step, key)
            for step in self._at_work.room(steps)
            for key in self._waiting.get(step, ())
            if (step, key) not in busy
        )
        return next(startable, None)

    async def _do(self, do: Step, job: Job) -> None:
        wait = await attempt(do, *job, self._tries[job], self._waits)
        if wait is None:
            del self._tries[job]
        elif job[1] not in self._waiting.get(job[0], ()):  # that one is its next try
            self._tries[job] += 1
            self._resting[job] = asyncio.create_task(self._rest(job, wait))

    async def _rest(self, job: Job, seconds: float) -> None:
        await self._sleep(seconds)
        del self._resting[job]
        self._wait(*job)

    def _ended(self) -> None:
        self._changed.set()
        if not self._waiting and not self._resting and not self._at_work:
            self._idle.set()

    async def _wake_all(self) -> None:
        """What rests waits from here on for whoever runs next."""
        resting = list(self._resting.values())
        for task in resting:
            task.cancel()
        await asyncio.gather(*resting, return_exceptions=True)
        for job in list(self._resting):
            del self._resting[job]
            self._wait(*job)
