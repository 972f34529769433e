"""What Slack sends, taken by Bolt, acknowledged and handed on to `doings.py`.

Slack wants an answer within 3 seconds, and sends events again that got none: at once, after a minute and after five.
So the work is done in tasks of ours, and what we can make nothing of is acknowledged too. A message is not, before it
is known that it is not for us, or it is kept for its answer. Where that takes long (a thread may have to be read) it
comes again, and is known then.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.chat_words import line
from bot.platforms.slack.calls import Identity
from bot.platforms.slack.doings import PATIENCE, Doings
from bot.platforms.slack.gestures import heard_in, is_ours, opened_in, ordered_in, pressed_in, text_in
from bot.platforms.tasks import Tasks

UNTAKEN = 503
"""The status of a payload that must come again."""

_ANY = re.compile("", re.DOTALL)
_ENDING = 5.0  # seconds

Payload = dict[str, Any]


class _Untaken(Exception):
    """The payload must come again."""


log = structlog.get_logger()


class Listeners:
    """Listens for one workspace. `dispatched` with `app` is how payloads come in.

    `patience` is how many of Slack's three seconds it may take until a message is kept, or known to be for others.
    """

    def __init__(self, doings: Doings, us: Identity, api_url: str, patience: float = PATIENCE) -> None:
        self._doings = doings
        self._us = us
        self._patience = patience
        self._tasks = Tasks("slack_gesture_failed")
        self.app = self._listening(_app(us, api_url))

    async def close(self) -> None:
        """Bring what is under way to its end, as it was acknowledged already; what takes long is left off."""
        await self._tasks.end(within=_ENDING)

    def _listening(self, app: AsyncApp) -> AsyncApp:
        app.event("app_mention")(self._heard)
        app.event("message")(self._heard)
        app.event("app_home_opened")(self._opened)
        app.event("app_context_changed")(_looked_elsewhere)
        app.action(_ANY)(self._pressed)
        app.command(_ANY)(self._ordered)
        app.view(_ANY)(self._sent)
        app.error(_unknown)
        return app

    async def _heard(self, body: Payload) -> None:
        if not self._is_ours(body):
            return
        heard = heard_in(body, self._us.user)
        if heard is None:
            return
        hearing = self._tasks.spawn(self._doings.heard(heard, self._tasks.spawn))
        done, _ = await asyncio.wait([hearing], timeout=self._patience)
        if not done:
            log.warning("slack_mention_undecided", mention=heard.mention.event, seconds=self._patience)
        if not done or not hearing.result():
            raise _Untaken

    async def _opened(self, body: Payload) -> None:
        if not self._is_ours(body):
            return
        opened = opened_in(body)
        if opened is not None:
            self._tasks.spawn(self._doings.opened(opened))

    async def _pressed(self, body: Payload, ack: AsyncAck) -> None:
        await ack()
        pressed = pressed_in(body)
        if pressed is None:
            log.info("slack_button_unknown", action=[_told(one, "action_id") for one in _actions(body)])
            return
        self._tasks.spawn(self._doings.pressed(pressed, body))

    async def _ordered(self, body: Payload, ack: AsyncAck) -> None:
        await ack()
        order = ordered_in(body)
        if order is not None:
            self._tasks.spawn(self._doings.ordered(order, body))

    async def _sent(self, body: Payload, ack: AsyncAck) -> None:
        # What is wrong in a form is told in the acknowledgement; the wait for it is bounded.
        errors = await self._tasks.spawn(self._doings.sent(body, self._tasks.spawn))
        await (ack(dict(errors)) if errors else ack())

    def _is_ours(self, body: Payload) -> bool:
        if is_ours(body, self._us.team):
            return True
        log.info("slack_event_of_another_workspace", team=_told(body, "team_id"))
        return False


async def dispatched(app: AsyncApp, body: str | Payload, headers: Mapping[str, Any] | None, mode: str) -> BoltResponse:
    """Bolt's answer to a payload that is Slack's; an empty one to what it makes nothing of, which is logged.

    Its status is `UNTAKEN` where the payload must come again.
    """
    try:
        request = AsyncBoltRequest(body=body, headers=dict(headers or {}), mode=mode)
        response = await app.async_dispatch(request)
    except Exception:
        # Bolt reads payloads before it looks what they are: any shape that it did not expect ends here.
        log.warning("slack_payload_not_read", exc_info=True)
        return BoltResponse(status=200, body="")
    if response.status in (200, UNTAKEN):
        return response
    log.warning("slack_payload_refused", status=response.status, type=_told(request.body, "type"))
    return BoltResponse(status=200, body="")


def _app(us: Identity, api_url: str) -> AsyncApp:
    async def known(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Who we are was asked at the start: an event must not be lost because Slack cannot be asked now.
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_user_id=us.user, bot_id=us.bot)

    with _without_slack_in_environment():
        return AsyncApp(
            name="factbox",
            client=AsyncWebClient(base_url=api_url, retry_handlers=[]),
            authorize=known,
            signing_secret="",  # checked in web_hook.py, before anything is read
            request_verification_enabled=False,
            process_before_response=True,  # what is acknowledged is kept
            raise_error_for_unhandled_request=True,  # `_unknown` acknowledges it without logging what it holds
            attaching_conversation_kwargs_enabled=False,
        )


@contextmanager
def _without_slack_in_environment() -> Iterator[None]:
    """Bolt takes SLACK_BOT_TOKEN, SLACK_CLIENT_ID and others from there, and turns into an OAuth app by them."""
    hidden = {name: value for name, value in os.environ.items() if name.startswith("SLACK_")}
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)


async def _looked_elsewhere() -> None:
    """What a person looks at beside our messages changes nothing: a question names what it is about."""


async def _unknown(error: Exception, body: Payload) -> BoltResponse | None:
    if isinstance(error, BoltUnhandledRequestError):
        log.info("slack_payload_unknown", type=_told(body, "event", "type") or _told(body, "type"))
        return BoltResponse(status=200, body="")
    if isinstance(error, _Untaken):
        return BoltResponse(status=UNTAKEN, body="")
    log.error("slack_listener_failed", exc_info=error)
    return None


def _told(payload: object, *names: str) -> str:
    """A word of a payload as it may be logged: a terminal takes it for no command."""
    return line(text_in(payload, *names)[:100])


def _actions(body: Payload) -> list[Any]:
    found = body.get("actions")
    return found[:10] if isinstance(found, list) else []
