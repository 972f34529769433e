"""Playing the people from another process: POST /control/NAME with {"args": [...], "kwargs": {...}}.

NAME is a method or attribute of `FakeSlack`, or "troubles.add"; what it gives comes back as JSON.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.fakes.slack.fake import FakeSlack

DOES = (
    "person channel direct messages every_message says edits deletes tells opens_home presses presses_in commands submits closes "
    "does redeliver disconnect revoke_token drop_scope listens_at standing"
).split()
HAS = "calls ephemerals views view_errors homes statuses prompts scheduled pings complaints events".split()


def install(slack: FakeSlack, app: web.Application) -> None:
    """Serve it along with the Web API."""

    async def control(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        given = await request.json() if request.can_read_body else {}
        args, kwargs = given.get("args", []), given.get("kwargs", {})
        if name in HAS:
            return web.json_response(getattr(slack, name), dumps=_written)
        if name not in (*DOES, "troubles.add"):
            return web.json_response({"unknown": name, "known": [*DOES, *HAS, "troubles.add"]}, status=404)
        do = slack.troubles.add if name == "troubles.add" else getattr(slack, name)
        try:
            found = do(*args, **kwargs)
            found = await found if inspect.isawaitable(found) else found
        except (LookupError, TypeError, ValueError, TimeoutError) as wrong:
            return web.json_response({"wrong": f"{type(wrong).__name__}: {wrong}"}, status=400)
        return web.json_response(found, dumps=_written)

    app.router.add_post("/control/{name}", control)


def _written(value: Any) -> str:
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value)
