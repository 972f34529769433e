"""A saved RSS, RDF, Atom or JSON feed to its articles.

The document is made harmless before any parser sees it: its DOCTYPE goes, and with it every entity it declares.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.feeds.decoding import Unreadable, decode
from bot.feeds.markup import html_to_text
from bot.feeds.pages.page import declared_charset
from bot.feeds.particulars import address, moment, one_line, storable
from bot.news.types import FoundArticle

_XML_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")
_PROLOG = re.compile(r"(?>\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DOCTYPE_MARK = re.compile(r"""[\[\]]|<!--.*?-->|[<>]|"[^"]*"|'[^']*'""", re.DOTALL)
_LONGEST_DOCTYPE = 20_000
_ROOT = re.compile(r"<[A-Za-z_]")
_HEAD = 100_000


@dataclass(frozen=True, slots=True)
class FeedReading:
    """The items that are articles, and a word on each item that is none."""

    articles: tuple[FoundArticle, ...]
    remarks: tuple[str, ...]


def read_xml_feed(data: bytes, key: str) -> FeedReading:
    """The items of an RSS, RDF or Atom document. Raises `Unreadable` where it is no feed or holds no item."""
    import feedparser

    text = _harmless(decode(data, declared_charset(data)))
    # A file object, never the text itself: feedparser opens strings that look like a path or an address.
    feed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False, resolve_relative_uris=False
    )
    if not feed.entries and not feed.version:
        raise Unreadable("is XML but no RSS, RDF or Atom feed" if _ROOT.search(text, 0, _HEAD) else "is not XML")
    home = address(feed.feed.get("link"))
    outlet = one_line(_shown(feed.feed.get("title")))
    return _reading(key, (_xml_item(entry, outlet, home) for entry in feed.entries))


def read_json_feed(data: bytes, key: str) -> FeedReading:
    """The items of a JSON Feed. Raises `Unreadable` where it is no feed or holds no item."""
    try:
        feed = json.loads(decode(data))
    except ValueError as e:
        raise Unreadable(f"is not JSON ({e})") from None
    except RecursionError:
        raise Unreadable("is not JSON that can be read: it is nested too deep") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not (
        "jsonfeed.org" in str(feed.get("version")) or any(isinstance(i, dict) and "content_text" in i for i in items)
    ):
        raise Unreadable("is JSON but no JSON Feed")
    outlet, home = one_line(feed.get("title")), address(feed.get("home_page_url"))
    return _reading(key, (_json_item(item if isinstance(item, dict) else {}, outlet, home) for item in items))


def _reading(key: str, items: Iterator[tuple[str, FoundArticle]]) -> FeedReading:
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
    return FeedReading(tuple(articles), tuple(remarks))


def _xml_item(entry: dict[str, Any], outlet: str | None, home: str | None) -> tuple[str, FoundArticle]:
    contents = [_text_of(part) for part in entry.get("content") or ()]
    text = max(contents, key=len, default="") or _text_of(entry.get("summary_detail") or {})
    title = one_line(_shown(entry.get("title")))
    source = entry.get("source") or {}
    url = address(entry.get("link"), home)
    name = _name(entry.get("id"), url, title, text)
    # dict.get passes by feedparser's own `get`, which warns where it stands in one date for the other.
    when = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return name, FoundArticle("", text, title, one_line(_shown(source.get("title"))) or outlet, url, _utc(when))


def _json_item(item: Mapping[str, Any], outlet: str | None, home: str | None) -> tuple[str, FoundArticle]:
    text = ""
    for field, is_html in (("content_html", True), ("content_text", False), ("summary", False)):
        value = item.get(field)
        if isinstance(value, str) and not text:
            text = (html_to_text(value) if is_html else storable(value)).strip()
    title = one_line(item.get("title"))
    url = address(item.get("url"), home) or address(item.get("external_url"), home)
    when = moment(item.get("date_published")) or moment(item.get("date_modified"))
    return _name(item.get("id"), url, title, text), FoundArticle("", text, title, outlet, url, when)


def _name(given: object, url: str | None, title: str | None, text: str) -> str:
    """What names an item for good: its own id, else its address, else a digest of title or text."""
    if isinstance(given, int):
        given = str(given)
    own = one_line(given) or url
    if own and len(own) <= 500:
        return own
    return hashlib.sha256((own or title or text).encode("utf-8", "replace")).hexdigest()[:16]


def _text_of(part: Mapping[str, Any]) -> str:
    value = part.get("value")
    if not isinstance(value, str):
        return ""
    return storable(value).strip() if part.get("type") == "text/plain" else html_to_text(value)


def _shown(title: object) -> str | None:
    return html_to_text(title) if isinstance(title, str) else None


def _utc(when: Any) -> datetime | None:
    """feedparser's time tuple, which is in UTC and may hold a date that never was."""
    try:
        year, month, day, hour, minute, second = when[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _harmless(text: str) -> str:
    """The document without its XML declaration (it is text by now) and without its DOCTYPE."""
    text = _XML_DECLARATION.sub("", text, 1)
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if text[start : start + 9].upper() != "<!DOCTYPE":
        return text
    depth = 0
    for m in _DOCTYPE_MARK.finditer(text, start, start + _LONGEST_DOCTYPE):
        depth += {"[": 1, "<": 1, "]": -1, ">": -1}.get(m.group(), 0)
        if depth == 0:
            return text[:start] + text[m.end() :]
    raise Unreadable("has a DOCTYPE that no feed has")
