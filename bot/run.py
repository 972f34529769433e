"""The beats of `factbox run`: which flow runs when, and how we stop.

APScheduler is the clock alone. What is due is decided by the rules (`news/slots.py`) and by the rows of the store,
so a beat that fires twice, late or not at all changes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import App
from bot.flows.answer import reply
from bot.flows.publish import deliver, publish, pull
from bot.news.shown import NoticeCard
from bot.news.slots import latest_slot
from bot.news.types import Channel
from bot.ports import Platform, Rejected, Unavailable, Unclear
from bot.queue.in_process import InProcessQueue

PULL_SECONDS = 300
EDITION_SECONDS = 30
DELIVER_SECONDS = 15

log = structlog.get_logger()


async def run(
    app: App, channels: dict[str, tuple[Channel, int]], clock: Callable[[], datetime], *, attended: bool
) -> None:
    """Pull, publish, deliver and answer until SIGTERM or SIGINT, or, when attended, until the person has left.

    `channels` gives each channel with the most articles of one edition.
    """
    queue = InProcessQueue()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)

    async def pull_step(source: str) -> None:
        try:
            new = await pull(app.fetchers[source], app.store, clock())
        except (Unavailable, Rejected) as error:
            log.warning("source_failed", source=source, why=str(error))
        else:
            log.info("pulled", source=source, new=new)

    async def edition_step(name: str) -> None:
        channel, most = channels[name]
        slot = latest_slot(channel, clock())
        if slot is not None and await publish(channel, slot, app.store, app.model, clock(), most):
            await queue.put("deliver", "all")

    async def deliver_step(_: str) -> None:
        await deliver(app.store, app.platforms, clock)

    steps = {"pull": pull_step, "edition": edition_step, "deliver": deliver_step}

    async def beat(step: str, keys: list[str]) -> None:
        for key in keys:
            await queue.put(step, key)

    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    scheduler.add_job(beat, "interval", seconds=PULL_SECONDS, args=("pull", list(app.fetchers)))
    scheduler.add_job(beat, "interval", seconds=EDITION_SECONDS, args=("edition", list(channels)))
    scheduler.add_job(beat, "interval", seconds=DELIVER_SECONDS, args=("deliver", ["all"]))
    worker = asyncio.create_task(queue.run(steps))
    talks: list[asyncio.Task[None]] = []
    scheduler.start()
    try:
        # At start: what the sources hold, then what is due, without waiting for the first beats.
        await beat("pull", list(app.fetchers))
        await queue.join()
        await beat("edition", list(channels))
        await beat("deliver", ["all"])
        await queue.join()
        # Only now: a prompt among the first briefs would be lost.
        talks += [asyncio.create_task(_talk(app, p, clock)) for p in app.platforms.values()]
        log.info("running", sources=len(app.fetchers), channels=len(channels))
        await _until(stop, talks, attended)
    finally:
        scheduler.shutdown(wait=False)
        for task in (*talks, worker):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*talks, worker)
        for platform in app.platforms.values():
            await platform.close()
        log.info("stopped")


async def _until(stop: asyncio.Event, talks: list[asyncio.Task[None]], attended: bool) -> None:
    """Wait for the signal; a talk that failed raises here. When attended, the end of all talk is the end."""
    waiting: set[asyncio.Task[Any]] = {asyncio.create_task(stop.wait()), *talks}
    while not stop.is_set():
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if attended and all(t.done() for t in talks):
            stop.set()


async def _talk(app: App, platform: Platform, clock: Callable[[], datetime]) -> None:
    async for mention in platform.mentions():
        try:
            await reply(mention, app.store, platform, app.model, clock())
        except (Unavailable, Rejected) as error:
            log.warning("reply_failed", event=mention.event, why=str(error))
            with contextlib.suppress(Unavailable, Rejected, Unclear):
                sorry = NoticeCard("I could not answer just now. Please ask again in a moment.")
                await platform.send(sorry, mention.place, key=f"sorry {mention.event}")
