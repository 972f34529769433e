"""Feeds and how they fare, as rows and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.news.documents import from_json, to_json
from bot.news.followed import Feed, FeedId, FeedState
from bot.ports import Followed, Origin
from bot.store.errors import StoreError
from bot.store.rows import mended, whole

STATE = tuple(name for name in FeedState.__dataclass_fields__ if name != "feed")
"""The columns of a feed's state."""


def feed_values(feed: Feed, origin: Origin, now: datetime) -> dict[str, Any]:
    """A feed that is followed from now on, and due."""
    return {
        "id": whole(feed.id, "id"),
        "url": whole(feed.url, "address"),
        "outlet": feed.outlet and whole(feed.outlet, "outlet"),
        "topics": whole(to_json(feed.topics), "topics"),
        "links": feed.links and whole(feed.links, "selector of links"),
        "full_text": feed.full_text,
        "new_at_first": feed.new_at_first,
        "origin": origin,
        "followed_at": now,
        "next_poll": now,
        "claimed": False,
        "failures": 0,
    }


def state_values(state: FeedState) -> dict[str, Any]:
    """All of a feed's state but its name."""
    return {
        "next_poll": state.next_poll,
        "polled_at": state.polled_at,
        "succeeded_at": state.succeeded_at,
        "etag": _told(state.etag),
        "modified": _told(state.modified),
        "digest": state.digest,
        "moved_to": _told(state.moved_to),
        "title": _told(state.title),
        "interval": state.interval,
        "rhythm": state.rhythm,
        "failures": state.failures,
        "failing_since": state.failing_since,
        "trouble": _told(state.trouble),
        "hub": _told(state.hub),
        "topic": _told(state.topic),
    }


def topics_from(row: Row[Any]) -> tuple[str, ...]:
    """Raises `StoreError` where the stored topics are not what this version of Factbox writes."""
    try:
        return from_json(tuple[str, ...], row.topics) if row.topics != "[]" else ()
    except ValueError as error:
        raise StoreError(f"the topics of feed {row.url} cannot be read: {error}") from error


def followed_from(row: Row[Any]) -> Followed:
    """Raises `StoreError` where the stored topics are not what this version of Factbox writes."""
    id_ = FeedId(row.id)
    feed = Feed(id_, row.url, row.outlet, topics_from(row), row.links, row.full_text, row.new_at_first)
    state = FeedState(
        feed=id_,
        next_poll=row.next_poll,
        polled_at=row.polled_at,
        succeeded_at=row.succeeded_at,
        etag=row.etag,
        modified=row.modified,
        digest=row.digest,
        moved_to=row.moved_to,
        title=row.title,
        interval=row.interval,
        rhythm=row.rhythm,
        failures=row.failures,
        failing_since=row.failing_since,
        trouble=row.trouble,
        hub=row.hub,
        topic=row.topic,
    )
    return Followed(feed, state, row.origin)


def _told(words: str | None) -> str | None:
    """What servers say: half a character in it must not stop a feed for good."""
    return words and mended(words)
