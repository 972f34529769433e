"""Stories for the store's tests: who was placed where is said by hand, as `Stories.add` would say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.news.channels import Edition, EditionId
from bot.news.stories import Placed
from bot.news.types import Article, ArticleId, StoryId
from bot.store.sql import SqlStore
from bot.store.stories import SqlStories, stories_of
from tests.store.examples import MINUTE, NOON, brief_of, found

SINCE = NOON - timedelta(days=14)


async def saved(store: SqlStore, *keys: str) -> list[Article]:
    """Articles of these keys, each a minute younger than the one before."""
    told = [found(key, f"Words of {key}.", NOON + minute * MINUTE) for minute, key in enumerate(keys)]
    return [(await store.save_article(each, NOON))[0] for each in told]


def placed(article: Article, first: Article | None = None, copy_of: Article | None = None, *joined: Article) -> Placed:
    """In the story that begins with `first`, by itself where there is none."""
    story = (first or article).id
    return Placed(story, copy_of.id if copy_of else None, tuple(each.id for each in joined))


async def place(stories: SqlStories, *pairs: tuple[Article, Article | None]) -> None:
    """Each article in the story that begins with the second one."""
    await stories.save_placed([(article.id, placed(article, first)) for article, first in pairs])


def story(article: Article) -> StoryId:
    return StoryId(article.id)


def told_in(slot: str, first: Article, used: Sequence[Article], channel: str = "harbour") -> Edition:
    """An edition with one brief, of the story that begins with `first`, made from these articles."""
    brief = replace(brief_of(*(each.revision.id for each in used)), story=story(first), headline=f"As of {slot}")
    return Edition(EditionId(f"{channel} {slot}"), channel, slot, (brief,))


async def unseen(store: SqlStore, channel: str, now: datetime) -> list[Article]:
    """What is news to a channel, the oldest first, when each article is a story of its own; at most 99 at once."""
    stories, since = stories_of(store), now - timedelta(days=60)
    for article in await stories.unplaced(99, now, since):
        await place(stories, (article, None))
    due = await stories.stories_due(channel, since)
    return [article for each in reversed(due) for article, _ in await stories.articles_of_story(each)]


def ids(articles: Sequence[Article]) -> list[ArticleId]:
    return [article.id for article in articles]
