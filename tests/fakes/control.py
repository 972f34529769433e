"""A local platform that runs as a process of its own is played by POST /control/NAME {"args": [], "kwargs": {}}."""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from aiohttp import web


def install(
    fake: object,
    app: web.Application,
    does: Collection[str],
    has: Collection[str],
    more: Mapping[str, Callable[..., Any]],
) -> None:
    """NAME is one of its methods in `does`, of its attributes in `has`, or in `more`; what it gives comes as JSON."""

    async def control(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        given = await request.json() if request.can_read_body else {}
        args, kwargs = given.get("args", []), given.get("kwargs", {})
        if name in has:
            return web.json_response(getattr(fake, name), dumps=_written)
        do = more.get(name) or (getattr(fake, name) if name in does else None)
        if do is None:
            return web.json_response({"unknown": name, "known": [*does, *has, *more]}, status=404)
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
