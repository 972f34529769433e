"""Removes the texts of old articles that nothing needs any more; of each a beginning stays.

What an article is known by stays too (its id, keys, titles, story, and who has seen it), so nothing old is ever taken
for news. A revision never changes: a text is replaced by a new, short revision that says of itself that it is not the
whole article, and what reads texts needs to know no more than that. It ends where a sentence does.

The whole text stays where an edition or a kept turn rests on any text of the article, of a copy of it or of one that
turned out to be it; where somebody follows its story; and while its story goes on.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.news.sentences import split_sentences
from bot.news.types import ArticleId
from bot.store.chunks import chunks
from bot.store.inserting import insert_new, put
from bot.store.rows import revision_id
from bot.store.sql import SqlStore
from bot.store.tables import articles, edition_revisions, follows, numbers, revisions, turns
from bot.store.transactions import alone, reads, writes
from bot.store.written import next_numbers

SHORTEST, LONGEST = 500, 1000
"""Characters of a text that stay: so many at least, and a longer text is cut to no more than that."""

_STORIES_LIVE = timedelta(days=14)
"""New articles are compared with the stories of so many days: these need their texts, whatever was asked for."""

_LOOKED_THROUGH_AGAIN = timedelta(days=7)
"""What was needed may be needed no longer: so often all old articles are looked through, not only the next ones."""

_PASS = "texts removed"  # noqa: S105 no password: the name of a row of `numbers`
_EPOCH = datetime.fromtimestamp(0, UTC)
_PAGES_AT_ONCE = 5_000
_INCREMENTAL = 2
_CITED = re.compile(r'"revision":"([^"]+)"')


@dataclass(frozen=True, slots=True)
class _Cut:
    """A revision that is too long, and what is to stand in its place."""

    article: ArticleId
    old: str
    new: dict[str, Any]


async def clean_up(store: SqlStore, before: datetime, now: datetime, most: int = 500) -> int:
    """Shorten texts of up to `most` articles that came out, and were read, before that moment; how many texts.

    0 once there are no more: call it again until then, and every day or so. Safe to run again, and beside all else.
    A SQLite file shrinks where it was made to (`auto_vacuum` is incremental); else its room is used for what comes.
    """
    before = min(before, now - _STORIES_LIVE)
    since, began = await _pass_of(store, now.date())
    old = await _needless(store, before, since, most)
    cuts = await asyncio.to_thread(_cut_all, [row for row in old if len(row.text) > LONGEST])
    # The rest of this pass is younger than these, and all of it is when there are fewer than asked for.
    reached = max(row.dated for row in old) if len({row.article for row in old}) >= most else before
    removed = await _replace(store, cuts, before, reached, began)
    if removed:
        await _give_room_back(store.writing)
    return removed


def beginning(text: str) -> str:
    """The first sentences of a text, `SHORTEST` to `LONGEST` characters; cut at a word where none ends there."""
    if len(text) <= LONGEST:
        return text
    ends = [s.span.end for s in split_sentences(text[: LONGEST + 1]) if s.span.end <= LONGEST]
    enough = [end for end in ends if end >= SHORTEST] or [_last_space(text)]
    return text[: enough[0]]


def _last_space(text: str) -> int:
    return max(text.rfind("\n", SHORTEST, LONGEST), text.rfind(" ", SHORTEST, LONGEST), 0) or LONGEST


def _cut_all(rows: Sequence[Row[Any]]) -> list[_Cut]:
    cuts = []
    for row in rows:
        article, text = ArticleId(row.article), beginning(row.text)
        new = {"id": revision_id(article, text), "article": article, "text": text, "seen_at": row.seen_at}
        cuts.append(_Cut(article, row.id, new | {"summary_only": True}))
    return cuts


@reads
async def _pass_of(store: SqlStore, on: AsyncConnection, today: date) -> tuple[datetime, date]:
    """How far all older articles were looked through, and when that began."""
    row = (await on.execute(select(numbers).where(numbers.c.name == _PASS))).one_or_none()
    if row is None or today - date.fromisoformat(row.store) >= _LOOKED_THROUGH_AGAIN:
        return datetime.min.replace(tzinfo=UTC), today
    return _EPOCH + timedelta(minutes=row.last), date.fromisoformat(row.store)


@reads
async def _needless(
    store: SqlStore, on: AsyncConnection, before: datetime, since: datetime, most: int
) -> list[Row[Any]]:
    """All texts of articles that nothing needs, the oldest articles first."""
    old = select(articles.c.id).where(articles.c.dated >= since, _is_needless(before))
    old = old.order_by(articles.c.dated, articles.c.key)
    found: list[str] = []
    cited = await _cited_articles(on, before)
    async with on.stream(old) as ids:
        async for id_ in ids.scalars():
            if id_ not in cited:
                found.append(id_)
            if len(found) >= most:
                break
    rows: list[Row[Any]] = []
    told: Select[Any] = select(revisions, articles.c.dated).join(articles, articles.c.id == revisions.c.article)
    for some in chunks(found):
        rows += (await on.execute(told.where(articles.c.id.in_(some)))).all()
    return rows


def _is_needless(before: datetime) -> ColumnElement[bool]:
    of_it = revisions.c.article == articles.c.id
    twin, copy, beside, first = (articles.alias() for _ in range(4))
    # A copy is in the story of what it copies: that finds it by an index.
    as_copy = and_(copy.c.story == articles.c.story, copy.c.copy_of == articles.c.id)
    followed = select(follows.c.story).join(first, first.c.id == follows.c.story)
    return and_(
        articles.c.dated < before,
        exists().where(of_it, func.length(revisions.c.text) > LONGEST),
        ~exists().where(of_it, revisions.c.seen_at >= before),
        ~_is_used(articles.c.id),
        ~exists().where(twin.c.same_as == articles.c.id, _is_used(twin.c.id)),
        ~exists().where(as_copy, _is_used(copy.c.id)),
        ~exists().where(beside.c.story == articles.c.story, beside.c.dated >= before),
        ~followed.where(first.c.story == articles.c.story).correlate(articles).exists(),
    )


def _is_used(article: ColumnElement[str]) -> ColumnElement[bool]:
    of = revisions.alias()
    used = select(edition_revisions.c.edition).join(of, of.c.id == edition_revisions.c.revision)
    return used.where(of.c.article == article).exists()


async def _cited_articles(on: AsyncConnection, before: datetime) -> set[str]:
    """Old articles that a kept turn cites, and those that these are copies of or turned out to be."""
    revisions_: set[str] = set()
    async with on.stream(select(turns.c.evidence)) as rows:
        async for evidence in rows.scalars():
            revisions_.update(_CITED.findall(evidence))
    found: set[str] = set()
    of = select(articles.c.id, articles.c.copy_of, articles.c.same_as).join(
        revisions, revisions.c.article == articles.c.id
    )
    for some in chunks(revisions_):
        for row in await on.execute(of.where(revisions.c.id.in_(some), articles.c.dated < before)):
            found.update(filter(None, row))
    return found


@writes
async def _replace(
    store: SqlStore, on: AsyncConnection, cuts: Sequence[_Cut], before: datetime, reached: datetime, began: date
) -> int:
    await alone(on, "stories")  # nobody places articles or saves an edition of them meanwhile
    await alone(on, "articles")
    removed = 0
    for some in chunks(cuts):
        ids = {cut.article for cut in some}
        still = select(articles.c.id, articles.c.latest).where(articles.c.id.in_(ids), _is_needless(before))
        latest = {row.id: row.latest for row in await on.execute(still)}
        removed += await _replaced(on, [cut for cut in some if cut.article in latest], latest.values())
    await _remember(on, reached, began)
    return removed


async def _replaced(on: AsyncConnection, cuts: Sequence[_Cut], latest: Collection[str]) -> int:
    if not cuts:
        return 0
    await insert_new(on, revisions, [cut.new for cut in cuts])
    shown = [cut for cut in cuts if cut.old in latest]
    if shown:
        # The index takes in what is numbered anew. A page is not read again for what was just removed.
        following = update(articles).where(articles.c.id == bindparam("of"), articles.c.latest == bindparam("old"))
        values: dict[str, Any] = {"latest": bindparam("new"), "written": bindparam("number"), "page_due": None}
        given = zip(shown, await next_numbers(on, len(shown)), strict=True)
        rows = [{"of": cut.article, "old": cut.old, "new": cut.new["id"], "number": number} for cut, number in given]
        await on.execute(following.values(values), rows)
    gone = delete(revisions).where(revisions.c.id.in_([cut.old for cut in cuts]))
    return (await on.execute(gone)).rowcount


async def _remember(on: AsyncConnection, reached: datetime, began: date) -> None:
    minutes = (reached - _EPOCH) // timedelta(minutes=1)
    await put(on, numbers, {"name": _PASS, "last": minutes, "store": began.isoformat()})


async def _give_room_back(engine: AsyncEngine) -> None:
    if engine.dialect.name != "sqlite":
        return
    async with engine.execution_options(bare=True).connect() as on:
        if (await on.exec_driver_sql("PRAGMA auto_vacuum")).scalar_one() == _INCREMENTAL:
            driver: Any = (await on.get_raw_connection()).driver_connection
            await driver.executescript(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})")  # `execute` takes one page
