"""The date before a line of a dated list: shown where an article of its evidence came out on it, or gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.news.asking.times import day_of, of_another_day
from bot.news.types import Evidence, Sources


def proven_day(day: str | None, evidence: Sequence[Evidence], sources: Sources) -> str | None:
    """The drafted date (ISO) where the evidence shows it, else None: an article without a date shows none."""
    return day if day is not None and any(day in _shown(one, sources) for one in evidence) else None


def _shown(evidence: Evidence, sources: Sources) -> Iterator[str]:
    """The day on which the article was published, unless its words are of long before, and those that they give."""
    source = sources[evidence.revision]
    if source.article.published is None:
        return
    published = source.article.published.date()
    sentence = source.facts.sentence_at(evidence.span.start)
    if not of_another_day(evidence.span.of(source.text), published):
        yield published.isoformat()
    for span in (evidence.span, sentence.span if sentence else evidence.span):
        told = day_of(span.of(source.text), published)
        if told is not None:
            yield told.isoformat()
