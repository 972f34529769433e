"""Waiting for something to happen in the local Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Watching:
    """`changed` is called after every change; `until` looks again then."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def changed(self) -> None:
        """Wake whoever waits for something to happen."""
        for waiting in list(self._waiting):
            if not waiting.done():
                waiting.set_result(None)

    async def until(self, condition: Callable[[], object], seconds: float, words: Callable[[], str]) -> None:
        """Until the condition holds; raises TimeoutError with `words` after that many seconds of the real clock."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not condition():
            left = end - loop.time()
            if left <= 0:
                raise TimeoutError(words())
            # What a test waits for may be the bot's own doing, of which nobody tells us: look again soon.
            await self._wait(min(left, 0.02))

    async def _wait(self, seconds: float) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return
        finally:
            self._waiting.discard(waiting)
