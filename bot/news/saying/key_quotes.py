"""Choose the quotations that a careful editor would put in a short brief."""

from __future__ import annotations

from collections import Counter

from bot.news.text import key, words
from bot.news.types import Facts, Quote

_PER_SPEAKER = 2
_FULL_LENGTH = 30  # words; a longer quotation is worth no more
_TOO_LONG = 60
_FRAGMENT = 6  # a piece of fewer words is quoted for its wording, not for what it says
_CANDIDATES = 100
_AGAIN = 1.5  # what a second quotation of one speaker has to be better by
_BAR = 2.0  # what a quotation must be worth to be shown at all; the shortest whole statement of a named person is


def key_quotes(text: str, facts: Facts, count: int = 5) -> list[Quote]:
    """At most `count` quotations of `facts`, in the order of the text, two of one speaker at most.

    Whole statements come before fragments, named people before unnamed ones, other speakers before the same one
    again. A text that quotes nobody at length is given fewer, or its best fragment alone.
    """
    people = {p.name for p in facts.parties if p.kind == "person"}
    left = [(_worth(text, q, people), -q.span.start, q) for q in facts.quotes if q.speaker is not None]
    chosen: list[Quote] = []
    said: Counter[str] = Counter()
    left = sorted(left, key=lambda w: w[:2], reverse=True)[:_CANDIDATES]
    while left and len(chosen) < count:
        best = max(range(len(left)), key=lambda i: (left[i][0] - _AGAIN * said[_who(left[i][2])], left[i][1]))
        worth, _, quote = left.pop(best)
        who = _who(quote)
        if worth - _AGAIN * said[who] < _BAR and chosen:
            break
        if said[who] < _PER_SPEAKER:
            said[who] += 1
            chosen.append(quote)
    return sorted(chosen, key=lambda q: q.span.start)


def _who(quote: Quote) -> str:
    return key(quote.speaker.name) if quote.speaker else ""


def _worth(text: str, quote: Quote, people: set[str]) -> float:
    said = quote.span.of(text)
    n = len(words(text, quote.span.start, quote.span.end))
    worth = 2.0 * min(n, _FULL_LENGTH) / _FULL_LENGTH
    if said.lstrip("([‘'")[:1].isupper() and said[-1] in ".,!?…":
        worth += 1.5
    if n < _FRAGMENT:
        worth -= 1.5
    elif n > _TOO_LONG:
        worth -= 0.5
    if quote.speaker is not None:
        worth += 0.5 * (quote.speaker.name in people) + 0.5 * (quote.speaker.role is not None)
    return worth + 0.7 * (1 - quote.span.start / len(text))
