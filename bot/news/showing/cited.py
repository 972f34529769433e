"""Which articles stand behind a brief."""

from __future__ import annotations

from collections.abc import Iterator

from bot.news.dossier import MOST_READ
from bot.news.types import Brief, Evidence, ProvenFigure, RevisionId


def evidence_of(brief: Brief) -> Iterator[Evidence]:
    """Every span that the brief rests on, in the order in which it is shown; some come twice."""
    for line in brief.lines:
        yield from (*line.evidence, *line.also)
    for quote in brief.quotes:
        yield from (quote.evidence, *quote.also)
    for figure in (*brief.figures, *(s for c in brief.conflicts for s in c.sides), *(c.now for c in brief.changes)):
        yield from _of_figure(figure)


def _of_figure(figure: ProvenFigure) -> Iterator[Evidence]:
    yield from (figure.evidence, figure.sentence, *figure.also)


def to_read(brief: Brief) -> tuple[RevisionId, ...]:
    """The revisions that a brief is shown and asked about with: those it cites, and of the others as many as a brief
    is made from at most.
    """
    cited = dict.fromkeys(e.revision for e in evidence_of(brief))
    others = [r for r in brief.revisions if r not in cited]
    return (*cited, *others[: max(0, MOST_READ - len(cited))])
