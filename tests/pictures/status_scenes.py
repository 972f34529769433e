"""An invented day of three copies, as the status page shows it: a channel late, a feed in trouble, a model in use."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.news.channels import Channel, Place, Quiet
from bot.news.faring import fares, feed_trouble
from bot.news.report import AnswersFare, ChannelFares, CopySeen, Counted, FeedsFare, Report, Spent, Told

NOW = datetime(2026, 3, 18, 8, 14, 20, tzinfo=UTC)
PARTS = {"store": "", "slack": "", "discord": "", "queue": "", "index": ""}
_WEEK, _ALL = frozenset(range(5)), frozenset(range(7))


def lively() -> Report:
    """A Wednesday at a quarter past nine in Berlin."""
    asks_too_often = "it answered 429 Too Many Requests. It is asked again later."
    counted = Counted(
        feeds=FeedsFare(
            1284,
            3,
            17,
            (
                feed_trouble(
                    "Harbour Gazette",
                    "https://gazette.example.org/rss/latest.xml?key=abc",
                    "https://gazette.example.org/rss/latest.xml?key=abc: it answered 404 Not Found",
                    NOW - timedelta(days=3),
                    11,
                ),
                feed_trouble(None, "https://news.example.com/feed", asks_too_often, NOW - timedelta(hours=5), 6),
                feed_trouble(
                    "Council notices",
                    "https://council.example.net/notices.atom",
                    "it did not answer within 30 seconds",
                    NOW - timedelta(minutes=40),
                    2,
                ),
            ),
        ),
        deliveries={"sent": 212, "due": 3, "sending": 1, "uncertain": 1},
        spent=(Spent("qwen3:8b", 181_240, 20_412), Spent("gpt-5-mini", 9_120, 1_488, 0.42)),
        asked=87,
        refused_answers=9,
        waiting=1,
        editions=46,
        refused={
            "figure moved to another fact": 14,
            "adds to its evidence": 9,
            "quotation not in the source, word for word": 6,
            "claim without its claimant": 4,
            "names no evidence": 2,
        },
    )
    return Report(
        at=NOW,
        copy="factbox-1",
        role="all",
        version="0.1.0",
        started=NOW - timedelta(days=4, hours=2),
        parts=PARTS,
        copies=(
            CopySeen("factbox-1", ("hear slack", "tell"), here=True),
            CopySeen("factbox-2", ("hear discord",)),
            CopySeen("factbox-3"),
        ),
        channels=_channels(),
        counted=counted,
        queue={"poll": 3, "read": 2, "edition": 1, "deliver": 1},
        answers=AnswersFare(61, 1, 1.8, 4.6),
    )


def _channels() -> tuple[ChannelFares, ...]:
    sent = {"sent": 5}
    found = (
        fares(
            _channel("slack:C08NEWSROOM", "Europe/Berlin", (time(9), time(17, 30)), _WEEK),
            Told("2026-03-17T17:30 Europe/Berlin", _at(17, 16, 30), _at(17, 16, 30, 40), sent),
            NOW,
        ),
        fares(
            _channel("slack:C03ENERGY", "Europe/Berlin", (time(8),), _WEEK),
            Told(
                "2026-03-18T08:00 Europe/Berlin",
                _at(18, 7, 0),
                _at(18, 7, 0, 52),
                {"sent": 3, "uncertain": 1},
                "0 failed, 4 without an answer: Slack did not answer within 120 seconds",
            ),
            NOW,
        ),
        fares(
            _channel("discord:1093382741920468992", "America/New_York", (time(7),), _ALL, Quiet(time(22), time(7))),
            Told("2026-03-17T07:00 America/New_York", _at(17, 11, 0), _at(17, 11, 0, 31), sent),
            NOW,
        ),
        fares(
            _channel("slack:C05SPORT", "Europe/London", (time(8),), _ALL),
            Told("2026-03-18T08:00 Europe/London", _at(18, 8, 0), _at(18, 8, 1, 5), {"sent": 2, "due": 3}),
            NOW,
        ),
        fares(
            _channel("discord:1093382741988374528", "Asia/Tokyo", (time(8), time(18)), _WEEK),
            Told(
                "2026-03-17T18:00 Asia/Tokyo",
                _at(17, 9, 0),
                _at(17, 9, 0, 20),
                sent,
                noted="2026-03-18T08:00 Asia/Tokyo",
                came="nothing",
            ),
            NOW,
        ),
    )
    order = {"trouble": 0, "look": 1, "well": 2}
    return tuple(sorted(found, key=lambda each: order[each.level]))


def _channel(
    name: str, zone: str, times: tuple[time, ...], days: frozenset[int], quiet: Quiet | None = None
) -> Channel:
    platform, _, channel = name.partition(":")
    return Channel(name, Place(platform, channel), times, days, zone, quiet=quiet)


def _at(day: int, hour: int, minute: int, second: int = 30) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)
