"""The gate: a draft becomes proven, or is refused with a named reason. Nothing else builds what may be posted.

Briefs and answers, a model's words and the extractive ones, all pass here. What is posted of a quotation is the
article's own slice, never the drafted string; what a line rests on must stand in a stored revision.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.news.asking.agreement import bearing, counted_once, others_who_say, told_once
from bot.news.asking.proven_days import proven_day
from bot.news.asking.refusal_words import refusal_words
from bot.news.asking.stems import stems
from bot.news.comparing.changes import changed_figures, news_since
from bot.news.comparing.conflicts import MOST, Side, conflicts_of, counts_of
from bot.news.comparing.corroboration import Witnesses
from bot.news.comparing.same_count import Counted
from bot.news.dossier import Dossier
from bot.news.proving import amounts, attribution, copying, proofs, rewording, shown_names
from bot.news.proving.faithful import own_words, unfaithful
from bot.news.proving.joined import unjoined
from bot.news.text import key, locate, squeeze
from bot.news.types import (
    Answer,
    Brief,
    Change,
    Conflict,
    DraftAnswer,
    DraftBrief,
    DraftEvidence,
    DraftFigure,
    DraftLine,
    DraftQuote,
    Evidence,
    Line,
    ProvenFigure,
    ProvenQuote,
    RefusalReason,
    Refused,
    RevisionId,
    Source,
    Sources,
    Span,
    Speaker,
)
from bot.news.writing.genres import labelled, shared_label, unlabelled
from bot.news.writing.headline import title_of

_HEADLINE_CHARS = 300
_LINE_CHARS = 2000
_MOST_NEAREST = 2
_EVIDENCE_CHARS = 20_000  # what is longer is no passage that a reader can look up
Proven = TypeVar("Proven", Line, ProvenQuote, ProvenFigure)


def check_brief(draft: DraftBrief, sources: Sources) -> Brief:
    """What of the draft its sources prove; the rest is in `refused`, each with its reason."""
    refused: list[Refused] = []
    lines = [line for d in draft.lines if (line := _kept(_check_line(d, sources), refused))]
    quotes = [quote for d in draft.quotes if (quote := _kept(_check_quote(d, sources), refused))]
    figures = [figure for d in draft.figures if (figure := _kept(_check_figure(d, sources), refused))]
    headline = _check_headline(draft.headline, sources, refused)
    return Brief(headline, tuple(lines), tuple(quotes), tuple(figures), tuple(refused), tuple(sources))


def check_answer(
    draft: DraftAnswer, sources: Sources, nearest: Sequence[Evidence] = (), dossier: Dossier | None = None
) -> Answer:
    """The proven lines of the draft. With none left it is a refusal that shows the nearest words there are.

    A `dossier` is the story that the answer rests on: each line is given those who say the same independently, and the
    answer the conflicts about what its lines count. Lines stay as they are when more follow, so that they can be shown
    one after the other; give the same dossier each time. Takes `dossier.sources` to be among the sources of its card.
    """
    refused: list[Refused] = []
    lines = []
    for drafted in draft.lines:
        line = _kept(_check_line(drafted, sources), refused)
        line = line and _kept(_unmixed(line, sources), refused)
        if line:
            lines.append(replace(line, day=proven_day(drafted.day, line.evidence, sources)))
    if not lines:
        return _refusal(draft, nearest, refused)
    reason: RefusalReason | None = "false-premise" if draft.reason == "false-premise" else None
    if reason is None and (draft.reason == "part-missing" or draft.missing.strip()):
        reason = "part-missing"
    words_of_it = refusal_words(reason, draft.missing) if reason else ""
    answer = Answer(tuple(lines), reason, words_of_it, refused=tuple(refused))
    if dossier is None:
        return answer
    counts = counts_of(dossier.sources)
    answer = replace(answer, lines=tuple(told_once(lines, dossier, Witnesses(dossier, counts))))
    return replace(answer, conflicts=_conflicts_on([e for x in answer.lines for e in x.evidence], dossier, counts))


def _refusal(draft: DraftAnswer, nearest: Sequence[Evidence], refused: Sequence[Refused]) -> Answer:
    reason: RefusalReason = draft.reason or ("unproven" if draft.lines else "not-said")
    if reason == "part-missing":  # the other part is not proven either
        reason = "unproven" if draft.lines else "not-said"
    return Answer((), reason, refusal_words(reason, draft.missing), tuple(nearest), tuple(refused))


def confirmed(told: Sequence[Evidence], dossier: Dossier) -> Answer:
    """Whether other, independent sources of the story say what these sentences of the last answer say.

    The sentences that they do say, each followed by their words for it, or a refusal; with those who count otherwise.
    """
    counts = counts_of(dossier.sources)
    witnesses = Witnesses(dossier, counts)
    asked = [e for e in told if e.revision in dossier.voice_of]
    answer = check_answer(others_who_say(asked, dossier, witnesses), dossier.sources, asked[:_MOST_NEAREST])
    lines = tuple(counted_once(answer.lines, witnesses))
    return replace(answer, lines=lines, conflicts=_conflicts_on(asked, dossier, counts))


def _conflicts_on(answering: Sequence[Evidence], dossier: Dossier, counts: Sequence[Counted]) -> tuple[Conflict, ...]:
    found = bearing(conflicts_of(dossier, counts, most=None), answering, counts)[:MOST]
    return tuple(_conflict(sides, dossier.sources) for sides in found)


def _kept(checked: Proven | Refused, refused: list[Refused]) -> Proven | None:
    if isinstance(checked, Refused):
        refused.append(checked)
        return None
    return checked


def _place(draft: DraftEvidence, sources: Sources) -> tuple[Source, Span] | None:
    source = sources.get(draft.revision)
    if source is None:
        return None
    if draft.start is not None:
        span = Span(draft.start, draft.start + len(draft.words))
        if draft.words and draft.start >= 0 and span.of(source.text) == draft.words:
            return source, span
    found = locate(draft.words, source.text, draft.start)
    return None if found is None else (source, found)


def _check_line(draft: DraftLine, sources: Sources) -> Line | Refused:
    text = squeeze(draft.text)
    if not any(c.isalnum() for c in text):
        return Refused(text, "says nothing")
    if len(text) > _LINE_CHARS:
        return Refused(text[:_LINE_CHARS], "longer than a line may be")
    placed = [_place(e, sources) for e in draft.evidence]
    found = [p for p in placed if p is not None]
    if not placed:
        return Refused(text, "names no evidence")
    if len(found) < len(placed):
        return Refused(text, "its evidence is not in the source")
    if sum(span.end - span.start for _, span in found) > _EVIDENCE_CHARS:
        return Refused(text, "names more evidence than a line can rest on")
    shown = [squeeze(span.of(source.text)) for source, span in found]
    links = [source.article.url for source, _ in found if source.article.url]
    reason = (
        proofs.unprintable(text)
        or proofs.foreign_link(text, shown, links)
        or amounts.unshown_number(text, shown)
        or shown_names.unshown_name(text, shown)
        or proofs.unshown_quotation(
            text, [w for s, x in found for w in proofs.spoken_in(s.text, s.facts.quotes, x)], shown
        )
        or proofs.misattributed(text, [(s.text, span, s.facts.quotes, s.facts.claims) for s, span in found])
    )
    reason = reason or attribution.told_as_fact(text, found) or copying.unclaimed(text, shown)
    if reason is None and not own_words(text, shown):
        reason = unfaithful(text, shown, found) or unjoined(draft, sources)
    if reason:
        return Refused(text, reason)
    return Line(text, draft.kind, tuple(Evidence(source.article.revision.id, span) for source, span in found))


def _check_quote(draft: DraftQuote, sources: Sources) -> ProvenQuote | Refused:
    placed = _place(draft.words, sources)
    if placed is None:
        return Refused(draft.words.words, "quotation not in the source, word for word")
    source, span = placed
    holding = next((q for q in source.facts.quotes if q.span.holds(span) or span.holds(q.span)), None)
    if holding is None or span.start < holding.span.start - 2 or span.end > holding.span.end + 2:
        return Refused(draft.words.words, "not between quotation marks in the source")
    span = Span(max(span.start, holding.span.start), min(span.end, holding.span.end))
    # The comma before "he said" belongs to the sentence around the quotation.
    span = Span(span.start, span.start + len(span.of(source.text).rstrip(", ")))
    if proofs.may_turn(proofs.last_clause(source.text[holding.span.start : span.start])):
        return Refused(draft.words.words, "a piece of a quotation that its beginning turns round")
    if draft.speaker and holding.speaker and not _same_speaker(draft.speaker, holding.speaker):
        return Refused(
            draft.words.words, f"said by {holding.speaker.name} in the source, not by {squeeze(draft.speaker)}"
        )
    venue = squeeze(holding.venue.of(source.text)) if holding.venue else None
    evidence = Evidence(source.article.revision.id, span)
    return ProvenQuote(span.of(source.text), evidence, holding.speaker, venue=venue)


def _same_speaker(name: str, speaker: Speaker) -> bool:
    mine, theirs = key(name).split(), key(speaker.name).split()
    return bool(mine) and bool(theirs) and (mine[-1] == theirs[-1] or set(mine) <= set(theirs))


def _check_figure(draft: DraftFigure, sources: Sources) -> ProvenFigure | Refused:
    placed = _place(draft.words, sources)
    if placed is None:
        return Refused(draft.words.words, "figure not in the source")
    source, span = placed
    near = [f for f in source.facts.figures if f.span.overlaps(span)]
    figure = next((f for f in near if f.span == span), near[0] if near else None)
    if figure is None:
        return Refused(draft.words.words, "no figure that counts something")
    sentence = source.facts.sentence_at(figure.span.start)
    around = (
        Span(min(sentence.span.start, figure.span.start), max(sentence.span.end, figure.span.end))
        if sentence
        else figure.span
    )
    revision = source.article.revision.id
    return ProvenFigure(
        figure.span.of(source.text), figure, Evidence(revision, figure.span), Evidence(revision, around)
    )


def _check_headline(headline: str, sources: Sources, refused: list[Refused]) -> str:
    """The drafted headline where the title or a few sentences of one article show it, else an article's own.

    What all articles are labelled as ("Satire") stands before it.
    """
    label = shared_label(s.article for s in sources.values())
    text = unlabelled(squeeze(headline), label)
    if _says_something(text) and len(text) <= _HEADLINE_CHARS:
        reason = proofs.unprintable(text)
        if reason is None:
            reasons = [_untrue_headline(text, source) for source in sources.values()]
            if not all(reasons):
                return labelled(text, label)
            reason = next(filter(None, reasons), None)
        if reason:
            refused.append(Refused(text, reason))
    titles = (t for s in sources.values() for t in (title_of(s), squeeze(s.article.title or "")))
    own = (unlabelled(title, label) for title in titles if _says_something(title))
    first = (squeeze(x.span.of(s.text)) for s in sources.values() for x in s.facts.sentences[:1])
    plain = (squeeze(s.article.title or "") for s in sources.values())  # of pictures alone, where nothing else is there
    found = next((t for t in (*own, *filter(_says_something, first), *plain) if t), "")
    return labelled(found[:_HEADLINE_CHARS], label)


def _says_something(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _untrue_headline(text: str, source: Source) -> str | None:
    """What is wrong with a headline beside the article's own title and the sentences nearest to it."""
    own = [squeeze(source.article.title)] if source.article.title else []
    if own and own_words(key(text), [key(own[0])]):
        return None
    placed = [(source, span) for span in _nearest(text, source)]
    shown = [*own, *(squeeze(span.of(source.text)) for _, span in placed)]
    said = [w for _, x in placed for w in proofs.spoken_in(source.text, source.facts.quotes, x)]
    return (
        proofs.foreign_link(text, shown, ())
        or amounts.unshown_number(text, shown)
        or shown_names.unshown_name(text, shown)
        or proofs.unshown_quotation(text, [*said, *(w for t in own for w in proofs.quoted_pieces(t))], shown)
        or attribution.told_as_fact(text, placed)
        or (None if own_words(text, shown) else rewording.scattered(text, shown) or unfaithful(text, shown, placed))
    )


def _nearest(text: str, source: Source) -> list[Span]:
    """The sentences that share most with a headline, each for words that those before it have not."""
    wanted = set(stems(text))
    shared = [
        (mine, x.span)
        for x in source.facts.sentences
        if x.span.end - x.span.start <= _EVIDENCE_CHARS // _HEADLINE_SENTENCES
        and (mine := wanted.intersection(stems(x.span.of(source.text))))
    ]
    chosen: list[Span] = []
    while shared and len(chosen) < _HEADLINE_SENTENCES:
        best = max(shared, key=lambda found: (len(found[0] & wanted), len(found[0])))
        shared.remove(best)
        chosen.append(best[1])
        wanted -= best[0]
    return chosen


_HEADLINE_SENTENCES = 3


def check_story(draft: DraftBrief, dossier: Dossier, earlier: Brief | None = None) -> Brief:
    """What of the draft the story's articles prove, with who else says so, where they disagree and who tells the story.

    `earlier` is the last brief of the story that was posted where this one goes: what is new since is marked.
    """
    brief = check_brief(draft, dossier.sources)
    refused = list(brief.refused)
    lines = [line for proven in brief.lines if (line := _kept(_unmixed(proven, dossier.sources), refused))]
    counts = counts_of(dossier.sources)
    witnesses = Witnesses(dossier, counts)
    told = replace(
        brief,
        lines=tuple(replace(line, also=witnesses.of_line(line)) for line in lines),
        quotes=tuple(replace(quote, also=witnesses.of_quote(quote)) for quote in brief.quotes),
        figures=tuple(replace(figure, also=witnesses.of_figure(figure)) for figure in brief.figures),
        refused=tuple(refused),
        revisions=dossier.revisions,
        story=dossier.story,
        voices=tuple(dossier.voices.values()),
        conflicts=tuple(_conflict(sides, dossier.sources) for sides in conflicts_of(dossier, counts)),
    )
    if earlier is None:
        return told
    fresh = [
        line
        for line in news_since(told, earlier, dossier.sources)
        if line.kind != "lead" and not witnesses.place_of(line.text, earlier.revisions)
    ]
    leads = [line for line in told.lines if line.kind == "lead"]
    rest = [line for line in told.lines if line not in leads and line not in fresh]
    changed = changed_figures(earlier, dossier.sources, counts)
    return replace(
        told,
        lines=(*leads, *(replace(line, kind="new") for line in fresh), *rest),
        changes=tuple(Change(before, _proven_figure(now, dossier.sources)) for before, now in changed),
        update=True,
    )


def _unmixed(line: Line, sources: Sources) -> Line | Refused:
    """A line of several articles: each of its statements must be proven by one of them alone.

    Else the dead of one article could be told of the town of another, each word of it proven.
    """
    by: dict[RevisionId, list[Evidence]] = {}
    for evidence in line.evidence:
        by.setdefault(evidence.revision, []).append(evidence)
    if len(by) == 1:
        return line
    if alone := [e for evidence in by.values() if _says(line.text, evidence, sources) for e in evidence]:
        return replace(line, evidence=tuple(alone))
    parts = [part for part in _STATEMENT.split(line.text) if stems(part)]
    if len(parts) > 1 and all(any(_says(part, e, sources) for e in by.values()) for part in parts):
        return line
    return Refused(line.text, "joins what two articles tell")


# Where one statement ends and another begins.
_STATEMENT = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z\"“‘])|;\s|,\s+(?:and|but|while|whereas)\s")


def _says(text: str, evidence: Sequence[Evidence], sources: Sources) -> bool:
    """Whether the gate lets a text pass with this evidence."""
    words_of = tuple(DraftEvidence(e.revision, e.span.of(sources[e.revision].text), e.span.start) for e in evidence)
    return isinstance(_check_line(DraftLine(text, "point", words_of), sources), Line)


def _conflict(sides: Sequence[Side], sources: Sources) -> Conflict:
    return Conflict(tuple(_proven_figure(side.told, sources, side.also) for side in sides))


def _proven_figure(told: Counted, sources: Sources, also: Sequence[Counted] = ()) -> ProvenFigure:
    return ProvenFigure(
        told.figure.span.of(sources[told.revision].text),
        told.figure,
        Evidence(told.revision, told.figure.span),
        Evidence(told.revision, told.sentence),
        tuple(Evidence(other.revision, other.sentence) for other in also),
    )
