"""Dates as one reads them beside a sentence or a source: "14 Mar 2031", in English, whatever the machine's locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
NO_DAY = "no date"


def day_words(day: str, year: bool = True) -> str:
    """A date (ISO) in short words. Raises ValueError for what is no date."""
    told = date.fromisoformat(day)
    return f"{told.day} {_MONTHS[told.month - 1]}" + (f" {told.year}" if year else "")


def day_labels(days: Sequence[str | None]) -> list[str]:
    """What stands before each line of a dated list: the day where it changes, with its year where that changes.

    A label depends only on the days before it, so that a list can grow at its end.
    """
    labels: list[str] = []
    shown_year = ""
    for at, day in enumerate(days):
        if at and day == days[at - 1]:
            labels.append("")
        elif day is None:
            labels.append(NO_DAY)
        else:
            labels.append(day_words(day, day[:4] != shown_year))
            shown_year = day[:4]
    return labels
