"""Keeps the feeds we follow and what they showed: fits `FeedStore` of `bot/ports.py`, on the store's own engine.

Methods get their connection, `on`, from `writes` and `reads`; callers do not pass it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, case, delete, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.news.followed import Feed, FeedId, FeedState, Page, Saved, Sighting, ToRead
from bot.news.identity import Keys
from bot.news.types import ArticleId
from bot.ports import Followed, Origin
from bot.store import pages
from bot.store.feed_rows import STATE, feed_values, followed_from, state_values
from bot.store.inserting import dialect_insert
from bot.store.sightings import Poll, Raced, save_polls
from bot.store.sql import SqlStore
from bot.store.tables import feeds
from bot.store.together import Together
from bot.store.transactions import alone, reads, writes

_SETTINGS = ("url", "outlet", "topics", "links", "full_text", "new_at_first")
_STATE_VALUES: dict[str, Any] = {name: bindparam(f"new_{name}") for name in STATE}
_NEXT_POLL = case((feeds.c.wanted_at < _STATE_VALUES["next_poll"], feeds.c.wanted_at), else_=_STATE_VALUES["next_poll"])
_SAVE_STATE = (
    update(feeds)
    .where(feeds.c.id == bindparam("feed"))
    .values(_STATE_VALUES | {"next_poll": _NEXT_POLL, "claimed": False, "wanted_at": None})
)
_RACES = 5
_LATEST = timedelta(days=2)
"""What is due later than any poll is put off was written by a clock that went wrong: it is due now."""
_AT_ONCE = 32  # polls in one transaction: others wait for it


class SqlFeeds:
    """`engine` is that of the `SqlStore` whose articles the feeds bring in."""

    def __init__(self, engine: AsyncEngine, reading: AsyncEngine | None = None) -> None:
        self.writing = engine
        self.reading = (reading or engine).execution_options(read_only=True)
        self._saving = Together(self._save_polls, most=_AT_ONCE)

    @writes
    async def follow(self, on: AsyncConnection, feeds_: Sequence[Feed], origin: Origin, now: datetime) -> None:
        """A feed that the file names is the file's, also where it was added by hand before."""
        await alone(on, "feeds")
        if origin == "file":
            listed = (await on.execute(select(feeds.c.id).where(feeds.c.origin == "file"))).scalars()
            gone = set(listed) - {feed.id for feed in feeds_}
            if gone:
                dropping = delete(feeds).where(feeds.c.id == bindparam("feed"))
                await on.execute(dropping, [{"feed": id_} for id_ in sorted(gone)])
        if not feeds_:
            return
        new = dialect_insert(on.dialect.name, feeds)
        anew = {name: new.excluded[name] for name in _SETTINGS}
        anew["origin"] = case((new.excluded.origin == "file", "file"), else_=feeds.c.origin)
        anew |= _forgotten(new.excluded)
        upsert = new.on_conflict_do_update(index_elements=["id"], set_=anew)
        by_id = {feed.id: feed for feed in feeds_}  # of several with one address the last
        await on.execute(upsert, [feed_values(by_id[id_], origin, now) for id_ in sorted(by_id)])

    @writes
    async def unfollow(self, on: AsyncConnection, feed: FeedId) -> bool:
        by_hand = delete(feeds).where(feeds.c.id == feed, feeds.c.origin == "hand")
        return (await on.execute(by_hand)).rowcount == 1

    @reads
    async def feeds(self, on: AsyncConnection) -> list[Followed]:
        rows = await on.execute(select(feeds).order_by(feeds.c.url, feeds.c.id))
        return [followed_from(row) for row in rows]

    @writes
    async def claim_feeds(self, on: AsyncConnection, now: datetime, limit: int, lease: timedelta) -> list[Followed]:
        """Due again when the lease ends: a process that dies leaves none behind."""
        due = (
            select(feeds)
            .where(or_(feeds.c.next_poll <= now, feeds.c.next_poll > now + _LATEST))
            .order_by(feeds.c.next_poll, feeds.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, key_share=True)
        )
        claimed = [followed_from(row) for row in await on.execute(due)]
        if claimed:
            taken = update(feeds).where(feeds.c.id == bindparam("feed")).values(next_poll=now + lease, claimed=True)
            await on.execute(taken, [{"feed": each.feed.id} for each in claimed])
        return [replace(each, state=replace(each.state, next_poll=now + lease)) for each in claimed]

    async def save_sightings(self, feed: FeedId, seen: Sequence[Sighting], now: datetime) -> Saved:
        """Polls that come while another is being saved go together into the next transaction.

        Raises `Rejected` for half characters (lone surrogates).
        """
        return await self._saving.add(Poll(feed, seen, now))

    async def _save_polls(self, polls: Sequence[Poll]) -> list[Saved]:
        """Two processes may show the same article at once: the later one undoes what it did, and finds it known."""
        for _ in range(_RACES):
            try:
                return await self._save_once(polls)
            except Raced:
                continue
        return await self._save_once(polls)

    @writes
    async def _save_once(self, on: AsyncConnection, polls: Sequence[Poll]) -> list[Saved]:
        return await save_polls(on, polls)

    async def save_states(self, states: Sequence[FeedState]) -> None:
        if states:
            await self._save_states(states)

    @writes
    async def _save_states(self, on: AsyncConnection, states: Sequence[FeedState]) -> None:
        rows = [{f"new_{k}": v for k, v in state_values(state).items()} | {"feed": state.feed} for state in states]
        await on.execute(_SAVE_STATE, sorted(rows, key=itemgetter("feed")))

    @writes
    async def poll_now(self, on: AsyncConnection, feed: FeedId, now: datetime) -> bool:
        """While a poll is at work, the next one comes right after it: what it got may be older than what is new."""
        due = case((feeds.c.claimed, feeds.c.next_poll), else_=now)
        later = case((feeds.c.claimed, now), else_=null())
        wanted = update(feeds).where(feeds.c.id == feed).values(next_poll=due, wanted_at=later)
        return (await on.execute(wanted)).rowcount == 1

    @writes
    async def claim_pages(self, on: AsyncConnection, now: datetime, limit: int, lease: timedelta) -> list[ToRead]:
        return await pages.claim_pages(on, now, limit, lease)

    @writes
    async def save_page(self, on: AsyncConnection, article: ArticleId, page: Page, keys: Keys, now: datetime) -> bool:
        """Raises LookupError where there is no such article, `Rejected` for half characters."""
        return await pages.save_page(on, article, page, keys, now)

    @writes
    async def page_failed(self, on: AsyncConnection, article: ArticleId, again_at: datetime | None, why: str) -> None:
        await pages.page_failed(on, article, again_at, why)


def _forgotten(anew: Any) -> dict[str, Any]:
    """What a server said of an address is not kept for another one; other links of a page are met like a new feed."""
    other_links = feeds.c.links.is_distinct_from(anew.links)
    other = or_(feeds.c.url != anew.url, other_links)
    forgotten: dict[str, Any] = {
        name: case((other, null()), else_=feeds.c[name]) for name in ("etag", "modified", "digest", "moved_to")
    }
    forgotten["rhythm"] = case((other_links, null()), else_=feeds.c.rhythm)
    forgotten["next_poll"] = case((other, anew.next_poll), else_=feeds.c.next_poll)
    return forgotten


def feeds_of(store: SqlStore) -> SqlFeeds:
    """The feeds of this store; closed together with it."""
    return SqlFeeds(store.writing, store.reading)
