"""`python -m tests.many.outage`: Postgres is shut down, or crashes, under two copies at work, and comes again.

Channels are subscribed and people ask all the while. It prints how long after Postgres was back the bot was ready, had
posted what became due then, and had answered what was asked then; and it ends 1 where anything is lost or doubled, or a
copy ended.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.ports import Unavailable
from tests.many.fleet import Member, free_port
from tests.many.grounds import until
from tests.many.scene import Scene, scene

OUTAGES = ((signal.SIGINT, 2.0), (signal.SIGINT, 40.0), (signal.SIGQUIT, 2.0), (signal.SIGQUIT, 40.0))
_NAMES = {signal.SIGINT: "shut down", signal.SIGQUIT: "crashed"}
_PATIENCE = 120.0
_SETTLED = 15.0


@dataclass(frozen=True, slots=True)
class Copy:
    member: Member
    port: int

    def log(self) -> str:
        return self.member.log.read_text("utf-8")

    async def ready(self) -> tuple[int, dict[str, str]]:
        """The status of its /readyz, and what each part says; 0 where it does not answer."""
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as http,
                http.get(f"http://127.0.0.1:{self.port}/readyz") as answer,
            ):
                said = json.loads(await answer.text())
                return answer.status, said["parts"]
        except (aiohttp.ClientError, TimeoutError):
            return 0, {}


async def joined(found: Scene) -> Copy:
    """A copy whose status page can be asked."""
    port = free_port()
    return Copy(await found.join(FACTBOX_WEB__STATUS=f"127.0.0.1:{port}"), port)


async def until_ready(copies: Sequence[Copy], seconds: float = _PATIENCE) -> float:
    """Seconds until all of them are ready. Raises TimeoutError."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        for copy in copies:
            while (await copy.ready())[0] != 200:  # noqa: ASYNC110 another process tells nobody
                await asyncio.sleep(0.1)
    return time.monotonic() - began


async def one(found: Scene, copies: Sequence[Copy], how: signal.Signals, seconds: float) -> str:
    """A row of the table."""
    ground = found.grounds[0]
    await asyncio.to_thread(found.server.stop, how)
    await ground.ask(ground.channels[0])
    await asyncio.sleep(seconds)
    _, parts = await copies[0].ready()
    await asyncio.to_thread(found.server.start)
    began = time.monotonic()

    async def seconds_until(done: asyncio.Future[bool] | asyncio.Task[bool]) -> float:
        assert await done
        return time.monotonic() - began

    async def posted() -> bool:
        before = set(found.owed)
        return await until(lambda: set(found.owed) - before - set(found.missing()), _PATIENCE)

    async def answered() -> bool:
        question = await ground.ask(ground.channels[-1])
        return await until(lambda: ground.answers(question), _PATIENCE)

    ready, new, told = await asyncio.gather(
        until_ready(copies),
        seconds_until(asyncio.create_task(posted())),
        seconds_until(asyncio.create_task(answered())),
    )
    troubles = "; ".join(f"{name}: {words}" for name, words in parts.items() if words != "well")
    return f"| {_NAMES[how]} for {seconds:.0f} s | {ready:.1f} s | {new:.1f} s | {told:.1f} s | {troubles} |"


async def load(found: Scene) -> None:
    """A channel each second, and a question each two; what cannot be kept while Postgres is away is tried again."""
    for n in range(100_000):
        try:
            await found.subscribe(found.grounds[0])
        except Unavailable:
            found.grounds[0].channels.pop()
        if n % 2:
            await found.grounds[0].ask(found.grounds[0].channels[n % len(found.grounds[0].channels)])
        await asyncio.sleep(1)


async def outage(outages: Sequence[tuple[signal.Signals, float]], keep: str) -> int:
    async with scene() as found:
        await found.subscribe(found.grounds[0])
        copies = [await joined(found) for _ in range(2)]
        await until_ready(copies)
        loading = asyncio.create_task(load(found))
        print("| Postgres | ready after | posts what is due after | answers after | /readyz meanwhile |")
        print("|---|---|---|---|---|")
        for how, seconds in outages:
            await asyncio.sleep(8)
            print(await one(found, copies, how, seconds), flush=True)
        loading.cancel()
        await until(lambda: not found.missing() and found.answered() == len(found.questions()), _PATIENCE)
        await asyncio.sleep(_SETTLED)
        lost, twice = len(found.missing()), len(found.doubled()) + len(found.answered_twice())
        unanswered = len(found.questions()) - found.answered()
        print(f"\nEditions {len(found.owed)}: missing {lost}. Questions {len(found.questions())}: left {unanswered}.")
        print(f"Posted or answered twice: {twice}. Copies that ended: {sum(not c.member.runs for c in copies)}.")
        for ground, question in found.questions():
            if len(words := ground.answers(question)) != 1:
                print("  ", question, *words, sep="\n   ", file=sys.stderr)
        if keep:
            found.copies.keep_logs(Path(keep))
        ended = [await copy.member.stopped() for copy in copies]
        return int(bool(lost or twice or unanswered or any(ended)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.many.outage", description=__doc__)
    parser.add_argument("--times", type=int, default=len(OUTAGES), help="how many of the outages")
    parser.add_argument("--keep", default="", help="a folder for the copies' logs")
    arguments = parser.parse_args()
    sys.exit(asyncio.run(outage(OUTAGES[: arguments.times], arguments.keep)))
