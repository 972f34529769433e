"""When a feed is asked again: bounds that always hold, and how feeds of every rhythm fare over weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.followed import FeedAnswer, FeedDocument, FeedId, FeedState, Saved
from bot.news.polling import LONGEST, SHORTEST, after_failure, after_rest, after_success

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NEW = FeedState(FeedId("f1"), NOW)
DOCUMENT = FeedDocument("rss 2.0", (), title="The Islander")
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def wait(state: FeedState, now: datetime = NOW) -> float:
    return (state.next_poll - now).total_seconds()


def news_every(seconds: float, count: int = 10) -> list[datetime]:
    return [NOW - timedelta(seconds=seconds * n) for n in range(1, count + 1)]


# --- a feed's life, simulated ---------------------------------------------------------------------


def life(articles: list[datetime], days: int) -> tuple[float, float]:
    """Poll a feed that publishes at these times, from NOW on: the mean delay in seconds, and polls a day."""
    end = NOW + timedelta(days=days)
    state, polls, delays, at = NEW, 0, [], 0
    while state.next_poll <= end:
        now = state.next_poll
        listed = [date for date in articles if date <= now]
        new = len(listed) - at
        delays += [(now - date).total_seconds() for date in listed[at:] if date > NOW]
        at = len(listed)
        document = DOCUMENT if new or not polls else None
        state = after_success(state, FeedAnswer(document), Saved(new=new), listed[-30:], now)
        polls += 1
    return sum(delays) / max(len(delays), 1), polls / days


def at_random(every: float, days: int) -> list[datetime]:
    chance, date, dates = Random(7), NOW - timedelta(seconds=every * 30), []
    while date < NOW + timedelta(days=days):
        dates.append(date := date + timedelta(seconds=chance.expovariate(1 / every)))
    return dates


def evenly(every: float, days: int) -> list[datetime]:
    count = int((days * DAY) / every) + 30
    return [NOW + timedelta(seconds=every * (n - 29.5)) for n in range(count)]


@pytest.mark.parametrize("news", [at_random, evenly])
@pytest.mark.parametrize(
    ("every", "days"),
    [(10 * MINUTE, 7), (30 * MINUTE, 14), (HOUR, 14), (3 * HOUR, 30), (DAY, 90), (7 * DAY, 365), (30 * DAY, 1500)],
)
def test_news_are_seen_soon_and_feeds_are_not_asked_in_vain(news, every: float, days: int) -> None:  # type: ignore[no-untyped-def]
    delay, polls = life(news(every, days), days)
    assert delay <= min(max(0.16 * every, 3 * MINUTE), 14 * HOUR)
    assert polls <= max(1.2, min(6 * DAY / every, 288 * 1.02))


def test_a_newsroom_that_sleeps_is_followed_closely_when_it_wakes() -> None:
    times = [NOW + timedelta(days=d, hours=8, minutes=20 * n) for d in range(-3, 28) for n in range(36)]
    delay, polls = life([date for date in times if date.weekday() < 5], 28)
    assert delay <= 12 * MINUTE
    assert polls <= 110


def test_a_ttl_holds_while_nothing_is_new() -> None:
    document = replace(DOCUMENT, ttl=int(3 * HOUR))
    told = after_success(NEW, FeedAnswer(document), Saved(), news_every(10 * MINUTE), NOW)
    unchanged = after_success(told, FeedAnswer(None), Saved(), [], told.next_poll)
    assert wait(unchanged, told.next_poll) >= 3 * HOUR
    told_no_more = after_success(unchanged, FeedAnswer(DOCUMENT), Saved(new=18), [], unchanged.next_poll)
    assert wait(told_no_more, unchanged.next_poll) < HOUR


# --- rhythm ---------------------------------------------------------------------------------------


def test_the_first_rhythm_is_read_from_the_dates() -> None:
    hourly = after_success(NEW, FeedAnswer(DOCUMENT), Saved(new=10), news_every(HOUR), NOW)
    weekly = after_success(NEW, FeedAnswer(DOCUMENT), Saved(new=10), news_every(7 * DAY), NOW)
    asleep = [date - timedelta(days=400) for date in news_every(HOUR)]
    assert hourly.rhythm == HOUR
    assert 0.45 * HOUR < wait(hourly) < 0.55 * HOUR
    assert wait(weekly) >= 0.9 * DAY
    assert wait(after_success(NEW, FeedAnswer(DOCUMENT), Saved(new=10), asleep, NOW)) >= 0.9 * DAY


def test_a_feed_without_dates_starts_half_hourly_and_drifts_towards_daily() -> None:
    state = after_success(NEW, FeedAnswer(DOCUMENT), Saved(new=10), [], NOW)
    assert 0.45 * HOUR <= wait(state) <= 0.55 * HOUR
    for _ in range(60):
        state = after_success(state, FeedAnswer(None), Saved(), [], state.next_poll)
    assert state.interval == LONGEST


def test_a_silent_feed_speeds_up_with_its_first_news() -> None:
    state = replace(NEW, rhythm=2 * LONGEST, interval=LONGEST, succeeded_at=NOW - timedelta(days=1))
    one = after_success(state, FeedAnswer(DOCUMENT), Saved(new=1), [], NOW)
    many = after_success(state, FeedAnswer(DOCUMENT), Saved(new=20), [], NOW)
    assert wait(one) < 20 * HOUR
    assert wait(many) < 2 * HOUR


# --- what the server asks -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "ttl", "least", "most"),
    [
        (None, None, 0.45 * HOUR, 0.55 * HOUR),
        (int(2 * HOUR), None, 2 * HOUR, 2.2 * HOUR),
        (None, int(3 * HOUR), 3 * HOUR, 3.3 * HOUR),
        (int(2 * HOUR), int(3 * HOUR), 3 * HOUR, 3.3 * HOUR),
        (int(9 * DAY), None, DAY, 1.1 * DAY),
        (1, 1, 0.45 * HOUR, 0.55 * HOUR),
    ],
)
def test_the_longest_wins(asked: int | None, ttl: int | None, least: float, most: float) -> None:
    answer = FeedAnswer(replace(DOCUMENT, ttl=ttl), wait=asked)
    assert least <= wait(after_success(NEW, answer, Saved(), news_every(HOUR), NOW)) <= most


def test_many_feeds_spread_and_each_is_predictable() -> None:
    def next_poll(number: int) -> datetime:
        state = replace(NEW, feed=FeedId(f"f{number}"))
        return after_success(state, FeedAnswer(DOCUMENT), Saved(), news_every(2 * HOUR), NOW).next_poll

    minutes = [int((next_poll(n) - NOW).total_seconds() // 60) for n in range(600)]
    assert set(minutes) >= set(range(55, 65))
    assert max(minutes.count(minute) for minute in set(minutes)) < 100
    assert next_poll(1) == next_poll(1)


# --- memory ---------------------------------------------------------------------------------------


def test_an_answer_is_remembered() -> None:
    document = replace(DOCUMENT, hub="https://hub.example.org/", topic="https://news.example.org/feed")
    troubled = replace(NEW, failures=2, failing_since=NOW, trouble="It was gone.", etag="old", modified="old")
    state = after_success(troubled, FeedAnswer(document, "e1", None, "d1", "https://b.example.org/"), Saved(), [], NOW)
    assert (state.etag, state.modified, state.digest) == ("e1", None, "d1")
    assert (state.moved_to, state.title) == ("https://b.example.org/", "The Islander")
    assert (state.hub, state.topic) == (document.hub, document.topic)
    assert (state.polled_at, state.succeeded_at) == (NOW, NOW)
    assert (state.failures, state.failing_since, state.trouble) == (0, None, None)


def test_not_modified_keeps_what_it_does_not_tell_anew() -> None:
    told = replace(NEW, etag="e1", modified="m1", digest="d1", moved_to="https://b.example.org/", title="T", hub="h")
    kept = after_success(told, FeedAnswer(None), Saved(), [], NOW)
    assert (kept.etag, kept.modified, kept.digest, kept.moved_to) == ("e1", "m1", "d1", "https://b.example.org/")
    assert (kept.title, kept.hub) == ("T", "h")
    assert after_success(told, FeedAnswer(None, etag="e2"), Saved(), [], NOW).etag == "e2"


# --- failures -------------------------------------------------------------------------------------


def test_failures_back_off_to_a_day_and_never_end() -> None:
    state, waits = NEW, []
    for _ in range(40):
        now = state.next_poll
        state = after_failure(state, "It answered 404.", None, now)
        waits.append(wait(state, now) / 60)
    first_day = [5, 10, 20, 40, *[60] * 22]
    for minutes, expected in zip(waits, first_day, strict=False):
        assert minutes == pytest.approx(expected, rel=0.1)
    assert waits[-8:] == pytest.approx([1440] * 8, rel=0.1)
    assert (state.failures, state.failing_since, state.trouble) == (40, NOW, "It answered 404.")


def test_a_failure_keeps_what_we_know_and_waits_as_long_as_asked() -> None:
    known = replace(NEW, etag="e", digest="d", rhythm=9000, interval=4500, succeeded_at=NOW)
    state = after_failure(known, "Too many requests.", 7200, NOW)
    assert 7200 <= wait(state) <= 7920
    assert (state.etag, state.digest, state.rhythm, state.succeeded_at) == ("e", "d", 9000, NOW)
    assert wait(after_failure(known, "Too many requests.", 10**12, NOW)) <= 1.1 * DAY


def test_a_move_is_forgotten_when_the_new_address_failed_three_times_in_a_row() -> None:
    state = replace(NEW, moved_to="https://b.example.org/", etag="e", modified="m", digest="d")
    for left in ("https://b.example.org/", "https://b.example.org/", None):
        state = after_failure(state, "It was gone.", None, NOW)
        assert state.moved_to == left
    assert (state.etag, state.modified, state.digest) == (None, None, None)


def test_after_hours_of_404_one_success_brings_the_rhythm_back() -> None:
    before = after_success(NEW, FeedAnswer(DOCUMENT), Saved(new=10), news_every(HOUR), NOW)
    state = before
    for _ in range(8):
        state = after_failure(state, "It answered 404.", None, state.next_poll)
    back = state.next_poll
    quiet = after_success(state, FeedAnswer(None), Saved(), [], back)
    busy = after_success(state, FeedAnswer(DOCUMENT), Saved(new=12), [], back)
    assert quiet.rhythm == before.rhythm
    assert wait(quiet, back) <= 0.55 * HOUR
    assert wait(busy, back) <= HOUR


# --- always ---------------------------------------------------------------------------------------


def dates(first: int, last: int) -> st.SearchStrategy[datetime]:
    span = int((datetime(last, 1, 1, tzinfo=UTC) - datetime(first, 1, 1, tzinfo=UTC)).total_seconds())
    return st.integers(0, span).map(lambda n: datetime(first, 1, 1, tzinfo=UTC) + timedelta(seconds=n))


SECONDS = st.none() | st.integers(0, 10**10)
STATES = st.builds(
    FeedState,
    st.text(max_size=5).map(FeedId),
    st.just(NOW),
    succeeded_at=st.none() | dates(2000, 2050),
    rhythm=SECONDS,
    interval=SECONDS,
    failures=st.integers(0, 10**6),
)


def in_bounds(state: FeedState) -> bool:
    return 0.9 * SHORTEST <= wait(state) <= 1.1 * LONGEST


@settings(max_examples=200, deadline=None)
@given(
    STATES,
    SECONDS,
    SECONDS,
    st.integers(0, 10**6),
    st.lists(dates(1900, 2100), max_size=20),
    st.booleans(),
)
def test_the_next_poll_is_never_too_soon_nor_too_late(
    state: FeedState, asked: int | None, ttl: int | None, new: int, listed: list[datetime], changed: bool
) -> None:
    answer = FeedAnswer(replace(DOCUMENT, ttl=ttl) if changed else None, wait=asked)
    after = after_success(state, answer, Saved(new=new), listed, NOW)
    assert in_bounds(after)
    assert wait(after) >= min(max(asked or 0, (ttl or 0) if changed else 0), LONGEST) - 1e-3
    assert in_bounds(after_failure(state, "It failed.", asked, NOW))


def test_a_feed_that_was_not_asked_fares_as_before() -> None:
    troubled = after_failure(NEW, "404", None, NOW)
    for state in (NEW, troubled):
        rested = after_rest(state, 3600, NOW)
        assert replace(rested, next_poll=state.next_poll) == state
        assert 3600 <= wait(rested) <= 3600 * 1.1
    assert wait(after_rest(NEW, None, NOW)) >= SHORTEST
    assert wait(after_rest(NEW, 10**9, NOW)) <= LONGEST * 1.1


def test_a_feed_without_articles_has_no_rhythm_yet() -> None:
    empty = after_success(NEW, FeedAnswer(DOCUMENT), Saved(), [], NOW)
    assert empty.rhythm is None
    assert SHORTEST <= wait(empty) <= LONGEST
    assert after_success(empty, FeedAnswer(DOCUMENT), Saved(new=1), [], NOW).rhythm is not None
