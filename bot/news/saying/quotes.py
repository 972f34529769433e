"""Find quotations and who said them: verbatim span, speaker, role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.news.saying.quote_marks import Marked
from bot.news.saying.resolve import Resolver
from bot.news.saying.speakers import Attribution
from bot.news.saying.spoken import Spoken
from bot.news.saying.turns import find_turns
from bot.news.saying.venues import venue_of
from bot.news.types import Quote, Span

_SOON = 160  # characters after one quotation within which a pronoun still means its speaker
_WHOLE = 4  # words from which a quotation counts without somebody shown to say it
_LOOKED_AT = 400  # characters of a quotation that show whether it is speech
_SURE = frozenset(("after", "before", "by", "colon", "noun", "carried"))
_SPOKEN = frozenset(("after", "before", "by", "noun"))
_NAMING = re.compile(
    r"\b(?:so-called|known (?:\w+ )?as|titled|entitled|nicknamed|film|movie|song|album|book|novel|show|series|"
    r"single|episode|play|magazine|drama|podcast|comedy|musical|video|game)[,:]?\s*$",
    re.IGNORECASE,
)
_SHOWING = re.compile(r"\b(?:reads?|reading|chant(?:s|ed|ing)|shout(?:s|ed|ing)|yell(?:s|ed|ing))[,:]? $")
_SENTENCE_BEFORE = re.compile(r"[.!?”\"] $")
_UNPARTED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W_]+)*")
_SMALL = frozenset("a an and as at but by de for from in of on or the to vs with".split())


def find_quotes(text: str, spoken: Spoken, resolver: Resolver) -> tuple[Quote, ...]:
    """The quotations of the text in order; spans leave the outer marks out and never overlap."""
    turns = find_turns(text, resolver)
    marked = sorted([*_marked_quotes(text, spoken, resolver), *turns], key=lambda q: (q.span.start, -q.span.end))
    out: list[Quote] = []
    for quote in marked:
        if not out or out[-1].span.end <= quote.span.start:
            out.append(quote)
    return tuple(out)


def _marked_quotes(text: str, spoken: Spoken, resolver: Resolver) -> list[Quote]:
    """Those between quotation marks."""
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
            out.append(Quote(m.inner, out[-1].speaker, got.mention, out[-1].venue))
            continue
        known = last if last is not None and not _names_anew(resolver, last_end, got.mention, m) else None
        speaker, party = resolver.speaker(got.mention, known, got.how == "after")
        if speaker is None and last is None and out and _goes_on(text, out[-1], got.mention, resolver):
            speaker = out[-1].speaker
        out.append(Quote(m.inner, speaker, got.mention, venue_of(text, m.inner, got.mention, resolver)))
        last, last_end = party, max(m.outer.end, got.mention.end)
    return [piece for quote in out for piece in _by_paragraph(text, quote)]


def _goes_on(text: str, before: Quote, mention: Span, resolver: Resolver) -> bool:
    """ "…," the board said. It added: "…": nobody was named since, and no sentence stands between."""
    since = max(before.span.end, before.mention.end if before.mention else 0)
    return (
        before.speaker is not None
        and since <= mention.start <= since + _SOON
        and mention.of(text).lower() in ("it", "he", "she", "they")
        and text.count(". ", since, mention.start) < 2
        and not resolver.names_party(since, mention.start)
    )


def _by_paragraph(text: str, quote: Quote) -> Iterator[Quote]:
    """A quotation over several paragraphs opens each with a mark: one slice for each, all of one speaker."""
    start = quote.span.start
    if text.find("\n", start, quote.span.end) < 0:
        yield quote
        return
    for m in _NEW_PARAGRAPH.finditer(text, start, quote.span.end):
        if start < m.start():
            yield Quote(Span(start, m.start()), quote.speaker, quote.mention, quote.venue)
        start = m.end()
    if start < quote.span.end:
        yield Quote(Span(start, quote.span.end), quote.speaker, quote.mention, quote.venue)


_NEW_PARAGRAPH = re.compile(r"\s*\n\s*[“\"„«]*\s*")


def _names_anew(resolver: Resolver, since: int, mention: Span, m: Marked) -> bool:
    """Whether the article's own words name a person between the last speaker and this pronoun."""
    return resolver.names_person(since, min(mention.start, m.outer.start)) or resolver.names_person(
        max(since, m.outer.end), mention.start
    )


def _is_speech(text: str, m: Marked, got: Attribution | None, resolver: Resolver) -> bool:
    """Words that somebody says, not a title, a nickname or a scare quote."""
    inner = m.inner.of(text)
    words = _WORD.findall(inner[:_LOOKED_AT])
    if not words:
        return False
    spoken = got is not None and got.how in _SPOKEN
    # Scripts that do not part words have about two letters in each.
    if len(words) + len(_UNPARTED.findall(inner[:_LOOKED_AT])) // 2 < _WHOLE and not spoken:
        return False
    if any(start < m.outer.start and end > m.outer.end for start, end, _ in resolver.around(m.outer)):
        return False
    spoken_after = got is not None and got.how == "after"
    if len(words) <= 8 and not (spoken_after and inner[-1] in ",.?!"):
        if _NAMING.search(text, max(0, m.outer.start - 24), m.outer.start):
            return False
        return not _is_titled(text, m, words, spoken_after)
    return True


def _is_titled(text: str, m: Marked, words: list[str], spoken_after: bool) -> bool:
    """All its longer words have capitals, as those of titles have, and nothing shows that they are speech."""
    big = [w for w in words if w.lower() not in _SMALL]
    if len(big) < 2 or not all(w[0].isupper() for w in big):
        return False
    if text[m.inner.end - 1] in ".?!,":
        # A sentence of its own: “That’s Ann Gray and Bo Lindt.”
        whole = text[m.inner.end - 1] != "," and _SENTENCE_BEFORE.search(text, max(0, m.outer.start - 3), m.outer.start)
        if spoken_after or (whole and any("’" in w or "'" in w for w in words)):
            return False
    return _SHOWING.search(text, max(0, m.outer.start - 14), m.outer.start) is None
