"""Each stored article finds its story.

    stories.unplaced          stored, and in no story yet                           I/O
    | Stories.add             its story, and what it shows to be a copy             rule
    | stories.save_placed     from here on channels are due it                      I/O

The window of recent stories is kept in memory and read from the store at the start, and anew where another copy of
the bot placed something meanwhile; the store has the last word.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog

from bot.news.stories import Placed, Stories
from bot.news.types import Article, ArticleId
from bot.ports import StoryStore

WINDOW = timedelta(days=14)
"""An article joins stories that were told of this lately."""

_AT_ONCE = 200
_EVER = datetime.min.replace(tzinfo=UTC)

log = structlog.get_logger()


class Window:
    """The stories of the last days, for one process."""

    def __init__(self, store: StoryStore) -> None:
        self._store = store
        self._stories: Stories | None = None
        self._mark = 0  # of the store, when the memory was the same as it
        self._one_at_a_time = asyncio.Lock()

    async def place(self, now: datetime) -> int:
        """Finds the story of every article that has none; how many these were. Safe to run again."""
        placed = 0
        async with self._one_at_a_time:
            stories = self._stories or await self._recalled(now)
            # Until all is saved the memory may be ahead of the store: then it is read anew.
            self._stories = None
            stories.forget(now - WINDOW)
            while articles := await self._store.unplaced(_AT_ONCE, now, _EVER):
                found = [(article, stories.add(article)) for article in articles]
                if not await self._store.save_placed([(a.id, where) for a, where in found], after=self._mark):
                    log.info("placed_elsewhere")
                    stories = await self._recalled(now)
                    continue
                self._mark += len(articles)
                placed += len(articles)
                _tell(found)
                await asyncio.sleep(0)
            self._stories = stories
        if placed:
            log.info("all_placed", articles=placed)
        return placed

    async def _recalled(self, now: datetime) -> Stories:
        stories = Stories()
        self._mark = await self._store.placed_mark()  # first: what is placed from here on is found out by it
        for article, story, copy_of in await self._store.placed_since(now - WINDOW):
            stories.recall(article, ArticleId(story), copy_of)
        return stories


def _tell(found: Sequence[tuple[Article, Placed]]) -> None:
    """A line for each; a flood, as feeds bring that are new to us, is told from its end alone."""
    if len(found) == _AT_ONCE:
        log.info("flood_placed", articles=len(found), first=found[0][0].id, last=found[-1][0].id)
        return
    for article, where in found:
        more = {"copy_of": where.copy_of} if where.copy_of else {}
        log.info("placed", article=article.id, story=where.story, url=article.url, **more)
