"""A queue that many copies of the bot share: procrastinate's tables on the store's Postgres, and a worker of our own.

The worker is ours since procrastinate's ends when its connection breaks, leaves a job at work for ever where a word to
the database is lost, and fetches the first job of any step, so that many of one would hold up all others.

What a copy has at work is its while it gives signs of life. Without any for `stalled` seconds, another puts its jobs
back. A copy that comes back after that finds out with its next sign, and cuts off what it had: its words on those jobs
count for nothing any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Mapping, Sequence

import structlog

from bot.ports import Step, Unavailable
from bot.queue.address import address_of
from bot.queue.at_work import CONCURRENCY, GRACE, AtWork
from bot.queue.attempts import BACK_OFF, attempt
from bot.queue.job_rows import Fetched, JobRows
from bot.queue.schema import SCHEMA

HEARTBEAT = 3.0
STALLED = 10.0
LOOK_AGAIN = 2.0
"""Seconds. New jobs are told of at once; this is for those that waited for their time, and for what was not heard."""
_LAST_WORDS = 2.0  # seconds that we try to tell a database that may be away, when we stop

log = structlog.get_logger()


class ProcrastinateQueue:
    """Fits `Queue` of `bot/ports.py`. `url` is the store's address, `copy` our name to whoever looks at the server.

    At most `concurrency` of one step are at work here at once, and never two with the same key anywhere. When `run`
    is cancelled, the steps at work get `grace` seconds; what is cut off then waits for other copies. `waits`: seconds
    before each further try of one that met `Unavailable`. Connections: one to listen, and one to three for the rest.
    Raises `Rejected` where `url` is no address of a Postgres.
    """

    def __init__(
        self,
        url: str,
        copy: str,
        *,
        concurrency: int = CONCURRENCY,
        grace: float = GRACE,
        waits: Sequence[float] = BACK_OFF,
        heartbeat: float = HEARTBEAT,
        stalled: float = STALLED,
        look_again: float = LOOK_AGAIN,
    ) -> None:
        if stalled < 2 * heartbeat:
            raise ValueError(f"who beats every {heartbeat:g} s cannot be given up after {stalled:g} s")
        self._rows = JobRows(address_of(url, SCHEMA, copy))
        self._waits = waits
        self._heartbeat, self._stalled, self._look_again = heartbeat, stalled, look_again
        self._changed = asyncio.Event()
        self._one_ended = asyncio.Event()
        self._at_work = AtWork(concurrency, grace, self._ended)
        self._ids: set[int] = set()  # of the jobs at work here
        self._worker: int | None = None
        self._trouble = ""

    @property
    def trouble(self) -> str:
        """What keeps it from working, for a person; "" while it is well."""
        return self._trouble

    async def open(self) -> None:
        """Make the tables where they are missing. Raises `Unavailable` where Postgres cannot be reached."""
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it warns of every try, and we tell once
        await self._rows.open()

    async def close(self) -> None:
        await self._rows.close()

    async def put(self, step: str, key: str) -> None:
        await self._rows.put(step, key)

    async def depth(self) -> dict[str, int]:
        return await self._rows.depth()

    async def join(self) -> None:
        """Wait until nothing waits or runs, in no copy. Raises `Unavailable`."""
        self._one_ended.clear()
        while await self._rows.depth():
            await self._told(self._one_ended)
            self._one_ended.clear()

    async def run(self, steps: Mapping[str, Step]) -> None:
        """Run until cancelled. While Postgres is away nothing is fetched, and what is at work goes on."""
        alive = asyncio.create_task(self._keep_alive(), name="queue: signs of life")
        fetching = asyncio.create_task(self._fetch(steps), name="queue: fetching")
        listening = asyncio.create_task(self._listen(steps), name="queue: listening")
        try:
            await asyncio.gather(alive, fetching, listening)  # they end with an error of ours, or never
        finally:
            try:
                await _end(fetching, listening)
                await self._at_work.finish()
            finally:
                await _end(alive)
                await self._leave()

    async def _fetch(self, steps: Mapping[str, Step]) -> None:
        unsure = False
        while True:
            self._changed.clear()
            try:
                if unsure and self._worker is not None:
                    await self._rows.give_back_all(self._worker, but=self._ids)  # what we got and never heard of
                    unsure = False
                while self._worker is not None and (job := await self._next(steps, self._worker)):
                    self._ids.add(job.id)
                    self._at_work.begin((job.step, job.key), self._do(steps[job.step], job, self._worker))
            except Unavailable as error:
                unsure = True
                self._troubled(error)
            await self._told(self._changed)

    async def _next(self, steps: Mapping[str, Step], worker: int) -> Fetched | None:
        room = self._at_work.room(steps)
        return await self._rows.fetch(room, worker) if room else None

    async def _told(self, news: asyncio.Event) -> None:
        """Wait for news, or until it is time to look anyway."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), self._look_again)

    def _ended(self) -> None:
        self._changed.set()
        self._one_ended.set()

    async def _listen(self, steps: Mapping[str, Step]) -> None:
        while True:
            try:
                await self._rows.listen(steps, self._changed.set)
            except Unavailable as error:
                self._troubled(error)
            await asyncio.sleep(self._look_again)

    async def _do(self, do: Step, job: Fetched, worker: int) -> None:
        try:
            wait = await attempt(do, job.step, job.key, job.tries, self._waits)
            await self._tell(job, worker, wait)
        except asyncio.CancelledError:
            await self._last_words(self._rows.give_back(job, worker))
            raise
        finally:
            self._ids.discard(job.id)

    async def _tell(self, job: Fetched, worker: int, wait: float | None) -> None:
        """Tell the others what came of it, however long Postgres is away."""
        while True:
            try:
                if wait is None:
                    ours = await self._rows.end(job)
                else:
                    ours = await self._rows.give_back(job, worker, wait, tried=True)
            except Unavailable as error:
                self._troubled(error)
                await asyncio.sleep(self._look_again)
            else:
                break
        if not ours:
            log.warning("step_was_taken_over", step=job.step, key=job.key)

    async def _keep_alive(self) -> None:
        loop = asyncio.get_running_loop()
        steady_since = last = -self._stalled
        while True:
            now = loop.time()
            if self._trouble or now - last > self._stalled / 2:
                steady_since = now  # others may have been cut off as we were: they get their time to show up
            last = now
            try:
                await self._beat()
                if now - steady_since >= self._stalled:
                    for name in await self._rows.take_over(self._stalled):
                        log.warning("step_taken_over", step=name, why="its copy gives no sign of life")
            except Unavailable as error:
                self._troubled(error)
            else:
                self._well()
            await asyncio.sleep(self._heartbeat)

    async def _beat(self) -> None:
        if self._trouble:
            await self._rows.prepare()  # it may be another database, or an emptied one
        if self._worker is not None and not await self._rows.beat(self._worker):
            log.warning("taken_for_dead", why=f"no sign of life reached Postgres for {self._stalled:g} s")
            self._worker = None
            self._at_work.cut_off(why="another copy does it")
        if self._worker is None:
            self._worker = await self._rows.enrol()
            self._changed.set()

    async def _leave(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            await self._last_words(self._rows.give_back_all(worker))
            await self._last_words(self._rows.leave(worker))

    async def _last_words(self, telling: Coroutine[object, object, object]) -> None:
        """Where they do not get through, others notice after `stalled` seconds."""
        try:
            async with asyncio.timeout(_LAST_WORDS):
                await telling
        except (Unavailable, TimeoutError) as error:
            log.info("queue_not_told", why=str(error))

    def _troubled(self, error: Unavailable) -> None:
        if not self._trouble:
            log.warning("queue_lost", why=str(error))
        self._trouble = str(error)

    def _well(self) -> None:
        if self._trouble:
            log.info("queue_found_again")
            self._changed.set()
        self._trouble = ""


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
