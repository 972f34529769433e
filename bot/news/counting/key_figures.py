"""Choose the figures that a careful editor puts into a short brief."""

from __future__ import annotations

import re
from collections import Counter

from bot.news.counting.number_kinds import DURATIONS
from bot.news.types import Facts, Figure

# What a figure is about decides first: people harmed, then the size of the event, money, change; time spans last.
_TOLL = 3.2
_MONEY = 2.1
_PERCENT = 2.1
_SHARE = 1.2
_MEASURE = 1.2
_DURATION = 0.5
_RANK = 1.0
_TIMES = 0.8
# Counts of many weigh more than counts of few: (least value, weight).
_COUNTS = ((1000, 2.3), (100, 2.0), (20, 1.7), (10, 1.4), (3, 1.0), (2, 0.7))
_LEAST = 0.8
# A part says less than the total beside it.
_PART = 0.7
_LIKENESS = 0.3
_HARMED = re.compile(
    r"(?<![^\W_])(?:killed|dead|deaths?|died|wounded|injur(?:ed|ies)|hurt|shot|casualties|fatalities)$",
    re.IGNORECASE,
)

_ORDINAL = re.compile(r"^\W*(?:\d+(?:st|nd|rd|th)\b|[a-z-]*(?:cond|third|rth|fth|xth|nth|hth|ieth)\b)", re.IGNORECASE)
_SHARE_TEXT = re.compile(r"half|third|quarter|fifth|tenth| in | out of |/|[½¼¾⅓⅔⅛]", re.IGNORECASE)
_CONVERSION = re.compile(r"[^()\n]{0,16}\)")
_STEADY = re.compile(r"-[A-Za-z]")
_KNOWN = re.compile(r"\b(?:the|those|these) $")
_PARTS = re.compile(r"[^\W\d_]{4,}")


def key_figures(text: str, facts: Facts, count: int = 6) -> list[Figure]:
    """At most `count` figures, the most important first; one for each value and thing.

    What harmed people comes first, then the scale of the event, money and change; small counts, ranks and time
    spans follow. A figure gains by standing early and by being repeated, a part of a total loses, and a count that
    the article has given up is left out. Fewer come back where little matters.
    """
    repeated = Counter((f.value, f.unit) for f in facts.figures)
    left = [(_score(text, facts, f, repeated[f.value, f.unit]), f) for f in facts.figures]
    left = [s for s in left if s[0] >= _LEAST and not s[1].outdated]
    out: list[Figure] = []
    while left and len(out) < count:
        score, best = max(left, key=lambda s: (s[0], -s[1].span.start))
        if score < _LEAST:
            break
        out.append(best)
        # The next figure of the same thing says less than one of another thing.
        left = [
            (s - _LIKENESS * _alike(f, best), f)
            for s, f in left
            if not (f is best or f.span.overlaps(best.span) or _same(f, best))
        ]
    return out


def _score(text: str, facts: Facts, figure: Figure, times: int) -> float:
    score = _weight(text, figure)
    score += 1 - figure.span.start / max(1, len(text))
    score += min(0.5, 0.25 * (times - 1))
    if figure.qualifier is not None:
        score += 0.2
    if figure.of_what is None and figure.unit not in DURATIONS:
        score -= 0.5
    elif figure.unit is None and figure.span.of(text)[-1:].isdigit():
        score -= 0.3
    sentence = facts.sentence_at(figure.span.start)
    if sentence is not None and facts.sentences and sentence.paragraph <= facts.sentences[0].paragraph + 1:
        score += 0.3
    return score - _minor(text, figure)


def _weight(text: str, figure: Figure) -> float:
    words = figure.span.of(text)
    if figure.unit == "%" or figure.unit == "percentage points":
        return _PERCENT
    if figure.unit is not None and not figure.unit[0].isalpha():
        return _MONEY
    if figure.of_what is not None and figure.value >= 1 and figure.unit is None and _HARMED.search(figure.of_what):
        return _TOLL
    if figure.unit is not None:
        return _DURATION if figure.unit in DURATIONS else _MEASURE
    if _ORDINAL.match(words):
        return _RANK if figure.value > 2 else _DURATION
    if figure.value < 1 or figure.value != int(figure.value):
        return _SHARE
    return next((weight for least, weight in _COUNTS if figure.value >= least), 0.3)


def _minor(text: str, figure: Figure) -> float:
    """What makes a figure small: a sum said again in another currency, a number that only names its noun."""
    before = text[max(0, figure.span.start - 2) : figure.span.start]
    if figure.unit is not None and before.endswith("(") and _CONVERSION.match(text, figure.span.end):
        return 1.5
    if figure.part:
        return _PART
    if figure.unit is None and _KNOWN.search(text, max(0, figure.span.start - 6), figure.span.start):
        return 0.4
    words = figure.span.of(text)
    return 0.6 if figure.unit in DURATIONS and _STEADY.search(words) else 0.0


def _same(a: Figure, b: Figure) -> bool:
    """The same value of the same thing, or of one that cannot be told apart."""
    if a.value != b.value or a.unit != b.unit:
        return False
    mine, other = _stems(a.of_what), _stems(b.of_what)
    return not mine or not other or bool(mine & other)


def _alike(a: Figure, b: Figure) -> float:
    """1 where two figures count the same thing in the same unit, less where only the unit is one."""
    if a.unit != b.unit:
        return 0.0
    shared = bool(_stems(a.of_what) & _stems(b.of_what))
    return (1.0 if shared else 0.0) if a.unit is None else (1.0 if shared else 0.5)


def _stems(words: str | None) -> set[str]:
    return {w[:6] for w in _PARTS.findall((words or "").casefold())}
