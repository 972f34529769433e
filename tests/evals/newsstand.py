"""A real local server of outlets whose feeds, habits and troubles depend on a clock that the caller sets.

What an outlet has published is known beforehand, so that what a reader has of it in the end can be counted.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import socket
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

from aiohttp.abc import AbstractResolver, ResolveResult

from tests.bench.made_feeds import Kind, MadeFeed, Story, Words, render, story

Habit = Literal[
    "bumps dates",
    "new guids",
    "no guids",
    "tracks",
    "flips scheme",
    "flips case",
    "no dates",
    "one title",
    "edits",
    "shuffles",
    "zips",
    "no validators",
    "rests",
    "says hourly",
    "mislabelled",
    "bare ampersands",
]
Trouble = Literal["404", "500", "429", "hangs", "login page", "cut off", "empty", "refuses", "moves", "vanished"]

HABITS: tuple[Habit, ...] = Habit.__args__  # type: ignore[attr-defined]
TROUBLES: tuple[Trouble, ...] = Trouble.__args__  # type: ignore[attr-defined]
FOR_GOOD: frozenset[Trouble] = frozenset({"moves", "vanished"})
RETRY_AFTER = timedelta(hours=1)
MAX_AGE = timedelta(minutes=30)
_KINDS: tuple[Kind, ...] = ("rss", "rss", "rss", "atom", "rdf", "json")
_RHYTHMS = (10, 20, 30, 60, 60, 120, 240, 480, 720, 1440)  # minutes between two stories
_LOGIN = b"<!doctype html><html><head><title>Sign in</title></head><body><form><input name=user></form></body></html>"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A site with one feed. `stories` are all it will ever publish, oldest first; the feed lists the last `window`."""

    number: int
    kind: Kind
    window: int
    rhythm: timedelta
    habits: frozenset[Habit]
    trouble: Trouble | None
    begins: datetime
    ends: datetime
    stories: tuple[Story, ...]

    @property
    def rest(self) -> timedelta:
        """How long it asks to be left alone after a poll."""
        if "says hourly" in self.habits and self.kind == "rss":
            return timedelta(hours=1)
        return MAX_AGE if "rests" in self.habits else timedelta()

    @property
    def host(self) -> str:
        return f"outlet-{self.number:03}.test"

    def in_trouble(self, now: datetime) -> bool:
        return self.trouble is not None and self.begins <= now < self.ends

    def listed(self, now: datetime) -> list[Story]:
        """What the feed lists, newest first."""
        out = bisect_right(self.stories, now, key=lambda one: one.published)
        return list(self.stories[max(0, out - self.window) : out])[::-1]

    def gone_at(self, index: int) -> datetime | None:
        """When newer stories have pushed a story off the feed; None where that never happens."""
        later = index + self.window
        return self.stories[later].published if later < len(self.stories) else None

    def told_apart(self, link: str | None) -> str:
        """The story that a link leads to, whatever was done to the link."""
        return (link or "").partition("://")[2].partition("?")[0]


def outlets(count: int, start: datetime, length: timedelta, seed: int = 1) -> list[Outlet]:
    """So many outlets, each with a rhythm, habits and perhaps a trouble of its own; the same for the same seed."""
    words = Words(seed)
    return [_outlet(words, number, start, length, seed) for number in range(count)]


def _outlet(words: Words, number: int, start: datetime, length: timedelta, seed: int) -> Outlet:
    rng = random.Random(seed * 10_007 + number)
    # In a few hours a daily paper shows nothing.
    rhythm = timedelta(minutes=rng.choice([each for each in _RHYTHMS if each <= max(10, length.total_seconds() / 60)]))
    window = rng.choice([5, 10, 15, 20, 30, 50])
    habits = {HABITS[number % len(HABITS)], rng.choice(HABITS)}
    if "no guids" in habits:
        habits.discard("new guids")
    kind = rng.choice(_KINDS)
    trouble = TROUBLES[number // 2 % len(TROUBLES)] if number % 2 else None
    begins = start + length * rng.uniform(0.08, 0.5)
    ends = begins + length * (2 if trouble in FOR_GOOD else rng.uniform(0.1, 0.25))
    home = f"http://outlet-{number:03}.test"
    stories = []
    for index, at in enumerate(_times(rng, window, rhythm, start, length)):
        one = story(words, rng, home, index, at, full=rng.random() < 0.2)
        title = "Traffic on the ring road" if "one title" in habits else f"{one.title} {words.words[index % 900]}"
        stories.append(replace(one, title=title))
    return Outlet(number, kind, window, rhythm, frozenset(habits), trouble, begins, ends, tuple(stories))


def _times(rng: random.Random, window: int, rhythm: timedelta, start: datetime, length: timedelta) -> list[datetime]:
    """A full window from before the start, then at the outlet's rhythm: evenly, by chance, or several at once."""
    manner = rng.choice(["evenly", "by chance", "by chance", "in batches"])
    batch = rng.randint(2, 4) if manner == "in batches" else 1
    at = start - rhythm * (window + 2) - timedelta(seconds=rng.randint(0, 600))
    times: list[datetime] = []
    while at < start + length:
        times += [at + timedelta(seconds=7 * number) for number in range(batch)]
        step = rng.expovariate(1) if manner == "by chance" else rng.uniform(0.8, 1.2)
        at += max(rhythm * batch * step, timedelta(seconds=40))
    return sorted(times)


class Resolver(AbstractResolver):
    """Leads every outlet here; some have no address at all."""

    def __init__(self, nowhere: frozenset[str]) -> None:
        self._nowhere = nowhere
        self.refused: Counter[str] = Counter()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host in self._nowhere:
            self.refused[host] += 1
            raise OSError(None, f"no address for {host}")
        return [
            ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0),
        ]

    async def close(self) -> None: ...


class Newsstand:
    """Serves the outlets until closed. What was asked is counted by outlet and by kind of answer.

    `shown` holds every story that stood in a good answer, `well_again` when an outlet first answered well after its
    trouble; `too_soon` counts requests during a Retry-After or a max-age.
    """

    def __init__(self, served: Sequence[Outlet], clock: Callable[[], datetime]) -> None:
        self._by_host = {outlet.host: outlet for outlet in served}
        self._clock = clock
        self._busy: set[asyncio.Task[None]] = set()
        self._rest_until: dict[str, datetime] = {}
        self.asked: dict[str, Counter[str]] = defaultdict(Counter)
        self.shown: set[str] = set()
        self.well_again: dict[str, datetime] = {}
        self.too_soon = 0

    async def open(self) -> int:
        """The port."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        self._server.close()
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        try:
            while await self._one(reader, writer):
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client is done
        finally:
            self._busy.discard(task)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection is of further use."""
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        outlet = self._by_host[fields["host"].partition(":")[0]]
        now = self._clock()
        if now < self._rest_until.get(outlet.host, now):
            self.too_soon += 1
        trouble = outlet.trouble if outlet.in_trouble(now) else None
        count = self.asked[outlet.host]
        if trouble == "moves" and path == "/feed":
            count["301 moved"] += 1
            writer.write(_answer("301 Moved Permanently", f"Location: http://{fields['host']}/moved/feed"))
            return True
        if trouble is not None and trouble != "moves" and trouble != "cut off":
            count[trouble] += 1
            return await self._troubled(outlet, trouble, writer, now)
        return self._well(outlet, fields, writer, now, cut=trouble == "cut off")

    async def _troubled(self, outlet: Outlet, trouble: Trouble, writer: asyncio.StreamWriter, now: datetime) -> bool:
        match trouble:
            case "hangs":
                await asyncio.Event().wait()
            case "refuses" | "vanished":
                writer.transport.abort()
                return False
            case "429":
                self._rest_until[outlet.host] = now + RETRY_AFTER
                writer.write(_answer("429 Too Many Requests", f"Retry-After: {RETRY_AFTER.seconds}"))
            case "login page":
                writer.write(_answer("200 OK", "Content-Type: text/html", _LOGIN))
            case "empty":
                writer.write(_answer("200 OK", "Content-Type: application/rss+xml"))
            case _:
                writer.write(_answer(f"{trouble} No", "Content-Type: text/plain", b"sorry"))
        return True

    def _well(
        self, outlet: Outlet, fields: dict[str, str], writer: asyncio.StreamWriter, now: datetime, *, cut: bool
    ) -> bool:
        count = self.asked[outlet.host]
        if not cut and now >= outlet.ends:
            self.well_again.setdefault(outlet.host, now)
        turn = count.total()
        listed = outlet.listed(now)
        feed = _written(outlet, listed, turn, now)
        headers = [f"Content-Type: {feed.content_type}"]
        if "rests" in outlet.habits:
            headers.append(f"Cache-Control: max-age={MAX_AGE.seconds}")
            self._rest_until[outlet.host] = now + MAX_AGE
        if cut:  # without a length: the client cannot tell
            count["cut off"] += 1
            head = "\r\n".join(["HTTP/1.1 200 OK", *headers, "Connection: close", "", ""])
            writer.write(head.encode() + feed.body[: len(feed.body) * (40 + turn % 50) // 100])
            return False
        if "no validators" not in outlet.habits:
            etag = f'"{blake2b(feed.body, digest_size=8).hexdigest()}"'
            headers.append(f"ETag: {etag}")
            if fields.get("if-none-match") == etag:
                count["304 unchanged"] += 1
                writer.write(_answer("304 Not Modified", "\r\n".join(headers), None))
                return True
        count["200 a feed"] += 1
        body = feed.body
        if "zips" in outlet.habits and "gzip" in fields.get("accept-encoding", ""):
            headers.append("Content-Encoding: gzip")
            body = gzip.compress(body, 1)
        writer.write(_answer("200 OK", "\r\n".join(headers), body))
        self.shown.update(outlet.told_apart(one.link) for one in listed)
        return True


def _answer(status: str, headers: str, body: bytes | None = b"") -> bytes:
    length = "" if body is None else f"\r\nContent-Length: {len(body)}"
    return f"HTTP/1.1 {status}\r\n{headers}{length}\r\n\r\n".encode() + (body or b"")


def _written(outlet: Outlet, listed: Sequence[Story], turn: int, now: datetime) -> MadeFeed:
    """The feed as the outlet's habits make it this time."""
    items = [_habitual(outlet.habits, one, turn, now) for one in listed]
    if "shuffles" in outlet.habits:
        random.Random(turn).shuffle(items)
    home = f"http://{outlet.host}"
    feed = render(
        outlet.kind,
        f"Outlet {outlet.number}",
        home,
        items,
        cdata=outlet.number % 2 == 0,
        hourly="says hourly" in outlet.habits,
    )
    body, kind = feed.body, feed.content_type
    if "no guids" in outlet.habits:
        for one in items:
            body = body.replace(f'<guid isPermaLink="false">{one.guid}</guid>'.encode(), b"")
    if "no dates" in outlet.habits:
        for one in items:
            body = body.replace(one.published.isoformat().encode(), b"")
        body = body.replace(b"<pubDate>", b"<x>").replace(b"</pubDate>", b"</x>")
    if "mislabelled" in outlet.habits and outlet.kind != "json":
        body = body.replace(b"\xe2\x80\x99", b"\x92").replace(b"\xe2\x80\x93", b"\x96")  # Windows-1252, says UTF-8
    if "bare ampersands" in outlet.habits and outlet.kind != "json":
        body = body.replace(b"</title>", b" R&D</title>")
    return MadeFeed(body, kind)


def _habitual(habits: frozenset[Habit], one: Story, turn: int, now: datetime) -> Story:
    link, title = one.link, one.title
    summary = one.summary
    if "tracks" in habits:
        link += f"?utm_source=rss&utm_campaign=c{turn}"
    if "flips scheme" in habits and turn % 2:
        link = link.replace("http://", "https://")
    if "flips case" in habits and turn % 2:
        title = title.upper()
    if "edits" in habits and now - one.published > timedelta(minutes=45) and one.published.minute % 3 == 0:
        summary += "<p>Correction: an earlier version of this report gave a wrong name.</p>"
    return replace(
        one,
        link=link,
        title=title,
        summary=summary,
        guid=f"{one.guid}&v={turn}" if "new guids" in habits else one.guid,
        published=now if "bumps dates" in habits else one.published,
    )
