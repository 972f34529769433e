"""From due feed to stored articles, on the real store: what may go wrong on the way stays with its own feed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.flows.poll import poll_due
from bot.flows.read_pages import RETRY_AFTER, read_pages
from bot.news.followed import Feed, FeedAnswer, FeedDocument, FeedId, FeedItem, FeedState, Page
from bot.ports import Followed, Rejected, Unavailable
from bot.store.engine import open_store
from bot.store.feeds import SqlFeeds, feeds_of
from bot.store.sql import SqlStore
from tests.fakes import FakeWeb

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HARBOUR = Feed(FeedId("harbour"), "https://harbour.example/feed", "Harbour News")
VALLEY = Feed(FeedId("valley"), "https://valley.example/feed", "Valley Post")
BODY = "The ferry ran aground at dawn with 214 people on board. Nobody was hurt, the coast guard said. " * 3


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
def feeds(store: SqlStore) -> SqlFeeds:
    return feeds_of(store)


def item(slug: str, **more: object) -> FeedItem:
    plain = FeedItem(f"Ferry {slug}", f"{slug}: {BODY}", f"https://harbour.example/{slug}", f"id {slug}", NOON)
    return replace(plain, **more)  # type: ignore[arg-type]


def lists(*items: FeedItem) -> FeedAnswer:
    return FeedAnswer(FeedDocument("rss 2.0", items, "Harbour News"), digest=str(hash(items)))


async def state_of(feeds: SqlFeeds, feed: Feed) -> FeedState:
    return next(f.state for f in await feeds.feeds() if f.feed.id == feed.id)


async def titles(store: SqlStore) -> list[str | None]:
    return [a.title for a in await store.archive(100)]


async def test_what_a_feed_lists_is_stored_once_however_often_it_is_asked(
    store: SqlStore, feeds: SqlFeeds, clock: Clock
) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = lists(item("aground"))
    first = await poll_due(feeds, web, clock)
    assert (first.asked, first.new) == (1, 1)
    assert (await poll_due(feeds, web, clock)).asked == 0, "it is not due again"
    clock.now += timedelta(days=1)
    web.feeds[HARBOUR.url] = lists(item("aground", published=clock.now, id="other"), item("afloat"))
    again = await poll_due(feeds, web, clock)
    assert (again.asked, again.new) == (1, 1)
    assert sorted(await titles(store), key=str) == ["Ferry afloat", "Ferry aground"]


async def test_a_feed_in_trouble_keeps_its_good_state_and_holds_up_no_other(
    store: SqlStore, feeds: SqlFeeds, clock: Clock
) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR, VALLEY], "hand", NOON)
    web.feeds[HARBOUR.url] = replace(lists(item("aground")), etag='"1"')
    web.feeds[VALLEY.url] = lists(item("dry"))
    await poll_due(feeds, web, clock)
    clock.now += timedelta(days=1)
    web.feeds[HARBOUR.url] = Unavailable("harbour.example answered with a login page", wait=7200)
    web.feeds[VALLEY.url] = RuntimeError("a bug of ours")
    polled = await poll_due(feeds, web, clock)
    assert (polled.asked, polled.troubled) == (2, 2)
    harbour, valley = await state_of(feeds, HARBOUR), await state_of(feeds, VALLEY)
    assert (harbour.etag, harbour.trouble) == ('"1"', "harbour.example answered with a login page")
    assert harbour.next_poll >= clock.now + timedelta(seconds=7200)
    assert "RuntimeError" in str(valley.trouble)
    assert valley.failing_since == clock.now
    clock.now += timedelta(days=1)
    web.feeds[HARBOUR.url] = lists(item("aground"), item("afloat"))
    web.feeds[VALLEY.url] = lists()
    assert (await poll_due(feeds, web, clock)).new == 1
    assert (await state_of(feeds, HARBOUR)).trouble is None


class OneHangs(FakeWeb):
    """Answers for one feed only once the other one has been asked."""

    def __init__(self) -> None:
        super().__init__()
        self.other = asyncio.Event()

    async def feed(self, feed: Feed, state: FeedState) -> FeedAnswer:
        if feed is not None and feed.id == HARBOUR.id:
            await self.other.wait()
        else:
            self.other.set()
        return await super().feed(feed, state)


async def test_feeds_are_asked_side_by_side(feeds: SqlFeeds, clock: Clock) -> None:
    web = OneHangs()
    await feeds.follow([HARBOUR, VALLEY], "hand", NOON)
    web.feeds = {HARBOUR.url: lists(), VALLEY.url: lists()}
    assert (await asyncio.wait_for(poll_due(feeds, web, clock), 10)).asked == 2


async def test_a_round_that_is_cut_off_leaves_its_feeds_to_be_asked_again(feeds: SqlFeeds, clock: Clock) -> None:
    web = OneHangs()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = lists()
    task = asyncio.create_task(poll_due(feeds, web, clock))
    await asyncio.wait([task], timeout=0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    clock.now += timedelta(hours=1)
    claimed: list[Followed] = await feeds.claim_feeds(clock.now, 5, timedelta(minutes=1))
    assert [f.feed.id for f in claimed] == [HARBOUR.id]


WHOLE = "The ferry ran aground at dawn.\nIts captain, Ines Okafor, said the engine had failed twice.\n" + BODY


async def test_the_page_takes_the_place_of_the_teaser(store: SqlStore, feeds: SqlFeeds, clock: Clock) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = lists(item("aground", text="A ferry ran aground."))
    web.pages["https://harbour.example/aground"] = Page("full", WHOLE, "https://harbour.example/aground")
    await poll_due(feeds, web, clock)
    [teaser] = await store.archive(5)
    assert teaser.summary_only
    assert await read_pages(feeds, web, clock) == 1
    [article] = await store.archive(5)
    assert (article.id, article.text, article.summary_only) == (teaser.id, WHOLE, False)
    assert [a.text for a in await store.articles([teaser.revision.id])] == ["A ferry ran aground."]


async def test_two_addresses_of_one_page_are_one_article(store: SqlStore, feeds: SqlFeeds, clock: Clock) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR, VALLEY], "hand", NOON)
    own = "https://harbour.example/aground"
    short = "https://short.example/x1"
    web.feeds[HARBOUR.url] = lists(item("aground", text="A ferry ran aground."))
    web.feeds[VALLEY.url] = lists(item("stuck", text="Ferry stuck, 214 on board.", link=short, id="v1"))
    web.pages[own] = Page("full", WHOLE, own)
    web.pages[short] = Page("full", WHOLE, own, own)
    await poll_due(feeds, web, clock)
    await read_pages(feeds, web, clock)
    assert len(await store.archive(5)) == 1


async def test_a_wall_leaves_the_summary_and_is_not_asked_again(store: SqlStore, feeds: SqlFeeds, clock: Clock) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = lists(item("aground", text="A ferry ran aground."))
    web.pages["https://harbour.example/aground"] = Page("consent-wall", "", why="the page asks for consent first")
    await poll_due(feeds, web, clock)
    assert await read_pages(feeds, web, clock) == 0
    [article] = await store.archive(5)
    assert (article.text, article.summary_only) == ("A ferry ran aground.", True)
    clock.now += timedelta(days=2)
    assert await feeds.claim_pages(clock.now, 5, timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    ("failure", "tries"),
    [
        (Unavailable("timed out"), 1 + len(RETRY_AFTER)),
        (Rejected("robots.txt forbids it"), 1),
        (RuntimeError("bug"), 1),
    ],
)
async def test_a_page_that_cannot_be_read_is_tried_again_where_that_may_help(
    feeds: SqlFeeds, clock: Clock, failure: Exception, tries: int
) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = lists(item("aground", text="A ferry ran aground."))
    web.pages["https://harbour.example/aground"] = failure
    await poll_due(feeds, web, clock)
    for _ in range(8):
        await read_pages(feeds, web, clock)
        clock.now += timedelta(days=1)
    assert web.asked.count("https://harbour.example/aground") == tries
