"""Broken and hostile documents: items or a named reason, soon, and nothing else."""

import json
from contextlib import suppress
from pathlib import Path
from time import process_time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing import read_feed, read_light, read_links, read_opml
from bot.feeds.parsing.encoded import charset_of
from bot.news.followed import FeedDocument
from tests.feeds.parsing.test_formats import LONG, RSS, rss

ITEM = (
    "<item><title>T{0}</title><link>https://alder.example/{0}</link><pubDate>{1} Mar 2026 08:00:00 GMT</pubDate></item>"
)
PAGE = (
    b'<!DOCTYPE html><html><head><title>Sign in</title><link rel="alternate" type="application/rss+xml" href="/feed">'
    b"</head><body><form>Password</form></body></html>"
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\0" * 1000, "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "is not text"),
        (b"words", "is not XML"),
        (b"<!DOCTYPE rss>", "is not XML"),
        (b"<note>hi</note>", "no RSS, RDF or Atom feed"),
        (PAGE, "is a web page, not a feed; it names https://alder.example/feed"),
        (b"{", "is not JSON"),
        (b"{}", "is JSON but no JSON Feed"),
        (b'{"items":' + b"[" * 100_000, "nested too deep"),
        (b"<!DOCTYPE " + b"[" * 100_000, "has a DOCTYPE that no feed has"),
        (b"<rss " + b"a='1' " * 20_000 + b"><item", "a tag of more than"),
        (b"<urlset><url><loc>https://alder.example/</loc></url></urlset>", "is a sitemap without news"),
        (b"<sitemapindex/>", "is a list of sitemaps"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_feed(data, "https://alder.example/login")


def test_billion_laughs_and_foreign_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret words")
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY e0 "ha"><!ENTITY x SYSTEM "{secret.as_uri()}">{laughs}]>'
    data = head.encode() + rss("<item><title>One &x; &e11;</title></item>")
    assert read_light(data) is None
    [item] = read_feed(data).items
    assert item.title is not None
    assert "secret words" not in item.title
    assert "haha" not in item.title
    assert len(item.title) < 50


def test_too_many_items_are_cut_to_the_newest() -> None:
    dated = read_feed(rss("".join(ITEM.format(n, 1 if n < 100 else 2) for n in range(5_100))))
    assert [item.title for item in dated.items[:2]] == ["T100", "T101"]
    assert len(dated.items) == 5_000
    assert dated.remarks == ("lists 5,100 items; the newest 5,000 were taken",)
    undated = read_feed(rss("<item><title>T</title></item>" * 5_001))
    assert undated.remarks == ("lists 5,001 items; the first 5,000 were taken",)


def test_of_a_document_cut_short_the_whole_items_are_kept() -> None:
    data = rss(ITEM.format(1, 1) + ITEM.format(2, 1))
    feed = read_feed(data[: data.rindex(b"</title>")])
    assert [item.title for item in feed.items] == ["T1"]
    assert feed.remarks == ("ends in the middle of an item, which was left out",)


def test_broken_xml_is_read_as_people_meant_it() -> None:
    data = rss(
        "<item><title>Q&A &nbsp; more</title><link>https://alder.example/?a=1&b=2</link></item><item><title>\x0bU"
    )
    first = read_feed(data).items[0]
    assert (first.title, first.link) == ("Q&A; more", "https://alder.example/?a=1&b=2")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b'<?xml version="1.0" encoding="utf-8"?>' + rss("<item><title>Café “é”</title></item>"), None),
        (rss("<item><title>Café “é”</title></item>").decode().encode("utf-16"), None),
        (rss("<item><title>Café “é”</title></item>").decode().encode("utf-16-le"), None),
        (b"\xef\xbb\xbf" + rss("<item><title>Café “é”</title></item>"), "text/xml; charset=latin-1"),
        (rss("<item><title>Café “é”</title></item>").decode().encode("cp1252"), "text/xml; charset=iso-8859-1"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + rss("<item><title>Café “é”</title></item>"), None),
        (
            b'<?xml version="1.0" encoding="utf-8"?>'
            + rss("<item><title>Café “é”</title></item>").decode().encode("cp1252"),
            None,
        ),
        (
            b'<?xml version="1.0" encoding="no-such"?>' + rss("<item><title>Café “é”</title></item>"),
            "text/xml; charset=x",
        ),
    ],
)
def test_labels_that_lie_about_the_encoding(data: bytes, content_type: str | None) -> None:
    assert read_feed(data, None, content_type).items[0].title == "Café “é”"


def test_an_encoding_of_two_bytes_a_letter_is_believed() -> None:
    data = b'<?xml version="1.0" encoding="gb2312"?>' + rss("<item><title>渡轮</title></item>").decode().encode("gbk")
    assert read_feed(data).items[0].title == "渡轮"


def test_deep_nesting_ends() -> None:
    deep = rss("<item><description><![CDATA[" + "<div>" * 50_000 + "words" + "]]></description></item>")
    assert read_feed(deep).items[0].text == "words"
    assert read_feed(rss("<item><title>T</title>" + "<a>" * 3_000 + "</a>" * 3_000 + "</item>")).items[0].title == "T"


def test_markup_that_multiplies_keeps_its_words() -> None:
    """Each paragraph would open the unclosed elements again: 13 KB of this make seven million characters."""
    many = "<p>" + "".join(f"<b id={n}>" for n in range(490)) + "<p>ferry" * 2_000
    [item] = read_feed(rss(f"<item><description><![CDATA[{many}]]></description></item>")).items
    assert item.text == "\n".join(["ferry"] * 2_000)
    assert len(item.summary or "") < 20_000


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<div></q>" * 1_000 + "ferry", "ferry"),  # ends that end nothing leave all open
        ("<div><table></div></table>" * 1_000 + "ferry", "ferry"),
        ("".join(f"<font id={n}></i>" for n in range(400)) + "<p>ferry", "ferry"),
        ("<q>" + "<table>" + "<div>" * 490 + "</q>" * 5_000 + "ferry", "ferry"),
        ("<a " + " ".join(f"b{n}" for n in range(9_000)) + ">ferry", "ferry"),
        ("<a title='<' " + "/".join(f"b{n}" for n in range(9_000)) + ">ferry", "ferry"),
    ],
)
def test_markup_that_takes_quadratic_time_keeps_its_words_alone(markup: str, words: str) -> None:
    [item] = read_feed(rss(f"<item><description>{escape(markup)}</description></item>")).items
    assert item.text.endswith(words)
    assert "<" not in (item.summary or "")


def test_honest_markup_of_many_tags_stays() -> None:
    many = "<div><b><i>ferry</i></b> <span>boat</span></div>" * 400 + "</div></span>" * 50
    [item] = read_feed(rss(f"<item><description>{escape(many)}</description></item>")).items
    assert (item.summary or "").count("<div><b><i>ferry</i></b> <span>boat</span></div>") == 400


@pytest.mark.parametrize("more", ["", " <b>boat</b>", " <i>boat"])
def test_a_character_of_five_thousand_digits_does_not_cost_the_feed(more: str) -> None:
    odd = escape(f"ferry &#{'9' * 5_000};{more}")
    one, two = read_feed(
        rss(f"<item><title>{odd}</title><description>{odd}</description></item>" + ITEM.format(2, 2))
    ).items
    assert one.text.startswith("ferry \ufffd")
    assert (one.title or "").startswith("ferry \ufffd")
    assert two.title == "T2"


def test_bases_within_each_other_are_each_looked_at_once() -> None:
    deep = '<item xml:base="1/"><title>T</title><link>x</link></item>' * 90
    [first, *_] = read_feed(rss('<item xml:base="https://alder.example/"><link>x</link></item>' + deep)).items
    assert first.link == "https://alder.example/x"
    inside = '<item><title>T</title><link xml:base="b/">x</link></item>' * 3_000
    began = process_time()
    document = read_feed(
        f'<rss xml:base="https://alder.example/" version="2.0"><channel xml:base="a/">{inside}</channel></rss>'.encode()
    )
    assert {item.link for item in document.items} == {"https://alder.example/a/b/x"}
    assert process_time() - began < 5


def test_a_label_of_nothing_but_spaces_takes_no_time() -> None:
    began = process_time()
    assert charset_of("text/xml; charset=" + " " * 200_000 + "!") is None
    assert process_time() - began < 5


def test_nothing_that_steers_a_terminal_gets_through() -> None:
    odd = "a\x1b[2Jb\u202ec\u2066d\x9be\x07f"
    item = {
        "title": odd,
        "content_text": odd,
        "id": odd,
        "authors": [{"name": odd}],
        "tags": [odd],
        "language": "e\x1b",
    }
    html = {"title": "T", "content_html": "<p>a&#27;[2Jb&#x202e;c</p>"}
    document = read_feed(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": odd, "items": [item, html]}).encode()
    )
    clean = "a\ufffd[2Jbcd\ufffde\ufffdf"
    one, two = document.items
    assert {document.title, one.title, one.id, one.author, one.section} == {clean}
    assert one.language is None
    assert one.text == "a\ufffd[2Jbcd\ufffde\x07f".replace("\x07", "\ufffd")
    assert (two.text, two.summary) == ("a\ufffd[2Jbc", "<p>a\ufffd[2Jbc</p>")


@pytest.mark.parametrize(
    "inside",
    [
        "<item><description>" * 20 + "words" + "</description></item>" * 20,
        '<item xml:base="a/"/>' * 101,
        "<item/>" * 8_001,
    ],
)
def test_what_multiplies_is_left_to_a_worker(inside: str) -> None:
    assert read_light(rss(inside)) is None
    assert read_light(json.dumps({"version": "jsonfeed.org", "items": [{}] * 4_001}).encode()) is None


def test_what_is_heavy() -> None:
    assert read_light(rss(ITEM.format(1, 1)))
    assert not read_light(rss(ITEM.format(1, 1) * 5_000))
    assert not read_light(b"<!DOCTYPE rss>" + rss(ITEM.format(1, 1)))
    assert not read_light(rss("<item>"))


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes(data: bytes) -> None:
    for start in (
        b"",
        b"<rss><channel><item><title>",
        b'{"version":"https://jsonfeed.org/version/1","items":[{"title":',
    ):
        _reads(start + data)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_mutated_feeds(data: st.DataObject) -> None:
    feed = bytearray((RSS % LONG[:300]).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(feed)))
        feed[at : at + data.draw(st.integers(0, 40))] = data.draw(
            st.one_of(
                st.binary(max_size=6), st.sampled_from([b"<", b"]]>", b"&#0;", b"&x;", b"</item>", b"<item>", b'"'])
            )
        )
    _reads(bytes(feed))


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_as_list_and_page(data: bytes) -> None:
    for read in (read_opml, lambda d: read_links(b"<a href=x>" + d, "https://alder.example/", "a[href]")):
        with suppress(Unreadable):
            read(b"<opml><body><outline xmlUrl='http://a.example/" + data)


def _reads(data: bytes) -> None:
    with suppress(Unreadable):
        assert isinstance(read_feed(data, "https://alder.example/feed"), FeedDocument)
