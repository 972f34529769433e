"""What a reader of one format found of an item, and the item that comes of it: harmless, whole, in UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, urljoin

from bot.feeds.markup import html_to_text
from bot.feeds.parsing.sanitised import looks_like_html, safe_html, safe_text, words_of
from bot.feeds.particulars import address, one_line, storable
from bot.news.followed import Enclosure, FeedDocument, FeedItem

MOST_ITEMS = 5_000
_ARTICLE = 600  # characters: what is shorter is a teaser, whatever element it stands in
_MOST_ENCLOSURES = 20
_LONGEST_ID = 2_000
_LONGEST_LANGUAGE = 50

_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
_UNQUOTED = re.compile(r"[\s\x00-\x20\x7f-\xa0<>\"\\^`{|}\u200b-\u202e\u2066-\u2069\ufeff]+")
_SLASHES = re.compile(r"\A(https?://)/+", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LONGEST_ADDRESS = 2048

Kind = Literal["html", "text", "guess"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A title, summary or content as it stands in the feed. `guess`: called plain, but may be HTML all the same."""

    value: str
    kind: Kind = "guess"
    base: str | None = None

    def is_html(self) -> bool:
        return self.kind == "html" or (self.kind == "guess" and looks_like_html(self.value))


@dataclass(slots=True)
class Draft:
    """An item while its parts are being gathered. `link` is whole already, `contents` are the fuller texts."""

    title: Piece | None = None
    summary: Piece | None = None
    contents: list[Piece] = field(default_factory=list)
    link: str | None = None
    id: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    enclosures: list[Enclosure] = field(default_factory=list)
    outlet: str | None = None
    section: str | None = None
    language: str | None = None


@dataclass(slots=True)
class Head:
    """What a feed says of itself. `base` is where its relative addresses start from."""

    kind: str
    base: str | None = None
    title: str | None = None
    home: str | None = None
    language: str | None = None
    ttl: int | None = None
    hub: str | None = None
    topic: str | None = None
    remarks: list[str] = field(default_factory=list)


def document(head: Head, drafts: Sequence[Draft]) -> FeedDocument:
    """The feed with the items that are taken: the newest, where there are too many and all are dated."""
    taken = list(drafts)
    if len(taken) > MOST_ITEMS:
        head.remarks.append(f"lists {len(taken):,} items; the newest {MOST_ITEMS:,} were taken")
        dates = [draft.published or draft.updated for draft in taken]
        if all(dates):
            order = sorted(range(len(taken)), key=lambda n: dates[n], reverse=True)  # type: ignore[arg-type, return-value]
            taken = [taken[n] for n in sorted(order[:MOST_ITEMS])]
        else:
            taken = taken[:MOST_ITEMS]
            head.remarks[-1] = f"lists {len(drafts):,} items; the first {MOST_ITEMS:,} were taken"
    return FeedDocument(
        kind=head.kind,
        items=tuple(_item(draft, head) for draft in taken),
        title=one_line(head.title),
        home=head.home,
        language=_language((head.language or "")[:_LONGEST_LANGUAGE]),
        ttl=head.ttl,
        hub=head.hub,
        topic=head.topic,
        remarks=tuple(head.remarks),
    )


def _item(draft: Draft, head: Head) -> FeedItem:
    base = head.base or head.home
    title_html = title = None
    if draft.title is not None:
        title_html, title = shown(draft.title, base)
    summary = draft.summary or (draft.contents[0] if draft.contents else None)
    text, full = _fullest(draft)
    return FeedItem(
        title=title,
        text=text,
        link=draft.link,
        id=storable(draft.id.strip())[:_LONGEST_ID] or None if draft.id else None,
        published=draft.published,
        updated=draft.updated,
        author=one_line(draft.author),
        title_html=title_html,
        summary=_safe(summary, base) if summary is not None else None,
        enclosures=tuple(draft.enclosures[:_MOST_ENCLOSURES]),
        outlet=one_line(draft.outlet),
        section=one_line(draft.section),
        language=_language((draft.language or head.language or "")[:_LONGEST_LANGUAGE]),
        full=full,
    )


def shown(title: Piece, base: str | None = None) -> tuple[str, str | None]:
    """A title as harmless HTML, and in words on one line."""
    if title.is_html():
        markup = safe_html(title.value, title.base or base)
        return markup, one_line(words_of(markup))
    return safe_text(title.value), one_line(title.value)


def _safe(piece: Piece, base: str | None) -> str:
    return safe_html(piece.value, piece.base or base) if piece.is_html() else safe_text(piece.value)


def _fullest(draft: Draft) -> tuple[str, bool]:
    """The longest text, and whether it is the article: long, in an element made for it, or longer than a teaser."""
    text = max((_plain(content) for content in draft.contents), key=len, default="")
    if draft.summary is None or len(draft.summary.value) < len(text):  # HTML only gets shorter
        return text, len(text) >= _ARTICLE
    teaser = _plain(draft.summary)
    if len(text) > len(teaser):
        return text, len(text) >= _ARTICLE
    return teaser, len(teaser) >= 5 * _ARTICLE or (len(text) == len(teaser) >= _ARTICLE)


def _plain(piece: Piece) -> str:
    return html_to_text(piece.value) if piece.is_html() else storable(piece.value).strip()


def whole(link: str | None, base: str | None) -> str | None:
    """A web address made whole. With nothing to make it whole it stays as it is; None where it is no web address."""
    if not link:
        return None
    link = link.strip()
    if _PLAIN_ADDRESS.fullmatch(link) and len(link) <= _LONGEST_ADDRESS:
        return link
    link = _UNQUOTED.sub(lambda m: quote(m.group()), storable(link))
    if base or _SCHEME.match(link) or link.startswith("//"):
        return address(link, base)
    return link[:_LONGEST_ADDRESS] or None


def web_base(address_: str | None, inside: str | None = None) -> str | None:
    """An address that relative ones can start from: http or https, made whole with the one it stands inside."""
    if not address_:
        return inside
    try:
        joined = urljoin(inside or "", _SLASHES.sub(r"\1", address_.strip()))
    except ValueError:
        return inside
    return address(joined) or inside


@lru_cache(maxsize=256)
def _language(name: str) -> str | None:
    name = name.strip().replace("_", "-")
    return name if 2 <= len(name) <= 35 and name.isascii() and name[:2].isalpha() and name.isprintable() else None


def enclosure(link: object, kind: object = None, length: object = None, base: str | None = None) -> Enclosure | None:
    """A file that hangs on an item; None where its address is none."""
    where = whole(link, base) if isinstance(link, str) else None
    if where is None:
        return None
    size = str(length).strip() if isinstance(length, int | str) else ""
    return Enclosure(
        where,
        one_line(kind) if isinstance(kind, str) else None,
        int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None,
    )
