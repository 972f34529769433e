"""The one clock of a process: its machine's, or that of the store which several copies share.

Leases are kept by time: copies whose machines disagree would take each other's work. A clock that follows another one
is moved by this machine's monotonic time in between, so that no correction of the machine's own clock is felt.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Called it is the time: UTC, aware."""

    def __init__(self) -> None:
        self._followed: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        if self._followed is None:
            return datetime.now(UTC)  # noqa: TID251 the front door reads the clock
        there, at = self._followed
        return there + timedelta(seconds=time.monotonic() - at)

    def follow(self, there: datetime) -> None:
        """It is `there` now, and goes on from that."""
        self._followed = there, time.monotonic()

    def lead(self) -> None:
        """Follow nothing: this machine's clock again."""
        self._followed = None
