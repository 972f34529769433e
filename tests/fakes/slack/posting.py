"""chat.*: posting, updating and deleting messages, and what is checked of each."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.fakes.slack.blocks import faults
from tests.fakes.slack.methods import Call, method
from tests.fakes.slack.pings import calls_in, names_in
from tests.fakes.slack.refusals import Refused, invalid_blocks
from tests.fakes.slack.workspace import Ephemeral, Ping, Workspace
from tests.fakes.slack.world import Channel, Message

LONGEST_TEXT = 40_000
"""chat.postMessage, "Truncating content": longer text is refused here, where Slack cuts it."""

LARGEST_BLOCKS = 13_200
"""Bytes of JSON of all blocks of a message: msg_blocks_too_long, seen from 13,172 on (bolt-js issue 2509)."""

LONGEST_UPDATE = 4_000
"""chat.update: "msg_too_long: … The `text` field cannot exceed 4,000 characters"."""

LONGEST_MARKDOWN = 12_000
"""chat.postMessage, `markdown_text`: "Limit this field to 12,000 characters"."""


def note_pings(workspace: Workspace, call: Call) -> None:
    """Keep what in this call's text would have called somebody."""
    for name in ("text", "markdown_text", "blocks", "attachments", "chunks"):
        for what in calls_in(call.arguments.get(name), name):
            workspace.pings.append(Ping(call.method, what, str(call.arguments.get(name))))
    if call.flag("link_names") or call.text("parse") == "full":
        for what in names_in(call.text("text") or ""):
            workspace.pings.append(Ping(call.method, what, call.text("text") or ""))


def check_blocks(workspace: Workspace, blocks: Any) -> None:
    """Refuse blocks that Slack would not take."""
    if blocks is None:
        return
    if isinstance(blocks, str):  # JSON would have been read where the call came in
        raise Refused("invalid_blocks_format")
    if found := faults(blocks):
        raise invalid_blocks(found)
    size = len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")).encode())
    if size > LARGEST_BLOCKS:
        raise Refused("msg_blocks_too_long")


def content(workspace: Workspace, call: Call) -> dict[str, Any]:
    """What a message would hold: text, blocks, metadata; refused as Slack would refuse it."""
    text, markdown = call.text("text"), call.text("markdown_text")
    blocks, attachments = call.arguments.get("blocks"), call.data("attachments")
    check_blocks(workspace, blocks)
    if markdown is not None and (text or blocks):
        raise Refused("markdown_text_conflict")
    if not (text or blocks or attachments or markdown):
        raise Refused("no_text")
    longest = LONGEST_UPDATE if call.method == "chat.update" else LONGEST_TEXT
    if len(text or "") > longest or len(markdown or "") > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    held: dict[str, Any] = {"text": text or markdown or ""}
    if blocks:
        held["blocks"] = blocks
    if attachments:
        held["attachments"] = attachments
    return held | metadata(call)


def metadata(call: Call) -> dict[str, Any]:
    """Message metadata: an event_type and a flat enough payload."""
    given = call.data("metadata")
    if given is None or given == {}:
        return {}
    if not isinstance(given, dict) or set(given) - {"event_type", "event_payload", "entities"}:
        raise Refused("invalid_metadata_format")
    if not isinstance(given.get("event_type"), str) or not isinstance(given.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(given)) > 16_000:
        raise Refused("metadata_too_large")
    return {"metadata": given}


def put(workspace: Workspace, channel: Channel, held: dict[str, Any], thread: str | None) -> Message:
    """A new message of the bot's in that channel or thread.

    A reply to a message that is no more stands in the channel itself, and the answer says so by having no `thread_ts`
    alone (seen by slack-go, issue 1571).
    """
    world = workspace.world
    root = channel.message(thread) if thread else None
    message: Message = {
        "type": "message",
        "user": world.bot.id,
        "bot_id": workspace.bot_id,
        "app_id": workspace.app_id,
        "team": world.team,
        "ts": world.next_ts(),
        **held,
    }
    if root is not None:
        message["thread_ts"] = root.get("thread_ts", root["ts"])
    channel.messages.append(message)
    workspace.tell(channel, {**message, "event_ts": message["ts"]})
    return message


@method("chat.postMessage", scopes=("chat:write",), tier="post")
def post_message(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.writable(call.need("channel"))
    message = put(workspace, channel, content(workspace, call), call.text("thread_ts"))
    note_pings(workspace, call)
    return {"channel": channel.id, "ts": message["ts"], "message": dict(message)}


@method("chat.update", scopes=("chat:write",), tier="3")
def update(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.find(call.need("channel"))
    if channel.archived:
        raise Refused("is_inactive")
    message = workspace.own(channel, call.need("ts"), "cant_update_message")
    if message.get("streaming"):
        raise Refused("streaming_state_conflict")
    before = dict(message)
    change(message, content(workspace, call), call, workspace)
    note_pings(workspace, call)
    workspace.tell_changed(channel, message, before)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": dict(message)}


def change(message: Message, held: dict[str, Any], call: Call, workspace: Workspace) -> None:
    """Put what is held in place of what was there.

    chat.update, `text`: blocks stay only where no text is given; only a message without blocks is marked as edited.
    `metadata`: what was there stays, unless {} is given.
    """
    if call.text("text") is None and call.text("markdown_text") is None:
        held.pop("text")
    elif "blocks" not in held:
        message.pop("blocks", None)
    message.update(held)
    if call.data("metadata") == {}:
        message.pop("metadata", None)
    if "blocks" not in message:
        message["edited"] = {"user": workspace.world.bot.id, "ts": workspace.world.next_ts()}


def take_away(workspace: Workspace, channel: Channel, message: Message) -> dict[str, Any]:
    """Delete a message; the event that tells of it. Where it has replies, "This message was deleted." stays in its place."""
    before, ts = dict(message), workspace.world.next_ts()
    if len(channel.thread(message["ts"])) > 1:
        kept: Message = {name: message[name] for name in ("type", "ts", "thread_ts") if name in message}
        message.clear()
        message.update(kept, user="USLACKBOT", subtype="tombstone", text="This message was deleted.", hidden=True)
    else:
        channel.messages.remove(message)
    event = {
        "type": "message",
        "channel": channel.id,
        "channel_type": channel.kind,
        "subtype": "message_deleted",
        "hidden": True,
    }
    return event | {"deleted_ts": before["ts"], "previous_message": before, "ts": ts, "event_ts": ts}


@method("chat.delete", scopes=("chat:write",), tier="3")
def delete(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.find(call.need("channel"))
    message = workspace.own(channel, call.need("ts"), "cant_delete_message")
    if message.get("streaming"):
        raise Refused("cant_delete_message")
    event = take_away(workspace, channel, message)
    workspace.tell(channel, event)
    return {"channel": channel.id, "ts": event["deleted_ts"]}


def whisper(workspace: Workspace, message: Ephemeral) -> None:
    """Send it to that person, who may not see it.

    chat.postEphemeral, `thread_ts`: "Ephemeral messages in threads are only shown if there is already an active thread."
    """
    channel = workspace.world.channels[message.channel]
    active = message.thread_ts is None or len(channel.thread(message.thread_ts)) > 1
    workspace.ephemerals.append(replace(message, seen=active))


@method("chat.postEphemeral", scopes=("chat:write",), tier="4")
def post_ephemeral(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.writable(call.need("channel"))
    user = call.need("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    held = content(workspace, call)
    ts, thread = workspace.world.next_ts(), call.text("thread_ts")
    whisper(workspace, Ephemeral(channel.id, user, held["text"], held.get("blocks", []), thread, call.method, ts=ts))
    note_pings(workspace, call)
    return {"message_ts": ts}


@method("chat.getPermalink", tier="special")
def get_permalink(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.find(call.need("channel"))
    ts = call.need("message_ts")
    if channel.message(ts) is None:
        raise Refused("message_not_found")
    return {
        "channel": channel.id,
        "permalink": f"https://factbox-test.slack.com/archives/{channel.id}/p{ts.replace('.', '')}",
    }
