"""The contract of every store: tests that take `store` run once for each kind of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.store.engine import open_store
from bot.store.sql import SqlStore

ADDRESSES: dict[str, Callable[[Path], str]] = {
    "memory": lambda _: "sqlite://",
    "file": lambda folder: f"sqlite:///{folder}/news room/store.db",
}


@pytest.fixture(params=ADDRESSES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = await open_store(ADDRESSES[request.param](tmp_path))
    yield store
    await store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"
