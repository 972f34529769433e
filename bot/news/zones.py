"""Time zones as people write them, to their names in the IANA database."""

from __future__ import annotations

import difflib
import re
from zoneinfo import ZoneInfo, available_timezones

from bot.news.suggestions import said_back
from bot.news.text import key

_LONGEST = 60
_OFFSET = re.compile(r"(?:gmt|utc)? ?[+−-] ?[0-9]{1,2}(?::?[0-9]{2})?", re.IGNORECASE)
_EXAMPLE = "write one such as Europe/Berlin or America/New_York"
# Abbreviations that stand on clocks; several mean more than one place, so they are suggested, never taken.
CLOCKS = {
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "cst": "America/Chicago", "cdt": "America/Chicago", "ct": "America/Chicago", "mdt": "America/Denver",
    "edt": "America/New_York", "et": "America/New_York", "bst": "Europe/London", "cest": "Europe/Berlin",
    "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "ist": "Asia/Kolkata", "jst": "Asia/Tokyo",
    "sgt": "Asia/Singapore", "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland",
}  # fmt: skip
_NOT_MEANT = frozenset(["Factory", "localtime"])


def zone_in(text: str) -> str:
    """The IANA name of a zone, however its letters and spaces are written.

    Raises ValueError with the nearest right one for what is none.
    """
    said = text.strip()
    if _OFFSET.fullmatch(said):
        raise ValueError(f"{said_back(said)} is an offset, which knows no summer time: {_EXAMPLE}")
    if not said or len(said) > _LONGEST:
        raise ValueError(f"{said_back(said)} is no time zone: {_EXAMPLE}")
    if _is_zone(said):
        return said
    zones = {_folded(zone): zone for zone in sorted(available_timezones() - _NOT_MEANT)}
    if found := zones.get(_folded(said)):
        return found
    cities = [zone for folded, zone in zones.items() if folded.rpartition("/")[2] == _folded(said)]
    if len(cities) == 1 and not cities[0].startswith("Etc/"):
        return cities[0]
    meant = _nearest(_folded(said), zones)
    raise ValueError(f"{said_back(said)} is no time zone: " + (f"did you mean {meant!r}?" if meant else _EXAMPLE))


def _is_zone(name: str) -> bool:
    # Spelt by the book: some file systems find a zone in any letters, and others would not.
    if name in _NOT_MEANT or not name[0].isupper():
        return False
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _folded(name: str) -> str:
    return key(name).replace(" ", "_")


def _nearest(said: str, zones: dict[str, str]) -> str | None:
    """By its city first: that is what people write."""
    if said in CLOCKS:
        return CLOCKS[said]
    if any(zone.startswith(f"{said}/") for zone in zones):
        return None  # a continent: any of its cities would be a guess
    city = said.rpartition("/")[2]
    cities: dict[str, str] = {}
    for folded in zones:
        if "/" in folded and not folded.startswith("etc/"):
            cities.setdefault(folded.rpartition("/")[2], folded)
    if city in cities:
        return zones[cities[city]]
    if close := difflib.get_close_matches(said, zones, n=1, cutoff=0.7):
        return zones[close[0]]
    close = difflib.get_close_matches(city, cities, n=1, cutoff=0.7)
    return zones[cities[close[0]]] if close else None
