"""Time zones that a few letters may stand for, to choose from while they are typed."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from bot.news import zones
from bot.news.text import key

# Where many people live, in the order in which they are offered before a letter is typed.
_FIRST = (
    "UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Toronto", "America/Mexico_City", "America/Sao_Paulo",
    "America/Bogota", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Europe/Istanbul", "Asia/Dubai",
    "Asia/Kolkata", "Asia/Bangkok", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
    "Pacific/Auckland",
)  # fmt: skip
_AREAS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
    "Pacific/",
)  # fmt: skip


def zones_like(text: str, most: int) -> list[str]:
    """The IANA names of zones that this may be the beginning of: of a city, a region or what a clock shows."""
    said = key(text[:60]).replace("_", " ").strip()
    if not said:
        return list(_FIRST[:most])
    clocks = [zone for clock, zone in zones.CLOCKS.items() if clock.startswith(said)]
    exact = [zone for clock, zone in zones.CLOCKS.items() if clock == said]
    named = {zone: _place(zone, said) for zone in _all()}
    ranked = sorted((rank, zone not in _FIRST, zone) for zone, rank in named.items() if rank is not None)
    return list(dict.fromkeys([*exact, *(zone for *_, zone in ranked), *clocks]))[:most]


def _place(zone: str, said: str) -> int | None:
    """How well it fits: the city begins so, the whole name, a word of it, it stands somewhere in it."""
    name = key(zone).replace("_", " ")
    if name.rpartition("/")[2].startswith(said):
        return 0
    if name.startswith(said):
        return 1
    if f" {said}" in name.replace("/", " "):
        return 2
    return 3 if said in name else None


@lru_cache(maxsize=1)
def _all() -> tuple[str, ...]:
    return ("UTC", *sorted(zone for zone in available_timezones() if zone.startswith(_AREAS)))
