"""A Socket Mode connection: Bolt's own handler, which answers every payload and never tries for ever to begin.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.failures import FAILURES, Asked, Refused, failure
from bot.platforms.slack.listeners import UNTAKEN, dispatched
from bot.ports import Rejected, Unavailable, Unclear

PING = 10.0
"""Seconds between two pings."""

CONNECTING = 30.0
"""Seconds within which a connection must stand."""

log = structlog.get_logger()


class Handler(AsyncSocketModeHandler):
    """Bolt's handler; what the app can make nothing of is acknowledged too, or Slack would send it again and again.

    What must come again gets no answer.
    """

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        start = time.monotonic()
        response = await dispatched(self.app, req.payload, build_headers(req), "socket_mode")
        if response.status == UNTAKEN:
            return
        try:
            await send_async_response(client, req, response, start)
        except ConnectionError as error:
            # The connection went meanwhile: Slack sends it again over another, and what comes again is known.
            log.info("slack_not_acknowledged", why=str(error))


class Socket:
    """An open connection. Events that are under way when it closes come again over the next one."""

    def __init__(self, handler: Handler, opened: float) -> None:
        self._handler = handler
        self._opened = opened

    def quiet_for(self, now: float) -> float:
        """Seconds since the last pong, or since it was opened."""
        return now - max(self._handler.client.last_ping_pong_time or 0.0, self._opened)

    async def close(self) -> None:
        """Close it, and wait for slack_sdk's tasks; what hangs is left behind, but hears nothing any more."""
        client = self._handler.client
        try:
            await client.close()  # type: ignore[no-untyped-call]
        finally:
            tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
            begun = [task for task in tasks if task is not None]
            for task in begun:
                task.cancel()
            await client.aiohttp_client_session.close()
            await asyncio.gather(*begun, return_exceptions=True)


async def open_socket(app: AsyncApp, app_token: str, api_url: str, clock: Callable[[], float], ping: float) -> Socket:
    """Connect. Raises `Rejected` (the token) or `Unavailable`; slack_sdk itself would go on trying."""
    web = AsyncWebClient(base_url=api_url, retry_handlers=[], timeout=int(CONNECTING))
    web.proxy = None  # as with all calls: where Slack is, the settings say alone
    handler = Handler(app, app_token, web_client=web, ping_interval=ping)
    handler.client.proxy = None
    socket = Socket(handler, clock())
    trouble: Unavailable | Rejected | Unclear
    try:
        async with asyncio.timeout(CONNECTING):
            # The first call on its own: its error is told once, where `connect` would repeat it.
            answer = await web.apps_connections_open(app_token=app_token)
            handler.client.wss_uri = answer.get("url")
            await handler.client.connect()  # type: ignore[no-untyped-call]
        return socket
    except FAILURES as error:
        trouble = _told(failure(error, Asked("apps.connections.open", None, repeatable=True)))
    except asyncio.CancelledError:
        await socket.close()
        raise
    await socket.close()
    raise trouble


def _told(trouble: Unavailable | Rejected | Unclear) -> Unavailable | Rejected | Unclear:
    """What Slack says of a token there is said of the app token, and not of the bot's."""
    if not isinstance(trouble, Refused):
        return trouble
    return Rejected(
        f"Slack refuses the app token ({trouble.code}). Make one (xapp-…) with the scope connections:write at "
        "api.slack.com/apps under “Basic Information”, “App-Level Tokens”, switch on “Socket Mode”, and put the token "
        "into slack.app_token."
    )
