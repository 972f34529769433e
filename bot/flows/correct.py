"""Posted briefs whose outlets have changed their words since: shown again, with a word on what has changed.

    store.outdated            briefs of the last days behind which an article was changed     I/O
    | changed_since           of what they show, what no longer stands in it                  rule
    | platform.edit           the same card, with these words                                 I/O
    | store.mark_corrected    looked at, once for each revision                               I/O

Nothing that was posted is taken away. Safe to run again: an edit shows the same when it is repeated.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

import structlog

from bot.flows.deliver import cards_of, sources_of
from bot.flows.reading_room import ReadingRoom
from bot.keeping import Sent
from bot.news.showing.changed_since import changed_since
from bot.news.showing.cited import evidence_of
from bot.ports import Platform, Rejected, Store, Unavailable

LOOKED_AT_FOR = timedelta(days=3)

_AT_ONCE = 100  # briefs that are read from the store together

log = structlog.get_logger()


async def correct(
    store: Store, platforms: Mapping[str, Platform], now: datetime, reading: ReadingRoom | None = None
) -> int:
    """Edit what was posted in the last three days and is outdated; the number of messages edited.

    A platform that does not take an edit now is left alone until the next time.
    """
    room = reading or ReadingRoom()
    edited, away = 0, set[str]()
    while not away and (batch := await store.outdated(now - LOOKED_AT_FOR, _AT_ONCE)):
        for sent in batch:
            name = sent.delivery.place.platform
            if name not in away:
                try:
                    edited += await _corrected(sent, store, platforms.get(name), room)
                except Unavailable as error:
                    log.warning("correction_postponed", delivery=sent.delivery.key, why=str(error))
                    away.add(name)
                except Exception:
                    # One brief that breaks a rule of ours must not keep the others as they are.
                    log.exception("correction_failed", delivery=sent.delivery.key)
                    await store.mark_corrected(sent.delivery.key, sent.seen, sent.shown)
    return edited


async def _corrected(sent: Sent, store: Store, platform: Platform | None, room: ReadingRoom) -> bool:
    """Whether it was edited; it is marked in any case. Raises `Unavailable`."""
    delivery, words = sent.delivery, await _changed(sent, store)
    shown = blake2b("\n".join(words).encode(), digest_size=8).hexdigest() if words else ""
    edited = False
    if platform is None:
        shown = sent.shown
    elif shown != sent.shown:
        sources = await sources_of(sent.edition, store, room)
        cards, _ = await asyncio.to_thread(cards_of, sent.edition, sources)
        card = replace(cards[delivery.part], corrected=words)
        try:
            await platform.edit(card, delivery.place, sent.message, key=delivery.key)
        except Rejected as error:
            log.warning("correction_refused", delivery=delivery.key, why=str(error))
            shown = sent.shown
        else:
            log.info("brief_corrected", delivery=delivery.key, changed=len(words))
            edited = True
    await store.mark_corrected(delivery.key, sent.seen, shown)
    return edited


async def _changed(sent: Sent, store: Store) -> tuple[str, ...]:
    brief = sent.edition.briefs[sent.delivery.part]
    cited = dict.fromkeys(e.revision for e in evidence_of(brief) if e.revision in sent.newer)
    if not cited:
        return ()
    known = {a.revision.id: a for a in await store.articles([*cited, *(sent.newer[revision] for revision in cited)])}
    then = {revision: known[revision] for revision in cited}
    now = {revision: known[sent.newer[revision]] for revision in cited}
    return await asyncio.to_thread(changed_since, brief, then, now)
