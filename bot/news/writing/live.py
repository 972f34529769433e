"""Live blogs: entries under the time of day at which they were written, most often the newest first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from bot.news.types import Figure, Span

_STAMP = re.compile(
    r"[\W_]{0,4}(?:(?:updated?|posted|at)\s+(?:at\s+)?)?(?P<hour>[01]?\d|2[0-3])"
    r"(?:[:.h](?P<minute>[0-5]\d)(?:[:.][0-5]\d)?)?"
    r"(?P<half>\s?[ap]\.?\s?m\b\.?)?"
    r"(?:\s?(?:GMT|UTC|BST|CES?T|E[SD]?T|P[SD]?T|C[SD]T|IST|AEDT|AEST|Uhr|h|local time)\b)?"
    r"(?:\s*[–—:|•-]+\s*|\s+|$)",
    re.IGNORECASE,
)
_FEWEST = 3


def stamps(text: str, paragraphs: Sequence[Span]) -> list[tuple[Span, int]]:
    """The time before each entry, with the minute of the day; none where the text is no live blog."""
    found = []
    for paragraph in paragraphs:
        m = _STAMP.match(text, paragraph.start, paragraph.end)
        if m is None or not (m["minute"] or m["half"]):
            continue
        hour = int(m["hour"]) % 12 if m["half"] else int(m["hour"])
        hour += 12 if (m["half"] or "").strip().lower().startswith("p") else 0
        found.append((Span(paragraph.start, m.end()), 60 * hour + int(m["minute"] or 0)))
    return found if len(found) >= _FEWEST else []


def newest_last(times: Sequence[tuple[Span, int]]) -> bool:
    """Whether the entries run from the oldest to the newest."""
    steps = [later - earlier for (_, earlier), (_, later) in pairwise(times)]
    return sum(s > 0 for s in steps) > sum(s < 0 for s in steps)


def entry_at(times: Sequence[tuple[Span, int]], offset: int) -> int:
    """The number of the entry that holds an offset; -1 before the first one."""
    return bisect_right(times, offset, key=lambda stamp: stamp[0].start) - 1


def current(figures: Sequence[Figure], times: Sequence[tuple[Span, int]]) -> tuple[Figure, ...]:
    """The figures without those that a newer entry counts anew."""
    if not times:
        return tuple(figures)
    last = newest_last(times)
    newest: dict[tuple[str | None, str], int] = {}
    age = {f: entry_at(times, f.span.start) * (-1 if last else 1) for f in figures}
    for f in figures:
        if f.of_what:
            counted = (f.unit, f.of_what.lower())
            newest[counted] = min(newest.get(counted, age[f]), age[f])
    return tuple(f for f in figures if not f.of_what or age[f] == newest[f.unit, f.of_what.lower()])
