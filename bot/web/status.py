"""The server for those who run us: a status page, the same as JSON, health, readiness and metrics.

It is apart from the server that faces the internet, starts before anything else is open, and is bounded as that one.
It asks for no password: it shows no word of a question, no secret and no whole address, and the page answers only to
names that belong to this machine or to a network of one's own, so that no web page of others can read it by giving its
own name our address ("DNS rebinding").
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import partial
from ipaddress import ip_address
from json import dumps
from typing import Any

import structlog
from aiohttp import web

from bot.news.report import Report
from bot.news.shown_addresses import shown_words
from bot.ports import Rejected, Unavailable
from bot.web.bounded import MOST_CONNECTIONS, SECONDS, BoundedServer
from bot.web.status_page import CONTENT_POLICY, page

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# RFC 6761, 6762, 8375 and ICANN's .internal: names that no stranger can own; .lan and Kubernetes' are so by custom.
_OWN_ENDS = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".svc", ".test")
_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}

log = structlog.get_logger()


class StatusServer:
    """Serves from `start` to `close`.

    `parts` tells of each part of this copy what is wrong with it in words, "" where nothing is; it is asked each time,
    so parts may be added while we serve. `report` and `metrics` raise `Unavailable` where they cannot be told now.
    """

    def __init__(
        self,
        parts: Mapping[str, Callable[[], str]],
        report: Callable[[], Awaitable[Report]],
        metrics: Callable[[], Awaitable[bytes]],
        version: str,
        *,
        seconds: float = SECONDS,
        most_connections: int = MOST_CONNECTIONS,
    ) -> None:
        self._parts, self._report, self._metrics, self._version = parts, report, metrics, version
        self._names = {socket.gethostname().lower()}
        self._server = BoundedServer("web.status", seconds=seconds, most_connections=most_connections)
        self._server.get("/healthz", self._healthz, head=True)
        self._server.get("/readyz", self._readyz, head=True)
        self._server.get("/metrics", self._told_metrics, head=True)
        self._server.get("/", self._page, head=True)
        self._server.get("/status.json", self._json, head=True)

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 takes a free one. Raises `Rejected` where we cannot."""
        self._names.add(host.lower())
        await self._server.start(host, port)

    @property
    def port(self) -> int:
        """The port that we listen on."""
        return self._server.port

    async def close(self) -> None:
        """Take no more calls; those at work have `seconds` to end."""
        await self._server.close()

    async def _healthz(self, _: web.Request) -> web.Response:
        """That this is answered at all says that the loop turns."""
        return web.Response(text="ok\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        """A probe reads the status, a person which part it is."""
        parts = self._troubles()
        ready = not any(parts.values())
        told = {name: words or "well" for name, words in parts.items()}
        return _json({"ready": ready, "parts": told}, status=200 if ready else 503)

    async def _told_metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=await self._metrics(), headers={"Content-Type": METRICS_TYPE})

    async def _page(self, request: web.Request) -> web.Response:
        self._only_for_us(request)
        report, why = await self._reported()
        body = page(report, self._troubles(), self._version, why)
        return web.Response(body=body, content_type="text/html", charset="utf-8", headers=_HEADERS)

    async def _json(self, request: web.Request) -> web.Response:
        self._only_for_us(request)
        report, why = await self._reported()
        if report is None:
            return _json({"level": "trouble", "words": why, "parts": self._troubles()}, status=503)
        level, words = report.verdict
        told = asdict(report)
        del told["counted"]["channels"]  # what `channels` is made of
        return _json({"level": level, "words": words} | told)

    async def _reported(self) -> tuple[Report | None, str]:
        """The report, with the parts as they are now, or why there is none: the page is there all the same."""
        try:
            return replace(await self._report(), parts=self._troubles()), ""
        except (Unavailable, Rejected) as error:
            return None, str(error)

    def _troubles(self) -> dict[str, str]:
        return {name: shown_words(told()) for name, told in self._parts.items()}

    def _only_for_us(self, request: web.Request) -> None:
        host = request.headers.get("Host")
        if host is None or self._is_ours(_name_in(host)):
            return
        words = "This page answers to addresses, localhost and names of one's own network alone, not to this one.\n"
        raise web.HTTPMisdirectedRequest(text=words)

    def _is_ours(self, name: str) -> bool:
        if name in self._names or "." not in name or name.endswith(_OWN_ENDS):
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True


def _name_in(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".").lower()


def _plainly(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} is no part of a report")


_json = partial(web.json_response, dumps=partial(dumps, default=_plainly))
