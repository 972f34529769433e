"""Tries out, one by one, what the bot needs of a workspace, and leaves nothing behind that people would see.

Each try raises what a call raises: `Refused` with Slack's code, `Unavailable`, or `Unclear` where it may be done.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import aiohttp

from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Calls, Identity
from bot.platforms.slack.posting import is_person

PATIENCE = 10.0
"""Seconds that Slack gets to say hello on a socket; it takes well under one."""

LATER = timedelta(days=30)
"""How far ahead the post is scheduled that is taken back at once: time to remove it, should that fail."""

_SCHEDULED = "Factbox checked here whether it may post. This message should have been taken back: please delete it."
_DIRECT = "Factbox checks whether it can post, and find what it posted. This message goes away by itself."
_EVENT = "factbox_check"


@dataclass(frozen=True, slots=True)
class Room:
    """A conversation as Slack describes it, under Slack's own id; `joined`: the bot is in it."""

    id: str
    name: str
    joined: bool
    archived: bool


class NoHello(Rejected):
    """The socket opened and Slack would not serve it; `reason` is its own word ("link_disabled")."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Slack ended the connection ({reason})")
        self.reason = reason


class Probe:
    """Holds connections: `close` it."""

    def __init__(self, access: Access, patience: float) -> None:
        """`patience` is in seconds."""
        self._access = access
        self._patience = patience
        self._calls = Calls(access)

    async def identity(self) -> Identity:
        """Whose the bot token is, and what it allows."""
        return await self._calls.identity()

    async def app(self) -> str:
        """The id of the app (A…) that the bot token is of. Needs the scope users:read."""
        identity = await self._calls.identity()
        answer = await self._calls("bots.info", bot=identity.bot)
        return str(answer.get("bot", {}).get("app_id", ""))

    async def socket(self) -> str:
        """Open a socket, wait for Slack's hello, close it: the id of the app that the app token is of.

        Raises `NoHello` where Slack sends us away, and ValueError without an app token.
        """
        if self._access.app_token is None:
            raise ValueError("there is no app token")
        calls = Calls(replace(self._access, bot_token=self._access.app_token))
        try:
            address = str((await calls("apps.connections.open")).get("url", ""))
        finally:
            await calls.close()
        try:
            async with asyncio.timeout(self._patience):
                return await _hello(address)
        except TimeoutError:
            trouble = Unavailable(f"no hello came over the socket within {self._patience:g} s")
        except (aiohttp.ClientError, OSError, TypeError, ValueError):
            trouble = Unavailable("the socket could not be opened, or broke off at once")
        # Raised out here, without its cause: that holds the address, which lets anybody in.
        raise trouble

    async def room(self, channel: str) -> Room:
        """What a channel is like; a person's id stands for our direct message with them."""
        if is_person(channel):
            channel = await self._direct(channel)
        found: dict[str, Any] = (await self._calls("conversations.info", channel=channel)).get("channel", {})
        if found.get("is_im"):
            return Room(channel, "direct message", True, False)
        return Room(channel, f"#{found.get('name')}", bool(found.get("is_member")), bool(found.get("is_archived")))

    async def _direct(self, person: str) -> str:
        return str((await self._calls("conversations.open", users=person)).get("channel", {}).get("id", ""))

    async def schedule(self, channel: str, now: datetime) -> None:
        """Whether the bot may post there: a message is scheduled and taken back, and what an earlier check left too.

        Nobody is shown a message that is scheduled (https://docs.slack.dev/reference/methods/chat.scheduleMessage).
        """
        await self._take_back_all(channel)
        at = int((now + LATER).timestamp())
        try:
            made = await self._calls("chat.scheduleMessage", channel=channel, post_at=at, text=_SCHEDULED)
        except Unclear:
            await self._take_back_all(channel)
            raise
        await self._take_back(channel, made.get("scheduled_message_id"))

    async def _take_back_all(self, channel: str) -> None:
        answer = await self._calls("chat.scheduledMessages.list", channel=channel, limit=100)
        for message in answer.get("scheduled_messages", []):
            if message.get("text") == _SCHEDULED:
                await self._take_back(channel, message.get("id"))

    async def _take_back(self, channel: str, message: object) -> None:
        await self._calls("chat.deleteScheduledMessage", channel=channel, scheduled_message_id=message)

    async def look_back(self, channel: str) -> None:
        """Whether the bot may read there what it posted."""
        await self._calls("conversations.history", channel=channel, limit=1, include_all_metadata=True)

    async def round_trip(self, person: str) -> bool:
        """Post to that person alone, look for the post by its key, and delete it: whether it was found."""
        channel, payload = await self._direct(person), {"key": token_hex(8)}
        mark = {"event_type": _EVENT, "event_payload": payload}
        posted = await self._calls("chat.postMessage", channel=channel, text=_DIRECT, metadata=mark)
        try:
            answer = await self._calls("conversations.history", channel=channel, limit=20, include_all_metadata=True)
        finally:
            await self._calls("chat.delete", channel=channel, ts=posted.get("ts"))
        marks = (message.get("metadata") or {} for message in answer.get("messages", []))
        return any(mark.get("event_payload") == payload for mark in marks)

    async def close(self) -> None:
        """Close the connections."""
        await self._calls.close()


async def _hello(address: str) -> str:
    """The app's id, out of the first frame (https://docs.slack.dev/apis/events-api/using-socket-mode)."""
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        frame = await socket.receive_json()
        if not isinstance(frame, dict) or frame.get("type") != "hello":
            raise NoHello(str(frame.get("reason") or frame.get("type")) if isinstance(frame, dict) else "no hello")
        return str(frame.get("connection_info", {}).get("app_id", ""))
