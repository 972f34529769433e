from datetime import UTC, datetime, timedelta

import pytest

from bot.news.feed_words import about, fares, health, one_line, preview, span, summary, tried_once
from bot.news.followed import Feed, FeedDocument, FeedId, FeedState

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
FEED = Feed(FeedId("f"), "https://harbour.test/rss")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (7199, "119 min"),
        (7200, "2 h"),
        (172_799, "47 h"),
        (172_800, "2 days"),
    ],
)
def test_a_length_of_time_is_said_as_people_do(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_somebody_elses_words_stay_on_one_line() -> None:
    assert one_line(" a\n\tb ") == "a b"
    assert len(one_line("long " * 500)) == 120


def test_trouble_outweighs_a_move_and_both_are_said() -> None:
    state = FeedState(
        FEED.id,
        NOW + timedelta(hours=3),
        succeeded_at=NOW - timedelta(days=4),
        failures=1,
        failing_since=NOW - timedelta(hours=5),
        trouble="https://harbour.test/rss: it fell\nsilent.",
        moved_to="https://harbour.test/new",
    )
    assert health(FEED, state) == "trouble"
    row, why, moved = fares(FEED, state, "file", NOW)
    assert row.split() == ["TROUBLE", "4", "days", "ago", "in", "3", "h", "https://harbour.test/rss"]
    assert why.strip() == "failing for 5 h, 1 poll: it fell silent."
    assert "https://harbour.test/new" in moved
    assert "settings" in moved


def test_all_feeds_in_one_line() -> None:
    assert summary(["ok", "trouble", "ok", "new"]) == "4 feeds: 1 in trouble, 1 not asked yet, 2 well"
    assert summary(["ok"]) == "1 feed: 1 well"


def test_what_a_feed_remarks_is_told() -> None:
    document = FeedDocument("atom 1.0", (), language="de", remarks=("two items\nsay nothing",))
    lines = about(FEED, document, FeedState(FEED.id, NOW, interval=900), FEED.url)
    assert "  atom 1.0, without a title, de, 0 items" in lines
    assert "  remark: two items say nothing" in lines
    assert any("after 15 min" in line for line in lines)


def test_rows_and_what_is_wrong_fit_the_terminal_and_addresses_stay_whole() -> None:
    long = f"https://harbour.test/{'x' * 90}"
    state = FeedState(
        FEED.id,
        NOW + timedelta(hours=3),
        failures=12,
        failing_since=NOW - timedelta(days=5),
        trouble="https://harbour.test/rss: the server takes no connection; it may be down. It is tried again later.",
        moved_to=long,
        title="The Harbour Post of Selby and all the islands before it",
    )
    lines = fares(FEED, state, "hand", NOW, 80)
    assert lines[0].endswith("https://harbour.test/rss  The Harbour Post of S…")
    assert [len(line) <= 80 or line.strip() == long for line in lines] == [True] * len(lines)
    assert any(long in line for line in lines)
    assert "tried again later" not in " ".join(lines)
    assert not fares(Feed(FeedId("g"), long, "Post"), FeedState(FeedId("g"), NOW), "hand", NOW, 80)[0].endswith("Post")


def test_a_trouble_that_begins_with_the_address_does_not_say_it_twice() -> None:
    state = FeedState(FEED.id, NOW, failures=1, trouble=f"{FEED.url} is a web page, not a feed")
    assert fares(FEED, state, "hand", NOW)[1].strip() == "failing 1 poll: is a web page, not a feed"


def test_a_promise_to_try_again_is_left_out_where_nobody_does() -> None:
    assert tried_once("x: it fell silent. It is tried again later.") == "x: it fell silent."
    assert tried_once("It is polite. It is asked again later. Nothing.") == "It is polite. Nothing."


def test_an_empty_feed_has_no_table() -> None:
    assert preview(FEED, (), 5) == ["  nothing to take now: what comes later is taken"]
