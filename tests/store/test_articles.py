"""Articles: stored as they are, revisions that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.news.types import FoundArticle, RevisionId
from bot.ports import Rejected, Store
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.store.conftest import EVERY_KIND
from tests.store.examples import MINUTE, NOON, found

KINDS = EVERY_KIND


async def test_fits_the_socket(store: SqlStore) -> None:
    socket: Store = store
    assert await socket.archive(1) == []


async def test_a_text_is_new_once(store: SqlStore) -> None:
    first, new = await store.save_article(found("a"), NOON)
    again, new_again = await store.save_article(found("a"), NOON + MINUTE)
    assert (new, new_again) == (True, False)
    assert again == first
    assert first.title == "Title of a"
    assert first.outlet == "The Harbour Gazette"


async def test_a_changed_text_is_a_new_revision_and_the_old_one_stays(store: SqlStore) -> None:
    first, _ = await store.save_article(found("a", "Three boats sank."), NOON)
    second, new = await store.save_article(found("a", "Two boats sank."), NOON + MINUTE)
    assert new
    assert second.id == first.id
    assert second.revision.id != first.revision.id
    old, latest = await store.articles([first.revision.id, second.revision.id])
    assert (old.text, latest.text) == ("Three boats sank.", "Two boats sank.")
    assert [a.text for a in await store.archive(9)] == ["Two boats sank."]


async def test_a_text_that_comes_back_is_the_old_revision_and_the_latest(store: SqlStore) -> None:
    first, _ = await store.save_article(found("a", "One."), NOON)
    await store.save_article(found("a", "Two."), NOON)
    back, new = await store.save_article(found("a", "One."), NOON)
    assert not new
    assert back.revision == first.revision
    assert [a.text for a in await store.archive(9)] == ["One."]


async def test_the_same_text_under_two_keys_is_two_articles(store: SqlStore) -> None:
    one, _ = await store.save_article(found("a"), NOON)
    two, new = await store.save_article(found("b"), NOON)
    assert new
    assert one.id != two.id
    assert one.revision.id != two.revision.id


async def test_ids_are_the_same_in_every_store(store: SqlStore) -> None:
    article, _ = await store.save_article(FoundArticle("a key", "A text."), NOON)
    assert (article.id, article.revision.id) == ("ade919abe1938b7b859c", "6e6df2bdc0522725dcb1")


async def test_a_later_find_changes_what_it_knows_and_takes_nothing_away(store: SqlStore) -> None:
    await store.save_article(found("a", published=NOON), NOON)
    article, new = await store.save_article(FoundArticle("a", found("a").text, title="A better title"), NOON)
    assert not new
    assert (article.title, article.outlet, article.published) == ("A better title", "The Harbour Gazette", NOON)
    assert await store.archive(9) == [article]


async def test_times_come_back_in_utc_and_are_the_same_instant(store: SqlStore) -> None:
    there = datetime(2031, 5, 4, 23, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-9, minutes=-30)))
    article, _ = await store.save_article(found("a", published=there), NOON)
    assert article.published == there
    assert article.published is not None
    assert article.published.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="time zone"):
        await store.save_article(found("a", published=NOON.replace(tzinfo=None)), NOON)


async def test_a_date_before_all_time_is_refused(store: SqlStore) -> None:
    with pytest.raises(Rejected, match="UTC"):
        await store.save_article(found("a", published=datetime.min.replace(tzinfo=timezone(MINUTE))), NOON)


@pytest.mark.parametrize("field", ["key", "text", "title", "outlet", "url"])
async def test_half_characters_are_refused_with_their_place(store: SqlStore, field: str) -> None:
    broken: dict[str, Any] = {field: "abc\ud83d"}
    with pytest.raises(Rejected, match=rf"{field}.*character 3 .*U\+D83D"):
        await store.save_article(replace(found("a"), **broken), NOON)
    assert await store.archive(9) == []


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.text(), min_size=1, max_size=8))
@example(["a\x00b\r\n\u2028\ufeff", "e\u0301", "\u00e9", "\U0001f6a2" * 3, "", " ", "'); DROP TABLE articles; --"])
async def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    store = await open_store("sqlite://")
    saved = [(await store.save_article(found("a", text), NOON))[0].revision.id for text in texts]
    assert [a.text for a in await store.articles(saved)] == list(dict.fromkeys(texts))
    await store.close()


async def test_articles_come_in_the_order_asked_for_and_unknown_ones_are_left_out(store: SqlStore) -> None:
    ids = [(await store.save_article(found(key), NOON))[0].revision.id for key in "abc"]
    asked = [ids[2], RevisionId("unknown"), ids[0], ids[2]]
    assert [a.revision.id for a in await store.articles(asked)] == [ids[2], ids[0]]
    assert await store.articles([]) == []


async def test_more_revisions_than_a_statement_takes(store: SqlStore) -> None:
    article, _ = await store.save_article(found("a"), NOON)
    many = [RevisionId(str(n)) for n in range(40_000)] + [article.revision.id]
    assert await store.articles(many) == [article]


async def test_the_archive_is_newest_first_by_date_and_then_key(store: SqlStore) -> None:
    for key, age in (("a", 2), ("b", 0), ("c", 1), ("d", 1)):
        await store.save_article(found(key, published=NOON - age * MINUTE), NOON)
    await store.save_article(found("e"), NOON + MINUTE)  # no date: it counts from when it was found
    assert [a.title for a in await store.archive(4)] == [f"Title of {key}" for key in "ebdc"]
