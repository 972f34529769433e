"""Stories of several invented outlets, for tests of what sources say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.news.dossier import Dossier, dossier_of
from bot.news.reading import source_of
from bot.news.types import Article, ArticleId, DraftBrief, DraftEvidence, DraftFigure, DraftQuote, RevisionId, StoryId
from tests.make import a_line, an_article

_NOON = datetime(2031, 3, 4, 12, 7, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """What an outlet writes, and how many hours after noon; None where no one knows when."""

    outlet: str
    text: str
    hour: float | None = None
    key: str = ""


def a_dossier(*told: Told) -> Dossier:
    """The story of these articles, in the order given. An article's revision is named after its outlet or its key."""
    return dossier_of(StoryId("story"), [_article(t) for t in told], {}, {}, source_of)


def _article(told: Told) -> Article:
    article = an_article(told.text, told.key or told.outlet, outlet=told.outlet)
    published = None if told.hour is None else _NOON + timedelta(hours=told.hour)
    return replace(article, id=ArticleId(told.key or told.outlet), published=published)


def a_draft(outlet: str, *lines: str, quotes: Iterable[str] = (), figures: Iterable[str] = ()) -> DraftBrief:
    """A draft of sentences, quotations and figures that stand in this outlet's article word for word."""
    revision = RevisionId(outlet)
    return DraftBrief(
        "",
        tuple(a_line(line, line, key=outlet, kind="point" if n else "lead") for n, line in enumerate(lines)),
        tuple(DraftQuote(DraftEvidence(revision, words)) for words in quotes),
        tuple(DraftFigure(DraftEvidence(revision, words)) for words in figures),
    )
