"""Texts of old articles go, but for a beginning; what is shown, followed or going on, and what tells news apart, stays."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from bot.news.channels import Place, Turn
from bot.news.chat import Follow
from bot.news.identity import Keys
from bot.news.types import Article, Evidence, Span
from bot.store.channels import channels_of
from bot.store.clean_up import LONGEST, SHORTEST, beginning, clean_up
from bot.store.engine import open_store
from bot.store.feeds import SqlFeeds, feeds_of
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.store.examples import HARBOUR, MINUTE, NOON, edition_of, found
from tests.store.feed_examples import GAZETTE, item, page, polled
from tests.store.story_examples import place, placed, story, told_in

DAY = timedelta(days=1)
YEAR = 365 * DAY
THEN = NOON + YEAR + DAY
LONG = "The ferry to Lund Island is back in service after nine weeks of repairs, the harbour office said. "
LONG += " ".join(f"It leaves quay {number} at seven every morning and takes forty cars." for number in range(60))


async def cleaned(store: SqlStore, now: datetime = THEN, most: int = 500) -> int:
    return await clean_up(store, now - YEAR, now, most)


async def long_ones(store: SqlStore, *keys: str, published: datetime | None = None) -> list[Article]:
    told = [found(key, f"{key} says: {LONG}", published) for key in keys]
    return [(await store.save_article(each, NOON))[0] for each in told]


async def lengths(store: SqlStore) -> dict[str, int]:
    return {article.title or "": len(article.text) for article in await store.archive(99)}


async def whole(store: SqlStore) -> set[str]:
    """The keys of articles whose text is whole."""
    return {title.removeprefix("Title of ") for title, length in (await lengths(store)).items() if length > LONGEST}


async def test_an_old_text_is_cut_to_its_first_sentences_and_known_for_what_it_is(store: SqlStore) -> None:
    (old,) = await long_ones(store, "old")
    _, mark = await store.written_since("", 9)
    assert await cleaned(store, NOON + YEAR) == 0, "not older than a year yet"
    assert await cleaned(store) == 1
    (left,) = await store.archive(9)
    assert SHORTEST <= len(left.text) <= LONGEST
    assert old.text.startswith(left.text)
    assert left.text.endswith("forty cars.")
    assert left.summary_only
    assert left == replace(old, revision=left.revision, summary_only=True)
    assert await store.articles([old.revision.id]) == []
    assert await store.current([old.revision.id, left.revision.id]) == {left.revision.id}
    assert (await store.written_since(mark, 9))[0] == [left], "the index takes it in anew"
    assert await cleaned(store) == 0


async def test_short_ones_and_those_read_lately_stay_as_they_are(store: SqlStore) -> None:
    await store.save_article(found("short"), NOON)
    await store.save_article(found("old, met today", LONG, NOON - YEAR), THEN)
    before = await store.archive(9)
    assert await cleaned(store) == 0
    assert await store.archive(9) == before


async def test_all_texts_of_an_edition_stay(store: SqlStore) -> None:
    (first,) = await long_ones(store, "told")
    await store.save_edition(edition_of("08:00", first), [], NOON)
    await store.save_article(found("told", "Since then: " + LONG), NOON)
    await long_ones(store, "not told")
    assert await cleaned(store) == 1
    assert await whole(store) == {"told"}
    assert await store.articles([first.revision.id]) == [replace(first, updated=None)]


async def test_what_is_copied_by_or_the_same_as_what_an_edition_tells_stays(store: SqlStore) -> None:
    original, copy, other = await long_ones(store, "original", "copy", "other")
    stories = stories_of(store)
    await stories.save_placed([(original.id, placed(original)), (copy.id, placed(copy, original, original))])
    await place(stories, (other, original))
    await store.save_edition(told_in("08:00", original, [copy]), [], NOON)
    assert await cleaned(store) == 1
    assert await whole(store) == {"original", "copy"}


async def test_the_article_that_a_told_one_turned_out_to_be_stays(store: SqlStore) -> None:
    feeds = feeds_of(store)
    await polled(feeds, item(1, text=LONG), item(2, text="Twin. " + LONG, published=NOON - MINUTE))
    one, two = await store.archive(9)
    await store.save_edition(edition_of("08:00", two), [], NOON)
    await feeds.save_page(two.id, page(), Keys((await key_of(store, one),)), NOON)
    assert await cleaned(store) == 0
    assert [len(a.text) for a in await store.archive(9)] == [len(LONG)]


async def key_of(store: SqlStore, article: Article) -> str:
    async with store.writing.begin() as on:
        row = await on.exec_driver_sql(f"SELECT key FROM article_keys WHERE article = '{article.id}' ORDER BY key")
        return str(row.scalars().first())


async def test_what_a_kept_turn_cites_stays_until_it_is_forgotten(store: SqlStore) -> None:
    cited, _ = await long_ones(store, "cited", "not cited")
    turn = Turn("How many cars?", "Forty.", (Evidence(cited.revision.id, Span(0, 9)),))
    await store.add_turn(HARBOUR, "ann", turn, THEN)
    assert await cleaned(store, most=1) == 1
    assert await cleaned(store, most=1) == 0
    assert await whole(store) == {"cited"}
    await store.forget_before(THEN + DAY)
    assert await cleaned(store, THEN + DAY) == 0, "the old ones are looked through again after a week"
    assert await cleaned(store, THEN + 8 * DAY) == 1


async def test_a_story_that_goes_on_or_is_followed_keeps_its_texts(store: SqlStore) -> None:
    going_on, followed, beside, over = await long_ones(store, "going on", "followed", "beside", "over")
    (lately,) = await long_ones(store, "lately", published=THEN - DAY)
    stories, chat = stories_of(store), channels_of(store)
    await place(stories, (going_on, going_on), (lately, going_on), (followed, followed), (over, over))
    await place(stories, (beside, beside))
    await stories.save_placed([(beside.id, placed(beside, beside, None, followed))])
    follow = Follow(Place("slack", "U1"), story(followed))
    await chat.follow(follow, NOON)
    assert await cleaned(store) == 1
    assert await whole(store) == {"going on", "lately", "followed", "beside"}
    await chat.unfollow(follow)
    assert await cleaned(store, THEN + 8 * DAY) == 2
    assert await whole(store) == {"going on", "lately"}


async def test_stories_of_the_last_two_weeks_keep_theirs_whatever_is_asked(store: SqlStore) -> None:
    await long_ones(store, "young")
    now = NOON + 13 * DAY
    assert await clean_up(store, now, now) == 0
    assert await clean_up(store, now + 2 * DAY, now + 2 * DAY) == 1


async def test_old_articles_are_no_news_however_often_their_feed_shows_them(store: SqlStore) -> None:
    feeds, stories = feeds_of(store), stories_of(store)
    await feeds.follow([GAZETTE], "hand", NOON)
    items = (item(1, text=LONG), item(2, text="Another. " + LONG))
    await polled(feeds, *items)
    articles = await store.archive(9)
    await place(stories, *((article, article) for article in articles))
    await stories.pass_over("harbour", [article.revision.id for article in articles], NOON)
    assert await cleaned(store) == 2
    short = await store.archive(9)

    saved = await polled(feeds, *items, now=THEN)
    assert (saved.new, saved.changed, saved.known) == (0, 0, 2)
    assert await store.archive(9) == short
    moved = replace(items[0], link="https://gazette.example.org/archive/1", id="new-1")
    assert (await polled(feeds, moved, now=THEN)).new == 0, "known by its words"
    assert await stories.unplaced(9, THEN, NOON - YEAR) == []
    assert await stories.stories_due("harbour", NOON - YEAR) == []

    changed = replace(items[0], text="Changed. " + LONG)
    assert (await polled(feeds, changed, now=THEN)).changed == 1
    assert max(len(article.text) for article in await store.archive(9)) == len(LONG) + 9
    assert await stories.stories_due("harbour", NOON - YEAR) == []
    assert await cleaned(store, THEN + 8 * DAY) == 0, "what was read anew is kept for a year from then"
    assert await cleaned(store, THEN + YEAR + 8 * DAY) == 2, "as it was at its new address, and changed"


async def test_its_page_is_not_read_again_for_what_was_removed(store: SqlStore) -> None:
    feeds = feeds_of(store)
    await polled(feeds, item(1, text=LONG))
    async with store.writing.begin() as on:
        await on.exec_driver_sql("UPDATE articles SET page_due = seen_at FROM revisions WHERE article = articles.id")
    assert len(await claimable(feeds)) == 1
    assert await cleaned(store) == 1
    assert await claimable(feeds) == []
    (article,) = await store.archive(9)
    assert await feeds.save_page(article.id, page("The whole of it. " + LONG), Keys(()), THEN)
    (read,) = await store.archive(9)
    assert read.text == "The whole of it. " + LONG
    assert not read.summary_only


async def claimable(feeds: SqlFeeds) -> list[object]:
    return [*await feeds.claim_pages(THEN, 9, timedelta(0))]


async def test_why_and_its_story_still_know_it(store: SqlStore) -> None:
    feeds, stories, chat = feeds_of(store), stories_of(store), channels_of(store)
    await polled(feeds, item(1, text=LONG))
    (article,) = await store.archive(9)
    await place(stories, (article, article))
    await stories.pass_over("harbour", [article.revision.id], LATER := NOON + MINUTE)
    key = await key_of(store, article)
    before = await chat.trace([key], "harbour")
    assert await cleaned(store) == 1
    after = await chat.trace([key], "harbour")
    assert before is not None
    assert after is not None
    assert after == replace(before, article=after.article)
    assert after.seen_at == NOON
    assert after.told_or_passed == LATER
    ((told, _),) = await stories.articles_of_story(story(article))
    assert told == after.article
    assert [a.id for a, *_ in await stories.placed_since(NOON - DAY)] == [article.id]


async def test_many_go_in_small_batches_each_once(store: SqlStore) -> None:
    for number in range(25):
        await long_ones(store, f"{number}", published=NOON - (number % 3) * MINUTE)
        await store.save_article(found(f"{number}", f"Later: {number} {LONG}", NOON - (number % 3) * MINUTE), NOON)
    batches = [await cleaned(store, most=4) for _ in range(9)]
    assert batches == [8, 8, 8, 8, 8, 8, 2, 0, 0]
    assert await whole(store) == set()
    assert len((await store.written_since("", 99))[0]) == 25


async def test_a_file_made_to_shrink_does(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with closing(sqlite3.connect(file)) as new:
        new.execute("PRAGMA auto_vacuum=INCREMENTAL")
        new.execute("VACUUM")
    store = await open_store(f"sqlite:///{file}")
    for number in range(20):
        await store.save_article(found(f"{number}", f"{number} {LONG * 5}"), NOON)
    await store.forget_before(NOON)  # takes the log into the file
    size = file.stat().st_size
    assert await cleaned(store) == 20
    await store.close()
    assert file.stat().st_size < size / 2


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Short.", "Short."),
        ("a" * LONGEST, "a" * LONGEST),
        ("a" * 5000, "a" * LONGEST),
        ("word " * 1000, ("word " * 200)[:-1]),
        ("One line\n" * 500, ("One line\n" * 56)[:-1]),
        ("", ""),
    ],
)
def test_a_beginning_ends_where_it_can(text: str, left: str) -> None:
    assert beginning(text) == left


@limits(max_examples=30, deadline=None)
@given(st.lists(st.text("ab.! \n“”", min_size=1, max_size=90), max_size=80))
def test_a_beginning_is_one_and_stays_so(parts: list[str]) -> None:
    text = "".join(parts)
    short = beginning(text)
    assert text.startswith(short)
    assert len(short) == len(text) or SHORTEST <= len(short) <= LONGEST
    assert beginning(short) == short
