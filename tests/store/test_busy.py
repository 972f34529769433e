"""Reading does not wait for writing: not for a long piece of work of our own, and not for another process."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.news.channels import Posted, Turn
from bot.ports import MessageId
from bot.store.engine import StoreError, open_store
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.store.conftest import EVERY_KIND
from tests.store.examples import HARBOUR, NOON, found, saved_edition

KINDS = EVERY_KIND
AT_ONCE = 5  # seconds; a read that waits would wait for good
THREAD = replace(HARBOUR, thread="m1")


async def with_a_thread(file: Path, options: str = "") -> tuple[SqlStore, Posted]:
    store = await open_store(f"sqlite:///{file}{options}")
    edition = await saved_edition(store, "08:00")
    await store.mark_sent(f"{edition.id} 0", MessageId("m1"), NOON)
    await store.add_turn(THREAD, "U-ada", Turn("Who?", "Ada Moll."), NOON)
    return store, Posted(edition, 0)


async def read_for_an_answer(store: SqlStore, posted: Posted) -> None:
    assert await store.posted_at(THREAD) == posted
    assert [turn.question for turn in await store.turns(THREAD, NOON)] == ["Who?"]
    (article,) = await store.articles(posted.edition.briefs[0].revisions)
    assert await store.current([article.revision.id]) == {article.revision.id}
    assert await stories_of(store).story_of(article.id) is None


async def questions_can_be_answered(store: SqlStore, posted: Posted) -> None:
    reading = asyncio.create_task(read_for_an_answer(store, posted))
    done, _ = await asyncio.wait({reading}, timeout=AT_ONCE)
    assert done, "it waits until the writer is done"
    await reading


async def test_reading_while_this_process_writes(file: Path) -> None:
    store, posted = await with_a_thread(file)
    async with store.writing.begin() as on:
        await on.exec_driver_sql("DELETE FROM turns")
        await questions_can_be_answered(store, posted)
    assert await store.turns(THREAD, NOON) == []
    await store.close()


async def test_reading_while_another_process_writes(file: Path) -> None:
    store, posted = await with_a_thread(file, "?timeout=0.05")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM turns")
        await questions_can_be_answered(store, posted)
        with pytest.raises(StoreError, match="is locked"):
            await store.add_turn(THREAD, "U-ada", Turn("When?", "On Sunday."), NOON)
    await store.close()


async def test_what_was_written_is_seen_by_every_read_after_it(store: SqlStore) -> None:
    async def write_and_look(name: str) -> None:
        for number in range(10):
            article, _ = await store.save_article(found(f"{name}{number}"), NOON)
            assert await store.articles([article.revision.id]) == [article]

    await asyncio.gather(*(write_and_look(name) for name in "abcd"))


async def test_what_reads_cannot_write(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    with pytest.raises(StoreError, match="cannot be written"):
        async with store.reading.begin() as on:
            await on.exec_driver_sql("DELETE FROM turns")
    await store.close()
