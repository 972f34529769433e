"""Where something was said, when the words beside a quotation tell: "told Radio Vale", "in a post on Quickpost"."""

from __future__ import annotations

import re

from bot.news.saying.resolve import Resolver
from bot.news.saying.speech import DAYS, MONTHS
from bot.news.types import Span

_REACH = 140  # characters beside the words that name the speaker
_NAME = r"(?:the )?[A-Z][\w’'&-]*(?: (?:of |for |and )?[A-Z][\w’'&-]*){0,4}"
_HEARERS = (
    r"(?:reporters|journalists|lawmakers|MPs|parliament|supporters|investors|the court|a (?:news|press) conference)"
)
_OCCASION = (
    r"(?:interview|statement|post|tweet|letter|speech|report|video|e-?mail|message|podcast|column|essay|article|memo"
    r"|briefing|hearing|rally|debate|conference|meeting|address|call|filing|ruling|broadcast|programme|program|show)"
)
_DATE = rf"(?:{'|'.join(sorted(w.capitalize() for w in DAYS | MONTHS))})\b"
_VENUE = re.compile(
    rf"\b(?:told (?:{_HEARERS}\b|{_NAME})"
    rf"|(?:[Ii]n|[Oo]n|[Aa]t|[Dd]uring|to) (?:an?|his|her|their|its|the) (?:[a-z]+ ){{0,2}}?{_OCCASION}\b"
    rf"(?: (?:with|on|to|in|at|for) (?!{_DATE}){_NAME})?"
    rf"|(?:[Oo]n|via) (?!the |{_DATE}){_NAME})"
)
_STOP = re.compile(r"[.!?;\n“”\"]")


def venue_of(text: str, words: Span, mention: Span, resolver: Resolver) -> Span | None:
    """Where the words of a quotation were said, as the clause that names their speaker has it; else None."""
    start = mention.end
    stop = _STOP.search(text, start, start + _REACH)
    after = _venue(text, start, stop.start() if stop else min(len(text), start + _REACH), resolver)
    if after is not None or mention.start >= words.end:
        return after
    first = max(0, mention.start - _REACH)
    cuts = [m.end() for m in _STOP.finditer(text, first, mention.start)]
    return _venue(text, cuts[-1] if cuts else first, mention.start, resolver)


def _venue(text: str, start: int, end: int, resolver: Resolver) -> Span | None:
    for m in _VENUE.finditer(text, start, end):
        if not resolver.names_person(m.start(), m.end()):  # somebody who is spoken to is no venue
            return Span(m.start(), m.end())
    return None
