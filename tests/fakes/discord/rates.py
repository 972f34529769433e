"""How often each route may be called (topics/rate-limits): buckets by route and channel, and 50 calls a second in all.

On the real clock, since that is what clients wait on. "fast" makes every window a hundredth of what Discord's is, so that
tests wait for nothing; "real" is as Discord, where messages are 5 in 5 s a channel; "none" counts nothing.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.discord.calls import Route

PACE = {"fast": 0.01, "real": 1.0, "none": 0.0}

GLOBAL = 50
"""Calls a second of a bot, of all routes but those of interactions."""

MAJOR = ("channel", "guild", "webhook", "token")


@dataclass(slots=True)
class Bucket:
    """Calls left till it is filled again, in seconds of time.monotonic."""

    left: int
    resets: float


@dataclass(slots=True)
class Rates:
    """Counts calls. `limited` counts those that were refused."""

    pace: str = "fast"
    limited: int = 0
    clock: Callable[[], float] = lambda: time.monotonic()
    _buckets: dict[str, Bucket] = field(default_factory=dict)
    _all: Bucket = field(default_factory=lambda: Bucket(GLOBAL, 0.0))

    def take(self, route: Route, ids: dict[str, str]) -> tuple[dict[str, str], dict[str, object] | None]:
        """Count this call: the headers of its answer, and the body of a 429 where it is one too many."""
        scale = PACE[self.pace]
        if not scale:
            return {}, None
        now = self.clock()
        if not route.open:
            if now >= self._all.resets:
                self._all.left, self._all.resets = GLOBAL, now + scale
            if self._all.left <= 0:
                self.limited += 1
                return refusal(self._all.resets - now, everywhere=True)
            self._all.left -= 1
        name = f"{route.verb} {route.pattern} " + "+".join(ids[one] for one in MAJOR if one in ids)
        bucket = self._buckets.setdefault(name, Bucket(route.limit, 0.0))
        if now >= bucket.resets:
            bucket.left, bucket.resets = route.limit, now + route.per * scale
        after = bucket.resets - now
        hashed = hashlib.blake2b(f"{route.verb} {route.pattern}".encode(), digest_size=16).hexdigest()
        headers = {
            "X-RateLimit-Limit": str(route.limit),
            "X-RateLimit-Remaining": str(max(0, bucket.left - 1)),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": hashed,
        }
        if bucket.left <= 0:
            self.limited += 1
            more, body = refusal(after, everywhere=False)
            return headers | more, body
        bucket.left -= 1
        return headers, None


def refusal(seconds: float, *, everywhere: bool) -> tuple[dict[str, str], dict[str, object]]:
    """The headers and body of a 429 (topics/rate-limits#exceeding-a-rate-limit)."""
    headers = {
        "Retry-After": str(max(1, math.ceil(seconds))),
        "X-RateLimit-Scope": "global" if everywhere else "user",
        "Via": "1.1 google",
    } | ({"X-RateLimit-Global": "true"} if everywhere else {})
    body = {"message": "You are being rate limited.", "retry_after": round(seconds, 3), "global": everywhere}
    return headers, body
