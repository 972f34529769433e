"""The status server over real sockets: who may read what, and what it says while things are opened, or broken."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.news.report import Report
from bot.ports import Rejected, Unavailable
from bot.web.status import StatusServer
from bot.web.status_page import CONTENT_POLICY
from tests.pictures.status_scenes import PARTS, lively
from tests.web.test_server import a_request, raw


class State:
    """What the server asks: a report and metrics, or a failure."""

    def __init__(self) -> None:
        self.parts: dict[str, Callable[[], str]] = {name: lambda: "" for name in PARTS}
        self.failure: Exception | None = None
        self.hangs = asyncio.Event()
        self.hangs.set()

    async def report(self) -> Report:
        await self.hangs.wait()
        if self.failure:
            raise self.failure
        return lively()

    async def metrics(self) -> bytes:
        return b"factbox_up 1.0\n"


@pytest.fixture
def state() -> State:
    return State()


@asynccontextmanager
async def serving(state: State, **limits: float) -> AsyncIterator[StatusServer]:
    server = StatusServer(state.parts, state.report, state.metrics, "1.2.3", **limits)  # type: ignore[arg-type]
    await server.start("127.0.0.1", 0)
    try:
        yield server
    finally:
        await server.close()


async def get(server: StatusServer, path: str, host: str = "") -> tuple[int, Mapping[str, str], str]:
    headers = {"Host": host} if host else {}
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{server.port}{path}", headers=headers) as answer,
    ):
        return answer.status, answer.headers, await answer.text()


async def test_health_is_told_while_the_loop_turns_whatever_is_wrong(state: State) -> None:
    state.failure, state.parts["store"] = Unavailable("gone"), lambda: "is starting"
    async with serving(state) as server:
        assert (await get(server, "/healthz"))[::2] == (200, "ok\n")
        assert b" 200 " in await raw(server, a_request("/healthz", "HEAD"))


async def test_it_is_ready_once_every_part_is_and_says_which_is_not(state: State) -> None:
    state.parts.clear()
    state.parts["store"] = lambda: "is starting"
    async with serving(state) as server:
        status, _, said = await get(server, "/readyz")
        assert (status, json.loads(said)) == (503, {"ready": False, "parts": {"store": "is starting"}})
        state.parts |= {"store": lambda: "", "slack": lambda: "Slack cannot be reached."}
        status, _, said = await get(server, "/readyz")
        assert status == 503
        assert json.loads(said)["parts"] == {"store": "well", "slack": "Slack cannot be reached."}
        state.parts["slack"] = lambda: ""
        assert (await get(server, "/readyz"))[0] == 200


async def test_metrics_are_of_the_type_that_prometheus_reads(state: State) -> None:
    async with serving(state) as server:
        status, headers, said = await get(server, "/metrics", host="factbox.example.org:9464")
        assert (status, said) == (200, "factbox_up 1.0\n")
        assert headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"


async def test_the_page_may_load_and_run_nothing(state: State) -> None:
    async with serving(state) as server:
        status, headers, html = await get(server, "/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "aiohttp" not in str(headers).lower()
    assert CONTENT_POLICY.startswith("default-src 'none'; style-src 'sha256-")
    assert "<script" not in html
    assert not re.search(r"\s(?:src|href|style|on\w+)=", html), "nothing from elsewhere, and no style but the one block"
    assert "The edition of 09:00 is 14 min late" in html


async def test_the_same_is_there_for_scripts(state: State) -> None:
    async with serving(state) as server:
        status, _, said = await get(server, "/status.json")
    told: dict[str, Any] = json.loads(said)
    assert status == 200
    assert told["level"] == "trouble"
    assert told["words"] == "slack:C08NEWSROOM: The edition of 09:00 is 14 min late."
    assert told["channels"][0]["late"] == 860
    assert told["counted"]["feeds"]["worst"][0]["address"] == "gazette.example.org/rss/latest.xml?…"
    assert "channels" not in told["counted"]
    assert [copy["name"] for copy in told["copies"]] == ["factbox-1", "factbox-2", "factbox-3"]
    assert told["at"] == "2026-03-18T08:14:20+00:00"


async def test_parts_are_told_as_they_are_now_whatever_the_report_says_and_without_secrets(state: State) -> None:
    state.parts["store"] = lambda: "postgresql://bot:pw@db.internal/factbox cannot be reached."
    async with serving(state) as server:
        told = json.loads((await get(server, "/status.json"))[2])
        assert told["words"].startswith("store: db.internal/factbox cannot be reached; slack:C08NEWSROOM")
        for path in ("/", "/readyz"):
            said = (await get(server, path))[2]
            assert "db.internal/factbox cannot be reached" in said
            assert "pw" not in said


@pytest.mark.parametrize("failure", [Unavailable("The store is locked."), Rejected("The store is damaged.")])
async def test_without_a_report_the_page_says_why_and_how_the_parts_are(state: State, failure: Exception) -> None:
    state.failure, state.parts["store"] = failure, lambda: "is starting"
    async with serving(state) as server:
        status, _, html = await get(server, "/")
        assert status == 200
        assert str(failure) in html
        assert "is starting" in html
        status, _, said = await get(server, "/status.json")
        assert (status, json.loads(said)["words"]) == (503, str(failure))


async def test_a_bug_is_a_plain_status_and_its_words_are_for_the_log(state: State) -> None:
    state.failure = ValueError("a secret")
    async with serving(state) as server:
        with capture_logs() as logs:
            status, _, said = await get(server, "/")
        assert (status, said) == (500, "")
        assert [line["event"] for line in logs] == ["web_call_failed"]


async def test_who_hangs_is_let_go_and_holds_up_nobody(state: State) -> None:
    state.hangs.clear()
    async with serving(state, seconds=0.2) as server:
        slow = asyncio.create_task(get(server, "/"))
        assert (await get(server, "/healthz"))[0] == 200
        assert (await slow)[0] == 408
        state.hangs.set()


async def test_more_clients_than_we_take_are_turned_away(state: State) -> None:
    async with serving(state, most_connections=1) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b" 200 " in await reader.readline()
        assert await raw(server, a_request("/healthz")) == b""
        writer.close()
        await writer.wait_closed()


OURS = ("127.0.0.1:9464", "[::1]:9464", "192.168.1.20", "localhost:80", "factbox", "FACTBOX:9464", "pi.local", "bot.svc.cluster.local", "status.corp.internal.", "")  # fmt: skip
NOT_OURS = ("evil.example:9464", "127.0.0.1.evil.example", "localhost.evil.example", "a.b", "1.2.3.4.5")


@pytest.mark.parametrize("host", OURS)
async def test_a_name_of_ones_own_network_shows_the_page(state: State, host: str) -> None:
    async with serving(state) as server:
        assert (await get(server, "/", host))[0] == 200
        assert (await get(server, "/status.json", host))[0] == 200


@pytest.mark.parametrize("host", NOT_OURS)
async def test_another_name_for_our_address_shows_nothing(state: State, host: str) -> None:
    """A page of that name could read it otherwise, from the browser of whoever visits it (DNS rebinding)."""
    async with serving(state) as server:
        for path in ("/", "/status.json"):
            status, _, said = await get(server, path, host)
            assert status == 421
            assert "NEWSROOM" not in said
        assert (await get(server, "/readyz", host))[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/", 405), ("GET", "/nowhere", 404), ("GET", "/healthz/x", 404), ("DELETE", "/metrics", 405)],
)
async def test_nothing_else_is_served(state: State, method: str, path: str, status: int) -> None:
    async with serving(state) as server:
        first = (await raw(server, a_request(path, method))).split(b"\r\n")[0]
    assert f" {status} ".encode() in first


async def test_an_address_that_is_taken_is_told_in_words(state: State) -> None:
    async with serving(state) as server:
        other = StatusServer(state.parts, state.report, state.metrics, "1.2.3")
        with pytest.raises(Rejected, match=rf"Cannot listen on 127.0.0.1:{server.port}.*web.status"):
            await other.start("127.0.0.1", server.port)
        await other.close()
