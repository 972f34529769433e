"""The words that tell a time in a text, and which days each means: "last week", "on 12 March", "three days ago"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.news.asking.calendar_days import (
    EARLIEST,
    LATEST,
    Days,
    date_of,
    month_of,
    moved,
    week_of,
    weekend_of,
    within,
    years_of,
)
from bot.news.counting.number_kinds import MONTHS


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of days that words name; `exact` where they name one day of the calendar or the week."""

    start: int
    end: int
    since: date
    until: date
    exact: bool


@dataclass(frozen=True, slots=True)
class _From:
    """What days are counted from, and whether the text there speaks of what is to come."""

    today: date
    ahead: bool


_DAYS_OF_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PART = "(?: (?:morning|afternoon|evening|night))?"
_YEAR = r"(?:1[89]|20|21)\d\d(?![\d.,]*\d)"
_MONTH = rf"(?:{MONTHS})\.?"
_NUMBERS = {
    w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"a": 1, "an": 1, "couple of": 2, "few": 3, "several": 5, "twenty": 20, "thirty": 30}  # fmt: skip
_NUMBER = r"(?:\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = "(?P<unit>hour|day|night|week|fortnight|month|year|decade)s?"
_LENGTHS = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3652}
# Days that are names of something else.
_NAMED_DAY = (
    r"(?<!black )(?<!good )(?<!ash )(?<!super )(?<!bloody )(?<!palm )(?<!easter )(?<!giving )(?<!cyber )(?<!holy )"
    r"(?<!shrove )(?<!maundy )(?<!sheffield )(?<!first )(?<!second )(?<!third )(?<!fourth )(?<!every )(?<!each )"
    r"(?<!any )"
)
_NAMED_AFTER = r"(?! (?:times|mail|telegraph|mirror|express|post|league|roast|school|magazine|night live|the 13th))"
_AHEAD = re.compile(r"\b(?:will|won't|shall|going to|due (?:on|to|in|back)|scheduled|expected)\b")
_SAID = re.compile(r"\b(?:said|says|told|announced|added|wrote|warned|was|were|had|did)\b")
_NEAR = 80  # characters between "will" and the day it goes with
_WITHIN = 5
_NO_YEAR_AFTER = frozenset(("at", "on", "over", "within"))
_COUNTED = re.compile(r" (?:[a-z]+ )?(?:people|men|women|children|(?!was\b|is\b|has\b|does\b|as\b|this\b)[a-z]{2,}s)\b")


_WORDS_BEFORE = 22  # characters
_LEAD = re.compile(
    r"(?<![^\W_])(?P<how>since|from|starting|after|before|prior to|ahead of|until|till|up to|by|through|throughout|in|"
    r"on|of|at|during|over|for|within|between|and|to)"
    r"(?:,? (?:the|late|early|mid|late on|early on|year|earlier|later|so far|on))?[ -]\Z"
)


def lead_in(low: str, at: int) -> re.Match[str] | None:
    """The small words right before a time, which tell how it is meant."""
    return _LEAD.search(low, max(0, at - _WORDS_BEFORE), at)


def _told(m: re.Match[str], name: str) -> str:
    """What a group of this form holds; "" where the form has none or it is empty."""
    return m.groupdict().get(name) or ""


def _month_number(word: str) -> int:
    return ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec").index(word[:3]) + 1


def _relative_day(m: re.Match[str], at: _From) -> Days:
    words = m.group()
    if words.startswith("last night"):
        return moved(at.today, -1), at.today
    if words.startswith("the day "):
        days = -2 if "before" in words else 2
    else:
        days = -1 if words.startswith("yesterday") else 1 if words.startswith("tomorrow") else 0
    return moved(at.today, days), moved(at.today, days)


def _weekday(m: re.Match[str], at: _From) -> Days:
    word = m["day"]
    number = _SHORT_DAYS[word] if word in _SHORT_DAYS else _DAYS_OF_WEEK.index(word)
    back = (at.today.weekday() - number) % 7
    which, week = _told(m, "which"), _told(m, "week")
    if week:
        monday = week_of(at.today, {"last": -1, "next": 1}.get(week, 0))[0]
        day = moved(monday, number)
    elif which in ("last", "past", "previous"):
        day = moved(at.today, -(back or 7))
    elif which in ("next", "coming"):
        day = moved(at.today, 7 - back)
    elif which == "this":
        day = moved(week_of(at.today, 0)[0], number)
    else:
        day = moved(at.today, (-back) % 7 if at.ahead else -back)
    return day, day


_FAR_YEAR = re.compile(r",? (?P<year>\d{4})(?![\d,.]*\d)")


def _calendar_day(m: re.Match[str], at: _From) -> Days | None:
    if not _told(m, "year") and (far := _FAR_YEAR.match(m.string, m.end())):
        # "1 January 0001": of a year that no news is of, so of no day of ours.
        return (EARLIEST, moved(EARLIEST, 1)) if int(far["year"]) < EARLIEST.year else (moved(LATEST, -1), LATEST)
    month, number = _month_number(m["month"]), int(m["number"])
    day = date_of(int(m["year"]), month, number) if _told(m, "year") else _nearest_year(month, number, at)
    return (within(day), within(day)) if day else None


def _nearest_year(month: int, number: int, at: _From) -> date | None:
    """The latest such day up to today, or the next from today on."""
    step = 1 if at.ahead else -1
    for years in range(5):  # the 29th of February may be four years off
        day = date_of(min(max(at.today.year + step * years, 1), 9999), month, number)
        if day is not None and (day >= at.today if at.ahead else day <= at.today):
            return day
    return None


def _numeric_day(m: re.Match[str], at: _From) -> Days | None:
    if m["iso"]:
        year, month, number = map(int, m["iso"].split("-"))
    else:
        first, second, year = int(m["first"]), int(m["second"]), int(m["of"])
        number, month = (first, second) if first > 12 or m["mark"] == "." else (second, first)
        if m["mark"] == "/" and first <= 12 and second <= 12 and first != second:
            return None  # 3/4 is in March here and in April there
    day = date_of(year, month, number)
    return (within(day), within(day)) if day else None


def _whole_month(m: re.Match[str], at: _From) -> Days | None:
    month, which = _month_number(m["month"]), _told(m, "which")
    if _told(m, "year"):
        return month_of(int(m["year"]), month)
    if not which and lead_in(m.string, m.start()) is None:
        return None  # a name, or "may"
    year = at.today.year
    if which in ("last", "past", "previous"):
        return month_of(year - (month >= at.today.month), month)
    if which in ("next", "coming") or (at.ahead and which != "this"):
        return month_of(year + (month < at.today.month or (which != "" and month == at.today.month)), month)
    return month_of(year - (month > at.today.month and which != "this"), month)


def _whole_year(m: re.Match[str], at: _From) -> Days | None:
    lead = lead_in(m.string, m.start())
    if lead is None or lead["how"] in _NO_YEAR_AFTER or _COUNTED.match(m.string, m.end()):
        return None  # "the 2020 model", "at 1999 Hill Road", "in 2000 homes"
    if m["decade"]:
        return years_of(int(m["decade"]), int(m["decade"]) + 9)
    return years_of(int(m["year"]), int(m["year"]))


def _calendar_unit(m: re.Match[str], at: _From) -> Days:
    """ "This week", "last month", "next year": whole ones of the calendar, whatever today is in them."""
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(m["which"], 0)
    unit = m["unit"]
    if unit == "week":
        return week_of(at.today, step)
    if unit == "weekend":
        return weekend_of(at.today, step, latest=m["which"] not in ("next", "coming", "this"))
    if unit == "month":
        return month_of(at.today.year, at.today.month + step)
    if unit == "quarter":
        first = (at.today.month - 1) // 3 * 3 + 1 + 3 * step
        return month_of(at.today.year, first)[0], month_of(at.today.year, first + 2)[1]
    return years_of(at.today.year + step, at.today.year + step)


def _the_weekend(m: re.Match[str], at: _From) -> Days:
    return weekend_of(at.today, 0, latest=not at.ahead)


def _rolling(m: re.Match[str], at: _From) -> Days:
    """ "The last three days", "the past week", "the next 48 hours": counted from today."""
    number = _many(_told(m, "number"))
    days = number * _LENGTHS[m["unit"]] if m["unit"] != "hour" else _days_of_hours(number)
    if _told(m, "which") in ("next", "coming", "following"):
        return at.today, moved(at.today, days)
    return moved(at.today, -days), at.today


def _ago(m: re.Match[str], at: _From) -> Days:
    """A day is meant as such; the further back, the less exactly it is meant."""
    unit, number = m["unit"], _many(m["number"])
    if unit == "hour":
        return moved(at.today, -_days_of_hours(number)), at.today
    day = moved(at.today, -number * _LENGTHS[unit])
    give = {"day": 0, "night": 0, "week": 3, "fortnight": 3, "month": 15}.get(unit, 182)
    return moved(day, -give), min(moved(day, give), at.today)


def _days_of_hours(hours: int) -> int:
    return math.ceil(hours / 24)


def _many(words: str) -> int:
    return _NUMBERS.get(words) or int(words or 1)


_Reader = Callable[[re.Match[str], _From], Days | None]
_WEEK_OF = r"(?:,? (?:of )?(?P<week>last|next|this) week)?"
# The first that fits at a place, and the one that reaches furthest back, is what is meant there.
_FORMS: tuple[tuple[str, _Reader, bool], ...] = (
    (
        rf"(?P<iso>{_YEAR.partition('(?!')[0]}-\d{{1,2}}-\d{{1,2}})"
        rf"|(?P<first>\d{{1,2}})(?P<mark>[./])(?P<second>\d{{1,2}})(?P=mark)(?P<of>{_YEAR})",
        _numeric_day,
        True,
    ),
    (
        rf"(?:{_DAY},? (?:the )?)?(?P<number>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
        rf"(?:,? (?P<year>{_YEAR}))?",
        _calendar_day,
        True,
    ),
    (
        rf"(?:{_DAY},? )?(?P<month>{_MONTH}) (?:the )?(?P<number>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,]*\d)"
        rf"(?:,? (?P<year>{_YEAR}))?",
        _calendar_day,
        True,
    ),
    (
        rf"(?:{_DAY},? )?(?P<month>{_MONTH}) (?P<number>\d{{1,2}})(?:st|nd|rd|th)?, (?P<year>{_YEAR})",
        _calendar_day,
        True,
    ),
    (
        rf"(?:(?P<which>last|past|previous|next|coming|this) )?{_NAMED_DAY}(?P<day>{_DAY}){_PART}{_WEEK_OF}"
        rf"{_NAMED_AFTER}",
        _weekday,
        True,
    ),
    (rf"(?<=on )(?P<day>{'|'.join(_SHORT_DAYS)})", _weekday, True),
    (
        rf"the day before yesterday|the day after tomorrow|(?:yesterday|tomorrow){_PART}|(?:earlier |later )?today"
        r"|tonight|this (?:morning|afternoon|evening)",
        _relative_day,
        True,
    ),
    (r"last night", _relative_day, False),
    (
        r"(?<!the )(?P<which>this|last|next|previous|coming) (?P<unit>weekend|week|month|quarter|year)",
        _calendar_unit,
        False,
    ),
    (r"the weekend|this past weekend|the (?:last|past) weekend", _the_weekend, False),
    (rf"(?:the )?(?P<which>last|past|previous|next|coming|following) (?P<number>{_NUMBER}) {_UNIT}", _rolling, False),
    (rf"(?:the (?P<which>last|next|coming)|(?:the )?past) {_UNIT}", _rolling, False),
    (rf"(?P<number>{_NUMBER}) {_UNIT} ago", _ago, True),
    (rf"(?P<month>{_MONTH}),? (?:of )?(?P<year>{_YEAR})", _whole_month, False),
    (rf"(?:(?P<which>last|past|previous|next|coming|this) )?(?P<month>{_MONTH})", _whole_month, False),
    (rf"(?P<decade>(?:18|19|20)\d0)'?s|(?P<year>{_YEAR})", _whole_year, False),
)
_PATTERNS = tuple(
    (re.compile(rf"(?<![^\W_])(?<![\d][.,/-])(?:{pattern})(?![^\W_])"), reader, exact)
    for pattern, reader, exact in _FORMS
)
# A text without any of these tells no time that is read here.
_SIGNS = re.compile(
    r"day|night|week|month|quarter|year|ago|hour|decade|(?:19|20|21|18)\d\d|fortnight|\bon [mtwf]|this |tomorrow|"
    + MONTHS
)


def times_in(low: str, today: date) -> list[Point]:
    """The times that a text names, in its order; of those that overlap the one that begins first, then the longest."""
    if _SIGNS.search(low) is None:
        return []
    found: list[Point] = []
    for pattern, reader, exact in _PATTERNS:
        for m in pattern.finditer(low):
            days = reader(m, _From(within(today), _ahead(low, m)))
            if days is not None:
                found.append(Point(m.start(), m.end(), *days, exact and days[0] == days[1]))
    found.sort(key=lambda p: (p.start, -p.end))
    out: list[Point] = []
    for point in found:
        if not out or point.start >= out[-1].end:
            out.append(point)
    return out


def _ahead(low: str, m: re.Match[str]) -> bool:
    """ "Will" stands before the day, or after one that opens the sentence, and nothing told lies between."""
    before = low[max(0, m.start() - _NEAR) : m.start()]
    coming = [*_AHEAD.finditer(before)]
    if coming:
        return _SAID.search(before, coming[-1].end()) is None
    if m.start() > _WITHIN:
        return False
    after = low[m.end() : m.end() + _NEAR]
    will = _AHEAD.search(after)
    return will is not None and _SAID.search(after, 0, will.start()) is None
