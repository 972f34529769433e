"""Read a paragraph as tokens in which a whole quotation is one token.

What stands inside the marks is never taken for the article's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from operator import methodcaller
from typing import NamedTuple

from bot.news.saying.quote_marks import Marked
from bot.news.types import Sentence, Span

_NEVER = 1 << 62  # past the end of any text
WORD, MARK, QUOTE, BREAK = "w", "m", "q", "b"
_TOKEN = re.compile(r"\w+(?:[’'.\-&/]\w+)*(?:[’'](?!\w))?|--+|[,:;()\[\]—–―!?]")
_MARKS = frozenset(",:;()[]—–―!?-")


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
    stops = iter([*breaks, _NEVER])
    stop = next(stops)
    ended = 0  # where a sentence ended, once something follows it
    at = paragraph.start
    for number, m in [*marked, (-1, None)]:
        until = max(at, m.outer.start if m else paragraph.end)
        while True:
            words = _plain(text, low, at, min(until, stop))
            if words:
                _close(out, ended)
                ended = 0
                out += words
            if stop >= until:
                break
            at, ended, stop = stop, ended or stop, next(stops)
        if m is None:
            break
        if stop <= m.outer.start:
            ended, stop = ended or stop, next(stops)
        _close(out, ended)
        ended = 0
        out.append(Token(QUOTE, m.outer.start, m.outer.end, "", quote=number))
        while stop < m.inner.end:  # a sentence that ends inside the marks ends nothing here
            stop = next(stops)
        at = min(m.outer.end, paragraph.end)
        if stop <= at:
            out.append(Token(BREAK, at, at, ""))
            stop = next(stops)
    return out


_token = partial(tuple.__new__, Token)  # making them one by one in Python takes twice as long
_span = methodcaller("span")


def _plain(text: str, low: str, start: int, end: int) -> list[Token]:
    """Words and marks of a stretch without quotations."""
    return [
        _token((WORD, a, b, low[a:b], c.isupper(), -1))
        if (c := text[a]) not in _MARKS
        else _token((MARK, a, b, "-" if c in "—–―-" else c, False, -1))
        for a, b in map(_span, _TOKEN.finditer(text, start, end))
    ]


def _close(out: list[Token], ended: int) -> None:
    if ended and out and out[-1].kind != BREAK:
        out.append(Token(BREAK, ended, ended, ""))


def sentence_ends(sentences: Sequence[Sentence]) -> dict[int, list[int]]:
    """Paragraph number to the ends of its sentences."""
    out: dict[int, list[int]] = {}
    for s in sentences:
        out.setdefault(s.paragraph, []).append(s.span.end)
    return out


def ranges(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Half-open token ranges of the sentences."""
    start = 0
    for i in [k for k, t in enumerate(tokens) if t.kind == BREAK]:
        if i > start:
            yield start, i
        start = i + 1
    if start < len(tokens):
        yield start, len(tokens)
