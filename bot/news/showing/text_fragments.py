"""Links that jump to the words: an article's address with a text directive, `#:~:text=prefix-,start,end,-suffix`.

Follows the URL Fragment Text Directives draft of the WICG (https://wicg.github.io/scroll-to-text-fragment): a browser
takes the first place where the words stand, whatever their case and white space, and only between word borders; what
runs over paragraphs can only be given by how it starts and ends. A browser that knows no directives, or does not find
the words, opens the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from bot.news.text import lowered
from bot.news.types import Span

_WHOLE_CHARS = 80  # a longer sentence is given by how it starts and ends
_MOST_CHARS = 300  # where only the whole would do and is longer, there is no directive
_END_CHARS = 12  # at least so much of a start or an end: shorter ones stand anywhere
_MOST_PIECES = 12
_CONTEXT_PIECES = 8
_NEAR_CHARS = 1000
# An address that shows all it is: with a host, and without names before it, brackets and characters nobody sees.
_WEB = re.compile(
    'https?://(?![^/?#]*@)[^\\s\x00-\x20\x7f-\x9f"<>\\\\/?#\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]'
    '[^\\s\x00-\x20\x7f-\x9f"<>\\\\\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*',
    re.IGNORECASE,
)
_LONGEST_URL = 2000  # a longer one stays as it is: terminals and chats cut links
_ROUTES = ("!", "/")
_SPACES = re.compile(r"\s+")
# What white space parts, or the punctuation of scripts without spaces: a browser sees word borders there.
_PIECE = re.compile(r"[^\s、。，；：！？「」『』（）]+[、。，；：！？「」『』（）]*|[、。，；：！？「」『』（）]+")
_TO_ESCAPE = re.compile(r"[^A-Za-z0-9._~]")


def fragment_link(url: str, text: str, span: Span) -> str:
    """`url` with the directive that jumps to what `span` holds of `text`, the text of its page.

    Words that stand there more than once are told apart by their neighbours; where those are the same too, the link
    leads to the first place. An address comes back as it is where it is not http(s), where its fragment is a script's
    route ("#!", "#/") or where the span holds no words to look for. Another fragment stays before the directive; a
    directive that was there goes.
    """
    page, _, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    if len(url) > _LONGEST_URL or not _WEB.fullmatch(url) or fragment.startswith(_ROUTES):
        return url
    directive = _directive(text, _trimmed(text, span))
    return f"{page}#{fragment}:~:text={directive}" if directive else url


def _trimmed(text: str, span: Span) -> Span:
    """Without the spaces, quotation marks and stops around the words: they are not looked for."""
    start, end = span.start, min(span.end, len(text))
    while start < end and unicodedata.category(text[start])[0] in "PZC":
        start += 1
    while start < end and unicodedata.category(text[end - 1])[0] in "PZC":
        end -= 1
    return Span(start, end)


def _directive(text: str, span: Span) -> str:
    """All after `text=`; nothing where no words are left or they are too many."""
    page = _Page(text)
    words = span.of(text)
    if len(words) > _WHOLE_CHARS or "\n" in words:
        start = next((s for s in _starts(text, span) if page.times(s) == 1), None)
        end = start and next((e for e in _ends(text, span) if start.end < e.start and page.next(e, start.end)), None)
        if start and end:
            return f"{_escaped(start.of(text))},{_escaped(end.of(text))}"
        span = _trimmed(text, Span(span.start, span.start + len(words.partition("\n")[0])))
    if not 0 < span.end - span.start <= _MOST_CHARS:
        return ""
    alone = next((wide for wide in _widened(text, span) if page.times(wide) == 1), span)
    before, after = text[alone.start : span.start].strip(), text[span.end : alone.end].strip()
    parts = (f"{_escaped(before)}-" if before else "", _escaped(span.of(text)), f"-{_escaped(after)}" if after else "")
    return ",".join(filter(None, parts))


class _Page:
    """A text as a browser compares it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._flat = _flat(text)

    def times(self, span: Span) -> int:
        """How often the words of a span stand in the text, counted to 2."""
        words = _flat(span.of(self._text))
        first = self._find(words, 0)
        return 0 if first < 0 else 1 if self._find(words, first + 1) < 0 else 2

    def next(self, span: Span, offset: int) -> bool:
        """Whether nothing after `offset` reads as the words of a span before the span itself."""
        found = self._find(_flat(span.of(self._text)), len(_flat(self._text[:offset])))
        return found == len(_flat(self._text[: span.start]))

    def _find(self, words: str, start: int) -> int:
        at = self._flat.find(words, start)
        while at >= 0 and not (self._border(at) and self._border(at + len(words))):
            at = self._flat.find(words, at + 1)
        return at

    def _border(self, at: int) -> bool:
        return not (0 < at < len(self._flat) and self._flat[at - 1].isalnum() and self._flat[at].isalnum())


def _flat(text: str) -> str:
    return _SPACES.sub(" ", lowered(text))


def _starts(text: str, span: Span) -> Iterator[Span]:
    """How the words of a span start, within their first paragraph; the shortest first."""
    line = text.find("\n", span.start, span.end)
    pieces = _PIECE.finditer(text, span.start, line if line >= 0 else span.end)
    yield from (Span(span.start, m.end()) for m in islice(pieces, _MOST_PIECES) if m.end() - span.start >= _END_CHARS)


def _ends(text: str, span: Span) -> Iterator[Span]:
    """How the words of a span end, within their last paragraph; the shortest first."""
    line = text.rfind("\n", span.start, span.end) + 1
    pieces = [m.start() for m in _PIECE.finditer(text, max(line, span.start), span.end)][-_MOST_PIECES:]
    yield from (Span(start, span.end) for start in reversed(pieces) if span.end - start >= _END_CHARS)


def _widened(text: str, span: Span) -> Iterator[Span]:
    """The span alone, then with more and more of what stands before or after it; its own paragraph comes first."""
    yield span
    near = Span(max(0, span.start - _NEAR_CHARS), min(len(text), span.end + _NEAR_CHARS))
    ends = text.find("\n", span.end, near.end)
    line = Span(max(near.start, text.rfind("\n", near.start, span.start) + 1), ends if ends >= 0 else near.end)
    for room in (line, near):
        before = [m.start() for m in _PIECE.finditer(text, room.start, span.start)][::-1][:_CONTEXT_PIECES]
        after = [m.end() for m in _PIECE.finditer(text, span.end, room.end)][:_CONTEXT_PIECES]
        yield from (Span(start, span.end) for start in before)
        yield from (Span(span.start, end) for end in after)
        yield from (Span(start, end) for start, end in zip(before, after, strict=False))


def _escaped(words: str) -> str:
    """Percent-encoded, the directive's own "-", "," and "&" too; white space as one space."""
    one_line = _SPACES.sub(" ", words)
    return _TO_ESCAPE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode("utf-8", "replace")), one_line)
