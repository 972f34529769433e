"""A process of its own: does what a poll does with the store, and stands still at a given point, to be killed there.

POINT is `claimed`, after the feeds are claimed; the number of a statement of saving what they showed; `commit`, right
before that is kept; or `saved`, before the feeds' states are. One byte on standard output says that it is reached.
POINT `race` waits for a line on standard input, then polls many overlapping feeds to the end and says what was new.
"""

from __future__ import annotations

import asyncio
import os

from bot.news.followed import FeedState
from bot.store.engine import open_store
from bot.store.feeds import SqlFeeds, feeds_of
from tests.store.crash_child import stand_still, stop_at
from tests.store.examples import MINUTE, NOON
from tests.store.feed_examples import GAZETTE, many, polled

LEASE = 10 * MINUTE


async def poll(feeds: SqlFeeds) -> None:
    for claimed in await feeds.claim_feeds(NOON, 9, LEASE):
        saved = await polled(feeds, *many(30), feed=claimed.feed)
        assert saved.new == 30
        state = FeedState(claimed.feed.id, NOON + 60 * MINUTE, polled_at=NOON, etag="new")
        await feeds.save_states([state])


def poll_until_killed(address: str, point: str) -> None:
    asyncio.run(_poll(address, point))


async def _poll(address: str, point: str) -> None:
    store = await open_store(address)
    feeds = feeds_of(store)
    if point == "race":
        os.write(1, b"\n")
        await asyncio.to_thread(os.read, 0, 1)
        new = 0
        for start in range(0, 60, 3):
            new += (await polled(feeds, *many(80)[start : start + 20])).new
        os.write(1, f"{new}\n".encode())
        await store.close()
        return
    if point == "claimed":
        await feeds.claim_feeds(NOON, 9, LEASE)
    elif point == "saved":
        (claimed,) = await feeds.claim_feeds(NOON, 9, LEASE)
        await polled(feeds, *many(30), feed=claimed.feed)
    else:
        await feeds.claim_feeds(NOON, 9, LEASE)
        stop_at(store, point)
        await polled(feeds, *many(30), feed=GAZETTE)
    stand_still()
