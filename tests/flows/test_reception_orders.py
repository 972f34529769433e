"""What "/brief …" is read as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.orders import OrderKind, listed, meant, order_of


@pytest.mark.parametrize(
    ("words", "kind", "rest"),
    [
        ("now", "now", ""),
        ("  TOPICS   world -sport ", "topics", "world -sport"),
        ("/brief", "help", ""),
        ("/Brief why https://example.org /brief", "why", "https://example.org /brief"),
        ("/briefs", "unknown", "/briefs"),
        ("status", "subscribe", ""),
        ("stop", "unsubscribe", ""),
        ("why https://Example.org/A?b=C", "why", "https://Example.org/A?b=C"),
        ("", "help", ""),
        ("\xad", "help", ""),
        ("nonsense here", "unknown", "nonsense"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_orders(words: str, kind: OrderKind, rest: str) -> None:
    assert order_of(words) == (kind, rest)


@pytest.mark.parametrize(
    ("words", "as_one"),
    [
        ("world -sport", "world, -sport"),
        ('"climate change" -art', '"climate change", -art'),
        ("climate change, -art", "climate change, -art"),
        ("", ""),
    ],
)
def test_short_lists(words: str, as_one: str) -> None:
    assert listed(words) == as_one


def test_what_is_like_no_order_is_guessed_at_by_nobody() -> None:
    assert meant("zzzz") is None
    assert meant("") is None
    assert meant("t" * 100_000) is None


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read(words: str) -> None:
    kind, rest = order_of(words)
    assert kind != "unknown" or rest
    listed(rest)
    meant(rest)
