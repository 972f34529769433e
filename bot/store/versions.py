"""Which version of the schema a store has, asked without changing it: who opens it brings it up to date."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from bot.store.engine import version_in_database
from bot.store.errors import StoreError
from bot.store.file_lock import file_of
from bot.store.schema import ASK_VERSION, VERSION_TABLE, foreign, refuse_newer

_PATIENCE = 10.0  # seconds


class Unreadable(StoreError):
    """It is no database, is damaged, or may not be read."""


async def version_at(url: str) -> str | None:
    """The version of the store at this address; None where there is none yet. Raises `StoreError` as `open_store`.

    Also for one that is newer than this program, and `Foreign` for one of another program.
    """
    file = file_of(url)
    if file is None:
        return await version_in_database(url)
    return version_in(file) if file.exists() else None


def version_in(file: Path) -> str | None:
    """As `version_at`, of a file of SQLite."""
    try:
        with closing(read_only(file)) as on:
            return version_on(on, str(file))
    except sqlite3.Error as error:
        raise Unreadable(f"{file} cannot be read as a store ({error}). It was left as it is.") from error


def version_on(on: sqlite3.Connection, name: str) -> str | None:
    """As `version_at`, on a connection to the file."""
    tables = {str(table) for (table,) in on.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if VERSION_TABLE not in tables:
        raise foreign(name, "file")
    row = on.execute(ASK_VERSION).fetchone()
    version = str(row[0]) if row else None
    refuse_newer(version, name, "file")
    return version


def read_only(file: Path) -> sqlite3.Connection:
    """A connection that begins nothing by itself and can write nothing. Raises `sqlite3.Error`."""
    # Where nothing can be written and nobody has a log of it, SQLite has to be told that it needs none itself.
    still = not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists()
    address = f"file:{quote(str(file.absolute()))}?mode=ro{'&immutable=1' if still else ''}"
    return sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
