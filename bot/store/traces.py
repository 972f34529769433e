"""What became of an article in one channel: found by its keys, followed to its story, its copies and its editions."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.keeping import Trace
from bot.news.addresses import canonical, host_of
from bot.news.types import ArticleId, StoryId
from bot.store.article_rows import LATEST, articles_at
from bot.store.chunks import chunks
from bot.store.rows import article_from
from bot.store.tables import article_keys, articles, edition_revisions, editions, revisions, seen

_MORE = (articles.c.story, articles.c.copy_of, articles.c.fresh, articles.c.page_note)


async def trace(on: AsyncConnection, keys: Collection[str], channel: str) -> Trace | None:
    """The first of the keys that stands for an article decides. None where none does.

    Articles that no feed showed have no keys: a key that is an address stands for the newest of them there.
    """
    met = await met_at(on, keys)
    return await trace_of(on, await itself(on, met), channel) if met else None


async def met_at(on: AsyncConnection, keys: Collection[str]) -> str | None:
    """The article that the first of these keys stands for, under the id that it came with."""
    return await _owner(on, keys) or await _without_feed(on, keys)


async def trace_of(on: AsyncConnection, id_: str, channel: str) -> Trace:
    """What became of a stored article, one that is no other's, in a channel."""
    row = (await on.execute(articles_at(LATEST & (articles.c.id == id_), *_MORE))).one()
    copy_of = None if row.copy_of is None else await itself(on, row.copy_of)
    if copy_of == id_:
        copy_of = None  # the first one turned out to be this article
    own = await known_as(on, id_)
    met_as = own if copy_of is None else own | await known_as(on, copy_of)  # a copy is no news where its original is
    first_seen = select(func.min(revisions.c.seen_at)).where(revisions.c.article.in_(own))
    met = select(func.min(seen.c.at)).where(seen.c.channel == channel, seen.c.article.in_(met_as))
    used = select(edition_revisions.c.edition).join(revisions, revisions.c.id == edition_revisions.c.revision)
    told = select(editions.c.id).where(
        editions.c.channel == channel, editions.c.id.in_(used.where(revisions.c.article.in_(met_as)))
    )
    newest = await on.execute(told.order_by(editions.c.created_at.desc(), editions.c.id.desc()))
    return Trace(
        article=article_from(row),
        seen_at=(await on.execute(first_seen)).scalar_one(),
        story=None if row.story is None else StoryId(row.story),
        copy_of=None if copy_of is None else ArticleId(copy_of),
        told_or_passed=(await on.execute(met)).scalar_one(),
        editions=tuple(newest.scalars()),
        fresh=row.fresh,
        page_note=row.page_note,
    )


async def _owner(on: AsyncConnection, keys: Collection[str]) -> str | None:
    found: dict[str, str] = {}
    owners = select(article_keys.c.key, article_keys.c.article)
    for some in chunks(keys):
        found.update((key, owner) for key, owner in await on.execute(owners.where(article_keys.c.key.in_(some))))
    return next((found[key] for key in keys if key in found), None)


async def _without_feed(on: AsyncConnection, addresses: Collection[str]) -> str | None:
    """How addresses are compared is no matter for a database: it gives those that name the same host."""
    for place in (canonical(key) for key in addresses if not key.isalnum()):
        alike = articles.c.feed.is_(None) & articles.c.url.icontains(host_of(place), autoescape=True)
        rows = await on.execute(select(articles.c.id, articles.c.url).where(alike).order_by(articles.c.dated.desc()))
        if found := next((row.id for row in rows if canonical(row.url) == place), None):
            return str(found)
    return None


async def itself(on: AsyncConnection, article: str) -> str:
    """The article that this one turned out to be, or itself."""
    same = select(func.coalesce(articles.c.same_as, articles.c.id)).where(articles.c.id == article)
    return str((await on.execute(same)).scalar_one())


async def known_as(on: AsyncConnection, article: str) -> set[str]:
    """The article, and those that turned out to be it."""
    twins = select(articles.c.id).where(articles.c.same_as == article)
    return {article, *(await on.execute(twins)).scalars()}
