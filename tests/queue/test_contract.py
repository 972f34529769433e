"""What both queues promise: each step once, a few at a time, one that fails harms no other, none is torn."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.ports import Rejected, Unavailable
from tests.queue.conftest import Queues
from tests.queue.press import Press, running


async def test_runs_what_was_put_before_and_after_in_order(queues: Queues) -> None:
    queue, done = await queues(concurrency=1), []

    async def note(key: str) -> None:
        done.append(key)

    await queue.put("note", "1")
    await queue.put("note", "2")
    async with running(queue, {"note": note}):
        await queue.join()
        await queue.put("note", "3")
        await queue.join()
    assert done == ["1", "2", "3"]


async def test_the_same_step_and_key_waiting_is_one_run(queues: Queues) -> None:
    queue, press, other = await queues(), Press(), Press()
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


async def test_what_is_put_while_it_is_at_work_runs_once_more_afterwards(queues: Queues) -> None:
    queue, press = await queues(), Press()
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
    assert sorted(press.done) == ["1", "1", "2"]
    assert not press.twice_at_once


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_only_so_many_of_a_step_are_at_work_at_once(queues: Queues, concurrency: int) -> None:
    queue, press = await queues(concurrency=concurrency), Press()
    async with running(queue, {"press": press.step}):
        for number in range(8):
            await queue.put("press", str(number))
        await press.has_begun(concurrency)
        press.go_on()
        await queue.join()
    assert len(press.done) == 8
    assert press.most_at_once == concurrency


async def test_none_at_once_is_refused(queues: Queues) -> None:
    with pytest.raises(ValueError, match="concurrency"):
        await queues(concurrency=0)


async def test_many_of_one_step_hold_up_no_other(queues: Queues) -> None:
    queue, editions, others = await queues(concurrency=2), Press(), Press()
    for number in range(50):
        await queue.put("edition", str(number))
    async with running(queue, {"edition": editions.step, "deliver": others.step, "poll": others.step}):
        await editions.has_begun(2)
        await queue.put("deliver", "all")
        await queue.put("poll", "1")
        await others.has_begun(2)  # while not one edition has ended
        assert not editions.done
        editions.go_on()
        others.go_on()
        await queue.join()
    assert sorted(editions.done, key=int) == [str(number) for number in range(50)]


async def test_a_step_that_raises_is_logged_and_the_others_go_on(queues: Queues) -> None:
    queue, done = await queues(concurrency=1), []

    async def step(key: str) -> None:
        if key == "bad":
            raise RuntimeError("out of ink")
        if key == "refused":
            raise Rejected("no such paper")
        done.append(key)

    with capture_logs() as logs:
        async with running(queue, {"print": step}):
            for key in ("1", "bad", "refused", "2"):
                await queue.put("print", key)
            await queue.join()
    assert done == ["1", "2"]
    failed = [log for log in logs if log["event"] == "step_failed"]
    assert [(log["step"], log["key"]) for log in failed] == [("print", "bad"), ("print", "refused")]
    assert failed[0]["exc_info"]
    assert failed[1]["why"] == "no such paper"


async def test_one_that_another_try_may_help_is_tried_again_a_few_times(queues: Queues) -> None:
    queue, tried = await queues(), []

    async def step(key: str) -> None:
        tried.append(key)
        if key == "down" or tried.count(key) < 3:
            raise Unavailable("the press is warming up")

    with capture_logs() as logs:
        async with running(queue, {"print": step}):
            await queue.put("print", "soon")
            await queue.join()
            await queue.put("print", "down")
            await queue.join()
            await queue.put("print", "soon")  # counted anew
            await queue.join()
    assert tried == ["soon"] * 3 + ["down"] * 4 + ["soon"]
    failed = [log for log in logs if log["event"] == "step_failed"]
    assert [(log["key"], log["why"]) for log in failed] == [("down", "the press is warming up")]
    assert [log["key"] for log in logs if log["event"] == "step_tried_again"] == ["soon"] * 2 + ["down"] * 3


async def test_what_waits_for_its_next_try_is_put_once_and_holds_up_no_other(queues: Queues) -> None:
    queue, tried, others = await queues(concurrency=1, waits=(3600,)), asyncio.Event(), Press()

    async def step(key: str) -> None:
        tried.set()
        raise Unavailable("the press is warming up")

    others.go_on()
    async with running(queue, {"print": step, "other": others.step}):
        await queue.put("print", "1")
        await tried.wait()
        tried.clear()
        await queue.put("print", "2")
        await tried.wait()  # there is room for it while the first waits
        for _ in range(2):
            await queue.put("print", "1")
        assert (await queue.depth())["print"] == 2


async def test_a_step_may_put_further_steps_and_join_waits_for_them(queues: Queues) -> None:
    queue, done = await queues(concurrency=1), []

    async def count_down(key: str) -> None:
        done.append(key)
        if key != "0":
            await queue.put("count", str(int(key) - 1))

    async with running(queue, {"count": count_down}):
        await queue.put("count", "3")
        await queue.join()
    assert done == ["3", "2", "1", "0"]


async def test_depth_tells_what_waits_and_what_is_at_work(queues: Queues) -> None:
    queue, press = await queues(concurrency=1), Press()
    assert await queue.depth() == {}
    for key in "123":
        await queue.put("press", key)
    await queue.put("nobody's", "1")
    async with running(queue, {"press": press.step}):
        await press.has_begun(1)
        assert await queue.depth() == {"press": 3, "nobody's": 1}
        press.go_on()


async def test_steps_that_are_not_run_here_wait(queues: Queues) -> None:
    queue, press, later = await queues(), Press(), Press()
    await queue.put("later", "1")
    await queue.put("press", "1")
    press.go_on()
    later.go_on()
    async with running(queue, {"press": press.step}):
        await press.has_begun(1)
    assert await queue.depth() == {"later": 1}
    async with running(queue, {"later": later.step}):
        await queue.join()
    assert later.done == ["1"]


async def test_when_cancelled_the_steps_at_work_are_finished_and_no_other_is_begun(queues: Queues) -> None:
    queue, press = await queues(concurrency=2), Press()
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
    assert sorted(press.done) == ["1", "2"]
    async with running(queue, {"press": press.step}):
        await queue.join()  # the third was kept
    assert sorted(press.done) == ["1", "2", "3"]


async def test_a_step_that_does_not_finish_in_time_is_cut_off(queues: Queues) -> None:
    queue, press = await queues(grace=0.01), Press()
    with capture_logs() as logs:
        async with running(queue, {"press": press.step}) as task:
            await queue.put("press", "1")
            await press.has_begun(1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    assert press.done == []
    assert [(log["event"], log["step"]) for log in logs] == [("step_cut_off", "press 1")]


async def test_a_second_cancel_does_not_wait(queues: Queues) -> None:
    queue, press = await queues(grace=3600), Press()
    async with running(queue, {"press": press.step}) as task:
        await queue.put("press", "1")
        await press.has_begun(1)
        task.cancel()
        await asyncio.wait([task], timeout=0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert press.done == []
