"""Messages of ours edited and taken away, in archived threads too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.keeping import MessageId
from bot.outcomes import Rejected, Unavailable
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.failures import Refused
from bot.platforms.discord.history import Found
from bot.platforms.discord.messages import Message
from bot.platforms.discord.refusals import ARCHIVED, TOO_OLD, UNKNOWN_MESSAGE, WHAT_TO_DO
from bot.platforms.discord.talk import snowflake

_HAS_THREAD = 1 << 5  # a message's flag: a thread was begun from it
_OLD = 3600.0  # seconds after which Discord takes few edits of a message
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


class Changes:
    """`clock` gives Unix seconds."""

    def __init__(self, calls: Calls, clock: Callable[[], float]) -> None:
        self._calls = calls
        self._clock = clock

    async def change(self, message: Message, channel: str, id: MessageId) -> bool:
        """Edit a message; whether a thread was begun from it. Raises `Unavailable` or `Rejected`."""
        body = message.payload(edited=True)

        async def edit() -> Any:
            return await self._calls("PATCH", _MESSAGE, json=body, shape=dict, channel_id=channel, message_id=id)

        try:
            answer = await self._reopening(channel, edit)
        except Unavailable as error:
            if error.wait and int(id) < snowflake(self._clock() - _OLD):
                # discord.py keeps Discord's code for this to itself where the rest that goes with it is long.
                raise Rejected(f"{id} in channel {channel} is not edited: {WHAT_TO_DO[TOO_OLD]}") from error
            raise
        flags = answer.get("flags")
        return bool(self._calls.parent_of(id) or (isinstance(flags, int) and flags & _HAS_THREAD))

    async def remove(self, found: Found) -> None:
        """Take a message of ours away, if it is there. Raises `Unavailable` or `Rejected`."""

        async def delete() -> Any:
            return await self._calls("DELETE", _MESSAGE, channel_id=found.channel, message_id=found.id)

        try:
            await self._reopening(found.channel, delete)
        except Refused as error:
            if error.code != UNKNOWN_MESSAGE:
                raise

    async def _reopening(self, channel: str, doing: Callable[[], Awaitable[Any]]) -> Any:
        """Do it; in an archived thread nothing can be changed before that is open again."""
        try:
            return await doing()
        except Refused as error:
            if error.code != ARCHIVED:
                raise
        await self._calls("PATCH", "/channels/{channel_id}", json={"archived": False}, channel_id=channel)
        return await doing()
