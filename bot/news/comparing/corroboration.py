"""Which other, independent sources of a story say the same as a proven line, quotation or figure of its brief.

Strict rather than generous. A sentence says the same as a line where most of the line's words stand in it or in it and
the sentence beside it, and where the gate would let the line pass with nothing but that sentence for evidence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.news.asking.stems import stems
from bot.news.comparing.bounds import agree
from bot.news.comparing.deeds import DEEDS, TOLLS
from bot.news.comparing.same_count import Counted, same_count
from bot.news.dossier import Dossier
from bot.news.proving import amounts, attribution, copying, polarity, proofs, shown_names
from bot.news.proving.paraphrases import LIGHT, same_as
from bot.news.text import key, squeeze, words
from bot.news.types import Evidence, Line, ProvenFigure, ProvenQuote, Quote, RevisionId, Source, Span, Speaker

_SHARED = 0.75  # the least share of a line's words, by their weight, that say the same
_NEARLY_ALL = 0.8  # share from which on a name may be missing there
_SYNONYM = 0.8  # what a word is worth that stands there as one that may stand for it
_LIGHT = 0.3  # what a word weighs that hardly adds a fact
_TRIED = 3  # places of one voice that the gate is asked about
_LONGEST = 600  # characters: what is longer is no sentence that a reader can compare
_OPEN = re.compile(
    r"\b(?:may|might|could|would|if|unless|possibly|probably|perhaps|likely|allegedly|alleged|reportedly|apparently|"
    r"suspected|expected|plans?|planned|hopes?|feared|believed)\b"
)
_READ = 400  # sentences of one article
_MANY = 10  # counts of fewer are often alike by chance
_QUOTED = 4  # the fewest words that are one quotation by themselves


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence, or two side by side, and the stems of what it says."""

    evidence: Evidence
    stems: frozenset[str]
    sentences: int


@dataclass(frozen=True, slots=True)
class _Said:
    """The stems of a line with what each weighs, and what may stand for it."""

    weights: dict[str, float]
    alike: dict[str, frozenset[str]]
    whole: float

    def share(self, place: frozenset[str]) -> float:
        """The share of the line that stands in a place; none where a deed is not told there."""
        found = 0.0
        for form, weight in self.weights.items():
            if form in place:
                found += weight
            elif self._stands_for(form, place):
                found += _SYNONYM * weight
            elif form in DEEDS or form in TOLLS:
                return 0.0
        return found / self.whole if self.whole else 0.0

    def _stands_for(self, form: str, place: frozenset[str]) -> bool:
        """ "Died" may stand for "killed", but not "hurt" for either."""
        alike = self.alike[form] & place
        return bool(alike & TOLLS if form in TOLLS else alike)


class Witnesses:
    """The sources of a story, laid out for finding who says the same."""

    def __init__(self, dossier: Dossier, counts: Sequence[Counted]) -> None:
        self._dossier = dossier
        self._counts = counts
        self._places = {r: _places(r, s) for r, s in dossier.sources.items()}
        self._spread = Counter(form for places in self._places.values() for place in places for form in place.stems)
        self._many = 1 + sum(map(len, self._places.values()))

    def of_line(self, line: Line) -> tuple[Evidence, ...]:
        """The best place of each other voice that says what the line says, in the order of the articles."""
        return self.others_say(line.text, (e.revision for e in line.evidence))

    def others_say(self, text: str, told: Iterable[RevisionId]) -> tuple[Evidence, ...]:
        """The best place of each voice but those of `told` that says what a text of theirs says."""
        found = (self.place_of(text, revisions) for revisions in self._others(told))
        return tuple(place for place in found if place is not None)

    def place_of(self, text: str, revisions: Iterable[RevisionId]) -> Evidence | None:
        """Where these articles say what the text says: rather in one sentence than in two, and where they say most."""
        said = self._said(text)
        scored = [
            (place.sentences, -score, place.evidence)
            for revision in revisions
            for place in self._places.get(revision, ())
            if (score := said.share(place.stems)) >= _SHARED
        ]
        scored.sort(key=lambda s: s[:2])
        for _, score, place in scored[:_TRIED]:
            source = self._dossier.sources[place.revision]
            if self._as_firm(text, place) and not _gainsaid(text, source, place.span, -score >= _NEARLY_ALL):
                return place
        return None

    def _as_firm(self, text: str, place: Evidence) -> bool:
        """ "May have kept" does not say the same as "has kept"."""
        words_there = place.span.of(self._dossier.sources[place.revision].text)
        return bool(_OPEN.search(text)) or not _OPEN.search(words_there)

    def _said(self, text: str) -> _Said:
        weights = {form: self._weight(form) for form in stems(text)}
        return _Said(weights, {form: same_as(form) for form in weights}, sum(weights.values()))

    def _weight(self, form: str) -> float:
        """What every sentence of a story has tells least (inverse document frequency: Spärck Jones 1972)."""
        weight = math.log(1 + self._many / (1 + self._spread[form]))
        return _LIGHT * weight if form in LIGHT else weight

    def of_quote(self, quote: ProvenQuote) -> tuple[Evidence, ...]:
        """Where other voices print the same words, or the longer or shorter of them, of the same speaker or of none."""
        found = []
        for revisions in self._others([quote.evidence.revision]):
            printed = ((r, q) for r in revisions for q in self._dossier.sources[r].facts.quotes)
            places = (self._same(quote, r, q) for r, q in printed)
            found += [same] if (same := next(filter(None, places), None)) else []
        return tuple(found)

    def _same(self, mine: ProvenQuote, revision: RevisionId, theirs: Quote) -> Evidence | None:
        """The words that both print."""
        text = self._dossier.sources[revision].text
        if mine.speaker and theirs.speaker and not _one_person(mine.speaker, theirs.speaker):
            return None
        spans = words(text, theirs.span.start, theirs.span.end)
        said, told = [key(w.of(mine.text)) for w in words(mine.text)], [key(w.of(text)) for w in spans]
        if len(told) <= len(said):
            return Evidence(revision, theirs.span) if _place_of(told, said) is not None else None
        at = _place_of(said, told)
        return None if at is None else Evidence(revision, Span(spans[at].start, spans[at + len(said) - 1].end))

    def of_figure(self, proven: ProvenFigure) -> tuple[Evidence, ...]:
        """The sentences of other voices with the same value of the same thing at the same time."""
        revision = proven.evidence.revision
        figure = next((c for c in self._counts if c.revision == revision and c.figure == proven.figure), None)
        if figure is None:
            return ()
        found = []
        for revisions in self._others([revision]):
            here = [c for c in self._counts if c.revision in revisions and self._counts_alike(figure, c)]
            found += [Evidence(here[0].revision, here[0].sentence)] if here else []
        return tuple(found)

    def _counts_alike(self, one: Counted, other: Counted) -> bool:
        mine, theirs = one.figure, other.figure
        if (mine.value, mine.high) != (theirs.value, theirs.high) or not agree(mine, theirs):
            return False
        if theirs.outdated or mine.part != theirs.part:
            return False
        # Two killed here and two killed there are easily met.
        if one.settled and not other.settled and mine.value < _MANY:
            return False
        return same_count(one, other)

    def _others(self, told: Iterable[RevisionId]) -> list[list[RevisionId]]:
        """The articles of each voice but those that tell it, in the order in which they came out."""
        own = {self._dossier.voice_of[r] for r in told}
        voices: dict[str, list[RevisionId]] = {}
        for revision in self._dossier.sources:
            voice = self._dossier.voice_of[revision]
            if voice not in own:
                voices.setdefault(voice, []).append(revision)
        return list(voices.values())


def _gainsaid(line: str, source: Source, span: Span, all_else: bool) -> bool:
    """Whether anything in a place of another article speaks against its saying what the line says.

    These are the gate's checks but for those on a line that copies its evidence: two outlets have words of their own.
    Where it says `all_else`, a name may stand elsewhere in the article: "he" and "the city" mean what it named before.
    """
    shown = [squeeze(span.of(source.text))]
    named = [*shown, squeeze(f"{source.article.title or ''} {source.text}")] if all_else else shown
    placed = [(source, span)]
    facts = source.facts
    return bool(
        amounts.unshown_number(line, shown)
        or shown_names.unshown_name(line, named)
        or proofs.unshown_quotation(line, proofs.spoken_in(source.text, facts.quotes, span), shown)
        or proofs.misattributed(line, [(source.text, span, facts.quotes, facts.claims)])
        or attribution.told_as_fact(line, placed)
        or attribution.misspoken(line, placed)
        or proofs.turned(line, shown)
        or polarity.crossed(line, shown, proofs.SIDES)
        or polarity.negating_prefix(line, shown)
        or polarity.other_share(line, shown)
        or polarity.other_office(line, shown)
        or polarity.reversed_roles(line, shown)
        or polarity.overstated(line, shown)
        or copying.turned_joint(line, shown)
    )


def _places(revision: RevisionId, source: Source) -> list[_Place]:
    """Every sentence, and every two side by side: a name may stand in the one before."""
    spans = [s.span for s in source.facts.sentences[:_READ]]
    forms = [frozenset(stems(span.of(source.text))) for span in spans]
    out = [_Place(Evidence(revision, span), form, 1) for span, form in zip(spans, forms, strict=True)]
    for i in range(len(spans) - 1):
        out.append(_Place(Evidence(revision, Span(spans[i].start, spans[i + 1].end)), forms[i] | forms[i + 1], 2))
    return [place for place in out if place.evidence.span.end - place.evidence.span.start <= _LONGEST]


def _place_of(short: list[str], long: list[str]) -> int | None:
    """At which word the shorter begins in the longer; nowhere where it is too short to be told by its words."""
    if len(short) < _QUOTED:
        return None
    text = f" {' '.join(long)} "
    at = text.find(f" {' '.join(short)} ")
    return None if at < 0 else text.count(" ", 0, at)


def _one_person(one: Speaker, other: Speaker) -> bool:
    mine, theirs = key(one.name).split(), key(other.name).split()
    return (
        bool(mine) and bool(theirs) and (mine[-1] == theirs[-1] or set(mine) <= set(theirs) or set(theirs) <= set(mine))
    )
