"""From saved edition to posted briefs, each exactly once where the platform can tell.

    store.claim_delivery      one that is due, ours for the length of a lease       I/O
    | cards.brief_card        what is shown                                         rule
    | platform.send           posted                                                I/O
    | store.mark_sent         done                                                  I/O
    or
    | troubles.after          when it is tried again, or how it ends                rule
    | platform.send           its owner is told, where it ended                     I/O

After an unclear outcome the platform looks, a little later, what stands there before anything is sent again. Channels
are served side by side, each in order: that is the store's doing.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

import structlog

from bot.flows.reading_room import ReadingRoom
from bot.flows.troubles import Again, Ended, after, interrupted, report
from bot.news.channels import Delivery, Edition, EditionId, Place
from bot.news.coming import slot_words
from bot.news.showing.cards import Marks, brief_card
from bot.news.showing.cited import to_read
from bot.news.showing.shown import BriefCard, NoticeCard
from bot.news.types import Brief, Sources
from bot.ports import Gone, MessageId, Partly, Platform, Rejected, Store, Unavailable, Unclear

LEASE = timedelta(minutes=2)
AT_ONCE = 16
"""Channels that are served side by side."""

# From before it is claimed, well within the lease: when that is over, another may look and post what is missing.
_SEND_WITHIN = timedelta(seconds=90)
_CLAIM_AGAIN = 5.0  # seconds: what becomes due does not wait for a slow send
_SETTLE_AGAIN = timedelta(seconds=15)  # what another sender left does not wait until nothing else is due
_MOST_EDITIONS = 2 * AT_ONCE  # whose cards are kept

_HELD = "held in quiet hours"
_LOOK_AGAIN = timedelta(minutes=15)  # at what is held: quiet hours may be changed
_MOST_ARTICLES = 20  # that a line of the log names

OwnerOf = Callable[[Place], Awaitable[str | None]]
"""Who is told, by direct message, of what could not be posted there."""

Hold = Callable[[Delivery, datetime], Awaitable[datetime | None]]
"""Until when a delivery is not to be posted at that moment, as in quiet hours; None where it may be."""

DueOf = Callable[[Edition], Awaitable[datetime | None]]
"""When an edition was due; None for one that is told at no set time."""

log = structlog.get_logger()


async def sources_of(edition: Edition, store: Store, reading: ReadingRoom | None = None) -> Sources:
    """The articles that the edition's briefs rest on, with their facts."""
    revisions = {r: None for brief in edition.briefs for r in to_read(brief)}
    return await (reading or ReadingRoom()).sources(await store.articles(revisions))


def cards_of(edition: Edition, sources: Sources) -> tuple[list[BriefCard], Marks]:
    """A card for each brief of the edition, and the evidence they number, running on from card to card."""
    marks = Marks()
    cards: list[BriefCard] = []
    for brief in edition.briefs:
        # What is told to a follower has the story in its slot: `flows/follow.py`.
        followed = brief.story is not None and edition.slot.endswith(f" {brief.story}")
        opens = "" if cards else slot_words(edition.slot)
        cards.append(replace(brief_card(brief, sources, marks), opens=opens, followed=followed))
    return cards, marks


async def deliver(
    store: Store,
    platforms: Mapping[str, Platform],
    clock: Callable[[], datetime],
    owner_of: OwnerOf | None = None,
    reading: ReadingRoom | None = None,
    stop: asyncio.Event | None = None,
    left: Callable[[Place], Awaitable[None]] | None = None,
    due_of: DueOf | None = None,
    hold: Hold | None = None,
) -> int:
    """Send all that is due; the number of messages posted. Nobody is told of trouble without `owner_of`.

    `left` hears of places where nobody is any more. With `due_of` the log tells how late a message came. What
    `hold` holds waits, and was not tried by that.

    Once `stop` is set, or cancelled, it finishes what is being sent and begins nothing more.
    """
    stop = stop or asyncio.Event()
    sender = _Sender(store, platforms, clock, owner_of, reading or ReadingRoom(), left, due_of, hold)
    await sender.settle_interrupted()
    settled = clock()
    sending: set[asyncio.Task[bool]] = set()
    sent = 0
    try:
        while True:
            if clock() - settled >= _SETTLE_AGAIN and not stop.is_set():
                await sender.settle_interrupted()
                settled = clock()
            while len(sending) < AT_ONCE and not stop.is_set():
                until = asyncio.get_running_loop().time() + _SEND_WITHIN.total_seconds()
                if (delivery := await store.claim_delivery(clock(), LEASE)) is None:
                    break
                sending.add(asyncio.create_task(sender.send(delivery, until), name=delivery.key))
            if not sending:
                return sent
            done, sending = await asyncio.wait(sending, timeout=_CLAIM_AGAIN, return_when=asyncio.FIRST_COMPLETED)
            sent += sum(task.result() for task in done)
    finally:
        if sending:
            await asyncio.wait(sending)


@dataclass(frozen=True, slots=True)
class _Ready:
    """An edition's cards, and what the log tells of each: the story, and articles that it rests on."""

    cards: list[BriefCard]
    about: tuple[Mapping[str, object], ...]
    due_at: datetime | None


@dataclass(slots=True)
class _Sender:
    store: Store
    platforms: Mapping[str, Platform]
    clock: Callable[[], datetime]
    owner_of: OwnerOf | None
    reading: ReadingRoom
    left: Callable[[Place], Awaitable[None]] | None
    due_of: DueOf | None
    hold: Hold | None
    ready: OrderedDict[EditionId, _Ready] = field(default_factory=OrderedDict)

    async def settle_interrupted(self) -> None:
        """What a sender left in the middle is due again: the platform looks first, as in every try but the first."""
        for delivery in await self.store.interrupted(self.clock()):
            await self._settle(delivery, interrupted(delivery, self.clock()))

    async def send(self, delivery: Delivery, until: float) -> bool:
        """Whether it was posted, `until` which time of the loop; its lease goes on beyond that.

        Raises `Unavailable` where the store does not take what came of it.
        """
        if await self._is_held(delivery):
            return False
        try:
            message = await self._in_time(delivery, until)
        except Partly as error:
            # It is read, asked about and corrected like any other; what it lacks its owner is told.
            await self._mark_sent(delivery, MessageId(error.message))
            await self._report(delivery, Ended("failed", str(error)))
            return True
        except Exception as error:
            if not isinstance(error, Unavailable | Rejected | Unclear):
                # A brief that breaks a rule of ours must not hold up all others.
                log.exception("delivery_broke", delivery=delivery.key)
            await self._settle(delivery, after(error, delivery, self.clock()))
            if isinstance(error, Gone) and self.left:
                await self.left(delivery.place)
            return False
        await self._mark_sent(delivery, message)
        return True

    async def _is_held(self, delivery: Delivery) -> bool:
        """Whether it has to wait; then it is due again later. What was tried before keeps its reason."""
        now = self.clock()
        until = await self.hold(delivery, now) if self.hold else None
        if until is None:
            return False
        again = min(until, now + _LOOK_AGAIN)
        log.info("delivery_held", **self._about(delivery), until=until.isoformat())
        await self.store.mark_due(delivery.key, again, delivery.why or _HELD, delivery.attempts)
        return True

    async def _mark_sent(self, delivery: Delivery, message: MessageId) -> None:
        now = self.clock()
        await self.store.mark_sent(delivery.key, message, now)
        ready = self.ready.get(delivery.edition)
        late = (now - ready.due_at).total_seconds() if ready and ready.due_at else None
        log.info("delivery_sent", **self._about(delivery), message=message, tries=delivery.attempts, seconds_late=late)

    def _about(self, delivery: Delivery) -> dict[str, object]:
        """What every line of the log says of a delivery: what it comes from, as far as it was read."""
        ready = self.ready.get(delivery.edition)
        about = {"delivery": delivery.key, "edition": delivery.edition, "part": delivery.part}
        return {**about, "platform": delivery.place.platform, **(ready.about[delivery.part] if ready else {})}

    async def _in_time(self, delivery: Delivery, until: float) -> MessageId:
        try:
            async with asyncio.timeout_at(until):
                await asyncio.sleep(0)  # where it is over by now, nothing more is begun
                return await self._sent(delivery)
        except TimeoutError:
            raise Unclear(f"it took longer than {_SEND_WITHIN.seconds} seconds") from None

    async def _sent(self, delivery: Delivery) -> MessageId:
        platform = self.platforms.get(delivery.place.platform)
        if platform is None:
            # Another copy may have it, as while they are restarted one by one with new settings.
            raise Unavailable(f"platform {delivery.place.platform} is not set up")
        card = (await self._cards(delivery.edition))[delivery.part]
        tried = delivery.tried if delivery.attempts > 1 and delivery.why != _HELD else None
        return await platform.send(card, await self._place(delivery, platform), key=delivery.key, tried=tried)

    async def _place(self, delivery: Delivery, platform: Platform) -> Place:
        """Where it goes, beside the first brief of its edition; that is kept, since answers to it are found by it."""
        first = await self.store.opening(delivery.edition) if delivery.part else None
        place = await platform.along(delivery.place, first) if first else delivery.place
        if place != delivery.place:
            await self.store.move(delivery.key, place)
        return place

    async def _cards(self, key: EditionId) -> list[BriefCard]:
        """Its channel is served by one of us at a time, so nobody else makes them meanwhile."""
        if key not in self.ready:
            edition = await self.store.edition(key)
            assert edition is not None, f"delivery of an edition that was never saved: {key}"
            sources = await sources_of(edition, self.store, self.reading)
            cards = (await asyncio.to_thread(cards_of, edition, sources))[0]
            due_at = await self.due_of(edition) if self.due_of else None
            self.ready[key] = _Ready(cards, tuple(_about(brief, sources) for brief in edition.briefs), due_at)
            while len(self.ready) > _MOST_EDITIONS:
                self.ready.popitem(last=False)
        return self.ready[key].cards

    async def _settle(self, delivery: Delivery, follows: Again | Ended) -> None:
        if isinstance(follows, Again):
            seconds = (follows.at - self.clock()).total_seconds()
            log.warning("delivery_postponed", **self._about(delivery), why=follows.why, seconds=seconds)
            await self.store.mark_due(delivery.key, follows.at, follows.why, delivery.attempts)
            return
        await self.store.mark_ended(delivery.key, follows.state, follows.why, self.clock(), delivery.attempts)
        await self._report(delivery, follows)

    async def _report(self, delivery: Delivery, ended: Ended) -> None:
        log.error("delivery_ended", **self._about(delivery), state=ended.state, why=ended.why)
        try:
            await self._tell(delivery, ended)
        except (Unavailable, Rejected, Unclear) as error:
            log.warning("owner_not_told", delivery=delivery.key, why=str(error))
        except Exception:
            log.exception("owner_not_told", delivery=delivery.key)

    async def _tell(self, delivery: Delivery, ended: Ended) -> None:
        """Once for each edition and reason. It is noted first: better untold than told again and again."""
        platform = self.platforms.get(delivery.place.platform)
        owner = await self.owner_of(delivery.place) if platform and self.owner_of else None
        edition = await self.store.edition(delivery.edition)
        if platform is None or owner is None or edition is None:
            return
        told = blake2b(f"{delivery.edition}\n{ended.state}\n{ended.why}".encode(), digest_size=10).hexdigest()
        if await self.store.first_time([f"trouble {told}"], self.clock()):
            words = NoticeCard(report(edition, delivery.part, ended))
            await platform.send(words, Place(platform.name, owner), key=f"trouble {told}")


def _about(brief: Brief, sources: Sources) -> Mapping[str, object]:
    """What the log tells of a brief: where a search for one of its articles leads."""
    articles = dict.fromkeys(sources[revision].article.id for revision in brief.revisions if revision in sources)
    return {"story": brief.story, "articles": list(articles)[:_MOST_ARTICLES]}
