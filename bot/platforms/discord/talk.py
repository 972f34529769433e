"""What was said in a channel, a thread or a conversation, read from Discord page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from bot.news.channels import Place
from bot.outcomes import Unavailable
from bot.platforms.discord.access import is_id
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.failures import Refused
from bot.platforms.discord.refusals import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from bot.platforms.discord.spots import Spot

A_PAGE, MOST_PAGES = 100, 50
"""Messages, of which Discord gives no more than 100 a page, and pages."""

_READ_PAGES = 5  # of a talk
_EPOCH = 1_420_070_400_000  # ms: https://docs.discord.com/developers/reference#snowflakes


async def told_in(calls: Calls, spot: Spot, place: Place, before: str) -> list[dict[str, Any]]:
    """As `Posting.messages`, of a place that is at that spot."""
    root = place.thread
    if root is None and spot.kind != "thread":
        return []
    said = messages_in(calls, spot.channel, int(root or before) - 1, before, _READ_PAGES)
    told = [one async for one in said]
    if spot.kind != "thread":
        told = [one for one in told if root in (one["id"], _replies_to(one))]
    elif root is not None and not any(one["id"] == root for one in told):
        told += await _starter(calls, root, place.channel)
    return sorted(told, key=lambda one: int(one["id"]))


async def messages_in(
    calls: Calls, channel: str, oldest: int, before: str | None = None, pages: int = MOST_PAGES
) -> AsyncIterator[dict[str, Any]]:
    """The messages of a channel or thread that are newer than `oldest`, the newest first; at least a page of them.

    Raises `Unavailable` or `Rejected`.
    """
    for page in range(pages):
        where = {"limit": A_PAGE, **({"before": before} if before else {})}
        said = await calls("GET", "/channels/{channel_id}/messages", params=where, shape=list, channel_id=channel)
        if not all(isinstance(one, dict) and is_id(one.get("id")) for one in said):
            # Taken for an empty channel, all would be posted a second time.
            raise Unavailable(f"what Discord answered for {channel} were no messages")
        if not said and not page:
            await _may_read(calls, channel)
        for message in said:
            yield message
        if len(said) < A_PAGE or int(said[-1]["id"]) <= oldest:
            return
        before = said[-1]["id"]
    if pages == MOST_PAGES:
        raise Unavailable(f"more than {A_PAGE * MOST_PAGES:,} messages were posted in {channel} since then")


def snowflake(seconds: float) -> int:
    """The first id that anything can have that was made at that Unix time."""
    return max(0, int(seconds * 1000) - _EPOCH) << 22


async def _may_read(calls: Calls, channel: str) -> None:
    """Raises `Rejected` without Read Message History, where Discord gives no messages as if there were none.

    https://docs.discord.com/developers/resources/message#get-channel-messages
    """
    path = "/channels/{channel_id}/messages/{message_id}"
    try:
        await calls("GET", path, channel_id=channel, message_id=channel)
    except Refused as error:
        if error.code != UNKNOWN_MESSAGE:
            raise


async def _starter(calls: Calls, message: str, channel: str) -> list[dict[str, Any]]:
    """The message that a thread was begun from, which stands in its channel."""
    path = "/channels/{channel_id}/messages/{message_id}"
    try:
        found = await calls("GET", path, shape=dict, channel_id=channel, message_id=message)
    except Refused as error:
        if error.code not in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
            raise
        return []
    return [found] if is_id(found.get("id")) else []


def _replies_to(message: Mapping[str, Any]) -> str | None:
    reference = message.get("message_reference")
    found = reference.get("message_id") if isinstance(reference, dict) else None
    return found if isinstance(found, str) else None
