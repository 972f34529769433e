"""Removes what people asked and rated: of one person, or of all before a moment. The words go from the files too."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Delete, Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.errors import StoreLocked
from bot.store.tables import events, follows, mentions, ratings, slots, turns

_REDELIVERED = timedelta(days=30)
"""An event is known for so much longer than a turn is kept: platforms redeliver, some hours later."""
_LOOKED_AT = timedelta(days=30)
"""What came of slots is no word of a person, but of no use after a while."""


async def forget_author(on: AsyncConnection, author: str, platform: str | None) -> int:
    """Also the stories that they follow, what they thought of messages and what they wait to be answered; how many
    turns they had."""
    for table, person in ((follows, follows.c.channel), (ratings, ratings.c.author), (mentions, mentions.c.author)):
        await on.execute(_of(table, person == author, platform))
    return (await on.execute(_of(turns, turns.c.author == author, platform))).rowcount


def _of(table: Table, theirs: ColumnElement[bool], platform: str | None) -> Delete:
    rows = delete(table).where(theirs)
    return rows if platform is None else rows.where(table.c.platform == platform)


async def forget_before(on: AsyncConnection, moment: datetime) -> int:
    await on.execute(delete(ratings).where(ratings.c.at < moment))
    await on.execute(delete(mentions).where(mentions.c.heard_at < moment))
    await on.execute(delete(events).where(events.c.first_at < moment - _REDELIVERED))
    await on.execute(delete(slots).where(slots.c.at < moment - _LOOKED_AT))
    return (await on.execute(delete(turns).where(turns.c.asked_at < moment))).rowcount


async def empty_log(engine: AsyncEngine) -> None:
    """Take SQLite's log of writes into its file and cut it to nothing: what was removed stands in it as it was written.

    Raises `StoreLocked` where others read or write all the while; what was removed is removed, but its words are not.
    """
    if engine.dialect.name != "sqlite":
        return
    async with engine.execution_options(bare=True).connect() as on:
        busy, *_ = (await on.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).one()
    if busy:
        raise StoreLocked(
            f"{engine.url.database} is in use: the turns are removed, but their words may still stand in its log"
            f" ({engine.url.database}-wal). Retry, to remove them there too."
        )
