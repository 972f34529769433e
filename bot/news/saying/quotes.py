"""Find quotations and who said them: verbatim span, speaker, role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.news.saying.quote_marks import Marked
from bot.news.saying.resolve import Resolver
from bot.news.saying.speakers import Attribution
from bot.news.saying.spoken import Spoken
from bot.news.types import Quote, Span

_WHOLE = 4  # words from which a quotation counts without somebody shown to say it
_SURE = frozenset(("after", "before", "by", "colon", "noun", "carried"))
_SPOKEN = frozenset(("after", "before", "by", "noun"))
_NAMING = re.compile(
    r"\b(?:so-called|known (?:\w+ )?as|titled|entitled|nicknamed|film|movie|song|album|book|novel|show|series|"
    r"single|episode|play|magazine|drama|podcast|comedy|musical|video|game)[,:]?\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W_]+)*")
_SMALL = frozenset("a an and as at but by de for from in of on or the to vs with".split())


def find_quotes(text: str, spoken: Spoken, resolver: Resolver) -> tuple[Quote, ...]:
    """The quotations of the text in order; spans leave the outer marks out and never overlap."""
    if not spoken.marked:
        return ()
    out: list[Quote] = []
    last: int | None = None
    last_end = 0
    for number, m in enumerate(spoken.marked):
        got = spoken.attributions.get(number)
        if not _is_speech(text, m, got, resolver):
            continue
        if got is None or got.how not in _SURE:
            out.append(Quote(m.inner, None, got.mention if got else None))
            continue
        if out and got.how == "carried" and out[-1].mention == got.mention:
            out.append(Quote(m.inner, out[-1].speaker, got.mention))
            continue
        known = last if last is not None and not _names_anew(resolver, last_end, got.mention, m) else None
        speaker, party = resolver.speaker(got.mention, known, got.how == "after")
        out.append(Quote(m.inner, speaker, got.mention))
        last, last_end = party, max(m.outer.end, got.mention.end)
    return tuple(piece for quote in out for piece in _by_paragraph(text, quote))


def _by_paragraph(text: str, quote: Quote) -> Iterator[Quote]:
    """A quotation over several paragraphs opens each with a mark: one slice for each, all of one speaker."""
    start = quote.span.start
    for m in _NEW_PARAGRAPH.finditer(text, start, quote.span.end):
        if start < m.start():
            yield Quote(Span(start, m.start()), quote.speaker, quote.mention)
        start = m.end()
    if start < quote.span.end:
        yield Quote(Span(start, quote.span.end), quote.speaker, quote.mention)


_NEW_PARAGRAPH = re.compile(r"\s*\n\s*[“\"„«]*\s*")


def _names_anew(resolver: Resolver, since: int, mention: Span, m: Marked) -> bool:
    """Whether the article's own words name a person between the last speaker and this pronoun."""
    return resolver.names_person(since, min(mention.start, m.outer.start)) or resolver.names_person(
        max(since, m.outer.end), mention.start
    )


def _is_speech(text: str, m: Marked, got: Attribution | None, resolver: Resolver) -> bool:
    """Words that somebody says, not a title, a nickname or a scare quote."""
    inner = m.inner.of(text)
    words = _WORD.findall(inner[:2000])
    if not words:
        return False
    spoken = got is not None and got.how in _SPOKEN
    if len(words) < _WHOLE and not spoken:
        return False
    if any(start < m.outer.start and end > m.outer.end for start, end, _ in resolver.around(m.outer)):
        return False
    spoken_after = got is not None and got.how == "after"
    if len(words) <= 8 and not (spoken_after and inner[-1] in ",.?!"):
        if _NAMING.search(text, max(0, m.outer.start - 24), m.outer.start):
            return False
        big = [w for w in words if w.lower() not in _SMALL]
        if (
            len(words) > 1
            and len(big) > 1
            and (inner[-1] not in ".?!," or not spoken_after)
            and all(w[0].isupper() for w in big)
        ):
            return False
    return True
