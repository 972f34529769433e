"""The beats of `factbox run`: which flow runs when, and how we stop.

APScheduler is the clock alone. What is due is decided by the rules (`news/slots.py`) and by the rows of the store,
so a beat that fires twice, late or not at all changes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app import App, Chat, OpenWeb
from bot.flows.correct import correct
from bot.flows.deliver import deliver
from bot.flows.follow import tell_followers
from bot.flows.forget import forget_old
from bot.flows.keep_index import keep_index
from bot.flows.listen import listen
from bot.flows.poll import poll_due
from bot.flows.publish import publish, pull
from bot.flows.read_pages import read_pages
from bot.flows.tell import Window
from bot.flows.websub import subscribe_due
from bot.news.channels import Channel, Place
from bot.news.slots import latest_slot
from bot.ports import Step

PULL_SECONDS = 300
POLL_SECONDS = 10
READ_SECONDS = 10
TELL_SECONDS = 20
INDEX_SECONDS = 10
FORGET_SECONDS = 3600
HUBS_SECONDS = 600
EDITION_SECONDS = 30
FOLLOWERS_SECONDS = 60
DELIVER_SECONDS = 15
CORRECT_SECONDS = 120
FIRST_READS_SECONDS = 60
ANSWERS_SECONDS = 8  # that answers get to end when we stop: `docker stop` waits for ten

log = structlog.get_logger()

T = TypeVar("T")


def stop_signals() -> asyncio.Event:
    """Set by SIGTERM or SIGINT, from now on."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


async def run(
    app: App, web: OpenWeb, chat: Chat, clock: Callable[[], datetime], stop: asyncio.Event, *, attended: bool
) -> None:
    """Pull, poll, publish, deliver and answer until `stop`, or until whoever is prompted has left.

    `attended`: somebody sits at the terminal; they are prompted where it is one of the platforms.
    """
    prompts = attended and "terminal" in app.platforms
    beats = _Beats(app, web, chat, clock, stop)
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    for seconds, step, keys in beats.rhythm():
        scheduler.add_job(beats.beat, "interval", seconds=seconds, args=(step, keys))
    talks: list[asyncio.Task[None]] = []
    worker = asyncio.create_task(app.queue.run(beats.steps()))
    stopped = asyncio.create_task(stop.wait())
    beginning = asyncio.create_task(beats.begin())
    scheduler.start()
    try:
        if prompts:  # one among the first briefs would be lost
            await asyncio.wait({beginning, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if not stopped.done():
            talks += [asyncio.create_task(listen(p, app.newsroom, beats.local)) for p in app.platforms.values()]
            await _until(stopped, talks, beginning, prompts)
    finally:
        stop.set()
        scheduler.shutdown(wait=False)
        # Whatever is said from here on is for whoever runs next; what was heard before is answered.
        # Side by side: each may take seconds to end, and one that fails must not keep the others from it.
        hushed = await asyncio.gather(*(p.hush() for p in app.platforms.values()), return_exceptions=True)
        for error in filter(None, hushed):
            log.error("platform_not_hushed", exc_info=error)
        if talks and not prompts:
            await asyncio.wait(talks, timeout=ANSWERS_SECONDS)
        tasks = [beginning, *talks, worker, stopped]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for platform in app.platforms.values():
            await platform.close()
        log.info("stopped")


class _Beats:
    """What is done again and again; each step is a function of one id that is safe to run again."""

    def __init__(self, app: App, web: OpenWeb, chat: Chat, clock: Callable[[], datetime], stop: asyncio.Event) -> None:
        self._app, self._web, self._chat, self._clock, self._stop = app, web, chat, clock, stop
        self._window = Window(app.newsroom.stories)
        self._channels: dict[str, Channel] = {}  # as of the last beat

    def steps(self) -> dict[str, Step]:
        return {
            "pull": self._pull,
            "poll": self._poll,
            "read": self._read,
            "tell": self._tell,
            "index": self._index,
            "forget": self._forget,
            "hubs": self._hubs,
            "editions": self._editions,
            "edition": self._edition,
            "followers": self._followers,
            "deliver": self._deliver,
            "correct": self._correct,
        }

    def rhythm(self) -> list[tuple[int, str, list[str]]]:
        """Seconds between two beats, the step and the ids it is asked for."""
        return [
            (PULL_SECONDS, "pull", list(self._app.fetchers)),
            (POLL_SECONDS, "poll", ["due"]),
            (READ_SECONDS, "read", ["due"]),
            (TELL_SECONDS, "tell", ["new"]),
            (INDEX_SECONDS, "index", ["new"]),
            (FORGET_SECONDS, "forget", ["old"]),
            (HUBS_SECONDS, "hubs", ["due"] if self._web.public_url else []),
            (EDITION_SECONDS, "editions", ["due"]),
            (FOLLOWERS_SECONDS, "followers", ["all"]),
            (DELIVER_SECONDS, "deliver", ["all"]),
            (CORRECT_SECONDS, "correct", ["all"]),
        ]

    async def feeds(self) -> int:
        return len(await self._web.feeds.feeds())

    async def beat(self, step: str, keys: Iterable[str]) -> None:
        for key in keys:
            await self._app.queue.put(step, key)

    async def begin(self) -> None:
        """What the sources hold, then what is due, without waiting for the first beats.

        Feeds, pages and the index are waited for only a little while: there may be thousands, and what is left waits
        for the next edition or question.
        """
        for _, step, keys in self.rhythm():
            await self.beat(step, keys)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(
                    self._app.queue.join(), FIRST_READS_SECONDS if step in ("poll", "read", "index") else None
                )
        log.info("running", folders=len(self._app.fetchers), feeds=await self.feeds(), channels=self.channels())

    async def _pull(self, source: str) -> None:
        new = await pull(self._app.fetchers[source], self._app.newsroom.store, self._clock())
        log.info("pulled", source=source, new=new)

    async def _poll(self, _: str) -> None:
        polled = await self._unless_stopped(poll_due(self._web.feeds, self._web.web, self._clock))
        if polled is not None and polled.asked:
            log.info("polled", **asdict(polled))

    async def _read(self, _: str) -> None:
        await self._unless_stopped(read_pages(self._web.feeds, self._web.web, self._clock))

    async def _tell(self, _: str) -> None:
        await self._window.place(self._clock())

    async def _index(self, _: str) -> None:
        room = self._app.newsroom
        if room.search is not None:
            await self._unless_stopped(keep_index(room.store, room.search))

    async def _forget(self, _: str) -> None:
        await forget_old(self._app.newsroom.store, self._app.newsroom.retention, self._clock())

    async def _unless_stopped(self, asking: Coroutine[Any, Any, T]) -> T | None:
        """What asks the web is cut off when we stop, at no loss: it is due again. A slow server must not hold us."""
        work = asyncio.create_task(asking)
        stopped = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else None
        finally:
            work.cancel()
            stopped.cancel()
            await asyncio.gather(work, stopped, return_exceptions=True)

    async def _hubs(self, _: str) -> None:
        assert self._web.public_url is not None
        web = self._web
        await self._unless_stopped(
            subscribe_due(web.subscriptions, web.feeds, web.web, self._web.public_url, self._clock)
        )

    async def _editions(self, _: str) -> None:
        """Each channel whose slot is due writes for itself: one that takes long keeps no other waiting."""
        self._channels = {channel.name: channel for channel in await self._chat.channels.all()}
        for name, channel in self._channels.items():
            if not channel.paused and latest_slot(channel, self._clock()) is not None:
                await self._app.queue.put("edition", name)

    async def _edition(self, name: str) -> None:
        channel = self._channels.get(name)  # it may have been switched off since
        slot = latest_slot(channel, self._clock()) if channel else None
        if channel is None or slot is None:
            return
        await self._window.place(self._clock())
        if await publish(channel, slot, self._app.newsroom, self._clock()):
            await self._app.queue.put("deliver", "all")

    async def _followers(self, _: str) -> None:
        follows = await self._chat.kept.follows()
        if follows and await tell_followers(self._app.newsroom, follows, self._clock()):
            await self._app.queue.put("deliver", "all")

    async def _deliver(self, _: str) -> None:
        room = self._app.newsroom
        chat, platforms = self._chat, self._app.platforms
        await deliver(room.store, platforms, self._clock, chat.owner_of, room.reading, self._stop, chat.left)

    async def _correct(self, _: str) -> None:
        room = self._app.newsroom
        await correct(room.store, self._app.platforms, self._clock(), room.reading)

    def channels(self) -> int:
        return len(self._channels)

    def local(self, place: Place) -> datetime:
        """The time in the zone of the channel that a place is in, else in UTC."""
        here = (place.platform, place.channel)
        zones = (c.zone for c in self._channels.values() if (c.place.platform, c.place.channel) == here)
        return self._clock().astimezone(ZoneInfo(next(zones, "UTC")))


async def _until(
    stopped: asyncio.Task[Any], talks: list[asyncio.Task[None]], beginning: asyncio.Task[None], prompts: bool
) -> None:
    """Wait for the signal; what failed raises here. Where somebody is prompted, the end of all talk is the end."""
    waiting: set[asyncio.Task[Any]] = {stopped, *talks, beginning}
    while not stopped.done() and not (prompts and all(t.done() for t in talks)):
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
