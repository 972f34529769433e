from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.feeds.pages import page_of
from tests.feeds.pages.example import URL, article, ld


def test_json_ld_in_a_graph_is_believed_first() -> None:
    head = """<title>Night ferry returns | The Alder Post</title><meta property="og:title" content="Ferry!">
    <meta property="og:site_name" content="The Alder Post"><meta name="author" content="Desk">""" + ld(
        """{"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "alderpost.example.org"},
        {"@type": ["NewsArticle", "Thing"], "headline": "Night ferry &amp; quay return", "inLanguage": "en-GB",
         "datePublished": "2026-03-02T08:15:00+02:00", "dateModified": "2026-03-02T10:00:00Z",
         "author": [{"@type": "Person", "name": "By Ida Marlow"}, {"@type": "Person", "name": "Tom Fell"}],
         "publisher": {"@type": "Organization", "name": "Alder Media Ltd"}, "articleSection": ["Harbour", "News"]}]}"""
    )
    page = page_of(article(head), URL)

    assert page.title == "Night ferry & quay return"
    assert page.byline == "Ida Marlow, Tom Fell"
    assert page.outlet == "The Alder Post"
    assert page.published == datetime(2026, 3, 2, 6, 15, tzinfo=UTC)
    assert page.updated == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert (page.language, page.section) == ("en", "Harbour")


def test_meta_elements_where_there_is_no_json_ld() -> None:
    head = """<meta property="og:title" content="Night ferry returns - The Alder Post">
    <meta property="og:site_name" content="https://www.alderpost.example.org"><meta property="og:site_name"
    content="The Alder Post"><meta name="author" content="https://alder.example/ida">
    <meta name="parsely-author" content="Ida Marlow"><meta property="article:published_time" content="2026-03-02">
    <meta property="article:section" content="Harbour"><meta property="article:modified_time" content="2026-03-01">"""
    page = page_of(article(head, before='<time datetime="2026-03-02T07:30+01:00">today</time>'), URL)

    assert (page.title, page.byline, page.section) == ("Night ferry returns", "Ida Marlow", "Harbour")
    assert page.published == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)  # the day by meta, its time by what is shown
    assert page.updated is None  # before it was published


def test_the_headline_shown_rather_than_the_title_of_the_window() -> None:
    assert page_of(article("<title>The Alder Post - Harbour - Night ferry</title>"), URL).title == "Night ferry returns"


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ('<link rel="canonical" href="/harbour/night-ferry">', "https://www.alderpost.example.org/harbour/night-ferry"),
        ('<meta property="og:url" content="https://m.example.org/f/1">', "https://m.example.org/f/1"),
        ('<link rel="canonical" href="https://elsewhere.test/harbour/night-ferry">', None),
        ('<link rel="canonical" href="https://example.org.elsewhere.test/a">', None),
        ('<link rel="canonical" href="https://www.alderpost.example.org/">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="http://[">', None),
        ('<link rel="canonical" href="https://ida:secret@www.alderpost.example.org/a">', None),
    ],
)
def test_where_it_belongs_is_believed_on_its_own_site_alone(link: str, canonical: str | None) -> None:
    assert page_of(article(link), URL).canonical == canonical


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://news.alder.co.uk/a", "https://www.alder.co.uk/b", True),
        ("https://alder.co.uk/a", "https://brin.co.uk/a", False),
        ("https://10.0.0.1/a", "https://10.1.0.1/a", False),
    ],
)
def test_one_registered_domain_is_one_site(one: str, other: str, same: bool) -> None:
    page = page_of(article(f'<link rel="canonical" href="{one}">'), other)
    assert page.canonical == (one if same else None)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[" * 100_000,
        '{"a":' * 50_000 + "1" + "}" * 50_000,
        '{"@type": "NewsArticle", "headline": {"a": []}, "author": [[[]], 7, {"name": {}}], "datePublished": 20260302}',
        '{"@type": {"@type": "NewsArticle"}, "headline": 5}',
        '[{"@type": "NewsArticle", "headline": "\\u0000\\ud800", "datePublished": "9999-99-99T99:99"}]',
        '{"@type": "NewsArticle", "inLanguage": "<script>", "author": "<b>a@b</b>", "wordCount": "9'
        + "9" * 5000
        + '"}',
        "null",
    ],
)
def test_hostile_json_ld_is_as_if_it_were_not_there(text: str) -> None:
    page = page_of(article(ld(text)), URL)

    assert (page.kind, page.title, page.byline, page.published) == ("full", "Night ferry returns", None, None)
    assert page.language == "en"


def test_json_ld_of_other_articles_is_not_this_ones() -> None:
    other = '{"@type": "NewsArticle", "headline": "Another", "url": "https://www.alderpost.example.org/other"}'
    own = f'{{"@type": "NewsArticle", "headline": "This one", "mainEntityOfPage": {{"@id": "{URL}"}}}}'
    listed = '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Listed"}]}'

    assert page_of(article(ld(other) + ld(own)), URL).title == "This one"
    assert page_of(article(ld(listed)), URL).title == "Night ferry returns"
