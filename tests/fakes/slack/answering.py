"""What is posted to a response_url: an answer to a gesture, for that person alone or for the channel."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from aiohttp import web

from tests.fakes.slack.methods import Call
from tests.fakes.slack.posting import change, content, note_pings, put, whisper
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.triggers import Answering
from tests.fakes.slack.workspace import Ephemeral, Workspace


async def serve(workspace: Workspace, request: web.Request) -> web.Response:
    """One POST to a response_url. It is noted among the calls as "response_url"."""
    body = await request.text()
    try:
        given = json.loads(body)
    except ValueError:
        given = None
    call = Call("response_url", given if isinstance(given, dict) else {}, workspace.clock())
    workspace.calls.append(call)
    try:
        if not isinstance(given, dict):
            raise Refused("invalid_payload", status=400)
        _answer(workspace, workspace.triggers.answer(request.match_info["name"]), call)
    except Refused as no:
        call.outcome = no.error
        workspace.changed()
        return web.json_response(no.body(), status=no.status if no.status != 200 else 400)
    call.outcome = "ok"
    workspace.changed()
    return web.Response(text="ok")


def _answer(workspace: Workspace, to: Answering, call: Call) -> None:
    channel = workspace.world.channels[to.channel]
    if call.flag("delete_original"):
        workspace.ephemerals[:] = [one for one in workspace.ephemerals if one.ts != to.ts]
        return
    held = content(workspace, call)
    note_pings(workspace, call)
    replaces = call.flag("replace_original")
    if replaces and to.ts and not to.ephemeral:
        message = channel.message(to.ts)
        if message is not None:
            before = dict(message)
            change(message, held, call, workspace)
            workspace.tell_changed(channel, message, before)
        return
    if call.text("response_type") == "in_channel":
        put(workspace, channel, held, call.text("thread_ts"))
        return
    if replaces and to.ephemeral:
        for index, one in enumerate(workspace.ephemerals):
            if one.ts == to.ts:
                workspace.ephemerals[index] = replace(
                    one, text=held["text"], blocks=held.get("blocks", []), replaces=True
                )
        return
    shown = _ephemeral(to, held, call.text("thread_ts") or to.thread)
    whisper(workspace, replace(shown, ts=workspace.world.next_ts()))


def _ephemeral(to: Answering, held: dict[str, Any], thread: str | None) -> Ephemeral:
    return Ephemeral(to.channel, to.user, held["text"], held.get("blocks", []), thread, "response_url")
