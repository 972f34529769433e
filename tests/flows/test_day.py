"""Hours of polling outlets with habits and troubles, as `tests.evals.day` counts them, in a small form."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.evals.day import Day, live

LENGTH = timedelta(hours=4)


@pytest.fixture(scope="module")
def day() -> Day:
    """One for all: it is the slow part."""
    return asyncio.run(live(20, LENGTH, seed=5))


def test_every_story_is_stored_once(day: Day) -> None:
    assert day.published > 50
    assert day.stored > 0.8 * day.published
    assert (day.missed, day.passed_by) == ([], [])
    assert (day.duplicates, day.invented) == ([], [])


def test_the_troubles_were_met(day: Day) -> None:
    assert {"304 unchanged", "301 moved", "404", "500", "429", "hangs", "login page", "cut off", "empty"} <= {
        kind for kind, count in day.polls.items() if count
    }


def test_no_feed_is_asked_sooner_than_it_allows(day: Day) -> None:
    assert day.too_soon == 0


def test_no_feed_is_given_up(day: Day) -> None:
    assert min(day.by_feed) >= 3
