"""Playing the people from another process: POST /control/NAME with {"args": [...], "kwargs": {...}}.

NAME is a method or attribute of `FakeDiscord`, or "troubles.add" or "clock.forward"; what it gives comes back as JSON.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.fakes.discord.fake import FakeDiscord

DOES = (
    "guild leave role channel deny delete_channel delete_message person thread archive dm messages every_message threads says "
    "edits presses orders picks completes fills components group drop_gateway redeliver revoke_token expire standing connected"
).split()
HAS = "token api_url bot_user application commands calls ephemerals modals typing crossposted complaints interactions".split()


def install(discord: FakeDiscord, app: web.Application) -> None:
    """Serve it along with the REST API."""

    async def control(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        given = await request.json() if request.can_read_body else {}
        args, kwargs = given.get("args", []), given.get("kwargs", {})
        more = {"troubles.add": discord.troubles.add, "clock.forward": getattr(discord.clock, "forward", None)}
        if name in HAS:
            return web.json_response(getattr(discord, name), dumps=_written)
        do = more.get(name) or (getattr(discord, name, None) if name in DOES else None)
        if do is None:
            return web.json_response({"unknown": name, "known": [*DOES, *HAS, *more]}, status=404)
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
