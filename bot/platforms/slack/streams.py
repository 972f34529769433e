"""Slack's streams: a message that grows at its end, in Markdown, until it is stopped, or Slack does so after minutes.

Seen of Slack, documented nowhere: a message that streams takes no chat.update (streaming_state_conflict); direct
messages refuse a recipient, channels need one; a stream begun with `markdown_text` takes no other chunks.
See https://docs.slack.dev/reference/methods/chat.startStream.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog

from bot.keeping import MessageId
from bot.news.channels import Mention, Place
from bot.outcomes import Unavailable, Unclear
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.failures import Refused
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.rich import Block
from bot.platforms.slack.writing import write

MOST_CHARS = 12_000
"""Characters of Markdown that a call takes."""

ENDED = "message_not_in_streaming_state"
"""Slack's code where a stream is over."""

_STILL_OPEN = "streaming_state_conflict"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ending:
    """What makes a streamed text whole: the rest of it, and the blocks below it."""

    markdown: str
    blocks: tuple[Block, ...]


async def start(calls: Calls, place: Place, mention: Mention, markdown: str) -> MessageId:
    """Begin a message in the place's thread that whoever asked sees grow. Raises as a call; `Refused` where there are
    no streams."""
    recipient: dict[str, Any] = {}
    if not place.channel.startswith("D"):
        team = (await calls.identity()).team
        recipient = {"recipient_user_id": mention.author, "recipient_team_id": team}
    answer = await calls.once(
        "chat.startStream", channel=place.channel, thread_ts=place.thread, markdown_text=markdown, **recipient
    )
    if not answer.get("ts"):
        raise Unclear(f"Slack told no id of the message that it began in {place.channel}.")
    return MessageId(str(answer["ts"]))


async def finish(
    calls: Calls, channel: str, ts: str, message: Message, metadata: dict[str, Any], ending: Ending | None
) -> None:
    """Stop the stream, if it runs, and put the whole message in its place.

    Where Slack does not take the message in its place, the text with its `ending` is whole, too. Safe to repeat.
    Raises `Unavailable` or `Rejected`.
    """
    try:
        whole = await _stopped(calls, channel, ts, metadata, ending)
    except Unavailable:
        # It may have got through all the same; if not, the next call says so.
        whole = False
    try:
        try:
            await write(calls, "chat.update", message, channel=channel, ts=ts, metadata=metadata)
        except Refused as error:
            if error.code != _STILL_OPEN:
                raise
            await _stopped(calls, channel, ts, metadata, None)
            await write(calls, "chat.update", message, channel=channel, ts=ts, metadata=metadata)
    except (Unavailable, Refused) as error:
        if not whole:
            raise
        log.warning("slack_stream_not_replaced", channel=channel, message=ts, why=str(error))


async def _stopped(calls: Calls, channel: str, ts: str, metadata: dict[str, Any], ending: Ending | None) -> bool:
    """Stop it. Whether it stands there whole now."""
    if ending is not None and len(ending.markdown) <= MOST_CHARS:
        more = {"markdown_text": ending.markdown or None, "blocks": list(ending.blocks) or None}
        try:
            await calls("chat.stopStream", channel=channel, ts=ts, metadata=metadata, **more)
            return True
        except Refused as error:
            if error.code == ENDED:
                return False
    try:
        await calls("chat.stopStream", channel=channel, ts=ts)
    except Refused as error:
        log.info("slack_stream_not_stopped", channel=channel, message=ts, why=str(error))
    return False
