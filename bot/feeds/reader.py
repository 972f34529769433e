"""The open web as `Web` of `bot/ports.py`: the careful client, then the parsers, each where it can do no harm."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import blake2b

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing import read_light
from bot.feeds.web.asked import FEEDS, LARGEST_FEED, PAGES, Fetched
from bot.feeds.web.client import WebClient
from bot.feeds.workers import Workers
from bot.news.followed import Feed, FeedAnswer, FeedDocument, FeedState, Page
from bot.ports import Rejected, Unavailable

WORKERS = 2
SECONDS = 10.0
"""For one document in a worker process."""
LARGEST_PAGE = 2_000_000
"""Bytes, decompressed."""

_NO_PAGES = ("audio/", "video/", "image/", "font/", "application/pdf", "application/zip", "application/octet-stream")


@asynccontextmanager
async def open_reader(
    contact: str | None, allow: Sequence[str], clock: Callable[[], datetime]
) -> AsyncIterator[WebReader]:
    """A reader for as long as it is needed. `contact` goes into the User-Agent; `allow` are networks of one's own."""
    reader = WebReader(WebClient(contact=contact, allow=allow, clock=clock), Workers(WORKERS, SECONDS))
    try:
        yield reader
    finally:
        await reader.close()


class WebReader:
    """Feeds that are small and well formed are read at once; all else in worker processes that can be killed."""

    def __init__(self, client: WebClient, workers: Workers) -> None:
        self._client = client
        self._workers = workers

    async def feed(self, feed: Feed, state: FeedState) -> FeedAnswer:
        """Raises `Unavailable` for what is no feed too: a login page or a broken one may be gone next time."""
        asked = state.moved_to or feed.url
        accept = PAGES if feed.links else FEEDS
        fetched = await self._client.get(
            asked, accept=accept, most_bytes=LARGEST_FEED, etag=state.etag, modified=state.modified
        )
        document, digest = None, state.digest
        if fetched.status != 304:
            digest = blake2b(fetched.body, digest_size=16).hexdigest()
            # Servers without validators send the same bytes again.
            document = await self._document(feed, fetched) if digest != state.digest else None
        headers = fetched.headers
        return FeedAnswer(
            document, headers.get("etag"), headers.get("last-modified"), digest, fetched.moved_to, fetched.wait
        )

    async def page(self, url: str) -> Page:
        fetched = await self._client.get(url, accept=PAGES, most_bytes=LARGEST_PAGE, polite=True)
        kind = fetched.headers.get("content-type", "")
        if kind.lower().startswith(_NO_PAGES):
            raise Rejected(f"{fetched.url} is no page but {kind.partition(';')[0]}")
        try:
            page = await self._workers.run("page", fetched.body, fetched.url, kind)
        except Unreadable as error:
            raise Rejected(f"{fetched.url} {error}") from error
        assert isinstance(page, Page)
        return page

    async def post(self, url: str, data: Mapping[str, str]) -> int:
        return (await self._client.post(url, data)).status

    async def close(self) -> None:
        await self._workers.close()
        await self._client.close()

    async def _document(self, feed: Feed, fetched: Fetched) -> FeedDocument:
        kind = fetched.headers.get("content-type")
        try:
            if feed.links:
                document = await self._workers.run("links", fetched.body, fetched.url, feed.links, kind)
            else:
                light = read_light(fetched.body, fetched.url, kind)
                if light is not None:
                    return light
                document = await self._workers.run("feed", fetched.body, fetched.url, kind)
        except Unreadable as error:
            raise Unavailable(f"{fetched.url} {error}") from error
        assert isinstance(document, FeedDocument)
        return document
