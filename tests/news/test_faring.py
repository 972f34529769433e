"""How channels and feeds fare, in words and levels, from what the store knows of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.channels import Channel, Place, Quiet
from bot.news.faring import fares, feed_trouble, quantile, rule_of
from bot.news.report import AnswersFare, ChannelFares, Counted, FeedsFare, Report, Told
from bot.news.shown_addresses import shown_address, shown_words

HARBOUR = Channel("slack:C1", Place("slack", "C1"), (time(8), time(17)), frozenset(range(7)), "Europe/Berlin")
EIGHT = datetime(2031, 5, 5, 6, 0, tzinfo=UTC)  # in Berlin
SLOT, BEFORE = "2031-05-05T08:00 Europe/Berlin", "2031-05-04T17:00 Europe/Berlin"
MINUTE = timedelta(minutes=1)
POSTED = Told(SLOT, EIGHT + MINUTE, EIGHT + 2 * MINUTE, {"sent": 3})


class TestAChannel:
    def test_is_well_where_its_newest_slot_was_posted(self) -> None:
        fare = fares(HARBOUR, POSTED, EIGHT + 5 * MINUTE)
        assert (fare.level, fare.words, fare.slot, fare.late) == ("well", "Posted.", SLOT, 2 * MINUTE)
        assert fare.next is not None
        assert fare.next.isoformat() == "2031-05-05T17:00:00+02:00"

    @pytest.mark.parametrize(("minutes", "level"), [(0, "well"), (9, "well"), (10, "trouble"), (90, "trouble")])
    def test_is_in_trouble_once_its_edition_is_ten_minutes_late(self, minutes: int, level: str) -> None:
        late = minutes * MINUTE
        fare = fares(HARBOUR, Told(BEFORE, posted=EIGHT - timedelta(hours=13)), EIGHT + late)
        assert (fare.level, fare.slot, fare.posted, fare.late) == (level, SLOT, None, late)
        if level == "trouble":
            assert "08:00" in fare.words
            assert "late" in fare.words

    def test_is_in_trouble_where_what_is_written_is_not_posted(self) -> None:
        told = replace(POSTED, posted=None, owed={"due": 3}, why="1 failed, 0 without an answer: Slack is down.")
        fare = fares(HARBOUR, told, EIGHT + 12 * MINUTE)
        assert fare.level == "trouble"
        assert fare.words == "The edition of 08:00 is 12 min late: written, not posted. Slack is down."
        assert fares(HARBOUR, told, EIGHT + 2 * MINUTE).words == "3 briefs on the way."

    def test_tells_what_to_do_at_the_end_of_a_long_reason(self) -> None:
        why = (
            "1 failed, 0 without an answer: it cannot be seen" + " whether it was posted" * 5 + ": Look at the network."
        )
        words = fares(HARBOUR, replace(POSTED, posted=None, owed={"due": 1}, why=why), EIGHT + 12 * MINUTE).words
        assert "posted. It cannot" in words
        assert words.endswith("Look at the network.")
        endless = replace(POSTED, posted=None, owed={"due": 1}, why="x" * 999)
        assert len(fares(HARBOUR, endless, EIGHT + 12 * MINUTE).words) == 400

    def test_tells_why_its_slot_failed(self) -> None:
        told = Told(BEFORE, noted=SLOT, came="failed", noted_why="postgresql://me:pw@db/x is full")
        fare = fares(HARBOUR, told, EIGHT + MINUTE)
        assert (fare.level, fare.words) == ("trouble", "08:00 failed: db/x is full")
        assert fares(HARBOUR, replace(POSTED, noted=BEFORE, came="failed"), EIGHT + MINUTE).level == "well"

    def test_is_well_where_nothing_was_new(self) -> None:
        fare = fares(HARBOUR, Told(BEFORE, noted=SLOT, came="nothing"), EIGHT + 30 * MINUTE)
        assert (fare.level, fare.words, fare.late) == ("well", "Nothing new at 08:00.", None)

    def test_wants_a_look_where_a_brief_may_not_stand_there(self) -> None:
        told = replace(POSTED, owed={"sent": 2, "uncertain": 1}, why="no answer came")
        fare = fares(HARBOUR, told, EIGHT + 5 * MINUTE)
        assert (fare.level, fare.words) == ("look", "Of 3 briefs 1 uncertain: no answer came")

    def test_is_well_while_it_is_paused_quiet_or_new(self) -> None:
        late = EIGHT + timedelta(hours=2)
        paused = fares(replace(HARBOUR, paused=True), Told(), late)
        assert (paused.level, paused.words, paused.next) == ("well", "Paused.", None)
        quiet = replace(HARBOUR, quiet=Quiet(time(7), time(11)))
        assert fares(quiet, replace(POSTED, slot=BEFORE), late).words == "Quiet until 11:00."
        assert fares(replace(HARBOUR, since=late), Told(), late).words == "No edition yet."

    def test_tells_an_edition_that_was_asked_for(self) -> None:
        asked = "2031-05-05T08:20 Europe/Berlin now"
        fare = fares(HARBOUR, replace(POSTED, slot=asked, noted=SLOT, came="nothing"), EIGHT + 22 * MINUTE)
        assert (fare.level, fare.words, fare.slot) == ("well", "Posted.", asked)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example.org/world.rss", "news.example.org/world.rss"),
        ("https://me:secret@news.example.org:8443/?key=abc#f", "news.example.org:8443?…"),
        ("https://news.example.org/feeds/a1B2c3D4e5F6g7H8i9J0k1L2/rss", "news.example.org/feeds/…/rss"),
        (
            "https://news.example.org/2031/the-harbour-opens-its-new-quay-today",
            "news.example.org/2031/the-harbour-opens-its-new-quay-today",
        ),
        ("http://[::1", "an address that cannot be read"),
        ("http://a:port/", "an address that cannot be read"),
    ],
)
def test_an_address_is_shown_without_what_lets_one_in(url: str, shown: str) -> None:
    assert shown_address(url) == shown


@given(st.text(), st.text("abc/@:?#[]%1", max_size=20))
def test_whatever_words_hold_no_address_in_them_keeps_its_password(before: str, path: str) -> None:
    said = shown_words(f"{before} https://me:hunter2hunter2@host.example/{path} failed")
    assert "hunter2" not in said


def test_a_feed_in_trouble_is_told_in_one_line_without_its_secrets() -> None:
    url = "https://me:pw@a.example/rss?key=1"
    trouble = feed_trouble("Two\nlines", url, f"{url}:\n404. It is asked again later.", None, 3)
    assert (trouble.name, trouble.address, trouble.why) == ("Two lines", "a.example/rss?…", "404.")
    assert feed_trouble(None, url, None, None, 1).name == "a.example/rss?…"


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        ("figure moved to another fact: 1,200", "figure moved to another fact"),
        ("said by Ada Moll in the source, not by Jo Falk", "said by another in the source"),
        ("names no evidence", "names no evidence"),
        ("quotation not in the source, word for word", "quotation not in the source, word for word"),
        ("Überraschung", "other"),
        ("x" * 61, "other"),
        ("", "other"),
    ],
)
def test_a_refusal_is_counted_by_its_rule(reason: str, rule: str) -> None:
    assert rule_of(reason) == rule


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([], 0.5) is None
    assert quantile([3.0], 0.95) == 3.0
    assert quantile([5, 1, 4, 2, 3], 0.5) == 3
    assert quantile(range(1, 101), 0.95) == 95


class TestTheVerdict:
    def report(self, **more: object) -> Report:
        return Report(EIGHT, "one", "all", "1", EIGHT, **({"parts": {"store": ""}} | more))  # type: ignore[arg-type]

    def fare(self, name: str, level: str) -> ChannelFares:
        return ChannelFares(name, "UTC", level, "It is late.")  # type: ignore[arg-type]

    def test_is_that_all_is_well(self) -> None:
        assert self.report().verdict == ("well", "All is well.")

    def test_names_parts_and_channels_in_trouble_but_not_hundreds(self) -> None:
        channels = tuple(self.fare(f"c{n}", "trouble") for n in range(9))
        report = self.report(parts={"slack": "It cannot be reached.", "store": ""}, channels=channels)
        level, words = report.verdict
        assert level == "trouble"
        assert words == (
            "slack: It cannot be reached; c0: It is late; c1: It is late; c2: It is late; 6 more channels in trouble."
        )

    def test_asks_for_a_look_at_what_does_not_stop_it(self) -> None:
        old = feed_trouble("A", "https://a.example", "404", EIGHT - timedelta(hours=2), 9)
        counted = Counted(feeds=FeedsFare(5, 2, 0, (old,)), deliveries={"failed": 1, "sent": 4})
        assert self.report(counted=counted).verdict == (
            "look",
            "It works, but have a look: 1 brief of the last day not surely posted, 2 feeds in trouble.",
        )
        looks = self.report(counted=counted, channels=(self.fare("c", "look"),))
        assert "1 channel," in looks.verdict[1]

    def test_does_not_mind_a_feed_that_failed_just_now(self) -> None:
        new = feed_trouble("A", "https://a.example", "404", EIGHT - MINUTE, 1)
        assert (
            self.report(counted=Counted(feeds=FeedsFare(5, 1, 0, (new,))), answers=AnswersFare()).verdict[0] == "well"
        )
