"""What people write of a channel, to its parts and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.channel_words import (
    days_in,
    days_words,
    holds_words,
    language_in,
    length_in,
    sources_in,
    times_in,
    times_words,
    topics_in,
    topics_words,
    when_words,
)
from bot.news.channels import Channel, Place
from bot.news.zones import zone_in

DESK = Channel(
    "slack:C1", Place("slack", "C1"), (time(8), time(17, 30)), frozenset(range(5)), "Europe/Berlin", ("world", "-sport")
)
OUTLETS = ["The Selby Post", "Coast Radio"]


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("08:00, 17:30", ["08:00", "17:30"]),
        ("8", ["08:00"]),
        ("8am", ["08:00"]),
        ("5.30 PM and 8 a.m.", ["08:00", "17:30"]),
        ("18h30", ["18:30"]),
        ("18h; 7 Uhr", ["07:00", "18:00"]),
        ("0830", ["08:30"]),
        ("noon & midnight", ["00:00", "12:00"]),
        ("12am, 12 pm", ["00:00", "12:00"]),
        ("17:30 08:00\n8:00", ["08:00", "17:30"]),
    ],
)
def test_times(said: str, times: list[str]) -> None:
    assert [f"{each:%H:%M}" for each in times_in(said)] == times


@pytest.mark.parametrize("said", ["25:00", "24:00", "8:60", "13pm", "0am", "8-17", "soon", "-8", "8:5", "٨", "8:00:00"])
def test_what_is_no_time_is_said_with_an_example(said: str) -> None:
    with pytest.raises(ValueError, match="is no time of day such as 08:00"):
        times_in(said)


def test_no_time_and_too_many() -> None:
    with pytest.raises(ValueError, match="at least one time of day, such as 08:00"):
        times_in(" ,, ")
    with pytest.raises(ValueError, match="more than 24 times"):
        times_in(" ".join(f"0:{minute:02}" for minute in range(25)))
    with pytest.raises(ValueError, match="too long"):
        times_in("8 " * 400)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("daily", set(range(7))),
        ("Every day", set(range(7))),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("weekends", {5, 6}),
        ("sat,sun", {5, 6}),
        ("Monday to Friday", {0, 1, 2, 3, 4}),
        ("Mon – Wed, weekends", {0, 1, 2, 5, 6}),
        ("Mondays, Weds and Thurs.", {0, 2, 3}),
        ("fri-mon", {4, 5, 6, 0}),
        ("tue thu", {1, 3}),
        ("sun-sun", {6}),
    ],
)
def test_days(said: str, days: set[int]) -> None:
    assert days_in(said) == days


@pytest.mark.parametrize("said", ["moonday", "", "t", "mon-", "mon-fri-sat", "someday", "mon and never", "x" * 900])
def test_what_is_no_day_is_said_with_an_example(said: str) -> None:
    with pytest.raises(ValueError, match="is no list of days such as mon-fri"):
        days_in(said)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        (" utc ", "UTC"),
    ],
)
def test_zones(said: str, zone: str) -> None:
    assert zone_in(said) == zone


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Europe/Berln", "did you mean 'Europe/Berlin'?"),
        ("new yrok", "did you mean 'America/New_York'?"),
        ("Istanbul", "did you mean"),
        ("PST", "did you mean 'America/Los_Angeles'?"),
        ("GMT+2", "offset, which knows no summer time: write one such as Europe/Berlin"),
        ("Europe", "write one such as Europe/Berlin"),
        ("../../etc/passwd", "write one such as Europe/Berlin"),
        ("Factory", "is no time zone"),
        ("", "write one such as"),
        ("z" * 5000, "is no time zone"),
        ("\x00", "is no time zone"),
    ],
)
def test_what_is_no_zone_is_said_with_the_nearest_one(said: str, words: str) -> None:
    with pytest.raises(ValueError) as wrong:
        zone_in(said)
    assert words in str(wrong.value)
    assert len(str(wrong.value)) < 200


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ("world, -sport", ("world", "-sport")),
        ("world, climate change -sport", ("world", "climate change", "-sport")),
        ("World\nworld", ("World",)),
        ("e-bikes", ("e-bikes",)),
        ('“energy”, "art"', ("energy", "art")),
        ("all", ()),
        ("None", ()),
        ("", ()),
    ],
)
def test_topics(said: str, topics: tuple[str, ...]) -> None:
    assert topics_in(said) == topics


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("-", "is no topic such as world"),
        ("sport, -Sport", "'sport' is both wanted and not wanted"),
        ("x" * 41, "too long for a topic"),
        ("half \ud83d", "half of a character"),
        (",".join(f"t{n}" for n in range(31)), "more than 30 topics"),
    ],
)
def test_what_is_no_topic_is_said(said: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        topics_in(said)


@pytest.mark.parametrize(
    ("said", "sources"),
    [
        ("the selby post", ("The Selby Post",)),
        ("COAST RADIO, https://www.example.org/a, Coast Radio", ("Coast Radio", "example.org")),
        ("example.org news.example.com", ("example.org", "news.example.com")),
        ("all", ()),
    ],
)
def test_sources(said: str, sources: tuple[str, ...]) -> None:
    assert sources_in(said, OUTLETS) == sources


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("selby pst", "did you mean 'The Selby Post'?"),
        ("Quay Times", "I have no articles of 'Quay Times'. Name an outlet, or a host such as example.org"),
        ("a" * 5000, "I have no articles of"),
        ("\ud83d", "half of a character"),
    ],
)
def test_an_outlet_that_is_not_known_is_said_with_the_nearest_one(said: str, words: str) -> None:
    with pytest.raises(ValueError) as wrong:
        sources_in(said, OUTLETS)
    assert words in str(wrong.value)


def test_language_and_length() -> None:
    assert [language_in(said) for said in ("de", "German", "pt-br", "zh-hant-tw", " ")] == [
        "de", "de", "pt-BR", "zh-Hant-TW", None,
    ]  # fmt: skip
    assert length_in(" Long ") == "long"
    with pytest.raises(ValueError, match="'klingonese' is no language tag such as en, de or pt-BR"):
        language_in("klingonese")
    with pytest.raises(ValueError, match="write short, normal or long"):
        length_in("epic")


def test_a_channel_in_words() -> None:
    assert when_words(DESK) == "08:00 and 17:30, Monday to Friday, Europe/Berlin"
    assert holds_words(DESK) == "all sources; world first, no sport; up to 6 stories"
    told = replace(DESK, sources=("The Selby Post", "example.org"), topics=(), language="de", length="short")
    assert (
        holds_words(told) == "only The Selby Post and example.org; all topics; up to 3 short stories; translated to de"
    )
    assert holds_words(replace(told, stories=1, length="normal")).endswith("; 1 story; translated to de")
    assert holds_words(replace(told, stories=20, length="long")).endswith("; up to 20 long stories; translated to de")
    assert topics_words(("-sport", "-weather")) == "no sport or weather"
    assert times_words(()) == "at no time"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (range(7), "every day"),
        ((5, 6), "Saturday and Sunday"),
        ((0, 1, 2, 4), "Monday to Wednesday and Friday"),
        ((0,), "Monday"),
        ((), "on no day"),
    ],
)
def test_days_in_words(days: range, words: str) -> None:
    assert days_words(days) == words


@given(st.sets(st.integers(0, 6), min_size=1))
def test_days_in_words_are_read_back(days: set[int]) -> None:
    assert days_in(days_words(days)) == days


@given(st.sets(st.times().map(lambda t: time(t.hour, t.minute)), min_size=1, max_size=24))
def test_times_in_words_are_read_back(times: set[time]) -> None:
    assert times_in(times_words(sorted(times))) == tuple(sorted(times))


READERS: list[Callable[[str], Any]] = [
    times_in, days_in, zone_in, topics_in, language_in, length_in, lambda said: sources_in(said, OUTLETS),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text("0123456789:apmh ,-montuesdai/", max_size=40), st.sampled_from(READERS))
def test_whatever_is_written_is_read_or_refused_in_words(said: str, reader: Callable[[str], Any]) -> None:
    words = ""
    try:
        reader(said)
    except ValueError as error:
        words = str(error)
    assert words == "" or 20 < len(words) < 250
