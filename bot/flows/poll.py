"""From a due feed to stored articles.

feeds.claim_feeds         due, and ours for the length of a lease                 I/O
| web.feed                nothing new, or the feed's document                     I/O
| sightings.sightings     each item once, with all it can be known by             rule
| feeds.save_sightings    one article one row: a crash from here on loses nothing I/O
| polling.after_success   when to ask again                                       rule
| feeds.save_states       last: a poll that died before is done again             I/O

What goes wrong with a feed stays with it. Where the store fails, the round ends: nothing is asked that could not be
kept, no feed is blamed for it, and what was claimed is due again when its lease ends.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.flows.leased import within
from bot.news.followed import Feed, FeedAnswer, FeedState, Saved
from bot.news.polling import after_failure, after_rest, after_success
from bot.news.sightings import sightings
from bot.ports import FeedStore, Followed, Rejected, Unavailable, Web

LEASE = timedelta(minutes=20)
LONGEST = timedelta(minutes=10)
"""For one poll with all its waits for a host's turn. A lease must outlast what starts within the rest of it."""
AT_ONCE = 32
_MANY_ITEMS = 500
_CLAIM = 100
_LOOK_AGAIN = 5.0  # seconds: what becomes due does not wait for a slow feed

log = structlog.get_logger()

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Polled:
    """What a round of polls came to: feeds asked, of them unchanged and in trouble; articles new and changed."""

    asked: int = 0
    unchanged: int = 0
    troubled: int = 0
    new: int = 0
    changed: int = 0


async def poll_due(feeds: FeedStore, web: Web, clock: Clock, at_once: int = AT_ONCE) -> Polled:
    """Ask every feed that is due, `at_once` side by side, until none is left. One slow feed holds up no other.

    Raises what the store raises.
    """
    polled = Polled()
    claimed: deque[Followed] = deque()
    start_by = clock()
    at_work: dict[asyncio.Task[FeedState], Followed] = {}
    states: list[FeedState] = []
    try:
        while True:
            if clock() > start_by:
                claimed.clear()  # too little is left of the lease; they are due again when it ends
            if not claimed:
                await feeds.save_states(states)
                states = []
                claimed.extend(await feeds.claim_feeds(clock(), _CLAIM, LEASE))
                start_by = clock() + LEASE - LONGEST
            while claimed and len(at_work) < at_once:
                followed = claimed.popleft()
                at_work[asyncio.create_task(_poll(followed, feeds, web, clock, polled))] = followed
            if not at_work:
                return polled
            done, _ = await asyncio.wait(at_work, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)
            states.extend(task.result() for task in done if not task.cancelled() and task.exception() is None)
            for task in done:
                del at_work[task]
            for task in done:
                task.result()  # raises where the store failed
    except asyncio.CancelledError:
        claimed.extend(at_work.values())
        states.extend(replace(followed.state, next_poll=clock()) for followed in claimed)  # due at the next start
        raise
    finally:
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        await feeds.save_states(states)


async def _poll(followed: Followed, feeds: FeedStore, web: Web, clock: Clock, polled: Polled) -> FeedState:
    """Ask one feed; how it fares now. Raises `Unavailable` where its articles could not be kept."""
    feed, state = followed.feed, followed.state
    polled.asked += 1
    try:
        answer = await within(LONGEST, feed.url, web.feed(feed, state))
    except (Unavailable, Rejected) as error:
        wait = error.wait if isinstance(error, Unavailable) else None
        if isinstance(error, Unavailable) and error.resting:
            return after_rest(state, wait, clock())
        return _failed(followed, str(error), wait, clock(), polled)
    except Exception as error:
        return _broken(followed, error, clock(), polled)
    now = clock()
    try:
        saved = await _saved(feed, state, answer, feeds, now)
        dates = [item.published for item in answer.document.items if item.published] if answer.document else []
        after = after_success(state, answer, saved, dates, now)
    except Unavailable:
        raise
    except Rejected as error:
        return _failed(followed, str(error), None, now, polled)
    except Exception as error:
        return _broken(followed, error, now, polled)
    polled.unchanged += answer.document is None
    polled.new += saved.new
    polled.changed += saved.changed
    if saved.new:
        log.info("articles_found", feed=feed.url, new=saved.new, articles=list(saved.articles))
    if state.trouble:
        log.info("feed_recovered", feed=feed.url, failing_since=state.failing_since)
    return after


async def _saved(feed: Feed, state: FeedState, answer: FeedAnswer, feeds: FeedStore, now: datetime) -> Saved:
    document = answer.document
    if document is None:
        return Saved()
    of = (feed, document, state.rhythm is None, now, state.succeeded_at)
    many = len(document.items) > _MANY_ITEMS  # seconds of work: the others must not wait for it
    seen = await asyncio.to_thread(sightings, *of) if many else sightings(*of)
    return await feeds.save_sightings(feed.id, seen, now)


def _failed(followed: Followed, words: str, wait: int | None, now: datetime, polled: Polled) -> FeedState:
    polled.troubled += 1
    after = after_failure(followed.state, words, wait, now)
    if followed.state.trouble != after.trouble:
        feed = followed.feed.url
        log.info("feed_troubled", feed=feed, why=after.trouble, next_poll=after.next_poll.isoformat())
    return after


def _broken(followed: Followed, error: Exception, now: datetime, polled: Polled) -> FeedState:
    """A bug of ours, which must not end the round; the log tells where."""
    log.exception("poll_failed", feed=followed.feed.url)
    words = f"Factbox failed over it ({type(error).__name__}); its log says more"
    return _failed(followed, words, None, now, polled)
