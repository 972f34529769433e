"""Numbers with a shape of their own: dates, clock times, telephone numbers, "F-16", "12-6-1"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.news.counting.number_kinds import MONTHS, Kind, is_month, month_number

_TIME = re.compile(
    r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?(?:-\d{1,2}(?:[:.]\d\d)?)? ?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<h2>\d{1,2}):(?P<m2>\d{2})(?::\d{2})?(?!\d)"
    r"|(?P<h3>\d{1,2}) (?:o'clock|e[ds]?t|p[ds]?t|gmt|bst|cet|utc)\b|(?P<h4>[012]\d)(?P<m4>[0-5]\d) (?:gmt|hrs|bst"
    r"|cet|utc)\b"
)
_DATE = re.compile(
    r"(?P<y>\d{4})-(?P<mo>\d\d)-(?P<d>\d\d)(?!\d)|(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)\d{2,4}(?!\d)"
    r"|(?P<nine>9/11)(?!\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:-(?P<until>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?)?(?: of)? (?P<month>{MONTHS})(?![^\W_])"
)
_DAY = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:-(?P<until>\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?![\w%]|[.,:]\d)")
_PEOPLE_AFTER = re.compile(r" (?:people|persons|men|women|children|dead|others|were|million|thousand)(?![^\W_])")
_PHONE = re.compile(
    r"\d{3}\)? ?[.-]?\d{3}[ .-]\d{4}(?!\d)|1-\d{3}-(?:\d{3}-\d{4}|[a-z]+)|\d{3}-\d{2}-\d{4}(?!\d)"
    r"|[2-9]\d{2}-\d{2}(?!00)\d{2}(?!\d)|0\d{2,4}\)? \d{3,4} \d{3,4}(?!\d)|\d{3}-\d{3}-[a-z]{4}\b"
)
_ABROAD = re.compile(r"\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}")
_CHAIN = re.compile(r"(?P<a>\d{1,15})(?:-(?P<b>\d{1,15})){2,}(?!\d)|24/7(?!\d)")
_VERSION = re.compile(r"(?!\d{1,3}(?:\.\d{3}){2,}(?!\d))\d{1,9}(?:\.\d{1,9}){2,30}(?!\.?\d)")
_GLUED = re.compile(r"\d{1,18}\w{0,18}(?:-\d{1,6}[a-z]?(?!\w))?")
_LETTERS_AFTER = re.compile(r"\d{1,6}+(?:[gdx]s?|[a-z]{1,3}+\d{1,6}[a-z]?|(?<=\d\d)-[a-z])(?![\w-])")
_PREFIXES = frozenset(
    "pre post mid sub non per under over top about nearly almost then a an the of up to and or plus".split()
)
_CODES = frozenset("usd eur gbp cad aud chf rs us".split())


@dataclass(frozen=True, slots=True)
class Shape:
    kind: Kind
    end: int
    value: float
    high: float | None = None


def shape_at(text: str, low: str, at: int, month: int | None = None) -> Shape | None:
    """The date, time, telephone number or chain of numbers that starts at `at`; `month` is where a month before it "
    "does."""
    if month is not None:
        return _after_month(text, low, at, month)
    return _date(text, low, at) or _time(low, at) or _phone(low, at) or _chain(low, at)


def _after_month(text: str, low: str, at: int, month: int) -> Shape | None:
    m = _DAY.match(low, at)
    if m is None or not is_month(text, low, month) or not 0 < int(m["day"]) <= 31 or _PEOPLE_AFTER.match(low, m.end()):
        return None
    number = month_number(low, month) * 100
    return Shape("date", m.end(), number + int(m["day"]), number + int(m["until"]) if m["until"] else None)


def _date(text: str, low: str, at: int) -> Shape | None:
    m = _DATE.match(low, at)
    if m is None:
        return None
    if m["nine"]:
        return Shape("date", m.end(), 911)
    if m["y"]:
        return Shape("date", m.end(), int(m["mo"]) * 100 + int(m["d"]))
    if m["a"]:
        a, b = int(m["a"]), int(m["b"])
        # Day and month in the order the values allow, the day first where both could be.
        return Shape("date", m.end(), a * 100 + b if b > 12 else b * 100 + a)
    if not is_month(text, low, m.start("month")) or not 0 < int(m["day"]) <= 31:
        return None
    number = month_number(low, m.start("month")) * 100
    return Shape("date", m.end(), number + int(m["day"]), number + int(m["until"]) if m["until"] else None)


def _time(low: str, at: int) -> Shape | None:
    m = _TIME.match(low, at)
    if m is None:
        return None
    hour = int(m["h"] or m["h2"] or m["h3"] or m["h4"])
    minute = int(m["m"] or m["m2"] or m["m4"] or 0)
    if m["half"] == "p" and hour < 12:
        hour += 12
    return Shape("time", m.end(), hour * 100 + minute)


def _phone(low: str, at: int) -> Shape | None:
    m = _ABROAD.match(low, at) if at and low[at - 1] == "+" else _PHONE.match(low, at)
    if m is None:
        return None
    digits = "".join(c for c in m.group() if c.isdigit())
    return Shape("phone", m.end(), int(digits))


def _chain(low: str, at: int) -> Shape | None:
    m = _CHAIN.match(low, at)
    if m is not None:
        if m["a"] is None:
            return Shape("name", m.end(), 24)
        return Shape("score" if len(m.group()) <= 9 else "phone", m.end(), int(m["a"]), int(m["b"]))
    m = _VERSION.match(low, at) or _LETTERS_AFTER.match(low, at)
    return Shape("name", m.end(), _leading(m.group())) if m is not None else None


def glued_at(low: str, at: int, floor: int) -> tuple[int, Shape] | None:
    """A number that hangs on letters ("F-16", "COVID-19", "A320"): where the whole name starts, and the number."""
    start = at
    while start > floor and start > at - 24 and (low[start - 1].isalnum() or low[start - 1] in "-/_"):
        start -= 1
    run = low[start:at].lstrip("-/_")
    if not any(c.isalpha() for c in run):
        return None
    if run in _CODES or (run.endswith("-") and run[:-1].rpartition("-")[2] in _PREFIXES):
        return None
    m = _GLUED.match(low, at)
    if m is None:
        return None
    return at - len(run), Shape("name", m.end(), _leading(m.group()))


def _leading(raw: str) -> int:
    end = 0
    while end < len(raw) and raw[end].isdecimal():
        end += 1
    return int(raw[:end])
