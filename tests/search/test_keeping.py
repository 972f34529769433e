"""The index follows the store: all that is new goes in, once, and in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.flows.keep_index import keep_index
from bot.news.types import Article, FoundArticle
from bot.ports import Unavailable
from bot.search.searching import PassageSearch, open_search
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.search.examples import keys, told, wanted

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    store = await open_store("sqlite://")
    yield store
    await store.close()


@pytest.fixture
async def search() -> AsyncIterator[PassageSearch]:
    search = await open_search(None)
    yield search
    await search.close()


async def save(store: SqlStore, key: str, text: str, at: int = 0) -> Article:
    article, _ = await store.save_article(FoundArticle(key, text, f"Title {key}"), NOON + timedelta(minutes=at))
    return article


async def test_all_that_is_stored_goes_in_and_only_once(store: SqlStore, search: PassageSearch) -> None:
    for number in range(7):
        await save(store, f"k{number}", f"The lighthouse keeper wrote letter {number}.", number)
    assert await keep_index(store, search, batch=3) == 7
    assert len(await search.best(wanted("lighthouse"), 50)) == 7
    assert await keep_index(store, search, batch=3) == 0
    await save(store, "k7", "The lighthouse was painted.", 8)
    assert await keep_index(store, search, batch=3) == 1
    assert len(await search.best(wanted("lighthouse"), 50)) == 8


async def test_a_new_revision_takes_the_place_of_the_old_one(store: SqlStore, search: PassageSearch) -> None:
    await save(store, "a", "The lighthouse is dark.")
    await keep_index(store, search)
    newer = await save(store, "a", "The lighthouse is lit again.", 5)
    assert await keep_index(store, search) == 1
    assert [p.evidence.revision for p in await search.best(wanted("lighthouse"), 50)] == [newer.revision.id]


async def test_cut_off_anywhere_the_next_run_goes_on(store: SqlStore) -> None:
    for number in range(6):
        await save(store, f"k{number}", f"The lighthouse keeper wrote letter {number}.", number)
    for steps in range(1, 12):
        search = await open_search(None)
        task = asyncio.create_task(keep_index(store, search, batch=1))
        for _ in range(steps * 3):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await keep_index(store, search, batch=1)
        assert len(await search.best(wanted("lighthouse"), 50)) == 6
        await search.close()


async def test_it_ends_where_another_process_writes_the_index(store: SqlStore, tmp_path: Path) -> None:
    await save(store, "a", "The lighthouse is dark.")
    writer, reader = await open_search(tmp_path), await open_search(tmp_path)
    assert await keep_index(store, writer) == 1
    await save(store, "b", "The lighthouse is lit.", 1)
    assert await keep_index(store, reader) == 0
    assert keys(await reader.best(wanted("lighthouse"), 5)) != []
    await reader.close()
    await writer.close()


async def test_a_long_build_tells_how_far_it_is(search: PassageSearch) -> None:
    class Endless:
        async def written_since(self, mark: str, limit: int) -> tuple[list[Article], str]:
            at = int(mark or 0)
            return ([], mark) if at == 6_000 else ([told(f"a{at + n}", "Lamp.") for n in range(1_000)], str(at + 1_000))

    with capture_logs() as logs:
        assert await keep_index(Endless(), search, batch=1_000) == 6_000  # type: ignore[arg-type]
    assert [(entry["event"], entry["articles"]) for entry in logs] == [
        ("index_grows", 5_000),
        ("index_complete", 6_000),
    ]


async def test_a_store_that_fails_leaves_what_went_in(store: SqlStore, search: PassageSearch) -> None:
    class Failing:
        async def written_since(self, mark: str, limit: int) -> tuple[list[Article], str]:
            if mark:
                raise Unavailable("the disk is gone")
            return await store.written_since(mark, 1)

    await save(store, "a", "The lighthouse is dark.")
    with pytest.raises(Unavailable, match="the disk is gone"):
        await keep_index(Failing(), search)  # type: ignore[arg-type]
    assert len(await search.best(wanted("lighthouse"), 5)) == 1
