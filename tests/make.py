"""Objects for tests: say only what matters."""

from __future__ import annotations

from bot.news.reading import source_of
from bot.news.types import Article, ArticleId, DraftEvidence, DraftLine, LineKind, Revision, RevisionId, Source


def an_article(text: str, key: str = "a1", title: str | None = None, outlet: str | None = None) -> Article:
    return Article(ArticleId(key), Revision(RevisionId(key), text), title, outlet)


def a_source(text: str, key: str = "a1", title: str | None = None, outlet: str | None = None) -> Source:
    return source_of(an_article(text, key, title, outlet))


def a_line(text: str, *proofs: str, key: str = "a1", kind: LineKind = "point") -> DraftLine:
    """A drafted line that rests on these words of the article."""
    return DraftLine(text, kind, tuple(DraftEvidence(RevisionId(key), words) for words in proofs))
