"""The one client for the open web: careful about where it goes, how much it takes and how often it asks.

It speaks httpx over aiohttp's transport, without httpx's `AsyncClient` around it: what that adds (a cookie jar,
redirects, logins) we do not want or do ourselves, and it costs as much time as the request.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from bot import __version__
from bot.feeds.web.addresses import check_url, networks, socket_factory
from bot.feeds.web.asked import Fetched
from bot.feeds.web.freshness import retry_after, wait_of
from bot.feeds.web.hosts import Hosts
from bot.feeds.web.inflate import ACCEPTED, Broken, TooLarge, inflate
from bot.feeds.web.limits import Limits
from bot.feeds.web.names import SystemNames
from bot.feeds.web.robots import Robots
from bot.feeds.web.troubles import trouble_of
from bot.ports import Rejected, Unavailable

NAME = "Factbox"

_MOVED_FOR_GOOD = (301, 308)
_ELSEWHERE = (301, 302, 303, 307, 308)
_MOST_REMEMBERED = 20_000
_HUB_BYTES = 64_000
# Longer bodies are decompressed on a thread: the event loop serves the other sites meanwhile.
_LONG = 100_000
_TROUBLES = {
    304: "says that nothing has changed, but nothing was known yet",
    408: "waited too long for us",
    425: "wants to be asked later",
    429: "is asked too often for its liking",
}
_REFUSALS = {
    401: "wants a login, which Factbox does not have",
    402: "wants to be paid",
    403: "does not let programs in",
    404: "has nothing there (any more)",
    410: "has taken it down for good",
    451: "may not show it, for legal reasons",
}


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of each address on the way. `validators` are those of the answer that we have already."""

    accept: str
    most_bytes: int
    polite: bool = False
    validators: tuple[tuple[str, str], ...] = ()


class WebClient:
    """One for the process. `contact` is an address at which its keeper is reached, told to every server.

    `allow` are the networks and addresses that the guard lets through; `tls` says which certificates are trusted.
    """

    def __init__(
        self,
        *,
        contact: str | None,
        allow: Sequence[str] = (),
        resolver: AbstractResolver | None = None,
        clock: Callable[[], datetime],
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allow = tuple(allow)
        networks(self._allow)
        self._names = resolver or SystemNames()
        self._clock = clock
        self._limits = limits or Limits()
        self._tls = tls or httpx.create_ssl_context()
        self._agent = f"{NAME}/{__version__}" + (f" (+{contact})" if contact else "")
        self._timeouts = {
            "timeout": {"connect": self._limits.connect, "read": self._limits.read, "pool": None, "write": None}
        }
        self._transport = AiohttpTransport(verify=self._tls, client=self._session)
        self._hosts = Hosts(self._limits, lambda: asyncio.get_running_loop().time())
        self._robots = Robots(NAME, self._robots_txt, clock)
        # Where an answer was found last, if not where it was asked for: its validators belong to that address.
        self._found_at: dict[str, str] = {}

    def _session(self) -> aiohttp.ClientSession:
        """aiohttp's side, made with the first request since it belongs to the running loop."""
        connector = aiohttp.TCPConnector(
            socket_factory=socket_factory(self._allow),
            resolver=self._names,
            ssl=self._tls,
            limit=self._limits.at_once,
            limit_per_host=self._limits.at_once_a_host,
            ttl_dns_cache=300,
            keepalive_timeout=self._limits.keep_open,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            max_line_size=self._limits.header_bytes,
            max_field_size=self._limits.header_bytes,
        )

    async def get(
        self,
        url: str,
        *,
        accept: str,
        most_bytes: int,
        etag: str | None = None,
        modified: str | None = None,
        polite: bool = False,
    ) -> Fetched:
        """What stands at a URL, of at most `most_bytes` once decompressed; status 304 where it has not changed.

        `etag` and `modified` are those of the last answer; `polite` asks robots.txt first. Raises `Unavailable` or
        `Rejected`.
        """
        given = (("If-None-Match", etag), ("If-Modified-Since", modified))
        validators = tuple((name, value) for name, value in given if value and _goes_back(value))
        fetched = await self._follow(url, _Question(accept, most_bytes, polite, validators))
        status = fetched.status
        if 200 <= status < 300 or (status == 304 and validators):
            return fetched
        raise self._refusal(fetched)

    async def post(self, url: str, data: Mapping[str, str]) -> Fetched:
        """Send a form; the answer, which is a success. It goes where it was told to and nowhere else.

        Raises `Unavailable` or `Rejected`.
        """
        url = check_url(url, self._allow)
        headers = [*self._headers("*/*"), ("Content-Type", "application/x-www-form-urlencoded")]
        request = httpx.Request("POST", url, headers=headers, content=urlencode(data), extensions=self._timeouts)
        async with self._hosts.turn(_host(url)):
            fetched = await self._ask(request, url, _HUB_BYTES, self._limits.total)
        if 200 <= fetched.status < 300:
            return fetched
        if fetched.status in _ELSEWHERE:
            raise Rejected(f"{url} sends what is posted to it elsewhere, which is not followed.")
        raise self._refusal(fetched)

    async def close(self) -> None:
        """End all connections."""
        await self._transport.aclose()
        await self._names.close()

    async def _robots_txt(self, url: str, most_bytes: int) -> Fetched:
        return await self._follow(url, _Question("text/plain, */*;q=0.5", most_bytes))

    async def _follow(self, url: str, question: _Question) -> Fetched:
        """The answer at the end of all redirects, whatever its status. Each hop is judged like the first."""
        start = here = check_url(url, self._allow)
        for_good = True
        moved_to = None
        seen = {here}
        left = self._limits.total
        clock = asyncio.get_running_loop().time
        while True:
            if question.polite:
                self._hosts.slow_down(_host(here), await self._robots.check(here))
            headers = self._headers(question.accept)
            if question.validators and self._found_at.get(start, start) == here:
                headers.extend(question.validators)
            request = httpx.Request("GET", here, headers=headers, extensions=self._timeouts)
            async with self._hosts.turn(_host(here)):
                began = clock()
                fetched = await self._ask(request, here, question.most_bytes, left)
                left -= clock() - began
            if fetched.status not in _ELSEWHERE:
                break
            there = self._target(fetched, here)
            for_good = for_good and fetched.status in _MOVED_FOR_GOOD and _keeps_safe(here, there)
            if for_good:
                moved_to = there
            if there in seen:
                raise Rejected(f"{start}: it redirects in a circle, through {there}.")
            if len(seen) > self._limits.hops:
                raise Rejected(f"{start}: it redirects more than {self._limits.hops} times, at last to {there}.")
            seen.add(there)
            here = there
        self._remember(start, here)
        return fetched if moved_to is None else replace(fetched, moved_to=moved_to)

    def _target(self, fetched: Fetched, here: str) -> str:
        location = fetched.headers.get("location", "").strip()
        if not location:
            raise Rejected(f"{here}: it redirects ({fetched.status}) without saying where to.")
        try:
            return check_url(urljoin(here, location), self._allow)
        except ValueError:
            raise Rejected(f"{here}: it redirects to what is no address: {location[:200]!r}") from None
        except Rejected as error:
            raise Rejected(f"{here} redirects to an address that is not asked. {error}") from None

    def _remember(self, start: str, here: str) -> None:
        if start == here:
            if self._found_at:
                self._found_at.pop(start, None)
            return
        if len(self._found_at) >= _MOST_REMEMBERED:
            self._found_at.pop(next(iter(self._found_at)))
        self._found_at[start] = here

    async def _ask(self, request: httpx.Request, url: str, most_bytes: int, seconds: float) -> Fetched:
        """One request and its answer, whatever its status; only a success has its body read."""
        try:
            async with asyncio.timeout(seconds), self._answered(request) as response:
                status = response.status_code
                headers = _named(response.headers.raw)
                body = await _read(response, headers, most_bytes) if 200 <= status < 300 else b""
        except TimeoutError:
            raise Unavailable(
                f"{url}: it took longer than {self._limits.total:g} s. It is tried again later."
            ) from None
        except TooLarge:
            raise Unavailable(f"{url}: it is larger than {most_bytes:,} bytes, so it is not read.") from None
        except Broken as error:
            raise Unavailable(f"{url}: it cannot be read: {error}.") from None
        except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError) as error:
            raise trouble_of(error, url) from error
        now = self._clock()
        if status in (429, 503):
            rest = retry_after(headers, now)
            if rest:
                self._hosts.rest(_host(url), rest)
        wait = wait_of(headers, now) if status < 400 else retry_after(headers, now)
        return Fetched(status, url, headers, body, None, wait)

    @asynccontextmanager
    async def _answered(self, request: httpx.Request) -> AsyncIterator[httpx.Response]:
        response = await self._transport.handle_async_request(request)
        try:
            yield response
        finally:
            await cast(httpx.AsyncByteStream, response.stream).aclose()

    def _headers(self, accept: str) -> list[tuple[str, str]]:
        return [("User-Agent", self._agent), ("Accept", accept), ("Accept-Encoding", ACCEPTED)]

    @staticmethod
    def _refusal(fetched: Fetched) -> Unavailable | Rejected:
        status, url = fetched.status, fetched.url
        if status >= 500 or status in (304, 408, 425, 429):
            why = _TROUBLES.get(status, "has a trouble of its own")
            return Unavailable(f"{url}: the server {why} (status {status}). It is tried again later.", fetched.wait)
        return Rejected(f"{url}: the server {_REFUSALS.get(status, 'refuses')} (status {status}).")


async def _read(response: httpx.Response, headers: Mapping[str, str], most_bytes: int) -> bytes:
    """The body, decompressed. Raises `TooLarge` as soon as it is known to be."""
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and len(announced) > 18:
        raise TooLarge
    if announced.isascii() and announced.isdigit() and int(announced) > most_bytes:
        raise TooLarge
    chunks, size = [], 0
    async for chunk in cast(httpx.AsyncByteStream, response.stream):
        size += len(chunk)
        if size > most_bytes:
            raise TooLarge
        chunks.append(chunk)
    body = b"".join(chunks)
    encoding = headers.get("content-encoding", "")
    if size > _LONG:
        return await asyncio.to_thread(inflate, body, encoding, most_bytes)
    return inflate(body, encoding, most_bytes)


def _named(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower case name; what comes twice is one, with a comma, as HTTP has it."""
    named: dict[str, str] = {}
    for key, value in raw:
        name, words = key.decode("latin-1").lower(), value.decode("utf-8", "replace")
        named[name] = f"{named[name]}, {words}" if name in named else words
    return named


def _goes_back(value: str) -> bool:
    """Whether a header's value of theirs may stand in a header of ours: what else they send cannot be sent to them."""
    return value.isascii() and value.isprintable()


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _keeps_safe(here: str, there: str) -> bool:
    return there.startswith("https:") or here.startswith("http:")
