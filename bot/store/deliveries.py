"""What is owed to channels, row by row: who may send what now, what stands there, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.keeping import Sent
from bot.news.channels import Delivery, Edition, Place, Posted
from bot.news.types import RevisionId
from bot.ports import MessageId
from bot.store.chunks import chunks
from bot.store.rows import delivery_from, edition_from
from bot.store.tables import articles, deliveries, edition_revisions, editions, revisions
from bot.store.transactions import alone
from bot.store.utc_time import UtcTime

_OPEN = ("due", "sending")
_LATEST = timedelta(days=2)
"""What is put off, or held, for longer than any lease or back-off was written by a clock that went wrong."""


async def claim(on: AsyncConnection, now: datetime, lease: timedelta) -> Delivery | None:
    """The one that has been due longest and whose turn it is: two claimers never get the same, nor the same channel."""
    await alone(on, "deliveries")  # which channels are busy must not change meanwhile
    row = await on.execute(_claiming(), {"now": now, "until": now + lease, "never": now + _LATEST})
    claimed = row.one_or_none()
    return delivery_from(claimed) if claimed else None


@cache
def _claiming() -> Executable:
    """Made once, since that takes longer than it takes to run."""
    before, held = deliveries.alias(), deliveries.alias()
    # Few are sent at a time, so this is one short list; asked row by row it would read all that a channel ever got.
    busy = select(held.c.platform, held.c.channel).where(held.c.state == "sending")
    earlier_part = (
        select(before.c.key)
        .where(before.c.edition == deliveries.c.edition, before.c.part < deliveries.c.part, before.c.state.in_(_OPEN))
        .correlate(deliveries)
        .exists()
    )
    now = bindparam("now", type_=UtcTime)
    next_one = (
        select(deliveries.c.key)
        .where(
            deliveries.c.state == "due",
            or_(deliveries.c.due_at <= now, deliveries.c.due_at > bindparam("never", type_=UtcTime)),
            tuple_(deliveries.c.platform, deliveries.c.channel).not_in(busy),
            ~earlier_part,
        )
        .order_by(deliveries.c.due_at)
        .limit(1)
        .correlate(None)
    )
    return (
        update(deliveries)
        .where(deliveries.c.key == next_one.scalar_subquery())
        .values(
            state="sending",
            attempts=deliveries.c.attempts + 1,
            lease_until=bindparam("until", type_=UtcTime),
            tried_at=func.coalesce(deliveries.c.tried_at, now),
        )
        .returning(deliveries)
    )


async def interrupted(on: AsyncConnection, now: datetime) -> list[Delivery]:
    over = or_(deliveries.c.lease_until <= now, deliveries.c.lease_until > now + _LATEST)
    left = select(deliveries).where(deliveries.c.state == "sending", over)
    rows = await on.execute(left.order_by(deliveries.c.lease_until, deliveries.c.key))
    return [delivery_from(row) for row in rows]


def held(attempt: int | None) -> ColumnElement[bool]:
    """Being sent; by this very attempt, where it is given."""
    sending = deliveries.c.state == "sending"
    return sending if attempt is None else and_(sending, deliveries.c.attempts == attempt)


async def mark(on: AsyncConnection, key: str, when: ColumnElement[bool], values: Mapping[str, Any]) -> None:
    """Nothing happens where the delivery is past `when`. Raises LookupError where there is no such delivery."""
    marked = await on.execute(update(deliveries).where(deliveries.c.key == key, when).values(values))
    if marked.rowcount:
        return
    if (await on.execute(select(deliveries.c.key).where(deliveries.c.key == key))).one_or_none() is None:
        raise LookupError(f"no delivery {key!r}")


async def posted_at(on: AsyncConnection, place: Place) -> Posted | None:
    sent = select(editions, deliveries.c.part).join(deliveries, deliveries.c.edition == editions.c.id)
    sent = sent.where(
        deliveries.c.state == "sent",
        deliveries.c.platform == place.platform,
        deliveries.c.channel == place.channel,
    )
    if place.thread is not None:
        sent = sent.where(deliveries.c.message == place.thread)
    newest = sent.order_by(deliveries.c.ended_at.desc(), editions.c.created_at.desc(), editions.c.id.desc())
    row = (await on.execute(newest.limit(1))).one_or_none()
    return Posted(edition_from(row), None if place.thread is None else row.part) if row else None


async def outdated(on: AsyncConnection, since: datetime, limit: int) -> list[Sent]:
    """In the order in which they were posted."""
    newer = await _newer(on, since)
    sent = select(deliveries).where(deliveries.c.state == "sent", deliveries.c.due_at >= since)
    rows = await on.execute(sent.order_by(deliveries.c.ended_at, deliveries.c.key))
    marks = {edition: _mark(replaced) for edition, replaced in newer.items()}
    due = [row for row in rows if (row.corrected or "").partition(" ")[0] != marks.get(row.edition, "")][:limit]
    known: dict[str, Edition] = {}
    for ids in chunks(dict.fromkeys(row.edition for row in due)):
        found = await on.execute(select(editions).where(editions.c.id.in_(ids)))
        known.update((row.id, edition_from(row)) for row in found)
    return [
        Sent(
            delivery_from(row),
            MessageId(row.message),
            known[row.edition],
            newer.get(row.edition, {}),
            marks.get(row.edition, ""),
            (row.corrected or "").partition(" ")[2],
        )
        for row in due
    ]


async def _newer(on: AsyncConnection, since: datetime) -> dict[str, dict[RevisionId, RevisionId]]:
    """The latest revision of each article behind an edition sent since then that was changed, by edition."""
    then, now = revisions.alias(), revisions.alias()
    sent = select(deliveries.c.edition).where(deliveries.c.state == "sent", deliveries.c.due_at >= since)
    # A summary in a feed and the article's own page are two texts, not one that was changed.
    changed = and_(articles.c.latest != then.c.id, now.c.summary_only == then.c.summary_only)
    rows = await on.execute(
        select(edition_revisions.c.edition, then.c.id, articles.c.latest)
        .join(then, then.c.id == edition_revisions.c.revision)
        .join(articles, articles.c.id == then.c.article)
        .join(now, now.c.id == articles.c.latest)
        .where(edition_revisions.c.edition.in_(sent), changed)
    )
    newer: dict[str, dict[RevisionId, RevisionId]] = {}
    for edition, old, latest in rows:
        newer.setdefault(edition, {})[RevisionId(old)] = RevisionId(latest)
    return newer


def _mark(newer: Mapping[RevisionId, RevisionId]) -> str:
    """A word that stands for these revisions."""
    return blake2b(" ".join(sorted(newer.values())).encode(), digest_size=8).hexdigest()
