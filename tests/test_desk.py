"""`factbox feeds` against a site of our own: a real server on this machine, a real store, the real client."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app.commands import open_feeds
from bot.desk import Wanted, add_feed, export_feeds, import_feeds, list_feeds, remove_feed
from bot.desk import test_feeds as try_feeds
from bot.news.followed import Feed, FeedState
from bot.ports import Followed, Rejected, Unavailable
from bot.settings import Settings, load
from bot.sources import FeedSource, WebSettings, feed_id

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour Post</title>
<link>http://harbour.test/</link><description>All that floats</description>
<atom:link rel="hub" href="https://hub.harbour.test/"/>
<item><title>Ferry runs aground off Port Selby</title><link>http://harbour.test/ferry</link><guid>1</guid>
<description>A ferry with 214 passengers ran aground.</description></item>
<item><title>Lock gates &amp;#27;[31mclosed</title><link>http://harbour.test/lock</link><guid>2</guid></item>
<item><title>The winter of the great ice</title><link>http://harbour.test/ice</link><guid>3</guid>
<pubDate>Mon, 05 Feb 2001 10:00:00 GMT</pubDate></item>
</channel></rss>"""
LINK = '<link rel="alternate" type="application/rss+xml" title="{0}" href="/{0}.xml">'
LIST = "<html><body><main><h2><a href='/a'>Pier reopens after repairs</a></h2><p><a href='/x'>x</a></p></main></html>"
OPML = """<opml version="2.0"><head><title>Mine</title></head><body><outline text="Sea">
<outline text="Harbour Post" type="rss" xmlUrl="{0}/news.xml"/><outline text="Again" type="rss" xmlUrl="{0}/news.xml/"/>
<outline text="Router" type="rss" xmlUrl="http://192.168.0.1/feed"/>
<outline text="Files" type="rss" xmlUrl="ftp://alder.example/feed"/></outline></body></opml>"""


@pytest.fixture
async def site() -> AsyncIterator[str]:
    pages = {
        "/news.xml": (FEED, "application/rss+xml"),
        "/one": (f"<html><head>{LINK.format('news')}</head><body>Hello</body></html>", "text/html"),
        "/two": (f"<html><head>{LINK.format('news')}{LINK.format('sport')}</head></html>", "text/html"),
        "/": (f"<html><head>{LINK.format('news')}{LINK.format('sport')}</head></html>", "text/html"),
        "/list": (LIST, "text/html"),
    }

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/old.xml":
            raise web.HTTPMovedPermanently("/news.xml")
        if request.path not in pages:
            raise web.HTTPNotFound
        text, kind = pages[request.path]
        return web.Response(text=text, content_type=kind)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield f"http://127.0.0.1:{server.port}"
    await server.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=f"sqlite:///{tmp_path}/factbox.db", web=WebSettings(allow=("127.0.0.1",)))


async def followed(settings: Settings) -> list[Followed]:
    async with open_feeds(settings) as store:
        return await store.feeds()


async def test_a_feed_is_added_shown_listed_and_removed(
    site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await add_feed(settings, None, f"{site}/news.xml", Wanted("Post", ("sea",), None, 0)) == 0
    shown = capsys.readouterr().out
    assert "rss 2.0, “Harbour Post”" in shown
    assert "Ferry runs aground off Port Selby" in shown
    [only] = await followed(settings)
    assert (only.origin, only.feed.outlet, only.feed.topics, only.feed.new_at_first) == ("hand", "Post", ("sea",), 0)

    assert await list_feeds(settings, as_json=False) == 0
    assert f"{site}/news.xml  Post" in capsys.readouterr().out
    assert await remove_feed(settings, None, f"{site}/news.xml/") == 0
    assert await followed(settings) == []
    with pytest.raises(Rejected, match="is not followed"):
        await remove_feed(settings, None, f"{site}/news.xml")


async def test_the_one_feed_of_a_page_is_found_and_of_several_a_person_chooses(
    site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await add_feed(settings, None, f"{site}/two", Wanted()) == 1
    said = capsys.readouterr()
    assert "Take the one you mean" in said.err
    assert f"{site}/news.xml" in said.out
    assert f"{site}/sport.xml" in said.out
    assert await followed(settings) == []
    assert await add_feed(settings, None, f"{site}/one", Wanted()) == 0
    assert [f.feed.url for f in await followed(settings)] == [f"{site}/news.xml"]


async def test_a_feed_that_has_moved_for_good_is_added_where_it_lives(site: str, settings: Settings) -> None:
    assert await add_feed(settings, None, f"{site}/old.xml", Wanted()) == 0
    assert [f.feed.url for f in await followed(settings)] == [f"{site}/news.xml"]


async def test_a_page_without_a_feed_is_read_by_its_links(
    site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await add_feed(settings, None, f"{site}/list", Wanted()) == 1
    assert "--links" in capsys.readouterr().err
    assert await add_feed(settings, None, f"{site}/list", Wanted(links="h2 a")) == 0
    assert "Pier reopens after repairs" in capsys.readouterr().out
    [only] = await followed(settings)
    assert only.feed.links == "h2 a"


async def test_what_would_be_taken_is_shown_and_nothing_is_stored(
    site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await try_feeds(settings, [f"{site}/news.xml"], Wanted(new_at_first=2)) == 0
    shown = capsys.readouterr().out
    [ferry] = [line for line in shown.splitlines() if "Ferry" in line]
    [ice] = [line for line in shown.splitlines() if "great ice" in line]
    assert ferry.split()[0] == "new"
    assert ice.split()[0] == "old"
    assert "2001-02-05 10:00" in ice
    assert "http://harbour.test/ice" in shown
    assert "https://hub.harbour.test/" in shown
    assert "asked again after" in shown
    assert "\x1b" not in shown
    assert await followed(settings) == []


@pytest.mark.parametrize(
    ("path", "words"), [("/nowhere", "404"), ("/two", "Take the one you mean"), ("/list", "--links")]
)
async def test_what_is_no_feed_is_named(
    path: str, words: str, site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await try_feeds(settings, [site + path], Wanted()) == 1
    assert words in capsys.readouterr().err


async def test_trying_a_page_shows_its_one_feed_as_adding_it_does(
    site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await try_feeds(settings, [f"{site}/one"], Wanted()) == 0
    said = capsys.readouterr().out
    assert f"its feed is {site}/news.xml" in said
    assert "Ferry runs aground off Port Selby" in said


async def test_the_page_of_several_feeds_is_named_though_they_begin_like_it(
    site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await try_feeds(settings, [f"{site}/"], Wanted()) == 1
    assert capsys.readouterr().err.startswith(f"factbox: {site}/ is a web page")


@pytest.mark.parametrize("spelt", ["  {}  ", "feed:{}", "FEED:{}", "feed://{bare}", "http:/{bare}", "http//{bare}"])
async def test_an_address_is_found_however_it_was_pasted(
    spelt: str, site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = spelt.format(f"{site}/news.xml", bare=f"{site}/news.xml".removeprefix("http://"))
    assert await try_feeds(settings, [typed], Wanted()) == 0
    assert capsys.readouterr().out.startswith(f"{site}/news.xml\n")


async def test_what_may_have_been_meant_is_said(
    site: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unavailable, match="where it has only http://, write that"):
        await add_feed(settings, None, f"{site}/news.xml".removeprefix("http://"), Wanted())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "127.0.0.1:9").write_text(FEED, encoding="utf-8")
    with pytest.raises(Unavailable, match="factbox feeds parse 127"):
        await add_feed(settings, None, "127.0.0.1:9", Wanted())
    with pytest.raises(Rejected, match="empty"):
        await add_feed(settings, None, " ", Wanted())


async def test_a_feed_that_does_not_answer_is_not_promised_another_try(settings: Settings) -> None:
    with pytest.raises(Unavailable) as told:
        await add_feed(settings, None, "http://127.0.0.1:9/rss", Wanted())
    assert "again later" not in str(told.value)
    assert str(told.value).endswith("Nothing was added.")
    assert await followed(settings) == []


async def test_a_pipe_takes_lines_of_any_length(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    async with open_feeds(settings) as store:
        url = "https://harbour.test/rss"
        await store.follow(
            [Feed(feed_id(url), url, "The Long Winded Post of the Harbour " * 3)],
            "hand",
            datetime(2026, 3, 2, tzinfo=UTC),
        )
    assert await list_feeds(settings, as_json=False) == 0
    assert "Harbour The Long" in capsys.readouterr().out


async def test_an_address_that_may_not_be_asked_is_refused(settings: Settings) -> None:
    for address in ("http://169.254.169.254/latest", "http://me:word@harbour.test/rss", "file:///etc/passwd"):
        with pytest.raises(Rejected):
            await add_feed(settings, None, address, Wanted())
    with pytest.raises(Unavailable):
        await add_feed(settings, None, "http://127.0.0.1:9/rss", Wanted())


async def test_a_list_is_imported_with_nothing_lost_and_comes_back(
    site: str, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, back = tmp_path / "given.opml", tmp_path / "back.opml"
    given.write_text(OPML.format(site), encoding="utf-8")
    assert await import_feeds(settings, str(given)) == 1
    said = capsys.readouterr()
    assert "1 added, 1 known already, 2 refused, of 4 in the list" in said.out
    assert "refused Router" in said.err
    assert "private" in said.err
    [only] = await followed(settings)
    assert (only.feed.url, only.feed.outlet, only.feed.topics) == (f"{site}/news.xml", "Harbour Post", ("Sea",))

    assert await export_feeds(settings, back) == 0
    other = settings.model_copy(update={"store": f"sqlite:///{tmp_path}/other.db"})
    assert await import_feeds(other, str(back)) == 0
    assert [f.feed for f in await followed(other)] == [only.feed]
    with pytest.raises(Rejected, match="exists already"):
        await export_feeds(settings, back)
    capsys.readouterr()
    assert await export_feeds(settings, Path("-")) == 0
    assert capsys.readouterr().out == back.read_text(encoding="utf-8")


async def test_a_list_that_is_none_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "no.opml").write_text("hello", encoding="utf-8")
    for name in ("no.opml", "missing.opml"):
        with pytest.raises(Rejected, match=name):
            await import_feeds(settings, str(tmp_path / name))


async def test_what_the_settings_name_is_listed_and_kept_there(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "factbox.yaml"
    config.write_text(f"store: {settings.store}\nsources:\n  - feed: https://harbour.test/rss\n", encoding="utf-8")
    mine = load(config)
    with pytest.raises(Rejected, match="line 3: change it there"):
        await remove_feed(mine, config, "harbour.test/rss")
    assert await list_feeds(mine, as_json=True) == 0
    [row] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["url"], row["named"], row["state"]) == ("https://harbour.test/rss", "file", "new")


async def test_feeds_in_trouble_come_first_with_the_reason(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    well, moved, ill = (Feed(feed_id(u), u) for u in ("https://a.test/", "https://b.test/", "https://c.test/"))
    async with open_feeds(settings) as store:
        await store.follow([well, moved, ill], "hand", now)
        later = now + timedelta(hours=1)
        await store.save_states(
            [
                FeedState(well.id, later, now, now, title="Two\nlines \x1b[31m"),
                FeedState(moved.id, later, now, now, moved_to="https://new.test/"),
                FeedState(ill.id, later, now, failures=3, failing_since=now, trouble="https://c.test/: it is gone."),
            ]
        )
    assert await list_feeds(settings, as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("TROUBLE")
    assert lines[2].endswith("3 polls: it is gone.")
    assert lines[3].startswith("moved")
    assert "https://new.test/" in lines[4]
    assert lines[5].endswith("https://a.test/  Two lines")
    assert lines[6] == "3 feeds: 1 in trouble, 1 moved, 1 well"


async def test_what_the_settings_name_is_not_added_by_hand(site: str, tmp_path: Path, settings: Settings) -> None:
    config = tmp_path / "factbox.yaml"
    text = f"store: {settings.store}\nweb:\n  allow: [127.0.0.1]\n"
    config.write_text(f"{text}sources:\n  - feed: {site}/news.xml\n", encoding="utf-8")
    with pytest.raises(Rejected, match="line 5: change it there"):
        await add_feed(load(config), config, f"{site}/news.xml", Wanted("Mine"))
    async with open_feeds(settings) as store:
        await store.follow(load(config).feeds(), "file", datetime(2026, 3, 2, tzinfo=UTC))
    config.write_text(text, encoding="utf-8")
    for change in (
        add_feed(load(config), config, f"{site}/news.xml", Wanted()),
        remove_feed(settings, None, f"{site}/news.xml"),
    ):
        with pytest.raises(Rejected, match="settings of the last run"):
            await change


async def test_adding_again_changes_what_was_set(
    site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await add_feed(settings, None, f"{site}/news.xml", Wanted("One"))
    assert "Added" in capsys.readouterr().out
    await add_feed(settings, None, f"{site}/news.xml", Wanted("Two"))
    assert "were changed" in capsys.readouterr().out
    assert [f.feed.outlet for f in await followed(settings)] == ["Two"]


async def test_adding_again_keeps_what_was_not_asked_for(
    site: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await add_feed(settings, None, f"{site}/news.xml", Wanted("Post", ("sea",), None, 0))
    await add_feed(settings, None, f"{site}/news.xml", Wanted())
    assert "followed already" in capsys.readouterr().out
    await add_feed(settings, None, f"{site}/news.xml", Wanted(topics=("ice",)))
    [only] = await followed(settings)
    assert (only.feed.outlet, only.feed.topics, only.feed.new_at_first) == ("Post", ("ice",), 0)


def test_a_feed_of_the_file_and_of_the_hand_have_one_id() -> None:
    assert FeedSource(feed="https://harbour.test/rss").noun().id == Wanted().feed("http://harbour.test/rss/").id
