"""Stores what polls showed, in few statements: this is what a store does most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.news.followed import FeedId, Saved, Sighting
from bot.news.identity import COMPARED
from bot.news.types import ArticleId
from bot.store.changes import follow_changes
from bot.store.chunks import chunks
from bot.store.inserting import insert_new
from bot.store.recognition import Known, Plan, Told, keys_of, named_only, sorted_out, unknown
from bot.store.rows import article_values, revision_id
from bot.store.tables import article_keys, article_titles, articles, revisions
from bot.store.transactions import alone
from bot.store.utc_time import UtcTime
from bot.store.written import last_number, next_numbers

_TITLED = 8  # texts looked at for each title, on average

_OWNERS = (
    select(article_keys.c.key, article_keys.c.article, articles.c.feed, articles.c.digest, articles.c.fresh)
    .join(articles, articles.c.id == article_keys.c.article)
    .where(article_keys.c.key.in_(bindparam("keys", expanding=True)))
)
_TEXT = func.substr(revisions.c.text, 1, COMPARED)
_TITLES = (
    select(article_titles.c.title, articles.c.id, articles.c.title, _TEXT, articles.c.published, articles.c.dated)
    .join(articles, articles.c.id == article_titles.c.article)
    .join(revisions, revisions.c.article == articles.c.id)
    .where(article_titles.c.title.in_(bindparam("titles", expanding=True)))
    .order_by(articles.c.dated.desc())
    .limit(bindparam("most"))
)
_NAMED = (
    select(articles.c.id, articles.c.title, _TEXT, articles.c.published, articles.c.dated)
    .join(revisions, revisions.c.id == articles.c.latest)
    .where(articles.c.id.in_(bindparam("ids", expanding=True)))
)
_SAID = select(articles.c.id, articles.c.feed, articles.c.digest, articles.c.fresh).where(
    articles.c.id.in_(bindparam("ids", expanding=True))
)

_GONE_ON = update(article_keys).where(article_keys.c.key == bindparam("of")).values(article=bindparam("to"))

_NEWS = timedelta(days=1)
_AS_NEWS = (
    update(articles)
    .where(articles.c.id == bindparam("of"), articles.c.dated >= bindparam("since"))
    .values(fresh=True, page_due=func.coalesce(articles.c.page_due, bindparam("page", type_=UtcTime())))
)


class Raced(Exception):
    """Another process stored one of these articles since we looked: look again."""


@dataclass(frozen=True, slots=True)
class Poll:
    """What one feed showed when it was asked."""

    feed: FeedId
    seen: Sequence[Sighting]
    now: datetime


async def save_polls(on: AsyncConnection, polls: Sequence[Poll]) -> list[Saved]:
    """What each poll brought. Raises `Raced` where all of it has to be undone and done again.

    Most polls bring nothing new, and hold up nobody. Where something is to be written, and articles were written since
    we looked, we look again: while we are `alone` what is known is known, and not two copies of the bot store the same.
    """
    before = await last_number(on)
    plans = await _planned(on, polls)
    if any(plan.writes for plan in plans):
        await alone(on, "articles")
        if await last_number(on) != before:
            plans = await _planned(on, polls)
    await _insert(on, polls, plans)
    return [
        plan.saved(changed=await follow_changes(on, plan.changed, poll.now))
        for poll, plan in zip(polls, plans, strict=True)
    ]


async def _planned(on: AsyncConnection, polls: Sequence[Poll]) -> list[Plan]:
    known = await _known(on, [sighting for poll in polls for sighting in poll.seen])
    return [sorted_out(poll.feed, poll.seen, known, poll.now) for poll in polls]


async def _known(on: AsyncConnection, seen: Sequence[Sighting]) -> Known:
    """Look up what can tell which of these are stored."""
    known = Known()
    for keys in chunks({key for sighting in seen for key in keys_of(sighting)}):
        for key, article, *said in (await on.execute(_OWNERS, {"keys": keys})).all():
            known.owners[key] = article
            known.said[article] = tuple(said)
    for titles in chunks(unknown(seen, known)):
        told = await on.execute(_TITLES, {"titles": titles, "most": _TITLED * len(titles)})
        for title, *of in told.all():
            known.titled.setdefault(title, []).append(Told(*of))
    for ids in chunks(named_only(seen, known)):
        known.named |= {id_: Told(id_, *of) for id_, *of in (await on.execute(_NAMED, {"ids": ids})).all()}
    like = {told.article for titled in known.titled.values() for told in titled}
    for ids in chunks(like - known.said.keys()):
        for article, *said in (await on.execute(_SAID, {"ids": ids})).all():
            known.said[article] = tuple(said)
    return known


async def _insert(on: AsyncConnection, polls: Sequence[Poll], plans: Sequence[Plan]) -> None:
    """Articles first, since the rest names them. Any row that is there already tells of a race."""
    new: list[dict[str, Any]] = []
    texts = []
    for poll, plan in zip(polls, plans, strict=True):
        for article, sighting in plan.new.items():
            row = _article(poll.feed, article, sighting, poll.now)
            new.append(row)
            texts.append(
                {
                    "id": row["latest"],
                    "article": article,
                    "text": sighting.found.text,
                    "seen_at": poll.now,
                    "summary_only": sighting.found.summary_only,
                }
            )
    if new:
        for row, number in zip(new, await next_numbers(on, len(new)), strict=True):
            row["written"] = number
    keys = [{"key": key, "article": article} for plan in plans for key, article in plan.keys]
    for table, rows in ((articles, new), (revisions, texts), (article_keys, keys)):
        if await insert_new(on, table, rows) != len(rows):
            raise Raced
    gone_on = [{"of": key, "to": article} for plan in plans for key, article in plan.gone_on]
    if gone_on:
        await on.execute(_GONE_ON, gone_on)
    news = [
        {"of": article, "page": poll.now if sighting.read else None, "since": poll.now - _NEWS}
        for poll, plan in zip(polls, plans, strict=True)
        for article, sighting in plan.news.items()
    ]
    if news:
        await on.execute(_AS_NEWS, news)
    titles = [{"title": title, "article": article} for plan in plans for title, article in plan.titles]
    await insert_new(on, article_titles, titles)


def _article(feed: FeedId, article: str, sighting: Sighting, now: datetime) -> dict[str, Any]:
    """A new article's row. What is dated in the future counts from now: it would stay the newest for years."""
    found = sighting.found
    values = dict.fromkeys(_TOLD) | article_values(found)
    published = values["published"]
    values |= {
        "id": article,
        "key": found.key,
        "dated": now if published is None or published > now else published,
        "latest": revision_id(ArticleId(article), found.text),
        "feed": feed,
        "digest": sighting.digest,
        "fresh": sighting.fresh,
        "page_due": now if sighting.read and found.url else None,
        "page_attempts": 0,
    }
    return values


_TOLD = ("title", "outlet", "url", "published", "byline", "updated", "language", "section")
