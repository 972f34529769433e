"""Figures as one reads them first: a short amount, and in few words what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.news.showing.shown import CardFigure
from bot.news.text import fold, words
from bot.news.types import Figure, ProvenFigure, Span

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
_CLAUSE = re.compile(r"[,;:–—(]\s|[–—()“”„«»\"]")
_CUT_PHRASE = re.compile(r"(?<=\w) (?:in|at|on|as|by|after|under|during|with|for|from) (?:an?|the) [\w-]+$")
_COMPLETED = re.compile(r" (?:[a-z]+ed )?(?:of|with|to|for|that|between|from|by)\b")
# Words that lead on to others: nothing ends with them.
_LEADING_ON = frozenset(
    "a an the this that these those which who and or but nor as at by for from in into of off on onto over per than to"
    " under up upon via with about after before between during against among through until while when where if so it"
    " its his her their our my your more less least most is are was were be been has have had will would now there"
    " not said says".split()
)
_NAMED_ON = re.compile(r"(?: (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][\w’'-]*){1,2}")
_WORDS_BEFORE, _WORDS_AFTER = 7, 4
_NEAR_CHARS = 40


def label_of(figure: ProvenFigure, text: str) -> str:
    """What the figure counts, or, where the counted thing stands before the number, the words around it."""
    span, sentence, of_what = figure.evidence.span, figure.sentence.span, figure.figure.of_what
    if of_what and (
        of_what.partition(" ")[0] in span.of(text).split()
        or text.find(of_what, span.start, span.end + len(of_what) + _NEAR_CHARS) >= 0
    ):
        return _whole(_ended(of_what) or of_what, text, span.start)
    clause = max(sentence.start, _last_end(_CLAUSE, text, sentence.start, span.start))
    stop = _CLAUSE.search(text, span.end, sentence.end)
    label, telling = _around(text, span, sentence, clause, stop.start() if stop else sentence.end)
    return label if telling else _around(text, span, sentence, sentence.start, sentence.end)[0]


def _around(text: str, span: Span, sentence: Span, first: int, last: int) -> tuple[str, bool]:
    """The figure with a few words before and after it, and whether any of these tells something."""
    before, after = words(text, first, span.start)[-_WORDS_BEFORE:], words(text, span.end, last)
    opening = min((w.start for w in before), default=span.start)
    closing = max((w.end for w in after[:_WORDS_AFTER]), default=span.end)
    ending = _ended(text[span.end : closing])
    cut_before = any(words(text, sentence.start, opening))
    cut_after = len(after) > _WORDS_AFTER or ending != text[span.end : closing]
    telling = any(w.of(text).lower() not in _LEADING_ON for w in (*before, *after[:_WORDS_AFTER]))
    return ("…" if cut_before else "") + text[opening : span.end] + ending + ("…" if cut_after else ""), telling


def _ended(said: str) -> str:
    """The words without those at their end that lead on to something which is not there any more."""
    said = said.rstrip()
    while said.rpartition(" ")[2].lower() in _LEADING_ON:
        said = said.rpartition(" ")[0].rstrip()
    return said


def _whole(of_what: str, text: str, start: int) -> str:
    """What is counted, with the whole of a name at its end, and without a phrase that was cut off from what
    completes it: "troops in a deal" | "with …".
    """
    at = text.find(of_what, start)
    if at >= 0 and of_what.rpartition(" ")[2][:1].isupper() and (rest := _NAMED_ON.match(text, at + len(of_what))):
        return of_what + rest[0]
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


def each_once(figures: Iterable[CardFigure]) -> list[CardFigure]:
    """Without those that tell one fact again: the same amount, and one backs the other ("7 dead" and "7 killed").

    The first of them stays, or in its place the first that says what it counts and is no piece of a sentence.
    """
    kept: list[CardFigure] = []
    for figure in figures:
        at = next((n for n, other in enumerate(kept) if _is_same(figure, other)), None)
        if at is None:
            kept.append(figure)
        elif "…" in kept[at].label and "…" not in figure.label:
            kept[at] = figure
    return kept


def _is_same(one: CardFigure, other: CardFigure) -> bool:
    backed = one.mark in other.also.marks or other.mark in one.also.marks
    return one.amount == other.amount and backed


def _number(value: float) -> str:
    for scale, letter in _SCALES:
        if abs(value) >= scale:
            return (
                f"{value / scale:.3f}".rstrip("0").rstrip(".") + letter
                if value % (scale / 1000) == 0
                else f"{value:,.0f}"
            )
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
