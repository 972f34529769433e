"""Real servers on this machine that do what the worst of the web does: they speak raw bytes over asyncio's sockets."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from socket import AF_INET

from aiohttp.abc import AbstractResolver, ResolveResult


@dataclass(frozen=True)
class Asked:
    """One request as it came in. Names of `headers` are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Hostile:
    """A running server: what it was asked, and the most connections that it had open at once."""

    port: int
    scheme: str = "http"
    asked: list[Asked] = field(default_factory=list)
    open_now: int = 0
    most_at_once: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


@asynccontextmanager
async def hostile(
    behaviours: Mapping[str, Behaviour] | Behaviour, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Hostile]:
    """Serve one behaviour, or one for each path; what is not named is answered 404."""
    server = Hostile(0, "https" if tls else "http")
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.open_now += 1
        server.most_at_once = max(server.most_at_once, server.open_now)
        try:
            while asked := await _read(reader):
                server.asked.append(asked)
                behave = (
                    behaviours if callable(behaviours) else behaviours.get(asked.path.partition("?")[0], answer(404))
                )
                await behave(asked, writer)
                await writer.drain()
                if writer.is_closing():
                    return
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            server.open_now -= 1
            writer.transport.abort()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(ConnectionError):
            await listening.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.rstrip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    return Asked(method, path, headers, await reader.readexactly(int(headers.get("content-length", 0))))


def _head(status: int, headers: Mapping[str, str] | Sequence[tuple[str, str]]) -> bytes:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in pairs)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer(
    status: int = 200, body: bytes = b"", headers: Mapping[str, str] | Sequence[tuple[str, str]] = ()
) -> Behaviour:
    """An honest answer."""
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers)

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(status, [*pairs, ("Content-Length", str(len(body)))]) + body)

    return behave


def tagged(body: bytes, etag: str, modified: str | None = None) -> Behaviour:
    """A body with an ETag, and 304 to who has it already."""
    headers = {"ETag": etag} | ({"Last-Modified": modified} if modified else {})

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.headers.get("if-none-match") == etag:
            writer.write(_head(304, headers))
        else:
            writer.write(_head(200, headers | {"Content-Length": str(len(body))}) + body)

    return behave


def redirect(to: str, status: int = 301) -> Behaviour:
    return answer(status, headers={"Location": to})


def bytes_as_they_are(sent: bytes) -> Behaviour:
    """Whatever bytes, then the end of the connection."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        await writer.drain()
        writer.close()

    return behave


async def silent(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Takes the question and never answers."""
    await asyncio.Event().wait()


async def hang_after_headers(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(_head(200, {"Content-Type": "application/rss+xml", "Content-Length": "1000"}))
    await writer.drain()
    await asyncio.Event().wait()


def trickle(every: float) -> Behaviour:
    """One byte each so many seconds, for ever: no silence is long, and the whole never ends."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Length": "50000"}))
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(every)

    return behave


def trickled_headers(every: float) -> Behaviour:
    """Headers that never end, a byte at a time."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(every)

    return behave


class Endless:
    """A body of ten gigabytes, as fast as it is taken; `sent` counts what was."""

    def __init__(self, announced: bool) -> None:
        self.announced = announced
        self.sent = 0

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Length": "10000000000"} if self.announced else {}))
        chunk = b"<item>" * 10_000
        while not writer.is_closing() and self.sent < 10_000_000_000:
            writer.write(chunk)
            self.sent += len(chunk)
            await writer.drain()


class Names(AbstractResolver):
    """A name server of our own: each name's addresses, one list for each look-up, the last for all that follow."""

    def __init__(self, names: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._names = {name: list(answers) for name, answers in names.items()}
        self.looked_up: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: int = AF_INET) -> list[ResolveResult]:
        self.looked_up.append(host)
        answers = self._names.get(host)
        if not answers:
            raise OSError(None, f"no such host: {host}")
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ResolveResult(hostname=host, host=ip, port=port, family=AF_INET, proto=0, flags=0) for ip in found]

    async def close(self) -> None:
        """Nothing is kept open."""
