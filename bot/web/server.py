"""Our own web server: `/websub/{token}` for hubs, the hooks of chat platforms, `/health`; anything else is not found.

It stands behind the operator's proxy, which ends TLS, bounded as `bounded.py` has it. No answer can be read as a page.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Protocol

from aiohttp import web

from bot.web.bounded import MOST_CONNECTIONS, SECONDS, BoundedServer

MOST_BYTES = 10 * 1024 * 1024
MOST_HOOK_BYTES = 1024 * 1024
"""Of what a chat platform posts: it is held in memory whole before anybody can know who sends it."""

Hook = Callable[[bytes, Mapping[str, str]], Awaitable[tuple[int, Mapping[str, str], bytes]]]
"""Answers what is posted to its path: body and headers (names in small letters) to status, headers and body.

It is called with what anybody sent: it must check who it was.
"""


class Hubs(Protocol):
    """Answers WebSub hubs."""

    async def verify(self, token: str, query: Mapping[str, str]) -> str | None:
        """The words to answer with, None where we asked for no such thing."""
        ...

    async def distribution(self, token: str, signature: str | None, body: AsyncIterable[bytes]) -> bool:
        """Take what is sent; False where we take no more of it."""
        ...


class WebServer:
    """Serves from `start` to `close`. Without `hubs` and `hooks`, by their paths, it says only whether we are well.

    `troubles` tells of each platform, by its name, what is wrong with it in words, "" where nothing is.

    `seconds` bounds a request's headers, and then its body and answer; `most_bytes` its body.
    """

    def __init__(
        self,
        hubs: Hubs | None,
        *,
        version: str,
        hooks: Mapping[str, Hook] | None = None,
        troubles: Mapping[str, Callable[[], str]] | None = None,
        seconds: float = SECONDS,
        most_bytes: int = MOST_BYTES,
        most_connections: int = MOST_CONNECTIONS,
    ) -> None:
        self._hubs, self._version, self._troubles = hubs, version, troubles or {}
        self._most_bytes = most_bytes
        self._server = BoundedServer("web.listen", seconds=seconds, most_connections=most_connections)
        self._server.get("/health", self._health)
        if hubs is not None:
            path = "/websub/{token:[A-Za-z0-9_-]{20,100}}"
            self._server.get(path, self._verify)
            self._server.post(path, self._distribution)
        for path, hook in (hooks or {}).items():
            self._server.post(path, partial(self._hooked, hook))

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 takes a free one. Raises `Rejected` where we cannot."""
        await self._server.start(host, port)

    @property
    def port(self) -> int:
        """The port that we listen on."""
        return self._server.port

    async def close(self) -> None:
        """Take no more calls; those at work have `seconds` to end."""
        await self._server.close()

    async def _health(self, _: web.Request) -> web.Response:
        troubles = {name: words for name, told in self._troubles.items() if (words := told())}
        status = "trouble" if troubles else "ok"
        return web.json_response({"status": status, "version": self._version, **troubles})

    async def _verify(self, request: web.Request) -> web.Response:
        assert self._hubs is not None  # no route without them
        words = await self._hubs.verify(request.match_info["token"], request.query)
        return web.Response(status=404) if words is None else web.Response(text=words)

    async def _distribution(self, request: web.Request) -> web.Response:
        assert self._hubs is not None  # no route without them
        signature = request.headers.get("X-Hub-Signature")
        taken = await self._hubs.distribution(
            request.match_info["token"], signature, self._body(request, self._most_bytes)
        )
        return web.Response(status=202 if taken else 410)

    async def _hooked(self, hook: Hook, request: web.Request) -> web.Response:
        body = b"".join([piece async for piece in self._body(request, min(self._most_bytes, MOST_HOOK_BYTES))])
        status, headers, said = await hook(body, {name.lower(): value for name, value in request.headers.items()})
        return web.Response(status=status, headers=dict(headers), body=said)

    async def _body(self, request: web.Request, most: int) -> AsyncIterator[bytes]:
        """The body as it was sent, piece by piece: a signature is of the bytes on the wire."""
        size = request.content_length or 0
        if size > most:
            raise web.HTTPRequestEntityTooLarge(most, size)
        size = 0
        async for piece in request.content.iter_any():
            size += len(piece)
            if size > most:
                raise web.HTTPRequestEntityTooLarge(most, size)
            yield piece
