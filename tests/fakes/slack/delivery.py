"""How payloads reach the app: handed over, acknowledged in time or sent again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.fakes.slack.http_events import Endpoint, encoded
from tests.fakes.slack.socket_mode import too_late
from tests.fakes.slack.workspace import Workspace

RETRY_AFTER = (0.0, 60.0, 300.0)
"""Seconds of the clock before each further try: "The Events API", "Error handling": at once, after 1 and 5 minutes."""

TRIES = 4

PATIENCE = 30.0
"""Seconds of the real clock a test waits for the app at most."""


@dataclass(slots=True)
class Event:
    """One event and how it went. `attempts` has for each try why it was sent again ("" where it was not)."""

    id: str
    payload: dict[str, Any]
    attempts: list[str] = field(default_factory=list)
    acked: bool = False
    given_up: bool = False
    echo: bool = False

    @property
    def type(self) -> str:
        """Of the inner event, as "app_mention"."""
        return str(self.payload["event"]["type"])

    @property
    def ts(self) -> str:
        """Of the message it tells of, if any."""
        return str(self.payload["event"].get("ts", ""))


class NotTaken(Exception):
    """The app did not acknowledge; the message is Slack's word on why."""


class Delivery:
    """Hands payloads to the app."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.events: list[Event] = []
        self._tasks: set[asyncio.Task[None]] = set()
        workspace.echo = self._echo

    def _echo(self, event: dict[str, Any]) -> None:
        """Tell the app what it did itself, if anybody listens now."""
        if self.workspace.endpoint is not None or self.workspace.sockets.open:
            made = self._made(event)
            made.echo = True
            self._begin(made)

    async def event(self, event: dict[str, Any], *, wait: bool) -> Event:
        """Tell the app of an event; with `wait`, until it took it or Slack gave up."""
        made = self._made(event)
        self._begin(made)
        if wait:
            await self.taken(made)
        return made

    def _begin(self, made: Event) -> None:
        self.events.append(made)
        task = asyncio.create_task(self._until_taken(made))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _made(self, event: dict[str, Any]) -> Event:
        world = self.workspace.world
        made = Event(world.next_id("Ev"), {})
        made.payload = {
            "token": "verification-token",
            "team_id": world.team,
            "context_team_id": world.team,
            "context_enterprise_id": None,
            "api_app_id": self.workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": made.id,
            "event_time": int(self.workspace.clock()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": world.team,
                    "user_id": world.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{made.id}",
        }
        return made

    async def taken(self, event: Event) -> None:
        """Wait until the app took it, or Slack gave up."""
        await self.workspace.until(
            lambda: event.acked or event.given_up,
            PATIENCE,
            lambda: f"{event.type} {event.id} was not acknowledged: {self._standing(event)}",
        )

    def _standing(self, event: Event) -> str:
        if not self.workspace.sockets.open:
            return "no connection is open (says(..., deliver=False) only stores the message)"
        return f"tried {len(event.attempts)} times ({event.attempts}), {len(self.workspace.sockets.open)} connections are open"

    async def again(self, event: Event, reason: str) -> None:
        """Send it once more, whether it was acknowledged or not; to another connection where one fails."""
        for _ in range(TRIES):
            try:
                await self.hand_over("events_api", event.payload, len(event.attempts), reason)
            except NotTaken as why:
                event.attempts.append(str(why))
                if str(why) != "connection_failed":
                    return
                continue
            event.attempts.append("")
            event.acked = True
            return

    async def _until_taken(self, event: Event) -> None:
        reason = ""
        for pause in (None, *RETRY_AFTER):
            if pause:
                await self._pass(pause)
            try:
                await self.hand_over("events_api", event.payload, len(event.attempts), reason)
            except NotTaken as why:
                reason = str(why)
                event.attempts.append(reason)
                self.workspace.changed()
                continue
            event.attempts.append("")
            event.acked = True
            self.workspace.changed()
            return
        event.given_up = True
        self.workspace.changed()

    async def _pass(self, seconds: float) -> None:
        end = self.workspace.clock() + seconds
        while self.workspace.clock() < end:
            await self.workspace.wait(60)

    async def hand_over(self, kind: str, payload: dict[str, Any], attempt: int, reason: str) -> dict[str, Any] | None:
        """Give it to the app; what its acknowledgement says. `kind`: events_api, interactive or slash_commands.

        Raises NotTaken where no acknowledgement comes within 3 seconds of the clock. With no connection open it waits.
        """
        workspace = self.workspace
        if workspace.endpoint is not None:
            return await self._post(workspace.endpoint, kind, payload, attempt, reason)
        while (connection := workspace.sockets.next()) is None:
            await workspace.wait(60)
        envelope: dict[str, Any] = {
            "envelope_id": workspace.world.next_id("envelope-"),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        name = envelope["envelope_id"]
        sent_at = workspace.clock()
        connection.sent.append(name)
        try:
            await connection.socket.send_json(envelope)
        except ConnectionError:
            raise NotTaken("connection_failed") from None
        while name not in connection.acked:
            if not connection.open:
                raise NotTaken("connection_failed")
            if too_late(workspace, sent_at):
                raise NotTaken("timeout")
            await workspace.wait(60)
        return connection.acked[name]

    async def _post(
        self, endpoint: Endpoint, kind: str, payload: dict[str, Any], attempt: int, reason: str
    ) -> dict[str, Any] | None:
        again = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
        try:
            answer = await endpoint.post(*encoded(kind, payload), headers=again)
        except TimeoutError:
            raise NotTaken("http_timeout") from None
        except aiohttp.ClientError:
            raise NotTaken("connection_failed") from None
        # "Error handling": a redirect is followed once or twice; x-slack-no-retry ends it there and then.
        if 300 <= answer.status < 400:
            raise NotTaken("too_many_redirects")
        if not 200 <= answer.status < 300 and answer.headers.get("X-Slack-No-Retry") != "1":
            raise NotTaken("http_error")
        return answer.payload

    async def gesture(self, kind: str, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Hand over what somebody did, once; what the acknowledgement says. Raises NotTaken.

        Raises TimeoutError after `PATIENCE` seconds of the real clock.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.hand_over(kind, payload, 0, "")
        except TimeoutError:
            raise TimeoutError(f"{kind} was not acknowledged within {PATIENCE:.0f} s: {payload}") from None

    async def close(self) -> None:
        """Leave off."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.workspace.endpoint is not None:
            await self.workspace.endpoint.close()
