"""What an article tells of its story: its facts without those of the page around it.

Sentences lose the time, dash or tag that stands before them, numbers that are misread leave the figures. All spans
still point into the article's own text, so that the gate proves what is written from them as anything else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.news.types import Facts, Figure, Sentence, Source, Span
from bot.news.writing.corrections import correction_notes
from bot.news.writing.furniture import Page, furniture
from bot.news.writing.genres import names_label
from bot.news.writing.languages import language_of
from bot.news.writing.live import current, stamps

# Single sentences that tell nothing, in paragraphs that may tell something.
_EMPTY = re.compile(
    r"\b(?:sign up|subscribe|newsletter|click here|read more|see also|related:|contributing:|"
    r"contributed to this (?:report|story)|contrib\w+ report|photo(?:graph)? by|"
    r"watch:|listen to|editor'?s note|advertisement|live (?:coverage|updates)|turn to \w+ for|"
    r"this (?:story|article|page) (?:has been|was|is) (?:updated|corrected|being updated)|"
    r"is a (?:senior |staff )?(?:writer|reporter|correspondent|columnist) (?:for|at|with)|"
    r"(?:answered|listed|explained|reprinted) below|here'?s (?:what|everything|how)|for more information, "
    r"(?:visit|go to|call)|"
    r"(?:here|these) are (?:our|the) (?:main|key|latest|headline)|"
    r"everything you need to know|what you need to know)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-z/!][^<>]{0,300}>", re.IGNORECASE)
_LISTED = re.compile(r"(?:(?:[-*•·–—►▪‣◦>|]|\(?\d{1,2}[.)])[ \t\u00a0]+|<[a-z/!][^<>]{0,300}>\s*)+", re.IGNORECASE)
_TAGS_AFTER = re.compile(r"(?:\s*<[a-z/!][^<>]{0,300}>)+$", re.IGNORECASE)
_AGED = re.compile(r",\s(?:\d{1,2}(?:,| and|, and)?\s){0,3}$")


def told_by(source: Source) -> Source:
    """The source with those facts alone that a brief may be made of.

    Sentences begin behind the time, dash or number that stands before them; every span still points into the text.
    """
    page = Page(source)
    gone = furniture(page, source.article)
    times = stamps(source.text, page.spans)
    stamped = {stamp.start: stamp.end for stamp, _ in times}
    sentences: list[Sentence] = []
    for n, group in enumerate(page.groups):
        if n in gone:
            continue
        shift = stamped.get(page.spans[n].start, page.spans[n].start)
        sentences += [s for sentence in group if (s := _bare(page, sentence, shift)) is not None]
    notes = correction_notes(source)
    lost = [page.spans[n] for n in gone] + [stamp for stamp, _ in times] + notes
    lost += [Span(m.start(), m.end()) for m in _TAG.finditer(source.text)]
    lost += [Span(m.start(), m.end()) for span in page.spans if (m := _LISTED.match(source.text, span.start, span.end))]
    inside, corrected = _Inside(lost), _Inside(notes)
    facts = source.facts
    figures = tuple(f for f in facts.figures if not inside.overlaps(f.span) and _sure(f, page.text))
    return Source(
        source.article,
        Facts(
            tuple(s for s in sentences if not corrected.overlaps(s.span)),
            facts.parties,
            tuple(q for q in facts.quotes if not inside.overlaps(q.span)),
            tuple(c for c in facts.claims if not inside.overlaps(c.cue)),
            current(figures, times),
        ),
    )


class _Inside:
    """Whether a span touches one of many."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)

    def overlaps(self, span: Span) -> bool:
        low, high = 0, len(self._spans)
        while low < high:
            middle = (low + high) // 2
            if self._spans[middle].end <= span.start:
                low = middle + 1
            else:
                high = middle
        return low < len(self._spans) and self._spans[low].overlaps(span)


def _bare(page: Page, sentence: Sentence, start: int) -> Sentence | None:
    """The sentence without a mark of a list, a time or a tag around it; None where it tells nothing."""
    span = sentence.span
    start = max(start, span.start)
    if m := _LISTED.match(page.text, start, span.end):
        start = m.end()
    tags = _TAGS_AFTER.search(page.text, max(start, span.end - 400), span.end)
    end = tags.start() if tags else span.end
    if start >= end or _EMPTY.search(page.folded, start, end) or names_label(page.text[start:end]):
        return None
    return sentence if (start, end) == (span.start, span.end) else Sentence(Span(start, end), sentence.paragraph)


def _sure(figure: Figure, text: str) -> bool:
    """Whether a figure was read as it is meant: no age, and in another language than English no day or time."""
    words, after = figure.span.of(text), text[figure.span.end : figure.span.end + 6]
    before = text[max(0, figure.span.start - 14) : figure.span.start]
    if words.isdigit() and len(words) < 3 and after.startswith((",", " and ")) and _AGED.search(before):
        return False
    if language_of(text) == "en":
        return True
    if words[-1:].isdigit() and _DAY.match(after):
        return False
    if _SCALED.match(after) or (figure.value < _THOUSAND and _THOUSANDS.match(words)):
        return False
    return not _CLOCK.fullmatch(words) and not _MINUTES.search(before) and not _cut_inside(figure, text)


_DAY = re.compile(r"\.\s[^\W\d_]{3}")  # "Am 3. Oktober"
_SCALED = re.compile(r"[万亿億千百十兆만억조천]")
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}(?!\d)")  # "1.240" read as a little more than one
_THOUSAND = 1000
_CLOCK = re.compile(r"\d{1,2}\s?(?:h|Uhr|ч)")
_MINUTES = re.compile(r"\d\s?h\s?$")


def _cut_inside(figure: Figure, text: str) -> bool:
    """Whether what is counted ends in the middle of a word, as in scripts with marks between letters."""
    counted = figure.of_what or ""
    at = text.find(counted, figure.span.start)
    after = text[at + len(counted) : at + len(counted) + 1]
    return at >= 0 and unicodedata.category(after or " ").startswith("M")
