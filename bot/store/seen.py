"""What each channel has seen of the articles, and so which stories are news to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.news.types import RevisionId
from bot.store.chunks import chunks
from bot.store.inserting import insert_new
from bot.store.tables import articles, revisions, seen


async def mark_seen(on: AsyncConnection, channel: str, revisions_: Iterable[RevisionId], now: datetime) -> None:
    """The articles of these revisions are no news to the channel from now on."""
    for ids in chunks(revisions_):
        these = revisions.c.id.in_(ids)
        of = (await on.execute(select(revisions.c.article).where(these).distinct())).scalars()
        await insert_new(on, seen, [{"channel": channel, "article": article, "at": now} for article in of])


def news_to(channel: str, since: datetime, only: Collection[str] | None = None) -> Select[Any]:
    """The story of each article, of all or of these `only`, that is news to the channel; that of the newest first."""
    twins = articles.alias()
    seen_as_twin = exists().where(twins.c.same_as == articles.c.id, _has_seen(channel, twins.c.id))
    told = select(articles.c.story) if only is None else select(articles.c.story).where(articles.c.story.in_(only))
    return told.where(
        articles.c.dated >= since,
        articles.c.story.is_not(None),
        articles.c.same_as.is_(None),
        articles.c.fresh,
        ~_has_seen(channel, articles.c.id),
        ~_has_seen(channel, articles.c.copy_of),
        ~seen_as_twin,
    ).order_by(articles.c.dated.desc(), articles.c.story.desc())


def _has_seen(channel: str, article: ColumnElement[Any]) -> ColumnElement[bool]:
    return exists().where(seen.c.channel == channel, seen.c.article == article)
