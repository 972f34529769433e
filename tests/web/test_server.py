"""The server against clients of every kind, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.ports import Rejected, Unavailable
from bot.web.server import WebServer

TOKEN = "t" * 43
PATH = f"/websub/{TOKEN}"


class Hubs:
    """Echoes challenges and reads what is sent; raises what it is told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.bodies: list[bytes] = []
        self.signatures: list[str | None] = []

    async def verify(self, token: str, query: Mapping[str, str]) -> str | None:
        if self.failure:
            raise self.failure
        return query.get("hub.challenge")

    async def distribution(self, token: str, signature: str | None, body: AsyncIterable[bytes]) -> bool:
        self.signatures.append(signature)
        self.bodies.append(b"".join([piece async for piece in body]))
        return token == TOKEN


@asynccontextmanager
async def serving(hubs: Hubs | None, **limits: float) -> AsyncIterator[WebServer]:
    server = WebServer(hubs, version="1.2.3", **limits)  # type: ignore[arg-type]
    await server.start("127.0.0.1", 0)
    try:
        yield server
    finally:
        await server.close()


class Listening(Protocol):
    """A server of ours, whichever."""

    @property
    def port(self) -> int: ...


async def raw(server: Listening, said: bytes) -> bytes:
    """What the server answers to these bytes until it hangs up; the client never does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        writer.write(said)
        await writer.drain()
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)


def a_request(path: str, method: str = "GET", *headers: str, body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: news.example.com", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def test_health_says_that_we_are_well_and_which_version() -> None:
    async with serving(None) as server, aiohttp.ClientSession() as http:
        async with http.get(f"http://127.0.0.1:{server.port}/health") as answer:
            assert answer.status == 200
            assert await answer.json() == {"status": "ok", "version": "1.2.3"}
        async with http.get(f"http://127.0.0.1:{server.port}{PATH}?hub.challenge=x") as answer:
            assert answer.status == 404, "no hubs, no callback"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/websub", 404),
        ("GET", "/websub/short?hub.challenge=x", 404),
        ("GET", "/websub/" + "t" * 101 + "?hub.challenge=x", 404),
        ("GET", "/websub/" + "t" * 40 + "%2e%2e?hub.challenge=x", 404),
        ("GET", PATH + "/more?hub.challenge=x", 404),
        ("GET", PATH, 404),
        ("POST", "/health", 405),
        ("HEAD", "/health", 405),
        ("PUT", PATH, 405),
        ("OPTIONS", PATH, 405),
        ("TRACE", "/health", 405),
    ],
)
async def test_nothing_else_is_served(method: str, path: str, status: int) -> None:
    async with serving(Hubs()) as server:
        assert f" {status} ".encode() in (await raw(server, a_request(path, method))).split(b"\r\n")[0]


async def test_a_challenge_comes_back_as_plain_text_that_nobody_may_run() -> None:
    async with serving(Hubs()) as server, aiohttp.ClientSession() as http:
        url = f"http://127.0.0.1:{server.port}{PATH}"
        async with http.get(url, params={"hub.challenge": "<script>1</script>"}) as answer:
            assert await answer.text() == "<script>1</script>"
            assert answer.content_type == "text/plain"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "said",
    [
        a_request("/health"),
        a_request("/nowhere"),
        a_request("/health", "POST"),
        a_request(PATH + "?hub.challenge=x"),
        b"rubbish\r\n\r\n",
        a_request("/health", "GET", "X-Long: " + "x" * 20_000),
        a_request(PATH, "POST", "Content-Length: many"),
        a_request(PATH, "POST", "Transfer-Encoding: chunked", body=b"zz\r\nnot chunked\r\n\r\n"),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
    ids=["health", "404", "405", "challenge", "rubbish", "long-header", "bad-length", "bad-chunks", "tls"],
)
async def test_no_answer_says_what_we_are_made_of(said: bytes) -> None:
    async with serving(Hubs()) as server:
        answer = (await raw(server, said)).lower()
        assert answer.startswith(b"http/1.")
        assert b"aiohttp" not in answer
        assert b"python" not in answer


@pytest.mark.parametrize(
    ("failure", "status"),
    [(Unavailable("the store is locked"), 503), (ValueError("a bug"), 500), (TimeoutError(), 408)],
)
async def test_a_failure_is_a_status_and_its_words_are_for_the_log(failure: Exception, status: int) -> None:
    async with serving(Hubs(failure)) as server:
        with capture_logs():
            answer = await raw(server, a_request(PATH + "?hub.challenge=x"))
        assert f" {status} ".encode() in answer.split(b"\r\n")[0]
        assert str(failure).encode() not in answer or not str(failure)
        assert b"Traceback" not in answer


async def test_no_path_and_no_token_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    async with serving(Hubs(ValueError("a bug"))) as server:
        with capture_logs() as logs:
            await raw(server, a_request(PATH + "?hub.challenge=x"))
            await raw(server, a_request(PATH, "POST", "Content-Length: 3", body=b"abc"))
            await raw(server, a_request(PATH, "POST", "Content-Length: many"))
    assert [line["event"] for line in logs] == ["web_call_failed", "web_request_refused"]
    assert TOKEN not in str(logs)
    assert TOKEN not in caplog.text


async def test_the_body_is_given_as_it_was_sent() -> None:
    hubs = Hubs()
    async with serving(hubs) as server:
        headers = ("Content-Length: 4", "Content-Encoding: gzip", "X-Hub-Signature: sha1=00")
        assert b" 202 " in await raw(server, a_request(PATH, "POST", *headers, body=b"\x1f\x8b\x08\x00"))
        chunks = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        assert b" 202 " in await raw(server, a_request(PATH, "POST", "Transfer-Encoding: chunked", body=chunks))
        gone = a_request("/websub/" + "g" * 43, "POST", "Content-Length: 0")
        assert b" 410 " in await raw(server, gone)
    assert hubs.bodies == [b"\x1f\x8b\x08\x00", b"abcde", b""]
    assert hubs.signatures == ["sha1=00", None, None]


async def test_a_body_that_says_it_is_too_large_is_not_waited_for() -> None:
    async with serving(Hubs(), most_bytes=100, seconds=0.2) as server:
        assert b" 413 " in await raw(server, a_request(PATH, "POST", "Content-Length: 10000000000"))


async def test_a_body_that_hides_its_size_is_cut_off() -> None:
    async with serving(Hubs(), most_bytes=100, seconds=0.2) as server:
        chunks = b"a\r\n0123456789\r\n" * 11
        said = a_request(PATH, "POST", "Transfer-Encoding: chunked", body=chunks)
        assert b" 413 " in await raw(server, said)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"", b""),
        (b"GET /health HT", b""),
        (b"GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: ", b""),
        (a_request(PATH, "POST", "Content-Length: 50", body=b"abc"), b"HTTP/1.1 408 "),
        (a_request(PATH, "POST", "Transfer-Encoding: chunked", body=b"3\r\nabc\r\n"), b"HTTP/1.1 408 "),
        (a_request("/health", "POST", "Content-Length: 50", body=b"abc"), b"HTTP/1.1 405 "),
    ],
    ids=["silent", "line", "headers", "body", "chunks", "unread-body"],
)
async def test_slow_clients_are_left_and_others_are_served_meanwhile(said: bytes, answer: bytes) -> None:
    async with serving(Hubs(), seconds=0.3) as server:
        slow = asyncio.create_task(raw(server, said))
        assert b'"ok"' in await raw(server, a_request("/health"))
        heard = await slow
        assert heard.startswith(answer)
        assert bool(heard) == bool(answer)


async def test_a_client_that_trickles_a_body_gets_no_more_time_for_it() -> None:
    async with serving(Hubs(), seconds=0.3) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(a_request(PATH, "POST", "Content-Length: 100000"))

        answer = asyncio.create_task(reader.readline())
        async with asyncio.timeout(5):
            while not answer.done():
                writer.write(b"x")
                await asyncio.wait({answer}, timeout=0.02)
        assert b" 408 " in answer.result()
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)


async def test_a_client_that_leaves_in_the_middle_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    with capture_logs() as logs:
        async with serving(Hubs()) as server:
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(a_request(PATH, "POST", "Content-Length: 50", body=b"abc"))
            await writer.drain()
            writer.transport.abort()
            assert b'"ok"' in await raw(server, a_request("/health"))
    assert not logs
    assert not caplog.records


async def test_more_clients_than_we_take_are_turned_away_and_those_we_have_are_served() -> None:
    async with serving(Hubs(), most_connections=2) as server:
        first = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(2)]
        for reader, writer in first:
            writer.write(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b" 200 " in await reader.readline()
        assert await raw(server, a_request("/health")) == b""
        for _, writer in first:
            writer.close()
            await writer.wait_closed()
        assert b" 200 " in await raw(server, a_request("/health"))


async def test_an_address_that_is_taken_is_told_in_words() -> None:
    async with serving(None) as server:
        other = WebServer(None, version="1.2.3")
        with pytest.raises(Rejected, match=rf"Cannot listen on 127.0.0.1:{server.port}.*web.listen"):
            await other.start("127.0.0.1", server.port)
        await other.close()


async def test_a_call_at_work_is_finished_when_we_close() -> None:
    hubs = Hubs()
    async with serving(hubs) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(a_request(PATH, "POST", "Content-Length: 3", "Expect: 100-continue"))
        assert b"100" in await reader.readline()
        closing = asyncio.create_task(server.close())
        writer.write(b"abc")
        assert b" 202 " in await reader.read()
        await closing
        writer.close()
        await writer.wait_closed()
    assert hubs.bodies == [b"abc"]


async def test_a_hook_is_given_the_body_as_it_was_sent_and_answers_with_status_headers_and_words() -> None:
    given: list[tuple[bytes, Mapping[str, str]]] = []

    async def hook(body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        given.append((body, headers))
        return 418, {"content-type": "text/plain", "x-own": "1"}, b"short and stout"

    server = WebServer(None, version="1.2.3", hooks={"/slack/events": hook}, most_bytes=100)
    await server.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client:
            async with client.post("/slack/events", data=b"a=%20b", headers={"X-Slack-Signature": "v0=1"}) as response:
                assert (response.status, await response.read()) == (418, b"short and stout")
                assert response.headers["X-Own"] == "1"
            async with client.post("/slack/events", data=b"x" * 101) as response:
                assert response.status == 413
            async with client.get("/slack/events") as response:
                assert response.status == 405
    finally:
        await server.close()
    assert [(body, headers["x-slack-signature"]) for body, headers in given] == [(b"a=%20b", "v0=1")]


async def test_health_says_what_is_wrong_with_a_platform() -> None:
    trouble = "Slack could not be reached."
    server = WebServer(None, version="1.2.3", troubles={"slack": lambda: trouble, "other": lambda: ""})
    await server.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client:
            async with client.get("/health") as response:
                assert await response.json() == {"status": "trouble", "version": "1.2.3", "slack": trouble}
            trouble = ""
            async with client.get("/health") as response:
                assert await response.json() == {"status": "ok", "version": "1.2.3"}
    finally:
        await server.close()
