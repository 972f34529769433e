"""What every server of ours shares: who calls is untrusted, so sizes, times and connections are bounded.

Nothing of a request is kept or logged, and no answer says what we are made of.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from bot.ports import Rejected, Unavailable

MOST_CONNECTIONS = 200
SECONDS = 10.0
_LINGER = 2.0
_NAME = "factbox"

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class BoundedServer:
    """Serves from `start` to `close` what was added before. `setting` names the address in words for a person.

    `seconds` bounds a request's headers, and then its body and answer.
    """

    def __init__(self, setting: str, *, seconds: float = SECONDS, most_connections: int = MOST_CONNECTIONS) -> None:
        self._setting, self._seconds, self._most_connections = setting, seconds, most_connections
        app = web.Application(middlewares=[self._bounded])
        app.on_response_prepare.append(_plain)
        self._router = app.router
        self._runner = web.AppRunner(app)
        self._listening: asyncio.Server | None = None

    def get(self, path: str, handler: Handler, *, head: bool = False) -> None:
        """Answer GET of the path, and HEAD where it is wanted."""
        self._router.add_get(path, handler, allow_head=head)

    def post(self, path: str, handler: Handler) -> None:
        """Answer POST to the path."""
        self._router.add_post(path, handler)

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 takes a free one. Raises `Rejected` where we cannot."""
        await self._runner.setup()
        try:
            self._listening = await asyncio.get_running_loop().create_server(self._connection, host, port)
        except OSError as error:
            await self._runner.cleanup()
            words = f"Cannot listen on {host}:{port}: {error.strerror or error}. Set {self._setting} to a free address."
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
    """No answer of ours may be guessed at (WebSub, section 8.2), kept, or say what we are made of."""
    response.headers["Server"] = _NAME
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
