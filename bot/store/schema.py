"""Brings a database's schema up to date, or refuses one that is not ours or newer than we are."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import Foreign, StoreError

NEWEST = "0007"
KNOWN = frozenset({"0001", "0002", "0003", "0004", "0005", "0006", NEWEST})
VERSION_TABLE = "alembic_version"
ASK_VERSION = f"SELECT version_num FROM {VERSION_TABLE}"  # noqa: S608
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
    "postgresql": "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()",
}


async def version_of(on: AsyncConnection, name: str) -> str | None:
    """The schema's version; None for an empty database. Only reads.

    Raises `StoreError`, with `name` for the database, where it is somebody else's or newer than this program.
    """
    kind = "file" if on.dialect.name == "sqlite" else "database"
    # Asked in the database's own words: to put the question together takes SQLAlchemy longer than to open the store.
    tables = set((await on.exec_driver_sql(_TABLES[on.dialect.name])).scalars())
    if not tables:
        return None
    if VERSION_TABLE not in tables:
        raise foreign(name, kind)
    version: str | None = (await on.exec_driver_sql(ASK_VERSION)).scalar_one_or_none()
    refuse_newer(version, name, kind)
    return version


def foreign(name: str, kind: str) -> Foreign:
    """What is said of a database, a `kind` "file" or "database", that another program made."""
    return Foreign(f"{name} is a database of another program. It was left as it is; name another {kind}.")


def refuse_newer(version: str | None, name: str, kind: str) -> None:
    """Raises `StoreError` for a version that this program does not know."""
    if version is not None and version not in KNOWN:
        raise StoreError(
            f"{name} was written by a newer Factbox (schema {version}; this one knows up to {NEWEST}). "
            f"It was left as it is; start the newer version, or name another {kind}."
        )


def refuse_older(version: str | None, name: str) -> None:
    """Raises `StoreError` where a schema would have to be brought up to date, by somebody who only reads."""
    if version is None:
        raise StoreError(f"{name} holds no store yet: `factbox run` makes it. Nothing was changed.")
    if version != NEWEST:
        raise StoreError(
            f"{name} was written by an older Factbox (schema {version}; this one has {NEWEST}). Nothing was changed: "
            "`factbox run` of this version brings it up to date."
        )


def migrate(on: Connection) -> None:
    """Take all the steps that are missing, within the connection's transaction."""
    from bot.store.migrations import upgrade  # Alembic takes a while to load and is seldom needed

    upgrade(on, NEWEST)
