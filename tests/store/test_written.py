"""What is derived from the store is kept up by marks: no article is lost on the way, and none comes without need."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.news.identity import Keys
from bot.news.types import Article, RevisionId
from bot.store.engine import open_store
from bot.store.feeds import feeds_of
from bot.store.sql import SqlStore
from tests.store.examples import LATER, MINUTE, NOON, found
from tests.store.feed_examples import GAZETTE, TEXT, item, page, polled, shown


async def read_on(store: SqlStore, mark: str, limit: int = 500) -> tuple[list[Article], str]:
    """All that is new since the mark, in batches."""
    read: list[Article] = []
    while True:
        batch, mark = await store.written_since(mark, limit)
        assert len(batch) <= limit
        if not batch:
            return read, mark
        read += batch


def keys(articles: list[Article]) -> list[str]:
    return [(article.title or "").removeprefix("Title of ") for article in articles]


async def test_articles_come_once_in_the_order_of_storing_whatever_the_batches(store: SqlStore) -> None:
    assert await store.written_since("", 9) == ([], "")
    for number, key in enumerate("abcde"):
        await store.save_article(found(key, published=NOON - number * MINUTE), NOON)
    read, mark = await read_on(store, "", limit=2)
    assert keys(read) == list("abcde")
    assert await store.written_since(mark, 2) == ([], mark)
    first, after_two = await store.written_since("", 2)
    await store.save_article(found("f"), NOON)
    assert keys(first) + keys((await read_on(store, after_two))[0]) == list("abcdef")


async def test_a_new_text_comes_again_as_its_latest_and_the_same_text_does_not(store: SqlStore) -> None:
    for key in "ab":
        await store.save_article(found(key), NOON)
    _, mark = await read_on(store, "")
    await store.save_article(found("a"), LATER)
    await store.save_article(replace(found("a"), title="Another title"), LATER)
    assert (await read_on(store, mark))[0] == []
    await store.save_article(found("a", "The ferry sank."), LATER)
    await store.save_article(found("a", "The ferry did not sink."), LATER)
    read, mark = await read_on(store, mark)
    assert [article.text for article in read] == ["The ferry did not sink."]
    back, is_new = await store.save_article(found("a", "The ferry sank."), LATER)
    assert not is_new
    assert (await read_on(store, mark))[0] == [back], "a text that comes back takes the place of the later one"


async def test_what_feeds_and_pages_bring_comes_too(store: SqlStore) -> None:
    feeds = feeds_of(store)
    await feeds.follow([GAZETTE], "hand", NOON)
    await polled(feeds, item(1), item(2))
    read, mark = await read_on(store, "")
    assert len(read) == 2
    await polled(feeds, item(1), item(2, text="Other words."))
    read, mark = await read_on(store, mark)
    assert [article.text.split()[0] for article in read] == ["Other2"]
    first = next(article for article in await store.archive(9) if article.text == TEXT)
    await feeds.save_page(first.id, page(), Keys(()), NOON)
    read, mark = await read_on(store, mark)
    assert [article.text for article in read] == [page().text]
    await feeds.save_page(first.id, page(), Keys(()), LATER)
    assert (await read_on(store, mark))[0] == [], "read again, the page says the same"


async def test_what_turned_out_to_be_another_article_counts_no_more(store: SqlStore) -> None:
    feeds = feeds_of(store)
    await polled(feeds, item(1), item(2, published=NOON - MINUTE))
    (one, two) = await store.archive(9)
    assert await store.current([one.revision.id, two.revision.id]) == {one.revision.id, two.revision.id}
    assert await store.oldest() == NOON - MINUTE
    (sighting,) = shown(item(1))
    assert not await feeds.save_page(two.id, page(), sighting.keys, NOON)
    assert (await read_on(store, ""))[0] == [one]
    assert await store.current([one.revision.id, two.revision.id]) == {one.revision.id}
    assert await store.oldest() == NOON


async def test_only_the_latest_text_of_an_article_is_current(store: SqlStore) -> None:
    old, _ = await store.save_article(found("a"), NOON)
    new, _ = await store.save_article(found("a", "The ferry sank."), NOON)
    other, _ = await store.save_article(found("b"), NOON)
    unknown = RevisionId("unknown")
    asked = [old.revision.id, unknown, new.revision.id, other.revision.id]
    assert await store.current(asked) == {new.revision.id, other.revision.id}
    assert await store.current([]) == set()


async def test_how_far_back_and_which_outlets(store: SqlStore) -> None:
    assert await store.oldest() is None
    assert await store.outlets() == []
    for number, outlet in enumerate(("Selby Echo", "Ärzteblatt", None, "Harbour Post", "Selby Echo")):
        told = replace(found(str(number), published=NOON - number * timedelta(days=1)), outlet=outlet)
        await store.save_article(told, NOON)
    assert await store.oldest() == NOON - timedelta(days=4)
    assert await store.outlets() == ["Harbour Post", "Selby Echo", "Ärzteblatt"]


async def test_no_more_than_two_thousand_outlets_are_named(store: SqlStore) -> None:
    await polled(feeds_of(store), *(item(number) for number in range(2, 2004)))
    async with store.writing.begin() as on:
        await on.exec_driver_sql("UPDATE articles SET outlet = 'Outlet ' || id")
    assert len(set(await store.outlets())) == 2000


async def test_marks_are_good_after_opening_again_and_those_of_another_store_are_not(tmp_path: Path) -> None:
    addresses = [f"sqlite:///{tmp_path}/{name}.db" for name in ("one", "two")]
    marks = []
    for address in addresses:
        store = await open_store(address)
        await store.save_article(found("a"), NOON)
        marks.append((await read_on(store, ""))[1])
        await store.close()
    store = await open_store(addresses[0])
    assert (await read_on(store, marks[0]))[0] == []
    for strange in (marks[1], "", "x", ":", marks[0] + "x", marks[0].partition(":")[0]):
        assert keys((await read_on(store, strange))[0]) == ["a"], strange
    await store.close()


async def test_after_a_backup_is_put_back_all_is_read_anew(file: Path, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    await store.save_article(found("a"), NOON)
    with closing(sqlite3.connect(file)) as live:
        live.execute("VACUUM INTO ?", (str(tmp_path / "backup.db"),))
    await store.save_article(found("b"), NOON)
    _, mark = await read_on(store, "")
    await store.close()
    store = await open_store(f"sqlite:///{tmp_path}/backup.db")
    read, mark = await read_on(store, mark)
    assert keys(read) == ["a"]
    await store.save_article(found("c"), NOON)
    assert keys((await read_on(store, mark))[0]) == ["c"]
    await store.close()


async def test_two_processes_write_while_a_third_reads_on(file: Path) -> None:
    address = f"sqlite:///{file}"
    stores = [await open_store(address) for _ in range(3)]
    *writers, reader = stores
    seen: list[Article] = []
    mark = ""

    async def write(store: SqlStore, name: str) -> None:
        for number in range(20):
            await store.save_article(found(f"{name}{number}"), NOON)

    writing = asyncio.gather(*(write(store, name) for store, name in zip(writers, "ab", strict=True)))
    while not writing.done():
        more, mark = await reader.written_since(mark, 3)
        seen += more
        await asyncio.sleep(0)
    seen += (await read_on(reader, mark, 3))[0]
    assert sorted(keys(seen)) == sorted(f"{name}{number}" for name in "ab" for number in range(20))
    for store in stores:
        await store.close()


Writes = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 2)) | st.just(None), max_size=25)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=Writes, limit=st.integers(1, 4))
def test_who_reads_on_always_holds_the_latest_text_of_all(
    steps: list[tuple[str, int] | None], limit: int, tmp_path: Path
) -> None:
    async def run() -> None:
        store = await open_store("sqlite://")
        held: dict[str, str] = {}
        mark = ""
        for step in [*steps, None]:
            if step is not None:
                await store.save_article(found(step[0], f"Text {step[1]}."), NOON)
                continue
            batch, mark = await store.written_since(mark, limit)
            held |= {article.id: article.text for article in batch}
        rest, mark = await read_on(store, mark, limit)
        held |= {article.id: article.text for article in rest}
        assert held == {article.id: article.text for article in await store.archive(9)}
        await store.close()

    asyncio.run(run())
