"""Stretches of days of the calendar: weeks, months, years, weekends. All stay within bounds that no news leaves."""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST, LATEST = date(1800, 1, 1), date(2199, 12, 31)
"""No window reaches beyond these; one that is open at its start begins with the first."""


Days = tuple[date, date]
"""The first and the last day of a stretch."""


def within(day: date) -> date:
    return min(max(day, EARLIEST), LATEST)


def moved(day: date, days: int) -> date:
    at = day.toordinal() + days
    return date.fromordinal(min(max(at, EARLIEST.toordinal()), LATEST.toordinal()))


def date_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_year(day: date, year: int) -> date:
    return date_of(year, day.month, day.day) or date(year, 2, 28)


def month_of(year: int, month: int) -> Days:
    """All of a month; one beyond the year's end is of the next."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    year = min(max(year, EARLIEST.year), LATEST.year)
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def years_of(first: int, last: int) -> Days:
    return within(date(max(first, 1), 1, 1)), within(date(min(last, 9999), 12, 31))


def week_of(day: date, weeks: int) -> Days:
    monday = moved(day, 7 * weeks - day.weekday())
    return monday, moved(monday, 6)


def weekend_of(today: date, step: int, *, latest: bool) -> Days:
    """The latest weekend that has begun, with a step of -1 the latest that is over; else that of this week."""
    saturday = moved(week_of(today, 0)[0], 5)
    if latest:
        begun = today.weekday() >= 5
        saturday = moved(saturday, -7 if not begun or step < 0 else 0)
    elif step > 0 and today.weekday() >= 5:
        saturday = moved(saturday, 7)
    return saturday, moved(saturday, 1)
