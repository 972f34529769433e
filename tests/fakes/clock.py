"""The clock of the local Slack: it stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Callable

START = 1_790_000_000.0
"""2026-09-21 14:13:20 UTC."""


class SettableClock:
    """Seconds since 1970, moved by `forward` alone."""

    def __init__(self, now: float = START) -> None:
        self.now = now
        self._heard: list[Callable[[], None]] = []

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        """Let time pass; whatever waits for it is woken."""
        self.now += seconds
        for hear in self._heard:
            hear()

    def on_move(self, hear: Callable[[], None]) -> None:
        """Call this whenever time has passed."""
        self._heard.append(hear)
