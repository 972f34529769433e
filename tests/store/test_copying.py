"""All rows of a store go into another one: from a file to Postgres and back; or none does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.news.channels import Channel, Mention, Place, Turn
from bot.news.chat import Follow
from bot.news.types import Evidence, Span
from bot.outcomes import Spending
from bot.store.channels import channels_of
from bot.store.copying import copy_rows, refuse_running, refuse_taken
from bot.store.duties import duties_of
from bot.store.engine import StoreError, open_store
from bot.store.feeds import feeds_of
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from bot.store.tables import METADATA, duties, mentions, numbers, slots, subscriptions
from tests.store.examples import HARBOUR, NOON, found, owed_by
from tests.store.feed_examples import GAZETTE, HERALD, item, polled
from tests.store.story_examples import place, story, told_in

NAMES = {table.name for table in METADATA.sorted_tables}


def untold(*_: object) -> None:
    """Nobody is told how far it is."""


async def fill(store: SqlStore) -> None:
    """Something in every table, with words in many letters."""
    feeds, stories, chat = feeds_of(store), stories_of(store), channels_of(store)
    await feeds.follow([GAZETTE], "file", NOON)
    await feeds.follow([HERALD], "hand", NOON)
    await polled(feeds, item(1, title="Fähre nach Lund zurück 🚢"), item(2), item(3))
    articles = await store.archive(9)
    await place(stories, (articles[0], articles[0]), (articles[1], articles[0]))
    edition = told_in("08:00", articles[0], articles[:2])
    await store.save_edition(edition, owed_by(edition, parts=2), NOON)
    evidence = Evidence(articles[0].revision.id, Span(0, 9))
    for number in range(3):
        await store.add_turn(HARBOUR, "ann", Turn(f"Welche? {number}", "Die Fähre.", (evidence,)), NOON)
        await stories.spend(date(2031, 5, 4), edition.id, "harbour", Spending("tiny", 10, 5, 0.25, None))
    await store.first_time(["e1"], NOON)
    place_ = Place("slack", "C9")
    await chat.set_channel(Channel("set", place_, (), frozenset({0}), "Europe/Berlin"), "ann", NOON)
    await chat.follow(Follow(Place("slack", "U1"), story(articles[0])), NOON)
    await chat.rate(Place("slack", "C1", "m1"), "ann", True, NOON)
    heard = Mention("e9", HARBOUR, "ann", "Wann?")
    async with store.writing.begin() as on:
        await on.execute(insert(duties).values(name="tell", holder="gone", until=NOON - timedelta(days=900)))
        await on.execute(insert(slots).values(channel="harbour", slot="s", state="failed", why="so", at=NOON))
        waiting: dict[str, Any] = {
            "name": "slack e9",
            "event": heard.event,
            "platform": "slack",
            "channel": "C1",
            "author": "ann",
        }
        waiting |= {"text": heard.text, "also": "[]", "holder": "gone", "tries": 0, "heard_at": NOON}
        await on.execute(insert(mentions).values(waiting))
        asked: dict[str, Any] = {
            "feed": "f",
            "hub": "h",
            "topic": "t",
            "secret": "s",
            "token": "k",
            "state": "asked",
            "asked_at": NOON,
        }
        await on.execute(insert(subscriptions).values(asked))


async def rows_of(store: SqlStore) -> dict[str, list[Any]]:
    """All rows but those that copies leased, and the name of the store's numbers."""
    found: dict[str, list[Any]] = {}
    async with store.reading.begin() as on:
        for table in METADATA.sorted_tables:
            columns = [column for column in table.columns if column is not numbers.c.store]
            rows = [tuple(row) for row in await on.execute(select(*columns))]
            found[table.name] = sorted(rows, key=repr)
    return found


async def test_there_and_back_again_nothing_has_changed(file: Path, tmp_path: Path, shared: str) -> None:
    first, between, last = [
        await open_store(address) for address in (f"sqlite:///{file}", shared, f"sqlite:///{tmp_path}/last.db")
    ]
    await fill(first)
    rows = await rows_of(first)
    assert {name for name, some in rows.items() if some} == NAMES, "something is in every table"
    told: list[tuple[int, int]] = []
    copied = await copy_rows(first, between, lambda _, done, of: told.append((done, of)))
    del rows["duties"]
    assert copied.rows == {name: len(some) for name, some in rows.items()}
    assert copied.altered == ()
    assert told[-1] == (sum(copied.rows.values()),) * 2
    await copy_rows(between, last, untold)
    for store in (between, last):
        assert await rows_of(store) == rows | {"duties": []}
    for store in (first, between, last):
        await store.close()


async def test_what_numbers_itself_goes_on_after_the_last_one(file: Path, shared: str) -> None:
    source, target = await open_store(f"sqlite:///{file}"), await open_store(shared)
    await fill(source)
    await copy_rows(source, target, untold)
    await target.add_turn(HARBOUR, "ann", Turn("And then?", "That is all."), NOON)
    await stories_of(target).spend(date(2031, 5, 4), "e", "harbour", Spending("tiny", 1, 1, None, None))
    assert [turn.question for turn in await target.turns(HARBOUR, NOON)][-1] == "And then?"
    await source.close()
    await target.close()


async def test_every_index_is_made_anew_from_it(file: Path, shared: str) -> None:
    source, target = await open_store(f"sqlite:///{file}"), await open_store(shared)
    await fill(source)
    articles, mark = await source.written_since("", 9)
    await copy_rows(source, target, untold)
    assert (await target.written_since(mark, 9))[0] == articles
    await source.close()
    await target.close()


async def test_what_postgres_does_not_keep_is_named_and_all_else_is_kept(file: Path, shared: str) -> None:
    source, target = await open_store(f"sqlite:///{file}"), await open_store(shared)
    await source.save_article(found("odd", "One\0two three."), NOON)
    await source.save_article(found("even", "One two three."), NOON)
    (odd,) = [article for article in await source.archive(9) if "\0" in article.text]
    copied = await copy_rows(source, target, untold)
    assert copied.altered == (f"revisions '{odd.revision.id}': 1 NUL in its text",)
    assert {article.text for article in await target.archive(9)} == {"One�two three.", "One two three."}
    await source.close()
    await target.close()


async def test_a_target_with_something_in_it_is_left_as_it_is(store: SqlStore, tmp_path: Path) -> None:
    source = await open_store(f"sqlite:///{tmp_path}/source.db")
    await fill(source)
    await feeds_of(store).follow([GAZETTE], "file", NOON)
    await refuse_taken(store)  # a bot was started on it, and did nothing yet
    await feeds_of(store).follow([HERALD], "hand", NOON)
    before = await rows_of(store)
    with pytest.raises(StoreError, match=r"has something in it already \(1 feeds\)"):
        await copy_rows(source, store, untold)
    assert await rows_of(store) == before
    await source.close()


async def test_what_breaks_off_leaves_nothing(file: Path, shared: str) -> None:
    source, target = await open_store(f"sqlite:///{file}"), await open_store(shared)
    await fill(source)
    await feeds_of(target).follow([HERALD], "file", NOON)
    before = await rows_of(target)

    def stop(_: str, done: int, of: int) -> None:
        if done > of / 2:
            raise KeyError

    with pytest.raises(KeyError):
        await copy_rows(source, target, stop)
    assert await rows_of(target) == before
    await copy_rows(source, target, untold)
    await source.close()
    await target.close()


async def test_a_row_that_is_not_taken_is_named_without_its_words(file: Path, shared: str) -> None:
    source, target = await open_store(f"sqlite:///{file}"), await open_store(shared)
    await fill(source)
    async with source.writing.begin() as on:
        await on.exec_driver_sql("UPDATE spending SET tokens_in = 99999999999")
    with pytest.raises(StoreError, match=r"a row of spending is not taken there \(.*out of range.*Nothing") as refused:
        await copy_rows(source, target, untold)
    assert "harbour" not in str(refused.value)
    assert not any((await rows_of(target)).values())
    await source.close()
    await target.close()


async def test_no_copy_where_the_bot_runs(shared: str) -> None:
    store = await open_store(shared)
    await duties_of(store, "one").claim((), timedelta(minutes=5))
    for refuse in (refuse_running, refuse_taken):
        with pytest.raises(StoreError, match="is in use by one"):
            await refuse(store)
    await store.close()
