"""Notes in which an outlet corrects its own article: "An earlier version of this article said 12; it is 15".

What such a note names as wrong must not be told as current, so no figure or quotation is taken from it. The note
itself is news of the article and is told as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.news.text import fold
from bot.news.types import DraftEvidence, DraftLine, Source, Span

_OWN = r"(?:article|story|report|post|piece|page|column|headline|dispatch|item|obituary|review|caption)"
_ANYWHERE = re.compile(
    rf"\b(?:earlier|previous|original|initial|prior) versions? of (?:this|our) {_OWN}\b", re.IGNORECASE
)
_OPENS = re.compile(
    rf"\W{{0,3}}(?:[^:.\n]{{0,40}}: )?(?:this {_OWN} (?:(?:was|has been|is|had been) (?:\w+ )?"
    rf"(?:amended|corrected|revised)\b(?! by)|(?:originally|initially|previously) "
    rf"(?:said|stated|reported|gave|listed|identified|named|attributed|quoted|mis\w+)\b|(?:incorrectly|wrongly) )|"
    rf"(?:correction|clarification|corrections? (?:and|&) clarifications?|erratum)\b(?: \([^)]{{1,40}}\))?\s*[:.–—-])",
    re.IGNORECASE,
)
_LONGEST_NOTE = 420  # characters
_MOST_NOTES = 2


def correction_notes(source: Source) -> list[Span]:
    """Such notes in the order of the text: from the sentence that opens one to the end of its paragraph."""
    text = source.text
    # Most texts hold none of these words, and their sentences are not looked at.
    if not _HINT.search(text):
        return []
    ends = {s.paragraph: s.span.end for s in source.facts.sentences}
    found: dict[int, Span] = {}
    for s in source.facts.sentences:
        said = fold(s.span.of(text)[:_LONGEST_NOTE])
        if s.paragraph not in found and (_OPENS.match(said) or _ANYWHERE.search(said)):
            found[s.paragraph] = Span(s.span.start, ends[s.paragraph])
    return list(found.values())


_HINT = re.compile(
    r"version|amended|correct|clarif|erratum|originally|initially|wrongly|previously|revised", re.IGNORECASE
)


def correction_lines(source: Source) -> Iterator[DraftLine]:
    """Those notes as lines that correct a figure or a quotation, each as it stands."""
    text, facts = source.text, source.facts
    told = 0
    for note in correction_notes(source):
        tells = any(note.holds(f.span) for f in facts.figures) or any(note.holds(q.span) for q in facts.quotes)
        if tells and told < _MOST_NOTES and note.end - note.start <= _LONGEST_NOTE:
            told += 1
            words = note.of(text)
            yield DraftLine(words, "point", (DraftEvidence(source.article.revision.id, words, note.start),))
