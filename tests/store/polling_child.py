"""Run as a program: does what a poll does with the store, and stands still at a given point, to be killed there.

    polling_child.py ADDRESS POINT

POINT is `claimed`, after the feeds are claimed; the number of a statement of saving what they showed; `commit`, right
before that is kept; or `saved`, before the feeds' states are. One byte on standard output says that it is reached.
POINT `race` waits for a line on standard input, then polls many overlapping feeds to the end and says what was new.
"""

from __future__ import annotations

import asyncio
import sys

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


async def main(address: str, point: str) -> None:
    store = await open_store(address)
    feeds = feeds_of(store)
    if point == "race":
        print(flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        new = 0
        for start in range(0, 60, 3):
            new += (await polled(feeds, *many(80)[start : start + 20])).new
        print(new, flush=True)
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


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
