"""From saved edition to posted briefs, each exactly once where the platform can tell.

    store.claim_delivery      one that is due, ours for the length of a lease       I/O
    | cards.brief_card        what is shown                                         rule
    | platform.send           posted                                                I/O
    | store.mark_sent         done                                                  I/O

After an unclear outcome the platform is asked before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.news.channels import Delivery, DeliveryState, Edition, EditionId
from bot.news.reading import source_of
from bot.news.showing.cards import Marks, brief_card
from bot.news.showing.cited import to_read
from bot.news.showing.shown import BriefCard
from bot.news.types import Sources
from bot.ports import Platform, Rejected, Store, Unavailable, Unclear

LEASE = timedelta(minutes=2)
RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))

log = structlog.get_logger()


async def sources_of(edition: Edition, store: Store) -> Sources:
    """The articles that the edition's briefs rest on, with their facts."""
    revisions = {r: None for brief in edition.briefs for r in to_read(brief)}
    return {a.revision.id: source_of(a) for a in await store.articles(revisions)}


def cards_of(edition: Edition, sources: Sources) -> tuple[list[BriefCard], Marks]:
    """A card for each brief of the edition, and the evidence they number, running on from card to card."""
    marks = Marks()
    return [brief_card(brief, sources, marks) for brief in edition.briefs], marks


async def deliver(store: Store, platforms: Mapping[str, Platform], clock: Callable[[], datetime]) -> int:
    """Send all that is due, one after the other; the number of messages posted."""
    await _settle_interrupted(store, platforms, clock())
    cards: dict[EditionId, list[BriefCard]] = {}
    sent = 0
    while (delivery := await store.claim_delivery(clock(), LEASE)) is not None:
        platform = platforms.get(delivery.place.platform)
        if platform is None:
            await _end(store, delivery, "failed", f"platform {delivery.place.platform} is not set up", clock())
            continue
        if delivery.edition not in cards:
            cards[delivery.edition] = await _cards(delivery.edition, store)
        sent += await _send(store, platform, delivery, cards[delivery.edition][delivery.part], clock)
    return sent


async def _cards(key: EditionId, store: Store) -> list[BriefCard]:
    edition = await store.edition(key)
    assert edition is not None, f"delivery of an edition that was never saved: {key}"
    return cards_of(edition, await sources_of(edition, store))[0]


async def _send(
    store: Store, platform: Platform, delivery: Delivery, card: BriefCard, clock: Callable[[], datetime]
) -> bool:
    try:
        message = await platform.send(card, delivery.place, key=delivery.key)
    except Unavailable as error:
        await _retry(store, delivery, str(error), clock())
    except Rejected as error:
        await _end(store, delivery, "failed", str(error), clock())
    except Unclear:
        await _settle(store, platform, delivery, clock())
    else:
        await store.mark_sent(delivery.key, message, clock())
        return True
    return False


async def _settle_interrupted(store: Store, platforms: Mapping[str, Platform], now: datetime) -> None:
    for delivery in await store.interrupted(now):
        platform = platforms.get(delivery.place.platform)
        if platform is not None:
            await _settle(store, platform, delivery, now)


async def _settle(store: Store, platform: Platform, delivery: Delivery, now: datetime) -> None:
    """After an unclear outcome the platform is asked first; if it cannot tell, this is reported, not posted again."""
    try:
        message = await platform.already_sent(delivery.place, delivery.key)
    except Unclear:
        await _end(
            store, delivery, "uncertain", "the sender stopped in the middle; the message may have been posted", now
        )
        return
    except Unavailable as error:
        log.warning("settle_later", delivery=delivery.key, why=str(error))
        return
    if message is None:
        await store.mark_due(delivery.key, now, "not posted by the interrupted attempt", delivery.attempts)
    else:
        await store.mark_sent(delivery.key, message, now)


async def _retry(store: Store, delivery: Delivery, why: str, now: datetime) -> None:
    if delivery.attempts > len(RETRY_AFTER):
        await _end(store, delivery, "failed", f"given up after {delivery.attempts} attempts: {why}", now)
        return
    wait = RETRY_AFTER[max(0, delivery.attempts - 1)]
    log.warning("delivery_postponed", delivery=delivery.key, why=why, seconds=wait.total_seconds())
    await store.mark_due(delivery.key, now + wait, why, delivery.attempts)


async def _end(store: Store, delivery: Delivery, state: DeliveryState, why: str, now: datetime) -> None:
    log.error("delivery_ended", delivery=delivery.key, state=state, why=why)
    await store.mark_ended(delivery.key, state, why, now, delivery.attempts)
