"""Feeds: who is followed, who is due, and that no two processes ask the same one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.news.followed import Feed, FeedId, FeedState
from bot.ports import Rejected
from bot.store.feeds import SqlFeeds, feeds_of
from bot.store.sql import SqlStore
from tests.store.examples import MINUTE, NOON
from tests.store.feed_examples import GAZETTE, HERALD, item, polled

PAGE = Feed(FeedId("f-page"), "https://port.example.org/", links="h2 a", full_text=False, new_at_first=0)
STATE = FeedState(
    feed=GAZETTE.id,
    next_poll=NOON + 5 * MINUTE,
    polled_at=NOON,
    succeeded_at=NOON - MINUTE,
    etag='"a"',
    modified="Sun, 04 May 2031 12:00:00 GMT",
    digest="d",
    moved_to="https://gazette.example.org/new.xml",
    title="Gazette ü",
    interval=300,
    rhythm=3600,
    failures=2,
    failing_since=NOON - MINUTE,
    trouble="timed out",
    hub="https://hub.example.org/",
    topic="https://gazette.example.org/feed.xml",
)


@pytest.fixture
def feeds(store: SqlStore) -> SqlFeeds:
    return feeds_of(store)


async def followed(feeds: SqlFeeds) -> list[Feed]:
    return [each.feed for each in await feeds.feeds()]


async def test_feeds_come_back_as_they_were_by_address_and_due(feeds: SqlFeeds) -> None:
    await feeds.follow([PAGE, HERALD, GAZETTE], "file", NOON)
    assert await followed(feeds) == [GAZETTE, HERALD, PAGE]
    assert [each.state for each in await feeds.feeds()] == [FeedState(f.id, NOON) for f in (GAZETTE, HERALD, PAGE)]


async def test_a_file_drops_what_it_no_longer_names_and_only_that(store: SqlStore, feeds: SqlFeeds) -> None:
    await feeds.follow([GAZETTE, HERALD], "file", NOON)
    await feeds.follow([PAGE], "hand", NOON)
    await polled(feeds, item())
    await feeds.follow([HERALD], "file", NOON)
    assert [(each.feed, each.origin) for each in await feeds.feeds()] == [(HERALD, "file"), (PAGE, "hand")]
    assert len(await store.archive(9)) == 1
    await feeds.follow([], "file", NOON)
    assert await followed(feeds) == [PAGE]


async def test_following_again_keeps_the_state_and_takes_what_is_set(feeds: SqlFeeds) -> None:
    await feeds.follow([GAZETTE], "file", NOON)
    await feeds.save_states([STATE])
    anew = replace(GAZETTE, outlet="Gazette", topics=("boats", "tides"), new_at_first=1)
    await feeds.follow([anew, HERALD], "file", NOON + MINUTE)
    first = (await feeds.feeds())[0]
    assert (first.feed, first.state) == (anew, STATE)


async def test_what_is_added_by_hand_and_named_by_the_file_is_the_files(feeds: SqlFeeds) -> None:
    for origins in (("hand", "file"), ("file", "hand")):
        for origin in origins:
            await feeds.follow([GAZETTE], origin, NOON)
        assert [each.origin for each in await feeds.feeds()] == ["file"]
        assert not await feeds.unfollow(GAZETTE.id)
        await feeds.follow([], "file", NOON)


async def test_unfollowing(store: SqlStore, feeds: SqlFeeds) -> None:
    await feeds.follow([GAZETTE], "hand", NOON)
    await polled(feeds, item())
    assert await feeds.unfollow(GAZETTE.id)
    assert not await feeds.unfollow(GAZETTE.id)
    assert await feeds.feeds() == []
    assert len(await store.archive(9)) == 1
    await feeds.save_states([STATE])  # the poll that was on its way
    assert await feeds.feeds() == []


async def test_claimed_is_what_is_due_the_longest_first_until_the_lease_ends(feeds: SqlFeeds) -> None:
    await feeds.follow([GAZETTE, HERALD, PAGE], "file", NOON)
    ages = ((GAZETTE, 1), (HERALD, 3), (PAGE, -1))
    await feeds.save_states([FeedState(feed.id, NOON - age * MINUTE, etag="e") for feed, age in ages])
    (first,) = await feeds.claim_feeds(NOON, 1, 10 * MINUTE)
    assert (first.feed, first.state.etag) == (HERALD, "e")
    assert [each.feed for each in await feeds.claim_feeds(NOON, 9, 10 * MINUTE)] == [GAZETTE]
    assert await feeds.claim_feeds(NOON, 9, MINUTE) == []
    later = await feeds.claim_feeds(NOON + 10 * MINUTE, 9, MINUTE)
    assert {each.feed for each in later} == {GAZETTE, HERALD, PAGE}


async def test_two_claimers_never_get_the_same(feeds: SqlFeeds) -> None:
    all_ = [Feed(FeedId(f"f{n}"), f"https://example.org/{n}") for n in range(40)]
    await feeds.follow(all_, "file", NOON)
    batches = await asyncio.gather(*(feeds.claim_feeds(NOON, 7, MINUTE) for _ in range(8)))
    ids = [each.feed.id for batch in batches for each in batch]
    assert sorted(ids) == sorted(feed.id for feed in all_)


async def test_poll_now(feeds: SqlFeeds) -> None:
    await feeds.follow([GAZETTE], "file", NOON)
    await feeds.save_states([STATE])
    assert await feeds.claim_feeds(NOON, 9, MINUTE) == []
    assert await feeds.poll_now(GAZETTE.id, NOON)
    assert len(await feeds.claim_feeds(NOON, 9, MINUTE)) == 1
    await feeds.save_states([STATE])
    assert [each.state for each in await feeds.feeds()] == [STATE], "wanted once, polled once"
    assert not await feeds.poll_now(HERALD.id, NOON)


async def test_half_characters(feeds: SqlFeeds) -> None:
    with pytest.raises(Rejected, match="outlet"):
        await feeds.follow([replace(GAZETTE, outlet="\ud83d")], "hand", NOON)
    await feeds.follow([GAZETTE], "hand", NOON)
    await feeds.save_states([replace(STATE, title="Gazette \ud83d")])  # said by a server
    assert [each.state.title for each in await feeds.feeds()] == ["Gazette ?"]


async def test_a_time_without_a_zone_is_refused(feeds: SqlFeeds) -> None:
    await feeds.follow([GAZETTE], "hand", NOON)
    with pytest.raises(Exception, match="time zone"):
        await feeds.save_states([replace(STATE, next_poll=NOON.replace(tzinfo=None))])


async def test_what_is_wanted_during_a_poll_comes_right_after_it(feeds: SqlFeeds) -> None:
    await feeds.follow([GAZETTE], "hand", NOON)
    [claimed] = await feeds.claim_feeds(NOON, 1, 5 * MINUTE)
    assert await feeds.poll_now(GAZETTE.id, NOON + MINUTE)
    assert await feeds.claim_feeds(NOON + MINUTE, 1, MINUTE) == [], "the poll at work still holds it"
    await feeds.save_states([replace(claimed.state, next_poll=NOON + 60 * MINUTE)])
    assert [f.state.next_poll for f in await feeds.feeds()] == [NOON + MINUTE]
    [again] = await feeds.claim_feeds(NOON + MINUTE, 1, 5 * MINUTE)
    await feeds.save_states([replace(again.state, next_poll=NOON + 60 * MINUTE)])
    assert [f.state.next_poll for f in await feeds.feeds()] == [NOON + 60 * MINUTE], "wanted once, polled once"


async def test_what_is_due_after_years_is_due_now(feeds: SqlFeeds) -> None:
    """A clock that was years ahead must not give up a feed once it is set right."""
    await feeds.follow([GAZETTE, HERALD], "file", NOON)
    await feeds.save_states([replace(STATE, next_poll=NOON + 900 * 24 * 60 * MINUTE)])
    await feeds.save_states([FeedState(HERALD.id, NOON + 26 * 60 * MINUTE)])
    assert [each.feed for each in await feeds.claim_feeds(NOON, 9, MINUTE)] == [GAZETTE]


async def test_other_links_of_a_page_are_met_like_a_new_feed(feeds: SqlFeeds) -> None:
    await feeds.follow([PAGE], "file", NOON)
    known = replace(STATE, feed=PAGE.id)
    await feeds.save_states([known])
    await feeds.follow([replace(PAGE, outlet="The Port")], "file", NOON)
    assert [each.state for each in await feeds.feeds()] == [known]
    await feeds.follow([replace(PAGE, links="main a")], "file", NOON + MINUTE)
    (each,) = await feeds.claim_feeds(NOON + MINUTE, 9, MINUTE)
    state = each.state
    assert (state.etag, state.modified, state.digest, state.moved_to, state.rhythm) == (None,) * 5
    assert state.succeeded_at == known.succeeded_at


async def test_an_address_written_anew_is_asked_where_it_says(feeds: SqlFeeds) -> None:
    await feeds.follow([GAZETTE], "file", NOON)
    await feeds.save_states([STATE])
    await feeds.follow([replace(GAZETTE, url="https://www.gazette.example.org/feed.xml")], "file", NOON)
    (each,) = await feeds.feeds()
    assert (each.state.etag, each.state.moved_to, each.state.rhythm) == (None, None, STATE.rhythm)
