"""Keeps which copy of the bot does what only one may do: fits `Duties` of `bot/copies.py`, on the store's own engine.

Methods get their connection, `on`, from `writes` and `reads`; callers do not pass it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.copies import PRESENCE, Duty
from bot.store.clock import clock_of
from bot.store.inserting import put
from bot.store.sql import SqlStore
from bot.store.tables import duties
from bot.store.transactions import alone, reads, writes

_LONGEST = timedelta(hours=1)
"""A lease that ends later was written by a clock that went wrong."""
_GONE = timedelta(days=1)
"""So long after its end a presence is of no more use: copies come back under other names."""


class SqlDuties:
    """`copy` is a name that no other living copy has."""

    def __init__(self, store: SqlStore, copy: str) -> None:
        self.writing, self.reading, self.copy = store.writing, store.reading, copy
        self._is_shared = store.is_shared
        self._is_first = True
        self._left: dict[str, datetime] = {}

    async def claim(self, names: Collection[str], lease: timedelta) -> set[str]:
        """Raises ValueError for a lease that is longer than an hour."""
        if lease > _LONGEST:
            raise ValueError(f"a lease of {lease} is longer than {_LONGEST}")
        ours = await self._claim(names, lease)
        self._is_first = False
        return ours

    @writes
    async def _claim(self, on: AsyncConnection, names: Collection[str], lease: timedelta) -> set[str]:
        await alone(on, "duties")
        now = await clock_of(on)
        if self._is_first and not self._is_shared:  # whoever had this file before us has ended
            await on.execute(update(duties).where(duties.c.holder != self.copy, holds(now)).values(until=now))
        await on.execute(delete(duties).where(duties.c.name.startswith(PRESENCE), duties.c.until < now - _GONE))
        theirs = select(duties.c.name, duties.c.until, holds(now).label("held")).where(duties.c.holder != self.copy)
        others = {row.name: row for row in await on.execute(theirs)}
        ours = {name for name in names if name not in others or not others[name].held}
        self._left |= {name: min(others[name].until, now) for name in ours & others.keys()}
        for name in sorted({*ours, PRESENCE + self.copy}):
            await put(on, duties, {"name": name, "holder": self.copy, "until": now + lease})
        return ours

    def left_at(self, name: str) -> datetime | None:
        return self._left.get(name)

    @writes
    async def give_up(self, on: AsyncConnection) -> None:
        """Also our presence. The rows stay, to tell when that was."""
        await on.execute(update(duties).where(duties.c.holder == self.copy).values(until=await clock_of(on)))

    @reads
    async def all(self, on: AsyncConnection) -> list[Duty]:
        rows = await on.execute(select(duties).where(holds(await clock_of(on))).order_by(duties.c.name))
        return [Duty(row.name, row.holder, row.until) for row in rows]


def holds(now: datetime) -> ColumnElement[bool]:
    """The duty is somebody's at this time."""
    return and_(duties.c.until > now, duties.c.until <= now + _LONGEST)


async def living(on: AsyncConnection, now: datetime) -> set[str]:
    """The copies that are there."""
    present = select(duties.c.holder).where(duties.c.name == PRESENCE + duties.c.holder, holds(now))
    return set((await on.execute(present)).scalars())


def duties_of(store: SqlStore, copy: str) -> SqlDuties:
    """The duties kept in this store, as this copy sees them; closed together with it."""
    return SqlDuties(store, copy)
