"""Find the words that tell which time a figure holds for: "by Tuesday", "last year", "so far", "in 1990"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.news.counting.number_kinds import MONTHS
from bot.news.types import Figure, Span

_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PART = "(?: (?:morning|afternoon|evening|night))?"
_SPANS = "(?:year|month|week|weekend|quarter|season|decade|summer|winter|spring|autumn|century)"
_YEAR = r"(?:1[89]|20)\d\d(?![\d,]*\d)"
_POINT = (
    rf"(?:(?:late|early|mid-?) ?)?(?:{_DAYS}{_PART}|(?:{MONTHS})(?:\.(?= \d))?(?: \d{{1,2}}(?![\d,]))?(?:,? {_YEAR})?"
    rf"|{_YEAR}"
    r"|today|yesterday|tonight|tomorrow|midday|noon|midnight|nightfall|dawn|then|now|(?:the )?end of (?:the "
    r"|this |last )?[a-z]+)"
)
_WHEN = re.compile(
    r"(?<![^\W_])(?=[abcdefilmnopstuwy12])(?:"
    rf"(?:as of|by|since|until|till|through|in|on|during|for) {_POINT}"
    r"|(?:in|for|during|over|since)? ?(?:the )?(?:last|this|next|past|previous|same|current|coming) (?:fiscal "
    r"|financial )?"
    rf"{_SPANS}(?: (?:so far|alone))?"
    rf"|(?:an?|one|two|three|four|five|six|ten|\d{{1,2}}) {_SPANS}s? (?:ago|earlier|before)"
    rf"|so far(?: (?:this|in) (?:{_SPANS}|{_YEAR}))?|to date|currently|at present|today|yesterday|{_DAYS}{_PART}"
    r")(?![^\W_])"
)
_BREAK = re.compile(r"[;:]| (?:while|whereas|but) ")


# A sentence without any of these tells no time.
_SIGNS = (
    "day", "year", "month", "week", " 20", " 19", " 18", "so far", "date", "now", "noon", "night", "dawn", "present",
    "current", "decade", "season", "quarter", "summer", "winter", "spring", "autumn", "century", "then", "end of",
    *(f" {month}" for month in "jan feb mar apr may jun jul aug sep oct nov dec".split()),
)  # fmt: skip


def with_times(low: str, figures: Sequence[Figure], start: int, end: int) -> list[Figure]:
    """The figures of the sentence `low[start:end]`, each with the time words nearest to it in its clause.

    Words after the figure go before those in front of it; none reach across another figure.
    """
    sentence = low[start:end]
    if not any(sign in sentence for sign in _SIGNS):
        return [*figures]
    found = [
        Span(m.start() + len(m.group()) - len(m.group().lstrip()), m.end()) for m in _WHEN.finditer(low, start, end)
    ]
    if not found:
        return [*figures]
    out: list[Figure] = []
    for i, figure in enumerate(figures):
        before = max(
            (f.span.end for f in figures[max(0, i - _LOOK) : i] if f.span.end <= figure.span.start), default=start
        )
        after = next((f.span.start for f in figures[i + 1 : i + _LOOK] if f.span.start >= figure.span.end), end)
        following = [w for w in found if figure.span.end <= w.start and w.end <= after]
        leading = [w for w in found if before <= w.start and w.end <= figure.span.start]
        near = next((w for w in following if not _BREAK.search(low, figure.span.end, w.start)), None)
        if near is None:
            near = next((w for w in reversed(leading) if not _BREAK.search(low, w.end, figure.span.start)), None)
        out.append(replace(figure, as_of=near) if near is not None else figure)
    return out


_LOOK = 8
