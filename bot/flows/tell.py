"""Each stored article finds its story.

    stories.unplaced          stored, and in no story yet                           I/O
    | Stories.add             its story, and what it shows to be a copy             rule
    | stories.save_placed     from here on channels are due it                      I/O

The window of recent stories is kept in memory and read from the store at the start; the store has the last word.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from bot.news.stories import Stories
from bot.news.types import ArticleId
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
                await self._store.save_placed([(a.id, stories.add(a)) for a in articles])
                placed += len(articles)
                await asyncio.sleep(0)
            self._stories = stories
        if placed:
            log.info("placed", articles=placed)
        return placed

    async def _recalled(self, now: datetime) -> Stories:
        stories = Stories()
        for article, story, copy_of in await self._store.placed_since(now - WINDOW):
            stories.recall(article, ArticleId(story), copy_of)
        return stories
