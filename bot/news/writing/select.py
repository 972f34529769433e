"""The extractive summarizer: which sentences, quotes and figures of a story matter.

It writes a draft like any model does, from the articles' own sentences, and the draft passes the same gate. Points are
chosen so that they do not repeat each other (maximal marginal relevance, Carbonell and Goldstein 1998), within one
article and across those of a story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.news.counting.key_figures import key_figures
from bot.news.lengths import LENGTHS, Measure
from bot.news.saying.key_quotes import key_quotes
from bot.news.text import key, squeeze
from bot.news.types import (
    DraftBrief,
    DraftEvidence,
    DraftFigure,
    DraftLine,
    DraftQuote,
    Figure,
    Quote,
    Source,
    Span,
)
from bot.news.writing.corrections import correction_lines
from bot.news.writing.genres import reported
from bot.news.writing.headline import headline_of, title_of
from bot.news.writing.languages import language_of
from bot.news.writing.scoring import LEAD_CHARS, Scored, content, opening, scored, told_across

_LINE_CHARS = 360
_CHARS_A_POINT = 140
_QUOTE_CHARS = 260
_FEWEST_POINTS = 3
_PER_SPEAKER = 2
_EARLY = 6
_CANDIDATES = 200
_MOST_CORRECTIONS = 2
_SPEECH_CHARS = 8
_FEWEST_CHARS = 20
_NEWEST = 0.4  # what the newest article's lead has before the oldest's
_VIEWS = re.compile(
    r"\b(?:claim|accus|den(?:y|ied|ies)|insist|alleg|warn|blam|reject|dismiss|disput|criticis|criticiz|argu|condemn|vow|threat)",
    re.IGNORECASE,
)


def draft_brief(sources: Sequence[Source], measure: Measure = LENGTHS["normal"]) -> DraftBrief:
    """A draft of headline, lead, points, claims, key quotes and key figures, as many as `measure` says.

    `sources` are the articles of one story, in the order in which they came out; at least one.
    """
    given = reported(sources)
    sources = [opening(source) for source in given]
    across = told_across(sources)
    each = [scored(source, across) for source in sources]
    first = _leading(each)
    headline, opened = headline_of(sources[first], each[first])
    if opened is not None and len(sources) > 1:
        headline, opened = next(
            ((headline_of(s, ())[0], None) for s in reversed(sources) if title_of(s)), (headline, opened)
        )
    each[first] = [s for s in each[first] if s.sentence != opened]
    quotes = _quotes(sources, measure.quotes)
    figures = _figures(sources, measure.figures)
    lead = _lead(each[first])
    only = None if lead else _only_line(sources[first], headline)
    claims = _claims(sources, each, lead, measure.claims)
    corrected = [line for source in given for line in correction_lines(source)][:_MOST_CORRECTIONS]
    points = _points(each, [*lead, *claims], quotes, measure.points - len(corrected))
    return DraftBrief(
        headline=headline,
        lines=(
            *(replace(s.line, kind="lead") for s in lead),
            *([only] if only else []),
            *(replace(s.line, kind="point") for s in points),
            *corrected,
            *(replace(s.line, kind="claim") for s in claims),
        ),
        quotes=tuple(
            DraftQuote(_words(source, _sayable(source, q.span)), q.speaker.name if q.speaker else None)
            for source, q in quotes
        ),
        figures=tuple(DraftFigure(_words(source, figure.span)) for source, figure in figures),
    )


def _words(source: Source, span: Span) -> DraftEvidence:
    return DraftEvidence(source.article.revision.id, span.of(source.text), span.start)


def _sayable(source: Source, span: Span) -> Span:
    """The whole quotation, or its first sentences where it is a long speech."""
    if span.end - span.start <= _QUOTE_CHARS:
        return span
    ends = [s.span.end for s in source.facts.sentences if span.start < s.span.end < span.end]
    fitting = [end for end in ends if end - span.start <= _QUOTE_CHARS]
    return Span(span.start, max(fitting)) if fitting else span


def _leading(each: Sequence[Sequence[Scored]]) -> int:
    """The article whose opening tells the story best; the newer one of equals."""
    best = [max((s.score for s in early[:_EARLY]), default=-9.0) for early in each]
    return max(range(len(each)), key=lambda n: best[n] + _NEWEST * n / len(each))


def _lead(scored: Sequence[Scored]) -> list[Scored]:
    """One sentence, or two where both are short: the first strong ones of the article."""
    early = scored[:_EARLY]
    if not early:
        return []
    first = max(early, key=lambda s: s.score)
    rest = [s for s in early if s is not first and not s.repeats([first])]
    lead = [first]
    if rest and len(first.line.text) < 220:
        second = max(rest, key=lambda s: s.score)
        if len(first.line.text) + len(second.line.text) <= LEAD_CHARS:
            lead.append(second)
    return sorted(lead, key=lambda s: s.place)


def _only_line(source: Source, headline: str) -> DraftLine | None:
    """The first words of an article none of whose sentences can stand alone, as of a single line without a stop."""
    for sentence in source.facts.sentences[:_EARLY]:
        words = squeeze(sentence.span.of(source.text))
        if _FEWEST_CHARS <= len(words) <= LEAD_CHARS and key(words).rstrip(".") != key(headline):
            evidence = DraftEvidence(source.article.revision.id, sentence.span.of(source.text), sentence.span.start)
            return DraftLine(words, "lead", (evidence,))
    return None


def _claims(
    sources: Sequence[Source], each: Sequence[Sequence[Scored]], lead: Sequence[Scored], most: int
) -> list[Scored]:
    """Sentences in which a named party claims, accuses or denies: "who says what"."""
    found: list[Scored] = []
    used: set[str] = set()
    candidates: list[Scored] = []
    for source, sentences in zip(sources, each, strict=True):
        for claim in source.facts.claims:
            if claim.claimant.name in used or not _VIEWS.match(claim.cue.of(source.text).strip()):
                continue
            holder = next((s for s in sentences if s.sentence.span.holds(claim.cue)), None)
            if holder is not None and holder not in candidates:
                used.add(claim.claimant.name)
                candidates.append(holder)
    for holder in sorted(candidates, key=lambda s: -s.score):
        if len(found) < most and holder not in lead and not holder.repeats([*lead, *found]):
            found.append(holder)
    return _in_order(found)


def _points(
    each: Sequence[Sequence[Scored]], taken: Sequence[Scored], quotes: Sequence[tuple[Source, Quote]], most: int
) -> list[Scored]:
    left = [s for one in each for s in one if s not in taken and len(s.line.text) <= _LINE_CHARS]
    left = sorted(left, key=lambda s: -s.score)[:_CANDIDATES]
    shown = [(source.article.revision.id, q.span) for source, q in quotes]
    chosen: list[Scored] = []
    while left and len(chosen) < most:

        def gain(s: Scored) -> float:
            mine = s.source.article.revision.id
            shown_already = any(r == mine and q.overlaps(s.sentence.span) for r, q in shown)
            return s.score - 1.4 * s.like((*taken, *chosen)) - (0.7 if shown_already else 0.0)

        best = max(left, key=gain)
        left.remove(best)
        full = sum(len(c.line.text) for c in chosen) + len(best.line.text) > _CHARS_A_POINT * most
        if len(chosen) >= min(_FEWEST_POINTS, most) and (full or gain(best) < 0.75):
            break
        if not best.repeats([*taken, *chosen]):
            chosen.append(best)
    return _in_order(chosen)


def _in_order(chosen: Iterable[Scored]) -> list[Scored]:
    """What stands early in its article comes first: the news is told from its main fact down."""
    return sorted(chosen, key=lambda s: (s.place, s.source.article.revision.id))


def _quotes(sources: Sequence[Source], most: int) -> list[tuple[Source, Quote]]:
    """The key quotes of all articles, those that several print before others; the same words once."""
    own = [
        [(s, q) for q in key_quotes(s.text, s.facts, most, s.article.title) or _unattributed(s, most)] for s in sources
    ]
    printed = [_said(s, q) for s in sources for q in s.facts.quotes] if len(sources) > 1 else []
    mixed = [pair for row in zip_longest(*own) for pair in row if pair is not None]
    mixed.sort(key=lambda pair: -sum(_said(*pair) in words for words in printed))
    chosen: list[tuple[Source, Quote]] = []
    said: Counter[str] = Counter()
    for source, quote in mixed:
        words = _said(source, quote)
        who = key(quote.speaker.name) if quote.speaker else ""
        known = (_said(s, q) for s, q in chosen)
        too_often = len(sources) > 1 and said[who] == _PER_SPEAKER
        if len(chosen) == most or too_often or any(words in k or k in words for k in known):
            continue
        said[who] += 1
        chosen.append((source, quote))
    return chosen


def _said(source: Source, quote: Quote) -> str:
    """The words of a quotation for comparing: the stop at its end is the sentence's around it."""
    return key(quote.span.of(source.text)).strip(" .,!;:…。，")


def _unattributed(source: Source, most: int) -> list[Quote]:
    """Whole quotations of an article in another language, where the rules do not tell who speaks."""
    if language_of(source.text) == "en":
        return []
    return [q for q in source.facts.quotes if q.span.end - q.span.start >= _SPEECH_CHARS][:most]


def _figures(sources: Sequence[Source], most: int) -> list[tuple[Source, Figure]]:
    """The key figures of all articles; of one thing the newest count alone."""
    own = [[(s, f) for f in key_figures(s.text, s.facts, most)] for s in sources]
    if len(sources) == 1:
        return own[0]
    told = Counter((f.value, f.unit) for s in sources for f in {(f.value, f.unit): f for f in s.facts.figures}.values())
    # The newest article first: what it counts is how things stand.
    mixed = [(rank, s, f) for row in own[::-1] for rank, (s, f) in enumerate(row)]
    mixed.sort(key=lambda found: found[0] - 2 * (told[found[2].value, found[2].unit] - 1) / len(sources))
    chosen: list[tuple[Source, Figure]] = []
    for _, source, figure in mixed:
        if len(chosen) < most and not any(_one_thing(figure, f) for _, f in chosen):
            chosen.append((source, figure))
    return chosen


def _one_thing(one: Figure, other: Figure) -> bool:
    if one.unit != other.unit:
        return False
    mine, theirs = set(content(one.of_what or "")), set(content(other.of_what or ""))
    return mine == theirs or (one.value == other.value and (not mine or not theirs or bool(mine & theirs)))
