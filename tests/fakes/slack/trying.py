"""What the local Slack's own tests try it with: a small app of Bolt's, and blocks to send."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.fake import FakeSlack

Json = dict[str, Any]


async def refusal(call: Any) -> Json:
    """What Slack says to a call that it refuses."""
    with pytest.raises(SlackApiError) as raised:
        await call
    return {
        **raised.value.response.data,
        "status": raised.value.response.status_code,
        "headers": raised.value.response.headers,
    }


class Bot:
    """A small app of Bolt's, connected by Socket Mode, with all it heard."""

    def __init__(self, slack: FakeSlack, client: AsyncWebClient) -> None:
        self.app = AsyncApp(client=client, signing_secret=slack.signing_secret)
        self.heard: list[Json] = []
        self.handlers: list[AsyncSocketModeHandler] = []
        self._slack = slack
        for name in ("app_mention", "message", "app_home_opened"):
            self.app.event(name)(self._hear)

    async def _hear(self, event: Json, body: Json) -> None:
        self.heard.append({**event, "event_id": body["event_id"]})

    async def connect(self) -> AsyncSocketModeHandler:
        before = len(self._slack.workspace.sockets.open)
        handler = AsyncSocketModeHandler(self.app, self._slack.app_token)
        self.handlers.append(handler)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await self._slack.connected(before + 1)
        return handler

    async def leave(self) -> None:
        for handler in self.handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]


def button(action: str, value: str) -> Json:
    return {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": "Press"}}


def section(words: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


def modal(*blocks: Json, **more: Any) -> Json:
    plain = {"type": "plain_text", "text": "Title"}
    return {"type": "modal", "callback_id": "form", "title": plain, "submit": plain, "blocks": list(blocks), **more}


def field(name: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": name},
        "element": element,
        **more,
    }


ZONE = field("zone", {"type": "plain_text_input", "action_id": "value"})
