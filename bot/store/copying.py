"""Copies all rows of a store into another, empty one: from a file to Postgres above all, and back.

All of it is one transaction of the target, so that what breaks off leaves nothing, and one snapshot of the source. What
was leased by the copies of the source is not copied, and the target's numbers of texts get a name of their own, so that
every search index is made anew from it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.clock import clock_of
from bot.store.duties import living
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from bot.store.tables import METADATA, duties, feeds
from bot.store.written import number_anew

_AT_ONCE = 1_000
_MOST_NAMED = 20
_LEASED = {duties}
_BY_ITSELF = {"duties", "events", "numbers", "slots", "subscriptions"}
"""What a copy that was only ever started leaves in a store. So are the feeds that its settings name."""
_UNHURRIED = ("SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0")


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows of each table; and where characters that Postgres does not keep were replaced, up to 20 words."""

    rows: Mapping[str, int]
    altered: tuple[str, ...] = ()


async def copy_rows(source: SqlStore, target: SqlStore, tell: Callable[[str, int, int], None]) -> Copied:
    """Raises `StoreError`, and leaves the target as it was, where that has something in it or does not take a row."""
    await refuse_taken(target)
    async with source.reading.begin() as of, target.writing.begin() as to:
        for on in (of, to):
            await _unhurried(on)
        await _alone(to)
        in_the_way = await _in_the_way(to)
        if in_the_way:
            raise StoreError(f"{_name(target)} has something in it by now ({in_the_way}). Nothing was copied.")
        for table in reversed(METADATA.sorted_tables):
            await to.execute(delete(table))
        copying = [table for table in METADATA.sorted_tables if table not in _LEASED]
        total = sum([await _count(of, table) for table in copying])
        rows: dict[str, int] = {}
        altered: list[str] = []
        for table in copying:
            rows[table.name] = 0
            async for some in _rows(of, table):
                if target.is_shared:
                    altered += [words for row in some for words in _with_nul(table, row)]
                await _insert(to, table, some)
                rows[table.name] += len(some)
                tell("copying", sum(rows.values()), total)
            if await _count(to, table) != rows[table.name]:
                raise StoreError(f"{_name(target)} did not take all rows of {table.name}. Nothing was copied.")
        await _number_on(to)
        await number_anew(to)
    return Copied(rows, tuple(altered[:_MOST_NAMED]))


async def refuse_taken(target: SqlStore) -> None:
    """Raises `StoreError` where news or people left something in a store, or copies of the bot run on it."""
    await refuse_running(target)
    async with target.reading.begin() as on:
        in_the_way = await _in_the_way(on)
    if in_the_way:
        raise StoreError(
            f"{_name(target)} has something in it already ({in_the_way}). It was left as it is: name an empty one."
        )


async def refuse_running(store: SqlStore) -> None:
    """Raises `StoreError` where copies of the bot run on a database: their presence has not run out.

    Of a file its lock tells that (`file_lock.py`).
    """
    if not store.is_shared:
        return
    async with store.reading.begin() as on:
        running = ", ".join(sorted(await living(on, await clock_of(on))))
    if running:
        raise StoreError(f"{_name(store)} is in use by {running}. Stop what runs on it first; then wait 15 seconds.")


async def _in_the_way(on: AsyncConnection) -> str:
    """The first table that holds what did not come there by itself, in words; "" where none does."""
    for table in METADATA.sorted_tables:
        if table.name in _BY_ITSELF:
            continue
        there = select(func.count()).select_from(table)
        if table is feeds:
            there = there.where(feeds.c.origin == "hand")
        if count := (await on.execute(there)).scalar_one():
            return f"{count:,} {table.name.replace('_', ' ')}"
    return ""


async def _rows(of: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Mapping[Any, Any]]]:
    async with of.stream(select(table)) as result:
        async for some in result.mappings().partitions(_AT_ONCE):
            yield some


async def _insert(to: AsyncConnection, table: Table, rows: Sequence[Mapping[Any, Any]]) -> None:
    try:
        await to.execute(insert(table), [dict(row) for row in rows])
    except DBAPIError as error:
        said = str(error.orig).splitlines()[0]
        raise StoreError(f"a row of {table.name} is not taken there ({said}). Nothing was copied.") from None


def _with_nul(table: Table, row: Mapping[Any, Any]) -> list[str]:
    """Postgres keeps no NUL: the store puts a sign in its place (`postgres.py`), and that is said of the row."""
    key = ", ".join(str(row[column.name]) for column in table.primary_key)
    return [
        f"{table.name} {key!r}: {value.count(chr(0))} NUL in its {name}"
        for name, value in row.items()
        if isinstance(value, str) and "\0" in value
    ]


async def _count(on: AsyncConnection, table: Table) -> int:
    return int((await on.execute(select(func.count()).select_from(table))).scalar_one())


async def _unhurried(on: AsyncConnection) -> None:
    """No time limits of a bot at work: one of the two waits while the other is busy."""
    if on.dialect.name != "sqlite":
        for words in _UNHURRIED:
            await on.execute(text(words))


async def _alone(on: AsyncConnection) -> None:
    """Nobody writes there meanwhile; a copy that is started now waits."""
    if on.dialect.name != "sqlite":
        names = ", ".join(table.name for table in METADATA.sorted_tables)
        await on.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


async def _number_on(on: AsyncConnection) -> None:
    """What numbers its rows by itself goes on after the last one, not from 1."""
    if on.dialect.name == "sqlite":
        return
    for table in METADATA.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            last = select(func.max(column)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            await on.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))


def _name(store: SqlStore) -> str:
    url = store.writing.url
    return url.database or "the store" if not store.is_shared else f"{url.host}/{url.database}"
