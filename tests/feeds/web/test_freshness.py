from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.web.freshness import retry_after, wait_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOON = "Sun, 01 Mar 2026 12:00:00 GMT"
LATER = "Sun, 01 Mar 2026 12:10:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "public, max-age=300"}, 300),
        ({"cache-control": 'Max-Age="300"'}, 300),
        ({"cache-control": "max-age=300, s-maxage=9"}, 300),
        ({"cache-control": "s-maxage=90"}, 90),
        ({"cache-control": "max-age=300", "age": "100"}, 200),
        ({"cache-control": "max-age=300", "age": "1000"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "no-store, max-age=300"}, None),
        ({"cache-control": "no-cache", "expires": LATER, "date": NOON}, None),
        ({"cache-control": "max-age=99999999999999999999"}, 86_400),
        ({"cache-control": "max-age=abc"}, None),
        ({"cache-control": "stale-max-age=7"}, None),
        ({"expires": LATER, "date": NOON}, 600),
        ({"expires": NOON, "date": LATER}, None),
        ({"expires": "0", "date": NOON}, None),
        ({"expires": LATER}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": LATER}, 600),
        ({"retry-after": "Sun, 01 Mar 2020 12:00:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "9" * 5_000}, 86_400),
        ({"retry-after": "120", "cache-control": "max-age=300"}, 300),
        ({"retry-after": "900", "cache-control": "max-age=300"}, 900),
    ],
)
def test_the_longest_wins_within_a_day(headers: dict[str, str], seconds: int | None) -> None:
    assert wait_of(headers, NOW) == seconds


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_header_breaks_it(one: str, two: str, three: str) -> None:
    headers = {"cache-control": f"max-age={one}", "expires": two, "date": three, "age": one, "retry-after": three}
    wait = wait_of(headers, NOW)
    assert wait is None or 0 < wait <= 86_400
    assert retry_after({"retry-after": "٣"}, NOW) is None
