"""A day of polling in a few minutes: 200 outlets with their habits and troubles, a real local server, time injected.

Run it: python -m tests.evals.day [--hours 6] [--feeds 40]. Exits with 1 on a miss, a duplicate, an invented article or a
request that comes sooner than a server allowed.

Counted are stories, by where their links lead. A *miss* is a story that a whole, well answered feed showed us and that is
not stored. It is *passed by* where it left its feed unseen although the feed was well and let us come. Neither, and
counted apart: what left its feed unseen while the feed was in trouble, while we still backed off from a trouble just
over, or within the rest that the feed asks for (or five minutes, if it asks for none); and what the feed still lists at the end, for its next poll to see. A *duplicate* is a second stored article of one story; an *invented* one leads to no story at all.
The delay runs from a story's publication to the poll that stored it, for those published during the day.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import mean, median, quantiles

from sqlalchemy import func, select

from bot.feeds.reader import WebReader
from bot.feeds.web.client import WebClient
from bot.feeds.web.limits import Limits
from bot.feeds.workers import Workers
from bot.flows.poll import Polled, poll_due
from bot.log import set_up
from bot.news import polling
from bot.news.followed import Feed, FeedId
from bot.ports import FeedStore
from bot.store.engine import open_store
from bot.store.feeds import feeds_of
from bot.store.sql import SqlStore
from bot.store.tables import articles, revisions
from tests.evals.newsstand import Newsstand, Outlet, Resolver, outlets

START = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
BEAT = timedelta(minutes=1)
"""How often we look for what is due; the product looks more often."""
SHORTEST = timedelta(seconds=polling.SHORTEST)
# Whatever hangs hangs for half a second; politeness that runs on the real clock would only wait here.
QUICK = Limits(connect=2, read=0.5, total=2, burst=100_000, per_second=100_000, longest_rest=0)
_NO_ADDRESS = 67  # every so many outlets, one has none


@dataclass(slots=True)
class Day:
    """What came of it. Times are in seconds."""

    polls: Counter[str] = field(default_factory=Counter)
    by_feed: list[int] = field(default_factory=list)
    published: int = 0
    stored: int = 0
    rows: int = 0
    changed: int = 0
    delays: list[float] = field(default_factory=list)
    delays_troubled: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    passed_by: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    left_in_trouble: int = 0
    left_after_trouble: int = 0
    left_at_rest: int = 0
    not_yet_due: int = 0
    too_soon: int = 0

    @property
    def is_good(self) -> bool:
        return not (self.missed or self.passed_by or self.duplicates or self.invented or self.too_soon)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def live(feeds: int, length: timedelta, seed: int = 1) -> Day:
    """Follow so many outlets for so long."""
    clock = Clock(START)
    served = outlets(feeds, START, length, seed)
    stand = Newsstand(served, clock)
    nowhere = Resolver(frozenset(outlet.host for outlet in served if outlet.number % _NO_ADDRESS == _NO_ADDRESS - 1))
    port = await stand.open()
    store = await open_store("sqlite://")
    web = WebReader(
        WebClient(contact=None, allow=["127.0.0.0/8"], resolver=nowhere, clock=clock, limits=QUICK), Workers(1, 20.0)
    )
    try:
        followed = feeds_of(store)
        named = [Feed(FeedId(o.host), f"http://{o.host}:{port}/feed", full_text=False) for o in served]
        await followed.follow(named, "file", START)
        polled = await _follow(followed, web, clock, START + length)
        return await _counted(store, stand, nowhere, served, polled, clock.now)
    finally:
        await web.close()
        await store.close()
        await stand.close()


async def _follow(feeds: FeedStore, web: WebReader, clock: Clock, end: datetime) -> Polled:
    """Jump from one time at which something is due to the next."""
    total = Polled()
    while True:
        polled = await poll_due(feeds, web, clock)
        total.asked += polled.asked
        total.troubled += polled.troubled
        total.changed += polled.changed
        due = min(each.state.next_poll for each in await feeds.feeds())
        beats = max(1, -(-(due - clock.now) // BEAT))
        if clock.now + beats * BEAT > end:
            return total
        clock.now += beats * BEAT


async def _counted(
    store: SqlStore, stand: Newsstand, nowhere: Resolver, served: list[Outlet], polled: Polled, end: datetime
) -> Day:
    day = Day(changed=polled.changed, too_soon=stand.too_soon)
    for outlet in served:
        answers = stand.asked[outlet.host]
        day.polls += answers
        asked = answers.total() - answers["301 moved"] + nowhere.refused[outlet.host]
        day.by_feed.append(asked)
    day.polls["no address"] = nowhere.refused.total()
    first_seen = select(articles.c.url, func.min(revisions.c.seen_at)).join(revisions).group_by(articles.c.id)
    async with store.reading.connect() as on:
        rows = (await on.execute(first_seen.where(articles.c.same_as.is_(None)))).all()
    day.rows = len(rows)
    seen: dict[str, datetime] = {}
    for url, at in rows:
        story = served[0].told_apart(url)
        if story in seen:
            day.duplicates.append(url)
        seen[story] = min(at, seen.get(story, at))
    for outlet in served:
        if not nowhere.refused[outlet.host]:
            _count(day, outlet, seen, stand, end)
    return day


def _count(day: Day, outlet: Outlet, seen: dict[str, datetime], stand: Newsstand, end: datetime) -> None:
    listed_ever = set()
    for index, one in enumerate(outlet.stories):
        story = outlet.told_apart(one.link)
        listed_ever.add(story)
        during = START < one.published <= end
        day.published += during
        if story in seen:
            day.stored += during
            if during:
                delay = (seen[story] - one.published).total_seconds()
                (day.delays if outlet.trouble is None else day.delays_troubled).append(delay)
        elif story in stand.shown:
            day.missed.append(one.link)
        elif during:
            _unseen(day, outlet, index, stand.well_again.get(outlet.host, end), end)
    day.invented += [story for story in seen if story.startswith(outlet.host + "/") and story not in listed_ever]


def _unseen(day: Day, outlet: Outlet, index: int, well_again: datetime, end: datetime) -> None:
    """Why no whole answer showed us a story. `well_again` is when its outlet first answered well after its trouble."""
    published, left = outlet.stories[index].published, outlet.gone_at(index)
    if left is None or left > end:
        day.not_yet_due += 1
    elif outlet.trouble and published < outlet.ends and left > outlet.begins:
        day.left_in_trouble += 1
    elif outlet.trouble and outlet.ends <= published < well_again:
        day.left_after_trouble += 1
    elif left - published <= max(outlet.rest, SHORTEST) * 1.1 + BEAT:  # with our jitter
        day.left_at_rest += 1
    else:
        day.passed_by.append(outlet.stories[index].link)


def _delays(seconds: list[float]) -> str:
    cut = quantiles(seconds, n=20)
    return f"mean {mean(seconds) / 60:.1f} min, median {cut[9] / 60:.1f}, p95 {cut[18] / 60:.1f}"


def report(day: Day, feeds: int, length: timedelta) -> str:
    hours = length / timedelta(hours=1)
    a_day = sorted(count * 24 / hours for count in day.by_feed)
    outcomes = ", ".join(f"{kind} {count:,}" for kind, count in day.polls.most_common())
    wrong = [
        *(f"missed: {link}" for link in day.missed),
        *(f"passed by: {link}" for link in day.passed_by),
        *(f"twice: {link}" for link in day.duplicates),
        *(f"invented: {link}" for link in day.invented),
    ]
    lines = [
        f"{hours:g} simulated hours, {feeds} feeds",
        f"  polls                {sum(day.by_feed):,}; a feed a day: mean {mean(a_day):.0f}, median {median(a_day):.0f}, "
        f"{a_day[0]:.0f} to {a_day[-1]:.0f}",
        f"  answers              {outcomes}",
        f"  articles             {day.published:,} published, {day.stored:,} stored; {day.rows:,} rows with those from before",
        f"  not stored           misses {len(day.missed)}, passed by {len(day.passed_by)}; left the feed unseen while it was "
        f"in trouble {day.left_in_trouble}, just after {day.left_after_trouble}, at the rest it asks for {day.left_at_rest}; "
        f"not yet due at the end {day.not_yet_due}",
        f"  duplicates           {len(day.duplicates)}; invented {len(day.invented)}; corrections taken over {day.changed}",
        f"  published to stored  {_delays(day.delays)}; of feeds with a trouble that day: {_delays(day.delays_troubled)}",
        f"  asked too soon       {day.too_soon} (within a Retry-After or a max-age)",
    ]
    return "\n".join(lines + [f"  {words}" for words in wrong[:40]])


def main() -> None:
    asked = argparse.ArgumentParser(description="A simulated day of polling.")
    asked.add_argument("--hours", type=float, default=24)
    asked.add_argument("--feeds", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    set_up(logging.CRITICAL)
    start = time.perf_counter()
    length = timedelta(hours=given.hours)
    day = asyncio.run(live(given.feeds, length, given.seed))
    print(report(day, given.feeds, length))
    print(f"  ({time.perf_counter() - start:.0f} s)")
    sys.exit(not day.is_good)


if __name__ == "__main__":
    main()
