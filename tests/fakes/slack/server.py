"""The HTTP server: the Web API's routes, the socket, and the troubles on the way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.slack import answering
from tests.fakes.slack import assistant as assistant
from tests.fakes.slack import conversations as conversations
from tests.fakes.slack import identity as identity
from tests.fakes.slack import posting as posting
from tests.fakes.slack import scheduled as scheduled
from tests.fakes.slack import streams as streams
from tests.fakes.slack import views as views
from tests.fakes.slack.methods import METHODS, Call
from tests.fakes.slack.refusals import Refused
from tests.fakes.slack.troubles import Trouble
from tests.fakes.slack.workspace import Workspace

JSON_ARGUMENTS = ("blocks", "attachments", "metadata", "view", "chunks", "prompts", "loading_messages", "unfurls")


class Server:
    """Listens on 127.0.0.1. `more` adds routes that are not Slack's."""

    def __init__(self, workspace: Workspace, more: Callable[[web.Application], None]) -> None:
        self.workspace = workspace
        self._more = more
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        """Listen; `workspace.url` says where."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link/", self.workspace.sockets.serve)
        app.router.add_post("/response/{name}", self._response)
        self._more(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        address = self._runner.addresses[0]
        self.workspace.url = f"http://127.0.0.1:{address[1]}"

    async def close(self) -> None:
        """Let go of whoever hangs, and stop."""
        self._closing.set()
        await self.workspace.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _response(self, request: web.Request) -> web.StreamResponse:
        return await answering.serve(self.workspace, request)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        arguments = await arguments_of(request)
        token = bearer(request) or arguments.pop("token", None)
        arguments.pop("token", None)
        call = Call(request.match_info["method"], arguments, self.workspace.clock())
        self.workspace.calls.append(call)
        trouble = self.workspace.troubles.take(call)
        try:
            if trouble is not None and not trouble.after:
                call.outcome = trouble.kind
                self.workspace.changed()
                return await self._befall(request, trouble)
            answer = self._do(call, token)
            if trouble is not None:
                call.outcome = trouble.kind
                self.workspace.changed()
                return await self._befall(request, trouble)
            return answer
        finally:
            self.workspace.changed()

    def _do(self, call: Call, token: str | None) -> web.Response:
        known = METHODS.get(call.method)
        headers: dict[str, str] = {}
        try:
            if known is None:
                raise Refused("unknown_method", req_method=call.method)
            streams.expire(self.workspace)
            held = self.workspace.token_of(token, known.token)
            headers = {"x-oauth-scopes": ",".join(held.scopes), "x-accepted-oauth-scopes": ",".join(known.scopes)}
            self.workspace.require(*known.scopes, provided=held.scopes)
            self.workspace.rates.take(call.method, known.tier, call.text("channel"))
            call.answer = {"ok": True, **known.do(self.workspace, call)}
            call.outcome = "ok"
            return web.json_response(call.answer, headers=headers)
        except Refused as no:
            call.outcome, call.answer = no.error, no.body()
            return web.json_response(no.body(), status=no.status, headers=headers | no.headers)

    async def _befall(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        kind = trouble.kind
        if kind.startswith("error:"):
            return web.json_response({"ok": False, "error": kind.removeprefix("error:")})
        if kind == "429":
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": str(trouble.retry_after)})
        if kind == "bad-json":
            return web.Response(text="<html>upstream</html>", content_type="text/html")
        if kind in ("http-500", "500-after"):
            return web.Response(status=500, text="Internal Server Error")
        if kind.startswith("hang"):
            await self._closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def bearer(request: web.Request) -> str | None:
    """The token of the Authorization header."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind == "Bearer" and token else None


async def arguments_of(request: web.Request) -> dict[str, Any]:
    """The call's arguments: query, form or JSON, as Slack takes them; what is JSON within a form is read."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        given = json.loads(text) if text else {}
        arguments |= given if isinstance(given, dict) else {}
    elif request.can_read_body:
        arguments |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in JSON_ARGUMENTS:
        value = arguments.get(name)
        if isinstance(value, str):
            try:
                arguments[name] = json.loads(value)
            except ValueError:
                continue
    return arguments
