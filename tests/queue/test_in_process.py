"""The queue within the process: each step once, a few at a time, one that fails harms no other, none is torn."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.ports import Queue, Step
from bot.queue.in_process import InProcessQueue


class Press:
    """A step that stands still with each key until told to go on, and remembers what it did."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.most_at_once = 0
        self._go_on = asyncio.Event()
        self._began = asyncio.Condition()

    async def step(self, key: str) -> None:
        async with self._began:
            self.begun.append(key)
            self.most_at_once = max(self.most_at_once, len(self.begun) - len(self.done))
            self._began.notify_all()
        await self._go_on.wait()
        self.done.append(key)

    async def has_begun(self, number: int) -> None:
        """Wait until so many have begun."""
        async with self._began:
            await self._began.wait_for(lambda: len(self.begun) >= number)

    def go_on(self) -> None:
        self._go_on.set()


@asynccontextmanager
async def running(queue: InProcessQueue, steps: Mapping[str, Step]):  # type: ignore[no-untyped-def]
    task = asyncio.create_task(queue.run(steps))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_fits_the_socket() -> None:
    queue: Queue = InProcessQueue()
    await queue.join()


async def test_runs_what_was_put_before_and_after_in_order() -> None:
    queue, done = InProcessQueue(concurrency=1), []

    async def note(key: str) -> None:
        done.append(key)

    await queue.put("note", "1")
    await queue.put("note", "2")
    async with running(queue, {"note": note}):
        await queue.join()
        await queue.put("note", "3")
        await queue.join()
    assert done == ["1", "2", "3"]


async def test_the_same_step_and_key_waiting_is_one_run() -> None:
    queue, press, other = InProcessQueue(), Press(), Press()
    for _ in range(3):
        await queue.put("press", "1")
    await queue.put("press", "2")
    await queue.put("other", "1")
    async with running(queue, {"press": press.step, "other": other.step}):
        press.go_on()
        other.go_on()
        await queue.join()
    assert sorted(press.done) == ["1", "2"]
    assert other.done == ["1"]


async def test_what_is_put_while_it_is_at_work_runs_once_more_afterwards() -> None:
    queue, press = InProcessQueue(), Press()
    async with running(queue, {"press": press.step}):
        await queue.put("press", "1")
        await press.has_begun(1)
        await queue.put("press", "1")
        await queue.put("press", "1")
        await queue.put("press", "2")
        await press.has_begun(2)  # another key does not wait for it
        assert press.begun == ["1", "2"]
        press.go_on()
        await queue.join()
    assert press.done == ["1", "2", "1"]


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_only_so_many_are_at_work_at_once(concurrency: int) -> None:
    queue, press = InProcessQueue(concurrency), Press()
    async with running(queue, {"press": press.step}):
        for number in range(10):
            await queue.put("press", str(number))
        await press.has_begun(concurrency)
        press.go_on()
        await queue.join()
    assert len(press.done) == 10
    assert press.most_at_once == concurrency


def test_none_at_once_is_refused() -> None:
    with pytest.raises(ValueError, match="concurrency"):
        InProcessQueue(concurrency=0)


async def test_a_step_that_raises_is_logged_and_the_others_go_on() -> None:
    queue, done = InProcessQueue(concurrency=1), []

    async def step(key: str) -> None:
        if key == "bad":
            raise RuntimeError("out of ink")
        done.append(key)

    with capture_logs() as logs:
        async with running(queue, {"print": step}):
            for key in ("1", "bad", "2"):
                await queue.put("print", key)
            await queue.put("unheard of", "3")
            await queue.join()
    assert done == ["1", "2"]
    assert [(log["event"], log["step"], log["key"]) for log in logs] == [
        ("step_failed", "print", "bad"),
        ("step_failed", "unheard of", "3"),
    ]
    assert all(log["exc_info"] for log in logs)


async def test_a_step_may_put_further_steps_and_join_waits_for_them() -> None:
    queue, done = InProcessQueue(concurrency=1), []

    async def count_down(key: str) -> None:
        done.append(key)
        if key != "0":
            await queue.put("count", str(int(key) - 1))

    async with running(queue, {"count": count_down}):
        await queue.put("count", "3")
        await queue.join()
    assert done == ["3", "2", "1", "0"]


async def test_when_cancelled_the_steps_at_work_are_finished_and_no_other_is_begun() -> None:
    queue, press = InProcessQueue(concurrency=2), Press()
    async with running(queue, {"press": press.step}) as task:
        for key in "123":
            await queue.put("press", key)
        await press.has_begun(2)
        task.cancel()
        await asyncio.wait([task], timeout=0.01)
        assert not task.done()
        press.go_on()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert press.done == ["1", "2"]
    async with running(queue, {"press": press.step}):
        await queue.join()  # the third was kept
    assert press.done == ["1", "2", "3"]


async def test_a_step_that_does_not_finish_in_time_is_cut_off() -> None:
    queue, press = InProcessQueue(grace=0.01), Press()
    with capture_logs() as logs:
        async with running(queue, {"press": press.step}) as task:
            await queue.put("press", "1")
            await press.has_begun(1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    assert press.done == []
    assert [(log["event"], log["step"]) for log in logs] == [("step_cut_off", "press 1")]
    await queue.join()


async def test_a_second_cancel_does_not_wait() -> None:
    queue, press = InProcessQueue(grace=3600), Press()
    async with running(queue, {"press": press.step}) as task:
        await queue.put("press", "1")
        await press.has_begun(1)
        task.cancel()
        await asyncio.wait([task], timeout=0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert press.done == []


async def test_many_of_one_step_hold_up_no_other() -> None:
    queue, press, others = InProcessQueue(concurrency=2), Press(), Press()
    for number in range(9):
        await queue.put("many", str(number))
    async with running(queue, {"many": press.step, "other": others.step}):
        await press.has_begun(2)
        await queue.put("other", "all")
        press.go_on()
        await others.has_begun(1)
        assert len(press.begun) < 9
        others.go_on()
        await queue.join()
    assert press.done == [str(number) for number in range(9)]
