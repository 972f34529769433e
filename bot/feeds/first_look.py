"""A first look at an address, a file or a list of feeds: what is there, and, where it is no feed, which feeds it names.

For people who add and try feeds; what is followed already is asked through `reader.py`. Nothing is imported or
started before it is needed: a person waits for the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.feeds.decoding import Unreadable
from bot.feeds.web.asked import FEEDS, LARGEST_FEED, PAGES
from bot.news.followed import Feed, FeedAnswer, FeedDocument, Page
from bot.ports import Rejected, Unavailable

if TYPE_CHECKING:
    from bot.feeds.parsing import FoundFeed, Outline
    from bot.feeds.web.client import WebClient
    from bot.feeds.workers import Workers

SECONDS = 30.0
"""For reading one document."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the address `asked` gave: a feed's answer or, where it is no feed, why, and the feeds that it names.

    `is_page` tells that it calls itself a web page.
    """

    asked: str
    answer: FeedAnswer | None = None
    why: str = ""
    named: tuple[FoundFeed, ...] = ()
    is_page: bool = False


class Documents:
    """Reads feeds and pages where a hostile one can do no harm; `at_once` processes at most, started when needed."""

    def __init__(self, at_once: int = 1) -> None:
        self._at_once = at_once
        self._workers: Workers | None = None

    async def feed_of(
        self, data: bytes, url: str | None, content_type: str | None = None, links: str | None = None
    ) -> FeedDocument:
        """The feed in a document. Raises `Unreadable`, or `Unavailable` where reading it takes too much."""
        from bot.feeds.parsing import read_light

        if links:
            document = await self._readers().run("links", data, url, links, content_type)
        else:
            light = read_light(data, url, content_type)
            document = light or await self._readers().run("feed", data, url, content_type)
        assert isinstance(document, FeedDocument)
        return document

    async def page_of(self, data: bytes, url: str | None, content_type: str | None = None) -> Page:
        """The article in a page; the same errors."""
        page = await self._readers().run("page", data, url, content_type)
        assert isinstance(page, Page)
        return page

    async def close(self) -> None:
        if self._workers is not None:
            await self._workers.close()

    def _readers(self) -> Workers:
        if self._workers is None:
            from bot.feeds.workers import Workers

            self._workers = Workers(self._at_once, SECONDS)
        return self._workers


class FirstLook(Documents):
    """Asks through the careful client and its guard, and reads what comes."""

    def __init__(
        self, *, contact: str | None, allow: Sequence[str], clock: Callable[[], datetime], at_once: int = 1
    ) -> None:
        super().__init__(at_once)
        self._contact, self._allow, self._clock = contact, tuple(allow), clock
        self._client: WebClient | None = None

    def checked(self, url: str) -> str:
        """The address in its normal form. Raises `Rejected` where it may not be asked."""
        from bot.feeds.web.addresses import check_url

        return check_url(url, self._allow)

    async def at(self, url: str, links: str | None = None) -> Look:
        """Ask an address. Raises `Unavailable` or `Rejected` where it gives nothing at all."""
        fetched = await self._web().get(url, accept=PAGES if links else FEEDS, most_bytes=LARGEST_FEED)
        kind = fetched.headers.get("content-type")
        try:
            document = await self.feed_of(fetched.body, fetched.url, kind, links)
        except (Unreadable, Unavailable) as error:
            from bot.feeds.parsing import feeds_of_page

            named = () if links else feeds_of_page(fetched.body, fetched.url)
            return Look(url, why=str(error), named=named, is_page="html" in (kind or "").lower())
        answer = FeedAnswer(document, moved_to=fetched.moved_to, wait=fetched.wait)
        return Look(url, answer)

    async def body_of(self, url: str, *, page: bool) -> tuple[bytes, str, str | None]:
        """What an address holds, where it was found, its media type. Raises `Unavailable` or `Rejected`."""
        fetched = await self._web().get(url, accept=PAGES if page else FEEDS, most_bytes=LARGEST_FEED, polite=page)
        return fetched.body, fetched.url, fetched.headers.get("content-type")

    def outlines(self, data: bytes) -> tuple[Outline, ...]:
        """The entries of an OPML list. Raises `Rejected` where it is none."""
        from bot.feeds.parsing import read_opml

        try:
            return read_opml(data)
        except Unreadable as error:
            raise Rejected(str(error)) from None

    def opml(self, feeds: Sequence[Feed], titles: Sequence[str | None]) -> str:
        """The feeds as an OPML list, each with its title."""
        from bot.feeds.parsing import Outline, write_opml

        outlines = [Outline(f.url, t, ", ".join(f.topics) or None) for f, t in zip(feeds, titles, strict=True)]
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + write_opml(outlines, "Feeds of Factbox")

    async def close(self) -> None:
        await super().close()
        if self._client is not None:
            await self._client.close()

    def _web(self) -> WebClient:
        if self._client is None:
            from bot.feeds.web.client import WebClient

            self._client = WebClient(contact=self._contact, allow=self._allow, clock=self._clock)
        return self._client
