"""Processes that read hostile documents and are killed when one takes too long, or too much memory.

Each is a fresh Python that runs `bot/feeds/work.py`, not a fork of ours, and is given nothing but a search path: no
token or secret of ours is in its environment. What it answers is checked as JSON, never unpickled.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Literal

from bot.feeds.decoding import Unreadable
from bot.feeds.work import DONE, FAILED, MEMORY, NO_MEMORY, READY, SIZE, UNREADABLE
from bot.news.documents import from_json
from bot.news.followed import FeedDocument, Page
from bot.ports import Unavailable

TaskName = Literal["feed", "page", "links"]

MOST_BYTES = 20_000_000
"""The largest document that a worker is given."""
MOST_ANSWER = 100_000_000
"""Bytes. The largest answer that is believed."""
JOBS = 300
"""A worker is replaced after as many: trafilatura and lxml never give all of their memory back."""
IDLE_SECONDS = 60.0
"""One that has had nothing to do for so long ends: each holds some 40 MB, and pages come in bursts."""
START_SECONDS = 60.0
# A longer answer is read on a thread: the event loop serves the other sites meanwhile.
_LONG = 1_000_000

_KINDS: dict[TaskName, type[FeedDocument] | type[Page]] = {"feed": FeedDocument, "links": FeedDocument, "page": Page}
_ROOT = str(Path(__file__).resolve().parents[2])
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "PYTHONHOME", "COVERAGE_PROCESS_START")


class Workers:
    """At most `count` worker processes, started when first needed; `seconds` is the time that one job may take.

    One that was idle for `idle` seconds ends.
    """

    def __init__(self, count: int, seconds: float, idle: float = IDLE_SECONDS) -> None:
        self._seconds, self._idle_seconds = seconds, idle
        self._ending: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(count)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    async def run(self, task: TaskName, data: bytes, *args: str | None) -> FeedDocument | Page:
        """What the task makes of `data`; the first of `args` is the address that it came from.

        Raises `Unreadable` where it is nothing of the kind, `Unavailable` where reading it took too long, took too
        much memory or crashed the process, and RuntimeError for a bug of ours, with the worker's own traceback.
        """
        if len(data) > MOST_BYTES:
            raise Unreadable(f"has {len(data) / 1e6:.1f} MB; a document may have {MOST_BYTES / 1e6:.0f} MB")
        what = (args[0] if args else None) or f"a {task}"
        async with self._turns:
            worker = await self._worker()
            try:
                kind, text = await asyncio.wait_for(worker.job(task, data, args, self._seconds), self._seconds)
            except TimeoutError:
                raise Unavailable(f"{what} took longer than {self._seconds:g} s to read, so it was left") from None
            except (OSError, EOFError) as error:
                raise Unavailable(await self._crash(worker, what)) from error
            else:
                if worker.jobs < JOBS and kind != NO_MEMORY and not self._closed:
                    self._rest(worker)
            finally:
                if worker not in self._idle:
                    await self._end(worker)
        if len(text) > _LONG:
            return await asyncio.to_thread(_result, task, kind, text, what)
        return _result(task, kind, text, what)

    async def close(self) -> None:
        """End all worker processes, those at work too."""
        self._closed = True
        for worker in self._idle:
            worker.stay()
        self._idle.clear()
        await asyncio.gather(*(self._end(worker) for worker in tuple(self._all)), *self._ending)

    def _rest(self, worker: _Worker) -> None:
        self._idle.append(worker)
        worker.leave = asyncio.get_running_loop().call_later(self._idle_seconds, self._retire, worker)

    def _retire(self, worker: _Worker) -> None:
        self._idle.remove(worker)
        task = asyncio.create_task(self._end(worker))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _worker(self) -> _Worker:
        """A worker that waits, or a new one."""
        while self._idle:
            worker = self._idle.pop()
            worker.stay()
            if worker.alive:
                return worker
            await self._end(worker)
        if self._closed:
            raise Unavailable("the worker processes are closed")
        worker = await _Worker.start()
        self._all.add(worker)
        try:
            await asyncio.wait_for(worker.ready(), START_SECONDS)
        except (TimeoutError, OSError, EOFError) as error:
            raise Unavailable(f"a worker process did not start: {error or type(error).__name__}") from error
        finally:
            if not worker.is_ready:
                await self._end(worker)
        return worker

    async def _crash(self, worker: _Worker, what: str) -> str:
        code = await worker.end()
        if self._closed:
            return f"{what} was not read: the worker processes are closed"
        return f"{what} crashed the process that read it ({f'signal {-code}' if code < 0 else f'exit code {code}'})"

    async def _end(self, worker: _Worker) -> None:
        # Cancelled or not: no process is left behind. Until it is gone, close() knows of it.
        await asyncio.shield(asyncio.ensure_future(worker.end()))
        self._all.discard(worker)


class _Worker:
    """One worker process."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._listening = asyncio.Lock()
        self.jobs = 0
        self.is_ready = False
        self.leave: asyncio.TimerHandle | None = None
        """Ends it, while it is idle."""

    @classmethod
    async def start(cls) -> _Worker:
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            # -P: the directory we were started in is no place to import from. A group of its own: Ctrl-C is for us.
            *(sys.executable, "-P", "-m", "bot.feeds.work"),
            stdin=PIPE,
            stdout=PIPE,
            env={**passed_on, "PYTHONPATH": _ROOT, "TZ": "UTC"},
            process_group=0,
        )
        return cls(process)

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    def stay(self) -> None:
        """It has work again, or is ended otherwise."""
        if self.leave is not None:
            self.leave.cancel()
            self.leave = None

    async def ready(self) -> None:
        """Wait until it has imported all that it needs."""
        kind, _ = await self._answer()
        self.is_ready = kind == READY

    async def job(self, task: str, data: bytes, args: tuple[str | None, ...], seconds: float) -> tuple[bytes, str]:
        """The kind and the text of its answer. Raises EOFError or OSError where it dies."""
        assert self._process.stdin is not None
        self.jobs += 1
        head = json.dumps({"task": task, "args": args, "seconds": seconds}).encode("utf-8", "replace")
        self._process.stdin.writelines((len(head).to_bytes(SIZE, "big"), len(data).to_bytes(SIZE, "big"), head, data))
        await self._process.stdin.drain()
        return await self._answer()

    async def end(self) -> int:
        """Kill it and wait until it is gone; its exit code."""
        if self._process.returncode is None:
            # Process.kill() would take the exit code of one that has just died away from asyncio.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
        # To its end, or the pipe would never be closed; after whoever listens has heard that it is gone.
        async with self._listening:
            await self._process.communicate()
        return await self._process.wait()

    async def _answer(self) -> tuple[bytes, str]:
        assert self._process.stdout is not None
        async with self._listening:
            head = await self._process.stdout.readexactly(1 + SIZE)
            size = int.from_bytes(head[1:], "big")
            if size > MOST_ANSWER:
                raise OSError(f"an answer of {size / 1e6:.0f} MB")
            return head[:1], (await self._process.stdout.readexactly(size)).decode("utf-8")


def _result(task: TaskName, kind: bytes, text: str, what: str) -> FeedDocument | Page:
    if kind == DONE:
        return from_json(_KINDS[task], text)
    if kind == UNREADABLE:
        raise Unreadable(text)
    if kind == NO_MEMORY:
        raise Unavailable(f"{what} took more than {MEMORY / 1e6:.0f} MB of memory to read, so it was left")
    assert kind == FAILED, kind
    raise RuntimeError(f"reading {what} failed in a worker process:\n{text}")
