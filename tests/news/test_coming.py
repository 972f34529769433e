"""When the next edition comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.news.channels import Channel, Place
from bot.news.coming import coming, next_slot, slot_words

DESK = Channel("desk", Place("fake", "desk"), (time(8), time(17, 30)), frozenset(range(5)), "Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 3, 2, 6, tzinfo=UTC), "today at 08:00"),
        (datetime(2026, 3, 2, 7, tzinfo=UTC), "today at 17:30"),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "today at 08:00"),  # Tuesday in Berlin
        (datetime(2026, 3, 3, 17, tzinfo=UTC), "tomorrow at 08:00"),
        (datetime(2026, 3, 6, 17, tzinfo=UTC), "on Monday at 08:00"),
    ],
)
def test_the_next_edition_in_words(now: datetime, words: str) -> None:
    assert coming(DESK, now) == words


def test_a_week_ahead_paused_and_never() -> None:
    monday = replace(DESK, times=(time(8),), days=frozenset([0]))
    assert coming(monday, datetime(2026, 3, 2, 7, tzinfo=UTC)) == "on 9 March at 08:00"
    assert coming(replace(DESK, paused=True), datetime(2026, 3, 2, tzinfo=UTC)) == "paused"
    assert coming(replace(DESK, days=frozenset()), datetime(2026, 3, 2, tzinfo=UTC)) == "never"


def test_an_hour_that_spring_leaves_out_comes_when_the_clock_would_have_shown_it() -> None:
    early = replace(DESK, times=(time(2, 30), time(3, 10)), days=frozenset([6]))
    found = next_slot(early, datetime(2026, 3, 29, 0, 50, tzinfo=UTC))
    assert found is not None
    # 02:30 does not exist that day and stands for 03:30, after 03:10.
    assert found.astimezone(UTC) == datetime(2026, 3, 29, 1, 10, tzinfo=UTC)


def test_slots_in_words() -> None:
    assert slot_words("2026-03-02T08:00 Europe/Berlin") == "2 March, 08:00"
    assert slot_words("2026-03-02T08:00 Europe/Berlin now", date(2026, 3, 2)) == "08:00"
    assert slot_words("noon") == "noon"
