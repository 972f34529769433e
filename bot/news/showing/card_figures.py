"""Figures as one reads them first: a short amount, and in few words what it counts."""

from __future__ import annotations

import re

from bot.news.text import fold, words
from bot.news.types import Figure, ProvenFigure

_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_SIGNS = {
    **dict.fromkeys(("more than", "over", "at least", "above", "upwards of", "in excess of", "no fewer than"), "{}+"),
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "some", "nearly", "almost", "close to", "near", "an estimated"),
        "~{}",
    ),
    **dict.fromkeys(("up to", "as many as", "as much as", "at most", "no more than"), "≤{}"),
    **dict.fromkeys(("less than", "fewer than", "under", "below"), "<{}"),
}
_PLURALS = {"day": "days", "ton": "tons", "foot": "feet", "inch": "inches", "century": "centuries"}
_CURRENCY = re.compile("[A-Z]{3}")
_CLAUSE = re.compile(r"[,;:–—(]\s|[–—(]")
_CUT_PHRASE = re.compile(r"(?<=\w) (?:in|at|on|as|by|after|under|during|with|for|from) (?:an?|the) [\w-]+$")
_COMPLETED = re.compile(r" (?:[a-z]+ed )?(?:of|with|to|for|that|between|from|by)\b")
_WORDS_BEFORE, _WORDS_AFTER = 7, 4
_NEAR_CHARS = 40


def label_of(figure: ProvenFigure, text: str) -> str:
    """What the figure counts, or, where the counted thing stands before the number, the words around it."""
    span, sentence, of_what = figure.evidence.span, figure.sentence.span, figure.figure.of_what
    if of_what and (
        of_what.partition(" ")[0] in span.of(text).split()
        or text.find(of_what, span.start, span.end + len(of_what) + _NEAR_CHARS) >= 0
    ):
        return _whole(of_what, text, span.start)
    start = max(sentence.start, _last_end(_CLAUSE, text, sentence.start, span.start))
    begins = [w.start for w in words(text, start, span.start)][-_WORDS_BEFORE:]
    stop = _CLAUSE.search(text, span.end, sentence.end)
    ends = [w.end for w in words(text, span.end, stop.start() if stop else sentence.end)][:_WORDS_AFTER]
    opening, closing = min(begins, default=span.start), max(ends, default=span.end)
    return ("…" if opening > sentence.start else "") + text[opening:closing]


def _whole(of_what: str, text: str, start: int) -> str:
    """What is counted, without a phrase that was cut off from what completes it: "troops in a deal" | "with …"."""
    at = text.find(of_what, start)
    phrase = _CUT_PHRASE.search(of_what)
    if at < 0 or phrase is None or _COMPLETED.match(text, at + len(of_what)) is None:
        return of_what
    return of_what[: phrase.start()]


def _last_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    return max((m.end() for m in pattern.finditer(text, start, end)), default=start)


def amount(figure: Figure) -> str:
    """A figure as one reads it first: "20+", "£45bn", "62%", "10–15", "~80", "90 days"."""
    number = _number(figure.value) + (f"–{_number(figure.high)}" if figure.high is not None else "")
    sign = _SIGNS.get(fold(figure.qualifier or "").lower(), "{}")
    unit = figure.unit or ""
    if unit in ("", "%"):
        return sign.format(number + unit)
    if not unit[-1].isalpha():
        return sign.format(unit + number)
    if _CURRENCY.fullmatch(unit):
        return sign.format(f"{unit} {number}")
    one = figure.value == 1 and figure.high is None
    return f"{sign.format(number)} {unit if one else _several(unit)}"


def _several(unit: str) -> str:
    """The plural of a unit; short ones (km, mph, GW) have none."""
    return _PLURALS.get(unit, unit if len(unit) <= 3 or unit.endswith("s") or "/" in unit else f"{unit}s")


def _number(value: float) -> str:
    for scale, letter in _SCALES:
        if abs(value) >= scale:
            return (
                f"{value / scale:.3f}".rstrip("0").rstrip(".") + letter
                if value % (scale / 1000) == 0
                else f"{value:,.0f}"
            )
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
