"""From a due feed to stored articles.

feeds.claim_feeds         due, and ours for the length of a lease                 I/O
| web.feed                nothing new, or the feed's document                     I/O
| sightings.sightings     each item once, with all it can be known by             rule
| feeds.save_sightings    one article one row: a crash from here on loses nothing I/O
| polling.after_success   when to ask again                                       rule
| feeds.save_states       last: a poll that died before is done again             I/O
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.news.followed import FeedState, Saved
from bot.news.polling import after_failure, after_success
from bot.news.sightings import sightings
from bot.ports import FeedStore, Followed, Rejected, Unavailable, Web

LEASE = timedelta(minutes=15)
AT_ONCE = 32
_MANY_ITEMS = 500
_CLAIM = 100  # with AT_ONCE at work and a minute for the slowest, well within the lease

log = structlog.get_logger()


@dataclass(slots=True)
class Polled:
    """What a round of polls came to: feeds asked, of them unchanged and in trouble; articles new and changed."""

    asked: int = 0
    unchanged: int = 0
    troubled: int = 0
    new: int = 0
    changed: int = 0


async def poll_due(feeds: FeedStore, web: Web, clock: Callable[[], datetime], at_once: int = AT_ONCE) -> Polled:
    """Ask every feed that is due, `at_once` side by side, until none is left. One slow feed holds up no other."""
    polled = Polled()
    claimed: deque[Followed] = deque()
    at_work: set[asyncio.Task[FeedState]] = set()
    states: list[FeedState] = []
    try:
        while True:
            if not claimed:
                await feeds.save_states(states)
                states = []
                claimed.extend(await feeds.claim_feeds(clock(), _CLAIM, LEASE))
            while claimed and len(at_work) < at_once:
                at_work.add(asyncio.create_task(_poll(claimed.popleft(), feeds, web, clock, polled)))
            if not at_work:
                return polled
            done, at_work = await asyncio.wait(at_work, return_when=asyncio.FIRST_COMPLETED)
            states.extend(task.result() for task in done)
    finally:
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        await feeds.save_states(states)


async def _poll(
    followed: Followed, feeds: FeedStore, web: Web, clock: Callable[[], datetime], polled: Polled
) -> FeedState:
    """Ask one feed; how it fares now. What goes wrong stays with this feed."""
    feed, state = followed.feed, followed.state
    polled.asked += 1
    try:
        answer = await web.feed(feed, state)
        now = clock()
        saved = Saved()
        if answer.document is None:
            polled.unchanged += 1
        else:
            of = (feed, answer.document, state.succeeded_at is None, now)
            many = len(answer.document.items) > _MANY_ITEMS  # seconds of work: the others must not wait for it
            seen = await asyncio.to_thread(sightings, *of) if many else sightings(*of)
            saved = await feeds.save_sightings(feed.id, seen, now)
            polled.new += saved.new
            polled.changed += saved.changed
            if saved.new:
                log.info("articles_found", feed=feed.url, new=saved.new)
        dates = [item.published for item in answer.document.items if item.published] if answer.document else []
        after = after_success(state, answer, saved, dates, now)
    except (Unavailable, Rejected) as error:
        polled.troubled += 1
        after = after_failure(state, str(error), getattr(error, "wait", None), clock())
        if state.trouble != after.trouble:
            log.warning("feed_troubled", feed=feed.url, why=after.trouble, next_poll=after.next_poll.isoformat())
    except Exception as error:
        polled.troubled += 1
        log.exception("poll_failed", feed=feed.url)
        after = after_failure(
            state, f"Factbox failed over it ({type(error).__name__}); its log says more", None, clock()
        )
    else:
        if state.trouble:
            log.info("feed_recovered", feed=feed.url, failing_since=state.failing_since)
    return after
