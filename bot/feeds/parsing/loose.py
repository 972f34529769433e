"""Feeds that are broken or odd, as feedparser reads them. Slow: for worker processes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing.drafts import Draft, Head, Piece, enclosure, shown, web_base, whole
from bot.feeds.particulars import address

_LONGEST_TAG = 50_000  # feedparser takes quadratic time for its attributes
_ENDLESS = re.compile(rf"<[A-Za-z][^<>]{{{_LONGEST_TAG},}}")
_START = re.compile(r"<(?:\w+:)?(?:item|entry)\b", re.IGNORECASE)
_END = re.compile(r"</(?:\w+:)?(?:item|entry|channel|rss|feed|rdf)\s*>", re.IGNORECASE)
_CDF = re.compile(r"(?>\s|<!--.*?-->|<\?.*?\?>)*<channel\b", re.DOTALL | re.IGNORECASE)
_KINDS = {
    "rss": "rss",
    "rss090": "rss 0.9",
    "rss091n": "rss 0.91",
    "rss091u": "rss 0.91",
    "rss092": "rss 0.92",
    "rss093": "rss 0.93",
    "rss094": "rss 0.94",
    "rss10": "rss 1.0",
    "rss20": "rss 2.0",
    "atom": "atom 1.0",
    "atom01": "atom 0.1",
    "atom02": "atom 0.2",
    "atom03": "atom 0.3",
    "atom10": "atom 1.0",
    "cdf": "cdf",
}


def read_loosely(text: str, url: str | None) -> tuple[Head, list[Draft]]:
    """The feed and its items; of a document that was cut short, those that are whole. Raises `Unreadable`."""
    import feedparser

    if _ENDLESS.search(text):
        raise Unreadable(f"is broken: it has a tag of more than {_LONGEST_TAG:,} characters")
    headers = {"content-type": "application/xml; charset=utf-8"}
    base = web_base(url)
    if base:
        headers["content-location"] = base
    try:
        # A file object, never the text itself: feedparser opens strings that look like a path or an address.
        feed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers=headers,
        )
    except Exception as error:  # its loose parser raises whatever the bytes make it trip over
        raise Unreadable(f"is a feed too broken to be read ({type(error).__name__})") from error
    head = _head(feed, base, text)
    entries = list(feed.entries)
    if len(entries) > 1 and _is_cut_short(text):
        entries.pop()
        head.remarks.append("ends in the middle of an item, which was left out")
    return head, [_draft(entry, head) for entry in entries]


def _is_cut_short(text: str) -> bool:
    starts = [m.end() for m in _START.finditer(text, max(0, len(text) - 1_000_000))]
    return bool(starts) and _END.search(text, starts[-1]) is None


def _head(feed: Any, base: str | None, text: str) -> Head:
    kind = _KINDS.get(feed.get("version") or "") or ("cdf" if _CDF.match(text) else "")
    told = feed.feed
    head = Head(kind, base, language=told.get("language"))
    if isinstance(title := told.get("title"), str):
        head.title = shown(_piece(told.get("title_detail"), title))[1]
    head.home = address(told.get("link"), base)
    for link in told.get("links") or ():
        where = address(link.get("href"), base)
        if link.get("rel") == "hub":
            head.hub = head.hub or where
        elif link.get("rel") == "self":
            head.topic = head.topic or where
    ttl = str(told.get("ttl") or "").strip()
    head.ttl = int(ttl) * 60 if ttl.isdecimal() and len(ttl) < 10 else None
    return head


def _draft(entry: dict[str, Any], head: Head) -> Draft:
    base = head.base or head.home
    draft = Draft(
        link=whole(_text(entry.get("link")), base),
        id=_text(entry.get("id")),
        # dict.get passes by feedparser's own `get`, which warns where it stands in one date for the other.
        published=_utc(dict.get(entry, "published_parsed")),
        updated=_utc(dict.get(entry, "updated_parsed")),
        author=_text(entry.get("author")),
    )
    if (title := _text(entry.get("title"))) is not None:
        draft.title = _piece(entry.get("title_detail"), title)
    if (summary := _text(entry.get("summary"))) is not None:
        draft.summary = _piece(entry.get("summary_detail"), summary)
    draft.contents = [_piece(part, value) for part in entry.get("content") or () if (value := _text(part.get("value")))]
    for link in entry.get("links") or ():
        if link.get("rel") == "enclosure" and (
            found := enclosure(link.get("href"), link.get("type"), link.get("length"), base)
        ):
            draft.enclosures.append(found)
    source = entry.get("source")
    draft.outlet = _text(source.get("title")) if isinstance(source, Mapping) else None
    tags = entry.get("tags") or ()
    draft.section = next((tag.get("label") or tag.get("term") for tag in tags), None)
    draft.language = (entry.get("title_detail") or {}).get("language")
    return draft


def _piece(detail: object, value: str) -> Piece:
    """feedparser has told plain text from HTML already."""
    told = detail if isinstance(detail, Mapping) else {}
    plain = told.get("type") in ("text/plain", None) and bool(told)
    base = told.get("base")
    return Piece(value.strip(), "text" if plain else "guess" if not told else "html", web_base(base) if base else None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _utc(when: Any) -> datetime | None:
    """feedparser's time tuple, which is in UTC and may hold a date that never was."""
    try:
        year, month, day, hour, minute, second = when[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None
