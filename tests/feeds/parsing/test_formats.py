"""Every format to its items, through the one door."""

import json
from datetime import UTC, datetime

import pytest

from bot.feeds.parsing import read_feed, read_light
from bot.news.followed import Enclosure, FeedDocument

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
<title>The Alder Post</title><link>https://alder.example/</link><language>en-GB</language><ttl>30</ttl>
<atom:link rel="self" href="https://alder.example/feed"/><atom:link rel="hub" href="https://hub.example/"/>
<item><guid isPermaLink="false">a1</guid><title>Ferry &amp;amp; fares &lt;b&gt;rise&lt;/b&gt;</title>
<link>https://alder.example/ferry</link><description>&lt;p&gt;In short.&lt;/p&gt;</description>
<content:encoded><![CDATA[%s]]></content:encoded><dc:creator>Mara Quell</dc:creator><category>Sea</category>
<category>Money</category><pubDate>Thu, 19 Mar 2026 08:30:00 +0100</pubDate>
<enclosure url="/ferry.mp3" type="audio/mpeg" length="1200"/><source url="https://coast.example/">Coast Radio</source>
<media:content url="https://alder.example/f.jpg"><media:title>A ferry</media:title></media:content></item>
<item><guid>https://alder.example/2</guid><title>AT&amp;T buys a boat</title></item></channel></rss>"""
LONG = "<p>" + "The council voted on Tuesday to bring back the night ferry. " * 20 + "</p><p>It had <b>stopped</b>.</p>"


def rss(items: str, head: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>Post</title>{head}{items}</channel></rss>'.encode()


def both(data: bytes, url: str | None = None) -> FeedDocument:
    """The document as the quick reader gives it, which must be what the thorough one gives."""
    light = read_light(data, url)
    assert light is not None
    assert light == read_feed(data, url)
    return light


def test_rss() -> None:
    feed = both((RSS % LONG).encode(), "https://alder.example/feed")
    first, second = feed.items
    assert (feed.kind, feed.title, feed.home, feed.language, feed.ttl) == (
        "rss 2.0",
        "The Alder Post",
        "https://alder.example/",
        "en-GB",
        1800,
    )
    assert (feed.hub, feed.topic) == ("https://hub.example/", "https://alder.example/feed")
    assert (first.id, first.link, first.author, first.section) == (
        "a1",
        "https://alder.example/ferry",
        "Mara Quell",
        "Sea",
    )
    assert (first.title, first.title_html) == ("Ferry & fares rise", "Ferry &amp; fares <b>rise</b>")
    assert (first.summary, first.outlet, first.language) == ("<p>In short.</p>", "Coast Radio", "en-GB")
    assert first.published == datetime(2026, 3, 19, 7, 30, tzinfo=UTC)
    assert first.enclosures == (Enclosure("https://alder.example/ferry.mp3", "audio/mpeg", 1200),)
    assert first.full
    assert first.text.split("\n")[1] == "It had stopped."
    assert (second.title, second.title_html, second.link, second.full) == (
        "AT&T buys a boat",
        "AT&T buys a boat",
        "https://alder.example/2",
        False,
    )


def test_a_teaser_is_not_the_article() -> None:
    [item] = both(rss(f"<item><title>T</title><description><![CDATA[{LONG}]]></description></item>")).items
    assert not item.full
    assert item.text.endswith("It had stopped.")


@pytest.mark.parametrize(
    ("period", "frequency", "ttl"),
    [("hourly", "2", 1800), ("daily", "1", 86_400), ("daily", "0", 86_400), ("x", "1", None)],
)
def test_update_period(period: str, frequency: str, ttl: int | None) -> None:
    sy = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    head = f"<sy:updatePeriod {sy}>{period}</sy:updatePeriod><sy:updateFrequency {sy}>{frequency}</sy:updateFrequency>"
    assert both(rss("<item><title>T</title></item>", head)).ttl == ttl


def test_atom() -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://alder.example/news/">
    <title type="html">Post &amp;amp; more</title><link href="/"/><link rel="self" href="atom"/>
    <entry xml:base="2026/"><id>urn:1</id><title type="text">1 &lt; 2 &amp;amp; 3</title>
    <link rel="edit" href="edit"/><link href="one" type="text/html"/>
    <link rel="enclosure" href="one.mp3" length="many"/><author><name>Mara</name><email>m@alder.example</email></author>
    <category term="sea" label="At sea"/><updated>2026-03-19T08:30:00.5+01:00</updated>
    <published>2026-03-18T24:00:00Z</published><source><title>Coast Radio</title></source>
    <summary type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">A <x:a href="two">link</x:a><x:br/></x:div></summary>
    <content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"""
    feed = both(data)
    [item] = feed.items
    assert (feed.kind, feed.title, feed.home, feed.topic) == (
        "atom 1.0",
        "Post & more",
        "https://alder.example/",
        "https://alder.example/news/atom",
    )
    assert (item.title, item.title_html) == ("1 < 2 &amp; 3", "1 < 2 &amp; 3")
    assert (item.link, item.author, item.section) == (
        "https://alder.example/news/2026/one",
        "Mara (m@alder.example)",
        "At sea",
    )
    assert item.summary == 'A <a href="https://alder.example/news/2026/two">link</a><br />'
    assert (item.text, item.language, item.outlet) == ("One.\nTwo.", "de", "Coast Radio")
    assert item.updated == datetime(2026, 3, 19, 7, 30, tzinfo=UTC)
    assert item.published == datetime(2026, 3, 19, tzinfo=UTC)
    assert item.enclosures == (Enclosure("https://alder.example/news/2026/one.mp3"),)


def test_old_atom_with_base64_is_left_to_feedparser() -> None:
    data = (
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="base64" type="text/html">'
        b"PGI+Qm9hdDwvYj4=</title><link rel='alternate' type='text/html' href='https://alder.example/1'/>"
        b"<modified>2026-03-19T08:30:00Z</modified></entry></feed>"
    )
    assert read_light(data) is None
    feed = read_feed(data)
    assert (feed.kind, feed.items[0].title, feed.items[0].link) == ("atom 0.3", "Boat", "https://alder.example/1")


def test_rdf_and_netscape() -> None:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    item = "<title>T</title><link>https://coast.example/2</link><description>Boats &amp; fares.</description>"
    feed = both(
        f'<rdf:RDF {rdf} xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f'<title>Radio</title></channel><item rdf:about="urn:2">{item}<dc:date>2026-03-19</dc:date></item></rdf:RDF>'.encode()
    )
    assert (feed.kind, feed.title, feed.items[0].id) == ("rss 1.0", "Radio", "urn:2")
    assert feed.items[0].updated == datetime(2026, 3, 19, tzinfo=UTC)
    old = f'<rdf:RDF {rdf} xmlns="http://my.netscape.com/rdf/simple/0.9/"><item>{item}</item></rdf:RDF>'
    assert (both(old.encode()).kind, both(old.encode()).items[0].text) == ("rss 0.9", "Boats & fares.")


def test_cdf() -> None:
    data = b'<channel href="https://alder.example/"><title>P</title><item href="https://alder.example/1"><title>T</title></item></channel>'
    feed = read_feed(data)
    assert (feed.kind, feed.items[0].title, feed.items[0].link) == ("cdf", "T", "https://alder.example/1")


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Post",
        "home_page_url": "https://alder.example/",
        "feed_url": "https://alder.example/feed.json",
        "language": "en",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "authors": [{"name": "The desk"}],
        "items": [
            {
                "id": 7,
                "url": "/x",
                "title": "A < B",
                "summary": "Short.",
                "content_html": "<p>One ferry.</p><script>x</script>",
                "date_published": "2026-03-19T08:30:00+01:00",
                "tags": ["sea"],
                "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}],
            },
            {"id": "8", "content_text": "Two <b>.", "external_url": "https://coast.example/8"},
            "no item",
        ],
    }
    document = both(json.dumps(feed).encode())
    first, second = document.items
    assert (document.kind, document.hub, document.topic) == (
        "json feed",
        "https://hub.example/",
        "https://alder.example/feed.json",
    )
    assert (first.id, first.link, first.title, first.author) == ("7", "https://alder.example/x", "A < B", "The desk")
    assert (first.text, first.summary, first.section) == ("One ferry.", "Short.", "sea")
    assert first.published == datetime(2026, 3, 19, 7, 30, tzinfo=UTC)
    assert first.enclosures == (Enclosure("https://alder.example/a.mp3", "audio/mpeg", 9),)
    assert (second.text, second.summary, second.link) == ("Two <b>.", "Two &lt;b&gt;.", "https://coast.example/8")
    assert document.remarks == ("lists 1 that are no items",)


def test_news_sitemap() -> None:
    data = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://alder.example/1</loc><n:news><n:publication><n:name>Post</n:name><n:language>en</n:language>
    </n:publication><n:publication_date>2026-03-19T08:30+01:00</n:publication_date><n:title>Ferry</n:title></n:news></url>
    <url><loc>https://alder.example/about</loc></url></urlset>"""
    feed = both(data)
    [item] = feed.items
    assert (feed.kind, item.title, item.link, item.outlet, item.language) == (
        "sitemap",
        "Ferry",
        "https://alder.example/1",
        "Post",
        "en",
    )
    assert item.published == datetime(2026, 3, 19, 7, 30, tzinfo=UTC)


def test_where_relative_links_start() -> None:
    items = "<item><title>T</title><link>p/1 a</link></item>"
    home = "<link>https://alder.example/home/</link>"
    assert (
        both(rss(items, home), "https://alder.example/feeds/x").items[0].link == "https://alder.example/feeds/p/1%20a"
    )
    assert both(rss(items, home)).items[0].link == "https://alder.example/home/p/1%20a"
    assert both(rss(items)).items[0].link == "p/1%20a"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "https://user@host.example/", "http://["]
)
def test_no_other_address_is_a_link(link: str) -> None:
    assert both(rss(f"<item><title>T</title><link>{link}</link></item>")).items[0].link is None


def test_the_words_of_media_stand_in_only() -> None:
    media = '<m:title xmlns:m="http://search.yahoo.com/mrss/">Photo</m:title>'
    own, stand_in = both(rss(f"<item>{media}<title>Own</title></item><item>{media}</item>")).items
    assert (own.title, stand_in.title) == ("Own", "Photo")


def test_dates_are_handed_on_as_they_are() -> None:
    items = "<item><title>T</title><pubDate>Fri, 1 Jan 2199 00:00:00 GMT</pubDate></item><item><title>U</title></item>"
    late, none = both(rss(items)).items
    assert late.published == datetime(2199, 1, 1, tzinfo=UTC)
    assert none.published is None


def test_letters_that_were_encoded_twice_are_mended() -> None:
    title = "Café – naïve".encode().decode("latin-1")
    assert both(rss(f"<item><title>{title}</title></item>")).items[0].title == "Café – naïve"
