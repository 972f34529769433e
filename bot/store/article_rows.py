"""Articles with one of their texts, as they are looked up, and which of them wait for their page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true

from bot.store.tables import articles, revisions

LATEST = revisions.c.id == articles.c.latest
"""Of each article the newest text."""

_MOST_OUTLETS = 2000

_TOLD = ("title", "outlet", "url", "published", "byline", "updated", "language")
_PAGE_ATTEMPTS = 3
_PAGE_WAIT = timedelta(minutes=10)


def articles_at(condition: ColumnElement[bool], *more: ColumnElement[Any]) -> Select[Any]:
    """Articles with the revisions that the condition picks, as `article_from` reads them, and `more` columns."""
    return (
        select(
            articles.c.id.label("article"),
            revisions.c.id.label("revision"),
            revisions.c.text,
            revisions.c.summary_only,
            revisions.c.seen_at,
            *(articles.c[name] for name in _TOLD),
            *more,
        )
        .join_from(articles, revisions, revisions.c.article == articles.c.id)
        .where(condition)
    )


def awaits_page(now: datetime) -> ColumnElement[bool]:
    """Its own page may still be read soon: due, tried seldom, and first seen a few minutes ago."""
    seen = revisions.alias()
    first_seen = select(func.min(seen.c.seen_at)).where(seen.c.article == articles.c.id).scalar_subquery()
    soon = and_(articles.c.page_due.is_not(None), articles.c.page_attempts < _PAGE_ATTEMPTS)
    return and_(soon, first_seen > now - _PAGE_WAIT, first_seen < now + _PAGE_WAIT)  # clocks can go back


def _next_outlet(after: ColumnElement[bool]) -> Select[Any]:
    """The first outlet of the condition, None where there is none."""
    return select(func.min(articles.c.outlet).label("outlet")).where(
        articles.c.same_as.is_(None), articles.c.outlet.is_not(None), after
    )


def _outlets() -> Select[Any]:
    """From each outlet to the next one, a step in the index: DISTINCT would read the entries of all articles."""
    steps = _next_outlet(true()).cte("outlets", recursive=True)
    following = _next_outlet(articles.c.outlet > steps.c.outlet).correlate(steps).scalar_subquery()
    steps = steps.union_all(select(following).where(steps.c.outlet.is_not(None)))
    return select(steps.c.outlet).where(steps.c.outlet.is_not(None)).limit(_MOST_OUTLETS)


FIRST_OUTLETS = _outlets()
"""The outlets of all articles that are no other's, each once, up to 2,000."""
