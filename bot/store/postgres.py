"""The store on Postgres, which many copies of the bot share: how connections behave, and how the schema gets there."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.adapt import AdaptersMap
from psycopg.types.string import StrDumper, StrDumperUnknown
from sqlalchemy import event, text
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.errors import StoreError
from bot.store.postgres_words import cause, name_of
from bot.store.schema import NEWEST, migrate, refuse_older, version_of
from bot.store.sql import SqlStore
from bot.store.transactions import alone

# For each copy: a step writes for some milliseconds and seldom more than a few at once, and a server takes 100
# connections as it comes. Who finds none free waits; each of those before it has a time limit.
_WRITERS = 5
_READERS = 3

# Milliseconds. A copy that hangs while it holds locks is cut off, so that the others can go on.
_SESSION = (
    "-c timezone=UTC -c lock_timeout=30000 -c statement_timeout=120000 -c idle_in_transaction_session_timeout=60000"
)

# Seconds. A server whose machine is gone says nothing: without these its connections would wait for it for hours.
_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}


async def open_postgres(address: URL, *, to_read: bool = False) -> SqlStore:
    """The store in this database, its tables made or brought up to date by the first copy that comes.

    Raises `StoreUnreachable` where another try may find its server, else `StoreError`; nothing is changed then.
    `to_read`: as it is, in transactions that can only read.
    """
    name = name_of(address)
    asked = _checked(address, name)
    writing, reading = _engine(asked, name, _WRITERS), _engine(asked, name, _READERS)
    snapshot = reading.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        async with snapshot.begin() as on:
            version = await version_of(on, name)
        if to_read:
            refuse_older(version, name)
            await writing.dispose()
            return SqlStore(snapshot)
        if version != NEWEST:
            await _bring_up_to_date(writing, name)
    except BaseException:
        await reading.dispose()
        await writing.dispose()
        raise
    return SqlStore(writing, snapshot)


async def version_in_database(address: URL) -> str | None:
    """The version of the store in this database; None for an empty one. Raises as `open_postgres`; only reads."""
    name = name_of(address)
    engine = _engine(_checked(address, name), name, 1)
    try:
        async with engine.begin() as on:
            return await version_of(on, name)
    finally:
        await engine.dispose()


async def _bring_up_to_date(engine: AsyncEngine, name: str) -> None:
    """In one transaction, which ends whole or not at all; other copies wait for it and find nothing left to do."""
    async with engine.begin() as on:
        await on.execute(text("SET LOCAL lock_timeout = 0"))
        await on.execute(text("SET LOCAL statement_timeout = 0"))
        await alone(on, "schema")
        if await version_of(on, name) != NEWEST:
            await on.run_sync(migrate)


def _checked(address: URL, name: str) -> URL:
    """The address as psycopg takes it. Raises `StoreError`."""
    if "@" in (address.host or ""):
        raise StoreError("the password in the store's address has an @ in it: write %40 for it, %2F for /, %3A for :")
    if not address.database:
        raise StoreError(f"{name} names no database: write postgresql://user:password@host:5432/name")
    options = address.query.get("options", "")
    asked = address.set(drivername="postgresql+psycopg")
    return asked.update_query_dict({"options": f"{_SESSION} {options if isinstance(options, str) else options[-1]}"})


def _engine(address: URL, name: str, size: int) -> AsyncEngine:
    try:
        engine = create_async_engine(
            address,
            connect_args=_PATIENCE | {"context": _adapters()},
            pool_size=size,
            max_overflow=0,
            pool_timeout=None,
            pool_pre_ping=True,  # a connection that was lost while nobody used it is replaced, and nobody notices
            hide_parameters=True,  # a traceback must not hold what is stored
            use_native_hstore=False,
        )
    except SQLAlchemyError as error:
        raise StoreError(f"{name} cannot be used: {error}") from None

    def failed(context: ExceptionContext) -> None:
        error = context.original_exception
        told = None if context.is_pre_ping else cause(error, name, lost=context.is_disconnect)
        if told:
            raise told from error

    event.listen(engine.sync_engine, "handle_error", failed)
    return engine


def _adapters() -> AdaptersMap:
    """Postgres keeps no NUL characters, which feeds and people may send: each is kept as one that stands for it."""
    adapters = AdaptersMap(psycopg.adapters)
    for dumper in (StrDumperUnknown, StrDumper):  # the last one is the one that is used
        adapters.register_dumper(str, _without_nul(dumper))
    return adapters


def _without_nul(dumper: Any) -> Any:
    def dump(self: Any, obj: str) -> Any:
        return dumper.dump(self, obj.replace("\0", "\ufffd") if "\0" in obj else obj)

    return type(f"{dumper.__name__}WithoutNul", (dumper,), {"dump": dump})
