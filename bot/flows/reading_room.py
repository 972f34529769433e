"""Articles that were read lately, with their facts: what is asked about once is asked about again.

A revision never changes, so what was read of it is good for ever; only room is short.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock

from bot.news.machine_talk import for_readers
from bot.news.reading import read, source_of
from bot.news.sentences import split_sentences
from bot.news.text import visible
from bot.news.types import Article, Facts, RevisionId, Sentence, Source

_FOUND_LATER = ("parties", "quotes", "claims", "figures")


class ReadingRoom:
    """Keeps the articles read last, `most` of them: some 50 kB each. It may be used by several threads."""

    def __init__(self, most: int = 600) -> None:
        self._most = most
        self._kept: OrderedDict[RevisionId, Source] = OrderedDict()
        self._lock = Lock()

    def read(self, article: Article) -> Source:
        """The article with its facts, which take some milliseconds to find."""
        return self._once(article, source_of)

    def _once(self, article: Article, reading: Callable[[Article], Source]) -> Source:
        with self._lock:
            kept = self._kept.get(article.revision.id)
            if kept is not None:
                self._kept.move_to_end(article.revision.id)
        if kept is not None:
            # Title and address may have changed since; the text cannot.
            return kept if kept.article == article else Source(article, kept.facts)
        source = reading(article)
        with self._lock:
            self._kept[article.revision.id] = source
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return source

    async def sources(self, articles: Iterable[Article]) -> dict[RevisionId, Source]:
        """The articles with their facts; others are served while they are read."""
        wanted = list(articles)
        return await asyncio.to_thread(lambda: {a.revision.id: self.read(a) for a in wanted})

    async def skimmed(self, articles: Iterable[Article]) -> dict[RevisionId, Source]:
        """As `sources`, in a quarter of the time: all but the sentences is found when it is first asked for."""
        wanted = list(articles)
        return await asyncio.to_thread(lambda: {a.revision.id: self._once(a, _skim) for a in wanted})


def _skim(article: Article) -> Source:
    text = article.text
    if visible(text) != text:
        return source_of(article)
    sentences = split_sentences(text)
    shown = for_readers(Source(article, Facts(sentences, (), (), (), ())))
    if shown.facts.sentences != sentences:  # what is addressed to machines takes its quotes and figures with it
        return source_of(article)
    return Source(shown.article, _Skimmed(text, sentences))


class _Skimmed(Facts):
    """The sentences of a text; the rest of its facts are found when one of them is first asked for."""

    __slots__ = ("_text",)
    _text: str

    def __init__(self, text: str, sentences: tuple[Sentence, ...]) -> None:
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "sentences", sentences)

    def __getattr__(self, name: str) -> object:
        """Python asks here for what has no value yet."""
        if name not in _FOUND_LATER:
            raise AttributeError(name)
        facts = read(self._text)
        for each in _FOUND_LATER:
            object.__setattr__(self, each, getattr(facts, each))
        return getattr(facts, name)
