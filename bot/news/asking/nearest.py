"""What to show under a refusal: the sentences that come nearest to the question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.news.proving.proofs import content
from bot.news.types import Evidence, Passage, RevisionId, Sources

_MOST, _READ = 2, 6


def nearest(question: str, passages: Sequence[Passage], sources: Sources) -> tuple[Evidence, ...]:
    """Up to two sentences, each of another article, in the order of their passages, which come best first.

    Of each article it is the one that shares most content words with the question; one that shares less than half as
    many as the best of all is left out.
    """
    asked = content(question)
    found: dict[RevisionId, tuple[int, Evidence]] = {}
    for passage in passages[:_READ]:
        revision = passage.evidence.revision
        source = sources.get(revision)
        if source is None:
            continue
        for sentence in source.facts.sentences:
            if passage.evidence.span.holds(sentence.span):
                shared = len(asked & content(sentence.span.of(source.text)))
                if shared > found.get(revision, (0,))[0]:
                    found[revision] = (shared, Evidence(revision, sentence.span))
    most = max((shared for shared, _ in found.values()), default=0)
    return tuple(evidence for shared, evidence in found.values() if 2 * shared >= most)[:_MOST]
