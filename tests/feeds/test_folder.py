"""Reading a folder: every kind of file, every kind of bad one."""

import json
import os
import shutil
import socket
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.feeds.files.folder import LARGEST_FILE, FolderFetcher
from bot.news.types import FoundArticle
from bot.ports import Rejected

STORY = "The council of Port Alder voted on Tuesday to bring back the night ferry.\nIt had stopped in 2019.\n"
PAGE = """<html><head><title>Night ferry returns</title><meta property="og:site_name" content="The Alder Post">
<meta property="article:published_time" content="2026-03-19T08:30:00+01:00">
<link rel="canonical" href="https://alder.example/ferry"></head><body><nav><a href="/">Home</a></nav><article>
<h1>Night ferry returns</h1><p>The council of Port Alder voted on Tuesday to bring back the night ferry, which had
stopped in 2019 after a long quarrel over money.</p><p>“We are glad,” said Mara Quell, the mayor of the town, after a
meeting that went on for six hours.</p></article><script>steal()</script></body></html>"""
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Alder Post</title><link>https://alder.example/</link>
<item><guid>a1</guid><title>Ferry &amp;amp; fares</title><link>/ferry</link><description>Short.</description>
<pubDate>Thu, 19 Mar 2026 08:30:00 +0100</pubDate><content:encoded><![CDATA[<p>First <b>bold</b>
words.</p><script>steal()</script><style>p{}</style><p>Second.</p>]]></content:encoded></item>
<item><title>Only a title</title></item></channel></rss>"""


async def read(*paths: Path, outlet: str | None = None) -> tuple[list[FoundArticle], FolderFetcher]:
    fetcher = FolderFetcher(paths, outlet)
    return [article async for article in fetcher.fetch()], fetcher


async def why_not(path: Path) -> str:
    with pytest.raises(Rejected) as refused:
        await read(path)
    assert str(path) in str(refused.value)
    return str(refused.value)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a parser reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


async def test_plain_text_stays_as_it_is(tmp_path: Path) -> None:
    [article], _ = await read(put(tmp_path, "a.txt", f"\n{STORY}"), outlet="The Alder Post")
    assert article == FoundArticle("a.txt", f"\n{STORY}", None, "The Alder Post")


async def test_page(tmp_path: Path) -> None:
    [article], _ = await read(put(tmp_path, "a.html", PAGE), outlet="not this one")
    assert (article.title, article.outlet, article.url) == (
        "Night ferry returns",
        "The Alder Post",
        "https://alder.example/ferry",
    )
    assert article.published == datetime(2026, 3, 19, 7, 30, tzinfo=UTC)
    first, second = article.text.split("\n")
    assert first.startswith("The council")
    assert second.startswith("“We are glad,”")


async def test_page_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("<title>", '<meta charset="iso-8859-1"><title>').encode("cp1252")
    [article], _ = await read(put(tmp_path, "a.htm", page))
    assert "“We are glad,”" in article.text


async def test_rss(tmp_path: Path) -> None:
    [article], fetcher = await read(put(tmp_path, "a.rss", RSS))
    assert article == FoundArticle(
        "a.rss#a1",
        "First bold words.\nSecond.",
        "Ferry & fares",
        "The Alder Post",
        "https://alder.example/ferry",
        datetime(2026, 3, 19, 7, 30, tzinfo=UTC),
    )
    assert [s.why for s in fetcher.skipped] == ["item 2 (Only a title) holds no text"]


async def test_atom_and_rdf(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.atom",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>urn:1</id><title>T</title>'
        '<link href="https://alder.example/1"/><updated>2026-03-19T08:30:00Z</updated>'
        '<content type="text">One &lt; two.</content></entry></feed>',
    )
    put(
        tmp_path,
        "b.xml",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel><title>Radio</title></channel><item rdf:about="https://coast.example/2"><title>U</title>'
        "<link>https://coast.example/2</link><description>Boats &amp; fares.</description></item></rdf:RDF>",
    )
    (atom, rdf), _ = await read(tmp_path)
    assert (atom.key, atom.text, atom.published) == (
        "a.atom#urn:1",
        "One < two.",
        datetime(2026, 3, 19, 8, 30, tzinfo=UTC),
    )
    assert (rdf.outlet, rdf.text, rdf.url) == ("Radio", "Boats & fares.", "https://coast.example/2")


async def test_json_feed(tmp_path: Path) -> None:
    items = [
        {"id": 7, "url": "/x", "title": "T", "content_html": "<p>One.</p><p>Two.</p>"},
        {"id": 7, "content_text": "Three \ud800 \0."},
        "no item",
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Post",
        "home_page_url": "https://alder.example",
        "items": items,
    }
    found, fetcher = await read(put(tmp_path, "a.json", json.dumps(feed)))
    assert [(a.key, a.text, a.url) for a in found] == [
        ("a.json#7", "One.\nTwo.", "https://alder.example/x"),
        ("a.json#7~2", "Three � �.", None),
    ]
    assert len(fetcher.skipped) == 1


async def test_no_entity_is_read_or_expanded(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret", "the secret words")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY e0 "boom"><!ENTITY x SYSTEM "{secret.as_uri()}">{bomb}]>'
    text = RSS.replace('<rss version="2.0"', f'{doctype}<rss version="2.0"').replace(
        "Second.", "Second.]]>&x;&e11;<![CDATA["
    )
    [article], _ = await read(put(tmp_path, "a.xml", text))
    assert "secret words" not in article.text
    assert "boom" not in article.text
    assert len(article.text) < 200


async def test_a_folder_is_read_in_order_and_recursively(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "c.md"):
        put(tmp_path, name, STORY)
    seen: list[tuple[str, int, int]] = []
    fetcher = FolderFetcher([tmp_path], progress=lambda *step: seen.append(step))
    assert [a.key async for a in fetcher.fetch()] == ["a/z.txt", "b.txt", "c.md"]
    assert seen[0] == (str(tmp_path / "a/z.txt"), 1, 3)
    assert len(seen) == 3


async def test_bad_files_lose_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, "good.txt", STORY)
    put(tmp_path, "empty.txt", "")
    put(tmp_path, "photo.jpg", b"\xff\xd8")
    put(tmp_path, "data.json", "[1]")
    found, fetcher = await read(tmp_path, tmp_path / "gone.txt")
    assert [a.key for a in found] == ["good.txt"]
    reasons = {Path(s.path).name: (s.why, s.asked) for s in fetcher.skipped}
    assert reasons["empty.txt"] == ("is empty", False)
    assert reasons["photo.jpg"][0].startswith(".jpg files are not read")
    assert reasons["data.json"][0] == "is JSON but no JSON Feed"
    assert reasons["gone.txt"] == (f"there is no such file or folder; did you mean {tmp_path / 'good.txt'}?", True)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "is empty"),
        ("a.txt", b"PK\x03\x04\0\0", "NUL bytes"),
        ("a.txt", b"\x01\x02\x03\x04\x05", "control characters"),
        ("a.txt", b"\xff\xfea\0b", "broken at byte"),
        ("a.txt", "“ten” – ‘tens’ – “boats”".encode()[:-1], "broken at byte"),
        ("a.txt", b"\xa4\xb1\xbf\x8d\x9d\x81 word", "cannot be told"),
        ("a.txt", b"--- ***", "no words"),
        ("a.md", b"<!-- nothing -->", "no words"),
        ("a.html", b"<p>hi</p>", "no article"),
        ("a.xml", b"<html><body>hi</body></html>", "is a web page, not a feed"),
        ("a.xml", b"<notes><note>hi</note></notes>", "no RSS, RDF or Atom feed"),
        ("a.xml", b"words", "is not XML"),
        ("a.rss", b'<rss version="2.0"><channel></channel></rss>', "without items"),
        ("a.json", b"{", "is not JSON"),
        ("a.json", b"[" * 200_000, "nested too deep"),
        ("a.pdf", b"%PDF", ".pdf files are not read"),
        ("noending", b"words", "without an ending"),
    ],
)
async def test_each_bad_file_is_named_with_its_cause(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    assert why in await why_not(put(tmp_path, name, content))


async def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert LARGEST_FILE == 20_000_000
    assert "is too large: 50.0 MB" in await why_not(path)


async def test_a_large_page_is_refused(tmp_path: Path) -> None:
    assert "a page may have 2 MB" in await why_not(put(tmp_path, "a.html", b"<p>word" * 400_000))


async def test_an_empty_folder_and_no_path(tmp_path: Path) -> None:
    assert "is a folder without articles" in await why_not(tmp_path)
    with pytest.raises(Rejected, match="No file or folder was given"):
        await read()


async def test_no_permission() -> None:
    """Root may read everything, so the test steps down."""
    folder = Path(tempfile.mkdtemp())
    me = os.geteuid()
    try:
        os.chmod(folder, 0o755)  # noqa: PTH101
        path = put(folder, "a.txt", STORY)
        os.chmod(path, 0)  # noqa: PTH101
        if me == 0:
            os.seteuid(65534)
        assert "permission denied" in await why_not(path)
    finally:
        if me == 0:
            os.seteuid(me)
        shutil.rmtree(folder)


async def test_links_in_circles_end(tmp_path: Path) -> None:
    put(tmp_path, "a/story.txt", STORY)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "same.txt").symlink_to(tmp_path / "a" / "story.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found, fetcher = await read(tmp_path)
    assert [a.key for a in found] == ["a/story.txt"]
    reasons = {Path(s.path).name: s.why for s in fetcher.skipped}
    assert reasons["up"].endswith("which is read already")
    assert reasons["same.txt"].endswith("which is read already")
    assert reasons["self.txt"] == reasons["lost.txt"] == "is a link that leads nowhere"
    assert reasons["pipe.txt"] == "is no regular file"


async def test_two_folders_with_files_of_one_name_keep_two_keys(tmp_path: Path) -> None:
    one, two = put(tmp_path, "one/a.txt", STORY).parent, put(tmp_path, "two/a.txt", STORY).parent
    found, _ = await read(one, two)
    assert [a.key for a in found] == ["a.txt", (two / "a.txt").as_posix()]


async def test_a_name_in_no_encoding_can_be_stored(tmp_path: Path) -> None:
    put(tmp_path, os.fsdecode(b"bad\xff.txt"), STORY)
    [article], _ = await read(tmp_path)
    assert article.key == "bad\\xff.txt"
