"""Pages read as feeds, feeds found on pages, and lists of feeds."""

from datetime import UTC, datetime

import pytest

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing import FoundFeed, Outline, feeds_of_page, read_links, read_opml, write_opml

PAGE = """<html lang="en"><head><title>Harbour news</title></head><body><nav><a href="/">Home</a></nav><main>
<article><h2><a href="/n/1#top">Ferry <b>returns</b></a></h2><time datetime="2026-03-19T08:30:00+01:00">today</time></article>
<article><a href="/n/2"><img src="x" alt="A boat"></a><h2><a href="/n/2">Boat sinks</a></h2><time>18 March 2026</time></article>
<article><h2><a href="/n/1">Ferry again</a></h2></article><article><a href="javascript:x">Menu</a></article>
<article><h2>No link</h2></article></main></body></html>"""


@pytest.mark.parametrize("selector", ["article", "article h2 a"])
def test_a_page_is_read_as_a_feed(selector: str) -> None:
    feed = read_links(PAGE.encode(), "https://alder.example/news", selector)
    assert (feed.kind, feed.title, feed.home, feed.language) == (
        "links",
        "Harbour news",
        "https://alder.example/news",
        "en",
    )
    assert [(item.title, item.link) for item in feed.items] == [
        ("Ferry returns", "https://alder.example/n/1"),
        ("Boat sinks", "https://alder.example/n/2"),
    ]
    assert feed.items[0].published == datetime(2026, 3, 19, 7, 30, tzinfo=UTC)
    assert feed.items[1].published == datetime(2026, 3, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("selector", "why"),
    [
        ("a[", "is no CSS selector"),
        ("", "has 1 to 500 characters"),
        ("h3 a", "holds no link where"),
        ("((", "is no CSS"),
    ],
)
def test_a_selector_that_finds_nothing_is_named(selector: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_links(PAGE.encode(), "https://alder.example/", selector)


def test_feeds_of_a_page() -> None:
    page = b"""<base href="/blog/"><link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed">
    <link rel="alternate" type="application/rss+xml; charset=utf-8" title="News" href="feed">
    <link REL="Alternate" type="application/feed+json" href="feed.json"><link rel="feed" href="/all">
    <link rel="alternate" type="application/json" href="/wp-json/x"><link rel="alternate" hreflang="de" href="/de/">
    <a href="feed">Again</a><a href="/index.xml">RSS</a><a href="/feedback">Write to us</a><a href="file:///feed">x</a>"""
    assert feeds_of_page(page, "https://alder.example/") == (
        FoundFeed("https://alder.example/blog/feed", "News", "rss"),
        FoundFeed("https://alder.example/blog/feed.json", None, "json feed"),
        FoundFeed("https://alder.example/all", None, ""),
        FoundFeed("https://alder.example/index.xml", "RSS", ""),
        FoundFeed("https://alder.example/blog/comments/feed", "Comments", "rss"),
    )


@pytest.mark.parametrize("data", [b"", b"\0", b"<p>words", b"\x89PNG"])
def test_a_page_without_feeds(data: bytes) -> None:
    assert feeds_of_page(data, "https://alder.example/") == ()


OPML = b"""<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]><opml version="2.0"><head/><body>
<outline text="World"><outline text="Coast &x; &amp; sea"><outline type="rss" text="T" xmlUrl="https://a.example/1"/></outline>
<outline title="Two" text="Other" XMLURL="https://a.example/2" category="/sea/ships,/x"/></outline>
<outline xmlUrl="https://a.example/1"/><outline xmlUrl="javascript:x"/><outline xmlUrl="https://a.example/3" text="Q & A"/>"""


def test_a_list_of_feeds_is_read_however_broken() -> None:
    assert read_opml(OPML) == (
        Outline("https://a.example/1", "T", "World/Coast & sea"),
        Outline("https://a.example/2", "Two", "World"),
        Outline("javascript:x", None, None),  # for whoever follows the list to refuse, with a word on it
        Outline("https://a.example/3", "Q A", None),
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"<rss/>", "is no OPML"),
        (b"words", "is no OPML"),
        (b"<opml><body/></opml>", "names no feed"),
        (b"<opml><body>" + b"<outline text='x'>" * 100_000, "no"),
    ],
)
def test_a_list_that_is_none(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_opml(data)


def test_a_list_is_written_and_read_back() -> None:
    outlines = (
        Outline("https://a.example/?a=1&b=2", 'Q & "A" <b>', "World/Sea"),
        Outline("https://a.example/3", "https://a.example/3", "World"),
        Outline("https://a.example/4", "Four\x01", None),
    )
    text = write_opml(outlines, "Mine \x00")
    assert read_opml(text.encode()) == (*outlines[:2], Outline("https://a.example/4", "Four", None))
    assert "<title>Mine </title>" in text
