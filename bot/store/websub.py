"""Keeps what we asked WebSub hubs to tell us: fits `Subscriptions` of `bot/ports.py`, on the store's own engine."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.news.followed import FeedId, Subscription
from bot.store.inserting import put
from bot.store.sql import SqlStore
from bot.store.tables import subscriptions
from bot.store.transactions import reads, writes

_ANSWER_WITHIN = timedelta(days=1)


class SqlSubscriptions:
    """One subscription a feed, the newest."""

    def __init__(self, engine: AsyncEngine, reading: AsyncEngine | None = None) -> None:
        self.writing = engine
        self.reading = (reading or engine).execution_options(read_only=True)

    @writes
    async def ask(self, on: AsyncConnection, subscription: Subscription) -> None:
        values = {name: getattr(subscription, name) for name in Subscription.__dataclass_fields__}
        await put(on, subscriptions, values)

    @reads
    async def by_token(self, on: AsyncConnection, token: str) -> Subscription | None:
        return await _one(on, subscriptions.c.token == token)

    @reads
    async def of_feed(self, on: AsyncConnection, feed: FeedId) -> Subscription | None:
        return await _one(on, subscriptions.c.feed == feed)

    @writes
    async def confirm(self, on: AsyncConnection, token: str, lease_until: datetime) -> None:
        """Nothing happens where the token is nobody's (any longer)."""
        confirmed = update(subscriptions).where(subscriptions.c.token == token)
        await on.execute(confirmed.values(state="active", lease_until=lease_until))

    @writes
    async def end(self, on: AsyncConnection, token: str) -> None:
        """Nothing happens where the token is nobody's (any longer)."""
        await on.execute(update(subscriptions).where(subscriptions.c.token == token).values(state="ended"))

    @reads
    async def due(self, on: AsyncConnection, now: datetime, before: timedelta) -> list[Subscription]:
        """Those asked longest ago first."""
        running_out = and_(subscriptions.c.state == "active", subscriptions.c.lease_until <= now + before)
        unanswered = and_(subscriptions.c.state == "asked", subscriptions.c.asked_at <= now - _ANSWER_WITHIN)
        due = select(subscriptions).where(or_(running_out, unanswered))
        rows = await on.execute(due.order_by(subscriptions.c.asked_at, subscriptions.c.feed))
        return [_subscription(row) for row in rows]


def subscriptions_of(store: SqlStore) -> SqlSubscriptions:
    """The subscriptions kept in this store; closed together with it."""
    return SqlSubscriptions(store.writing, store.reading)


async def _one(on: AsyncConnection, which: ColumnElement[bool]) -> Subscription | None:
    row = (await on.execute(select(subscriptions).where(which))).one_or_none()
    return _subscription(row) if row else None


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(**row._mapping)
