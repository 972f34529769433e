"""The store as a file of SQLite, or in memory: how its connections behave, and what is said when it fails."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from bot.store.errors import StoreError, StoreLocked
from bot.store.schema import NEWEST, migrate, refuse_older, version_of
from bot.store.sql import SqlStore
from bot.store.tables import METADATA

_TIMEOUT = 10.0
_MEMORY = ":memory:"
_READERS = 2


async def open_sqlite(address: URL, *, to_read: bool = False) -> SqlStore:
    """The file's store, made with its folder where it is missing. Raises `StoreError`; nothing is changed then.

    `to_read`: as it is, by connections that can only read.
    """
    file, timeout = _parts(address)
    if to_read:
        return await _opened_to_read(file, timeout)
    if file == _MEMORY:
        engine, reading = _engine(file, "the store in memory", timeout), None  # it is its one connection
        prepare = _create
    else:
        _make_file(Path(file), timeout)
        engine, reading = _engine(file, file, timeout), _engine(file, file, timeout, _READERS)
        prepare = _bring_up_to_date
    try:
        await prepare(engine, file, timeout)
    except BaseException:
        await engine.dispose()
        raise
    return SqlStore(engine, reading)


async def _opened_to_read(file: str, patience: float) -> SqlStore:
    _look_for(file)
    reading = _engine(file, file, patience, _READERS)
    try:
        async with reading.execution_options(read_only=True).connect() as on:
            refuse_older(await version_of(on, file), file)
    except BaseException:
        await reading.dispose()
        raise
    return SqlStore(reading)


def _look_for(file: str) -> None:
    if file == _MEMORY:
        raise StoreError("a store in memory is seen by its own process alone: set one in a file, or on Postgres")
    if not Path(file).is_file():
        raise StoreError(f"{file} is not there: `factbox run` makes it, or name another file in the settings")


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


def _parts(address: URL) -> tuple[str, float]:
    """File and time limit of a store's address."""
    shown = address.render_as_string(hide_password=True)
    if address.host:
        raise StoreError(
            f"{shown} has two slashes, a file wants three (or four, from the root): sqlite:///path/to/file.db"
        )
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


def _make_file(file: Path, patience: float) -> None:
    """The file, empty where it is new, and its folder. Here, since aiosqlite leaves a thread behind when it fails."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder {file.parent} for the store cannot be made: {error.strerror}") from error
    if file.is_dir():
        raise StoreError(f"{file} is a folder: name a file in it, such as sqlite:///{file}/factbox.db")
    if not os.access(file.parent, os.W_OK):
        raise StoreError(
            f"the folder {file.parent} of the store cannot be written: "
            "its volume is read-only, or its rights keep us out"
        )
    is_new = not file.exists() or not file.stat().st_size
    try:
        if not file.exists():
            file.touch(mode=0o600)  # what people asked will be in it
    except OSError as error:
        raise StoreError(f"{file} cannot be opened ({error.strerror}). Check the rights of its folder.") from error
    try:
        with closing(sqlite3.connect(file, patience, isolation_level=None)) as on:
            if is_new:  # it gives back to the disk what is cleaned up; set later it would take a VACUUM of all
                on.execute("PRAGMA auto_vacuum=INCREMENTAL")
                on.execute("VACUUM")
    except sqlite3.Error as error:
        raise _cause(error, str(file), patience) or error from error


def _engine(file: str, name: str, timeout: float, readers: int = 0) -> AsyncEngine:
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
