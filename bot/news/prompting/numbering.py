"""The numbers that sentences go out under and come back with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from bot.news.types import DraftEvidence, Source


class Numbers:
    """The numbers of the sentences, counted from 1 through all the sources, and the way back."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        self._firsts = [1]
        for source in sources:
            self._firsts.append(self._firsts[-1] + len(source.facts.sentences))

    def first(self, at: int) -> int:
        """The number of the first sentence of that source."""
        return self._firsts[at]

    def evidence(self, number: int | None) -> DraftEvidence | None:
        """The whole sentence of that number, None where there is none."""
        if number is None or not 1 <= number < self._firsts[-1]:
            return None
        at = bisect_right(self._firsts, number) - 1
        source = self.sources[at]
        span = source.facts.sentences[number - self._firsts[at]].span
        return DraftEvidence(source.article.revision.id, span.of(source.text), span.start)
