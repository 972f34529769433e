"""The nouns of what we follow: feeds, what we remember of them, what they and their articles' pages say.

All of it comes from outside, so it is data: titles and summaries are made harmless before they get here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

from bot.news.identity import Keys
from bot.news.types import ArticleId, FoundArticle

FeedId = NewType("FeedId", str)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed, or, with `links` (a CSS selector), a page whose links are read as one.

    `new_at_first` is how many of the items that it lists at first contact count as new; `full_text` whether the
    articles' own pages are read too.
    """

    id: FeedId
    url: str
    outlet: str | None = None
    topics: tuple[str, ...] = ()
    links: str | None = None
    full_text: bool = True
    new_at_first: int = 5


@dataclass(frozen=True, slots=True)
class FeedState:
    """What we remember of a feed from one poll to the next.

    `digest` stands for the last body, `moved_to` is where it said that it lives for good. `interval` is the seconds
    we last chose to wait, `rhythm` the seconds between two new articles as far as we have seen, at most two
    days, None until it has shown an article.
    `failures` counts polls in a row; `trouble` is the last failure in words, since `failing_since`.
    """

    feed: FeedId
    next_poll: datetime
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    moved_to: str | None = None
    title: str | None = None
    interval: int | None = None
    rhythm: int | None = None
    failures: int = 0
    failing_since: datetime | None = None
    trouble: str | None = None
    hub: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that a feed hangs on an item."""

    url: str
    type: str | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item as its feed lists it.

    `title` and `text` are plain, `text` one paragraph a line, the longest that the item holds. `title_html` and
    `summary` are the feed's own, sanitised. `full` tells that `text` is the article and not a teaser, as far as the
    feed shows. Addresses are whole.
    """

    title: str | None = None
    text: str = ""
    link: str | None = None
    id: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    title_html: str | None = None
    summary: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    outlet: str | None = None
    section: str | None = None
    language: str | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed as it was read. `ttl` is the seconds it asks to be left alone; `remarks` say what was left out, and why.

    `hub` and `topic` are those of WebSub. `kind` names the format ("rss 2.0", "atom 1.0", "json feed", "sitemap").
    """

    kind: str
    items: tuple[FeedItem, ...]
    title: str | None = None
    home: str | None = None
    language: str | None = None
    ttl: int | None = None
    hub: str | None = None
    topic: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What a feed's server answered. No `document`: nothing has changed since `FeedState`.

    `moved_to` is where the feed lives from now on. `wait` is the seconds that Cache-Control, Expires or Retry-After
    ask us to wait.
    """

    document: FeedDocument | None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    moved_to: str | None = None
    wait: int | None = None


PageKind = Literal["full", "summary-only", "paywall", "consent-wall", "bot-wall", "error-page", "no-article"]


@dataclass(frozen=True, slots=True)
class Page:
    """An article's own page as it was read. `why` says in words what is missing where `kind` is not "full".

    `url` is where it was found after all redirects; `canonical` where its own site says it belongs, never elsewhere.
    `text` is one paragraph a line, without the title; empty where there is no article in it.
    """

    kind: PageKind
    text: str
    url: str | None = None
    canonical: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    section: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as a feed shows it now. `fresh` is false for what was old when we first met the feed.

    `read` asks for its own page to be read; `digest` stands for all that the feed says of it.
    """

    found: FoundArticle
    keys: Keys
    digest: str
    fresh: bool = True
    read: bool = True


@dataclass(frozen=True, slots=True)
class Saved:
    """What a poll brought: articles new to us, known ones with other words, known ones unchanged.

    `articles` are the first 20 of the new ones, for the log.
    """

    new: int = 0
    changed: int = 0
    known: int = 0
    articles: tuple[ArticleId, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ToRead:
    """An article whose own page is due to be read; `attempts` counts this one too."""

    article: ArticleId
    url: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed's hub was asked to tell us what is new (WebSub).

    `token` is our callback's, `secret` signs what the hub sends; both are ours alone. Active until `lease_until`.
    """

    feed: FeedId
    hub: str
    topic: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    state: Literal["asked", "active", "ended"]
    asked_at: datetime
    lease_until: datetime | None = None
