"""Opens the store: which database an address names, how its connections behave, what is said when it fails."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from bot.store.errors import StoreError, StoreLocked
from bot.store.schema import NEWEST, migrate, version_of
from bot.store.sql import SqlStore
from bot.store.tables import METADATA

__all__ = ["StoreError", "open_store"]

_TIMEOUT = 10.0
_MEMORY = ":memory:"
_READERS = 2


async def open_store(url: str) -> SqlStore:
    """Open `sqlite:///path/to/file.db`, made with its folder where it is missing, or `sqlite://` in memory.

    `?timeout=0.2` sets for how many seconds to wait while another process writes; 10 without it.
    Raises `StoreError` for an address or a file that cannot be used; nothing is changed then.
    """
    file, timeout = _address(url)
    if file == _MEMORY:
        engine, reading = _sqlite_engine(file, "the store in memory", timeout), None  # it is its one connection
        prepare = _create
    else:
        _make_file(Path(file))
        engine, reading = _sqlite_engine(file, file, timeout), _sqlite_engine(file, file, timeout, _READERS)
        prepare = _bring_up_to_date
    try:
        await prepare(engine, file, timeout)
    except BaseException:
        await engine.dispose()
        raise
    return SqlStore(engine, reading)


async def _create(engine: AsyncEngine, name: str, patience: float) -> None:
    async with engine.begin() as on:
        await on.run_sync(METADATA.create_all, checkfirst=False)


async def _bring_up_to_date(engine: AsyncEngine, name: str, patience: float) -> None:
    async with engine.execution_options(read_only=True).connect() as on:
        version = await version_of(on, name)
    await _write_ahead(engine.execution_options(bare=True), patience)
    if version != NEWEST:
        async with engine.begin() as on:
            await version_of(on, name)  # once more, now that nobody else can write
            await on.run_sync(migrate)


async def check_store(url: str) -> None:
    """Open the store and take its write lock for a moment. Raises `StoreError` where it cannot be read or written."""
    store = await open_store(url)
    try:
        async with store.writing.begin():
            pass
    finally:
        await store.close()


async def _write_ahead(engine: AsyncEngine, patience: float) -> None:
    """Switch the file to a write-ahead log, which stays with it: so only once we know that the file is ours.

    SQLite does not wait here while others open the same new file: it fails at once, and we try again.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while True:
        try:
            async with engine.connect() as on:
                await on.exec_driver_sql("PRAGMA journal_mode=WAL")
        except StoreLocked:
            if loop.time() >= deadline:
                raise
            await asyncio.sleep(0.01)
        else:
            return


def _address(url: str) -> tuple[str, float]:
    """File and time limit of a store's address."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"{url!r} is no address of a store: write sqlite:///path/to/file.db") from None
    shown = address.render_as_string(hide_password=True)
    if address.host and address.drivername == "sqlite":
        raise StoreError(
            f"{shown} has two slashes, a file wants three (or four, from the root): sqlite:///path/to/file.db"
        )
    if address.drivername != "sqlite":
        raise StoreError(f"{shown} is a kind of store that is not built in: write sqlite:///path/to/file.db")
    if url.startswith("sqlite:///") and not address.database:
        raise StoreError(f"{shown} names no file: write sqlite:///path/to/file.db")
    unknown = address.query.keys() - {"timeout"}
    if unknown:
        raise StoreError(f"{shown} asks for {min(unknown)!r}; a store's address can only have ?timeout=SECONDS")
    given = address.query.get("timeout", str(_TIMEOUT))
    try:
        timeout = float(given if isinstance(given, str) else given[-1])
    except ValueError:
        timeout = -1
    if not 0 <= timeout <= 3600:
        raise StoreError(f"{shown}: timeout is a number of seconds, from 0 to 3600")
    return address.database or _MEMORY, timeout


def _make_file(file: Path) -> None:
    """The file, empty where it is new, and its folder. Here, since aiosqlite leaves a thread behind when it fails."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder {file.parent} for the store cannot be made: {error.strerror}") from error
    try:
        sqlite3.connect(file).close()
    except sqlite3.Error as error:
        raise _cause(error, str(file), _TIMEOUT) or error from error


def _sqlite_engine(file: str, name: str, timeout: float, readers: int = 0) -> AsyncEngine:
    """One connection to write: SQLite has one writer at a time, and a queue for it is fairer and quicker than a lock.

    Transactions take the write lock when they begin (a read that turns into a write later can fail at once, however
    long the timeout is), except those with the execution option `read_only`; `bare` ones are none at all.
    With `readers` it has so many connections, opened when they are needed, that can only read. With a write-ahead log
    these wait for no writer, of this process or another, and each transaction sees all that was written before it.
    """
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=file),
        connect_args={"timeout": timeout, "isolation_level": None},  # None: the driver begins nothing by itself
        poolclass=AsyncAdaptedQueuePool,
        pool_size=readers or 1,
        max_overflow=0,
        hide_parameters=True,  # a traceback must not hold what is stored
        pool_timeout=None,  # those before us in the queue have time limits of their own
    )

    def connected(connection: Any, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        try:
            # FULL: a claim must survive a power cut, or its message would be sent again.
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA secure_delete=ON")  # what people asked is gone from the file once it is forgotten
            if readers:
                cursor.execute("PRAGMA query_only=ON")
        except BaseException:
            connection.close()  # nobody else will: it is not the pool's yet
            raise
        cursor.close()

    def begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("bare"):
            connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")

    def failed(context: ExceptionContext) -> None:
        told = _cause(context.original_exception, name, timeout)
        if told:
            raise told from context.original_exception

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", begun)
    event.listen(engine.sync_engine, "handle_error", failed)
    return engine


def _cause(error: BaseException, name: str, timeout: float) -> StoreError | None:
    """What went wrong, for a person; None for what only a programmer can mend."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(error, sqlite3.Error) or code is None:
        return None
    match code & 0xFF:  # the rest tells kinds of the same failure apart
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreLocked(
                f"{name} is locked: another process has been writing for {timeout:g} s. Stop it, or retry."
            )
        case sqlite3.SQLITE_NOTADB:
            words = f"is no store of Factbox ({error}). It was left as it is; name another file."
        case sqlite3.SQLITE_CORRUPT:
            words = f"is damaged ({error}). Put a backup in its place, or move it away to begin anew."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            words = f"cannot be written ({error}). Check the rights of the file and of its folder."
        case sqlite3.SQLITE_CANTOPEN:
            words = f"cannot be opened ({error}). Check that it is a file, and the rights of it and its folder."
        case sqlite3.SQLITE_FULL:
            words = f"cannot grow ({error}). Nothing was saved; make room on its disk."
        case sqlite3.SQLITE_IOERR:
            words = f"cannot be read or written ({error}). Check its disk and the space left on it."
        case _:
            return None
    return StoreError(f"{name} {words}")
