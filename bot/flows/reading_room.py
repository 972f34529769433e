"""Articles that were read lately, with their facts: what is asked about once is asked about again.

A revision never changes, so what was read of it is good for ever; only room is short.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from bot.news.reading import source_of
from bot.news.types import Article, RevisionId, Source


class ReadingRoom:
    """Keeps the articles read last, `most` of them: some 50 kB each. It may be used by several threads."""

    def __init__(self, most: int = 600) -> None:
        self._most = most
        self._kept: OrderedDict[RevisionId, Source] = OrderedDict()
        self._lock = Lock()

    def read(self, article: Article) -> Source:
        """The article with its facts, which take some milliseconds to find."""
        with self._lock:
            kept = self._kept.get(article.revision.id)
            if kept is not None:
                self._kept.move_to_end(article.revision.id)
        if kept is not None:
            # Title and address may have changed since; the text cannot.
            return kept if kept.article == article else Source(article, kept.facts)
        source = source_of(article)
        with self._lock:
            self._kept[article.revision.id] = source
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return source

    async def sources(self, articles: Iterable[Article]) -> dict[RevisionId, Source]:
        """The articles with their facts; others are served while they are read."""
        wanted = list(articles)
        return await asyncio.to_thread(lambda: {a.revision.id: self.read(a) for a in wanted})
