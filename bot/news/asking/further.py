"""More of what was told in a thread, or less of it: always the articles' own sentences."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bot.news.asking.voices import standing
from bot.news.channels import Turn
from bot.news.lengths import LENGTHS
from bot.news.types import Brief, DraftAnswer, DraftLine, Evidence, Sentence, Source, Sources, Span
from bot.news.writing.select import draft_brief

_MOST = 3
# It leans on the sentence before it, which is not beside it here.
_LEANS = re.compile(r"(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those|But|And|So|However|Instead)\b")


def draft_more(turns: Sequence[Turn], briefs: Sequence[Brief], sources: Sources) -> DraftAnswer:
    """The sentences that go on from the last answer, else what the briefs left out; nothing that was shown already."""
    shown = {e for turn in turns for e in turn.evidence} | {
        e for b in briefs for line in b.lines for e in line.evidence
    }
    last = next((t for t in reversed(turns) if not t.refused and t.evidence), None)
    lines = list(_going_on(last.evidence, shown, sources)) if last else []
    if not lines:
        told = [sources[r] for brief in briefs for r in brief.revisions if r in sources]
        lines = [d for d in draft_brief(told, LENGTHS["long"]).lines if not _told(d, shown)] if told else []
    found = tuple(dict.fromkeys(lines))[:_MOST]
    return DraftAnswer(found) if found else DraftAnswer((), "not-said", "more about this")


def draft_shorter(turns: Sequence[Turn], briefs: Sequence[Brief], sources: Sources) -> DraftAnswer:
    """The first sentence of the last answer, or else of each brief."""
    last = next((t for t in reversed(turns) if not t.refused and t.evidence), None)
    first = [last.evidence[0]] if last else [b.lines[0].evidence[0] for b in briefs if b.lines]
    lines = tuple(line for e in first if (line := _standing_at(e, sources)) is not None)
    return DraftAnswer(lines[:_MOST]) if lines else DraftAnswer((), "nothing-found")


def draft_again(turns: Sequence[Turn], briefs: Sequence[Brief], sources: Sources) -> DraftAnswer:
    """The sentences that the last answer rests on, else those of the briefs' lines."""
    last = next((t for t in reversed(turns) if not t.refused and t.evidence), None)
    told = last.evidence if last else tuple(e for b in briefs for line in b.lines for e in line.evidence)
    lines = (_standing_at(e, sources) for e in told)
    return DraftAnswer(tuple(dict.fromkeys(line for line in lines if line is not None)))


def _going_on(told: Iterable[Evidence], shown: Collection[Evidence], sources: Sources) -> Iterable[DraftLine]:
    """What stands after the evidence in its article, sentence by sentence."""
    for evidence in told:
        source = sources.get(evidence.revision)
        if source is None:
            continue
        for sentence in source.facts.sentences:
            after = sentence.span.start >= evidence.span.end
            if after and not _was_shown(source, sentence, shown) and source.text[sentence.span.end - 1] != "?":
                line = standing(source, sentence)
                if not _LEANS.match(line.text):
                    yield line


def _was_shown(source: Source, sentence: Sentence, shown: Collection[Evidence]) -> bool:
    return any(e.revision == source.article.revision.id and e.span.overlaps(sentence.span) for e in shown)


def _told(line: DraftLine, shown: Collection[Evidence]) -> bool:
    return any(
        e.revision == d.revision and d.start is not None and e.span.overlaps(Span(d.start, d.start + len(d.words)))
        for d in line.evidence
        for e in shown
    )


def _standing_at(evidence: Evidence, sources: Sources) -> DraftLine | None:
    source = sources.get(evidence.revision)
    sentence = source.facts.sentence_at(evidence.span.start) if source else None
    return standing(source, sentence) if source and sentence else None
