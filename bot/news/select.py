"""The extractive summarizer: which sentences, quotes and figures of an article matter.

It writes a draft like any model does, from the article's own sentences, and the draft passes the same gate.
A sentence scores by its place, by how much of the article's vocabulary it holds (centrality, after Luhn 1958),
by the words of the title, and by naming parties and figures; points are chosen so that they do not repeat
each other (maximal marginal relevance, Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.counting.key_figures import key_figures
from bot.news.phrasing import stand_alone
from bot.news.proofs import stem
from bot.news.saying.key_quotes import key_quotes
from bot.news.text import fold, squeeze, words
from bot.news.types import (
    DraftBrief,
    DraftEvidence,
    DraftFigure,
    DraftLine,
    DraftQuote,
    Facts,
    Party,
    Quote,
    Sentence,
    Source,
    Span,
)

_LEAD_CHARS = 420
_LINE_CHARS = 360
_EASY_CHARS = 160
_POINTS_CHARS = 700
_QUOTE_CHARS = 260
_MOST_SENTENCES = 400
_POINTS = (3, 5)
_CLAIMS = 2
_STOP = frozenset(
    """a about after again all also although am an and any are as at be because been before being between both but by
    can could did do does doing down during each few for from further had has have having he her here hers him
    his how i if in into is it its itself just me more most my no nor not of off on once only or other our out
    over own said say says she should so some such than that the their them then there these they this those
    through to too told under until up us very was we were what when where which while who whom why will with
    would year years you your mr mrs ms new one two last first people according""".split()
)
_FURNITURE = re.compile(
    r"\b(?:sign up|subscribe|newsletter|click here|read more|see also|related:|contributing:|all rights reserved|"
    r"contributed to this (?:report|story)|contrib\w+ report|follow (?:us|him|her) on|photo(?:graph)? by|getty images|"
    r"watch:|listen to|download (?:the|our) app|editor'?s note|advertisement|live (?:coverage|updates)|turn to \w+ for|"
    r"this (?:story|article|page) (?:has been|was|is) (?:updated|corrected|being updated)|"
    r"is a (?:senior |staff )?(?:writer|reporter|correspondent|columnist) (?:for|at|with)|"
    r"(?:answered|listed|explained|reprinted) below|here'?s (?:what|everything|how)|"
    r"everything you need to know|what you need to know)",
    re.IGNORECASE,
)
_VIEWS = re.compile(
    r"\b(?:claim|accus|den(?:y|ied|ies)|insist|alleg|warn|blam|reject|dismiss|disput|criticis|criticiz|argu|condemn|vow|threat)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Scored:
    sentence: Sentence
    line: DraftLine
    stems: frozenset[str]
    score: float


def draft_brief(source: Source) -> DraftBrief:
    """A draft of headline, lead, three to five points, up to two claims, five key quotes and six key figures."""
    source = _opening(source)
    quotes = key_quotes(source.text, source.facts)
    figures = key_figures(source.text, source.facts)
    scored = _scored(source)
    headline, opening = _headline(source, scored)
    scored = [s for s in scored if s.sentence != opening]
    lead = _lead(scored)
    claims = _claims(source, scored, lead)
    points = _points(scored, [*lead, *claims], quotes)
    revision = source.article.revision.id
    lines = [s.line for s in lead]
    lines += [s.line for s in points]
    lines += [DraftLine(s.line.text, "claim", s.line.evidence) for s in claims]
    return DraftBrief(
        headline=headline,
        lines=tuple(lines),
        quotes=tuple(
            DraftQuote(_words(source, _sayable(source, q.span)), q.speaker.name if q.speaker else None) for q in quotes
        ),
        figures=tuple(DraftFigure(DraftEvidence(revision, f.span.of(source.text), f.span.start)) for f in figures),
    )


def _opening(source: Source) -> Source:
    """The part of a very long text that a brief is made of: its first sentences."""
    facts = source.facts
    if len(facts.sentences) <= _MOST_SENTENCES:
        return source
    end = facts.sentences[_MOST_SENTENCES - 1].span.end
    parties = tuple(
        Party(
            p.name,
            p.role,
            p.kind,
            tuple(m for m in p.mentions if m.end <= end),
            tuple(m for m in p.stand_ins if m.end <= end),
        )
        for p in facts.parties
    )
    kept = Facts(
        facts.sentences[:_MOST_SENTENCES],
        tuple(p for p in parties if p.mentions),
        tuple(q for q in facts.quotes if q.span.end <= end),
        tuple(c for c in facts.claims if c.span.end <= end),
        tuple(f for f in facts.figures if f.span.end <= end),
    )
    return Source(source.article, kept)


def _sayable(source: Source, span: Span) -> Span:
    """The whole quotation, or its first sentences where it is a long speech."""
    if span.end - span.start <= _QUOTE_CHARS:
        return span
    ends = [s.span.end for s in source.facts.sentences if span.start < s.span.end < span.end]
    fitting = [end for end in ends if end - span.start <= _QUOTE_CHARS]
    return Span(span.start, max(fitting)) if fitting else span


def _words(source: Source, span: Span) -> DraftEvidence:
    return DraftEvidence(source.article.revision.id, span.of(source.text), span.start)


def _scored(source: Source) -> list[_Scored]:
    """Every sentence that can stand alone, with what it is worth, in the order of the text."""
    text, facts = source.text, source.facts
    stems = [frozenset(_content(s.span.of(text))) for s in facts.sentences]
    spread = Counter(w for group in stems for w in group)
    title = frozenset(_content(source.article.title or ""))
    top = max((math.log1p(n) for n in spread.values()), default=1.0)
    out: list[_Scored] = []
    at = 0
    for sentence, mine in zip(facts.sentences, stems, strict=True):
        raw = sentence.span.of(text)
        if not mine or _FURNITURE.search(fold(raw)) or raw.rstrip("\"'”’").endswith("?"):
            continue
        line = stand_alone(source, sentence, "lead" if at == 0 else "point")
        if line is None or len(line.text) > _LEAD_CHARS:
            continue
        central = sum(math.log1p(spread[w]) for w in mine) / top / math.sqrt(len(mine) + 4)
        place = 1.6 / (1 + at) + 0.6 * (1 - sentence.span.start / max(1, len(text)))
        named = min(3, sum(any(sentence.span.holds(m) for m in p.mentions) for p in facts.parties))
        counted = min(2, sum(sentence.span.holds(f.span) for f in facts.figures))
        worth = central + place + 0.5 * len(mine & title) / max(3, len(title)) * 3 + 0.12 * named + 0.15 * counted
        worth -= 0.4 * _quoted_share(source, sentence.span) + (0.5 if len(raw) < 45 else 0)
        worth -= max(0, len(line.text) - _EASY_CHARS) / 200
        out.append(_Scored(sentence, line, mine, worth))
        at += 1
    return out


def _content(text: str) -> list[str]:
    return [s for w in words(text) if (s := stem(w.of(text))) and s not in _STOP and w.of(text).lower() not in _STOP]


def _quoted_share(source: Source, span: Span) -> float:
    inside = sum(
        min(q.span.end, span.end) - max(q.span.start, span.start) for q in source.facts.quotes if q.span.overlaps(span)
    )
    return inside / max(1, span.end - span.start)


def _lead(scored: Sequence[_Scored]) -> list[_Scored]:
    """One sentence, or two where both are short: the first strong ones of the article."""
    early = scored[:6]
    if not early:
        return []
    first = max(early, key=lambda s: s.score)
    rest = [s for s in early if s is not first and not _repeats(s, [first])]
    lead = [first]
    if rest and len(first.line.text) < 220:
        second = max(rest, key=lambda s: s.score)
        if len(first.line.text) + len(second.line.text) <= _LEAD_CHARS:
            lead.append(second)
    return [
        _Scored(s.sentence, DraftLine(s.line.text, "lead", s.line.evidence), s.stems, s.score)
        for s in sorted(lead, key=lambda s: s.sentence.span)
    ]


def _repeats(one: _Scored, others: Sequence[_Scored]) -> bool:
    return any(len(one.stems & o.stems) > 0.6 * min(len(one.stems), len(o.stems)) for o in others)


def _claims(source: Source, scored: Sequence[_Scored], lead: Sequence[_Scored]) -> list[_Scored]:
    """Sentences in which a named party claims, accuses or denies: "who says what"."""
    found: list[_Scored] = []
    used: set[str] = set()
    candidates = []
    for claim in source.facts.claims:
        if not _VIEWS.match(claim.cue.of(source.text).strip()):
            continue
        holder = next((s for s in scored if s.sentence.span.holds(claim.cue)), None)
        if holder is not None and holder not in candidates and claim.claimant.name not in used:
            used.add(claim.claimant.name)
            candidates.append(holder)
    for holder in sorted(candidates, key=lambda s: -s.score):
        if (
            len(found) < _CLAIMS
            and all(holder.sentence != s.sentence for s in lead)
            and not _repeats(holder, [*lead, *found])
        ):
            found.append(holder)
    return sorted(found, key=lambda s: s.sentence.span)


def _points(scored: Sequence[_Scored], taken: Sequence[_Scored], quotes: Sequence[Quote]) -> list[_Scored]:
    left = [s for s in scored if all(s.sentence != t.sentence for t in taken) and len(s.line.text) <= _LINE_CHARS]
    shown = [q.span for q in quotes]
    chosen: list[_Scored] = []
    while left and len(chosen) < _POINTS[1]:

        def gain(s: _Scored) -> float:
            like = max(
                (len(s.stems & c.stems) / max(1, min(len(s.stems), len(c.stems))) for c in (*taken, *chosen)),
                default=0.0,
            )
            shown_already = any(q.overlaps(s.sentence.span) for q in shown)
            return s.score - 1.4 * like - (0.7 if shown_already else 0.0)

        best = max(left, key=gain)
        left.remove(best)
        full = sum(len(c.line.text) for c in chosen) + len(best.line.text) > _POINTS_CHARS
        if len(chosen) >= _POINTS[0] and (full or gain(best) < 0.75):
            break
        if not _repeats(best, [*taken, *chosen]):
            chosen.append(best)
    return sorted(chosen, key=lambda s: s.sentence.span)


_CUT = re.compile(
    r"\s+[–—-]\s+|;\s|,\s+(?=(?:although|though|while|but|after which|as|with|who|which|according|in what|amid)\b)|:\s"
)
_HEADLINE_CHARS = 140
_LONGEST_HEADLINE = 220
_SITE = re.compile(r"\s+[|»]\s+[^|»]{2,40}$")


def _headline(source: Source, scored: Sequence[_Scored]) -> tuple[str, Sentence | None]:
    """The article's own title; without one, the first sentence up to where it can end, and that sentence."""
    title = squeeze(source.article.title or "")
    if title:
        while _SITE.search(title):
            title = _SITE.sub("", title)
        return title, None
    sentence = scored[0].sentence if scored else next(iter(source.facts.sentences), None)
    if sentence is None:
        return "", None
    first = scored[0].line.text if scored else squeeze(sentence.span.of(source.text))
    cuts = [m.start() for m in _CUT.finditer(first) if 40 <= m.start() <= _HEADLINE_CHARS]
    cuts = [at for at in cuts if fold(first[:at]).count('"') % 2 == 0]
    if len(first) > 80 and cuts:
        return first[: max(cuts)], sentence
    # A short article may be this one sentence: then it is lead and headline both.
    short = first if len(first) <= _LONGEST_HEADLINE else first[: first.rfind(" ", 0, _LONGEST_HEADLINE)] + "…"
    return short.removesuffix("."), sentence if len(scored) > 1 else None
