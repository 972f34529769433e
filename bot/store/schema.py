"""Brings a database's schema up to date, or refuses one that is not ours or newer than we are."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import StoreError

NEWEST = "0006"
KNOWN = frozenset({"0001", "0002", "0003", "0004", "0005", NEWEST})
_VERSION_TABLE = "alembic_version"


async def version_of(on: AsyncConnection, name: str) -> str | None:
    """The schema's version; None for an empty database. Only reads.

    Raises `StoreError`, with `name` for the database, where it is somebody else's or newer than this program.
    """
    tables = await on.run_sync(lambda sync: inspect(sync).get_table_names())
    if not tables:
        return None
    if _VERSION_TABLE not in tables:
        raise StoreError(f"{name} is a database of another program. It was left as it is; name another file.")
    version = (await on.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}"))).scalar_one_or_none()  # noqa: S608
    if version is not None and version not in KNOWN:
        raise StoreError(
            f"{name} was written by a newer Factbox (schema {version}; this one knows up to {NEWEST}). "
            "It was left as it is; start the newer version, or name another file."
        )
    return version


def migrate(on: Connection) -> None:
    """Take all the steps that are missing, within the connection's transaction."""
    from bot.store.migrations import upgrade  # Alembic takes a while to load and is seldom needed

    upgrade(on, NEWEST)
