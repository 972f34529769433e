"""What publishers do to ids, addresses and titles, poll after poll: no article is lost, and none is there twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.news.followed import Feed, FeedId, FeedItem, Saved
from bot.store.feeds import SqlFeeds, feeds_of
from bot.store.sql import SqlStore
from tests.store.examples import MINUTE, NOON
from tests.store.feed_examples import GAZETTE, polled
from tests.store.story_examples import unseen

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SITE = "https://gazette.example.org"
REPORTS = (
    ("Harbour wall gives way in the night storm", "A stretch of the old wall fell into the basin, the port said."),
    ("Council buys the empty cannery for a school", "Classes are to begin there next spring, the mayor told us."),
    ("Seals return to the estuary after decades", "A ranger counted eleven of them on the sand bank."),
    ("Ferry crews vote for a strike at Easter", "They want two more hands on each night crossing."),
)


@pytest.fixture
def feeds(store: SqlStore) -> SqlFeeds:
    return feeds_of(store)


def report(number: int, **more: object) -> FeedItem:
    """One of four reports that have nothing in common, each at its own address."""
    title, text = REPORTS[number]
    told = {"title": title, "text": text, "link": f"{SITE}/news/{title.split()[0].lower()}", "id": None}
    return FeedItem(**(told | {"published": NOON + number * DAY} | more))  # type: ignore[arg-type]


REUSED = ["1", "latest", f"{SITE}/", f"{SITE}/latest", f"{SITE}/1", "item-00001", "top story"]


@pytest.mark.parametrize("guid", REUSED)
@pytest.mark.parametrize("linked", [True, False])
async def test_an_id_that_goes_on_to_the_next_article_swallows_none(
    store: SqlStore, feeds: SqlFeeds, guid: str, linked: bool
) -> None:
    for number in range(4):
        shown = report(number, id=guid, **({} if linked else {"link": None}))
        assert await polled(feeds, shown, now=NOON + number * DAY) == Saved(new=1)
        assert await polled(feeds, shown, now=NOON + number * DAY + MINUTE) == Saved(known=1)
        mended = replace(shown, title=f"{shown.title}, again")
        assert (await polled(feeds, mended, now=NOON + number * DAY + 2 * MINUTE)).new == 0
    assert len(await store.archive(9)) == 4


async def test_ids_that_number_the_places_of_a_page_follow_no_article(store: SqlStore, feeds: SqlFeeds) -> None:
    for newest in range(4):
        listed = [report(number, id=f"slot {newest - number}") for number in range(newest, -1, -1)]
        assert (await polled(feeds, *listed, now=NOON + newest * DAY)).new == 1
    assert len(await store.archive(9)) == 4


async def test_a_long_id_that_goes_on_while_its_article_is_still_shown(store: SqlStore, feeds: SqlFeeds) -> None:
    box, other = "9f3c2a71-8e55-4d0b-b1aa-04a7c8f0e1d2", "1b7e6d90-27c4-49f3-8a51-d3c9b2e4f6a8"
    await polled(feeds, report(0, id=box))
    assert await polled(feeds, report(1, id=box), report(0, id=other), now=NOON + DAY) == Saved(new=1, known=1)
    moved = report(1, id=box, link=f"{SITE}/news/cannery-school", title="A school for the harbour")
    assert (await polled(feeds, moved, now=NOON + DAY + MINUTE)).new == 0
    assert len(await store.archive(9)) == 2


@pytest.mark.parametrize("guid", ["57", "gazette-7", f"{SITE}/?p=57", "9f3c2a71-8e55-4d0b-b1aa-04a7c8f0e1d2"])
async def test_an_address_and_a_title_that_change_under_one_id_are_one_article(
    store: SqlStore, feeds: SqlFeeds, guid: str
) -> None:
    await polled(feeds, report(0, id=guid))
    edited = report(
        0, id=guid, link=f"{SITE}/news/wall-two-hurt", title="Harbour wall gives way, two hurt in the storm"
    )
    assert (await polled(feeds, edited, now=NOON + MINUTE)).new == 0
    assert len(await store.archive(9)) == 1


@pytest.mark.parametrize("guid", ["gazette:104211", f"{SITE}/?p=57", f"{SITE}/2031/05/wall-gives-way-at-night"])
async def test_under_an_id_made_for_one_article_all_else_may_change(
    store: SqlStore, feeds: SqlFeeds, guid: str
) -> None:
    await polled(feeds, report(0, id=guid))
    title, text = REPORTS[2]
    assert (await polled(feeds, report(0, id=guid, link=f"{SITE}/x", title=title, text=text))).new == 0


@pytest.mark.parametrize("text", ["", "A short teaser, no more."])
async def test_a_site_that_moves_to_other_addresses_and_ids_brings_no_news(feeds: SqlFeeds, text: str) -> None:
    before = [report(n, text=text, id=f"old-{n}") for n in range(4)]
    after = [replace(each, link=f"{SITE}/a/{n}", id=f"node {n}") for n, each in enumerate(before)]
    assert (await polled(feeds, *before, now=NOON + 3 * DAY)).new == 4
    assert (await polled(feeds, *after, now=NOON + 3 * DAY + MINUTE)).new == 0


@pytest.mark.parametrize("text", ["", "Read by our newsroom.", REPORTS[0][1] + " Then this was said again. " * 6])
async def test_a_bulletin_of_one_title_is_another_one_each_day(store: SqlStore, feeds: SqlFeeds, text: str) -> None:
    for day in range(3):
        words = f"{text} {REPORTS[day + 1][1]}" if len(text) > 50 else text
        bulletin = FeedItem("What the harbour needs to know", words, f"{SITE}/b/{day}", f"b{day}", NOON + day * DAY)
        assert await polled(feeds, bulletin, now=NOON + day * DAY) == Saved(new=1)
    assert len(await store.archive(9)) == 3


async def test_notices_of_one_title_that_bear_only_a_day_are_told_apart(feeds: SqlFeeds) -> None:
    midnight = NOON.replace(hour=0)
    for number in range(2):
        notice = FeedItem("Temporary road closure notice", "", f"{SITE}/n/{number}", f"n{number}", midnight)
        assert await polled(feeds, notice) == Saved(new=1)


# --- old to one feed, news to another -------------------------------------------------------------

AGGREGATOR = Feed(FeedId("f-lists"), "https://lists.example.net/all", new_at_first=0)


async def test_what_a_feed_just_met_lists_as_old_is_news_where_another_brings_it(
    store: SqlStore, feeds: SqlFeeds
) -> None:
    await polled(feeds, report(1, id="1", published=NOON), first=True)
    both = [report(0, id="0"), report(1, id="1", published=NOON)]
    assert (await polled(feeds, *both, feed=AGGREGATOR, first=True, now=NOON + MINUTE)).new == 1
    assert [a.title for a in await unseen(store, "harbour", NOON + 20 * MINUTE)] == [REPORTS[1][0]]
    await polled(feeds, *both, now=NOON + 2 * MINUTE)
    assert len(await unseen(store, "harbour", NOON + 20 * MINUTE)) == 2
    assert len(await feeds.claim_pages(NOON + 2 * MINUTE, 9, MINUTE)) == 2


async def test_what_both_feeds_list_as_old_stays_old(store: SqlStore, feeds: SqlFeeds) -> None:
    listed = [report(n, id=str(n), published=NOON - MINUTE) for n in range(4)]
    none = replace(GAZETTE, new_at_first=0)
    for feed in (AGGREGATOR, none):
        await polled(feeds, *listed, feed=feed, first=True)
    for feed in (AGGREGATOR, none):
        await polled(feeds, *listed, feed=feed, now=NOON + 5 * MINUTE)
    assert await unseen(store, "harbour", NOON + 20 * MINUTE) == []


async def test_what_is_old_by_its_date_stays_old(store: SqlStore, feeds: SqlFeeds) -> None:
    old = report(0, id="0", published=NOON - 3 * DAY)
    await polled(feeds, old, feed=AGGREGATOR, first=True)
    await polled(feeds, old, now=NOON + MINUTE)
    assert await unseen(store, "harbour", NOON + 20 * MINUTE) == []


@pytest.mark.parametrize("date", [None, NOON, NOON.replace(hour=0)])
async def test_a_short_item_without_id_that_leaves_its_address_for_another_is_one(
    feeds: SqlFeeds, date: datetime | None
) -> None:
    before, beside = report(0, text="", published=date), report(1, published=NOON)
    await polled(feeds, before, beside)
    moved = replace(before, link=f"{SITE}/news/wall-gone")
    assert (await polled(feeds, moved, beside, now=NOON + 3 * HOUR)).new == 0


async def test_a_bulletin_of_every_hour_stands_beside_the_last_one_or_alone(feeds: SqlFeeds) -> None:
    for hour in range(4):
        told = [
            FeedItem("What the harbour needs to know", "", f"{SITE}/b/{h}", None, NOON + h * HOUR)
            for h in range(hour, max(hour - 2, -1), -1)
        ]
        assert (await polled(feeds, *told, now=NOON + hour * HOUR)).new == 1
    beside = report(1, published=NOON)
    await polled(feeds, beside, now=NOON)
    alone = FeedItem("What the harbour needs to know", "", f"{SITE}/b/9", None, NOON + 4 * HOUR)
    assert (await polled(feeds, alone, beside, now=NOON + 4 * HOUR)).new == 1
