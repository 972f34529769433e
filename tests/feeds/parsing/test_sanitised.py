"""No markup that acts survives in any title or summary, whatever the feed holds."""

import html
import re
from html.parser import HTMLParser
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.decoding import Unreadable
from bot.feeds.markup import html_to_text
from bot.feeds.parsing import read_feed
from tests.feeds.parsing.test_formats import rss

_PIECES = st.sampled_from(
    [
        *(
            "<script>evil()</script>",
            "<script ",
            "<svg/onload=evil()>",
            "<img src=x onerror=evil()>",
            "<b onclick=evil()>",
        ),
        *(
            '<a href="javascript:evil()">',
            '<a href=" java&#9;script:evil()">',
            '<iframe src="javascript:evil()"/>',
            "</a>",
        ),
        *(
            "<style>*{x:expression(evil())}",
            "</style>",
            "<math><mtext><table><mglyph><style>",
            "<svg><script>",
            "</math>",
        ),
        *("<!--", "-->", '<p title="</p><script>evil()</script>">', "<textarea>", "<noscript>", "<xmp>", "<plaintext>"),
        *(
            '<object data="javascript:evil()">',
            "<template>",
            "<a/>",
            "<iframe/>",
            "<form action=evil>",
            "<base href=x>",
        ),
        *("&lt;script&gt;", "&amp;lt;b", "&#60;script&#62;", "&amp;", "&#38;", "&#x26;", "words", "<b>", "</b>"),
        *("<", ">", '"', "'", " ", "/", "="),
    ]
)


class _Acting(HTMLParser):
    """Collects what acts, as a reader of HTML would find it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "iframe", "object", "embed", "svg", "math", "base", "meta", "form", "template"}:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "action", "formaction"}:
                self.found.append(name)
            if re.match(
                r"[\x00-\x20]*(?:javascript|data|vbscript):", re.sub(r"[\t\r\n]", "", html.unescape(value or ""))
            ):
                self.found.append(value or "")


def acting(markup: str) -> list[str]:
    parser = _Acting()
    parser.feed(markup)
    parser.close()
    return parser.found


@given(st.lists(_PIECES, max_size=8).map("".join), st.sampled_from(["html", "text", "xhtml", ""]))
@settings(max_examples=300, deadline=None)
def test_nothing_that_acts_survives(markup: str, kind: str) -> None:
    value = escape(markup)
    feeds = (
        rss(f"<item><title>{value}</title><description>{value}</description></item>"),
        rss(f"<item><title>{markup}</title><description>{markup}</description></item>"),
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="{kind}">{value}</title>'
        f'<summary type="{kind}">{value}</summary></entry></feed>'.encode(),
    )
    for data in feeds:
        try:
            items = read_feed(data, "https://alder.example/").items
        except Unreadable:
            continue
        for item in items:
            assert acting(item.title_html or "") == []
            assert acting(item.summary or "") == []


def title(value: str) -> tuple[str | None, str | None]:
    [item] = read_feed(rss(f"<item><title>{escape(value)}</title></item>")).items
    return item.title, item.title_html


@pytest.mark.parametrize(
    ("value", "plain", "markup"),
    [
        ("AT&T", "AT&T", "AT&T"),
        ("AT&amp;T", "AT&T", "AT&amp;T"),
        ("3 < 4 > 2", "3 < 4 > 2", "3 < 4 > 2"),
        ("The <ferry> tag", "The <ferry> tag", "The &lt;ferry&gt; tag"),
        ("<b>Boat &#38; more</b>", "Boat & more", "<b>Boat &#38; more</b>"),
        ("<script>evil()</script>Boat", "Boat", "Boat"),
        ('<img src="https://a.example/b.png" onerror=x>Boat', "Boat", '<img src="https://a.example/b.png" />Boat'),
        ("Boat <iframe/> stays", "Boat stays", "Boat  stays"),
        ("<a href='javascript:x'>Boat</a>", "Boat", "<a>Boat</a>"),
        ("caf&eacute;", "café", "caf&eacute;"),
        ("Less <b than that", "Less <b than that", "Less &lt;b than that"),
        ("***", None, "***"),
    ],
)
def test_titles(value: str, plain: str | None, markup: str) -> None:
    assert title(value) == (plain, markup)


def test_the_words_of_html() -> None:
    assert html_to_text("<p>One <b>two</b>\n three.</p><div>Four<br>five</div>") == "One two three.\nFour\nfive"
    assert html_to_text("<p>a&nbsp;b &lt;c&gt; &amp;amp;</p><script>x</script><style>y</style>") == "a\xa0b <c> &amp;"
    assert html_to_text("One\ntwo.\n\nThree &amp; four.") == "One two.\nThree & four."
    assert html_to_text("1 < 2 and 3 > 2") == "1 < 2 and 3 > 2"
    assert html_to_text("<p>\ud800<b>\0</p>") == "\ufffd\ufffd"
    assert html_to_text("") == ""
