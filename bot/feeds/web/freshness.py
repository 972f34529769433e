"""How long an answer asks us to wait before the next question (RFC 9111, and Retry-After of RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 86_400
"""Seconds. Nobody makes us wait for more than a day."""

_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d+)")
_SHARED_AGE = re.compile(r"(?:^|[,\s])s-maxage\s*=\s*\"?(\d+)")
_NEVER = re.compile(r"(?:^|[,\s])(?:no-store|no-cache)\b(?!\s*=)")


def wait_of(headers: Mapping[str, str], now: datetime) -> int | None:
    """The seconds that Retry-After or the answer's freshness ask for, the longer, at most a day; None for none.

    Names of `headers` are lower case.
    """
    return max(retry_after(headers, now) or 0, _fresh_for(headers) or 0) or None


def retry_after(headers: Mapping[str, str], now: datetime) -> int | None:
    """The seconds of Retry-After, which gives them or a date; at most a day. None for none."""
    words = headers.get("retry-after", "").strip()
    if not words:
        return None
    if words.isascii() and words.isdigit():
        return _bounded(words)
    until = _date(words)
    return None if until is None else _bounded(int((until - now).total_seconds()))


def _fresh_for(headers: Mapping[str, str]) -> int | None:
    control = headers.get("cache-control", "").lower()
    if _NEVER.search(control):
        return None
    # We are nobody's shared cache, so max-age goes first; s-maxage alone still tells how often it is made anew.
    given = _AGE.search(control) or _SHARED_AGE.search(control)
    if given:
        age = headers.get("age", "")
        spent = _bounded(age) or 0 if age.isascii() and age.isdigit() else 0
        return _bounded((_bounded(given[1]) or 0) - spent)
    expires, date = _date(headers.get("expires", "")), _date(headers.get("date", ""))
    if expires is None or date is None:
        return None
    return _bounded(int((expires - date).total_seconds()))


def _bounded(seconds: int | str) -> int | None:
    if isinstance(seconds, str):
        seconds = int(seconds) if len(seconds) < 10 else LONGEST
    return min(seconds, LONGEST) if seconds > 0 else None


def _date(words: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
