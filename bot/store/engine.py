"""Opens the store: which database an address names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from bot.store.errors import StoreError, StoreUnreachable
from bot.store.sql import SqlStore

__all__ = ["StoreError", "StoreUnreachable", "check_store", "open_store", "open_to_read", "version_in_database"]

_FILE = "sqlite:///path/to/file.db"
_SERVER = "postgresql://user:password@host:5432/name"
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


async def open_store(url: str) -> SqlStore:
    """Open `sqlite:///path/to/file.db`, made with its folder where it is missing, or `sqlite://` in memory, or
    `postgresql://user:password@host:5432/name`.

    `sqlite:///…?timeout=0.2` sets for how many seconds to wait while another process writes; 10 without it. What
    `postgresql://…?sslmode=require` and the like set is for libpq.
    Raises `StoreError` for an address, a file or a database that cannot be used, `StoreUnreachable` where its server
    cannot be reached now; nothing is changed then.
    """
    return await _opened(url, to_read=False)


async def open_to_read(url: str) -> SqlStore:
    """The store as it is, beside a bot that may be running: nothing is made, brought up to date or written.

    Raises as `open_store` does, and `StoreError` where there is none yet, or an older one.
    """
    return await _opened(url, to_read=True)


async def _opened(url: str, *, to_read: bool) -> SqlStore:
    address = _address(url)
    if address.drivername == "sqlite":
        if url.startswith("sqlite:///") and not address.database:
            raise StoreError(f"{url} names no file: write {_FILE}")
        from bot.store.sqlite import open_sqlite  # each brings its driver, which the other does without

        return await open_sqlite(address, to_read=to_read)
    with _its_driver():
        from bot.store.postgres import open_postgres
    return await open_postgres(address, to_read=to_read)


async def version_in_database(url: str) -> str | None:
    """The version of the store that a server has, asked without changing it; None where there is none yet, or where
    the address names no server. Raises as `open_store` does.
    """
    address = _address(url)
    if address.drivername == "sqlite":
        await (await open_store(url)).close()  # in memory, or with a mistake in its address, which this tells
        return None
    with _its_driver():
        from bot.store.postgres import version_in_database as version_there
    return await version_there(address)


@contextmanager
def _its_driver() -> Iterator[None]:
    """What speaks to Postgres is imported here. Raises `StoreError` where it is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise StoreError(
            f"a store on Postgres needs the package {error.name}: install factbox with [postgres], or name a file:"
            f" {_FILE}"
        ) from error


async def check_store(url: str) -> None:
    """Open the store and take a write lock for a moment. Raises `StoreError` where it cannot be read or written."""
    store = await open_store(url)
    try:
        await store.check_writable()
    finally:
        await store.close()


def _address(url: str) -> URL:
    """Raises `StoreError`, which never shows a password."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        hidden = re.sub(r"://.*@", "://…@", url, flags=re.DOTALL)
        raise StoreError(f"{hidden!r} is no address of a store: write {_FILE} or {_SERVER}") from None
    if address.drivername == "sqlite" or address.drivername in _POSTGRES:
        return address
    raise StoreError(f"{address.drivername}://… is a kind of store that is not built in: write {_FILE} or {_SERVER}")
