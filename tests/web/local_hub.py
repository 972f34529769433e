"""A WebSub hub of our own on 127.0.0.1: takes requests, verifies them, sends content, all over real sockets."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web


class LocalHub:
    """`forms` are the requests it took, `verified` what subscribers answered to its question of each."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._at_work: set[asyncio.Task[object]] = set()
        self.url = ""
        self.forms: list[dict[str, str]] = []
        self.verified: list[tuple[int, str]] = []
        self.eager = False
        """Whether it verifies before it answers, as old hubs do."""

    async def ask(self, request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        assert request.content_type == "application/x-www-form-urlencoded"
        self.forms.append(form)
        if self.eager:
            await self.verify(form)
            return web.Response(status=204)
        task: asyncio.Task[object] = asyncio.create_task(self.verify(form))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return web.Response(status=202)

    async def verify(self, form: dict[str, str], **instead: str) -> tuple[int, str]:
        """Ask the subscriber whether it wants what this form asked for."""
        said = {name: form[name] for name in ("hub.mode", "hub.topic")}
        said |= {"hub.challenge": "prove/it?&=", "hub.lease_seconds": "7200"}
        said |= {f"hub.{name}": value for name, value in instead.items()}
        async with self._http.get(form["hub.callback"], params=said) as answer:
            self.verified.append((answer.status, await answer.text()))
        return self.verified[-1]

    async def settled(self) -> None:
        """Wait for the verifications that are under way."""
        await asyncio.gather(*self._at_work)

    async def send(self, form: dict[str, str], body: bytes, algorithm: str | None = "sha256") -> int:
        """Distribute content as the subscriber of this form expects it; the status of its answer."""
        headers = {"Content-Type": "application/atom+xml", "Link": f'<{self.url}>; rel="hub"'}
        if algorithm:
            signature = hmac.new(form["hub.secret"].encode(), body, getattr(hashlib, algorithm)).hexdigest()
            headers["X-Hub-Signature"] = f"{algorithm}={signature}"
        async with self._http.post(form["hub.callback"], data=body, headers=headers) as answer:
            return answer.status


@asynccontextmanager
async def a_hub() -> AsyncIterator[LocalHub]:
    """A hub that listens while we are here."""
    async with aiohttp.ClientSession() as http:
        hub = LocalHub(http)
        app = web.Application()
        app.router.add_post("/", hub.ask)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        hub.url = f"http://127.0.0.1:{site.port}/"
        try:
            yield hub
        finally:
            await hub.settled()
            await runner.cleanup()
