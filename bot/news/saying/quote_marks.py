"""Pair quotation marks: where a quotation opens and closes, in every style of marks, balanced or not.

A quotation never runs out of its paragraph, unless the next paragraph opens with a mark of its own, which is
how a quotation over several paragraphs is printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.news.types import Sentence, Span

_DOUBLE = re.compile(r"[\"“”„‟«»〝〞＂「」]|''|``")
_SINGLE = re.compile(r"[‘’'‚‹›]")
_CLOSING = "”〞」"
_OPEN_AFTER = " \u00a0\u2009\u202f\t\n([{—–-…/>‘'’,:;."
_INCHES = re.compile(r"\d['’′]\d?\d$")
_TAG = re.compile(
    r"[,?!…'’]['’]?\s+(?:[\w.’'-]+\s){0,4}?(?:said|says|told|tells|wrote|writes|added|adds|tweeted|asked|replied)\b"
)
_HEADLINE = 250  # characters; a longer first paragraph is none
_APOSTROPHE = re.compile(r"['’](?:em|tis|twas|til|cause|bout|n|\d\ds?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A quotation: `outer` holds its marks, `inner` what stands between them."""

    outer: Span
    inner: Span


def paragraph_spans(sentences: Sequence[Sentence]) -> list[Span]:
    """Spans of the paragraphs that the sentences make up, in order."""
    out: list[Span] = []
    number = None
    for s in sentences:
        if s.paragraph == number:
            out[-1] = Span(out[-1].start, s.span.end)
        else:
            out.append(s.span)
            number = s.paragraph
    return out


def find_marked(text: str, paragraphs: Sequence[Span]) -> list[Marked]:
    """The outermost quotations of the text in order.

    Single marks count in a headline, and where the text uses no double ones but inside them.
    """
    first = _DOUBLE.search(text)
    if first is None or _is_nested(text, paragraphs, first.start()):
        return [m for paragraph in paragraphs for m in _single_pairs(text, paragraph)]
    out: list[Marked] = _in_headline(text, paragraphs[0], first.start()) if paragraphs else []
    running: Mark | None = None  # the opening mark of a quotation that was not closed so far
    last = Span(0, 0)
    for paragraph in paragraphs:
        marks = _double_marks(text, paragraph)
        if not marks and running is None:
            continue
        pairs, left = _pairs(text, marks)
        if left is None and _opens_speech(marks, pairs, paragraph):
            pairs, left = [], marks[0]
        if running is not None:
            if pairs and pairs[0][0] == paragraph.start and _may_go_on(text, running, last):
                pairs[0] = (running[0], running[1], *pairs[0][2:])
            elif left is not None and left[0] == paragraph.start and _may_go_on(text, running, last):
                last, left = paragraph, running
            else:
                out += _unclosed(text, running, last)
        out += [_marked(text, *pair) for pair in pairs]
        running, last = left, paragraph
    if running is not None:
        out += _unclosed(text, running, last)
    return [m for m in out if m.inner.start < m.inner.end]


def _is_nested(text: str, paragraphs: Sequence[Span], at: int) -> bool:
    """Whether the text's first double mark stands inside single ones."""
    k = bisect_right(paragraphs, at, key=lambda p: p.start) - 1
    return k >= 0 and any(m.inner.start <= at < m.inner.end for m in _single_pairs(text, paragraphs[k]))


def _in_headline(text: str, headline: Span, first_double: int) -> list[Marked]:
    """Headlines are printed with single marks also where the article has double ones."""
    if first_double < headline.end or headline.end - headline.start > _HEADLINE or text[headline.end - 1] == ".":
        return []
    return _single_pairs(text, headline)


def _opens_speech(marks: Sequence[Mark], pairs: Sequence[tuple[int, int, int, int]], paragraph: Span) -> bool:
    """A paragraph of a longer quotation, in straight marks around curly ones, that closes in a later paragraph."""
    return (
        len(marks) % 2 == 1
        and marks[0][0] == paragraph.start
        and marks[0][2] == '"'
        and all(m[2] in "“”" for m in marks[1:])
        and bool(pairs)
        and pairs[0][0] > paragraph.start
    )


def _may_go_on(text: str, opened: Mark, last: Span) -> bool:
    """True where the text since the opening mark reads as one person's words, with nobody said to say them."""
    return _TAG.search(text, max(opened[1], last.start), last.end) is None


def _unclosed(text: str, opened: Mark, last: Span) -> list[Marked]:
    """A quotation whose closing mark was forgotten ends with its paragraph, where nothing shows it ended before."""
    if opened[0] < last.start or not _may_go_on(text, opened, last) or text.count(" ", opened[1], last.end) < 3:
        return []
    return [_marked(text, opened[0], opened[1], last.end, last.end)]


def _marked(text: str, start: int, start_end: int, end: int, end_end: int) -> Marked:
    a, b = start_end, end
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return Marked(Span(start, end_end), Span(a, b))


Mark = tuple[int, int, str]  # start, end, the mark


def _double_marks(text: str, paragraph: Span) -> list[Mark]:
    return [(m.start(), m.end(), m.group()) for m in _DOUBLE.finditer(text, paragraph.start, paragraph.end)]


def _turn(text: str, mark: Mark, stack: list[Mark], following: Mark | None) -> int:
    """1 where the mark opens a quotation, -1 where it closes one, 0 where it does neither."""
    start, end, sign = mark
    inside = bool(stack)
    if sign in "«»":
        return -1 if inside and stack[-1][2] in "«»" and stack[-1][2] != sign else 1
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if sign in _CLOSING:
        return -1 if inside and not _is_inches(text, start, following) else 0
    if sign == "「":
        return 1
    if sign in "“„‟〝" or sign == "``":
        # Typed in haste, an opening mark stands where a closing one belongs.
        wrong = (
            stack[-1][2] == "„" or (not before.isspace() and before not in "([{—–-" and not after.isalnum())
            if stack
            else False
        )
        return -1 if wrong else 1
    opens = (before in _OPEN_AFTER and not after.isspace()) and (before not in ",:;.'’" or after.isalnum())
    closes = not before.isspace() and not after.isalnum()
    if opens and not closes:
        return 1
    if closes and not opens:
        return -1 if inside else 0
    return -1 if inside else 1


def _is_inches(text: str, at: int, following: Mark | None) -> bool:
    """ "He is 6’2”": the mark after a height closes nothing where another one follows that can."""
    if _INCHES.search(text, max(0, at - 5), at) is None:
        return False
    return text[at + 1 : at + 2] == " " or (following is not None and following[2] in _CLOSING)


def _pairs(text: str, marks: list[Mark]) -> tuple[list[tuple[int, int, int, int]], Mark | None]:
    """Outermost pairs, and the start of a quotation that stays open to the end of the paragraph."""
    stack: list[Mark] = []
    done: list[tuple[int, int, int, int]] = []
    for mark, following in zip_longest(marks, marks[1:]):
        turn = _turn(text, mark, stack, following)
        if turn > 0:
            stack.append(mark)
        elif turn < 0:
            opened = stack.pop()
            while done and done[-1][0] > opened[0]:
                done.pop()
            done.append((opened[0], opened[1], mark[0], mark[1]))
    # A mark left open that has whole quotations after it was never closed: those count, it does not.
    left = [m for m in stack if not done or m[0] > done[-1][3]]
    return done, left[0] if left else None


def _single_pairs(text: str, paragraph: Span) -> list[Marked]:
    """‘Speech’ in single marks, told from apostrophes by what stands beside them."""
    out: list[Marked] = []
    opens: list[int] = []
    closes: list[int] = []
    for m in _SINGLE.finditer(text, paragraph.start, paragraph.end):
        at = m.start()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        if before in " \u00a0([—–-" and not after.isspace() and m.group() in "‘'‚‹" and not _APOSTROPHE.match(text, at):
            opens.append(at)
        elif m.group() in "’'›" and not after.isalnum() and not before.isspace():
            closes.append(at)
    at = paragraph.start
    for k, start in enumerate(opens):
        if start < at:
            continue
        limit = opens[k + 1] if k + 1 < len(opens) else paragraph.end
        end = _single_close(text, closes, start, limit)
        if end is not None:
            out.append(_marked(text, start, start + 1, end, end + 1))
            at = end
    return out


def _single_close(text: str, closes: list[int], start: int, limit: int) -> int | None:
    """The mark that closes: one after a stop if there is one, else the first that is no plural's apostrophe."""
    first = None
    for k in range(bisect_left(closes, start + 2), len(closes)):
        c = closes[k]
        if c >= limit:
            break
        if text[c - 1] in ".,!?…;-–—":
            return c
        if first is None or text[first - 1] == "s":
            first = c
    return first
