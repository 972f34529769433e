"""The contract of every store: tests that take `store` run once for each kind of it.

A store in memory is SQLite as a file is, with one connection: a module says with `KINDS = EVERY_KIND` that it looks there too.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from bot.store.engine import open_store
from bot.store.sql import SqlStore
from bot.store.tables import METADATA
from tests.postgres import Server, fresh
from tests.postgres import postgres as postgres
from tests.postgres import server as server

# Foreign keys are not looked at meanwhile: some have no index, and nothing is left that they could name.
_EMPTYING = b"SET session_replication_role = replica;" + b";".join(
    f"DELETE FROM {table.name}".encode() for table in reversed(METADATA.sorted_tables)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A database of Postgres with a store in it, emptied after each test: a new one takes ten times as long."""

    address: str
    on: psycopg.Connection

    def empty(self) -> None:
        self.on.execute(_EMPTYING)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a store in which nothing is, to be copied: to make one takes ten times as long."""
    file = tmp_path_factory.mktemp("store") / "empty.db"

    async def make() -> None:
        await (await open_store(f"sqlite:///{file}")).close()

    asyncio.run(make())
    return file


@pytest.fixture(scope="session")
def kept(server: Server) -> Iterator[Kept]:
    async def make() -> str:
        address = await fresh(server)
        await (await open_store(address)).close()
        return address

    address = asyncio.run(make())
    with psycopg.connect(address, autocommit=True) as on:
        yield Kept(address, on)


@pytest.fixture
def shared(kept: Kept) -> Iterator[str]:
    """The address of a store on Postgres with nothing in it: several may open it."""
    yield kept.address
    kept.empty()


EVERY_KIND = ("memory", "file", "postgres")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind_of_store" in metafunc.fixturenames:
        metafunc.parametrize("kind_of_store", getattr(metafunc.module, "KINDS", EVERY_KIND[1:]))


@pytest.fixture
def address(kind_of_store: str, request: pytest.FixtureRequest, tmp_path: Path, empty: Path) -> str:
    if kind_of_store == "postgres":
        return str(request.getfixturevalue("shared"))
    if kind_of_store == "memory":
        return "sqlite://"
    folder = tmp_path / "news room"
    folder.mkdir()
    return f"sqlite:///{shutil.copy(empty, folder / 'store.db')}"


@pytest.fixture
async def store(address: str) -> AsyncIterator[SqlStore]:
    store = await open_store(address)
    yield store
    await store.close()


@pytest.fixture
def file(tmp_path: Path, empty: Path) -> Path:
    """A store's file with nothing in it."""
    return Path(shutil.copy(empty, tmp_path / "store.db"))
