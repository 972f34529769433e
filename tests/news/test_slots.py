from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.news.channels import Channel, Place
from bot.news.slots import latest_slot

WEEK = frozenset(range(7))


def channel(*times: str, zone: str = "Europe/Berlin", days: frozenset[int] = WEEK) -> Channel:
    return Channel("desk", Place("terminal", "terminal"), tuple(map(time.fromisoformat, times)), days, zone)


def slot(c: Channel, at: str) -> str | None:
    return latest_slot(c, datetime.fromisoformat(at).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-23T06:59", "2026-11-22T17:30 Europe/Berlin"),
        ("2026-11-23T07:00", "2026-11-23T08:00 Europe/Berlin"),
        ("2026-11-23T16:31", "2026-11-23T17:30 Europe/Berlin"),
    ],
)
def test_the_newest_slot_of_the_channels_own_clock_is_due(at: str, due: str) -> None:
    assert slot(channel("08:00", "17:30"), at) == due


def test_a_day_that_is_not_the_channels_has_no_slot() -> None:
    monday_only = channel("08:00", days=frozenset({0}))
    assert slot(monday_only, "2026-11-23T10:00") == "2026-11-23T08:00 Europe/Berlin"
    assert slot(monday_only, "2026-11-25T10:00") is None


def test_the_hour_that_comes_twice_holds_its_slot_once() -> None:
    night = channel("02:30")
    seen = {slot(night, f"2026-10-25T0{hour}:{minute}0") for hour in range(6) for minute in range(6)}
    assert seen == {"2026-10-25T02:30 Europe/Berlin", "2026-10-24T02:30 Europe/Berlin"}


def test_a_time_that_spring_leaves_out_is_still_due_once() -> None:
    night = channel("02:30")
    assert slot(night, "2026-03-29T01:00") == "2026-03-28T02:30 Europe/Berlin"
    assert slot(night, "2026-03-29T01:30") == "2026-03-29T02:30 Europe/Berlin"


def test_before_the_first_slot_nothing_is_due() -> None:
    assert slot(channel(), "2026-11-23T10:00") is None


def test_what_was_over_before_a_channel_wanted_it_is_not_owed() -> None:
    at_eight = channel("08:00")
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert latest_slot(at_eight, noon) is not None
    assert latest_slot(replace(at_eight, since=noon - timedelta(hours=1)), noon) is None
    assert latest_slot(replace(at_eight, since=noon - timedelta(hours=5)), noon) is not None
