"""Starts and ends `factbox run`: the clock that beats, what listens, and the signals.

APScheduler is the clock alone. What is due is decided by the rules (`news/slots.py`) and by the rows of the store,
so a beat that fires twice, late or not at all changes nothing.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.app.running import Opened
from bot.beats import Beats
from bot.flows.listen import listen

ANSWERS_SECONDS = 7  # that answers get to end when we stop
_LAST_WORD = 0.2  # seconds
_SET_BACK = 0.5  # seconds; less is its usual correction
LAST_SECONDS = 8.5  # then all is cut off: `docker stop` waits for ten
_VERY_LAST_SECONDS = 9.3  # then we end, whatever hangs that cannot be cut off: a database, a thread

log = structlog.get_logger()


def signals(*, attended: bool) -> tuple[asyncio.Event, asyncio.Event]:
    """From now on SIGTERM and SIGINT set the first: we are to stop; SIGHUP the second: the settings have changed.

    Unless somebody sits there, who can wait or not, this process ends within ten seconds of a stop.
    """
    loop = asyncio.get_running_loop()
    stop, changed = asyncio.Event(), asyncio.Event()
    last = threading.Timer(_VERY_LAST_SECONDS, _end_at_once)
    last.daemon = True

    def end(*_: object) -> None:
        if not attended and not last.ident:
            last.start()
        loop.call_soon_threadsafe(stop.set)

    # Not by the loop's own handlers: what holds the loop up must not hold up the end.
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    loop.add_signal_handler(signal.SIGHUP, changed.set)
    return stop, changed


def _end_at_once() -> None:
    """As if killed, which loses nothing: what was at work is a row that whoever runs next looks at."""
    words = {"after_seconds": _VERY_LAST_SECONDS}
    telling = threading.Thread(target=log.warning, args=("ended_by_force",), kwargs=words, daemon=True)
    telling.start()
    telling.join(_LAST_WORD)  # whoever reads the log may be what hangs
    os._exit(0)


class Every(BaseTrigger):  # type: ignore[misc]  # it has no types
    """Fires so many seconds after it fired last. APScheduler's own counts all that a clock set forward has missed."""

    def __init__(self, seconds: float) -> None:
        self._between = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + self._between


async def keep_time(scheduler: AsyncIOScheduler, wall: Callable[[], float], every: float = 1.0) -> None:
    """Until cancelled, see to it that beats go on where the machine's clock is set back: they would wait until it is
    again as late as it was. `wall` is that clock in Unix seconds."""
    loop = asyncio.get_running_loop()
    ahead = wall() - loop.time()
    while True:
        await asyncio.sleep(every)
        now = wall() - loop.time()
        if now < ahead - _SET_BACK:
            log.warning("clock_set_back", seconds=round(ahead - now))
            for job in scheduler.get_jobs():
                job.reschedule(job.trigger)
        ahead = now


async def run(
    opened: Opened,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    changed: asyncio.Event,
    *,
    follow: Callable[[datetime], None],
    reload: Callable[[], Awaitable[None]],
    attended: bool,
) -> None:
    """Pull, poll, publish, deliver and answer until `stop`, or until whoever is prompted has left.

    `follow` sets the clock to the store's; `reload` reads the settings again, each time `changed` is set. `attended`:
    somebody sits at the terminal; they are prompted where it is one of the platforms.
    """
    app, copy = opened.app, opened.copy
    prompts = attended and "terminal" in app.platforms
    beats = Beats(opened, clock, follow, stop)
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    for step, seconds in beats.rhythm():
        scheduler.add_job(beats.beat, Every(seconds), args=(step,))
    talks: list[asyncio.Task[None]] = []
    own, shared = beats.own_steps(), beats.shared_steps()
    workers = [asyncio.create_task(copy.own.run(own | shared if copy.alone else own))]
    if not copy.alone:
        workers.append(asyncio.create_task(app.queue.run(shared)))
    stopped = asyncio.create_task(stop.wait())
    beginning = asyncio.create_task(beats.begin())
    reloading = asyncio.create_task(_reload_when(changed, reload))
    watching = asyncio.create_task(keep_time(scheduler, time.time))
    scheduler.start()
    try:
        if prompts:  # one among the first briefs would be lost
            await asyncio.wait({beginning, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not stopped.done():
            talks += [
                asyncio.create_task(listen(p, app.newsroom, app.inbox, beats.local, beats.watch))
                for p in app.platforms.values()
            ]
            await _until(stopped, [*talks, *workers], talks, beginning, prompts)
    finally:
        stop.set()
        scheduler.shutdown(wait=False)
        others = [beginning, reloading, watching, stopped]
        ending = asyncio.create_task(_end(opened, beats, talks, workers, others, prompts))
        await asyncio.wait({ending}, timeout=None if prompts else LAST_SECONDS)
        if not ending.done():
            # What is cut off is a row that is looked for, or looked at, by whoever runs next.
            log.warning("cut_off", after_seconds=LAST_SECONDS)
            for task in (ending, *talks, *workers, *others):
                task.cancel()
        log.info("stopped")


async def _end(
    opened: Opened,
    beats: Beats,
    talks: list[asyncio.Task[None]],
    workers: list[asyncio.Task[None]],
    others: list[asyncio.Task[Any]],
    prompts: bool,
) -> None:
    """Hear no more, let what is begun end, and leave the rest to others."""
    platforms = opened.app.platforms.values()
    # Whatever is said from here on is for whoever runs next; what was heard before is answered.
    # Side by side: each may take seconds to end, and one that fails must not keep the others from it.
    hushed = await asyncio.gather(*(p.hush() for p in platforms), return_exceptions=True)
    for error in filter(None, hushed):
        log.error("platform_not_hushed", exc_info=error)
    for worker in workers:
        worker.cancel()  # the step at work is finished
    if talks and not prompts:
        await asyncio.wait(talks, timeout=ANSWERS_SECONDS)
    for task in (*talks, *others):
        task.cancel()
    await asyncio.gather(*talks, *workers, *others, return_exceptions=True)
    await beats.duty.give_up()
    for platform in platforms:
        await platform.close()


async def _reload_when(changed: asyncio.Event, reload: Callable[[], Awaitable[None]]) -> None:
    while True:
        await changed.wait()
        changed.clear()
        try:
            await reload()
        except Exception:
            log.exception("settings_not_changed")  # the next signal must find us


async def _until(
    stopped: asyncio.Task[Any],
    failing: list[asyncio.Task[None]],
    talks: list[asyncio.Task[None]],
    beginning: asyncio.Task[None],
    prompts: bool,
) -> None:
    """Wait for the signal; what failed raises here. Where somebody is prompted, the end of all talk is the end."""
    waiting: set[asyncio.Task[Any]] = {stopped, *failing, beginning}
    while not stopped.done() and not (prompts and all(t.done() for t in talks)):
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
