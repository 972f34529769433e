"""`factbox feeds parse` and `factbox extract`: feeds and pages, from wherever they are, as JSON lines."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.feeds.decoding import Unreadable
from bot.feeds.first_look import Documents, FirstLook
from bot.news.feed_words import one_line, tried_once
from bot.news.followed import FeedItem, Page
from bot.ports import Rejected, Unavailable

if TYPE_CHECKING:
    from bot.sources import WebSettings

MOST_BYTES = 20_000_000
_WEB = re.compile(r"https?://", re.IGNORECASE)

Found = tuple[list[dict[str, Any]], str]
"""The rows to write, and what is wrong, in words, or nothing."""


class Unread(Exception):
    """A file that cannot be read; the words follow its name."""


def asks_the_web(names: Sequence[str]) -> bool:
    """Whether one of the inputs is an address: only then are settings needed."""
    return any(map(_WEB.match, names))


async def parse(names: Sequence[str], web: WebSettings | None, url: str | None = None) -> int:
    """Write each feed's items, one JSON object a line. 1 where one of the inputs is no feed, else 0."""
    async with _opened(web, 1) as look:

        async def rows(name: str) -> Found:
            data, found_at, kind = await _given(name, look, page=False)
            document = await look.feed_of(data, found_at or url, kind)
            remarks = "; ".join(map(one_line, document.remarks))
            empty = f"lists nothing: {remarks}" if remarks and not document.items else ""
            return [_item_row(item) for item in document.items], empty

        return await _write(names, rows, 1)


async def extract(names: Sequence[str], web: WebSettings | None, url: str | None = None, at_once: int = 1) -> int:
    """Write each page's article as a JSON object on a line. 1 where one of the inputs has none, else 0.

    `url` is the address that a file came from. `at_once` processes read side by side; the rows keep their order.
    """
    async with _opened(web, at_once) as look:

        async def rows(name: str) -> Found:
            data, found_at, kind = await _given(name, look, page=True)
            page = await look.page_of(data, found_at or url, kind)
            return [_page_row(page, name)], "" if page.text else page.why or f"has nothing to read ({page.kind})"

        return await _write(names, rows, at_once)


@asynccontextmanager
async def _opened(web: WebSettings | None, at_once: int) -> AsyncIterator[Documents]:
    """Files need neither settings nor store, which take a second to import."""
    if web is not None:
        from bot.app.commands import open_look

        async with open_look(web, at_once) as look:
            yield look
        return
    documents = Documents(at_once)
    try:
        yield documents
    finally:
        await documents.close()


async def _write(names: Sequence[str], rows: Callable[[str], Awaitable[Found]], at_once: int) -> int:
    """Rows on standard output, in the order of the names; what is wrong on standard error."""
    wrong = 0
    waiting: deque[tuple[str, asyncio.Task[Found]]] = deque()
    left = deque(names)
    try:
        while left or waiting:
            while left and len(waiting) < 2 * at_once:
                name = left.popleft()
                waiting.append((name, asyncio.create_task(_tried(name, rows))))
            name, task = waiting.popleft()
            found, trouble = await task
            for row in found:
                print(json.dumps(row, ensure_ascii=False))
            if trouble:
                wrong += 1
                sys.stdout.flush()
                print(f"factbox: {trouble}", file=sys.stderr)
    finally:
        for _, task in waiting:
            task.cancel()
        await asyncio.gather(*(task for _, task in waiting), return_exceptions=True)
    if wrong and len(names) > 1:
        print(f"factbox: {wrong} of {len(names)} gave nothing; the others are done", file=sys.stderr)
    return 1 if wrong else 0


async def _tried(name: str, rows: Callable[[str], Awaitable[Found]]) -> Found:
    """The rows, or none and the reason with the input's name."""
    shown = "standard input" if name == "-" else name
    try:
        found, trouble = await rows(name)
    except (Unreadable, Unread) as error:
        return [], f"{shown}: {error}"
    except (Unavailable, Rejected) as error:
        words = tried_once(str(error))
        return [], words if name in words else f"{shown}: {words}"
    return found, f"{shown}: {trouble}" if trouble else ""


async def _given(name: str, look: Documents, *, page: bool) -> tuple[bytes, str | None, str | None]:
    """The bytes, the address that they came from, and their media type."""
    if _WEB.match(name) and isinstance(look, FirstLook):
        return await look.body_of(name, page=page)
    return read_bytes(name), None, None


def read_bytes(name: str) -> bytes:
    """A file, or "-" for standard input. Raises `Unread`."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as error:
        meant = ". An address begins with https://" if isinstance(error, FileNotFoundError) and "." in name else ""
        raise Unread(f"cannot be read: {error.strerror}{meant}") from None
    except ValueError as error:  # a name with a NUL in it
        raise Unread(f"cannot be read: {error}") from None
    if len(data) > MOST_BYTES:
        raise Unread(f"has more than {MOST_BYTES / 1e6:.0f} MB")
    return data


def _item_row(item: FeedItem) -> dict[str, Any]:
    return {
        "title": item.title_html or item.title,
        "link": item.link,
        "id": item.id,
        "published": _moment(item.published),
        "updated": _moment(item.updated),
        "author": item.author,
        "summary": item.summary,
        "enclosures": [{"url": e.url, "type": e.type, "length": e.length} for e in item.enclosures],
    }


def _page_row(page: Page, name: str) -> dict[str, Any]:
    return {
        "source": name,
        "kind": page.kind,
        "text": page.text,
        "title": page.title,
        "byline": page.byline,
        "published": _moment(page.published),
        "updated": _moment(page.updated),
        "language": page.language,
        "outlet": page.outlet,
        "section": page.section,
        "url": page.canonical or page.url,
        "why": page.why,
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
