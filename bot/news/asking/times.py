"""Which days words mean: "last week", "since Monday", "on 12 March", counted from a day that is given.

English only. Strict rather than generous: what may be a name or a plain word ("may", "a 2020 model") is no time.
Seasons are none either, for they lie at other times in the south.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.news.asking.calendar_days import EARLIEST, in_year, moved, within
from bot.news.asking.time_words import Point, lead_in, times_in
from bot.news.text import lowered
from bot.news.types import Span

_LONGEST = 2000  # characters


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` up to `until`, both within it. `words` is where the text says so."""

    since: date
    until: date
    words: Span


def window_of(text: str, today: date) -> Window | None:
    """The days that a question is about, the first that it names; None where it names none.

    "On Wednesday" is the latest one up to today, the next one where the question asks about what is to come. Weeks
    begin on Monday. Never raises.
    """
    low = lowered(text[:_LONGEST])
    points = times_in(low, today)
    if not points:
        return None
    first = points[0]
    pair = _pair(low, points)
    if pair is not None:
        return pair
    lead = lead_in(low, first.start)
    how = lead["how"] if lead else ""
    start = lead.start() if lead else first.start
    since, until = first.since, first.until
    if how in ("since", "starting"):
        until = max(within(today), until)
    elif how == "after":
        since, until = moved(until, 1), max(within(today), moved(until, 1))
    elif how in ("before", "prior to", "ahead of"):
        since, until = EARLIEST, moved(since, -1)
    elif how in ("until", "till", "up to", "by", "through"):
        since = EARLIEST
    return Window(since, until, Span(start, first.end))


def day_of(sentence: str, published: date) -> date | None:
    """The day that a sentence of an article gives for what it tells; None where it gives none, or several.

    "On Wednesday" is the latest one up to the day the article is of, or the next where it speaks of what is to come. A
    day that bounds ("since Monday", "by Friday") or that belongs to a thing ("Monday's vote") is none. Never raises.
    """
    low = lowered(sentence[:_LONGEST])
    days = set()
    for point in times_in(low, published):
        lead = lead_in(low, point.start)
        bound = lead is not None and lead["how"] in _BOUNDS
        if point.exact and not bound and not low.startswith("'s", point.end):
            days.add(point.since)
    return days.pop() if len(days) == 1 else None


_ASIDE = re.compile(
    r"(?:\b(?:compared (?:with|to)|than|from)(?: (?:in|the|a|that of))?"
    r"|, (?:who |which )?(?:was |were )?[a-z]+ (?:in|on)) \Z"
)


def of_another_day(sentence: str, published: date) -> bool:
    """A sentence of an article tells of what was long before it: "In 1999 a storm killed 80.", "last year".

    It names times, and all of them ended before the day on which the article came out and the one before that.
    """
    low = lowered(sentence[:_LONGEST])
    points = [p for p in times_in(low, published) if not _ASIDE.search(low, max(0, p.start - 40), p.start)]
    leads = [lead_in(low, p.start) for p in points]
    open_ended = any(lead is not None and lead["how"] in ("since", "starting", "after", "from") for lead in leads)
    return bool(points) and not open_ended and all(p.until < moved(published, -1) for p in points)


_BOUNDS = frozenset(("since", "starting", "after", "before", "prior to", "ahead of", "until", "till", "up to", "by"))
_JOINED = re.compile(r",? ?(?:-|and|to|until|till|through) ?(?:on )?(?:the )?\Z")


def _pair(low: str, points: list[Point]) -> Window | None:
    """ "Between Monday and Wednesday", "from 3 May to 5 May"."""
    if len(points) < 2:
        return None
    one, other = points[:2]
    lead = lead_in(low, one.start)
    if lead is None or lead["how"] not in ("between", "from") or not _JOINED.match(low[one.end : other.start]):
        return None
    since, until = one.since, one.until
    if since > other.until:  # "between March and May 2024": the year stands once
        since, until = in_year(since, other.since.year), in_year(until, other.since.year)
    return Window(min(since, other.since), max(until, other.until), Span(lead.start(), other.end))
