"""From article to posted brief.

    fetcher.fetch             an article of a folder or a feed                      I/O
    | store.save_article      saved: a crash from here on loses nothing             I/O
    --- a channel's slot is due ---
    | store.unposted          what this channel has not seen                        I/O
    | reading.source_of       quotes, claims, figures                               rule
    | model.complete          a draft, or select.draft_brief when there is no model I/O or rule
    | grounding.check_brief   the gate                                              rule
    | store.save_edition      with the deliveries it owes, in one transaction       I/O
    | cards.brief_card        what is shown                                         rule
    | platform.send           posted                                                I/O
    | store.mark_sent         done                                                  I/O

Each step is safe to run again. What is due is a row's state, so a sweep finds anything that was dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.flows.drafting import drafted
from bot.news.cards import Marks, brief_card
from bot.news.channels import Channel, Delivery, DeliveryState, Edition, EditionId
from bot.news.grounding import brief_or, check_brief
from bot.news.prompts import brief_request, draft_of
from bot.news.reading import source_of
from bot.news.select import draft_brief
from bot.news.shown import BriefCard
from bot.news.types import Brief, Source, Sources
from bot.ports import Fetcher, Model, Platform, Rejected, Store, Unavailable, Unclear

LEASE = timedelta(minutes=2)
RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))

log = structlog.get_logger()


async def pull(fetcher: Fetcher, store: Store, now: datetime) -> int:
    """Store what the fetcher finds; the number of texts that were new."""
    new = 0
    async for found in fetcher.fetch():
        try:
            article, is_new = await store.save_article(found, now)
        except Rejected as error:
            log.warning("article_refused", key=found.key, why=str(error))
            continue
        new += is_new
        if is_new:
            log.info("article_saved", article=article.id, revision=article.revision.id)
    return new


async def write_brief(source: Source, model: Model | None) -> Brief:
    """A proven brief of one article: the model's where the gate lets it through, else the article's own words."""
    sources = {source.article.revision.id: source}
    if model is None:
        return check_brief(draft_brief([source]), sources)
    draft = await drafted(model, brief_request([source]), lambda said: draft_of(said, [source]))
    if draft is None:
        return check_brief(draft_brief([source]), sources)
    brief = check_brief(draft, sources)
    return brief_or(brief, check_brief(draft_brief([source]), sources))


async def publish(
    channel: Channel, slot: str, store: Store, model: Model | None, now: datetime, most: int
) -> Edition | None:
    """Write the edition of one slot and what it owes. None where nothing is new or the slot is taken."""
    articles = await store.unposted(channel.name, most, now)
    if not articles:
        return None
    briefs = tuple([await write_brief(source_of(a), model) for a in articles])
    edition = Edition(EditionId(f"{channel.name} {slot}"), channel.name, slot, briefs)
    owed = [Delivery(f"{edition.id} {part}", edition.id, channel.place, part) for part in range(len(briefs))]
    if not await store.save_edition(edition, owed, now):
        log.debug("slot_taken", channel=channel.name, slot=slot)
        return None
    for brief in briefs:
        log.info("brief_written", edition=edition.id, lines=len(brief.lines), refused=[r.reason for r in brief.refused])
    return edition


async def sources_of(edition: Edition, store: Store) -> Sources:
    """The articles that the edition's briefs rest on, with their facts."""
    revisions = {r for b in edition.briefs for r in b.revisions}
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
