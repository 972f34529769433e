from __future__ import annotations

import asyncio
import gzip
import itertools
import ssl
import sys
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import brotli  # type: ignore[import-untyped]
import pytest
import trustme

from bot.feeds.web.client import WebClient
from bot.feeds.web.inflate import TooLarge, inflate
from bot.feeds.web.limits import Limits
from bot.ports import Rejected, Unavailable
from tests.servers.hostile import (
    Behaviour,
    Endless,
    Names,
    answer,
    bytes_as_they_are,
    hang_after_headers,
    hostile,
    redirect,
    silent,
    tagged,
    trickle,
    trickled_headers,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = b"<rss><channel><title>Harbour news</title></channel></rss>"
SHORT = Limits(connect=0.3, read=0.15, total=0.3, per_second=10_000, burst=10_000)
QUICK = Limits(per_second=10_000, burst=10_000)
LOOPBACK = ("127.0.0.1",)
UNTRUSTING = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def web(
    *,
    allow: tuple[str, ...] = LOOPBACK,
    limits: Limits = QUICK,
    names: Names | None = None,
    contact: str | None = None,
    clock: Callable[[], datetime] = lambda: NOW,
    tls: ssl.SSLContext = UNTRUSTING,
) -> AsyncIterator[WebClient]:
    client = WebClient(contact=contact, allow=allow, resolver=names, clock=clock, limits=limits, tls=tls)
    try:
        yield client
    finally:
        await client.close()


async def ask(client: WebClient, url: str, **more: str) -> bytes:
    return (await client.get(url, accept="*/*", most_bytes=100_000, **more)).body  # type: ignore[arg-type]


async def test_brings_what_stands_there_and_says_who_asks() -> None:
    page = answer(200, FEED, [("Content-Type", "text/xml"), ("Link", "<a>; rel=hub"), ("Link", "<b>; rel=self")])
    async with hostile(page) as server, web(contact="https://desk.example.org") as client:
        fetched = await client.get(server.url("/feed"), accept="application/rss+xml", most_bytes=1_000)
    assert (fetched.status, fetched.body, fetched.url, fetched.moved_to) == (200, FEED, server.url("/feed"), None)
    assert fetched.headers["link"] == "<a>; rel=hub, <b>; rel=self"
    sent = server.asked[0].headers
    assert sent["user-agent"] == "Factbox/0.1.0 (+https://desk.example.org)"
    assert sent["accept"] == "application/rss+xml"
    assert sent["accept-encoding"] == "gzip, deflate, br, zstd"


async def test_without_the_list_this_machine_is_not_asked() -> None:
    async with hostile(answer(200, FEED)) as server, web(allow=()) as client:
        for host in ("127.0.0.1", "localhost", "2130706433"):
            with pytest.raises(Rejected, match=r"loopback.*add 127\.0\.0\.1 to `web\.allow`"):
                await ask(client, server.url(host=host))
    assert server.asked == []


async def test_a_name_that_changes_between_look_up_and_connect_is_refused_at_connect() -> None:
    names = Names({"news.test": [["93.184.215.14"], ["127.0.0.1"]]})
    assert (await names.resolve("news.test"))[0]["host"] == "93.184.215.14"
    async with web(allow=(), names=names) as client:
        with pytest.raises(Rejected, match=r"http://news\.test/feed: it leads to 127\.0\.0\.1.*loopback"):
            await ask(client, "http://news.test/feed")


async def test_a_name_with_several_private_addresses_is_refused_in_the_same_words() -> None:
    async with web(allow=(), names=Names({"news.test": [["10.0.0.1", "169.254.169.254", "192.168.0.1"]]})) as client:
        with pytest.raises(Rejected, match=r"which Factbox does not ask"):
            await ask(client, "https://news.test/feed")


async def test_an_odd_port_is_refused_at_connect_when_the_list_is_for_another_address() -> None:
    async with web(allow=("192.168.7.0/24",), names=Names({"news.test": [["93.184.215.14"]]})) as client:
        with pytest.raises(Rejected, match="port 8080"):
            await ask(client, "http://news.test:8080/feed")


@pytest.mark.parametrize(
    ("target", "word"),
    [
        ("http://169.254.169.254/latest/meta-data/", "link-local"),
        ("file:///etc/passwd", "https://"),
        ("http://inside.test/", "private"),
        ("http://user:secret@example.org/", "password"),
        ("//[::1/", "no address"),
        ("", "without saying where"),
    ],
)
async def test_a_redirect_to_where_nobody_should_go_is_not_followed(target: str, word: str) -> None:
    names = Names({"inside.test": [["10.0.0.1"]]})
    async with hostile(redirect(target, 302)) as server, web(names=names) as client:
        with pytest.raises(Rejected, match=word):
            await ask(client, server.url())
    assert len(server.asked) == 1


async def test_a_circle_is_named_and_a_long_chain_ends() -> None:
    circle = {"/a": redirect("/b"), "/b": redirect("/a")}
    chain: dict[str, Behaviour] = {f"/{n}": redirect(f"/{n + 1}") for n in range(30)}
    async with hostile(circle | chain) as server, web() as client:
        with pytest.raises(Rejected, match="in a circle"):
            await ask(client, server.url("/a"))
        with pytest.raises(Rejected, match="more than 10 times"):
            await ask(client, server.url("/0"))
    assert len(server.asked) == 2 + 11


async def test_only_moves_for_good_are_remembered() -> None:
    behaviours = {
        "/old": redirect("/new", 301),
        "/new": redirect("/newest", 308),
        "/newest": redirect("/today", 302),
        "/today": redirect("/feed", 301),
        "/feed": answer(200, FEED),
        "/for-now": redirect("/old", 307),
    }
    async with hostile(behaviours) as server, web() as client:
        fetched = await client.get(server.url("/old"), accept="*/*", most_bytes=1_000)
        assert (fetched.url, fetched.moved_to) == (server.url("/feed"), server.url("/newest"))
        assert (await client.get(server.url("/for-now"), accept="*/*", most_bytes=1_000)).moved_to is None


async def test_a_move_from_https_to_http_is_followed_and_not_remembered() -> None:
    authority = trustme.CA()
    theirs, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(theirs)
    authority.configure_trust(ours)
    async with (
        hostile(answer(200, FEED)) as plain,
        hostile(redirect(plain.url("/feed")), theirs) as safe,
        web(tls=ours) as client,
    ):
        fetched = await client.get(safe.url(), accept="*/*", most_bytes=1_000)
    assert (fetched.url, fetched.moved_to) == (plain.url("/feed"), None)


async def test_asks_with_what_it_knows_and_hears_that_nothing_changed() -> None:
    behaviours = {
        "/feed": tagged(FEED, '"one"', "Sun, 01 Mar 2026 10:00:00 GMT"),
        "/odd": bytes_as_they_are(b"HTTP/1.1 304 No\r\n\r\n"),
    }
    async with hostile(behaviours) as server, web() as client:
        first = await client.get(server.url("/feed"), accept="*/*", most_bytes=1_000)
        again = await client.get(
            server.url("/feed"),
            accept="*/*",
            most_bytes=1_000,
            etag=first.headers["etag"],
            modified=first.headers["last-modified"],
        )
        with pytest.raises(Unavailable, match="nothing was known"):
            await ask(client, server.url("/odd"))
    assert (again.status, again.body) == (304, b"")
    assert server.asked[1].headers["if-modified-since"] == "Sun, 01 Mar 2026 10:00:00 GMT"


@pytest.mark.parametrize("tag", ['"caf\u00e9"', '"a\x01b"', "\u2028", '"a\tb"', "a\r\nX-Other: 1"])
async def test_a_tag_that_cannot_be_sent_back_is_not(tag: str) -> None:
    async with hostile(answer(200, FEED, [("ETag", '"caf\u00e9"')])) as server, web() as client:
        assert await ask(client, server.url(), etag=tag, modified=tag) == FEED
    assert not {"if-none-match", "if-modified-since", "x-other"} & set(server.asked[0].headers)


async def test_validators_go_only_to_where_they_came_from() -> None:
    behaviours = {"/here": redirect("/there", 302), "/there": tagged(FEED, '"one"')}
    async with hostile(behaviours) as server, web() as client:
        assert await ask(client, server.url("/here")) == FEED
        again = await client.get(server.url("/here"), accept="*/*", most_bytes=1_000, etag='"one"')
    assert again.status == 304
    assert [("if-none-match" in asked.headers) for asked in server.asked] == [False, False, False, True]


async def test_validators_are_not_carried_through_a_new_redirect() -> None:
    behaviours = {"/here": redirect("/there", 302), "/there": tagged(FEED, '"one"')}
    async with hostile(behaviours) as server, web() as client:
        assert await ask(client, server.url("/here"), etag='"one"') == FEED


@pytest.mark.parametrize("behaviour", [silent, hang_after_headers])
async def test_a_server_that_falls_silent_is_given_up(behaviour: Behaviour) -> None:
    async with hostile(behaviour) as server, web(limits=SHORT) as client:
        with pytest.raises(Unavailable, match="fell silent"):
            await ask(client, server.url())


@pytest.mark.parametrize("behaviour", [trickle(0.03), trickled_headers(0.03)])
async def test_a_trickle_is_given_up_and_others_are_served_meanwhile(behaviour: Behaviour) -> None:
    async with hostile({"/slow": behaviour, "/fine": answer(200, FEED)}) as server, web(limits=SHORT) as client:
        began = asyncio.get_running_loop().time()
        slow = asyncio.ensure_future(ask(client, server.url("/slow")))
        assert await ask(client, server.url("/fine")) == FEED
        assert not slow.done()
        with pytest.raises(Unavailable, match=r"longer than 0\.3 s"):
            await slow
        assert asyncio.get_running_loop().time() - began < 3


@pytest.mark.parametrize("announced", [True, False])
async def test_ten_gigabytes_are_not_taken(announced: bool) -> None:
    endless = Endless(announced)
    async with hostile(endless) as server, web() as client:
        with pytest.raises(Unavailable, match="larger than 100,000 bytes"):
            await ask(client, server.url())
    assert endless.sent < 20_000_000


async def test_what_is_announced_as_too_large_is_not_waited_for() -> None:
    async with hostile(hang_after_headers) as server, web(limits=SHORT) as client:
        with pytest.raises(Unavailable, match="larger than 500 bytes"):
            await client.get(server.url(), accept="*/*", most_bytes=500)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("GZIP", gzip.compress(FEED[:20]) + gzip.compress(FEED[20:])),
        ("deflate", zlib.compress(FEED)),
        ("deflate", zlib.compress(FEED)[2:-4]),
        ("br", brotli.compress(FEED)),
        ("zstd", zstd.compress(FEED)),
        ("gzip, br", brotli.compress(gzip.compress(FEED))),
        ("identity", FEED),
        ("gzip", FEED),
        ("br", FEED),
        ("deflate", FEED),
        ("zstd", FEED),
        ("", gzip.compress(FEED)),
        ("gzip", gzip.compress(gzip.compress(FEED))),
    ],
    ids=itertools.count(),
)
async def test_reads_what_is_compressed_and_what_only_says_so(encoding: str, packed: bytes) -> None:
    async with hostile(answer(200, packed, {"Content-Encoding": encoding})) as server, web() as client:
        assert await ask(client, server.url()) == FEED


_ZEROS = b"\0" * 50_000_000
_BOMBS = (
    ("gzip", gzip.compress(_ZEROS, 1)),
    ("gzip", gzip.compress(gzip.compress(_ZEROS))),
    ("gzip, gzip", gzip.compress(gzip.compress(_ZEROS))),
    ("deflate", zlib.compress(_ZEROS)),
    ("br", brotli.compress(_ZEROS, quality=3)),
    ("zstd", zstd.compress(_ZEROS)),
)


@pytest.mark.parametrize(("encoding", "bomb"), _BOMBS, ids=[encoding for encoding, _ in _BOMBS])
async def test_a_bomb_does_not_go_off(encoding: str, bomb: bytes) -> None:
    async with hostile(answer(200, bomb, {"Content-Encoding": encoding})) as server, web() as client:
        with pytest.raises(Unavailable, match="larger than 400,000 bytes"):
            await client.get(server.url(), accept="*/*", most_bytes=400_000)


@pytest.mark.parametrize(("encoding", "bomb"), _BOMBS, ids=itertools.count())
def test_a_bomb_takes_no_memory(encoding: str, bomb: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            inflate(bomb, encoding, 400_000)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("encoding", "packed", "word"),
    [
        ("gzip", gzip.compress(FEED)[:-12], "breaks off"),
        ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0" + b"\xff" * 40, "broken"),
        ("br", brotli.compress(FEED * 9)[:-9], "breaks off"),
        ("br", b"\xff" * 50, "broken"),
        ("zstd", zstd.compress(FEED)[:-4], "breaks off"),
        ("deflate", b"\x07nonsense", "broken"),
        ("rot13", FEED, "'rot13'"),
        ("gzip, gzip, gzip, gzip", FEED, "4 times over"),
        ("gzip", gzip.compress(b"") * 100, "too many parts"),
    ],
    ids=itertools.count(),
)
async def test_what_cannot_be_decompressed_is_named(encoding: str, packed: bytes, word: str) -> None:
    async with hostile(answer(200, packed, {"Content-Encoding": encoding})) as server, web() as client:
        with pytest.raises(Unavailable, match=word):
            await ask(client, server.url())


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>", "breaks off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n", "breaks off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n<rss>", "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n", "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss>and more than was announced", "no proper HTTP"),
        (b"SSH-2.0-OpenSSH_9.9\r\n", "no proper HTTP"),
        (b"", "hung up"),
    ],
)
async def test_a_broken_answer_is_named(sent: bytes, word: str) -> None:
    async with hostile(bytes_as_they_are(sent)) as server, web() as client:
        with pytest.raises(Unavailable, match=word):
            await ask(client, server.url())


async def test_a_certificate_that_proves_nothing_is_named() -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    theirs, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(theirs)
    stranger.configure_trust(ours)
    wrong = ssl.create_default_context()
    authority.configure_trust(wrong)
    names = Names({"news.test": [["127.0.0.1"]]})
    async with hostile(answer(200, FEED), theirs) as server:
        async with web(tls=ours) as client:
            with pytest.raises(Unavailable, match="signed by someone this machine does not know"):
                await ask(client, server.url())
        async with web(tls=wrong, names=names) as client:
            with pytest.raises(Unavailable, match="belongs to another host"):
                await ask(client, server.url(host="news.test"))
    assert server.asked == []


async def test_no_server_and_no_name_are_told_apart() -> None:
    async with hostile(answer(200, FEED)) as server:
        gone = server.url()
    async with web(names=Names({})) as client:
        with pytest.raises(Unavailable, match="refuses connections"):
            await ask(client, gone)
        with pytest.raises(Unavailable, match="DNS"):
            await ask(client, "http://news.test/")


@pytest.mark.parametrize(
    ("status", "kind", "word"),
    [
        (404, Rejected, "nothing there"),
        (401, Rejected, "login"),
        (410, Rejected, "for good"),
        (418, Rejected, "refuses"),
        (408, Unavailable, "408"),
        (425, Unavailable, "425"),
        (500, Unavailable, "trouble of its own"),
    ],
)
async def test_a_refusal_says_whether_to_come_again(status: int, kind: type[Exception], word: str) -> None:
    async with hostile(answer(status, b"<html>no</html>")) as server, web() as client:
        with pytest.raises(kind, match=word):
            await ask(client, server.url())


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_asks_for_rest_is_left_alone_by_everyone(status: int) -> None:
    behaviours = {"/busy": answer(status, headers={"Retry-After": "120"}), "/other": answer(200, FEED)}
    async with hostile(behaviours) as server, web() as client:
        with pytest.raises(Unavailable) as caught:
            await ask(client, server.url("/busy"))
        assert caught.value.wait == 120
        with pytest.raises(Unavailable, match="asked for rest") as caught:
            await ask(client, server.url("/other"))
        assert caught.value.wait is not None
        assert 110 <= caught.value.wait <= 120
        assert server.paths() == ["/busy"]


async def test_says_how_long_an_answer_stays_fresh() -> None:
    async with hostile(answer(200, FEED, {"Cache-Control": "max-age=900"})) as server, web() as client:
        assert (await client.get(server.url(), accept="*/*", most_bytes=1_000)).wait == 900


async def test_a_host_is_asked_by_two_at_once_at_most() -> None:
    async def slow(asked: object, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    async with hostile(slow) as server, web() as client:
        await asyncio.gather(*(ask(client, server.url(f"/{n}")) for n in range(12)))
    assert len(server.asked) == 12
    assert server.most_at_once == 2


async def test_one_slow_host_does_not_hold_up_another() -> None:
    names = Names({"slow.test": [["127.0.0.1"]], "fast.test": [["127.0.0.1"]]})
    async with hostile({"/slow": silent, "/fast": answer(200, FEED)}) as server, web(names=names) as client:
        stuck = [asyncio.ensure_future(ask(client, server.url("/slow", "slow.test"))) for _ in range(9)]
        assert await ask(client, server.url("/fast", "fast.test")) == FEED
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
        assert await ask(client, server.url("/fast", "slow.test")) == FEED


async def test_keeps_no_cookies() -> None:
    names = Names({"news.test": [["127.0.0.1"]]})
    async with hostile(answer(200, FEED, {"Set-Cookie": "who=you; Path=/"})) as server, web(names=names) as client:
        await ask(client, server.url(host="news.test"))
        await ask(client, server.url(host="news.test"))
    assert "cookie" not in server.asked[1].headers


async def test_sends_a_form_where_it_was_told_to_and_nowhere_else() -> None:
    behaviours = {"/hub": answer(202), "/moved": redirect("/hub", 307), "/no": answer(403)}
    async with hostile(behaviours) as server, web() as client:
        assert (await client.post(server.url("/hub"), {"hub.mode": "subscribe", "t": "a&b"})).status == 202
        with pytest.raises(Rejected, match="elsewhere"):
            await client.post(server.url("/moved"), {})
        with pytest.raises(Rejected, match="does not let"):
            await client.post(server.url("/no"), {})
    assert (server.asked[0].method, server.asked[0].body) == ("POST", b"hub.mode=subscribe&t=a%26b")
    assert server.paths() == ["/hub", "/moved", "/no"]
    async with web(allow=()) as client:
        with pytest.raises(Rejected, match="private"):
            await client.post("http://10.0.0.1/hub", {})


def robots(text: str, more: dict[str, Behaviour] | None = None) -> dict[str, Behaviour]:
    return {"/robots.txt": answer(200, text.encode()), "/open": answer(200, FEED), "/shut": answer(200, FEED)} | (
        more or {}
    )


async def read(client: WebClient, url: str) -> bytes:
    return (await client.get(url, accept="*/*", most_bytes=1_000, polite=True)).body


async def test_robots_is_asked_first_and_once() -> None:
    async with hostile(robots("User-agent: *\nDisallow: /shut")) as server, web() as client:
        assert await asyncio.gather(*(read(client, server.url("/open")) for _ in range(3))) == [FEED] * 3
        with pytest.raises(Rejected, match=r"robots\.txt asks programs not to read"):
            await read(client, server.url("/shut"))
        assert await ask(client, server.url("/shut")) == FEED
    assert server.paths() == ["/robots.txt", "/open", "/open", "/open", "/shut"]


async def test_robots_has_rules_for_us_by_name() -> None:
    rules = "User-agent: factbox\nDisallow: /open\n\nUser-agent: *\nAllow: /"
    async with hostile(robots(rules)) as server, web() as client:
        with pytest.raises(Rejected):
            await read(client, server.url("/open"))


async def test_a_long_robots_is_obeyed_too() -> None:
    rules = "User-agent: *\n" + "Disallow: /*a*b\n" * 2_000 + "Disallow: /shut"
    async with hostile(robots(rules)) as server, web() as client:
        assert await read(client, server.url("/open")) == FEED
        with pytest.raises(Rejected, match=r"robots\.txt asks programs not to read"):
            await read(client, server.url("/shut"))


async def test_a_page_behind_a_redirect_is_asked_for_too() -> None:
    rules = robots("User-agent: *\nDisallow: /shut", {"/open": redirect("/shut", 302)})
    async with hostile(rules) as server, web() as client:
        with pytest.raises(Rejected, match="robots"):
            await read(client, server.url("/open"))
    assert "/shut" not in server.paths()


@pytest.mark.parametrize("status", [401, 404])
async def test_no_robots_allows_everything(status: int) -> None:
    async with hostile({"/robots.txt": answer(status), "/open": answer(200, FEED)}) as server, web() as client:
        assert await read(client, server.url("/open")) == FEED


@pytest.mark.parametrize("behaviour", [answer(500), answer(429), silent, redirect("http://10.0.0.1/"), Endless(False)])
async def test_robots_that_cannot_be_had_forbids_for_now(behaviour: Behaviour) -> None:
    clock = Clock()
    behaviours = {"/robots.txt": behaviour, "/open": answer(200, FEED)}
    async with hostile(behaviours) as server, web(limits=SHORT, clock=clock) as client:
        for _ in range(2):
            with pytest.raises(Unavailable, match=r"robots\.txt") as caught:
                await read(client, server.url("/open"))
            assert caught.value.wait == 600
        assert server.paths() == ["/robots.txt"]
        behaviours["/robots.txt"] = answer(404)
        clock.now += timedelta(minutes=11)
        assert await read(client, server.url("/open")) == FEED


async def test_robots_is_asked_again_after_a_day() -> None:
    clock = Clock()
    behaviours = robots("User-agent: *\nAllow: /")
    async with hostile(behaviours) as server, web(clock=clock) as client:
        await read(client, server.url("/open"))
        behaviours["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /")
        clock.now += timedelta(hours=23)
        await read(client, server.url("/open"))
        clock.now += timedelta(hours=2)
        with pytest.raises(Rejected):
            await read(client, server.url("/open"))


async def test_a_crawl_delay_slows_its_host_down_within_bounds() -> None:
    loop = asyncio.get_running_loop()
    limits = Limits(per_second=10_000, burst=10_000, slowest=0.05)
    async with hostile(robots("User-agent: *\nCrawl-delay: 3600")) as server, web(limits=limits) as client:
        began = loop.time()
        for _ in range(4):
            await read(client, server.url("/open"))
        assert 0.15 <= loop.time() - began < 2
