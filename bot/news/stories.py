"""Which articles are one story: each new article finds its place, at a cost that does not grow with the window.

What tells events apart, and how alike two articles or stories are, is in `telling/`. Copies of one text go where the
first of them went and count as one article. `gathering.py` places all that are known at once, by the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.news.telling.archive import Archive
from bot.news.telling.groups import Comparison, Group
from bot.news.telling.marks import day_of, marks_of
from bot.news.types import Article, ArticleId

_JOIN = 1.0  # log-odds from which on a new article joins a story: what is not known yet cannot speak against it
_JOIN_STORIES = 0.6  # the same for two stories that stood apart so far: more is known of them
_COMPARED = 6  # stories a new article is compared with


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article went. A story goes by the id of its first article.

    `copy_of` is the first article with this text. `joined` are stories that this article showed to be one with `story`:
    all their articles now belong to it.
    """

    story: ArticleId
    copy_of: ArticleId | None = None
    joined: tuple[ArticleId, ...] = ()


@dataclass(eq=False, slots=True)
class _Story:
    id: ArticleId
    group: Group
    articles: list[ArticleId]


class Stories:
    """The stories of a window, article by article."""

    def __init__(self) -> None:
        self._archive = Archive()
        self._ids: dict[int, ArticleId] = {}  # of the archive's numbers
        self._stories: dict[int, _Story] = {}  # by the same
        self._placed: dict[ArticleId, _Story] = {}
        self._copies: dict[ArticleId, ArticleId] = {}

    def add(self, article: Article) -> Placed:
        """Finds an article's story, or begins one with it.

        No other article changes its story, but those of the stories in `joined`. An article that was added before
        stays where it is, whatever it says now.
        """
        if article.id in self._placed:
            return Placed(self._placed[article.id].id, self._copies.get(article.id))
        archive = self._archive
        marks = marks_of(article)
        archive.rarity.count(marks)
        told = archive.rarity.weigh(marks)
        near = archive.near(told)
        original = archive.original(told, near)
        if original is not None:
            archive.rarity.forget(told)
            return self._copy(article, self._ids[original], self._stories[original], marks.day)
        number = archive.keep(told)
        self._ids[number] = article.id
        story = _Story(article.id, Group([number], set() if marks.day is None else {marks.day}), [article.id])
        self._enter(story)
        return self._settle(story, near)

    def recall(self, article: Article, story: ArticleId, copy_of: ArticleId | None = None) -> None:
        """Puts an article back where it is known to belong, as when the window is read again from a store.

        Begin with the oldest: the first article of a story, and the first of its copies, come before the others.
        """
        marks = marks_of(article)
        known = self._placed.get(story)
        if copy_of is not None and known is not None:
            self._copy(article, copy_of, known, marks.day)
            return
        self._archive.rarity.count(marks)
        number = self._archive.keep(self._archive.rarity.weigh(marks))
        self._ids[number] = article.id
        new = _Story(story, Group([number], set() if marks.day is None else {marks.day}), [article.id])
        if known is None:
            self._placed[story] = new
            self._enter(new)
        else:
            self._join(known, new)

    def articles_of(self, story: ArticleId) -> tuple[ArticleId, ...]:
        """The articles of a story in the order in which they came, copies too; none for an unknown story."""
        known = self._placed.get(story)
        return tuple(known.articles) if known is not None else ()

    def forget(self, before: datetime) -> tuple[ArticleId, ...]:
        """Drops the stories whose last dated article is older; gives their ids. Undated stories stay."""
        oldest = day_of(before) or 0
        gone = {s for s in self._placed.values() if s.group.days and max(s.group.days) < oldest}
        for story in gone:
            for number in story.group.members:
                self._archive.forget(number)
                del self._ids[number], self._stories[number]
        self._placed = {key: story for key, story in self._placed.items() if story not in gone}
        self._copies = {copy: first for copy, first in self._copies.items() if copy in self._placed}
        return tuple(sorted(story.id for story in gone))

    def _copy(self, article: Article, original: ArticleId, story: _Story, day: int | None) -> Placed:
        story.group.met(day)
        story.articles.append(article.id)
        self._placed[article.id] = story
        self._copies[article.id] = original
        return Placed(story.id, original)

    def _settle(self, begun: _Story, near: Sequence[int]) -> Placed:
        """Joins a new article with the story most like it, and that with others it turns out to be one with."""
        compared = Comparison(self._archive)
        alike = list(dict.fromkeys(self._stories[number] for number in near))[:_COMPARED]
        odds = {other.id: compared.groups(begun.group, other.group) for other in alike}
        likely = [other for other in alike if odds[other.id] > _JOIN]
        likely.sort(key=lambda other: (-odds[other.id], other.group.members[0]))
        story, joined = begun, []
        for other in likely:
            if story is not begun and compared.groups(story.group, other.group) <= _JOIN_STORIES:
                continue
            story, newer = sorted((story, other), key=lambda s: s.group.members[0])
            self._join(story, newer)
            if newer is not begun:
                joined.append(newer.id)
        return Placed(story.id, None, tuple(joined))

    def _enter(self, story: _Story) -> None:
        for article in story.articles:
            self._placed[article] = story
        for number in story.group.members:
            self._stories[number] = story

    def _join(self, older: _Story, newer: _Story) -> None:
        older.group.take(newer.group)
        older.articles += newer.articles
        self._placed[newer.id] = older
        self._enter(older)
