"""Articles' own pages: which are due to be read, and what they said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.news.followed import Page, ToRead
from bot.news.identity import COMPARED, Keys, alike, keys_of, near
from bot.news.types import ArticleId
from bot.store.inserting import insert_new
from bot.store.rows import revision_id, whole
from bot.store.tables import article_keys, article_titles, articles, revisions
from bot.store.transactions import alone
from bot.store.written import next_numbers

_AGAIN = timedelta(hours=1)
"""After a page that shows an error of its own site, which may pass."""
_MOST_ATTEMPTS = 3
_LATEST = timedelta(days=2)
"""What is due later than any page is put off was written by a clock that went wrong."""
_NEWS = timedelta(days=1)
"""What one feed lists as old is news where another one brings it within this."""


async def claim_pages(on: AsyncConnection, now: datetime, limit: int, lease: timedelta) -> list[ToRead]:
    """The newest due pages, due again when the lease ends: a reader that dies leaves none behind."""
    due = (
        select(articles.c.id, articles.c.url, articles.c.page_attempts)
        .where(or_(articles.c.page_due <= now, articles.c.page_due > now + _LATEST))
        .where(articles.c.page_due.is_not(None), articles.c.url.is_not(None))
        .order_by(articles.c.dated.desc())
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    claimed = [ToRead(ArticleId(id_), url, attempts + 1) for id_, url, attempts in await on.execute(due)]
    if claimed:
        taken = update(articles).where(articles.c.id == bindparam("article"))
        values = {"page_due": now + lease, "page_attempts": articles.c.page_attempts + 1}
        await on.execute(taken.values(values), [{"article": each.article} for each in claimed])
    return claimed


async def save_page(on: AsyncConnection, article: ArticleId, page: Page, keys: Keys, now: datetime) -> bool:
    """Raises LookupError where there is no such article, `Rejected` for half characters (lone surrogates)."""
    await alone(on, "articles")
    stored = select(articles, revisions.c.summary_only, func.length(revisions.c.text).label("length"))
    stored = stored.join(revisions, revisions.c.id == articles.c.latest).where(articles.c.id == article)
    row = (await on.execute(stored)).one_or_none()
    if row is None:
        raise LookupError(f"no article {article!r}")
    other = await _other_owner(on, row, page, keys)
    if other is not None:
        again = (articles.c.id == article) | (articles.c.same_as == article)
        await on.execute(update(articles).where(again).values(same_as=other, page_due=None, page_read_at=now))
        if row.fresh:
            as_new = update(articles).where(articles.c.id == other, articles.c.dated >= now - _NEWS)
            await on.execute(as_new.values(fresh=True))
        await _add_keys(on, other, keys)
        return False
    values = _metadata(row, page, keys) | _outcome(row, page, now)
    if _is_better(row, page):
        values["latest"] = await _add_revision(on, article, page, now)
        if values["latest"] != row.latest:
            values["written"] = (await next_numbers(on, 1))[0]
    await on.execute(update(articles).where(articles.c.id == article).values(values))
    await _add_keys(on, article, keys)
    return True


async def page_failed(on: AsyncConnection, article: ArticleId, again_at: datetime | None, why: str) -> None:
    note = why.encode("utf-8", "replace").decode()
    failed = update(articles).where(articles.c.id == article)
    await on.execute(failed.values(page_due=again_at, page_note=note))


async def _other_owner(on: AsyncConnection, row: Row[Any], page: Page, keys: Keys) -> str | None:
    """The other article that the page's strongest key of another belongs to.

    A canonical address alone leads only to an article of its own title or text: templates name the same one for all.
    """
    owner = func.coalesce(articles.c.same_as, articles.c.id).label("owner")
    owners = select(article_keys.c.key, owner).join(articles, articles.c.id == article_keys.c.article)
    rows = await on.execute(owners.where(article_keys.c.key.in_(keys.sure)))
    others: dict[str, str] = {key: other for key, other in rows if other != row.id}
    found_at = keys_of("", guid=None, address=page.url, title=None, text="").sure
    for key in keys.sure:
        if key not in others:
            continue
        if key[0] != "a" or page.url is None or key in found_at or await _agrees(on, others[key], row, page):
            return others[key]
    return None


async def _agrees(on: AsyncConnection, other: str, row: Row[Any], page: Page) -> bool:
    texts = select(articles.c.title, func.substr(revisions.c.text, 1, COMPARED)).where(articles.c.id == other)
    told = (await on.execute(texts.join(revisions, revisions.c.article == articles.c.id))).all()
    titles = [title for title in (page.title, row.title) if title]
    return any(alike(text, page.text) or (title and any(near(title, t) for t in titles)) for title, text in told)


async def _add_keys(on: AsyncConnection, article: str, keys: Keys) -> None:
    await insert_new(on, article_keys, [{"key": key, "article": article} for key in keys.sure])
    if keys.maybe is not None:
        await insert_new(on, article_titles, [{"title": keys.maybe, "article": article}])


def _is_better(row: Row[Any], page: Page) -> bool:
    """A whole text always is; of one that is not whole, more of it than what we have."""
    if not page.text:
        return False
    return page.kind == "full" or bool(row.summary_only and len(page.text) > row.length)


async def _add_revision(on: AsyncConnection, article: ArticleId, page: Page, now: datetime) -> str:
    revision = revision_id(article, page.text)
    summary_only = page.kind != "full"
    text = {"id": revision, "article": article, "text": page.text, "seen_at": now, "summary_only": summary_only}
    if not await insert_new(on, revisions, [text]) and not summary_only:
        # The feed showed the whole text and we took it for a summary: the words are the same, we know more of them.
        await on.execute(update(revisions).where(revisions.c.id == revision).values(summary_only=False))
    return revision


def _metadata(row: Row[Any], page: Page, keys: Keys) -> dict[str, Any]:
    """What the feed did not say, and a later change."""
    values: dict[str, Any] = {}
    for name in ("title", "byline", "outlet", "language", "section"):
        value = getattr(page, name)
        if value is not None and getattr(row, name) is None:
            values[name] = whole(value, name)
    if page.canonical is not None:  # without what tracks, and the one to show
        values["url"] = whole(page.canonical, "address")
    if page.published is not None and row.published is None:
        values["published"] = page.published
    if page.updated is not None and (row.updated is None or page.updated > row.updated):
        values["updated"] = page.updated
    return values


def _outcome(row: Row[Any], page: Page, now: datetime) -> dict[str, Any]:
    """Whether the page is read again, and why the text is not whole."""
    whole_now = page.kind == "full" or not row.summary_only
    again = page.kind == "error-page" and row.page_attempts < _MOST_ATTEMPTS
    return {
        "page_due": now + _AGAIN if again else None,
        "page_read_at": now,
        "page_note": None if whole_now else whole(page.why or page.kind, "reason"),
    }
