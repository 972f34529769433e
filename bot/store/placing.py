"""Writes down which story each article belongs to, and moves stories that turned out to be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.news.stories import Placed
from bot.news.types import ArticleId
from bot.store.chunks import chunks
from bot.store.tables import articles, edition_stories
from bot.store.transactions import alone

_STORY_OF = select(articles.c.id, articles.c.story).where(articles.c.id.in_(bindparam("ids", expanding=True)))
_LAST = select(articles.c.placed).where(articles.c.placed.is_not(None)).order_by(articles.c.placed.desc()).limit(1)
_PLACE = (
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values(story=bindparam("to"), copy_of=bindparam("first"), placed=bindparam("number"))
)
_MOVE = update(articles).where(articles.c.story == bindparam("of")).values(story=bindparam("to"))
_MOVE_BRIEFS = update(edition_stories).where(edition_stories.c.story == bindparam("of")).values(story=bindparam("to"))


async def last_placed(on: AsyncConnection) -> int:
    """The number of the article that was placed last; 0 where none is."""
    return (await on.execute(_LAST)).scalar_one_or_none() or 0


async def place(on: AsyncConnection, placed: Sequence[tuple[ArticleId, Placed]], after: int | None) -> bool:
    """Keep where articles went. One that has a place keeps it: who placed it anew may know less of what was joined.

    False, and nothing is kept, where something was placed after the number `after`, where that is given.
    Raises LookupError for an article that is not stored.
    """
    await alone(on, "stories")
    last = await last_placed(on)
    if after is not None and last != after:
        return False
    named = {id_ for article, where in placed for id_ in (article, where.story, *where.joined)}
    stories = await _stories_of(on, named)
    unknown = [article for article, _ in placed if article not in stories]
    if unknown:
        raise LookupError(f"no article {unknown[0]!r}")
    current = _Current({id_: story for id_, story in stories.items() if story is not None})
    new: dict[ArticleId, Placed] = {}
    for article, where in placed:
        if article not in current.story_of:
            current.story_of[article] = current.of(where.story)
            new[article] = where
        for story in where.joined:
            current.join(story, where.story)
    rows = [
        {"article": article, "to": current.of(article), "first": where.copy_of, "number": last + nth}
        for nth, (article, where) in enumerate(new.items(), 1)
    ]
    if rows:
        await on.execute(_PLACE, sorted(rows, key=itemgetter("article")))  # as all do who change several articles
    moves = [{"of": story, "to": current.of(story)} for story in current.moved]
    if moves:
        await on.execute(_MOVE, moves)
        await on.execute(_MOVE_BRIEFS, moves)
    return True


async def current_stories(on: AsyncConnection, stories: Iterable[str]) -> Mapping[str, str]:
    """What each story is part of by now: the story of its first article; itself where that has no place."""
    wanted = list(stories)
    known = await _stories_of(on, wanted)
    return {story: known.get(story) or story for story in wanted}


class _Current:
    """Which story each article is in while several are joined. A story goes by the id of its first article."""

    def __init__(self, story_of: dict[str, str]) -> None:
        self.story_of = story_of
        self.moved: dict[str, str] = {}

    def of(self, id_: str) -> str:
        story = self.story_of.get(id_, id_)
        while story in self.moved:
            story = self.moved[story]
        return story

    def join(self, story: str, into: str) -> None:
        of, to = self.of(story), self.of(into)
        if of != to:
            self.moved[of] = to


async def _stories_of(on: AsyncConnection, ids: Iterable[str]) -> dict[str, str | None]:
    """The story of each stored article, None for one without."""
    found: dict[str, str | None] = {}
    for chunk in chunks(ids):
        found.update((id_, story) for id_, story in await on.execute(_STORY_OF, {"ids": chunk}))
    return found
