"""Backups: a whole store as one file of SQLite, made while the bot writes, and looked through before it counts as one.

Of a file, its pages are copied within one read transaction, so that it is the store of one moment and nobody waits. Of
a Postgres database the rows are copied within one snapshot (`copying.py`); `pg_dump` does better for huge ones.
A backup has its own name only once it is whole and checked. It holds what people asked: only its owner may read it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.store.copying import copy_rows
from bot.store.engine import open_store
from bot.store.errors import StoreError
from bot.store.file_lock import file_of
from bot.store.schema import NEWEST
from bot.store.sqlite_files import keep_names, remove
from bot.store.versions import read_only, version_at, version_on

Tell = Callable[[str, int, int], None]
"""How far it is: what is done, how much of it, of how much. May be called from another thread."""

_PAGES_AT_ONCE = 500

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: its schema's version, the rows of each table, its size in bytes."""

    version: str
    rows: Mapping[str, int]
    size: int


class _Stopped(Exception):
    """Whoever waited for it has gone."""


async def back_up(url: str, to: Path, tell: Tell) -> Kept:
    """Write the store at this address into a new file. Raises `StoreError`; no file is left then, nor touched."""
    _refuse_taken(to)
    version = await version_at(url)
    if version is None:
        raise StoreError("There is no store yet that a backup could be made of: `factbox run` makes it.")
    file = file_of(url)
    with _new_file(to) as part:
        if file is not None:
            await in_thread(lambda told: _copy_pages(file, part, told), tell)
        else:
            await _copy_database(url, version, part, tell)
        kept = await in_thread(lambda told: checked(part, told), tell)
        _put_in_place(part, to)
    return kept


def checked(file: Path, tell: Tell) -> Kept:
    """What a backup holds. Raises `StoreError` where it is none, is damaged, or comes from a newer version."""
    tell("checking", 0, 1)
    if not file.is_file():
        raise StoreError(f"{file} is no file: name a backup.")
    try:
        with closing(read_only(file)) as on:
            version = version_on(on, str(file))
            if version is None:
                raise StoreError(f"{file} is empty: it is no backup.")
            _interruptible(on, lambda: tell("checking", 0, 1))
            (said,) = on.execute("PRAGMA integrity_check(1)").fetchone()
            loose = on.execute("PRAGMA foreign_key_check").fetchone()
            if said != "ok" or loose:
                why = said if said != "ok" else f"a row of {loose[0]} belongs to nothing"
                raise StoreError(f"{file} is damaged ({why}): take another backup.")
            rows = _counted(on)
    except sqlite3.Error as error:
        raise StoreError(f"{file} cannot be read as a backup ({error}).") from error
    tell("checking", 1, 1)
    return Kept(version, rows, file.stat().st_size)


async def in_thread(work: Callable[[Tell], T], tell: Tell) -> T:
    """Do it beside the event loop. Cancelled, it ends at the next word of how far it is, and tidies up."""
    stopped = threading.Event()

    def told(what: str, done: int, of: int) -> None:
        if stopped.is_set():
            raise _Stopped
        tell(what, done, of)

    doing = asyncio.create_task(asyncio.to_thread(work, told))
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        stopped.set()
        await asyncio.wait([doing])
        doing.exception()
        raise


def compact(file: Path, into: Path, tell: Tell) -> None:
    """Write the store of a file into a new one without its empty pages, which gives its room back from then on.

    Raises `StoreError`.
    """
    size = file.stat().st_size
    try:
        with closing(read_only(file)) as on:
            if not on.execute("PRAGMA auto_vacuum").fetchone()[0]:
                on.execute("PRAGMA auto_vacuum=INCREMENTAL")  # of what is written, not of what is read
            _interruptible(on, lambda: tell("restoring", min(size, into.stat().st_size if into.exists() else 0), size))
            on.execute("VACUUM INTO ?", (str(into),))
    except sqlite3.Error as error:
        raise StoreError(f"{file} cannot be put into {into.parent} ({error}). Nothing was changed.") from error
    tell("restoring", size, size)


def _refuse_taken(to: Path) -> None:
    if to.is_dir():
        raise StoreError(f"{to} is a folder: name a file for the backup, such as {to / 'factbox.db'}")
    if to.exists():
        raise StoreError(f"{to} is there already, and no backup is written over a file: name another one.")


def _interruptible(on: sqlite3.Connection, told: Callable[[], None]) -> None:
    """Say every now and then how far it is; what is raised there ends the statement."""
    on.set_progress_handler(lambda: _goes_on(told), 1_000_000)


def _goes_on(told: Callable[[], None]) -> int:
    try:
        told()
    except _Stopped:
        return 1
    return 0


def _copy_pages(file: Path, part: Path, tell: Tell) -> None:
    try:
        with closing(read_only(file)) as live, closing(sqlite3.connect(part, isolation_level=None)) as copy:
            live.execute("BEGIN")  # all of it is of the moment of the first look
            rows = _counted(live)
            live.backup(copy, pages=_PAGES_AT_ONCE, progress=lambda _, left, of: tell("copying", of - left, of))
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, which can also be read where nothing can be written
            if _counted(copy) != rows:
                raise StoreError(f"the backup of {file} does not hold what that holds. None was made; try again.")
    except sqlite3.Error as error:
        raise StoreError(f"{file} cannot be copied to {part.parent} ({error}). No backup was made.") from error


async def _copy_database(url: str, version: str, part: Path, tell: Tell) -> None:
    if version != NEWEST:
        raise StoreError(
            f"The store has schema {version}, and this program reads {NEWEST}: make the backup with the version that"
            " wrote it (or with pg_dump), or bring the store up to date first: factbox db migrate"
        )
    source = await open_store(url)
    try:
        target = await open_store(f"sqlite:///{part}")
        try:
            await copy_rows(source, target, tell)
        finally:
            await target.close()
    finally:
        await source.close()
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _counted(on: sqlite3.Connection) -> dict[str, int]:
    """The rows of each table."""
    named = on.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    names = [name for (name,) in named.fetchall()]
    return {name: on.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


@contextmanager
def _new_file(to: Path) -> Iterator[Path]:
    """An empty file beside it, under another name; gone in the end."""
    part = to.with_name(f"{to.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(f"{to} cannot be written ({error.strerror}). No backup was made.") from error
    try:
        yield part
    finally:
        remove(part)


def _put_in_place(part: Path, to: Path) -> None:
    """Give it its name, unless somebody else has taken that meanwhile; from then on it survives a power cut."""
    try:
        with part.open("rb") as whole:
            os.fsync(whole.fileno())
        try:
            os.link(part, to)
        except FileExistsError:
            raise StoreError(f"{to} is there by now, and no backup is written over a file: name another one.") from None
        except OSError:  # a file system without links
            part.rename(to)
        keep_names(to.parent)
    except OSError as error:
        raise StoreError(f"{to} cannot be written ({error.strerror}). No backup was made.") from error
