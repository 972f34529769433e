"""Those who poll the made-up feeds, each in a process of its own, so that none bears another's cost.

`python -m tests.bench.rivals NAME FOLDER` polls the addresses in FOLDER/urls twice: cold, and once nothing is new.
After each it prints what it cost and waits for a line on its standard input. Getting ready (imports, adding feeds) is
not counted. Only the standard library is imported at the top: a rival may live in another Python than Factbox.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from tests.bench.costs import cpu_seconds, peak_with_children

AT_ONCE = 32

_SETTLE = 3.0
"""Seconds between the two polls: no connection of the first is still open then, as on the real web."""

Poll = Callable[[], Awaitable[int]]
"""Poll every feed once; the number of items that came, as far as the one who polls can tell."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run: seconds on the clock and of the processors; peaks in bytes, of the process and of those below it."""

    wall: float
    cpu: float
    peak: int
    below: int = 0
    items: int = 0


async def _side_by_side(urls: list[str], ask: Callable[[str], Awaitable[int]]) -> int:
    waiting = deque(urls)

    async def worker() -> int:
        items = 0
        while waiting:
            items += await ask(waiting.popleft())
        return items

    return sum(await asyncio.gather(*(worker() for _ in range(AT_ONCE))))


async def bare(urls: list[str], folder: Path, stack: AsyncExitStack, *, quick: bool = False) -> Poll:
    """httpx and fastfeedparser in a loop that keeps nothing but the validators, in memory.

    `quick` takes httpx's transport over aiohttp, which Factbox has too, in place of httpx's own.
    """
    import fastfeedparser  # type: ignore[import-untyped]
    import httpx

    transport = None
    if quick:
        from httpx_aiohttp import AiohttpTransport

        transport = AiohttpTransport(limits=httpx.Limits(max_connections=AT_ONCE))
    client = await stack.enter_async_context(
        httpx.AsyncClient(transport=transport, follow_redirects=True, timeout=30, trust_env=False)
    )
    validators: dict[str, dict[str, str]] = {}

    async def ask(url: str) -> int:
        answer = await client.get(url, headers=validators.get(url))
        if answer.status_code == 304:
            return 0
        named = {"If-None-Match": answer.headers.get("etag"), "If-Modified-Since": answer.headers.get("last-modified")}
        validators[url] = {name: value for name, value in named.items() if value}
        try:
            return len(fastfeedparser.parse(answer.content).entries)
        except ValueError:
            return 0  # broken; it stores nothing, so it loses nothing

    return lambda: _side_by_side(urls, ask)


async def quick(urls: list[str], folder: Path, stack: AsyncExitStack) -> Poll:
    return await bare(urls, folder, stack, quick=True)


async def reader(urls: list[str], folder: Path, stack: AsyncExitStack) -> Poll:
    """lemon24/reader as its documentation has it, with as many workers as the others have connections."""
    from reader import make_reader  # type: ignore[import-not-found]

    shelf = make_reader(str(folder / "reader.db"))
    stack.callback(shelf.close)
    for url in urls:
        shelf.add_feed(url)

    async def poll() -> int:
        shelf.update_feeds(workers=AT_ONCE, scheduled=False)  # it would not ask again within the hour
        return int(shelf.get_entry_counts().total or 0)

    return poll


async def factbox(urls: list[str], folder: Path, stack: AsyncExitStack) -> Poll:
    """Factbox, doing everything: the careful client, sanitising, identity, articles and feed states on a SQLite file."""
    import logging

    from bot.feeds.reader import open_reader
    from bot.flows.poll import poll_due
    from bot.log import set_up
    from bot.news.followed import Feed, FeedId
    from bot.store.engine import open_store
    from bot.store.feeds import feeds_of

    set_up(logging.INFO)
    now = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)

    def clock() -> datetime:
        return now

    store = await open_store(f"sqlite:///{folder / 'factbox.db'}")
    stack.push_async_callback(store.close)
    feeds = feeds_of(store)
    web = await stack.enter_async_context(open_reader("bench@example.org", ["127.0.0.0/8"], clock))
    followed = [Feed(FeedId(blake2b(url.encode(), digest_size=8).hexdigest()), url, full_text=False) for url in urls]
    await feeds.follow(followed, "file", now)

    async def poll() -> int:
        nonlocal now
        polled = await poll_due(feeds, web, clock, at_once=AT_ONCE)
        now += timedelta(days=3)  # by then all are due again
        return polled.new

    return poll


CONTENDERS = {"bare": bare, "quick": quick, "reader": reader, "factbox": factbox}


async def _run(name: str, folder: Path) -> None:
    urls = (folder / "urls").read_text(encoding="utf-8").split()
    async with AsyncExitStack() as stack:
        poll = await CONTENDERS[name](urls, folder, stack)
        for _ in range(2):
            start, spent = time.perf_counter(), cpu_seconds()
            items = await poll()
            wall, cpu = time.perf_counter() - start, cpu_seconds() - spent
            own, below = peak_with_children()
            print(json.dumps(asdict(Cost(wall, cpu, own, below, items))), flush=True)
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
            await asyncio.sleep(_SETTLE)


def newsboat(program: str, folder: Path) -> Cost:
    """One `newsboat -x reload` over FOLDER/urls: a whole process, since that is how it polls."""
    config = folder / "config"
    config.write_text(f"reload-threads {AT_ONCE}\ndownload-timeout 30\n", encoding="utf-8")
    given = ["-u", folder / "urls", "-c", folder / "cache.db", "-C", config, "-x", "reload"]
    start = time.perf_counter()
    running = subprocess.Popen(
        [program, *map(str, given)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(folder)},
    )
    _, status, usage = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise ChildProcessError(f"{program} ended with {running.returncode}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], Path(sys.argv[2])))
