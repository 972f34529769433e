"""An acknowledgement that finds its connection gone: Slack sends again, and nothing is raised."""

from __future__ import annotations

from aiohttp import ClientConnectionResetError
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.socket_mode import Handler
from tests.fakes.slack import FakeSlack


class Gone(SocketModeClient):
    """A connection that was closed while the payload was looked at."""

    async def send_message(self, message: str) -> None:
        raise ClientConnectionResetError("Cannot write to closing transport")


async def test_an_acknowledgement_that_comes_too_late_is_no_error() -> None:
    async with FakeSlack() as slack:
        web = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        handler = Handler(AsyncApp(client=web, signing_secret="none"), slack.app_token, web_client=web)
        gone = Gone(slack.app_token)
        try:
            payload = {"type": "event_callback", "team_id": slack.team, "event": {"type": "message", "channel": "C1"}}
            await handler.handle(gone, SocketModeRequest("events_api", "e1", payload))
        finally:
            for client in (gone, handler.client):
                await client.close()  # type: ignore[no-untyped-call]
