"""Tasks that nobody waits for, and memories with an end."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from bot.platforms.newest import Newest
from bot.platforms.tasks import Tasks


async def test_what_a_task_raises_is_logged_under_its_event() -> None:
    tasks = Tasks("gesture_broke")

    async def broken() -> None:
        raise LookupError("a bug")

    with capture_logs() as logs:
        await asyncio.wait([tasks.spawn(broken())])
        await asyncio.sleep(0)
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("gesture_broke", "error")]


async def test_at_the_end_what_runs_is_done_and_what_hangs_is_left_off() -> None:
    tasks, done, never = Tasks("broke"), list[str](), asyncio.Event()

    async def quick() -> None:
        await asyncio.sleep(0)
        done.append("quick")

    async def ending() -> None:
        await tasks.end(within=0.05)  # not held up by itself
        done.append("ended")

    tasks.spawn(quick())
    hanging = tasks.spawn(never.wait())
    await tasks.spawn(ending())
    assert done == ["quick", "ended"]
    assert hanging.cancelled()


def test_the_oldest_is_forgotten_and_what_is_set_again_counts_as_new() -> None:
    memory: Newest[str, int] = Newest(2)
    for at, key in enumerate("abac"):
        memory[key] = at
    assert dict(memory) == {"a": 2, "c": 3}
