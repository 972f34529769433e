"""One article is one row, however its feed changes what it says of it, and whoever else shows it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, func, select

from bot.news.followed import FeedItem, Saved
from bot.news.types import Article
from bot.ports import FeedStore, Rejected
from bot.store.feeds import SqlFeeds, feeds_of
from bot.store.sql import SqlStore
from bot.store.tables import article_keys, articles, revisions
from tests.store.examples import LATER, MINUTE, NOON, edition_of, found, owed_by
from tests.store.feed_examples import GAZETTE, HERALD, TEXT, item, many, polled, shown
from tests.store.story_examples import unseen

NEW, KNOWN = Saved(new=1), Saved(known=1)


@pytest.fixture
def feeds(store: SqlStore) -> SqlFeeds:
    return feeds_of(store)


async def titles(store: SqlStore) -> list[str | None]:
    return [article.title for article in await store.archive(99)]


async def only(store: SqlStore) -> Article:
    (article,) = await store.archive(9)
    return article


async def count(store: SqlStore, table: object) -> int:
    async with store.reading.connect() as on:
        return int((await on.execute(select(func.count()).select_from(table))).scalar_one())  # type: ignore[arg-type]


async def test_fits_the_socket(feeds: SqlFeeds) -> None:
    socket: FeedStore = feeds
    assert await socket.save_sightings(GAZETTE.id, (), NOON) == Saved()


async def test_an_item_becomes_an_article_with_all_that_is_said_of_it(store: SqlStore, feeds: SqlFeeds) -> None:
    told = item(author="Ada Moll", language="en", section="Harbour", updated=NOON + MINUTE)
    assert await polled(feeds, told) == NEW
    article = await only(store)
    assert (article.title, article.outlet, article.url) == (told.title, "The Harbour Gazette", told.link)
    assert (article.byline, article.language, article.text) == ("Ada Moll", "en", TEXT)
    assert (article.published, article.updated, article.summary_only) == (NOON, NOON + MINUTE, True)
    assert await unseen(store, "harbour", LATER) == [article]


async def test_what_was_shown_before_is_known_and_writes_nothing(store: SqlStore, feeds: SqlFeeds) -> None:
    assert await polled(feeds, *many(40)) == Saved(new=40)
    before = [await count(store, table) for table in (articles, revisions, article_keys)]
    assert await polled(feeds, *many(40), now=NOON + MINUTE) == Saved(known=40)
    assert [await count(store, table) for table in (articles, revisions, article_keys)] == before


@pytest.mark.parametrize(
    "again",
    [
        item(id="another-guid"),
        item(id=None),
        item(link="https://gazette.example.org/news/1?utm_source=feed&utm_medium=rss"),
        item(link="http://gazette.example.org/news/1"),
        item(link="http://www.gazette.example.org/news/1/#comments"),
        item(title="FERRY NUMBER 1 RETURNS TO LUND ISLAND"),
        item(published=NOON + timedelta(days=3)),
        item(published=None),
        item(link="https://gazette.example.org/2031/05/ferry-back"),
        item(link="https://gazette.example.org/2031/05/ferry-back", id="another-guid"),
        item(link="https://gazette.example.org/a/b", id="x", text=TEXT.replace("nine weeks", "some nine weeks")),
    ],
)
async def test_one_article_stays_one(store: SqlStore, feeds: SqlFeeds, again: FeedItem) -> None:
    await polled(feeds, item())
    first = await only(store)
    saved = await polled(feeds, again, now=NOON + MINUTE)
    assert saved.new == 0
    assert (await only(store)).id == first.id
    assert await polled(feeds, again, now=NOON + 2 * MINUTE) == KNOWN
    edition = edition_of("08:00", first)
    assert await store.save_edition(edition, owed_by(edition), NOON)
    assert await unseen(store, "harbour", LATER) == []


async def test_all_that_an_article_was_known_by_goes_on_leading_to_it(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    await polled(feeds, item(link="https://gazette.example.org/moved"))  # known by its id
    other = item(link="https://gazette.example.org/moved", id="y", title="Boats", text="Another text altogether.")
    assert (await polled(feeds, other)).new == 0
    assert len(await store.archive(9)) == 1


async def test_the_same_title_over_another_text_is_another_article(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    other = item(2, title=item().title)
    assert await polled(feeds, other) == NEW
    assert len(await store.archive(9)) == 2


async def test_two_feeds_with_one_article(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    teaser = item(id="herald-7", text="A shorter teaser.", title="Ferry returns, says Gazette")
    assert await polled(feeds, teaser, feed=HERALD) == KNOWN
    article = await only(store)
    assert (article.title, article.text) == (item().title, TEXT)  # what the feed says that showed it first
    assert await polled(feeds, item()) == KNOWN


async def test_two_feeds_polled_at_once(store: SqlStore, feeds: SqlFeeds) -> None:
    texts = [f"{word} and so on" for word in "abcdefgh"]
    all_saved = await asyncio.gather(
        *(polled(feeds, item(id=text, text=text), *many(20), feed=feed) for text in texts for feed in (GAZETTE, HERALD))
    )
    assert sum(saved.new for saved in all_saved) == 21
    assert len(await store.archive(99)) == 21


async def test_items_of_one_call_that_share_a_key_are_one_article(store: SqlStore, feeds: SqlFeeds) -> None:
    one, other = shown(item())[0], shown(item(2))[0]
    double = replace(other, keys=replace(other.keys, sure=(*other.keys.sure, one.keys.sure[0])))
    assert await feeds.save_sightings(GAZETTE.id, [one, double], NOON) == NEW
    assert (await only(store)).title == item().title
    assert await polled(feeds, item(2)) == replace(KNOWN, known=0, changed=1)


async def test_a_changed_teaser_is_a_new_revision_and_the_old_one_stays(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    first = await only(store)
    assert await polled(feeds, item(text="Two ferries are back."), now=NOON + MINUTE) == Saved(changed=1)
    second = await only(store)
    assert (second.text, second.id) == ("Two ferries are back.", first.id)
    assert [a.text for a in await store.articles([first.revision.id])] == [TEXT]


async def test_a_new_title_alone_makes_no_revision(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    first = await only(store)
    assert await polled(feeds, item(title="Ferry is back, and cheaper")) == Saved(changed=1)
    article = await only(store)
    assert (article.title, article.revision) == ("Ferry is back, and cheaper", first.revision)
    assert await count(store, revisions) == 1


async def test_a_feed_of_whole_articles_may_correct_them(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item(full=True))
    assert not (await only(store)).summary_only
    await polled(feeds, item(full=True, text="A correction: " + TEXT))
    assert (await only(store)).text == "A correction: " + TEXT
    await polled(feeds, item(text="From now on a teaser."))
    assert (await only(store)).text == "A correction: " + TEXT


async def test_what_was_old_when_we_met_the_feed_is_stored_and_no_news(store: SqlStore, feeds: SqlFeeds) -> None:
    eager = replace(GAZETTE, new_at_first=2)
    assert await polled(feeds, *many(10), feed=eager, first=True) == Saved(new=10)
    assert len(await store.archive(99)) == 10
    assert len(await unseen(store, "harbour", LATER)) == 2
    assert len(await feeds.claim_pages(NOON, 99, MINUTE)) == 2


async def test_a_date_in_the_future_is_not_the_newest_for_years(store: SqlStore, feeds: SqlFeeds) -> None:
    (ahead,) = shown(item())
    years = NOON + timedelta(days=900)
    await feeds.save_sightings(GAZETTE.id, [replace(ahead, found=replace(ahead.found, published=years))], NOON)
    await store.save_article(found("b", published=NOON + MINUTE), NOON + MINUTE)
    assert await titles(store) == ["Title of b", item().title]


async def test_more_items_than_a_statement_takes(store: SqlStore, feeds: SqlFeeds) -> None:
    assert await polled(feeds, *many(1500)) == Saved(new=1500)
    assert await polled(feeds, *many(1500)) == Saved(known=1500)
    worded = [replace(each, title=f"{each.title} again") for each in many(1500)]
    assert await polled(feeds, *worded) == Saved(changed=1500)


async def test_a_folder_may_hold_what_a_feed_showed_by_the_same_key(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    key = shown(item())[0].found.key
    article, is_new = await store.save_article(found(key, "From a file."), NOON)
    assert is_new
    assert await store.archive(9) == [article]
    await store.save_article(found("a key"), NOON)
    (sighting,) = shown(item(2))
    again = replace(sighting, found=replace(sighting.found, key="a key"))
    assert await feeds.save_sightings(GAZETTE.id, [again], NOON) == KNOWN


async def test_half_characters_spoil_no_other_poll(store: SqlStore, feeds: SqlFeeds) -> None:
    (whole,) = shown(item())
    broken = replace(whole, found=replace(whole.found, title="Ferry \ud83d"))
    first, bad, last = await asyncio.gather(
        polled(feeds, item(2)),
        feeds.save_sightings(GAZETTE.id, [broken], NOON),
        polled(feeds, item(3)),
        return_exceptions=True,
    )
    assert (first, last) == (NEW, NEW)
    assert isinstance(bad, Rejected)
    assert len(await store.archive(9)) == 2


async def test_a_caller_that_leaves_holds_up_no_other(store: SqlStore, feeds: SqlFeeds) -> None:
    tasks = [asyncio.create_task(polled(feeds, item(number))) for number in range(2, 6)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    tasks[2].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [results[1], results[3]] == [NEW, NEW]
    assert await polled(feeds, item(9)) == NEW


async def test_an_article_that_another_stored_since_we_looked_is_known(store: SqlStore, feeds: SqlFeeds) -> None:
    """As on databases where two may write at once; here the other is a statement put between."""
    (ours,) = shown(item())
    theirs = found(ours.found.key)
    race = [1]

    def other_writes(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT article_keys") and race:
            race.clear()
            row = f"'theirs', '{theirs.key}', '2031-05-04 12:00:00.000000', 'r'"
            connection.exec_driver_sql(f"INSERT INTO articles (id, key, dated, latest) VALUES ({row})")
            connection.exec_driver_sql(f"INSERT INTO article_keys (key, article) VALUES ('{theirs.key}', 'theirs')")

    event.listen(store.writing.sync_engine, "after_cursor_execute", other_writes)
    assert await feeds.save_sightings(GAZETTE.id, [ours], NOON) == NEW  # what the other wrote was undone with ours
    assert not race
    assert await count(store, articles) == await count(store, article_keys) - 2 == 1
