"""Choose the quotations that a careful editor would put in a short brief."""

from __future__ import annotations

from collections import Counter

from bot.news.text import key, words
from bot.news.types import Facts, Quote, Speaker

_PER_SPEAKER = 2
_FRAGMENT = 6  # a piece of fewer words is quoted for its wording, not for what it says


def key_quotes(text: str, facts: Facts, count: int = 5) -> list[Quote]:
    """At most `count` quotations of `facts`, in the order of the text, two of one speaker at most."""
    worth = sorted(((_worth(text, facts, q), -q.span.start, q) for q in facts.quotes if q.speaker), key=lambda w: w[:2], reverse=True)
    chosen: list[Quote] = []
    said: Counter[str] = Counter()
    for value, _, quote in worth:
        who = _who(quote.speaker)
        if len(chosen) == count or said[who] == _PER_SPEAKER or value - said[who] * 1.5 < 0:
            continue
        said[who] += 1
        chosen.append(quote)
    return sorted(chosen, key=lambda q: q.span.start)


def _who(speaker: Speaker | None) -> str:
    return key(speaker.name) if speaker else ""


def _worth(text: str, facts: Facts, quote: Quote) -> float:
    n = len(words(text, quote.span.start, quote.span.end))
    return min(n, 30) / 10
