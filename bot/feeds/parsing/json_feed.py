"""JSON Feed 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing.dates import date_of
from bot.feeds.parsing.drafts import Draft, Head, Piece, enclosure, web_base, whole
from bot.feeds.particulars import address


def read_json(text: str, url: str | None) -> tuple[Head, list[Draft]]:
    """The feed and its items. Raises `Unreadable` where it is no JSON Feed."""
    try:
        feed = json.loads(text, parse_int=_whole_number)
    except ValueError as e:
        raise Unreadable(f"is not JSON ({e})") from None
    except RecursionError:
        raise Unreadable("is not JSON that can be read: it is nested too deep") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not (
        "jsonfeed.org" in str(feed.get("version"))
        or any(isinstance(i, dict) and ("content_text" in i or "content_html" in i) for i in items)
    ):
        raise Unreadable("is JSON but no JSON Feed")
    head = Head(
        "json feed",
        web_base(url),
        title=_text(feed.get("title")),
        home=address(feed.get("home_page_url"), web_base(url)),
        language=_text(feed.get("language")),
        topic=address(feed.get("feed_url"), web_base(url)),
    )
    for hub in _dicts(feed.get("hubs")):
        if str(hub.get("type")).lower() == "websub" and head.hub is None:
            head.hub = address(hub.get("url"), head.base)
    authors = feed.get("authors") or feed.get("author")
    drafts = [_draft(item, head, authors) for item in _dicts(items)]
    if len(drafts) < len(items):
        head.remarks.append(f"lists {len(items) - len(drafts)} that are no items")
    return head, drafts


def _draft(item: Mapping[str, Any], head: Head, authors: object) -> Draft:
    base = head.base or head.home
    given = item.get("id")
    link = whole(_text(item.get("url")), base) or whole(_text(item.get("external_url")), base)
    title, summary = _text(item.get("title")), _text(item.get("summary"))
    tags = item.get("tags")
    draft = Draft(
        title=Piece(title, "text") if title is not None else None,
        summary=Piece(summary, "text") if summary else None,
        link=link,
        id=str(given) if isinstance(given, str | int | float) and not isinstance(given, bool) else None,
        published=date_of(_text(item.get("date_published")) or ""),
        updated=date_of(_text(item.get("date_modified")) or ""),
        author=_author(item.get("authors") or item.get("author")) or _author(authors),
        section=next((tag for tag in tags if isinstance(tag, str)), None) if isinstance(tags, list) else None,
        language=_text(item.get("language")),
    )
    for name, kind in (("content_html", "html"), ("content_text", "text")):
        value = _text(item.get(name))
        if value and not draft.contents:
            draft.contents.append(Piece(value, "html" if kind == "html" else "text"))
    for file in _dicts(item.get("attachments")):
        if found := enclosure(file.get("url"), file.get("mime_type"), file.get("size_in_bytes"), base):
            draft.enclosures.append(found)
    return draft


def _author(authors: object) -> str | None:
    for author in _dicts(authors if isinstance(authors, list) else [authors]):
        if name := _text(author.get("name")):
            return name
    return None


def _dicts(values: object) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole_number(digits: str) -> int | str:
    """Python refuses numbers of thousands of digits; as an id they are text."""
    return int(digits) if len(digits) < 20 else digits
