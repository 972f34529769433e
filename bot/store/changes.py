"""Articles that we have and of which their feed now says something else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.news.followed import Sighting
from bot.news.types import ArticleId
from bot.store.chunks import chunks
from bot.store.inserting import insert_new
from bot.store.rows import article_values, revision_id
from bot.store.tables import articles, revisions
from bot.store.written import next_numbers

READ_AGAIN = timedelta(hours=1)
"""A page is read again at most this often, however often its feed changes a word."""

_FOLLOWING = (
    "title",
    "outlet",
    "url",
    "published",
    "byline",
    "updated",
    "language",
    "section",
    "digest",
    "latest",
    "page_due",
    "page_attempts",
    "written",
)
_STORED: Select[Any] = (
    select(
        articles.c.id,
        articles.c.same_as,
        articles.c.page_read_at,
        *(articles.c[name] for name in _FOLLOWING),
        revisions.c.summary_only,
    )
    .join(revisions, revisions.c.id == articles.c.latest)
    .where(articles.c.id.in_(bindparam("ids", expanding=True)))
)
_FOLLOW = (
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values({name: bindparam(f"new_{name}") for name in _FOLLOWING})
)


async def follow_changes(on: AsyncConnection, changed: Mapping[str, Sighting], now: datetime) -> int:
    """Title, dates and, where the feed is all we have, the text follow the feed; how many got other words."""
    return sum([await _follow(on, {id_: changed[id_] for id_ in ids}, now) for ids in chunks(changed)])


async def _follow(on: AsyncConnection, changed: Mapping[str, Sighting], now: datetime) -> int:
    stored = (await on.execute(_STORED, {"ids": list(changed)})).all()
    texts = {row.id: text for row in stored if (text := _other_text(row, changed[row.id], now))}
    if texts:
        wanted = [text["id"] for text in texts.values()]
        told = set((await on.execute(select(revisions.c.id).where(revisions.c.id.in_(wanted)))).scalars())
        # A text that we had and that its page has gone beyond since is no news.
        beyond = {row.id for row in stored if row.page_read_at is not None}
        texts = {id_: text for id_, text in texts.items() if text["id"] not in told or id_ not in beyond}
        await insert_new(on, revisions, list(texts.values()))
    numbers = dict(zip(texts, await next_numbers(on, len(texts)), strict=True)) if texts else {}
    worded = 0
    rows = []
    for row in stored:
        sighting, text = changed[row.id], texts.get(row.id)
        rows.append(_followed(row, sighting, text, now) | {"new_written": numbers.get(row.id, row.written)})
        worded += text is not None or _words(row.title) != _words(sighting.found.title or row.title)
    if rows:
        await on.execute(_FOLLOW, sorted(rows, key=itemgetter("article")))  # as all do who change several articles
    return worded


def _other_text(row: Row[Any], sighting: Sighting, now: datetime) -> dict[str, Any] | None:
    """The revision that the feed's text makes. None where it is the same, or where its page says more."""
    found = sighting.found
    feed_is_all = row.summary_only or (row.page_read_at is None and not found.summary_only)
    if not found.text or not feed_is_all:
        return None
    revision = revision_id(ArticleId(row.id), found.text)
    if revision == row.latest:
        return None
    return {
        "id": revision,
        "article": row.id,
        "text": found.text,
        "seen_at": now,
        "summary_only": found.summary_only,
    }


def _followed(row: Row[Any], sighting: Sighting, text: Mapping[str, Any] | None, now: datetime) -> dict[str, Any]:
    """What the article's row says from now on."""
    values = {name: getattr(row, name) for name in _FOLLOWING} | article_values(sighting.found)
    values["digest"] = sighting.digest
    if text is not None:
        values["latest"] = text["id"]
    read_in_full = not row.summary_only and row.page_read_at is not None
    if sighting.read and read_in_full and row.page_due is None and row.same_as is None:
        values |= {"page_due": max(now, row.page_read_at + READ_AGAIN), "page_attempts": 0}
    return {f"new_{name}": values[name] for name in _FOLLOWING} | {"article": row.id}


def _words(title: str | None) -> list[str]:
    return (title or "").casefold().split()
