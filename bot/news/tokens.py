"""Read a paragraph as tokens in which a whole quotation is one token.

What stands inside the marks is never taken for the article's own words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from bot.news.quote_marks import Marked
from bot.news.types import Sentence, Span

WORD, MARK, QUOTE, BREAK = "w", "m", "q", "b"
_TOKEN = re.compile(r"\w+(?:[’'.\-&/]\w+)*(?:[’'](?!\w))?|--+|[,:;()\[\]—–―!?]")


class Token(NamedTuple):  # tens of thousands are made for one long text: a tuple is the fastest there is
    """A word, a mark, a whole quotation (`quote` is its number) or a sentence break, with its place in the text."""

    kind: str
    start: int
    end: int
    low: str
    cap: bool = False
    quote: int = -1


def tokens_of(
    text: str, low: str, paragraph: Span, marked: Sequence[tuple[int, Marked]], breaks: Sequence[int]
) -> list[Token]:
    """The tokens of one paragraph; `low` is the text lower-cased at its length.

    `marked` are the paragraph's quotations with their numbers, `breaks` where its sentences end.
    """
    out: list[Token] = []
    add, new = out.append, partial(tuple.__new__, Token)
    stops = iter([*breaks, sys.maxsize])
    stop = next(stops)
    at = paragraph.start
    for number, m in [*marked, (-1, None)]:
        until = m.outer.start if m else paragraph.end
        for word in _TOKEN.finditer(text, at, max(at, until)):
            start, end = word.span()
            if stop <= start:
                stop = _break(out, stop, start, stops)
            first = text[start]
            if first.isalnum() or first == "_":
                add(new((WORD, start, end, low[start:end], first.isupper(), -1)))
            else:
                add(new((MARK, start, end, "-" if first in "—–―-" else first, False, -1)))
        if m is None:
            break
        if stop <= m.outer.start:
            stop = _break(out, stop, m.outer.start, stops)
        add(Token(QUOTE, m.outer.start, m.outer.end, "", quote=number))
        while stop < m.inner.end:  # a sentence that ends inside the marks ends nothing here
            stop = next(stops)
        at = min(m.outer.end, paragraph.end)
        if stop <= at:
            add(Token(BREAK, at, at, ""))
            stop = next(stops)
    return out


def _break(out: list[Token], stop: int, start: int, stops: Iterator[int]) -> int:
    """Add the sentence break that lies before `start`; returns the next one."""
    if out and out[-1].kind != BREAK:
        out.append(Token(BREAK, stop, stop, ""))
    while stop <= start:
        stop = next(stops)
    return stop


def sentence_ends(sentences: Sequence[Sentence]) -> dict[int, list[int]]:
    """Paragraph number to the ends of its sentences."""
    out: dict[int, list[int]] = {}
    for s in sentences:
        out.setdefault(s.paragraph, []).append(s.span.end)
    return out


def ranges(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Half-open token ranges of the sentences."""
    start = 0
    for i, t in enumerate(tokens):
        if t.kind == BREAK:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(tokens):
        yield start, len(tokens)
