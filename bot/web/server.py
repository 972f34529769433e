"""Our own web server: `/websub/{token}` for hubs, the hooks of chat platforms, `/health`; anything else is not found.

It stands behind the operator's proxy, which ends TLS. Who calls is untrusted: sizes, times and connections are
bounded, nothing of a request is kept or logged, and no answer can be read as a page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Protocol

import structlog
from aiohttp import web

from bot.ports import Rejected, Unavailable

MOST_BYTES = 10 * 1024 * 1024
MOST_HOOK_BYTES = 1024 * 1024
"""Of what a chat platform posts: it is held in memory whole before anybody can know who sends it."""

MOST_CONNECTIONS = 200
SECONDS = 10.0
_LINGER = 2.0
_NAME = "factbox"

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
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
        self._seconds, self._most_bytes, self._most_connections = seconds, most_bytes, most_connections
        app = web.Application(middlewares=[self._bounded])
        app.on_response_prepare.append(_plain)
        app.router.add_get("/health", self._health, allow_head=False)
        if hubs is not None:
            path = "/websub/{token:[A-Za-z0-9_-]{20,100}}"
            app.router.add_get(path, self._verify, allow_head=False)
            app.router.add_post(path, self._distribution)
        for path, hook in (hooks or {}).items():
            app.router.add_post(path, partial(self._hooked, hook))
        self._runner = web.AppRunner(app)
        self._listening: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 takes a free one. Raises `Rejected` where we cannot."""
        await self._runner.setup()
        try:
            self._listening = await asyncio.get_running_loop().create_server(self._connection, host, port)
        except OSError as error:
            await self._runner.cleanup()
            words = f"Cannot listen on {host}:{port}: {error.strerror or error}. Set web.listen to a free address."
            raise Rejected(words) from error

    @property
    def port(self) -> int:
        """The port that we listen on."""
        if self._listening is None:
            raise RuntimeError("the web server was not started")
        return int(self._listening.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Take no more calls; those at work have `seconds` to end."""
        if self._listening is not None:
            self._listening.close()
            await self._runner.cleanup()
            await self._listening.wait_closed()
            self._listening = None

    def _connection(self) -> asyncio.BaseProtocol:
        server = self._runner.server
        assert server is not None  # between setup and cleanup
        return _Connection(server, self._most_connections, self._seconds)

    @web.middleware
    async def _bounded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every answer in time, and every failure in a plain status: the words are for the log."""
        try:
            async with asyncio.timeout(self._seconds):
                return await handler(request)
        except TimeoutError:
            return _closing(408)
        except (web.RequestPayloadError, ConnectionError):  # the client's: a store of ours fails as `Unavailable`
            return _closing(400)
        except Unavailable as error:
            log.warning("web_call_failed", why=str(error))
            return _closing(503)
        except web.HTTPException:
            raise
        except Exception:
            log.exception("web_call_failed")
            return _closing(500)

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


class _Connection(web.RequestHandler):
    """One client. aiohttp's own answer to what is no HTTP names our versions, and its log the request."""

    __slots__ = ("_most", "_server")

    def __init__(self, server: web.Server, most: int, seconds: float) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=seconds,  # runs from the connection on, so it bounds slow headers too
            lingering_time=min(seconds, _LINGER),
            access_log=None,  # type: ignore[arg-type]  # none at all: a path is a secret
            auto_decompress=False,
        )
        self._server, self._most = server, most

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if len(self._server.connections) > self._most:
            self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        log.info("web_request_refused", status=status, why=type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer was under way")
        return _closing(status)


def _closing(status: int) -> web.Response:
    response = web.Response(status=status, headers={"Server": _NAME})
    response.force_close()
    return response


async def _plain(_: web.Request, response: web.StreamResponse) -> None:
    """No answer of ours may be run or guessed at (WebSub, section 8.2), or say what we are made of."""
    response.headers["Server"] = _NAME
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
