"""Dates as feeds write them: RFC 822 and ISO 8601 with the liberties that are taken, in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bot.feeds.particulars import moment

_RFC_822 = re.compile(
    r"(?:[^\W\d]+\.?,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?,?[\s-]+(\d{4}|\d\d)"
    r"(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(?:([+-])(\d\d):?(\d\d)|([A-Za-z]{1,5}))?)?\b"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d?)(?:-(\d\d?)(?:[Tt\s]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*"
    r"(?:([+-])(\d\d):?(\d\d)?|([A-Za-z]{1,5}))?)?)?(?!\w)"
)
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
# Hours east of Greenwich of the names that feeds use; a name that means several zones has its commonest.
_ZONES = {
    **dict.fromkeys(("ut", "utc", "gmt", "z", "wet"), 0.0),
    **dict.fromkeys(("bst", "cet", "west", "met"), 1.0),
    **dict.fromkeys(("cest", "eet", "mest", "sast"), 2.0),
    **dict.fromkeys(("eest", "msk"), 3.0),
    "ist": 5.5,
    "sgt": 8.0,
    "hkt": 8.0,
    "awst": 8.0,
    "jst": 9.0,
    "kst": 9.0,
    "acst": 9.5,
    "aest": 10.0,
    "acdt": 10.5,
    "aedt": 11.0,
    "nzst": 12.0,
    "nzdt": 13.0,
    "adt": -3.0,
    "ast": -4.0,
    "edt": -4.0,
    "est": -5.0,
    "cdt": -5.0,
    "cst": -6.0,
    "mdt": -6.0,
    "mst": -7.0,
    "pdt": -7.0,
    "pst": -8.0,
    "akdt": -8.0,
    "akst": -9.0,
    "hst": -10.0,
}


def date_of(text: str) -> datetime | None:
    """The moment in UTC; None where it cannot be told. Without a zone it is UTC, without a time its midnight."""
    text = text.strip()
    return _date_of(text) if 4 <= len(text) <= 80 else None


@lru_cache(maxsize=2048)  # of short texts only, or a hostile feed would fill it with megabytes
def _date_of(text: str) -> datetime | None:
    try:
        if (m := _ISO.match(text)) is not None:
            year, month, day, *rest = m.groups()
            return _utc(int(year), int(month), int(day or 1), *rest)
        if (m := _RFC_822.match(text)) is not None and (number := _MONTHS.get(m.group(2).lower())):
            day, _, year, *rest = m.groups()
            return _utc(_full(int(year)), number, int(day), *rest)
    except (ValueError, OverflowError):
        return None
    return moment(text)


def _utc(
    year: int,
    month: int,
    day: int,
    hour: str | None,
    minute: str | None,
    second: str | None,
    sign: str | None,
    hours: str | None,
    minutes: str | None,
    zone: str | None,
) -> datetime:
    whole = int(hour or 0)
    # Hour 24 ends a day, second 60 is a leap second.
    when = datetime(year, month, day, whole % 24, int(minute or 0), min(int(second or 0), 59), tzinfo=UTC)
    if whole == 24:
        when += timedelta(days=1)
    elif whole > 24:
        raise ValueError("no such hour")
    if sign:
        east = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return when - east if sign == "+" else when + east
    return when - timedelta(hours=_ZONES.get((zone or "").lower(), 0.0))


def _full(year: int) -> int:
    """Two digits as RFC 2822 reads them."""
    return year if year > 999 else year + (2000 if year < 50 else 1900)
