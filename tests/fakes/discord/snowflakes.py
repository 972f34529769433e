"""Ids as Discord makes them: milliseconds since 2015 and a count (reference#snowflakes)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

EPOCH = 1_420_070_400_000


class Snowflakes:
    """Ever larger ids, made from the fake's clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """An id of this moment."""
        made = (int(self._clock() * 1000) - EPOCH) << 22
        self._last = max(made, self._last + 1)
        return str(self._last)


def made_at(snowflake: str) -> float:
    """When an id was made, in seconds since 1970."""
    return ((int(snowflake) >> 22) + EPOCH) / 1000


def written(at: float) -> str:
    """A time as Discord writes it: ISO 8601 with microseconds and an offset."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds")
