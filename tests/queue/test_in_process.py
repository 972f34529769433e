"""What the queue within the process does besides the contract: its waits, and what is left when it stops."""

from __future__ import annotations

import asyncio

from bot.ports import Queue, Unavailable
from bot.queue.in_process import InProcessQueue
from tests.queue.press import Press, running


async def test_fits_the_socket() -> None:
    queue: Queue = InProcessQueue()
    await queue.join()


async def test_waits_longer_before_each_further_try() -> None:
    waited, tries = [], []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def step(key: str) -> None:
        tries.append(key)
        raise Unavailable("not now")

    queue = InProcessQueue(sleep=sleep)
    async with running(queue, {"step": step}):
        await queue.put("step", "1")
        await queue.join()
    assert waited == [1, 2, 4, 8]
    assert len(tries) == 5


async def test_what_waits_for_its_next_try_when_it_stops_is_run_by_the_next() -> None:
    queue, tried, press = InProcessQueue(waits=(3600,)), asyncio.Event(), Press()

    async def step(key: str) -> None:
        tried.set()
        raise Unavailable("not now")

    async with running(queue, {"step": step}):
        await queue.put("step", "1")
        await tried.wait()
    press.go_on()
    async with running(queue, {"step": press.step}):
        await queue.join()
    assert press.done == ["1"]


async def test_what_was_cut_off_is_over() -> None:
    queue, press = InProcessQueue(grace=0.01), Press()
    async with running(queue, {"press": press.step}):
        await queue.put("press", "1")
        await press.has_begun(1)
    await queue.join()
    assert press.done == []
