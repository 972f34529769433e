"""The clock that beats, on a machine whose own clock is set."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.run import Every, keep_time


class Wall:
    """Unix seconds that can be set."""

    def __init__(self) -> None:
        self.set_by = 0.0

    def __call__(self) -> float:
        return asyncio.get_running_loop().time() + self.set_by


async def test_beats_are_asked_for_anew_when_the_clock_is_set_back() -> None:
    scheduler, wall = AsyncIOScheduler(timezone=UTC), Wall()
    scheduler.add_job(asyncio.sleep, Every(3600), args=(0,))
    scheduler.start()
    [job] = scheduler.get_jobs()
    job.modify(next_run_time=datetime(2099, 1, 1, tzinfo=UTC))  # as it stands once the clock has gone back
    keeping = asyncio.create_task(keep_time(scheduler, wall, every=0.001))
    try:
        await asyncio.sleep(0.02)  # a clock that is not set changes nothing
        assert job.next_run_time.year == 2099
        wall.set_by -= 3600
        async with asyncio.timeout(5):
            while job.next_run_time.year == 2099:  # noqa: ASYNC110 nobody tells of it
                await asyncio.sleep(0.001)
    finally:
        keeping.cancel()
        scheduler.shutdown(wait=False)


def test_a_clock_set_forward_by_a_year_is_one_beat() -> None:
    before, after = datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)
    assert (Every(5).get_next_fire_time(before, after) - after).total_seconds() == 5
