"""Articles' own pages: claimed, kept as revisions, and recognised where they are an article that we have."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.news.followed import ToRead
from bot.news.identity import Keys, keys_of
from bot.news.sightings import page_keys
from bot.news.types import Article, ArticleId
from bot.store.feeds import SqlFeeds, feeds_of
from bot.store.sql import SqlStore
from tests.store.examples import LATER, MINUTE, NOON, edition_of, owed_by
from tests.store.feed_examples import GAZETTE, TEXT, item, page, polled
from tests.store.story_examples import unseen

HOUR = timedelta(hours=1)
NONE = Keys(())


@pytest.fixture
def feeds(store: SqlStore) -> SqlFeeds:
    return feeds_of(store)


async def only(store: SqlStore) -> Article:
    (article,) = await store.archive(9)
    return article


async def claimed(feeds: SqlFeeds) -> ArticleId:
    (due,) = await feeds.claim_pages(NOON, 9, MINUTE)
    return due.article


def address(url: str) -> Keys:
    return keys_of("", guid=None, address=url, title=None, text="")


async def test_pages_are_claimed_newest_first_and_come_back_when_the_lease_ends(feeds: SqlFeeds) -> None:
    await polled(feeds, item(2, published=NOON - MINUTE), item(3), item(4, published=NOON - 2 * MINUTE))
    first = await feeds.claim_pages(NOON, 2, MINUTE)
    assert [due.url for due in first] == ["https://gazette.example.org/news/3", "https://gazette.example.org/news/2"]
    assert [due.attempts for due in first] == [1, 1]
    assert [due.url for due in await feeds.claim_pages(NOON, 9, MINUTE)] == ["https://gazette.example.org/news/4"]
    again = await feeds.claim_pages(NOON + MINUTE, 1, MINUTE)
    assert again == [ToRead(first[0].article, first[0].url, 2)]


async def test_a_whole_page_is_the_article_from_now_on(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item(author=None))
    teaser = await only(store)
    told = page(byline="Ada Moll", language="en", updated=NOON + MINUTE, title="Another title")
    assert await feeds.save_page(await claimed(feeds), told, NONE, NOON)
    article = await only(store)
    assert (article.text, article.summary_only, article.id) == (told.text, False, teaser.id)
    assert (article.byline, article.language, article.updated) == ("Ada Moll", "en", NOON + MINUTE)
    assert article.title == item().title
    assert [a.text for a in await store.articles([teaser.revision.id])] == [TEXT]
    assert await feeds.claim_pages(NOON + 9 * HOUR, 9, MINUTE) == []


async def test_a_page_that_says_what_the_feed_said_is_the_same_revision_and_whole(
    store: SqlStore, feeds: SqlFeeds
) -> None:
    await polled(feeds, item())
    teaser = await only(store)
    await feeds.save_page(await claimed(feeds), page(TEXT), NONE, NOON)
    article = await only(store)
    assert (article.revision, article.summary_only) == (teaser.revision, False)


@pytest.mark.parametrize("kind", ["paywall", "consent-wall", "bot-wall", "summary-only", "no-article"])
async def test_behind_a_wall_the_summary_stays_and_is_called_one(store: SqlStore, feeds: SqlFeeds, kind: str) -> None:
    await polled(feeds, item())
    article = await claimed(feeds)
    assert await feeds.save_page(article, page("Accept our cookies.", kind=kind, why="a wall"), NONE, NOON)
    assert ((await only(store)).text, (await only(store)).summary_only) == (TEXT, True)
    assert await feeds.claim_pages(NOON + 99 * HOUR, 9, MINUTE) == []


async def test_more_of_a_summary_is_kept_as_a_summary(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    longer = TEXT + " The rest is for subscribers."
    await feeds.save_page(await claimed(feeds), page(longer, kind="paywall"), NONE, NOON)
    assert ((await only(store)).text, (await only(store)).summary_only) == (longer, True)
    await polled(feeds, item(title="Ferry is back, and cheaper"), now=NOON + MINUTE)  # the old teaser under it
    assert (await only(store)).text == longer


async def test_an_error_page_is_asked_again_twice(feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    tries = 0
    for hour in range(9):
        for due in await feeds.claim_pages(NOON + hour * HOUR, 9, MINUTE):
            await feeds.save_page(due.article, page("", kind="error-page", why="says 500"), NONE, NOON + hour * HOUR)
            tries += 1
        assert await feeds.claim_pages(NOON + hour * HOUR + 59 * MINUTE, 9, MINUTE) == []
    assert tries == 3


async def test_a_page_that_failed_is_due_when_it_was_said_or_never(feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    article = await claimed(feeds)
    await feeds.page_failed(article, NOON + HOUR, "timed out")
    assert await feeds.claim_pages(NOON + 59 * MINUTE, 9, MINUTE) == []
    assert [due.attempts for due in await feeds.claim_pages(NOON + HOUR, 9, MINUTE)] == [2]
    await feeds.page_failed(article, None, "forbidden by robots.txt")
    assert await feeds.claim_pages(NOON + 99 * HOUR, 9, MINUTE) == []


async def test_a_page_is_read_again_when_its_feed_changes_but_once_an_hour(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    await feeds.save_page(await claimed(feeds), page(), NONE, NOON)
    for minute in (1, 2, 3):
        await polled(feeds, item(title=f"Ferry is back for {minute} minutes"), now=NOON + minute * MINUTE)
    assert (await only(store)).text == page().text
    assert await feeds.claim_pages(NOON + 59 * MINUTE, 9, MINUTE) == []
    (due,) = await feeds.claim_pages(NOON + HOUR, 9, MINUTE)
    assert due.attempts == 1
    await feeds.save_page(due.article, page("Corrected. " + TEXT), NONE, NOON + HOUR)
    assert (await only(store)).text == "Corrected. " + TEXT
    await polled(feeds, item(title="Ferry is back for good"), now=NOON + 3 * HOUR)
    (due,) = await feeds.claim_pages(NOON + 3 * HOUR, 9, MINUTE)
    await feeds.save_page(due.article, page("Log in.", kind="paywall"), NONE, NOON + 3 * HOUR)
    assert (await only(store)).text == "Corrected. " + TEXT


async def test_a_page_adds_what_its_article_is_known_by(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item(link="https://go.example.org/r/1"))
    await feeds.save_page(await claimed(feeds), page(), address("https://gazette.example.org/news/1"), NOON)
    assert (await polled(feeds, item(id="new", title="Quite another title", text="And text."))).new == 0
    assert len(await store.archive(9)) == 1


async def test_a_page_that_belongs_to_a_stored_article_leaves_one_of_them(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    original = await only(store)
    await feeds.page_failed(await claimed(feeds), None, "-")
    link = item(id="x", link="https://go.example.org/r/1", title="Boats", text="Boats are back.")
    assert (await polled(feeds, link)).new == 1
    assert len(await unseen(store, "harbour", LATER)) == 2
    twin = await claimed(feeds)
    assert not await feeds.save_page(twin, page(), address("https://gazette.example.org/news/1"), NOON)
    assert [a.id for a in await store.archive(9)] == [original.id]
    assert [a.id for a in await unseen(store, "harbour", LATER)] == [original.id]
    assert await feeds.claim_pages(NOON + 99 * HOUR, 9, MINUTE) == []
    assert (await polled(feeds, link)).new == 0  # and it stays known


async def test_what_was_posted_as_its_twin_is_posted(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item())
    await feeds.page_failed(await claimed(feeds), None, "-")
    await polled(feeds, item(id="x", link="https://go.example.org/r/1", title="Boats", text="Boats are back."))
    twin = await claimed(feeds)
    posted = next(a for a in await store.archive(9) if a.id == twin)
    edition = edition_of("08:00", posted)
    assert await store.save_edition(edition, owed_by(edition), NOON)
    await feeds.save_page(twin, page(), address("https://gazette.example.org/news/1"), NOON)
    assert await unseen(store, "harbour", LATER) == []
    assert len(await unseen(store, "hills", LATER)) == 1


async def test_a_canonical_address_that_all_pages_name_makes_them_no_twins(store: SqlStore, feeds: SqlFeeds) -> None:
    everywhere = "https://gazette.example.org/front/story"
    told = {2: "Seals are back in the estuary", 3: "Council buys the old cannery", 4: "Ferry crews want to strike"}
    await polled(feeds, *[item(n, title=title, text=f"{title}.") for n, title in told.items()])
    for due in await feeds.claim_pages(NOON, 9, MINUTE):
        read = page(f"{due.url} tells it all.", url=due.url, canonical=everywhere)
        assert await feeds.save_page(due.article, read, page_keys(read), NOON)
    assert len(await store.archive(9)) == 3


async def test_a_canonical_address_of_its_own_makes_a_twin(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item(2))
    await polled(feeds, item(3, title=f"{item(2).title}, at last", link="https://gazette.example.org/sport/2"))
    read = page(url="https://gazette.example.org/sport/2", canonical=item(2).link)
    twin = next(x.id for x in await store.archive(9) if x.url == read.url)
    assert not await feeds.save_page(twin, read, page_keys(read), NOON)
    assert len(await store.archive(9)) == 1


async def test_a_twin_that_is_news_makes_its_original_news(store: SqlStore, feeds: SqlFeeds) -> None:
    await polled(feeds, item(), feed=replace(GAZETTE, new_at_first=0), first=True)
    await polled(feeds, item(id="x", link="https://go.example.org/r/1", title="Boats", text="Boats are back."))
    assert not await feeds.save_page(
        await claimed(feeds), page(), address("https://gazette.example.org/news/1"), NOON + MINUTE
    )
    assert [a.url for a in await unseen(store, "harbour", LATER)] == [item().link]


async def test_a_clock_that_went_wrong_holds_up_no_page(store: SqlStore, feeds: SqlFeeds) -> None:
    years = NOON + timedelta(days=900)
    await polled(feeds, item(published=None), now=years)
    assert len(await unseen(store, "harbour", NOON)) == 1
    assert len(await feeds.claim_pages(NOON, 9, MINUTE)) == 1


async def test_twins_of_twins_are_one_article(store: SqlStore, feeds: SqlFeeds) -> None:
    urls = [f"https://gazette.example.org/{name}" for name in "abc"]
    for number, url in enumerate(urls):
        await polled(feeds, item(number + 2, link=url))
    a, b, c = [next(x for x in await store.archive(9) if x.url == url).id for url in urls]
    assert not await feeds.save_page(b, page(url=urls[2]), address(urls[2]), NOON)  # b is c
    assert not await feeds.save_page(c, page(url=urls[0]), address(urls[0]), NOON)  # c is a
    assert await feeds.save_page(a, page(url=urls[1]), address(urls[1]), NOON)  # b is a: its own
    assert [x.id for x in await store.archive(9)] == [a]


async def test_a_page_of_no_article(feeds: SqlFeeds) -> None:
    with pytest.raises(LookupError, match="no article 'unknown'"):
        await feeds.save_page(ArticleId("unknown"), page(), NONE, NOON)
