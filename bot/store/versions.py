"""Which version of the schema a store has, asked without changing it: who opens it brings it up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import make_url

from bot.store.engine import open_store
from bot.store.errors import StoreError
from bot.store.file_lock import file_of
from bot.store.schema import KNOWN, NEWEST

_PATIENCE = 10.0  # seconds
_VERSION = "SELECT version_num FROM alembic_version"


class Foreign(StoreError):
    """It is a database, but another program's."""


class Unreadable(StoreError):
    """It is no database, is damaged, or may not be read."""


async def version_at(url: str) -> str | None:
    """The version of the store at this address; None where there is none yet. Raises `StoreError` as `open_store`.

    Also for one that is newer than this program, and `Foreign` for one of another program.
    """
    file = file_of(url)
    if file is not None:
        return version_in(file) if file.exists() else None
    if url.startswith(("postgres:", "postgresql:", "postgresql+psycopg:")):
        return await _on_server(url)
    await (await open_store(url)).close()  # in memory, or an address with a mistake in it, which it tells
    return None


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
    if "alembic_version" not in tables:
        raise Foreign(f"{name} is a database of another program. It was left as it is; name another file.")
    return _known(on.execute(_VERSION).fetchone(), name)


def read_only(file: Path) -> sqlite3.Connection:
    """A connection that begins nothing by itself and can write nothing. Raises `sqlite3.Error`."""
    # Where nothing can be written and nobody has a log of it, SQLite has to be told that it needs none itself.
    still = not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists()
    address = f"file:{quote(str(file.absolute()))}?mode=ro{'&immutable=1' if still else ''}"
    return sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)


async def _on_server(url: str) -> str | None:
    import psycopg  # a store in a file does without it

    from bot.store.postgres_words import cause, name_of

    address = make_url(url).set(drivername="postgresql")
    name = name_of(address)
    try:
        async with await psycopg.AsyncConnection.connect(
            address.render_as_string(hide_password=False), connect_timeout=int(_PATIENCE)
        ) as on:
            made = await (await on.execute("SELECT to_regclass('alembic_version') IS NOT NULL")).fetchone()
            if not made or not made[0]:
                return None
            return _known(await (await on.execute(_VERSION)).fetchone(), name)
    except psycopg.Error as error:
        raise cause(error, name, lost=False) or error from None


def _known(row: Sequence[Any] | None, name: str) -> str | None:
    if row is not None and row[0] not in KNOWN:
        raise StoreError(
            f"{name} was written by a newer Factbox (schema {row[0]}; this one knows up to {NEWEST}). "
            "It was left as it is; use the newer version."
        )
    return str(row[0]) if row else None
