"""A copy in a process of its own, for tests that stop it or kill it.

`python -m tests.queue.copy_child URL` runs the step "work", which says "begun KEY" and ends with the next line that comes.
"""

from __future__ import annotations

import asyncio
import sys

from bot.queue.procrastinate import ProcrastinateQueue
from tests.queue.conftest import SOON_GIVEN_UP


async def main(url: str) -> None:
    queue = ProcrastinateQueue(url, "child", **SOON_GIVEN_UP)  # type: ignore[arg-type]
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)

    async def work(key: str) -> None:
        print("begun", key, flush=True)
        await lines.readline()
        print("done", key, flush=True)

    await queue.open()
    await queue.run({"work": work})


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
