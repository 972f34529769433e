"""The HTTP server: REST v10's routes, the gateway's socket, and the troubles on the way."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.discord import commands as commands
from tests.fakes.discord import history as history
from tests.fakes.discord import interactions as interactions
from tests.fakes.discord import messages as messages
from tests.fakes.discord import places as places
from tests.fakes.discord import publishing as publishing
from tests.fakes.discord import threads as threads
from tests.fakes.discord.calls import ROUTES, Call, Route
from tests.fakes.discord.rates import refusal
from tests.fakes.discord.refusals import Refused
from tests.fakes.discord.state import State
from tests.fakes.discord.troubles import Trouble

ROOT = "/api/v10"


class Server:
    """Listens on 127.0.0.1. `more` adds routes that are not Discord's."""

    def __init__(self, state: State, more: Callable[[web.Application], None]) -> None:
        self.state = state
        self._more = more
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._routes = [
            (route, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", one))) for (_, one), route in ROUTES.items()
        ]

    async def start(self, port: int = 0) -> None:
        """Listen; `state.url` says where."""
        self.state.gateway.loop = asyncio.get_running_loop()
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_get("/gateway/", self.state.gateway.serve)
        app.router.add_get("/gateway", self.state.gateway.serve)
        self._more(app)
        app.router.add_route("*", ROOT + "/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.state.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Let go of whoever hangs, and stop."""
        self._closing.set()
        await self.state.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(ROOT)
        call = Call(request.method, path, None, self.state.clock(), dict(request.query))
        self.state.calls.append(call)
        try:
            call.json = await body_of(request)
            trouble = self.state.troubles.take(call)
            if trouble is not None and not trouble.after:
                call.outcome = trouble.kind
                self.state.watching.changed()
                return await self._befall(request, call, trouble)
            answer = self._do(call, request.headers.get("Authorization", ""))
            if trouble is not None:
                call.outcome = trouble.kind
                self.state.watching.changed()
                return await self._befall(request, call, trouble)
            return answer
        except Refused as no:
            return refused(call, no, {})
        finally:
            self.state.watching.changed()

    def _do(self, call: Call, authorization: str) -> web.Response:
        headers: dict[str, str] = {}
        try:
            route = self._find(call)
            if not route.open and (self.state.revoked or authorization != f"Bot {self.state.token}"):
                raise Refused(0)
            headers, limited = self.state.rates.take(route, call.ids)
            if limited is not None:
                call.outcome, call.answer, call.status = "429", limited, 429
                return answered(limited, 429, headers)
            call.answer = route.do(self.state, call)
            call.outcome = "ok"
            call.status = 204 if call.answer is None else 200
            return answered(call.answer, call.status, headers)
        except Refused as no:
            return refused(call, no, headers)

    def _find(self, call: Call) -> Route:
        # What is spelt out goes before what any id fits: /users/@me is nobody's id.
        fits = [(route, found) for route, pattern in self._routes if (found := pattern.fullmatch(call.path))]
        if not fits:
            raise Refused(0, "404: Not Found", status=404)
        for route, found in sorted(fits, key=lambda one: len(one[1].groupdict())):
            if route.verb == call.verb:
                call.ids = found.groupdict()
                return route
        raise Refused(0, "405: Method Not Allowed", status=405)

    async def _befall(self, request: web.Request, call: Call, trouble: Trouble) -> web.StreamResponse:
        kind = trouble.kind
        if kind.startswith("code:"):
            return refused(call, Refused(int(kind.removeprefix("code:"))), {})
        if kind == "429":
            headers, body = refusal(trouble.retry_after, everywhere=trouble.everywhere)
            call.status = 429
            return answered(body, 429, headers)
        if kind in ("html", "banned"):
            return web.Response(
                text="<html>upstream</html>", content_type="text/html", status=200 if kind == "html" else 429
            )
        if kind[:3].isdigit():
            call.status = int(kind[:3])
            return web.Response(status=call.status, text="<html>upstream</html>", content_type="text/html")
        if kind.startswith("hang"):
            await self._closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def answered(body: Any, status: int, headers: dict[str, str]) -> web.Response:
    """JSON, with exactly the content type Discord gives: clients take anything else for text."""
    if status == 204:
        return web.Response(status=204, headers=headers)
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers=headers | {"Content-Type": "application/json"}
    )


def refused(call: Call, no: Refused, headers: dict[str, str]) -> web.Response:
    """Discord's word on why not."""
    call.outcome, call.answer, call.status = str(no.code or no.status), no.body(), no.status
    if no.status == 429:
        more, body = refusal(no.retry_after, everywhere=False)
        return answered(body | no.body(), 429, headers | more)
    return answered(no.body(), no.status, headers)


async def body_of(request: web.Request) -> Any:
    """The JSON a call came with; the `payload_json` of a form; None without any."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        given = form.get("payload_json")
        return json.loads(given) if isinstance(given, str) else None
    text = await request.text()
    if not text:
        return None
    if request.content_type != "application/json":
        raise Refused(
            50035,
            errors={
                "_errors": [
                    {
                        "code": "CONTENT_TYPE_INVALID",
                        "message": "Expected \"Content-Type\" header to be one of {'application/json'}.",
                    }
                ]
            },
        )
    try:
        return json.loads(text)
    except ValueError:
        raise Refused(50109) from None
