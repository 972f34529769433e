"""What a second worker is worth: feeds polled through the queue by one process and by two on one Postgres, in one run.

python -m tests.bench.queue                   10,000 feeds that take 300 ms to answer: met for the first time, and again
                                              when nothing is new; then the queue alone. The ratios of the seconds taken
python -m tests.bench.queue --feeds 1000      fewer feeds
python -m tests.bench.queue --seconds 0       feeds that answer at once
python -m tests.bench.queue --only queue      cold, again or queue

A server of made-up feeds, Postgres (which keeps what it is given on its disk) and each worker are processes of their
own. A worker is what a copy of the bot is in this: the store, the careful client, and `poll_due` as the step "poll", one
at a time in each. Getting ready is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from tests.bench.costs import cpu_seconds
from tests.bench.feed_server import feed_url
from tests.bench.polling import Server as FeedServer
from tests.bench.polling import served
from tests.postgres import Server, fresh

WANTED = 1.7
_ROOT = Path(__file__).parents[2]
_ON_DISK = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}
_POLLS = 4  # jobs "poll 1" to "poll 4", whoever does them
_JOBS = 1_000
_JOB_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Spent:
    """What one worker did: jobs (or feeds asked), and seconds of its processors."""

    done: int
    cpu: float


@dataclass(frozen=True, slots=True)
class Race:
    """So many workers side by side: seconds until all was done, what each of them spent, and Postgres with them."""

    seconds: float
    workers: list[Spent]
    database: float

    @property
    def cpu(self) -> float:
        return sum(worker.cpu for worker in self.workers)


async def work(url: str, kind: str, days: int) -> None:
    """One worker, until its standard input ends. For it the time is so many days later."""
    import structlog

    from bot.feeds.reader import open_reader
    from bot.flows.poll import poll_due
    from bot.queue.procrastinate import ProcrastinateQueue
    from bot.store.engine import open_store
    from bot.store.feeds import feeds_of

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(30), logger_factory=structlog.PrintLoggerFactory(sys.stderr)
    )
    done = 0

    def clock() -> datetime:
        return _now() + timedelta(days=days)

    queue = ProcrastinateQueue(url, f"bench {os.getpid()}", concurrency=1)
    async with AsyncExitStack() as stack:
        store = await open_store(url)
        stack.push_async_callback(store.close)
        web = await stack.enter_async_context(open_reader("bench@example.org", ["127.0.0.0/8"], clock))
        await queue.open()
        stack.push_async_callback(queue.close)
        feeds = feeds_of(store)

        async def poll(_: str) -> None:
            nonlocal done
            done += (await poll_due(feeds, web, clock)).asked

        async def nap(_: str) -> None:
            nonlocal done
            await asyncio.sleep(_JOB_SECONDS)
            done += 1

        running = asyncio.create_task(queue.run({"poll": poll} if kind == "poll" else {"nap": nap}))
        spent = cpu_seconds()
        print("ready", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        print(json.dumps(asdict(Spent(done, cpu_seconds() - spent))), flush=True)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 a bench measures the time that passes


async def race(server: Server, url: str, kind: str, workers: int, keys: Sequence[str], days: int = 0) -> Race:
    """Put the keys once all workers are ready, and wait until nothing waits or runs."""
    from bot.queue.procrastinate import ProcrastinateQueue

    queue = ProcrastinateQueue(url, "bench", look_again=0.02)
    await queue.open()
    async with _running(url, kind, workers, days) as processes:
        before = _database_seconds(server)
        start = time.perf_counter()
        for key in keys:
            await queue.put(kind, key)
        await queue.join()
        seconds = time.perf_counter() - start
        database = _database_seconds(server) - before
        spent = []
        for process in processes:
            told, _ = await process.communicate(b"")
            spent.append(Spent(**json.loads(told.splitlines()[-1])))
    await queue.close()
    return Race(seconds, spent, database)


@asynccontextmanager
async def _running(url: str, kind: str, workers: int, days: int) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    command = [sys.executable, "-m", "tests.bench.queue", "--work", url, "--kind", kind, "--days", str(days)]
    pipe = asyncio.subprocess.PIPE
    processes = [
        await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=_ROOT) for _ in range(workers)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            if await process.stdout.readline() != b"ready\n":
                raise SystemExit("a worker could not begin")
        yield processes
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()
                await process.wait()


def _database_seconds(server: Server) -> float:
    """CPU of Postgres so far, where the system tells: of the server and its processes, those that have ended too."""
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    tick = os.sysconf("SC_CLK_TCK")
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[1]) == pid or stat.parent.name == str(pid):
            total += int(fields[11]) + int(fields[12])
            if stat.parent.name == str(pid):
                total += int(fields[13]) + int(fields[14])
    return total / tick


async def followed(server: Server, feeds: FeedServer) -> str:
    """The address of a new database in which all feeds are followed, and due."""
    from bot.news.followed import Feed, FeedId
    from bot.store.engine import open_store
    from bot.store.feeds import feeds_of

    url = await fresh(server)
    store = await open_store(url)
    addresses = [feed_url(number, feeds.port) for number in range(feeds.feeds)]
    all_ = [Feed(FeedId(blake2b(a.encode(), digest_size=8).hexdigest()), a, full_text=False) for a in addresses]
    await feeds_of(store).follow(all_, "file", _now())
    await store.close()
    return url


async def polled(server: Server, feeds: FeedServer, url: str, workers: int, days: int = 0) -> Race:
    """All feeds, each once."""
    ran = await race(server, url, "poll", workers, [str(number + 1) for number in range(_POLLS)], days)
    feeds.checked(f"{workers} worker(s)")
    asked = sum(worker.done for worker in ran.workers)
    if asked != feeds.feeds:
        raise SystemExit(f"{asked:,} feeds were asked where {feeds.feeds:,} were due: one was asked twice, or never")
    return ran


def show(title: str, unit: str, count: int, races: dict[int, Race]) -> None:
    if not races:
        return
    print(f"\n{title}")
    print(f"{'':12}{'seconds':>10}{unit + '/s':>12}{'CPU workers':>14}{'CPU Postgres':>15}   shares")
    for workers, ran in races.items():
        shares = " + ".join(f"{worker.done:,}" for worker in ran.workers)
        print(
            f"{workers:2} worker{'s' if workers > 1 else ' '}  {ran.seconds:10.2f}{count / ran.seconds:12.0f}"
            f"{ran.cpu:12.1f} s{ran.database:13.1f} s   {shares}"
        )
    for workers, ran in races.items():
        if workers > 1 and 1 in races:
            ratio = races[1].seconds / ran.seconds
            verdict = f" (wanted {WANTED}: {'met' if ratio >= WANTED else 'MISSED'})" if workers == 2 else ""
            print(f"   {workers} workers are {ratio:.2f} times as fast as one{verdict}")


async def main(feeds: int, seconds: float, only: Sequence[str]) -> None:
    server = Server(**_ON_DISK)
    where = f"feeds that take {seconds * 1000:.0f} ms; all of it on {os.cpu_count()} processors"
    try:
        server.start()
        if "cold" in only or "again" in only:
            with served(feeds, seconds) as asked:
                cold, url = {}, ""
                for workers in (1, 2) if "cold" in only else (2,):
                    url = await followed(server, asked)
                    cold[workers] = await polled(server, asked, url, workers)
                show(f"{feeds:,} {where}; met for the first time", "feeds", feeds, cold)
                again = {}
                for workers in (1, 2) if "again" in only else ():
                    copy = await fresh(server, url.rpartition("/")[2])
                    again[workers] = await polled(server, asked, copy, workers, days=3)
                show(f"{feeds:,} {where}; nothing is new", "feeds", feeds, again)
        if "queue" in only:
            keys = [str(number) for number in range(_JOBS)]
            alone = {workers: await race(server, await fresh(server), "nap", workers, keys) for workers in (1, 2, 3)}
            title = f"the queue alone: {_JOBS:,} jobs of {_JOB_SECONDS * 1000:.0f} ms, one at a time in each worker"
            show(title, "jobs", _JOBS, alone)
    finally:
        server.remove()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="What a second worker is worth.")
    asked.add_argument("--feeds", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=0.3, help="that a feed takes to answer")
    asked.add_argument("--only", nargs="+", default=["cold", "again", "queue"], choices=["cold", "again", "queue"])
    asked.add_argument("--work", help=argparse.SUPPRESS)
    asked.add_argument("--kind", help=argparse.SUPPRESS)
    asked.add_argument("--days", type=int, help=argparse.SUPPRESS)
    given = asked.parse_args()
    asyncio.run(
        work(given.work, given.kind, given.days) if given.work else main(given.feeds, given.seconds, given.only)
    )
