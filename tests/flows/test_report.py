"""A report is gathered from all that there is, seldom, and says so where it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.flows.channels import Channels
from bot.flows.report import About, Reporter, Sources
from bot.news.channels import Channel, Place
from bot.news.report import AnswersFare, CopySeen, Counted, Told
from bot.ports import Unavailable
from bot.queue.in_process import InProcessQueue
from bot.store.channels import channels_of
from bot.store.duties import duties_of
from bot.store.engine import open_store

NOW = datetime(2031, 5, 5, 9, 0, tzinfo=UTC)
ABOUT = About("one", "web", "1.2.3", NOW - timedelta(hours=2))
LEASE = timedelta(seconds=15)


class Counts:
    """Counts how often it is asked, and fails as it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.failure: Exception | None = None
        self.began, self.go_on = asyncio.Event(), asyncio.Event()
        self.go_on.set()

    async def counted(self, channels: Collection[str], now: datetime) -> Counted:
        self.asked.append(tuple(channels))
        self.began.set()
        await self.go_on.wait()
        if self.failure:
            raise self.failure
        return Counted(channels={"slack:C1": Told("2031-05-05T08:00 UTC", NOW, NOW, {"sent": 1})}, asked=3)


def a_channel(name: str) -> Channel:
    return Channel(name, Place("slack", name), (time(8),), frozenset(range(7)), "UTC")


@pytest.fixture
def counts() -> Counts:
    return Counts()


@pytest.fixture
def reporter() -> Reporter:
    return Reporter(ABOUT, {"store": lambda: "", "slack": lambda: "It rests."}, lambda: NOW, lambda: AnswersFare(7))


async def test_before_anything_is_open_there_is_no_report(reporter: Reporter) -> None:
    with pytest.raises(Unavailable, match="being opened"):
        await reporter.report()


async def test_it_holds_channels_copies_parts_and_queues_those_in_trouble_first(
    reporter: Reporter, counts: Counts
) -> None:
    store = await open_store("sqlite://")
    try:
        here = duties_of(store, "one")
        await here.claim(["tell"], LEASE)
        own, shared = InProcessQueue(), InProcessQueue()
        for queue, key in ((own, "a"), (shared, "b"), (shared, "c")):
            await queue.put("read", key)
        channels = Channels([a_channel("slack:C1"), a_channel("slack:C2")], channels_of(store))
        reporter.sources = Sources(counts, channels, (own, shared), here)

        report = await reporter.report()

        assert counts.asked == [("slack:C1", "slack:C2")]
        assert [(c.name, c.level) for c in report.channels] == [("slack:C2", "trouble"), ("slack:C1", "well")]
        assert report.copies == (CopySeen("one", ("tell",), here=True),)
        assert report.queue == {"read": 3}
        assert report.parts == {"store": "", "slack": "It rests."}
        assert report.answers == AnswersFare(7)
        assert (report.at, report.copy, report.role, report.started) == (NOW, "one", "web", ABOUT.started)
    finally:
        await store.close()


async def test_many_who_ask_at_once_and_soon_after_get_one_report(reporter: Reporter, counts: Counts) -> None:
    store = await open_store("sqlite://")
    try:
        reporter.sources = Sources(counts, Channels([], channels_of(store)))
        counts.go_on.clear()
        asking = [asyncio.create_task(reporter.report()) for _ in range(5)]
        await counts.began.wait()
        asking[0].cancel()
        counts.go_on.set()
        reports = await asyncio.gather(*asking[1:])
        assert all(report is reports[0] for report in reports)
        assert await reporter.report() is reports[0]
        assert len(counts.asked) == 1
        assert reports[0].copies == (CopySeen("one", here=True),)
    finally:
        await store.close()


async def test_where_the_store_fails_all_who_ask_are_told(reporter: Reporter, counts: Counts) -> None:
    store = await open_store("sqlite://")
    try:
        reporter.sources = Sources(counts, Channels([], channels_of(store)))
        counts.failure = Unavailable("The store is locked.")
        for result in await asyncio.gather(reporter.report(), reporter.report(), return_exceptions=True):
            assert str(result) == "The store is locked."
    finally:
        await store.close()


async def test_a_store_that_hangs_is_told_in_time_and_what_it_says_later_is_not_lost(counts: Counts) -> None:
    reporter = Reporter(ABOUT, {}, lambda: NOW, patience=0.4)
    store = await open_store("sqlite://")
    try:
        reporter.sources = Sources(counts, Channels([], channels_of(store)))
        counts.go_on.clear()
        with pytest.raises(Unavailable, match="has not answered for"):
            await reporter.report()
        counts.go_on.set()
        assert (await reporter.report()).counted.asked == 3
        assert len(counts.asked) == 1
    finally:
        await store.close()
