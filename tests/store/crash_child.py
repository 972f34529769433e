"""A process of its own: does one piece of the store's work and stands still at a given point, to be killed there.

POINT is the number of a statement of the work, after which to stop; or `commit`, right before it; or `done`, after it.
One byte on standard output says that the point is reached. WORK `many` never stops: one line for each saved edition.
WORK `place` puts the newest article of the store in the story of the oldest, which takes in that of all the others.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

from sqlalchemy import event

from bot.news.types import Article
from bot.ports import MessageId
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.store.examples import MINUTE, NOON, edition_of, found, owed_by
from tests.store.story_examples import placed

FAT = "x" * 8_000_000  # more than SQLite keeps in memory: it goes to the log before the commit


def stand_still() -> None:
    os.write(1, b".")
    os.read(0, 1)


def stop_at(store: SqlStore, point: str) -> None:
    statements = 0

    def executed(*_: object) -> None:
        nonlocal statements
        statements += 1
        if str(statements) == point:
            stand_still()

    event.listen(store.writing.sync_engine, "after_cursor_execute", executed)
    if point == "commit":
        event.listen(store.writing.sync_engine, "commit", lambda _: stand_still())


async def save_fat_edition(store: SqlStore, article: Article) -> None:
    edition = edition_of("08:00", article)
    fat = replace(edition, briefs=(replace(edition.briefs[0], headline=FAT),))
    await store.save_edition(fat, owed_by(fat, parts=3), NOON)


async def place_and_join(store: SqlStore, point: str) -> None:
    newest, *others, oldest = await store.archive(10_000)
    async with store.writing.connect() as on:
        await on.exec_driver_sql("PRAGMA cache_size=1")  # what is written goes to the log before the commit
    stop_at(store, point)
    joined = placed(newest, oldest, None, others[-1])
    await stories_of(store).save_placed([(newest.id, joined)])


async def save_many_editions(store: SqlStore) -> None:
    for number in range(100_000):
        article, _ = await store.save_article(found(str(number)), NOON)
        edition = edition_of(str(number), article)
        await store.save_edition(edition, owed_by(edition, parts=3), NOON)
        os.write(1, f"{number}\n".encode())


def work_until_killed(address: str, work: str, point: str) -> None:
    asyncio.run(_work(address, work, point))


async def _work(address: str, work: str, point: str) -> None:
    store = await open_store(address)
    if work == "many":
        await save_many_editions(store)
    if work == "place":
        await place_and_join(store, point)
        stand_still()
    article = (await store.archive(1))[0]
    stop_at(store, point)
    if work == "edition":
        await save_fat_edition(store, article)
    elif work == "claim":
        await store.claim_delivery(NOON, MINUTE)
    else:
        await store.mark_sent(work, MessageId("m1"), NOON)
    stand_still()
