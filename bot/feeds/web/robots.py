"""Whether a site's robots.txt lets us read a page (RFC 9309), and how fast.

No file (any 4xx) allows everything; a file that cannot be had now (5xx, no connection) forbids everything for now.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from bot.feeds.web.asked import Fetched
from bot.ports import Rejected, Unavailable

MOST_BYTES = 500_000
MOST_SITES = 500

_KEPT = timedelta(days=1)
_TRIED_AGAIN = timedelta(minutes=10)
# Longer files are read, and asked, on a thread: the event loop serves the other sites meanwhile.
_LONG = 20_000


@dataclass(slots=True)
class _Site:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    until: datetime | None = None
    rules: Protego | None = None
    is_long: bool = False
    trouble: str | None = None


class Robots:
    """The rules of the sites asked last. `agent` is our name in them, `fetch` brings an answer of any status."""

    def __init__(
        self, agent: str, fetch: Callable[[str, int], Awaitable[Fetched]], clock: Callable[[], datetime]
    ) -> None:
        self._agent = agent
        self._fetch = fetch
        self._clock = clock
        self._sites: OrderedDict[str, _Site] = OrderedDict()

    async def check(self, url: str) -> float:
        """The seconds to leave between two requests, 0 for any. Raises `Rejected` where the page is forbidden.

        Raises `Unavailable` where robots.txt cannot be had now.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        site = self._site(origin)
        async with site.lock:
            if site.until is None or site.until <= self._clock():
                await self._read(site, f"{origin}/robots.txt")
        if site.trouble is not None:
            raise Unavailable(site.trouble, round(_TRIED_AGAIN.total_seconds()))
        rules = site.rules
        if rules is None:
            return 0.0
        may = rules.can_fetch
        if not (await asyncio.to_thread(may, url, self._agent) if site.is_long else may(url, self._agent)):
            raise Rejected(f"{origin}/robots.txt asks programs not to read {url}, so it is not read.")
        return float(rules.crawl_delay(self._agent) or 0)

    def _site(self, origin: str) -> _Site:
        site = self._sites.get(origin)
        if site is None:
            site = self._sites[origin] = _Site()
            if len(self._sites) > MOST_SITES:
                self._sites.popitem(last=False)
        self._sites.move_to_end(origin)
        return site

    async def _read(self, site: _Site, url: str) -> None:
        site.rules, site.trouble = None, None
        try:
            answer = await self._fetch(url, MOST_BYTES)
        except (Unavailable, Rejected) as error:
            site.trouble = f"Its robots.txt cannot be read now, so its pages are not read either. {error}"
        else:
            if answer.status >= 500 or answer.status == 429:
                site.trouble = f"{url} answered {answer.status}, so the site's pages are not read for now."
            elif answer.status < 300:
                text = answer.body.decode("utf-8", "replace")
                site.is_long = len(text) >= _LONG
                site.rules = await asyncio.to_thread(Protego.parse, text) if site.is_long else Protego.parse(text)
        site.until = self._clock() + (_KEPT if site.trouble is None else _TRIED_AGAIN)
