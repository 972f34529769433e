"""A proxy between us and Slack: it hands calls on, but answers some of them by itself."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.slack import FakeSlack

_SENT = ("authorization", "content-type")
_ANSWERED = ("content-type", "x-oauth-scopes", "retry-after")


class Between:
    """Point the bot at `api_url`. `lies` are answers by method, instead of Slack's."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self.lies: dict[str, tuple[int, str, dict[str, str]]] = {}

    async def __aenter__(self) -> Between:
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"

    def says(self, method: str, body: Any, status: int = 200, **headers: str) -> None:
        """Answer this method so from now on: text as it is, anything else as JSON."""
        kind = {"Content-Type": "text/html" if isinstance(body, str) else "application/json"}
        self.lies[method] = (status, body if isinstance(body, str) else json.dumps(body), kind | headers)

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method in self.lies:
            status, body, headers = self.lies[method]
            return web.Response(status=status, body=body.encode(), headers=headers)
        headers = {name: value for name, value in request.headers.items() if name.lower() in _SENT}
        url = self._slack.api_url + method
        async with self._session.post(url, data=await request.read(), params=request.query, headers=headers) as answer:
            kept = {name: value for name, value in answer.headers.items() if name.lower() in _ANSWERED}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)
