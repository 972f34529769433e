"""assistant.threads.*: what an app shows while it works, and what it offers to ask."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.methods import Call, method
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.workspace import Workspace

MOST_PROMPTS = 4
"""assistant.threads.setSuggestedPrompts: "a maximum of 4 prompts"."""

MOST_LOADING = 10
"""assistant.threads.setStatus: at most ten loading messages."""


def _thread(workspace: Workspace, call: Call) -> tuple[str, str]:
    channel = workspace.find(call.need("channel_id"))
    ts = call.need("thread_ts")
    if channel.message(ts) is None:
        raise Refused("invalid_thread_ts")
    return channel.id, ts


@method("assistant.threads.setStatus", scopes=("chat:write", "assistant:write"), tier="status")
def set_status(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel, thread = _thread(workspace, call)
    words = call.data("loading_messages")
    if words is not None and (not isinstance(words, list) or len(words) > MOST_LOADING):
        raise Refused("invalid_arguments")
    if "status" not in call.arguments:
        raise Refused("invalid_arguments")
    workspace.statuses.append(
        {
            "channel": channel,
            "thread_ts": thread,
            "status": str(call.arguments["status"]),
            "loading_messages": words,
            "at": call.at,
        }
    )
    return {}


@method("assistant.threads.setSuggestedPrompts", scopes=("assistant:write",), tier="4")
def set_prompts(workspace: Workspace, call: Call) -> dict[str, Any]:
    channel = workspace.find(call.need("channel_id")).id
    prompts = call.data("prompts")
    fits = isinstance(prompts, list) and 0 < len(prompts) <= MOST_PROMPTS
    if not fits or not all(isinstance(one, dict) and set(one) == {"title", "message"} for one in prompts):
        raise Refused("invalid_arguments")
    workspace.prompts.append({"channel": channel, "thread_ts": call.text("thread_ts"), "prompts": prompts})
    return {}


@method("assistant.threads.setTitle", scopes=("assistant:write",), tier="4")
def set_title(workspace: Workspace, call: Call) -> dict[str, Any]:
    _thread(workspace, call)
    call.need("title")
    return {}
