"""How often each method may be called, on the fake's clock ("Rate limits").

Tiers are per method and workspace in any 60 seconds. chat.postMessage: about one message a second in a channel, where
short bursts pass, and several hundred a minute in the workspace. What is over answers 429 with Retry-After in seconds.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from tests.fakes.slack.refusals import Refused

MINUTE = 60.0
TIERS = {"1": 1, "2": 20, "3": 50, "4": 100, "special": 300, "status": 600, "post": 300}
"""Calls in any minute: Tier 1 "1+", 2 "20+", 3 "50+", 4 "100+"; the plus is not given here. The special ones are not
documented as numbers: "hundreds of requests per minute" (auth.test), "several hundred" messages (chat.postMessage)."""

BURST = 5
"""Messages that one channel takes at once; from then on one a second."""


class Rates:
    """Counts calls. `strict` False counts nothing."""

    def __init__(self, clock: Callable[[], float], strict: bool = True) -> None:
        self.clock = clock
        self.strict = strict
        self._called: dict[str, deque[float]] = {}
        self._channels: dict[str, tuple[float, float]] = {}

    def take(self, method: str, tier: str, channel: str | None) -> None:
        """Count this call, or refuse it with `ratelimited`. What is refused does not count."""
        if not self.strict:
            return
        now = self.clock()
        called = self._called.setdefault(method, deque())
        while called and called[0] <= now - MINUTE:
            called.popleft()
        if len(called) >= TIERS[tier]:
            raise limited(called[0] + MINUTE - now)
        if tier == "post" and channel:
            self._post(channel, now)
        called.append(now)

    def _post(self, channel: str, now: float) -> None:
        left, at = self._channels.get(channel, (float(BURST), now))
        left = min(float(BURST), left + now - at)
        # A clock that adds up fractions of seconds must not miss a whole one by rounding.
        if left < 1 - 1e-6:
            raise limited(1 - left)
        self._channels[channel] = (left - 1, now)


def limited(seconds: float) -> Refused:
    """429: come again after so many seconds, of which there is at least one."""
    return Refused("ratelimited", status=429, headers={"Retry-After": str(max(1, math.ceil(seconds - 1e-6)))})
