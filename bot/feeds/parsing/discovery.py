"""The feeds that a site's page names: by its links for machines first, by links for people where there are none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing.drafts import web_base, whole
from bot.feeds.parsing.encoded import text_of
from bot.feeds.particulars import one_line

LARGEST_PAGE = 5_000_000
_MOST_FOUND = 50
_KINDS = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json feed",
    "application/json": "json feed",
    "application/rdf+xml": "rss 1.0",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/x.atom+xml": "atom",
    "application/x-atom+xml": "atom",
}
_NO_FEEDS = re.compile(r"wp-json|oembed|opensearch|manifest", re.IGNORECASE)
_LOOKS_LIKE_FEED = re.compile(
    r"(?:\.(?:rss|atom|rdf)|/(?:rss|atom|feed|feeds)(?:\.xml|\.json)?/?|/index\.xml|[/_-]rss[^/]*\.xml"
    r"|[?&](?:feed|format|alt)=(?:rss2?|atom|feed))(?:$|[?#])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names. `kind` is what the page calls it: "rss", "atom", "json feed", "xml" or ""."""

    url: str
    title: str | None
    kind: str


def feeds_of_page(data: bytes, url: str | None = None) -> tuple[FoundFeed, ...]:
    """The feeds that a page names, each once, the likeliest first. Nothing is asked for."""
    root = page_tree(data)
    if root is None:
        return ()
    base = page_base(root, url)
    found = [*_announced(root, base), *_linked(root, base)]
    first: dict[str, FoundFeed] = {}
    for feed in found[: 2 * _MOST_FOUND]:
        first.setdefault(feed.url, feed)
    # A site's comments are rarely what somebody follows it for.
    ranked = sorted(first.values(), key=lambda feed: "comment" in f"{feed.url} {feed.title or ''}".lower())
    return tuple(ranked[:_MOST_FOUND])


def page_tree(data: bytes, content_type: str | None = None) -> etree._Element | None:
    """The tree of an HTML page however broken; None for what is none."""
    if len(data) > LARGEST_PAGE:
        return None
    try:
        text = text_of(data, content_type or _meta_charset(data))
    except Unreadable:
        return None
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def page_base(root: etree._Element, url: str | None) -> str | None:
    """Where the page's relative links start from: its `base` element, else its own address."""
    own = web_base(url)
    for element in root.iter("base"):
        if href := element.get("href"):
            return web_base(href, own)
    return own


def _announced(root: etree._Element, base: str | None) -> list[FoundFeed]:
    found: list[FoundFeed] = []
    for element in root.iter("link"):
        rel = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        where = whole(element.get("href"), base)
        if where is None or not ("feed" in rel or ("alternate" in rel and kind in _KINDS)):
            continue
        if kind in ("application/json", "application/xml", "text/xml") and _NO_FEEDS.search(where):
            continue
        found.append(FoundFeed(where, one_line(element.get("title")), _KINDS.get(kind, "")))
    return found


def _linked(root: etree._Element, base: str | None) -> list[FoundFeed]:
    found: list[FoundFeed] = []
    for element in root.iter("a"):
        href = element.get("href") or ""
        rel = (element.get("rel") or "").lower().split()
        if "feed" in rel or (len(href) < 500 and _LOOKS_LIKE_FEED.search(href)):
            where = whole(href, base)
            if where is not None:
                words = " ".join("".join(element.itertext()).split())[:200]
                found.append(FoundFeed(where, one_line(element.get("title") or words), ""))
    return found


_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*(?:["']\s*)?([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)


def _meta_charset(data: bytes) -> str | None:
    named = _META.search(data, 0, 8192)
    return f"text/html; charset={named.group(1).decode('ascii')}" if named else None
