"""Which sentences a model is shown for a question: those that bear on it before the rest of the passages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from bot.news.asking.conversation import Asked
from bot.news.asking.stems import stems
from bot.news.machine_talk import addressed_to_machines
from bot.news.prompting.requests import cleaned, estimate
from bot.news.types import Passage, Source, Sources

MOST_TOKENS = 2500
"""Of all sentences shown, as estimated: with all the rest, the request and its reply fit a context of 4,096.

The answer's words were among them for .96 of 71 questions of RealTimeQA 2022 whose ten passages held it for .97; in
2,000 tokens for .90.
"""
_WHOLE = 2  # passages so good that all of them goes before what is left of the others
_NEIGHBOURS = 2  # sentences on either side of a passage, where there is room
_NUMBER = 3  # tokens of the number before a sentence
_LONGEST_SENTENCE = 1200  # characters shown of one sentence


def sentences_for(asked: Asked, passages: Sequence[Passage], sources: Sources) -> dict[int, list[int]]:
    """For each article by its place in `sources`, the indices of the sentences to show; the best article comes first.

    The passages come best first. Sentences that are addressed to machines are left out.
    """
    places = {revision: at for at, revision in enumerate(sources)}
    read = list(sources.values())
    known = [p for p in passages if p.evidence.revision in places]
    chosen: dict[int, set[int]] = {}
    left = MOST_TOKENS
    for at, index in _in_turn(asked, [(places[p.evidence.revision], p) for p in known], read):
        shown = chosen.setdefault(at, set())
        text = shown_text(read[at], index)
        if index in shown or addressed_to_machines(text):
            continue
        left -= estimate(text) + _NUMBER
        if left < 0:
            break
        shown.add(index)
    return {at: sorted(found) for at, found in chosen.items() if found}


def shown_text(source: Source, index: int) -> str:
    """A sentence as it is shown, on one line."""
    span = source.facts.sentences[index].span
    return cleaned(source.text[span.start : min(span.end, span.start + 2 * _LONGEST_SENTENCE)], _LONGEST_SENTENCE)


def _in_turn(asked: Asked, passages: list[tuple[int, Passage]], sources: list[Source]) -> Iterator[tuple[int, int]]:
    """Places of sentences in the order of their worth; some come twice."""
    about = set(stems(asked.meant))
    within = [(at, _touched(passage, sources[at])) for at, passage in passages]
    for rank, (at, touched) in enumerate(within):
        for index in touched:
            if rank < _WHOLE or not about.isdisjoint(stems(shown_text(sources[at], index))):
                yield at, index
    # An article's first sentence tells what "the talks" or "he" of a later one means.
    yield from ((at, 0) for at, touched in within if touched)
    yield from ((at, index) for at, touched in within for index in touched)
    for at, touched in within:
        total = len(sources[at].facts.sentences)
        for index in range(touched.start - _NEIGHBOURS, touched.stop + _NEIGHBOURS) if touched else ():
            if 0 <= index < total:
                yield at, index


def _touched(passage: Passage, source: Source) -> range:
    span, sentences = passage.evidence.span, source.facts.sentences
    low = bisect_right(sentences, span.start, key=lambda s: s.span.end)
    return range(low, max(low, bisect_left(sentences, span.end, key=lambda s: s.span.start)))
