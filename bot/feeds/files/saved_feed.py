"""A saved feed of any kind to its articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.feeds.decoding import Unreadable
from bot.feeds.particulars import address, one_line
from bot.news.followed import FeedDocument, FeedItem
from bot.news.types import FoundArticle

_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class FeedReading:
    """The items that are articles, and a word on each item that is none."""

    articles: tuple[FoundArticle, ...]
    remarks: tuple[str, ...]


def read_saved_feed(data: bytes, key: str) -> FeedReading:
    """The articles of a feed. Raises `Unreadable` where it is no feed, or holds no item or none with text."""
    # The parsers are imported late: a folder without feeds does without them.
    from bot.feeds.parsing import read_feed

    feed = read_feed(data)
    return _reading(key, _articles(feed), feed.remarks)


def _reading(key: str, items: Iterator[tuple[str, FoundArticle]], said: tuple[str, ...]) -> FeedReading:
    """Each item under a key of its own; an item without text is named and left out."""
    articles: list[FoundArticle] = []
    remarks: list[str] = []
    taken: dict[str, int] = {}
    for number, (name, item) in enumerate(items, 1):
        if not any(c.isalnum() for c in item.text):
            remarks.append(f"item {number} ({item.title or item.url or 'without title'}) holds no text")
            continue
        taken[name] = taken.get(name, 0) + 1
        again = f"~{taken[name]}" if taken[name] > 1 else ""
        articles.append(replace(item, key=f"{key}#{name}{again}"))
    if not articles:
        raise Unreadable("is a feed in which no item holds text" if remarks else "is a feed without items")
    return FeedReading(tuple(articles), (*said, *remarks))


def _articles(feed: FeedDocument) -> Iterator[tuple[str, FoundArticle]]:
    for item in feed.items:
        url = address(item.link)
        when = item.published or item.updated
        yield _name(item, url), FoundArticle("", item.text, item.title, item.outlet or feed.title, url, when)


def _name(item: FeedItem, url: str | None) -> str:
    """What names an item for good: its own id, else its address, else a digest of title or text."""
    own = one_line(item.id) or url
    if own and len(own) <= _LONGEST_NAME:
        return own
    return hashlib.sha256((own or item.title or item.text).encode("utf-8", "replace")).hexdigest()[:16]
