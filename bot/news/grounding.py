"""The gate: a draft becomes proven, or is refused with a named reason. Nothing else builds what may be posted.

Briefs and answers, a model's words and the extractive ones, all pass here. What is posted of a quotation is the
article's own slice, never the drafted string; what a line rests on must stand in a stored revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.news import amounts, attribution, copying, polarity, proofs
from bot.news.asking.stems import stems
from bot.news.text import fold, key, locate, squeeze
from bot.news.types import (
    Answer,
    Brief,
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
    Source,
    Sources,
    Span,
    Speaker,
)

_HEADLINE_CHARS = 300
_LINE_CHARS = 2000
Proven = TypeVar("Proven", Line, ProvenQuote, ProvenFigure)


def check_brief(draft: DraftBrief, sources: Sources) -> Brief:
    """What of the draft its sources prove; the rest is in `refused`, each with its reason."""
    refused: list[Refused] = []
    lines = [line for d in draft.lines if (line := _kept(_check_line(d, sources), refused))]
    quotes = [quote for d in draft.quotes if (quote := _kept(_check_quote(d, sources), refused))]
    figures = [figure for d in draft.figures if (figure := _kept(_check_figure(d, sources), refused))]
    headline = _check_headline(draft.headline, sources, refused)
    return Brief(headline, tuple(lines), tuple(quotes), tuple(figures), tuple(refused), tuple(sources))


def brief_or(brief: Brief, own: Brief) -> Brief:
    """The brief; what nothing is left of is taken from the article's own: there is always something true to post."""
    return Brief(
        brief.headline,
        brief.lines or own.lines,
        brief.quotes or own.quotes,
        brief.figures or own.figures,
        brief.refused + own.refused,
        brief.revisions,
    )


def check_answer(draft: DraftAnswer, sources: Sources, nearest: Sequence[Evidence] = ()) -> Answer:
    """The proven lines of the draft. With none left it is a refusal that shows the nearest words there are."""
    refused: list[Refused] = []
    lines = [line for d in draft.lines if (line := _kept(_check_line(d, sources), refused))]
    if lines:
        return Answer(tuple(lines), refused=tuple(refused))
    reason: RefusalReason = draft.reason or ("unproven" if draft.lines else "not-said")
    return Answer((), reason, _refusal_words(reason, draft.missing), tuple(nearest), tuple(refused))


def _refusal_words(reason: RefusalReason, missing: str) -> str:
    said = {
        "nothing-found": "The sources do not say.",
        "not-said": "The sources do not say.",
        "part-missing": "The sources do not say all of this.",
        "not-a-question": "Ask me something about the articles, such as who said what, how many, when or where.",
        "opinion": "I only report what the sources say; they hold no answer to this.",
        "forecast": "The sources do not say what will happen.",
        "unproven": "I found nothing that the sources prove.",
    }[reason]
    missing = squeeze(missing).rstrip(".")
    return (
        f"{said[:-1]}: nothing in them shows {missing}."
        if missing and reason in ("not-said", "nothing-found")
        else said
    )


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
    shown = [squeeze(span.of(source.text)) for source, span in found]
    links = [source.article.url for source, _ in found if source.article.url]
    reason = (
        proofs.unprintable(text)
        or proofs.foreign_link(text, shown, links)
        or amounts.unshown_number(text, shown)
        or proofs.unshown_name(text, shown)
        or proofs.unshown_quotation(
            text, [w for s, x in found for w in proofs.spoken_in(s.text, s.facts.quotes, x)], shown
        )
        or proofs.misattributed(text, [(s.text, span, s.facts.quotes, s.facts.claims) for s, span in found])
    )
    reason = reason or attribution.told_as_fact(text, found) or copying.unclaimed(text, shown)
    if reason is None and not _own_words(text, shown):
        reason = _unfaithful(text, shown, found)
    if reason:
        return Refused(text, reason)
    return Line(text, draft.kind, tuple(Evidence(source.article.revision.id, span) for source, span in found))


def _own_words(text: str, shown: Sequence[str]) -> bool:
    """True where the line is the source's own words, and nothing that it leaves out turns them."""
    plain = fold(text).rstrip(".")
    return any(plain in fold(p) and not proofs.may_turn(fold(p).replace(plain, " ", 1)) for p in shown)


def _unfaithful(text: str, shown: Sequence[str], placed: Sequence[tuple[Source, Span]]) -> str | None:
    """What is wrong with a line in words of its own."""
    return (
        polarity.unrelated(text, shown)
        or proofs.turned(text, shown)
        or polarity.crossed(text, shown, proofs.SIDES)
        or polarity.negating_prefix(text, shown)
        or polarity.other_share(text, shown)
        or polarity.other_office(text, shown)
        or polarity.reversed_roles(text, shown)
        or polarity.overstated(text, shown)
        or attribution.misspoken(text, placed)
        or copying.turned_joint(text, shown)
        or copying.swapped_names(text, shown)
        or copying.altered(text, shown)
    )


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
    return ProvenQuote(span.of(source.text), Evidence(source.article.revision.id, span), holding.speaker)


def _same_speaker(name: str, speaker: Speaker) -> bool:
    mine, theirs = key(name).split(), key(speaker.name).split()
    return bool(mine) and bool(theirs) and (mine[-1] == theirs[-1] or set(mine) <= set(theirs))


def _check_figure(draft: DraftFigure, sources: Sources) -> ProvenFigure | Refused:
    placed = _place(draft.words, sources)
    if placed is None:
        return Refused(draft.words.words, "figure not in the source")
    source, span = placed
    figure = next((f for f in source.facts.figures if f.span.overlaps(span)), None)
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


def _spoken(sources: Sources) -> list[str]:
    said = [w for s in sources.values() for w in proofs.spoken_in(s.text, s.facts.quotes, Span(0, len(s.text)))]
    titles = [squeeze(s.article.title) for s in sources.values() if s.article.title]
    return said + [w for t in titles for w in proofs.spoken_in(t, (), Span(0, len(t)))]


def _untrue_headline(text: str, own: Sequence[str], sources: Sources) -> str | None:
    """What is wrong with a headline beside the article's own title or the sentences nearest to it."""
    if any(fold(text).rstrip(".") in fold(title) for title in own):
        return None
    mine = set(stems(text))
    near = [(len(mine & set(stems(x.span.of(s.text)))), s, x.span) for s in sources.values() for x in s.facts.sentences]
    best = sorted(near, key=lambda found: -found[0])[:_HEADLINE_SENTENCES]
    placed = [(source, span) for shared, source, span in best if shared]
    shown = [*own, *(squeeze(span.of(source.text)) for source, span in placed)]
    reason = attribution.told_as_fact(text, placed)
    return reason if reason or _own_words(text, shown) else _unfaithful(text, shown, placed)


_HEADLINE_SENTENCES = 3


def _check_headline(headline: str, sources: Sources, refused: list[Refused]) -> str:
    """The drafted headline where the article shows its numbers, names and quotations, else the article's own."""
    text = squeeze(headline)
    own = [squeeze(s.article.title) for s in sources.values() if s.article.title]
    whole = [s.text for s in sources.values()]
    if text and len(text) <= _HEADLINE_CHARS:
        reason = (
            proofs.unprintable(text)
            or proofs.foreign_link(text, [*own, *whole], ())
            or amounts.unshown_number(text, [*own, *whole])
            or proofs.unshown_name(text, [*own, *whole])
            or proofs.unshown_quotation(text, _spoken(sources), [*own, *whole])
            or _untrue_headline(text, own, sources)
        )
        if reason is None:
            return text
        refused.append(Refused(text, reason))
    if own:
        return own[0]
    first = next((x.span.of(s.text) for s in sources.values() for x in s.facts.sentences[:1]), "")
    return squeeze(first)[:_HEADLINE_CHARS]
