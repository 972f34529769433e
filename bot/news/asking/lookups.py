"""What to look for in the archive, and what an index is given of each passage: both in the same stems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.news.types import Evidence


@dataclass(frozen=True, slots=True)
class Lookup:
    """`words` are stems with how much each counts; `phrases` stems that count more where they stand side by side.

    Where `outlets` are given, only their articles; where `since` or `until`, only those published from or up to that
    day. An undated article is in no such span of days.
    """

    words: tuple[tuple[str, float], ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """A passage as an index takes it: the stems of its words and of its article's title, in order."""

    evidence: Evidence
    body: tuple[str, ...]
    title: tuple[str, ...]
