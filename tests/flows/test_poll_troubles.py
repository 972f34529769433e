"""What goes wrong around a poll: our own store, our own bugs, hosts at rest, outages, and clocks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flows.poll import LEASE, poll_due
from bot.flows.read_pages import read_pages
from bot.news.followed import Feed, FeedAnswer, FeedDocument, FeedId, FeedState, Page, Saved, Sighting
from bot.ports import Unavailable
from bot.store.feeds import SqlFeeds
from bot.store.sql import SqlStore
from tests.fakes import FakeWeb
from tests.flows.test_poll import HARBOUR, NOON, VALLEY, Clock, clock, feeds, item, lists, state_of, store
from tests.store.story_examples import unseen

__all__ = ["clock", "feeds", "store"]  # fixtures

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Full(SqlFeeds):
    """A store whose disk is full when sightings are to be saved, while `full`."""

    full = True

    async def save_sightings(self, feed: FeedId, seen: Sequence[Sighting], now: object) -> Saved:
        if self.full:
            raise Unavailable("the store cannot grow")
        return await super().save_sightings(feed, seen, NOON)


async def test_no_feed_is_blamed_for_a_store_that_fails_and_none_loses_an_article(
    store: SqlStore, clock: Clock
) -> None:
    feeds, web = Full(store.writing), FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = replace(lists(item("aground")), etag='"1"')
    with pytest.raises(Unavailable, match="cannot grow"):
        await poll_due(feeds, web, clock)
    state = await state_of(feeds, HARBOUR)
    assert (state.failures, state.trouble, state.etag) == (0, None, None)
    assert (await poll_due(feeds, web, clock)).asked == 0, "no hot loop: it waits for the lease to end"
    clock.now += LEASE
    feeds.full = False
    assert (await poll_due(feeds, web, clock)).new == 1


async def test_a_store_that_fails_over_one_feed_keeps_what_the_others_came_to(store: SqlStore, clock: Clock) -> None:
    feeds, web = Full(store.writing), FakeWeb()
    await feeds.follow([HARBOUR, VALLEY], "hand", NOON)
    web.feeds[HARBOUR.url] = lists(item("aground"))
    web.feeds[VALLEY.url] = FeedAnswer(None, etag='"2"')
    with pytest.raises(Unavailable):
        await poll_due(feeds, web, clock)
    assert (await state_of(feeds, VALLEY)).etag == '"2"'


class Cancels(FakeWeb):
    """Calls off what it does for one feed, as a library may that cancels its own tasks."""

    async def feed(self, feed: Feed, state: FeedState) -> FeedAnswer:
        if feed.id == HARBOUR.id:
            raise asyncio.CancelledError
        return await super().feed(feed, state)

    async def page(self, url: str) -> Page:
        raise asyncio.CancelledError


async def test_a_question_that_is_called_off_from_within_is_a_failure_of_one_feed(
    feeds: SqlFeeds, clock: Clock
) -> None:
    web = Cancels()
    await feeds.follow([HARBOUR, VALLEY], "hand", NOON)
    web.feeds[VALLEY.url] = lists(item("dry"))
    polled = await poll_due(feeds, web, clock)
    assert (polled.asked, polled.troubled, polled.new) == (2, 1, 1)
    assert (await state_of(feeds, HARBOUR)).failures == 1
    assert await read_pages(feeds, web, clock) == 0


async def test_a_host_at_rest_is_no_trouble_of_the_feed(feeds: SqlFeeds, clock: Clock) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = Unavailable("harbour.example asked for rest", wait=1800, resting=True)
    for _ in range(9):
        polled = await poll_due(feeds, web, clock)
        state = await state_of(feeds, HARBOUR)
        assert (polled.asked, polled.troubled) == (1, 0)
        assert (state.failures, state.trouble, state.polled_at) == (0, None, None)
        wait = state.next_poll - clock.now
        assert timedelta(minutes=30) <= wait <= timedelta(minutes=33)
        clock.now = state.next_poll


async def test_a_page_of_a_host_at_rest_is_not_given_up(feeds: SqlFeeds, clock: Clock) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = lists(item("aground", text="A ferry ran aground."))
    await poll_due(feeds, web, clock)
    own = "https://harbour.example/aground"
    web.pages[own] = Unavailable("harbour.example asked for rest", wait=1800, resting=True)
    for _ in range(8):
        await read_pages(feeds, web, clock)
        clock.now += HOUR
    web.pages[own] = Page("full", "The whole of it. " * 30, own)
    assert await read_pages(feeds, web, clock) == 1


async def test_a_page_that_could_not_be_kept_is_read_again(store: SqlStore, feeds: SqlFeeds, clock: Clock) -> None:
    class Locked(SqlFeeds):
        async def save_page(self, *_: object, **__: object) -> bool:
            raise Unavailable("the store is locked")

    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = lists(item("aground", text="A ferry ran aground."))
    await poll_due(feeds, web, clock)
    own = "https://harbour.example/aground"
    web.pages[own] = Page("full", "The whole of it. " * 30, own)
    with pytest.raises(Unavailable):
        await read_pages(Locked(store.writing), web, clock)
    clock.now += HOUR
    assert await read_pages(feeds, web, clock) == 1


class OneIsSlow(FakeWeb):
    """One feed answers only after the other one was asked twice."""

    def __init__(self) -> None:
        super().__init__()
        self.twice = asyncio.Event()

    async def feed(self, feed: Feed, state: FeedState) -> FeedAnswer:
        answer = await super().feed(feed, state)
        if feed.id == HARBOUR.id:
            await self.twice.wait()
        elif self.asked.count(feed.url) == 2:
            self.twice.set()
        return answer


class Tells(SqlFeeds):
    """Tells when it knows how a feed fares."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store.writing)
        self.told = asyncio.Event()

    async def save_states(self, states: Sequence[FeedState]) -> None:
        await super().save_states(states)
        if states:
            self.told.set()


async def test_what_becomes_due_does_not_wait_for_a_slow_feed(
    store: SqlStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.flows.poll._LOOK_AGAIN", 0.01)
    web, feeds = OneIsSlow(), Tells(store)
    await feeds.follow([HARBOUR, VALLEY], "hand", NOON)
    web.feeds = {HARBOUR.url: lists(), VALLEY.url: lists()}
    task = asyncio.create_task(poll_due(feeds, web, clock))
    await asyncio.wait_for(feeds.told.wait(), 10)
    await feeds.poll_now(VALLEY.id, NOON)
    assert (await asyncio.wait_for(task, 10)).asked == 3


async def test_what_is_claimed_and_not_begun_in_time_is_left_to_the_next_round(feeds: SqlFeeds, clock: Clock) -> None:
    class TakesLong(FakeWeb):
        async def feed(self, feed: Feed, state: FeedState) -> FeedAnswer:
            clock.now += timedelta(minutes=11)
            return await super().feed(feed, state)

    web = TakesLong()
    await feeds.follow([HARBOUR, VALLEY], "hand", NOON)
    web.feeds = {HARBOUR.url: lists(), VALLEY.url: lists()}
    assert (await poll_due(feeds, web, clock, at_once=1)).asked == 1
    clock.now += timedelta(minutes=9)
    await poll_due(feeds, web, clock, at_once=1)
    assert sorted(web.asked) == [HARBOUR.url, VALLEY.url]


async def fresh(store: SqlStore, clock: Clock) -> int:
    return len(await unseen(store, "any", clock.now + HOUR))


async def test_a_feed_that_was_empty_when_we_met_it_floods_nobody_when_it_fills(
    store: SqlStore, feeds: SqlFeeds, clock: Clock
) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    web.feeds[HARBOUR.url] = lists()
    await poll_due(feeds, web, clock)
    clock.now += DAY
    web.feeds[HARBOUR.url] = lists(*[item(f"in the {n}th hour", published=NOON) for n in range(40)])
    assert (await poll_due(feeds, web, clock)).new == 40
    assert await fresh(store, clock) == HARBOUR.new_at_first


async def test_what_came_while_a_feed_could_not_be_asked_is_news(
    store: SqlStore, feeds: SqlFeeds, clock: Clock
) -> None:
    web = FakeWeb()
    await feeds.follow([replace(HARBOUR, new_at_first=0)], "hand", NOON)
    before = [item(f"before {n} days", published=NOON - n * DAY) for n in range(1, 9)]
    web.feeds[HARBOUR.url] = lists(*before)
    await poll_due(feeds, web, clock)
    clock.now += 10 * DAY
    missed = [item(f"missed on day {n}", published=NOON + n * DAY) for n in range(1, 10)]
    ancient = item("of long ago", published=NOON - 20 * DAY)
    web.feeds[HARBOUR.url] = lists(*missed, *before, ancient)
    assert (await poll_due(feeds, web, clock)).new == 10
    assert await fresh(store, clock) == 9


async def test_a_304_does_not_keep_the_rest_of_a_feed_that_was_cut_off(feeds: SqlFeeds, clock: Clock) -> None:
    web = FakeWeb()
    await feeds.follow([HARBOUR], "hand", NOON)
    cut = FeedDocument("rss 2.0", (item("aground"),), remarks=("ends in the middle of an item, which was left out",))
    web.feeds[HARBOUR.url] = FeedAnswer(cut, etag='"1"', digest="cut")
    await poll_due(feeds, web, clock)
    assert (await state_of(feeds, HARBOUR)).etag is None
    clock.now += DAY
    web.feeds[HARBOUR.url] = FeedAnswer(None, etag='"1"', digest="cut")  # the same bytes again: there is no more
    await poll_due(feeds, web, clock)
    assert (await state_of(feeds, HARBOUR)).etag == '"1"'


async def test_what_was_called_off_is_due_at_the_next_start(feeds: SqlFeeds, clock: Clock) -> None:
    web = FakeWeb()
    hangs = asyncio.Event()

    class Hangs(FakeWeb):
        async def feed(self, feed: Feed, state: FeedState) -> FeedAnswer:
            hangs.set()
            await asyncio.Event().wait()
            raise AssertionError

    await feeds.follow([HARBOUR], "hand", NOON)
    task = asyncio.create_task(poll_due(feeds, Hangs(), clock))
    await hangs.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    web.feeds[HARBOUR.url] = FeedAnswer(None)
    assert (await poll_due(feeds, web, clock)).asked == 1
