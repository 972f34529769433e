"""What people write of quiet hours and of catching up."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.channel_words import when_words
from bot.news.channels import Channel, Place, Quiet
from bot.news.quiet_words import catch_up_in, quiet_in, quiet_written

DESK = Channel("desk", Place("fake", "desk"), (time(8),), frozenset(range(7)), "UTC")


@pytest.mark.parametrize(
    "said",
    [
        "22:00-07:00", "22:00 - 7:00", "22–7", "10pm to 7am", "from 22:00 until 07:00", "between 10 p.m. and 7 a.m.",
        "22h00-7h", "2200-0700", "QUIET 22:00 TO 07:00", "22:00 → 07:00", "22 Uhr bis 7 Uhr", "22:00-07:00 ",
    ],
)  # fmt: skip
def test_quiet_hours(said: str) -> None:
    assert quiet_in(said) == Quiet(time(22), time(7))


@pytest.mark.parametrize("said", ["off", "None", "", " no ", "OFF"])
def test_no_quiet_hours(said: str) -> None:
    assert quiet_in(said) is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("at night", "'at night' are no quiet hours: write them such as 22:00-07:00, or “off” for none"),
        ("22:00", "are no quiet hours"),
        ("22:00-25:00", "are no quiet hours"),
        ("22-7-9", "are no quiet hours"),
        ("07:00-7am", "would be quiet all day or not at all"),
        ("2" * 100_000, "are no quiet hours"),
    ],
)
def test_what_is_no_span_of_hours_is_said_with_an_example(said: str, words: str) -> None:
    with pytest.raises(ValueError) as wrong:
        quiet_in(said)
    assert words in str(wrong.value)
    assert len(str(wrong.value)) < 300


@given(st.builds(Quiet, *[st.times().map(lambda t: t.replace(second=0, microsecond=0))] * 2))
def test_what_is_written_is_read_again(quiet: Quiet) -> None:
    if quiet.start != quiet.end:
        assert quiet_in(quiet_written(quiet)) == quiet


@given(st.text(max_size=150))
def test_whatever_is_typed_is_read_or_refused_in_words(said: str) -> None:
    for reading in (quiet_in, catch_up_in):
        with contextlib.suppress(ValueError):
            reading(said)


def test_catching_up() -> None:
    assert [catch_up_in(said) for said in ("latest", "Yes", "skip", " off ")] == ["latest", "latest", "skip", "skip"]
    with pytest.raises(ValueError, match="'all' is neither latest nor skip"):
        catch_up_in("all")


def test_back_to_words() -> None:
    assert quiet_written(None) == ""
    set_ = replace(DESK, quiet=Quiet(time(22), time(7)), catch_up="skip")
    assert when_words(set_) == "08:00, every day, UTC, quiet from 22:00 to 07:00, missed ones left out"
