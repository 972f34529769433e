"""What this copy does that only one may do: it hears a platform, or places articles, for as long as that is its duty.

| duties.claim              ours are renewed, what is free is taken                   I/O
| platform.hear, rest       connected, or left to another copy                        I/O

Where the store cannot be asked all stays as it is: nobody else can take a duty over then either, and whatever is heard
twice is answered once, by the inbox.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.ports import Duties, Platform, Unavailable

LEASE = timedelta(seconds=15)
"""Renewed every 5 seconds: a copy that dies is replaced within 20 seconds, and one that stumbles is not."""

DEAF = 60.0
"""Seconds for which a platform may not be heard before whoever should hear it lets another copy try, for as long."""

_STEADY = 10.0  # seconds between two renewals at most: one that fails is missed

TELL = "tell"

log = structlog.get_logger()


class OnDuty:
    """The duties of one copy. `tells`: it may place articles. `clock` gives seconds since any moment.

    `trouble` tells what keeps a platform from hearing, "" where nothing does.
    """

    def __init__(
        self,
        duties: Duties,
        platforms: Mapping[str, Platform],
        *,
        tells: bool,
        clock: Callable[[], float] = time.monotonic,
        trouble: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._duties, self._platforms = duties, platforms
        self._wanted = {self._hearing(name) for name in platforms} | ({TELL} if tells else set())
        self._held: set[str] = set()
        self._heard: set[str] = set()
        self._clock, self._trouble = clock, trouble
        self._deaf_since: dict[str, float] = {}  # by platform
        self._aside_until: dict[str, float] = {}  # by duty
        self._renewed, self._steady_since = -math.inf, math.inf
        self._lapsed_at = -math.inf  # when it was found out last
        self.copies = 1

    @property
    def tells(self) -> bool:
        """Whether articles are placed here."""
        return TELL in self._held

    @property
    def is_steady(self) -> bool:
        """Whether who seems gone is gone: while the store was away nobody could renew, and we may be back first."""
        return self._clock() - self._steady_since >= LEASE.total_seconds()

    def watch(self) -> Callable[[], bool]:
        """Asked later: whether others may have taken us for gone since this call, as we were frozen or cut off."""
        since = self._clock()

        def lapsed() -> bool:
            return self._lapsed_at > since or self._clock() - self._renewed >= LEASE.total_seconds()

        return lapsed

    async def renew(self) -> list[str]:
        """Keep what is ours, take what is free; the platforms to be heard, or left, now. Raises `Unavailable`."""
        began = self._clock()
        held = await self._duties.claim(self._wanted - self._left_to_others(began), LEASE)
        if began - self._renewed > _STEADY:
            self._steady_since = self._clock()
        if began - self._renewed >= LEASE.total_seconds():
            self._lapsed_at = self._clock()
        self._renewed = began
        if held != self._held:
            log.info("duties", copy=self._duties.copy, taken=sorted(held - self._held), left=sorted(self._held - held))
        self._held = held
        self.copies = max(1, sum(duty.is_presence for duty in await self._duties.all()))
        return [name for name in self._platforms if self.should_hear(name) != (name in self._heard)]

    def should_hear(self, platform: str) -> bool:
        """Whether it is heard here."""
        return self._hearing(platform) in self._held

    async def hear(self, platform: str) -> None:
        """Hear the platform or leave it, as our duty is. Raises `Unavailable` or `Rejected`."""
        if self.should_hear(platform):
            self._heard.add(platform)
            try:
                await self._platforms[platform].hear(self._unheard_since(platform))
            except BaseException:
                self._heard.discard(platform)
                raise
            log.info("hearing", platform=platform, copy=self._duties.copy)
        elif platform in self._heard:
            await self._platforms[platform].rest()
            self._heard.discard(platform)
            log.info("resting", platform=platform, copy=self._duties.copy)

    async def give_up(self) -> None:
        """Leave all to others at once; where the store cannot be asked they take it when its lease has run out."""
        try:
            await self._duties.give_up()
        except Unavailable as error:
            log.warning("duties_not_given_up", copy=self._duties.copy, why=str(error))

    def _left_to_others(self, now: float) -> set[str]:
        """Hearing what we have not heard for long: this machine may reach the store, and not the platform."""
        for name in self._platforms:
            duty = self._hearing(name)
            deaf = duty in self._held and (name not in self._heard or self._trouble(name) != "")
            since = self._deaf_since.setdefault(name, now) if deaf else self._deaf_since.pop(name, now)
            if deaf and self.copies > 1 and now - since >= DEAF:
                log.warning("stands_back", platform=name, copy=self._duties.copy, why=self._trouble(name))
                self._aside_until[duty] = now + DEAF
                del self._deaf_since[name]
        return {duty for duty, until in self._aside_until.items() if until > now}

    def _unheard_since(self, platform: str) -> datetime | None:
        """When whoever heard it before renewed that for the last time, or before that."""
        left = self._duties.left_at(self._hearing(platform))
        return left - LEASE if left else None

    @staticmethod
    def _hearing(platform: str) -> str:
        return f"hear {platform}"
