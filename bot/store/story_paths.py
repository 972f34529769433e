"""The paths of articles and editions, for `factbox why`: fits `Paths` of `bot/flows/whole_trace.py`. It only reads.

Methods get their connection, `on`, from `reads`; callers do not pass it. Every query goes by an index but that for
an article that no feed showed (`traces.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.keeping import Trace
from bot.news.channels import Place
from bot.news.identity import keys_of
from bot.news.traced import (
    ArticlePath,
    DeliveryPath,
    EditionPath,
    KeyKind,
    Named,
    PagePath,
    SeenText,
    SlotPath,
    TextFrom,
    Used,
)
from bot.news.types import ArticleId, RevisionId, StoryId
from bot.store.chunks import chunks
from bot.store.placing import current_stories
from bot.store.rows import edition_from
from bot.store.sql import SqlStore
from bot.store.tables import (
    article_keys,
    articles,
    deliveries,
    edition_revisions,
    editions,
    feeds,
    revisions,
    seen,
    slots,
)
from bot.store.traces import itself, known_as, met_at, trace_of
from bot.store.transactions import reads

_KINDS: dict[str, KeyKind] = {"a": "address", "g": "id", "c": "words", "f": "title"}
_NAMED = tuple(articles.c[name] for name in ("id", "title", "outlet", "url", "dated", "copy_of"))
_MOST_SLOTS = 1000
_MOST_PASSED = 500
_MOST_BESIDE = 2000  # addresses of a site that another one is compared with
_MOST_TOLD = 200  # editions that an article was used in
_FIRST = 7  # characters that all keys of a kind share that belong to one site or feed
_AFTER = "g"  # sorts behind the digits of a key, in every order of letters


class SqlPaths:
    """`writing` is not used: paths are read beside a running bot."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self.writing, self.reading = writing, reading

    @reads
    async def article(self, on: AsyncConnection, keys: Collection[str]) -> ArticlePath | None:
        """The article that the first of these keys (digests, or an address) stands for."""
        met = await met_at(on, keys)
        return await _path(on, met) if met else None

    @reads
    async def article_named(self, on: AsyncConnection, id_: str) -> ArticlePath | None:
        there = (await on.execute(select(articles.c.id).where(articles.c.id == id_))).scalar_one_or_none()
        return await _path(on, there) if there else None

    @reads
    async def fate(self, on: AsyncConnection, article: ArticleId, channel: str) -> Trace:
        """What became of the article, one that is no other's, in a channel."""
        return await trace_of(on, article, channel)

    @reads
    async def told_with(self, on: AsyncConnection, of: Collection[ArticleId]) -> list[EditionPath]:
        """The newest 200 editions, of whatever channel, that were made from any text of these, the newest first."""
        own = {each for article in of for each in await known_as(on, article)}
        used = select(edition_revisions.c.edition).join(revisions, revisions.c.id == edition_revisions.c.revision)
        told = select(editions).where(editions.c.id.in_(used.where(revisions.c.article.in_(own))))
        rows = await on.execute(told.order_by(editions.c.created_at.desc(), editions.c.id.desc()).limit(_MOST_TOLD))
        return await _editions(on, rows.all())

    @reads
    async def edition(self, on: AsyncConnection, edition: str) -> EditionPath | None:
        rows = await _editions(on, (await on.execute(select(editions).where(editions.c.id == edition))).all())
        return rows[0] if rows else None

    @reads
    async def slots_of(self, on: AsyncConnection, channel: str) -> list[SlotPath]:
        """Slots of a channel that have an edition, or of which was noted why they have none, the newest first."""
        written = select(editions.c.id, editions.c.slot, editions.c.created_at).where(editions.c.channel == channel)
        newest = written.order_by(editions.c.created_at.desc(), editions.c.id.desc()).limit(_MOST_SLOTS)
        found = {row.slot: SlotPath(channel, row.slot, row.id, at=row.created_at) for row in await on.execute(newest)}
        noted = select(slots).where(slots.c.channel == channel).order_by(slots.c.slot.desc()).limit(_MOST_SLOTS)
        for row in await on.execute(noted):
            there = found.get(row.slot)
            found[row.slot] = SlotPath(channel, row.slot, there.edition if there else None, row.state, row.why, row.at)
        return sorted(found.values(), key=lambda each: (each.at is not None and each.at.timestamp(), each.slot))[::-1]

    @reads
    async def passed_over(self, on: AsyncConnection, of: SlotPath) -> list[Named]:
        """What was looked at for the slot and is in no edition of it: nothing new, or not wanted there; at most 500."""
        at = of.at
        if of.edition is not None:
            wrote = select(editions.c.created_at).where(editions.c.id == of.edition)
            at = (await on.execute(wrote)).scalar_one_or_none()
        if at is None:
            return []
        told = select(revisions.c.article).join(edition_revisions, edition_revisions.c.revision == revisions.c.id)
        passed = (
            select(*_NAMED)
            .join(seen, seen.c.article == articles.c.id)
            .where(seen.c.channel == of.channel, seen.c.at == at)
            .where(articles.c.id.not_in(told.where(edition_revisions.c.edition == (of.edition or ""))))
        )
        rows = await on.execute(passed.order_by(articles.c.dated.desc(), articles.c.id).limit(_MOST_PASSED))
        return [_named(row) for row in rows]

    @reads
    async def addresses_beside(self, on: AsyncConnection, key: str) -> list[str]:
        """Addresses of articles of the site that a key of an address belongs to, at most 2,000."""
        of = select(article_keys.c.article).distinct().where(_beside(key)).limit(_MOST_BESIDE)
        found: dict[str, None] = {}
        for ids in chunks((await on.execute(of)).scalars().all()):
            urls = select(articles.c.url).where(articles.c.id.in_(ids), articles.c.url.is_not(None))
            found |= dict.fromkeys((await on.execute(urls)).scalars())
        return list(found)


def paths_of(store: SqlStore) -> SqlPaths:
    """The paths in this store; closed together with it."""
    return SqlPaths(store.writing, store.reading)


# --- articles -------------------------------------------------------------------------------------


async def _path(on: AsyncConnection, met: str) -> ArticlePath:
    id_ = await itself(on, met)
    row = (await on.execute(select(articles).where(articles.c.id == id_))).one()
    own = await known_as(on, id_)
    feed = select(feeds.c.url).where(feeds.c.id == row.feed)
    url = (await on.execute(feed)).scalar_one_or_none() if row.feed else None
    first = None if row.copy_of is None else await itself(on, row.copy_of)
    story = None if row.story is None else (await current_stories(on, [row.story]))[row.story]
    return ArticlePath(
        article=_named(row),
        asked=ArticleId(met),
        key=row.key,
        feed=url or row.feed,
        followed=url is not None,
        fresh=row.fresh,
        texts=await _texts(on, own),
        page=PagePath(row.page_due, row.page_attempts, row.page_read_at, row.page_note),
        known_by=await _known_by(on, own),
        turned_out=await _all_named(on, articles.c.same_as == id_),
        original=None if first in (None, id_) else (await _all_named(on, articles.c.id == first))[0],
        story=None if story is None else StoryId(story),
        told_by=() if story is None else await _told_by(on, story),
    )


async def _told_by(on: AsyncConnection, story: str) -> tuple[Named, ...]:
    return await _all_named(on, and_(articles.c.story == story, articles.c.same_as.is_(None)))


async def _texts(on: AsyncConnection, own: Collection[str]) -> tuple[SeenText, ...]:
    length = func.length(revisions.c.text).label("length")
    told = select(revisions.c.id, revisions.c.article, revisions.c.seen_at, revisions.c.summary_only, length)
    told = told.add_columns(articles.c.feed, articles.c.page_read_at)
    told = told.join(articles, articles.c.id == revisions.c.article).where(articles.c.id.in_(own))
    texts, met = [], set[str]()
    for row in await on.execute(told.order_by(revisions.c.seen_at, revisions.c.id)):
        by = _by(row, is_first=row.article not in met)
        met.add(row.article)
        texts.append(SeenText(RevisionId(row.id), row.seen_at, row.length, not row.summary_only, by))
    return tuple(texts)


def _by(row: Any, *, is_first: bool) -> TextFrom:
    """Where a text came from: what a page said is kept in the moment in which it was read, and never comes first."""
    if row.feed is None:
        return "folder"
    read = row.page_read_at is not None and (row.seen_at == row.page_read_at or not row.summary_only)
    return "page" if read and not is_first else "feed"


async def _known_by(on: AsyncConnection, own: Collection[str]) -> tuple[tuple[KeyKind, int], ...]:
    """How many keys of each kind lead to it, among those of its site and its feed: these lie together."""
    beginnings: set[str] = set()
    rows = select(articles.c.feed, articles.c.url, articles.c.key).where(articles.c.feed.is_not(None))
    for row in await on.execute(rows.where(articles.c.id.in_(own))):
        keys = keys_of(row.feed, guid="1", address=row.url, title=None, text="").sure
        beginnings |= {kind + key[1:_FIRST] for kind in _KINDS for key in (*keys, row.key)}
    counted: Counter[KeyKind] = Counter()
    for beginning in beginnings:
        here = select(func.count()).where(_beside(beginning), article_keys.c.article.in_(own))
        counted[_KINDS[beginning[0]]] += (await on.execute(here)).scalar_one()
    return tuple((kind, counted[kind]) for kind in _KINDS.values() if counted[kind])


def _beside(key: str) -> ColumnElement[bool]:
    """Keys of the same kind and the same site or feed."""
    beginning = key[:_FIRST]
    return and_(article_keys.c.key >= beginning, article_keys.c.key < beginning + _AFTER)


async def _all_named(on: AsyncConnection, which: ColumnElement[bool]) -> tuple[Named, ...]:
    rows = await on.execute(select(*_NAMED).where(which).order_by(articles.c.dated, articles.c.key))
    return tuple(_named(row) for row in rows)


def _named(row: Row[Any]) -> Named:
    copy_of = None if row.copy_of in (None, row.id) else ArticleId(row.copy_of)
    return Named(ArticleId(row.id), row.title, row.outlet, row.url, row.dated, copy_of)


# --- editions -------------------------------------------------------------------------------------


async def _editions(on: AsyncConnection, rows: Sequence[Row[Any]]) -> list[EditionPath]:
    """Raises `StoreError` where one is not what this version of Factbox writes."""
    ids = [row.id for row in rows]
    used, owed = await _used(on, ids), await _owed(on, ids)
    return [
        EditionPath(edition_from(row), row.created_at, tuple(used.get(row.id, ())), tuple(owed.get(row.id, ())))
        for row in rows
    ]


async def _used(on: AsyncConnection, ids: Iterable[str]) -> dict[str, list[Used]]:
    latest = revisions.alias()
    # A summary in a feed and the article's own page are two texts, not one that was changed.
    is_changed = and_(latest.c.id != revisions.c.id, latest.c.summary_only == revisions.c.summary_only)
    told: Select[Any] = (
        select(edition_revisions, *_NAMED, latest.c.seen_at, is_changed.label("is_changed"))
        .join(revisions, revisions.c.id == edition_revisions.c.revision)
        .join(articles, articles.c.id == revisions.c.article)
        .join(latest, latest.c.id == articles.c.latest)
        .order_by(articles.c.dated, articles.c.key)
    )
    found: dict[str, list[Used]] = {}
    for some in chunks(ids):
        for row in await on.execute(told.where(edition_revisions.c.edition.in_(some))):
            used = Used(RevisionId(row.revision), _named(row), row.seen_at if row.is_changed else None)
            found.setdefault(row.edition, []).append(used)
    return found


async def _owed(on: AsyncConnection, ids: Iterable[str]) -> dict[str, list[DeliveryPath]]:
    found: dict[str, list[DeliveryPath]] = {}
    owed = select(deliveries).order_by(deliveries.c.part, deliveries.c.key)
    for some in chunks(ids):
        for row in await on.execute(owed.where(deliveries.c.edition.in_(some))):
            found.setdefault(row.edition, []).append(
                DeliveryPath(
                    row.key,
                    row.part,
                    Place(row.platform, row.channel, row.thread),
                    row.state,
                    row.attempts,
                    row.due_at,
                    row.tried_at,
                    row.ended_at,
                    row.message,
                    row.reason or "",
                    bool((row.corrected or "").partition(" ")[2]),
                )
            )
    return found
