"""The contract of every store: tests that take `store` run once for each kind of it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.engine import open_store
from bot.store.sql import SqlStore


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a store in which nothing is, to be copied: to make one takes ten times as long."""
    file = tmp_path_factory.mktemp("store") / "empty.db"

    async def make() -> None:
        await (await open_store(f"sqlite:///{file}")).close()

    asyncio.run(make())
    return file


@pytest.fixture(params=["memory", "file"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, empty: Path) -> AsyncIterator[SqlStore]:
    address = "sqlite://"
    if request.param == "file":
        folder = tmp_path / "news room"
        folder.mkdir()
        address = f"sqlite:///{shutil.copy(empty, folder / 'store.db')}"
    store = await open_store(address)
    yield store
    await store.close()


@pytest.fixture
def file(tmp_path: Path, empty: Path) -> Path:
    """A store's file with nothing in it."""
    return Path(shutil.copy(empty, tmp_path / "store.db"))
