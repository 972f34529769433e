"""What the bot does again and again: each step is a function of one id, safe to run again, whichever copy runs it.

What any copy may do goes through the queue that all share; what each does for itself through its own. A copy puts only
what it may do itself, and what follows from it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog

from bot.app.running import Opened
from bot.flows.alarm import Alarm
from bot.flows.correct import correct
from bot.flows.deliver import deliver
from bot.flows.edition import EditionDesk
from bot.flows.follow import tell_followers
from bot.flows.forget import forget_old
from bot.flows.keep_index import keep_index
from bot.flows.listen import answer_left
from bot.flows.on_duty import OnDuty
from bot.flows.poll import poll_due
from bot.flows.publish import pull
from bot.flows.read_pages import read_pages
from bot.flows.tell import Window
from bot.flows.websub import subscribe_due
from bot.log import step_context
from bot.news.channels import Channel, Place
from bot.news.slots import latest_slot
from bot.ports import Step, Unavailable
from bot.settings import Role

log = structlog.get_logger()

T = TypeVar("T")

_WRITTEN = timedelta(days=2)
_FIRST_WAITS = {"duties": 5, "poll": 60, "read": 60, "index": 60}  # seconds; a platform may not be there yet
_AT_ONCE_LEFT = 20

_SECONDS = {
    "duties": 5,
    "shared": 30,
    "pull": 300,
    "poll": 10,
    "read": 10,
    "tell": 20,
    "index": 10,
    "answers": 5,
    "editions": 30,
    "followers": 60,
    "deliver": 15,
    "correct": 120,
    "hubs": 600,
    "alarm": 60,
    "forget": 3600,
}
"""Between two beats of a step, in the order in which they are asked for first."""

_FETCHES = ("pull", "poll", "read", "hubs", "edition", "followers", "forget")
_MEETS_PEOPLE = ("deliver", "correct", "answer")


class Beats:
    """The steps of this copy, and how often each is asked for."""

    def __init__(
        self, opened: Opened, clock: Callable[[], datetime], follow: Callable[[datetime], None], stop: asyncio.Event
    ) -> None:
        """`follow` sets the clock to the store's."""
        self._app, self._web, self._chat, self._copy = opened.app, opened.web, opened.chat, opened.copy
        self._clock, self._follow, self._stop = clock, follow, stop
        room, chat = self._app.newsroom, self._chat
        self._window = Window(room.stories)
        self._desk = EditionDesk(room, chat.kept)
        self._alarm = Alarm(chat.kept, room.store, self._app.platforms, chat.operators)
        self._channels: dict[str, Channel] = {}  # as of the last beat
        heard = {name: p for name, p in self._app.platforms.items() if name != "terminal"}
        parts = self._copy.parts
        self.duty = OnDuty(self._copy.duties, heard, tells=self._does("edition"), trouble=lambda name: parts[name]())
        self._own = frozenset(self.own_steps())

    def _does(self, step: str) -> bool:
        """Whether a copy of our role does it."""
        role: Role = self._copy.role
        left_out = {"all": (), "web": _FETCHES, "worker": _MEETS_PEOPLE}[role]
        return step not in left_out

    def own_steps(self) -> dict[str, Step]:
        """What this copy does for itself."""
        steps: dict[str, Step] = {
            "duties": self._duties,
            "hear": self.duty.hear,
            "shared": self._shared,
            "editions": self._editions,
            "answers": self._answers,
            "alarm": self._call_alarm,
            "tell": self._tell,
            "index": self._index,
        }
        return {step: in_context(step, does) for step, does in steps.items()}

    def shared_steps(self) -> dict[str, Step]:
        """What any copy may do whose role it is."""
        steps: dict[str, Step] = {
            "pull": self._pull,
            "poll": self._poll,
            "read": self._read,
            "hubs": self._hubs,
            "edition": self._edition,
            "followers": self._followers,
            "forget": self._forget,
            "deliver": self._deliver,
            "correct": self._correct,
            "answer": self._answer,
        }
        return {step: in_context(step, does) for step, does in steps.items() if self._does(step)}

    def rhythm(self) -> list[tuple[str, int]]:
        """The steps that are asked for again and again, in the order of the first time, with the seconds between."""
        mine = (*self.own_steps(), *self.shared_steps())
        return [(step, seconds) for step, seconds in _SECONDS.items() if step in mine]

    async def beat(self, step: str) -> None:
        """Ask for the step, for each of its ids."""
        own = step in self._own
        for key in self._keys(step):
            try:
                await (self._copy.own if own else self._app.queue).put(step, key)
            except Unavailable as error:
                log.warning("not_put", step=step, key=key, why=str(error))  # the next beat does
                return

    def _keys(self, step: str) -> list[str]:
        if step == "pull":
            return list(self._app.fetchers)
        if step in ("poll", "read"):  # as many as there are copies can ask at once
            return [str(n) for n in range(1, self.duty.copies + 1)]
        if step == "hubs" and not self._web.public_url:
            return []
        return ["all"]

    async def begin(self) -> None:
        """What the sources hold, then what is due, without waiting for the first beats.

        Platforms, feeds, pages and the index are waited for only a little while: there may be thousands, and what is
        left waits for the next edition or question. What other copies may be at is not waited for at all.
        """
        for step, _ in self.rhythm():
            await self.beat(step)
            if self._copy.alone or step in self._own:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._copy.own.join(), _FIRST_WAITS.get(step))
        try:
            feeds = await self.feeds()
        except Unavailable as error:
            log.warning("feeds_not_counted", why=str(error))  # the beats go on, and find the store when it is back
        else:
            log.info("running", folders=len(self._app.fetchers), feeds=feeds, channels=self.channels())

    async def feeds(self) -> int:
        """How many feeds are followed."""
        return len(await self._web.feeds.feeds())

    def channels(self) -> int:
        """How many channels there are, as of the last beat."""
        return len(self._channels)

    def local(self, place: Place) -> datetime:
        """The time in the zone of the channel that a place is in, else in UTC."""
        here = (place.platform, place.channel)
        zones = (c.zone for c in self._channels.values() if (c.place.platform, c.place.channel) == here)
        return self._clock().astimezone(ZoneInfo(next(zones, "UTC")))

    def watch(self) -> Callable[[], bool]:
        """As `OnDuty.watch`; nobody takes us for gone where there is nobody else."""
        return (lambda: False) if self._copy.alone else self.duty.watch()

    async def _duties(self, _: str) -> None:
        try:
            for platform in await self.duty.renew():
                await self._copy.own.put("hear", platform)
        except Unavailable as error:
            self._copy.parts.say("store", str(error))
            raise
        if self._copy.parts["store"]():
            log.info("store_found_again")
        self._copy.parts.say("store", "")

    async def _shared(self, _: str) -> None:
        """What copies have in common: the time, and what is spent of today's tokens."""
        if self._copy.alone:
            return
        self._follow(await self._app.newsroom.store.clock())
        if self._copy.tokens is not None:
            self._copy.tokens.known(await self._app.newsroom.stories.spent(self._clock().date()))

    async def _pull(self, source: str) -> None:
        if source in self._app.fetchers:  # it may be left out of the settings since
            new = await pull(self._app.fetchers[source], self._app.newsroom.store, self._clock())
            log.info("pulled", source=source, new=new)

    async def _poll(self, _: str) -> None:
        polled = await self._unless_stopped(poll_due(self._web.feeds, self._web.web, self._clock))
        if polled is not None and polled.asked:
            log.info("polled", **asdict(polled))

    async def _read(self, _: str) -> None:
        await self._unless_stopped(read_pages(self._web.feeds, self._web.web, self._clock))

    async def _tell(self, _: str) -> None:
        if self.duty.tells:
            await self._window.place(self._clock())

    async def _index(self, _: str) -> None:
        room = self._app.newsroom
        if room.search is not None:
            await self._unless_stopped(keep_index(room.store, room.search))

    async def _forget(self, _: str) -> None:
        await forget_old(self._app.newsroom.store, self._app.newsroom.retention, self._clock())
        removed = await self._copy.clean_up(self._clock() - self._copy.archive)
        if removed:
            log.info("texts_removed", texts=removed, older_than_days=self._copy.archive.days)

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
        web = self._web
        if web.public_url is not None:
            await self._unless_stopped(
                subscribe_due(web.subscriptions, web.feeds, web.web, web.public_url, self._clock)
            )

    async def _editions(self, _: str) -> None:
        """Each channel whose slot is due writes for itself: one that takes long keeps no other waiting."""
        self._channels = {channel.name: channel for channel in await self._chat.channels.all()}
        if not self._does("edition"):
            return
        notes = await self._chat.kept.slot_notes(self._clock() - _WRITTEN)
        written = {(note.channel, note.slot) for note in notes if note.state == "written"}
        for name, channel in self._channels.items():
            slot = latest_slot(channel, self._clock())
            if slot is not None and (name, slot) not in written:
                await self._app.queue.put("edition", name)

    async def _edition(self, name: str) -> None:
        """Whoever takes it asks for the channel anew: it may have been switched off, or changed, since it was put."""
        channels = {channel.name: channel for channel in await self._chat.channels.all()}
        channel = channels.get(name)
        slot = latest_slot(channel, self._clock()) if channel else None
        if channel is None or slot is None:
            return
        await self._tell("new")
        if await self._desk.write(channel, slot, self._clock()):
            await self._app.queue.put("deliver", "all")

    async def _followers(self, _: str) -> None:
        follows = await self._chat.kept.follows()
        if follows and await tell_followers(self._app.newsroom, follows, self._clock(), self._chat.held_until):
            await self._app.queue.put("deliver", "all")

    async def _deliver(self, _: str) -> None:
        room = self._app.newsroom
        chat, platforms = self._chat, self._app.platforms
        await deliver(
            room.store,
            platforms,
            self._clock,
            chat.owner_of,
            room.reading,
            self._stop,
            chat.left,
            chat.due_of,
            chat.hold,
        )

    async def _correct(self, _: str) -> None:
        room = self._app.newsroom
        await correct(room.store, self._app.platforms, self._clock(), room.reading)

    async def _answers(self, _: str) -> None:
        """What a copy heard that is gone is answered by whoever takes it."""
        if self._does("answer") and (self._copy.alone or self.duty.is_steady):
            for name in await self._app.inbox.left_behind(_AT_ONCE_LEFT):
                await self._app.queue.put("answer", name)

    async def _call_alarm(self, _: str) -> None:
        """Of each copy: what one has seen it remembers, and whoever tells first is the one."""
        if self._does("deliver"):
            await self._alarm.look(await self._chat.channels.all(), self._clock())

    async def _answer(self, name: str) -> None:
        await answer_left(name, self._app.inbox, self._app.platforms, self._app.newsroom, self.local, self.watch)


def in_context(step: str, does: Step) -> Step:
    """The step, with all that it logs bearing its name and its id."""

    async def run(key: str) -> None:
        with step_context(step, key):
            await does(key)

    return run
