"""chat.scheduleMessage and its sisters: messages that wait; none of them is ever posted here."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.methods import Call, method
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.workspace import Workspace

_DAY = 86_400


@method("chat.scheduleMessage", scopes=("chat:write",))
def schedule(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel, at = workspace.writable(call.need("channel")), call.number("post_at", 0)
    if at <= workspace.clock():
        raise Refused("time_in_past")
    if at > workspace.clock() + 120 * _DAY:
        raise Refused("time_too_far")
    id_ = workspace.world.next_id("Q")
    workspace.scheduled[id_] = {"id": id_, "channel_id": channel.id, "post_at": at, "text": call.need("text")}
    return {"channel": channel.id, "scheduled_message_id": id_, "post_at": at}


@method("chat.scheduledMessages.list")
def listed(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.find(call.need("channel")).id
    return {"scheduled_messages": [one for one in workspace.scheduled.values() if one["channel_id"] == channel]}


@method("chat.deleteScheduledMessage", scopes=("chat:write",))
def take_back(workspace: Workspace, call: Call) -> dict[str, Any]:
    if workspace.scheduled.pop(call.need("scheduled_message_id"), None) is None:
        raise Refused("invalid_scheduled_message_id")
    return {}
