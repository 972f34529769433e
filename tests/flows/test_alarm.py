"""Who is told of an edition that is late, when, and in what words; and of which nobody is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.flows.alarm import Alarm
from bot.flows.deliver import deliver
from bot.flows.edition import EditionDesk
from bot.keeping import SlotNote
from bot.news.channels import Channel, Place, Quiet
from bot.news.showing.shown import Card, NoticeCard
from bot.ports import MessageId, Rejected, Unavailable
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.fakes import FakePlatform
from tests.flows.reception_scene import MONDAY, STRIKE, Scene, found, settled

EIGHT = MONDAY.replace(hour=8)
SLOT = "2026-03-02T08:00 UTC"
DESK = settled(owner="U1")


def at(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


class Told(FakePlatform):
    """Remembers whom it told what; whom it cannot reach is in `away`."""

    def __init__(self, *failures: Exception, name: str = "fake") -> None:
        super().__init__(*failures)
        self.name = name
        self.told: list[tuple[str, str]] = []
        self.away: set[str] = set()

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        if isinstance(card, NoticeCard):
            if place.channel in self.away:
                raise Unavailable("down")
            self.told.append((place.channel, card.text))
            return MessageId(key)
        return await super().send(card, place, key=key, tried=tried)

    def words(self) -> list[str]:
        return [words for _, words in self.told]


class Desk(Scene):
    """A channel with its clock: a minute is what a run does in it, in the order of its beats."""

    def __init__(self, store: SqlStore, channel: Channel = DESK, platform: Told | None = None) -> None:
        super().__init__(store, (channel,))
        self.channel = channel
        self.there = platform or Told()
        self.platforms: dict[str, Told] = {"fake": self.there}
        self.restarted()

    def restarted(self) -> None:
        self.writer = EditionDesk(self.room, self.kept)
        self.alarm = Alarm(self.kept, self.store, self.platforms, {"fake": "U9"})

    async def look(self, minutes: float) -> None:
        await self.alarm.look([self.channel], at(minutes))

    async def looks(self, first: int, last: int) -> None:
        for minute in range(first, last + 1):
            await self.look(minute)

    async def write(self, minutes: float) -> None:
        await self.writer.write(self.channel, SLOT, at(minutes))

    async def deliver(self, minutes: float) -> None:
        await deliver(self.store, self.platforms, lambda: at(minutes))

    async def failed(self, minutes: float, why: str = "the database is full") -> None:
        await self.kept.note_slot(SlotNote(self.channel.name, SLOT, "failed", why, at(minutes)))

    async def had_one_before(self) -> None:
        await self.arrives(found("tram", STRIKE, "Tram strike"))
        await self.writer.write(self.channel, "2026-03-01T08:00 UTC", at(-24 * 60))
        await self.deliver(-24 * 60)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
async def desk(store: SqlStore) -> Desk:
    desk = Desk(store)
    await desk.had_one_before()
    return desk


async def test_an_edition_in_time_is_nobodys_business(desk: Desk) -> None:
    await desk.arrives(found())
    await desk.write(1)
    await desk.deliver(1)
    await desk.looks(1, 60)
    desk.restarted()
    await desk.looks(61, 70)
    assert desk.there.told == []


async def test_who_answers_for_it_is_told_once_after_ten_minutes_and_once_more_when_it_came(desk: Desk) -> None:
    await desk.failed(0.5)
    await desk.looks(0, 9)
    assert desk.there.told == []
    await desk.looks(10, 22)
    late = (
        "The 08:00 edition of fake C1 is 10 minutes late: writing it failed, and is tried again: the database is full"
    )
    assert desk.there.told == [("U1", late), ("U9", late)]
    await desk.arrives(found())
    await desk.write(22)
    await desk.deliver(23)
    await desk.looks(23, 60)
    came = "The 08:00 edition of fake C1 came at 08:23, 23 minutes late."
    assert desk.there.told[2:] == [("U1", came), ("U9", came)]


async def test_the_owner_who_is_the_operator_is_told_once(store: SqlStore) -> None:
    desk = Desk(store, settled(owner="U9"))
    await desk.failed(0.5)
    await desk.looks(6, 12)
    assert [person for person, _ in desk.there.told] == ["U9"]


async def test_an_edition_that_nobody_worked_on(desk: Desk) -> None:
    await desk.looks(0, 12)
    late = (
        "The 08:00 edition of fake C1 is 10 minutes late: nothing has worked on it. The last look at an edition was at "
        "08:00 on 1 March. Please look at the log and the status page of Factbox."
    )
    assert desk.there.told == [("U1", late), ("U9", late)]


async def test_after_a_restart_what_is_due_is_done_before_anybody_is_called(desk: Desk) -> None:
    """The bot was down from before eight until 08:20."""
    await desk.arrives(found())
    await desk.look(20)
    await desk.write(21)
    await desk.deliver(21)
    await desk.looks(21, 60)
    assert (
        desk.there.words()
        == [
            "The 08:00 edition of fake C1 came at 08:21, 21 minutes late: nothing worked on it before 08:21. "
            "Was Factbox running?"
        ]
        * 2
    )


async def test_a_machine_that_slept_does_what_is_due_before_anybody_is_called(desk: Desk) -> None:
    await desk.looks(-60, -50)
    await desk.arrives(found())
    await desk.look(300)
    await desk.write(301)
    await desk.deliver(301)
    await desk.looks(301, 310)
    assert [words.partition(",")[0] for words in desk.there.words()] == [
        "The 08:00 edition of fake C1 came at 13:01"
    ] * 2


async def test_an_edition_that_waits_to_be_posted_says_for_what(desk: Desk) -> None:
    await desk.arrives(found())
    await desk.write(0)
    desk.there.failures = [Unavailable("Slack did not answer in time")] * 2
    await desk.deliver(0)
    await desk.deliver(1)
    await desk.looks(0, 12)
    assert desk.there.words()[0] == (
        "The 08:00 edition of fake C1 is 10 minutes late: it is written, but not posted (2 tries so far): "
        "Slack did not answer in time"
    )
    await desk.deliver(13)
    await desk.looks(13, 14)
    assert desk.there.words()[2] == "The 08:00 edition of fake C1 came at 08:13, 13 minutes late."


async def test_an_edition_of_which_some_is_posted(desk: Desk) -> None:
    await desk.arrives(found(), found("tram2", STRIKE.replace("Lowmoor", "Port Arden"), "Strike in Port Arden"))
    await desk.write(0)
    assert await desk.store.claim_delivery(at(0), timedelta(minutes=2)) is not None
    issued = await desk.kept.issued([desk.channel.name], 1)
    first = issued[0].deliveries[0]
    await desk.store.mark_sent(first.key, MessageId("m1"), at(0))
    await desk.looks(0, 12)
    count = len(issued[0].deliveries)
    assert count > 1
    assert desk.there.words()[0].endswith(
        f"late: 1 of its {count} briefs are posted, the next is not: it waits for its turn"
    )


async def test_what_never_will_be_posted_was_told_to_the_owner_and_is_told_to_the_operator(desk: Desk) -> None:
    await desk.arrives(found())
    await desk.write(0)
    desk.there.failures = [Rejected("the channel is archived")]
    await desk.deliver(0)
    await desk.looks(0, 20)
    late = "The 08:00 edition of fake C1 is 10 minutes late: it is written, but not posted: the channel is archived"
    assert desk.there.told == [("U9", late)]


@pytest.mark.parametrize(
    "channel",
    [
        replace(DESK, paused=True),
        replace(DESK, quiet=Quiet(time(7), time(10))),
        replace(DESK, since=at(1)),
        replace(DESK, days=frozenset([2])),
    ],
)
async def test_what_is_not_due_is_not_late(store: SqlStore, channel: Channel) -> None:
    desk = Desk(store, channel)
    await desk.failed(1)
    await desk.looks(1, 60)
    assert desk.there.told == []


async def test_what_is_held_is_late_ten_minutes_after_its_quiet_hours(store: SqlStore) -> None:
    desk = Desk(store, replace(DESK, quiet=Quiet(time(7), time(8, 30))))
    await desk.failed(30)
    await desk.looks(30, 39)
    assert desk.there.told == []
    await desk.look(40)
    assert desk.there.words()[0].startswith("The 08:00 edition of fake C1 is 10 minutes late")


async def test_no_news_is_not_late_and_news_that_come_later_are_not_either(desk: Desk) -> None:
    await desk.write(0)
    await desk.looks(0, 40)
    await desk.arrives(found())
    await desk.write(41)
    await desk.look(41)
    await desk.deliver(42)
    await desk.looks(42, 60)
    assert desk.there.told == []


async def test_news_that_came_later_and_are_not_posted_are_late_from_then_on(desk: Desk) -> None:
    await desk.write(0)
    await desk.arrives(found())
    await desk.write(41)
    await desk.looks(41, 50)
    assert desk.there.told == []
    await desk.look(51)
    assert desk.there.words()[0].startswith("The 08:00 edition of fake C1 is 10 minutes late: it is written")


async def test_a_new_channel_waited_for_nothing(store: SqlStore) -> None:
    desk = Desk(store)
    await desk.looks(25, 60)
    assert desk.there.told == []


async def test_what_is_left_out_by_choice_is_not_late(desk: Desk) -> None:
    desk.channel = replace(DESK, catch_up="skip")
    await desk.looks(31, 60)
    assert desk.there.told == []


async def test_any_number_of_copies_tell_it_once(desk: Desk) -> None:
    await desk.failed(0.5)
    other = Alarm(desk.kept, desk.store, desk.platforms, {"fake": "U9"})
    for minute in range(5, 20):
        await desk.look(minute)
        await other.look([desk.channel], at(minute))
    desk.restarted()
    await desk.looks(20, 30)
    assert len(desk.there.told) == 2


async def test_each_slot_is_told_of_and_one_that_a_newer_one_replaced_is_not(desk: Desk) -> None:
    desk.channel = replace(DESK, times=(time(8), time(8, 8), time(9)))
    for slot in ("08:00", "08:08", "09:00"):
        await desk.kept.note_slot(SlotNote(DESK.name, f"2026-03-02T{slot} UTC", "failed", "full", at(1)))
    await desk.looks(5, 80)
    assert [words.partition(" edition")[0] for words in desk.there.words()] == ["The 08:08"] * 2 + ["The 09:00"] * 2


async def test_an_operator_who_cannot_be_reached_there_is_told_elsewhere(desk: Desk) -> None:
    elsewhere = Told(name="other")
    desk.platforms["other"] = elsewhere
    desk.there.away = {"U1", "U9"}
    alarm = Alarm(desk.kept, desk.store, desk.platforms, {"fake": "U9", "other": "V9"})
    await desk.failed(0.5)
    for minute in range(5, 20):
        await alarm.look([desk.channel], at(minute))
    assert desk.there.told == []
    assert [person for person, _ in elsewhere.told] == ["V9"]


async def test_what_somebody_gets_by_direct_message_is_told_to_others_without_a_name(store: SqlStore) -> None:
    own = Channel("fake:U1", Place("fake", "U1"), (time(8),), frozenset(range(7)), "UTC", owner="U1")
    desk = Desk(store, own)
    await desk.failed(0.5, "full of @everyone")
    await desk.looks(5, 12)
    why = "is 10 minutes late: writing it failed, and is tried again: full of"
    assert [(person, words.partition(" @")[0]) for person, words in desk.there.told] == [
        ("U1", f"Your own edition of 08:00 {why}"),
        ("U9", f"An edition of 08:00 for one person {why}"),
    ]
    assert "@everyone" not in desk.there.words()[0]


async def test_a_clock_that_was_put_back_calls_nobody_early(desk: Desk) -> None:
    await desk.failed(0.5)
    await desk.look(9.5)
    await desk.look(-50)
    await desk.looks(-49, 9)
    assert desk.there.told == []
    await desk.look(10)
    assert len(desk.there.told) == 2
