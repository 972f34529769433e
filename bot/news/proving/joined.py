"""Whether a line in words of its own puts a person of one sentence into what another one tells.

"Twelve were arrested at the port. Falk leads the protest." does not show that Falk was arrested, though each word of
"Falk was arrested" stands there. A sentence in which "he" or "the protest's leader" means Falk tells of him too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.news.text import key, words
from bot.news.types import DraftLine, RevisionId, Source, Sources, Span
from bot.news.writing.scoring import content

# Where one statement of a line ends and another begins.
_STATEMENT = re.compile(r"(?<=[.!?])[\"”’]?\s+|;\s|,\s+(?:and|but|while|whereas)\s")


def unjoined(line: DraftLine, sources: Sources) -> str | None:
    """What is wrong with a line that rests on several sentences of one article; None where nothing is."""
    by: dict[RevisionId, list[Span]] = {}
    for evidence in line.evidence:
        source = sources.get(evidence.revision)
        if source is not None and evidence.start is not None:
            by.setdefault(evidence.revision, []).append(Span(evidence.start, evidence.start + len(evidence.words)))
    for revision, spans in by.items():
        source = sources[revision]
        for statement in _STATEMENT.split(line.text) if len(spans) > 1 else ():
            if name := _elsewhere(statement, source, spans):
                return f"puts {name} into a sentence that does not tell of them"
    return None


def _elsewhere(text: str, source: Source, spans: Sequence[Span]) -> str | None:
    """The first person of the line whom a sentence that it takes a word from alone does not mean."""
    said = set(content(text))
    stems = [set(content(span.of(source.text))) for span in spans]
    if any(said <= one for one in stems):
        return None
    here = {key(w.of(text)).removesuffix("'s") for w in words(text)}
    people = {name: places for name, places in _people(source).items() if _last(name) in here}
    names = {stem for name in people for stem in content(name)}
    for at, span in enumerate(spans):
        others = set().union(*(s for n, s in enumerate(stems) if n != at))
        if not (said & stems[at]) - others - names:
            continue
        told = {key(w.of(source.text)).removesuffix("'s") for w in words(source.text, span.start, span.end)}
        for name, places in people.items():
            if _last(name) not in told and not any(place.overlaps(span) for place in places):
                return name
    return None


def _people(source: Source) -> dict[str, list[Span]]:
    """Who speaks or acts in the article, with the places where something else than the name means them."""
    found: dict[str, list[Span]] = {}
    for party in source.facts.parties:
        if party.kind == "person":
            found.setdefault(party.name, []).extend((*party.mentions, *party.stand_ins))
    for quote in source.facts.quotes:
        if quote.speaker:
            found.setdefault(quote.speaker.name, []).extend(filter(None, (quote.mention, quote.span)))
    for claim in source.facts.claims:
        found.setdefault(claim.claimant.name, []).append(claim.mention)
    return found


def _last(name: str) -> str:
    return next(iter(key(name).split()[-1:]), "")
