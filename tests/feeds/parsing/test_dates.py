"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest

from bot.feeds.parsing.dates import date_of


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 19 Mar 2026 08:30:00 +0100", at(2026, 3, 19, 7, 30)),
        ("Thu, 19 Mar 2026 08:30 CEST", at(2026, 3, 19, 6, 30)),
        ("19 March 26 8:30 -05:30", at(2026, 3, 19, 14, 0)),
        ("Donnerstag, 19 Mar 2026 08:30:00 GMT", at(2026, 3, 19, 8, 30)),
        ("19 Mar 1999", at(1999, 3, 19)),
        ("2026-03-19T08:30:00Z", at(2026, 3, 19, 8, 30)),
        ("2026-03-19 08:30:00.123 +01:00", at(2026, 3, 19, 7, 30)),
        ("2026-03-19T24:00:00Z", at(2026, 3, 20)),
        ("2016-12-31T23:59:60Z", at(2016, 12, 31, 23, 59, 59)),
        ("2026-03-19T08:30+01", at(2026, 3, 19, 7, 30)),
        ("2026-03-19", at(2026, 3, 19)),
        ("2026-03", at(2026, 3, 1)),
        ("20260319T083000Z", at(2026, 3, 19, 8, 30)),
        ("2026-02-30", None),
        ("2026-03-19T25:00:00Z", None),
        ("0001-01-01T00:00:00+23:00", None),
        ("9999-12-31T24:00:00Z", None),
        ("yesterday", None),
        ("", None),
        ("1" * 500, None),
    ],
)
def test_dates(text: str, expected: datetime | None) -> None:
    assert date_of(text) == expected
