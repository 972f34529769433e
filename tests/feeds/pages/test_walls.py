from __future__ import annotations

import pytest

from bot.feeds.decoding import Unreadable
from bot.feeds.pages import page_of, read_page
from tests.feeds.pages.example import BANNER, PARAGRAPHS, URL, article, html, ld

LINKS = "".join(f"<li><a href=/{n}>Story number {n} of the harbour, told in a line</a></li>" for n in range(30))
TEASER = PARAGRAPHS[0]
OG = (
    '<meta property="og:type" content="article"><meta property="og:description" content="Two boats a night, says Ida.">'
)


@pytest.mark.parametrize(
    ("data", "kind", "why"),
    [
        (html("<h1>www.alderpost.example.org</h1><p>Checking your browser before accessing the site. Ray ID: 7</p>",
              "<title>Just a moment...</title>"), "bot-wall", "a person's browser"),
        (html("<div class='g-recaptcha'></div><p>Please go on.</p>"), "bot-wall", "captcha"),
        (html("<h1>Access Denied</h1><p>You don't have permission to access this on this server.</p>"), "bot-wall", "access denied"),
        (html(f"<div><h2>Your choice</h2><p>{BANNER}</p><button>Accept all</button></div>", OG), "consent-wall", "consent"),
        (html("<h1>404 - Page not found</h1><p>The page that you look for has moved.</p>"), "error-page", "no such page"),
        (html("<h1>Seite nicht gefunden</h1><p>Leider gibt es hier nichts.</p>", lang="de"), "error-page", "no such page"),
        (html("<h1>503 Service Unavailable</h1><p>Try again later.</p>"), "error-page", "error of the site"),
        (html("<h1>alderpost.example</h1><p>This domain is for sale. Make an offer for it today.</p>"), "error-page", "for sale"),
        (html("<h1>Sign in</h1><form><p>Your name and password, please.</p><input type=password></form>"), "no-article", "log in"),
        (html(f"<h1>Harbour</h1><ul>{LINKS}</ul>"), "no-article", "list of links"),
        (html("<div id=root></div><noscript>You need to enable JavaScript to run this.</noscript>"), "no-article", "JavaScript"),
        (html(""), "no-article", "nothing in the page"),
    ],
)  # fmt: skip
def test_what_stands_where_an_article_should_is_told_in_words(data: bytes, kind: str, why: str) -> None:
    page = page_of(data, URL)

    assert page.kind == kind
    assert why in page.why
    assert page.text in ("", "Two boats a night, says Ida.")
    with pytest.raises(Unreadable, match=r"no article was found: .*" + why):
        read_page(data, "saved.html")


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<article><p>{TEASER}</p></article>", ld('{"@type": "NewsArticle", "isAccessibleForFree": "False"}')),
        (
            f"<article><p>{TEASER}</p><p>Subscribe to continue reading this article.</p><p>One year: 99 crowns</p></article>",
            "",
        ),
        (f"<article><p>{TEASER}</p><p>Dieser Inhalt ist exklusiv für Abonnenten.</p></article>", ""),
        (f"<article><p>{TEASER}</p></article><div>Cet article est réservé aux abonnés.</div>", ""),
        (f"<article><p>{TEASER}</p><p>Suscríbete para seguir leyendo</p></article>", ""),
    ],
)
def test_a_paywall_leaves_the_teaser_and_none_of_its_own_words(body: str, head: str) -> None:
    page = page_of(html(body, head), URL)

    assert (page.kind, page.text) == ("paywall", TEASER)
    assert "subscribers" in page.why


@pytest.mark.parametrize(
    ("body", "head", "text", "why"),
    [
        (f"<article><p>{TEASER}</p></article>", ld('{"@type": "NewsArticle", "wordCount": 900}'), TEASER, "of the article's 900 words"),
        (f"<article><p>{TEASER} ... Read more</p></article>", "", f"{TEASER[:-1]}…", "only the start"),
        (f"<article><p>{TEASER}</p></article>", ld(f'{{"@type": "NewsArticle", "description": "{TEASER}"}}'), TEASER, "no more than the article's summary"),
    ],
)  # fmt: skip
def test_the_start_of_an_article_is_a_summary(body: str, head: str, text: str, why: str) -> None:
    page = page_of(html(body, head), URL)

    assert (page.kind, page.text) == ("summary-only", text)
    assert why in page.why


@pytest.mark.parametrize(
    "data",
    [
        article(title="Court says 404 flats cannot be found"),
        article(title="Access denied: how the harbour lost its road"),
        article(title="Just a moment that changed the bay"),
        article(after="<p>Subscribe to our newsletter, read by all of the bay.</p>"),
        article(ld('{"@type": "NewsArticle", "isAccessibleForFree": false, "wordCount": 110}')),
        article(after=f"<div id='onetrust-banner'><p>{BANNER}</p></div>"),
        article(after="<form>Log in<input type=password></form><div class='g-recaptcha'></div>"),
        article(after=f"<ul>{LINKS}</ul>"),
    ],
)
def test_an_article_is_one_whatever_its_words_and_whatever_stands_beside_it(data: bytes) -> None:
    page = page_of(data, URL)

    assert (page.kind, page.why) == ("full", "")
    assert page.text == "\n".join(PARAGRAPHS)


def test_an_article_behind_a_banner_is_found() -> None:
    short = f"<div class='story'>{PARAGRAPHS[0]}</div><div class='story'>{PARAGRAPHS[1]}</div>"
    banner = "".join(f"<p>{BANNER} {n}</p>" for n in range(4))
    page = page_of(html(f"<article class='cookie-consent'>{banner}</article>{short}"), URL)

    assert page.kind == "full"
    assert page.text == "\n".join(PARAGRAPHS[:2])
