"""What to show under a refusal: the sentences that come nearest to the question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.news.proving.proofs import content
from bot.news.types import Evidence, Passage, Sources

_MOST, _READ = 2, 6


def nearest(question: str, passages: Sequence[Passage], sources: Sources) -> tuple[Evidence, ...]:
    """Up to two sentences of the best passages that share most content words with the question, best first."""
    asked = content(question)
    found: dict[Evidence, tuple[int, int]] = {}
    for rank, passage in enumerate(passages[:_READ]):
        source = sources.get(passage.evidence.revision)
        if source is None:
            continue
        for sentence in source.facts.sentences:
            if passage.evidence.span.holds(sentence.span):
                shared = len(asked & content(sentence.span.of(source.text)))
                if shared:
                    found.setdefault(Evidence(passage.evidence.revision, sentence.span), (-shared, rank))
    return tuple(sorted(found, key=lambda e: (found[e], e.span))[:_MOST])
