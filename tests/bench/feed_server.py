"""A server of made-up feeds in a process of its own, each feed on a host of its own: 127.10.x.y, all on one port.

Run it: python -m tests.bench.feed_server FEEDS [SECONDS], where each answer takes so many seconds. It prints its port
once it is ready and ends with its standard input.
It knows HTTP/1.1 with keep-alive, gzip and conditional requests, no more, so that it is never what holds a reader up.
`GET /counts` on 127.0.0.1 tells what was asked since it was last asked for that.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import resource
import socket
import sys
import urllib.request
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import cast

from tests.bench.made_feeds import EPOCH, Words, made_feed

_PER_NET = 250
_IDLE = 15.0  # seconds that a connection may stay unused


def host(number: int) -> str:
    """The address of the host that serves feed `number`."""
    return f"127.10.{number // _PER_NET}.{number % _PER_NET + 1}"


def feed_url(number: int, port: int) -> str:
    return f"http://{host(number)}:{port}/feed"


def _number(address: str) -> int | None:
    _, ten, net, last = map(int, address.split("."))
    return net * _PER_NET + last - 1 if ten == 10 else None


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers since the last count: whole feeds, "not modified", others; how many different feeds got the first two.

    `seconds` is the server's own CPU time since it started.
    """

    whole: int
    unchanged: int
    others: int
    feeds: int
    seconds: float


def counts(port: int) -> Counts:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/counts") as answer:
        return Counts(**json.loads(answer.read()))


@dataclass(frozen=True, slots=True)
class _Served:
    """What is ready to be sent: heads for the three kinds of answer, the body plain and zipped."""

    etag: bytes | None
    modified: bytes | None
    plain_head: bytes
    zipped_head: bytes
    unchanged: bytes
    plain: bytes
    zipped: bytes | None


def _served(words: Words, number: int, port: int) -> _Served:
    feed = made_feed(words, number, f"http://{host(number)}:{port}")
    rng = random.Random(number)
    # Of five feeds three have both validators, the others one; one in seven cannot zip.
    validators = number % 5
    etag = b'"%s"' % sha256(feed.body).hexdigest()[:20].encode() if validators != 3 else None
    modified = format_datetime(EPOCH - timedelta(minutes=number % 600), usegmt=True).encode()
    stamp = modified if validators != 4 else None
    shared = b"Server: presswork\r\nDate: Mon, 02 Mar 2026 06:00:00 GMT\r\nVary: Accept-Encoding\r\n"
    if rng.random() < 0.3:
        shared += b"Cache-Control: %s\r\n" % rng.choice([b"max-age=300", b"max-age=900, public", b"no-cache"])
    shared += b"X-Content-Type-Options: nosniff\r\nStrict-Transport-Security: max-age=31536000\r\n"
    if etag:
        shared += b"ETag: %s\r\n" % etag
    if stamp:
        shared += b"Last-Modified: %s\r\n" % stamp
    zipped = gzip.compress(feed.body, 6, mtime=0) if number % 7 else None
    head = b"HTTP/1.1 200 OK\r\n" + shared + b"Content-Type: %s\r\n" % feed.content_type.encode()
    zipped_head = head + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(zipped or b"")
    plain_head = head + b"Content-Length: %d\r\n\r\n" % len(feed.body)
    unchanged = b"HTTP/1.1 304 Not Modified\r\n" + shared + b"\r\n"
    return _Served(etag, stamp, plain_head, zipped_head, unchanged, feed.body, zipped)


@dataclass(slots=True)
class _Tally:
    whole: int = 0
    unchanged: int = 0
    others: int = 0
    feeds: set[int] = field(default_factory=set)

    def told(self) -> bytes:
        """The answer to `GET /counts`; counting starts anew."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        told = Counts(self.whole, self.unchanged, self.others, len(self.feeds), usage.ru_utime + usage.ru_stime)
        self.whole = self.unchanged = self.others = 0
        self.feeds.clear()
        body = json.dumps(asdict(told)).encode()
        return b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


class _Connection(asyncio.Protocol):
    def __init__(self, feeds: list[_Served], tally: _Tally, seconds: float) -> None:
        self._feeds = feeds
        self._tally = tally
        self._seconds = seconds
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._number = _number(transport.get_extra_info("sockname")[0])
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(_IDLE, self._transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        self._timer.cancel()
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            head, self._waiting = self._waiting[:end], self._waiting[end + 4 :]
            if self._seconds and self._number is not None:
                self._loop.call_later(self._seconds, self._answer, head)
            else:
                self._answer(head)
        self._timer = self._loop.call_later(_IDLE, self._transport.close)

    def _answer(self, head: bytes) -> None:
        first, *lines = head.split(b"\r\n")
        path = first.split(b" ")[1]
        number = self._number
        if number is None and path == b"/counts":
            self._transport.write(self._tally.told())
            self._transport.close()
            return
        if number is None or number >= len(self._feeds) or path != b"/feed":
            self._tally.others += 1
            self._transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
        feed = self._feeds[number]
        self._tally.feeds.add(number)
        if self._same(feed, fields):
            self._tally.unchanged += 1
            self._transport.write(feed.unchanged)
            return
        self._tally.whole += 1
        if feed.zipped is not None and b"gzip" in fields.get(b"accept-encoding", b""):
            self._transport.writelines((feed.zipped_head, feed.zipped))
        else:
            self._transport.writelines((feed.plain_head, feed.plain))

    @staticmethod
    def _same(feed: _Served, fields: dict[bytes, bytes]) -> bool:
        """RFC 9110: an entity tag, where one is sent, decides alone."""
        if feed.etag and b"if-none-match" in fields:
            return feed.etag in fields[b"if-none-match"]
        return feed.modified is not None and fields.get(b"if-modified-since") == feed.modified


async def serve(count: int, seconds: float = 0.0) -> None:
    """Serve until standard input ends; each answer takes `seconds`."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    listening = socket.create_server(("0.0.0.0", 0), backlog=4096)
    port = listening.getsockname()[1]
    words = Words(1)
    feeds = [_served(words, number, port) for number in range(count)]
    tally = _Tally()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(feeds, tally, seconds), sock=listening, backlog=4096)
    print(port, sum(len(feed.plain) for feed in feeds), flush=True)
    async with server:
        await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), *map(float, sys.argv[2:])))
