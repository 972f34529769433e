"""Keeps stories and what each channel has seen of them: fits `StoryStore` of `bot/ports.py`, on the store's own engine.

Methods get their connection, `on`, from `writes` and `reads`; callers do not pass it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, insert, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.news.stories import Placed
from bot.news.types import Article, ArticleId, Brief, RevisionId, StoryId
from bot.ports import Spending
from bot.store.article_rows import LATEST, articles_at, awaits_page
from bot.store.chunks import chunks
from bot.store.feed_rows import topics_from
from bot.store.placing import current_stories, last_placed, place
from bot.store.rows import article_from, edition_from, whole
from bot.store.seen import mark_seen, news_to
from bot.store.sql import SqlStore
from bot.store.tables import articles, edition_stories, editions, feeds, spending
from bot.store.transactions import reads, writes

_AT_ONCE = 500  # articles that are looked at for stories that are due
_MOST_TOKENS = 10**9


class SqlStories:
    """`engine` is that of the `SqlStore` whose articles are placed."""

    def __init__(self, engine: AsyncEngine, reading: AsyncEngine | None = None) -> None:
        self.writing = engine
        self.reading = (reading or engine).execution_options(read_only=True)

    @reads
    async def unplaced(self, on: AsyncConnection, limit: int, now: datetime, since: datetime) -> list[Article]:
        no_place = and_(articles.c.story.is_(None), articles.c.same_as.is_(None), articles.c.dated >= since)
        latest = articles_at(and_(LATEST, no_place, not_(awaits_page(now))))
        rows = await on.execute(latest.order_by(articles.c.dated, articles.c.key).limit(limit))
        return [article_from(row) for row in rows]

    @writes
    async def save_placed(
        self, on: AsyncConnection, placed: Sequence[tuple[ArticleId, Placed]], after: int | None = None
    ) -> bool:
        return await place(on, placed, after)

    @reads
    async def placed_mark(self, on: AsyncConnection) -> int:
        return await last_placed(on)

    @reads
    async def placed_since(
        self, on: AsyncConnection, moment: datetime
    ) -> list[tuple[Article, StoryId, ArticleId | None]]:
        """Also those that turned out to be another article: they were placed, and others beside them."""
        told = articles.alias()
        live = select(told.c.story).where(told.c.dated >= moment, told.c.story.is_not(None))
        placed = articles_at(and_(LATEST, articles.c.story.in_(live)), articles.c.story, articles.c.copy_of)
        rows = await on.execute(placed.order_by(articles.c.placed))
        return [(article_from(row), StoryId(row.story), row.copy_of) for row in rows]

    @reads
    async def stories_due(
        self,
        on: AsyncConnection,
        channel: str,
        since: datetime,
        limit: int | None = None,
        only: Collection[StoryId] | None = None,
    ) -> list[StoryId]:
        """Hardly more is read than it takes to find `limit` of them."""
        due: dict[StoryId, None] = {}
        async with on.stream(news_to(channel, since, only)) as rows:
            async for some in rows.scalars().partitions(_AT_ONCE):
                due |= dict.fromkeys(some)
                if limit is not None and len(due) >= limit:
                    break
        return list(due)[:limit]

    @reads
    async def articles_of_story(self, on: AsyncConnection, story: StoryId) -> list[tuple[Article, ArticleId | None]]:
        """What turned out to be another article is left out, and its copies are that one's; none for no story."""
        current = await current_stories(on, [story])
        first = articles.alias()
        of = select(func.coalesce(first.c.same_as, first.c.id)).where(first.c.id == articles.c.copy_of)
        here = and_(LATEST, articles.c.story == current[story], articles.c.same_as.is_(None))
        told = articles_at(here, of.scalar_subquery().label("copy_of"))
        rows = await on.execute(told.order_by(articles.c.dated, articles.c.key))
        return [(article_from(row), None if row.copy_of == row.article else row.copy_of) for row in rows]

    @reads
    async def topics_of(self, on: AsyncConnection, articles_: Collection[ArticleId]) -> dict[ArticleId, frozenset[str]]:
        """Articles that are not stored are left out. Raises `StoreError` where stored topics cannot be read."""
        found: dict[ArticleId, frozenset[str]] = {}
        told: Select[Any] = select(articles.c.id, articles.c.section, feeds.c.topics, feeds.c.url)
        told = told.join(feeds, feeds.c.id == articles.c.feed, isouter=True)
        for ids in chunks(articles_):
            for row in await on.execute(told.where(articles.c.id.in_(ids))):
                topics = topics_from(row) if row.topics else ()
                found[ArticleId(row.id)] = frozenset(topics) | ({row.section} if row.section else frozenset())
        return found

    @reads
    async def story_of(self, on: AsyncConnection, article: ArticleId) -> StoryId | None:
        row = (await on.execute(select(articles.c.story).where(articles.c.id == article))).one_or_none()
        return StoryId(row.story) if row and row.story is not None else None

    @reads
    async def briefs_of(self, on: AsyncConnection, channel: str, story: StoryId, limit: int) -> list[Brief]:
        """Newest first. Raises `StoreError` where an edition is not what this version of Factbox writes."""
        current = await current_stories(on, [story])
        told = select(editions, edition_stories.c.part).join(editions, editions.c.id == edition_stories.c.edition)
        told = told.where(edition_stories.c.story == current[story], editions.c.channel == channel)
        newest = told.order_by(editions.c.created_at.desc(), editions.c.id.desc(), edition_stories.c.part).limit(limit)
        return [edition_from(row).briefs[row.part] for row in await on.execute(newest)]

    @writes
    async def pass_over(
        self, on: AsyncConnection, channel: str, revisions: Collection[RevisionId], now: datetime
    ) -> None:
        """Nothing happens for revisions that are not stored."""
        await mark_seen(on, channel, revisions, now)

    @writes
    async def spend(self, on: AsyncConnection, day: date, edition: str, channel: str, spent: Spending) -> None:
        """Raises `Rejected` for a name with half characters (lone surrogates)."""
        values = {"day": day, "edition": edition, "channel": channel, "model": whole(spent.model, "model's name")}
        values |= {"tokens_in": _counted(spent.tokens_in), "tokens_out": _counted(spent.tokens_out)}
        values |= {"cost": spent.cost, "cached": None if spent.cached is None else _counted(spent.cached)}
        await on.execute(insert(spending).values(values))

    @reads
    async def spent(self, on: AsyncConnection, day: date) -> int:
        tokens = select(func.coalesce(func.sum(spending.c.tokens_in + spending.c.tokens_out), 0))
        return int((await on.execute(tokens.where(spending.c.day == day))).scalar_one())

    @reads
    async def spending_of(self, on: AsyncConnection, edition: str) -> list[Spending]:
        """By the model's name."""
        numbers = (spending.c[name] for name in ("tokens_in", "tokens_out", "cost", "cached"))
        summed = (case((func.count() == func.count(number), func.sum(number))) for number in numbers)
        of = select(spending.c.model, *summed).where(spending.c.edition == edition)
        rows = await on.execute(of.group_by(spending.c.model).order_by(spending.c.model))
        return [Spending(*row) for row in rows]


def _counted(tokens: int) -> int:
    """What a server says it counted, as a number that every database keeps, and two of them too."""
    return max(-_MOST_TOKENS, min(tokens, _MOST_TOKENS))


def stories_of(store: SqlStore) -> SqlStories:
    """The stories of this store; closed together with it."""
    return SqlStories(store.writing, store.reading)
