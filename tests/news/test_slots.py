from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.channels import Channel, Delivery, EditionId, Place, Quiet
from bot.news.coming import coming
from bot.news.slots import (
    SKIPPED_AFTER,
    delivery_held_until,
    due_at,
    held_until,
    is_asked_for,
    latest_slot,
    next_due,
    planned_at,
    slot_asked_for,
)
from tests.news.dst_table import PLANS, changes, row

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


# --- days on which clocks change: `python -m tests.news.dst_table` has the whole table ------------------


@pytest.mark.parametrize(
    ("zone", "year", "plan", "often"),
    [
        ("Europe/Berlin", 2026, "02:30", [1, 1]),
        ("Europe/Berlin", 2026, "hourly", [7, 7]),  # in the hours around the change
        ("Australia/Lord_Howe", 2026, "02:30", [1, 1]),
        ("America/Havana", 2026, "00:30", [1, 1]),
        ("Pacific/Apia", 2011, "02:30", [1, 1, 0]),  # it went from the 29th of December to the 31st
    ],
)
def test_where_clocks_change_each_slot_comes_once_in_order_and_at_the_right_instant(
    zone: str, year: int, plan: str, often: list[int]
) -> None:
    wanted = next(each for each in PLANS if each.words == plan)
    around = {"before": timedelta(hours=4), "after": timedelta(hours=4, minutes=10)}
    rows = [row(zone, at, wanted, **around) for at, _ in changes(zone, year)]
    assert [(each.wrong, len(each.on_day())) for each in rows] == [("", times) for times in often]


def test_a_day_that_a_zone_leaves_out_lends_its_slots_to_no_other() -> None:
    fridays = channel("08:00", zone="Pacific/Apia", days=frozenset([4]))  # the 30th was one
    assert slot(fridays, "2011-12-30T23:00") is None
    daily = channel("08:00", zone="Pacific/Apia")
    assert slot(daily, "2011-12-30T17:59") == "2011-12-29T08:00 Pacific/Apia"
    assert slot(daily, "2011-12-30T18:00") == "2011-12-31T08:00 Pacific/Apia"


def test_two_times_that_are_one_instant_are_one_edition() -> None:
    assert slot(channel("02:00", "03:00"), "2026-03-29T01:00") == "2026-03-29T03:00 Europe/Berlin"


# --- quiet hours, pauses, and what was missed ----------------------------------------------------------

NIGHT = Quiet(time(22), time(7))


def test_what_falls_due_in_quiet_hours_comes_as_one_edition_when_they_end() -> None:
    quiet = replace(channel("08:00", "22:00", "23:30", "06:00"), quiet=NIGHT)
    assert slot(quiet, "2026-11-22T20:59") == "2026-11-22T08:00 Europe/Berlin"
    assert {slot(quiet, f"2026-11-{at}") for at in ("22T21:00", "22T23:00", "23T05:59")} == {None}
    assert slot(quiet, "2026-11-23T06:00") == "2026-11-23T06:00 Europe/Berlin"
    assert due_at(quiet, "2026-11-22T23:30 Europe/Berlin") == datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert due_at(quiet, "2026-11-22T08:00 Europe/Berlin") == datetime(2026, 11, 22, 7, tzinfo=UTC)


def test_what_is_owed_waits_for_the_end_of_quiet_hours_unless_it_is_begun_or_asked_for() -> None:
    quiet = replace(channel("22:00"), quiet=NIGHT)
    ten, seven = datetime(2026, 11, 22, 21, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC)
    edition = EditionId("desk 2026-11-22T21:59 Europe/Berlin")
    first, second = (Delivery(f"d{part}", edition, quiet.place, part) for part in (0, 1))
    asked = replace(first, edition=EditionId(f"desk {slot_asked_for(quiet, ten)}"))
    assert [delivery_held_until(quiet, each, ten) for each in (first, second, asked)] == [seven, None, None]
    later = ten + timedelta(minutes=5)
    assert [delivery_held_until(quiet, each, later) for each in (first, second, asked)] == [seven, seven, None]
    assert delivery_held_until(quiet, first, seven) is None


def test_the_next_edition_is_told_for_when_quiet_hours_end() -> None:
    quiet = replace(channel("23:30"), quiet=NIGHT)
    assert coming(quiet, datetime(2026, 11, 22, 12, tzinfo=UTC)) == "tomorrow at 07:00"
    assert coming(quiet, datetime(2026, 11, 23, 2, tzinfo=UTC)) == "today at 07:00"  # held since yesterday
    assert next_due(channel(), datetime(2026, 11, 23, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("zone", "hours", "at", "until"),
    [
        ("Europe/Berlin", "22:00-07:00", "2026-11-22T20:59", None),
        ("Europe/Berlin", "22:00-07:00", "2026-11-22T21:00", "2026-11-23T06:00"),
        ("Europe/Berlin", "22:00-07:00", "2026-11-23T06:00", None),
        ("Europe/Berlin", "12:00-13:00", "2026-11-23T11:30", "2026-11-23T12:00"),
        ("Europe/Berlin", "22:00-07:00", "2026-03-28T22:00", "2026-03-29T05:00"),  # an hour less
        ("Europe/Berlin", "22:00-07:00", "2026-10-24T22:00", "2026-10-25T06:00"),  # an hour more
        ("Europe/Berlin", "22:00-02:30", "2026-03-29T00:30", "2026-03-29T01:00"),  # the clock goes from 2 to 3
        ("Europe/Berlin", "02:30-05:00", "2026-03-29T01:00", "2026-03-29T03:00"),
        ("Europe/Berlin", "22:00-02:30", "2026-10-25T00:00", "2026-10-25T00:30"),
        ("Europe/Berlin", "22:00-02:30", "2026-10-25T01:10", "2026-10-25T01:30"),  # what comes twice is quiet twice
        ("Pacific/Apia", "22:00-07:00", "2011-12-30T09:00", "2011-12-30T17:00"),  # a day less
        ("Asia/Kathmandu", "22:00-07:00", "2026-06-01T18:00", "2026-06-02T01:15"),
    ],
)
def test_quiet_hours_are_what_the_channels_clock_shows(zone: str, hours: str, at: str, until: str | None) -> None:
    start, end = map(time.fromisoformat, hours.split("-"))
    quiet = replace(channel(zone=zone), quiet=Quiet(start, end))
    ends = held_until(quiet, datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert ends == (datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None)


@given(
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "America/Nuuk", "Africa/Cairo"]),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.integers(0, 365 * 24 * 60),
)
@settings(max_examples=50)
def test_quiet_hours_end_at_the_first_minute_whose_clock_is_not_quiet(
    zone: str, start: time, end: time, minutes: int
) -> None:
    if start == end:
        return
    quiet = replace(channel(zone=zone), quiet=Quiet(start, end))
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    def shows_quiet(at: datetime) -> bool:
        shown = at.astimezone(ZoneInfo(zone)).time()
        return start <= shown < end if start < end else not end <= shown < start

    until = held_until(quiet, now)
    if not shows_quiet(now):
        assert until is None
        return
    assert until is not None
    assert not shows_quiet(until)
    between = range(1, int((until - now).total_seconds() // 60))
    assert all(shows_quiet(now + timedelta(minutes=n)) for n in between)


def test_what_was_missed_is_told_late_or_left_out() -> None:
    late = channel("08:00", "08:20")
    skipping = replace(late, catch_up="skip")
    at = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
    for each in (late, skipping):
        assert latest_slot(each, at + SKIPPED_AFTER) == "2026-11-23T08:20 Europe/Berlin"
    assert latest_slot(skipping, at + SKIPPED_AFTER + timedelta(seconds=1)) is None
    assert latest_slot(late, at + timedelta(hours=23)) == "2026-11-23T08:20 Europe/Berlin"


def test_what_was_held_is_not_missed() -> None:
    quiet = replace(channel("23:00"), quiet=NIGHT, catch_up="skip")
    assert slot(quiet, "2026-11-23T06:30") == "2026-11-22T23:00 Europe/Berlin"
    assert slot(quiet, "2026-11-23T06:31") is None


def test_a_pause_owes_nothing() -> None:
    assert slot(replace(channel("08:00"), paused=True), "2026-11-23T10:00") is None


def test_an_edition_that_somebody_asks_for_has_a_slot_of_its_own() -> None:
    asked = slot_asked_for(channel(), datetime(2026, 11, 23, 7, 5, tzinfo=UTC))
    assert asked == "2026-11-23T08:05 Europe/Berlin now"
    assert is_asked_for(asked)
    assert not is_asked_for("2026-11-23T08:00 Europe/Berlin")
    assert due_at(channel(), asked) == datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
    assert planned_at(channel(), asked) is None
    assert planned_at(channel(), "2026-11-23T08:00 Europe/Berlin") == datetime(2026, 11, 23, 7, tzinfo=UTC)
    for told_at_no_set_time in ("followed slack:U1 2026-11-23T08:00 UTC s1", "2026-11-23T08:00 UTC s1", "noon"):
        with pytest.raises(ValueError):
            due_at(channel(), told_at_no_set_time)
        assert planned_at(channel(), told_at_no_set_time) is None


def test_a_clock_that_jumps_brings_no_slot_twice_and_loses_none_of_a_day() -> None:
    """Five hours ahead as after a sleep, an hour back, and back from a year that was wrong."""
    hourly = channel(*(f"{hour:02}:00" for hour in range(24)), zone="UTC")
    taken: list[str] = []
    for at in ("2026-11-23T03:00", "2026-11-23T08:10", "2026-11-23T07:10", "2026-11-23T08:10", "2026-11-23T09:00",
               "2027-11-23T09:00", "2026-11-23T09:30", "2026-11-23T10:00"):  # fmt: skip
        found = slot(hourly, at)
        if found is not None and found not in taken:
            taken.append(found)
    assert [each[:13] for each in taken] == [
        "2026-11-23T03", "2026-11-23T08", "2026-11-23T07", "2026-11-23T09", "2027-11-23T09", "2026-11-23T10",
    ]  # fmt: skip
