"""What of ours stands in Slack already: every message carries the key that it was posted with, and is found by it.

The key is message metadata (https://docs.slack.dev/messaging/message-metadata): any app can read it, and any app could
write it, so only messages of our own bot count.
"""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from bot.keeping import MessageId
from bot.news.channels import Place
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.slack.calls import Calls, Identity

HEAD = 0
"""The piece that stands in the channel; the others follow in its thread."""

_EVENT = "factbox_post"
_LOOK_BACK = 600.0  # seconds that our clock may be ahead of Slack's, where a channel is busy
_CLOCKS_APART = 60.0  # seconds that our clock may be ahead of Slack's, where it is no harm to be wrong
_A_PAGE, _MOST_PAGES = 200, 50  # messages; Slack advises at most 200 a page
_LINKS = re.compile(r"\]\([^()\s]{0,2000}\)|<https?://[^<>|]{0,2000}\|")

Pieces = dict[int, MessageId]


def mark(key: str, piece: int) -> dict[str, Any]:
    """The metadata that a message is found by."""
    return {"event_type": _EVENT, "event_payload": {"key": key, "piece": piece}}


async def pieces_of(calls: Calls, key: str, place: Place, since: datetime) -> Pieces:
    """The pieces with this key that were posted there `since` then, or a little before.

    `since` is of our own clock: the newest messages of a channel, and all of a thread, are looked at whatever it says.
    Raises `Unclear` where it cannot look: then they may stand there or not.
    """
    oldest = since.timestamp() - _LOOK_BACK
    try:
        if place.thread is not None:
            return await details_of(calls, key, place.channel, place.thread)
        own = await calls.identity()
        async for message in _said(calls, "conversations.history", oldest, channel=place.channel):
            if _piece(message, key, own) == HEAD:
                head = MessageId(str(message["ts"]))
                return {**await details_of(calls, key, place.channel, head), HEAD: head}
    except (Unavailable, Rejected) as error:
        raise Unclear(f"it cannot be seen whether it was posted in {place.channel} before: {error}") from error
    return {}


async def details_of(calls: Calls, key: str, channel: str, thread: str) -> Pieces:
    """The pieces with this key in a thread, with its first message. Raises `Unavailable` or `Rejected`."""
    own = await calls.identity()
    found: Pieces = {}
    async for message in _said(calls, "conversations.replies", channel=channel, ts=thread):
        piece = _piece(message, key, own)
        if piece is not None:
            found.setdefault(piece, MessageId(str(message["ts"])))
    return found


async def unmarked(calls: Calls, channel: str, thread: str, markdown: str) -> MessageId | None:
    """The last message of ours in a thread that has no key yet and says this: one that was begun and not finished.

    Raises `Unavailable` or `Rejected`.
    """
    own = await calls.identity()
    found: MessageId | None = None
    async for message in _said(calls, "conversations.replies", channel=channel, ts=thread):
        if _is_ours(message, own) and not message.get("metadata") and said_in(message, markdown):
            found = MessageId(str(message["ts"]))
    return found


async def left_off(calls: Calls, channel: str, thread: str, since: datetime) -> MessageId | None:
    """The first message of ours in a thread since then that has no key yet: whoever began it is gone.

    Only an answer that streams has none before its end. Raises `Unavailable` or `Rejected`.
    """
    own = await calls.identity()
    earliest = since.timestamp() - _CLOCKS_APART
    async for message in _said(calls, "conversations.replies", channel=channel, ts=thread):
        plain = not message.get("metadata") and not message.get("subtype")
        if _is_ours(message, own) and plain and float(message["ts"]) >= earliest:
            return MessageId(str(message["ts"]))
    return None


def said_in(message: dict[str, Any], markdown: str) -> bool:
    """Whether a message says this and no more. Slack gives Markdown back in its own signs: letters and digits count."""
    return _bare(html.unescape(str(message.get("text", "")))) == _bare(markdown)


def _bare(text: str) -> str:
    return "".join(c for c in _LINKS.sub("", text) if c.isalnum())


async def _said(calls: Calls, method: str, since: float = 0.0, **where: Any) -> AsyncIterator[dict[str, Any]]:
    """Page after page; of a channel, which comes newest first, those that hold anything said since then (Unix time)."""
    cursor = ""
    for _ in range(_MOST_PAGES):
        answer = await calls(method, **where, include_all_metadata=True, limit=_A_PAGE, cursor=cursor or None)
        said = answer.get("messages")
        if not isinstance(said, list) or not all(isinstance(one, dict) and one.get("ts") for one in said):
            # Taken for an empty channel, all would be posted a second time.
            raise Unavailable(f"what {method} answered for {where['channel']} was not Slack's")
        for message in said:
            yield message
        further = answer.get("response_metadata")
        cursor = str(further.get("next_cursor") or "") if isinstance(further, dict) else ""
        if not cursor or (said and float(said[-1]["ts"]) < since):
            return
    raise Unavailable(f"more than {_A_PAGE * _MOST_PAGES:,} messages were posted in {where['channel']} since then")


def _piece(message: dict[str, Any], key: str, own: Identity) -> int | None:
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    if not isinstance(metadata, dict) or not isinstance(payload, dict) or not _is_ours(message, own):
        return None
    if metadata.get("event_type") != _EVENT or payload.get("key") != key:
        return None
    piece = payload.get("piece")
    return piece if isinstance(piece, int) and piece >= HEAD else None


def _is_ours(message: dict[str, Any], own: Identity) -> bool:
    ids = {own.bot, own.user} - {""}
    return message.get("bot_id") in ids or message.get("user") in ids
