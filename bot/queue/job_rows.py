"""Jobs and workers as procrastinate keeps them in Postgres. Every call raises `Unavailable`, in words, where it fails.

procrastinate's own tables, triggers and functions do the work, with three statements of ours beside them:
- a put that is waiting already is no error (its own raises, and fills the server's log with one for every beat);
- a job goes back as a new row, in one statement: whoever had the old one cannot end it any more, those who listen
  hear of it, and where the same waits already nothing is added (its own `retry_job` fails there: its issue 1446);
- a heartbeat tells whether we still count as alive.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass

from procrastinate import PsycopgConnector
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Notification, Status
from procrastinate.manager import JobManager
from psycopg import Error
from psycopg.errors import RaiseException

from bot.ports import Unavailable
from bot.queue.address import Address
from bot.queue.schema import drop_old, prepare

_CONNECTIONS = 3
"""At most, beside the one that listens. Each is held for one short statement, so that more would only stand about."""
_WAIT = 3.0  # seconds for a connection: whoever puts a job must not hang while Postgres is away
_GIVE_UP = 2.0  # seconds; a pool that tries for longer pauses ever longer too, and comes back late

_PRIORITIES = {"answer": 3, "deliver": 3, "edition": 2, "followers": 2, "correct": 1}
"""What people wait for comes first where everything waits, as after an outage. Others have 0."""

_PUT = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
VALUES (%(step)s, %(step)s, %(priority)s, %(name)s, %(name)s, %(args)s)
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""
_PUT_BACK = """
WITH gone AS (
    DELETE FROM procrastinate_jobs
    WHERE status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker)s
        AND (%(id)s::bigint IS NULL OR id = %(id)s) AND id <> ALL(%(but)s::bigint[])
    RETURNING queue_name, task_name, priority, lock, queueing_lock, args, attempts
), back AS (
    INSERT INTO procrastinate_jobs
        (queue_name, task_name, priority, lock, queueing_lock, args, attempts, scheduled_at)
    SELECT queue_name, task_name, priority, lock, queueing_lock, args, attempts + %(tries)s,
        now() + make_interval(secs => %(seconds)s)
    FROM gone
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
)
SELECT lock FROM gone
"""
_BEAT = "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %(worker)s RETURNING id"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A job that is ours to do. `tries`: how often it met `Unavailable` before."""

    id: int
    step: str
    key: str
    tries: int


class JobRows:
    """The jobs of one database, seen by one copy."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connector = PsycopgConnector(
            kwargs=address.given, min_size=1, max_size=_CONNECTIONS, timeout=_WAIT, reconnect_timeout=_GIVE_UP
        )
        self._manager = JobManager(self._connector)

    async def open(self) -> None:
        """Make the tables where they are missing, and connect."""
        async with self._in_words():
            await prepare(self._address)
            await drop_old(self._address)
            await self._connector.open_async()

    async def close(self) -> None:
        await self._connector.close_async()

    async def prepare(self) -> None:
        async with self._in_words():
            await prepare(self._address)

    async def put(self, step: str, key: str) -> None:
        name = f"{step} {key}"
        given = {"step": step, "name": name, "args": {"key": key}, "priority": _PRIORITIES.get(step, 0)}
        async with self._in_words():
            await self._connector.execute_query_async(_PUT, **given)

    async def fetch(self, steps: Collection[str], worker: int) -> Fetched | None:
        """One of these steps that waits, now ours; None where none may begin."""
        async with self._in_words():
            job = await self._manager.fetch_job(list(steps), worker)
        if job is None:
            return None
        assert job.id is not None
        return Fetched(job.id, job.queue, str(job.task_kwargs["key"]), job.attempts)

    async def end(self, job: Fetched) -> bool:
        """It is done, and its row gone. False where somebody else has it by now."""
        async with self._in_words():
            try:
                await self._manager.finish_job_by_id_async(job.id, Status.SUCCEEDED, delete_job=True)
            except ProcrastinateException as error:
                if isinstance(error.__cause__, RaiseException):
                    return False
                raise
        return True

    async def give_back(self, job: Fetched, worker: int, seconds: float = 0, *, tried: bool = False) -> bool:
        """It waits again, for so many seconds. `tried`: that was a try. False where somebody else has it by now."""
        return bool(await self._put_back(worker, only=job.id, seconds=seconds, tries=int(tried)))

    async def give_back_all(self, worker: int, but: Collection[int] = ()) -> list[str]:
        """All that is ours waits again, but these. The jobs' names: what we got and never heard of is among them."""
        return await self._put_back(worker, but=but)

    async def take_over(self, after: float) -> list[str]:
        """What workers had who gave no sign of life for so many seconds waits again. The jobs' names."""
        async with self._in_words():
            await self._manager.prune_stalled_workers(after)
        return await self._put_back(None)

    async def _put_back(
        self, worker: int | None, only: int | None = None, but: Collection[int] = (), seconds: float = 0, tries: int = 0
    ) -> list[str]:
        given = {"worker": worker, "id": only, "but": list(but), "seconds": seconds, "tries": tries}
        async with self._in_words():
            return [row["lock"] for row in await self._connector.execute_query_all_async(_PUT_BACK, **given)]

    async def enrol(self) -> int:
        """Our number as a worker, from now on alive."""
        async with self._in_words():
            return await self._manager.register_worker()

    async def beat(self, worker: int) -> bool:
        """We are alive. False where others had given us up; then all we had is theirs."""
        async with self._in_words():
            return bool(await self._connector.execute_query_all_async(_BEAT, worker=worker))

    async def leave(self, worker: int) -> None:
        async with self._in_words():
            await self._manager.unregister_worker(worker)

    async def listen(self, steps: Collection[str], heard: Callable[[], None]) -> None:
        """Tell of each new job of these steps, until cancelled. Some may be missed while the connection is made."""

        async def told(*, channel: str, notification: Notification) -> None:
            heard()

        async with self._in_words():
            await self._manager.listen_for_jobs(on_notification=told, queues=list(steps))

    async def depth(self) -> dict[str, int]:
        async with self._in_words():
            return {row["name"]: row["jobs_count"] for row in await self._manager.list_queues_async()}

    @asynccontextmanager
    async def _in_words(self) -> AsyncIterator[None]:
        try:
            yield
        except (ProcrastinateException, Error, OSError) as error:
            cause = str(error.__cause__ or error.__context__ or error).strip().partition("\n")[0]
            why = self._address.without_password(cause.rpartition(" failed: ")[2])
            raise Unavailable(f"the queue on Postgres ({self._address.shown}) does not answer: {why}") from error
