"""What each sentence of an article is worth to a brief.

A sentence scores by its place, by how much of the vocabulary it holds that the article, and the other articles of the
story, tell again (centrality, after Luhn 1958), by the words of the title, and by naming parties and figures.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.news.proving.proofs import stem
from bot.news.sentences import paragraphs
from bot.news.text import words
from bot.news.types import DraftLine, Facts, Party, Sentence, Source, Span
from bot.news.writing.live import entry_at, newest_last, stamps
from bot.news.writing.phrasing import stand_alone
from bot.news.writing.told import told_by

LEAD_CHARS = 420
_EASY_CHARS = 160
_MOST_SENTENCES = 400
_ACROSS = 1.0
_STOP = frozenset(
    """a about after again all also although am an and any are as at be because been before being between both but by
    can could did do does doing down during each few for from further had has have having he her here hers him
    his how i if in into is it its itself just me more most my no nor not of off on once only or other our out
    over own said say says she should so some such than that the their them then there these they this those
    through to too told under until up us very was we were what when where which while who whom why will with
    would year years you your mr mrs ms new one two last first people according""".split()
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_ENDED = re.compile(r"[.!…。！।॥۔]\W{0,6}$")
_SPEAKS = re.compile(r"(?:[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,3}|Q|A|Question|Answer)[:.]\s")


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """`place` counts the article's sentences that can stand alone, from 0."""

    source: Source
    sentence: Sentence
    line: DraftLine
    stems: frozenset[str]
    score: float
    place: int

    def repeats(self, others: Sequence[Scored]) -> bool:
        return any(len(self.stems & o.stems) > 0.6 * min(len(self.stems), len(o.stems)) for o in others)

    def like(self, others: Sequence[Scored]) -> float:
        """The share of its stems, or of theirs if these are fewer, that it has in common with the nearest of others."""
        return max(
            (len(self.stems & o.stems) / max(1, min(len(self.stems), len(o.stems))) for o in others), default=0.0
        )


def opening(source: Source) -> Source:
    """The part of an article that a brief is made of: what tells its story, of a very long text the first sentences."""
    source = told_by(source)
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


def told_across(sources: Sequence[Source]) -> Mapping[str, float]:
    """For each stem, the share of the other articles of a story that have it too; nothing for a single article."""
    if len(sources) < 2:
        return {}
    held = Counter(s for source in sources for s in set(content(source.text)))
    return {s: (n - 1) / (len(sources) - 1) for s, n in held.items() if n > 1}


def scored(source: Source, across: Mapping[str, float]) -> list[Scored]:
    """Every sentence that can stand alone, with what it is worth, in the order in which the story is told."""
    text, facts = source.text, source.facts
    stems = {s.span: frozenset(content(s.span.of(text))) for s in facts.sentences}
    spread = Counter(w for group in stems.values() for w in group)
    title = frozenset(content(source.article.title or ""))
    top = max((math.log1p(n) for n in spread.values()), default=1.0)
    out: list[Scored] = []
    for sentence in _from_newest(source):
        mine, raw = stems[sentence.span], sentence.span.of(text)
        if not mine or raw.rstrip("\"'”’»」)").endswith(("?", "？", "؟")) or _in_turn(source, sentence):
            continue
        line = stand_alone(source, sentence, "point" if out else "lead")
        if line is None or len(line.text) > LEAD_CHARS:
            continue
        at = len(out)
        central = sum(math.log1p(spread[w]) for w in mine) / top / math.sqrt(len(mine) + 4)
        place = 1.6 / (1 + at) + 0.6 * (1 - sentence.span.start / max(1, len(text)))
        named = min(3, sum(any(sentence.span.holds(m) for m in p.mentions) for p in facts.parties))
        counted = min(2, sum(sentence.span.holds(f.span) for f in facts.figures))
        worth = central + place + 0.5 * len(mine & title) / max(3, len(title)) * 3 + 0.12 * named + 0.15 * counted
        worth += _ACROSS * sum(across.get(w, 0.0) for w in mine) / math.sqrt(len(mine) + 4) / 3
        worth -= 0.4 * _quoted_share(source, sentence.span) + (0.5 if len(raw) < 45 and not _CJK.search(raw) else 0)
        worth -= max(0, len(line.text) - _EASY_CHARS) / 200 + (0.0 if _ENDED.search(raw) else 0.5)
        out.append(Scored(source, sentence, line, mine, worth, at))
    return out


def _from_newest(source: Source) -> Sequence[Sentence]:
    """The sentences as they stand; those of a live blog that begins with its oldest entry by entry from its end."""
    sentences = source.facts.sentences
    times = stamps(source.text, paragraphs(source.text))
    if not times or not newest_last(times):
        return sentences
    return sorted(sentences, key=lambda s: -entry_at(times, s.span.start))


def _in_turn(source: Source, sentence: Sentence) -> bool:
    """Whether somebody speaks there without quotation marks, as in interviews: that is quoted, not told."""
    text = source.text
    if _SPEAKS.match(text, sentence.span.start, sentence.span.end):
        return True
    return any(
        q.mention is not None
        and q.mention.end <= q.span.start
        and text[q.mention.end : q.span.start].strip() in (":", ".")
        for q in source.facts.quotes
        if q.span.overlaps(sentence.span)
    )


def content(text: str) -> list[str]:
    """The stems of the words that say something, in their order; pairs of letters where words are not parted."""
    if _CJK.search(text):
        return [run[n : n + 2] for run in _CJK.findall(text) for n in range(max(1, len(run) - 1))]
    return [s for w in words(text) if (s := stem(w.of(text))) and s not in _STOP and w.of(text).lower() not in _STOP]


def _quoted_share(source: Source, span: Span) -> float:
    inside = sum(
        min(q.span.end, span.end) - max(q.span.start, span.start) for q in source.facts.quotes if q.span.overlaps(span)
    )
    return inside / max(1, span.end - span.start)
