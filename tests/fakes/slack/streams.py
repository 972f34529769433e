"""chat.startStream, appendStream and stopStream: a message that grows, for five minutes at most."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.methods import Call, method
from tests.fakes.slack.pings import calls_in
from tests.fakes.slack.posting import check_blocks, metadata, put
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.workspace import Ping, Workspace
from tests.fakes.slack.world import Channel, Message

LONGEST_MARKDOWN = 12_000
"""chat.appendStream, `markdown_text`: "Limit this field to 12,000 characters"."""

STREAM_SECONDS = 300.0
"""Seconds of the clock after which Slack ends a stream, busy or not (node-slack-sdk issue 2702: about five minutes)."""

MOST_BLOCKS = 50
"""chat.stopStream: 50 blocks through `chunks`, and 50 more through `blocks`."""

TASK_STATES = ("pending", "in_progress", "complete", "error")

# "Streaming messages", chunk objects: for each type what it must and may have.
CHUNKS: dict[str, tuple[set[str], set[str]]] = {
    "markdown_text": ({"text"}, set()),
    "task_update": ({"id", "title", "status"}, {"details", "output", "sources"}),
    "plan_update": ({"title"}, set()),
    "blocks": ({"blocks"}, set()),
}


def expire(workspace: Workspace) -> None:
    """End the streams whose time is over."""
    for _, message in workspace.world.every_message():
        if message.get("streaming") and workspace.clock() > workspace.streams[message["ts"]] + STREAM_SECONDS:
            message["streaming"] = False


def chunks_of(call: Call) -> list[dict[str, Any]]:
    """The chunks of a call, as far as Slack would take them."""
    given = call.data("chunks")
    if given is None:
        return []
    if not isinstance(given, list):
        raise Refused("invalid_chunks")
    for index, chunk in enumerate(given):
        must, may = CHUNKS.get(str(chunk.get("type")) if isinstance(chunk, dict) else "", ({"type of"}, set()))
        if not must <= set(chunk) or set(chunk) - must - may - {"type"}:
            raise Refused(
                "invalid_chunks",
                response_metadata={"messages": [f"[ERROR] invalid chunk [json-pointer:/chunks/{index}]"]},
            )
        if chunk["type"] == "task_update" and chunk["status"] not in TASK_STATES:
            raise Refused("invalid_chunks")
    return given


def grow(workspace: Workspace, call: Call, message: Message) -> None:
    """Add what the call brings to the message."""
    text, chunks = call.text("markdown_text"), chunks_of(call)
    if text is not None and len(text) > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    blocks = [block for chunk in chunks if chunk["type"] == "blocks" for block in chunk["blocks"]]
    check_blocks(workspace, blocks)
    if len(message.setdefault("chunk_blocks", [])) + len(blocks) > MOST_BLOCKS:
        raise Refused("msg_blocks_too_many")
    before = list(calls_in(message["text"], "markdown_text"))
    message["text"] += text or ""
    message["text"] += "".join(chunk["text"] for chunk in chunks if chunk["type"] == "markdown_text")
    message["chunk_blocks"] += blocks
    # In the whole text, as a call may come in two halves.
    calls = [
        *list(calls_in(message["text"], "markdown_text"))[len(before) :],
        *calls_in(call.arguments.get("blocks")),
        *calls_in(blocks),
    ]
    workspace.pings += [Ping(call.method, what, message["text"]) for what in calls]
    for chunk in chunks:
        if chunk["type"] == "task_update":
            message.setdefault("tasks", {})[chunk["id"]] = chunk
        elif chunk["type"] == "plan_update":
            message["plan"] = chunk["title"]


def streaming(workspace: Workspace, call: Call) -> tuple[Channel, Message]:
    """The message of the bot's that is being streamed."""
    channel = workspace.writable(call.need("channel"))
    message = workspace.own(channel, call.need("ts"), "message_not_owned_by_app")
    if not message.get("streaming"):
        raise Refused("message_not_in_streaming_state")
    return channel, message


@method("chat.startStream", scopes=("chat:write",), tier="2")
def start(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.writable(call.need("channel"))
    thread = call.need("thread_ts")
    if channel.message(thread) is None:
        raise Refused("thread_not_found")
    if channel.kind != "im":
        if not call.text("recipient_team_id"):
            raise Refused("missing_recipient_team_id")
        if not call.text("recipient_user_id"):
            raise Refused("missing_recipient_user_id")
    if user := call.text("recipient_user_id"):
        workspace.somebody(user)
    draft: Message = {"text": "", "chunk_blocks": []}
    grow(workspace, call, draft)
    message = put(workspace, channel, {**draft, "streaming": True}, thread)
    workspace.streams[message["ts"]] = workspace.clock()
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.appendStream", scopes=("chat:write",), tier="4")
def append(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel, message = streaming(workspace, call)
    if not call.text("markdown_text") and not call.data("chunks"):
        raise Refused("no_text")
    grow(workspace, call, message)
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.stopStream", scopes=("chat:write",), tier="2")
def stop(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel, message = streaming(workspace, call)
    blocks = call.arguments.get("blocks") or []
    check_blocks(workspace, blocks)
    held = metadata(call)
    grow(workspace, call, message)
    before = dict(message)
    message.update(held, streaming=False, blocks=[*message.pop("chunk_blocks"), *blocks])
    workspace.tell_changed(channel, message, before)
    return {"channel": channel.id, "ts": message["ts"], "message": dict(message)}
