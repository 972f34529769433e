"""conversations.*: what the bot can see of channels and what was said in them."""

from __future__ import annotations

import base64
from typing import Any

from tests.fakes.slack.methods import Call, method
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.workspace import HISTORY_SCOPE, READ_SCOPE, Workspace
from tests.fakes.slack.world import Channel, Message


def page(call: Call, items: list[Any], most: int, default: int) -> tuple[list[Any], dict[str, Any]]:
    """One page of the items and what the answer says of the next ("Pagination": cursors, up to 1,000 a page)."""
    limit = call.number("limit", default)
    if not 0 < limit <= most:
        raise Refused("invalid_limit")
    start = 0
    cursor = call.text("cursor")
    if cursor:
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except ValueError:
            raise Refused("invalid_cursor") from None
    rest = start + limit < len(items)
    following = base64.b64encode(f"next:{start + limit}".encode()).decode() if rest else ""
    return items[start : start + limit], {"has_more": rest, "response_metadata": {"next_cursor": following}}


def shown(channel: Channel, message: Message, with_metadata: bool) -> Message:
    """A message as history gives it: metadata only where it is asked for, and how many replied."""
    given = {name: value for name, value in message.items() if name != "metadata" or with_metadata}
    replies = [one for one in channel.thread(message["ts"]) if one is not message]
    if replies:
        given |= {"thread_ts": message["ts"], "reply_count": len(replies), "latest_reply": replies[-1]["ts"]}
    return given


def within(call: Call, messages: list[Message]) -> list[Message]:
    """Those between `oldest` and `latest`; at the bounds themselves with `inclusive` alone."""
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    if call.flag("inclusive"):
        return [one for one in messages if oldest <= float(one["ts"]) <= latest]
    return [one for one in messages if oldest < float(one["ts"]) < latest]


def readable(workspace: Workspace, name: str) -> Channel:
    """A channel whose messages the bot may read."""
    channel = workspace.find(name)
    workspace.require(HISTORY_SCOPE[channel.kind])
    if workspace.world.bot.id not in channel.members:
        raise Refused("not_in_channel")
    return channel


@method("conversations.history", scopes=tuple(HISTORY_SCOPE.values()), tier="3")
def history(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = readable(workspace, call.need("channel"))
    found = within(call, channel.roots())[::-1]
    messages, rest = page(call, found, 999, 100)
    with_metadata = call.flag("include_all_metadata")
    return {"messages": [shown(channel, one, with_metadata) for one in messages], "pin_count": 0, **rest}


@method("conversations.replies", scopes=tuple(HISTORY_SCOPE.values()), tier="3")
def replies(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = readable(workspace, call.need("channel"))
    thread = channel.thread(call.need("ts"))
    if not thread:
        raise Refused("thread_not_found")
    found = thread[:1] + within(call, thread[1:])
    messages, rest = page(call, found, 1000, 1000)
    with_metadata = call.flag("include_all_metadata")
    return {"messages": [shown(channel, one, with_metadata) for one in messages], **rest}


def described(workspace: Workspace, channel: Channel) -> dict[str, Any]:
    """A conversation object."""
    return {
        "id": channel.id,
        "name": channel.name,
        "creator": channel.creator,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_member": workspace.world.bot.id in channel.members,
        "context_team_id": workspace.world.team,
    } | ({"user": channel.creator} if channel.kind == "im" else {})


@method("conversations.info", scopes=tuple(READ_SCOPE.values()), tier="3")
def info(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.find(call.need("channel"))
    workspace.require(READ_SCOPE[channel.kind])
    more = {"num_members": len(channel.members)} if call.flag("include_num_members") else {}
    return {"channel": described(workspace, channel) | more}


@method("conversations.members", scopes=tuple(READ_SCOPE.values()), tier="4")
def members(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.find(call.need("channel"))
    workspace.require(READ_SCOPE[channel.kind])
    found, rest = page(call, channel.members, 1000, 100)
    return {"members": found, "response_metadata": rest["response_metadata"]}


@method("conversations.list", scopes=tuple(READ_SCOPE.values()), tier="2")
def every(workspace: Workspace, call: Call) -> dict[str, Any]:
    kinds = (call.text("types") or "public_channel").split(",")
    named = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    found = []
    for channel in workspace.world.channels.values():
        visible = channel.kind == "channel" or workspace.world.bot.id in channel.members
        wanted = channel.kind in [named.get(kind) for kind in kinds] and not (
            call.flag("exclude_archived") and channel.archived
        )
        if visible and wanted:
            workspace.require(READ_SCOPE[channel.kind])
            found.append(described(workspace, channel))
    channels, rest = page(call, found, 1000, 100)
    return {"channels": channels, "response_metadata": rest["response_metadata"]}


@method("conversations.open", scopes=("im:write",), tier="3")
def open_direct(workspace: Workspace, call: Call) -> dict[str, Any]:
    users = (call.text("users") or "").split(",")
    if call.text("channel"):
        channel = workspace.find(call.need("channel"))
    elif users == [""]:
        raise Refused("users_list_not_supplied")
    else:
        workspace.somebody(users[0])
        channel = workspace.world.direct(users[0])
    return {"channel": described(workspace, channel) if call.flag("return_im") else {"id": channel.id}}


@method("conversations.join", scopes=("channels:join",), tier="3")
def join(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.find(call.need("channel"))
    if channel.archived:
        raise Refused("is_archived")
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if workspace.world.bot.id not in channel.members:
        channel.members.append(workspace.world.bot.id)
    return {"channel": described(workspace, channel)}
