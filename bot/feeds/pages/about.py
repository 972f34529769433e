"""What a page says of itself: title, byline, outlet, dates, language, section and where it belongs.

The page's JSON-LD is believed first, then OpenGraph and other meta elements, then what is shown, then the guess of
trafilatura and htmldate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from bot.feeds.markup import unescaped
from bot.feeds.pages.linked_data import Node, article_of, is_a, linked_data, words_of
from bot.feeds.pages.markup_tree import MOST_ELEMENTS, has_more_than
from bot.feeds.pages.own_site import own_address
from bot.feeds.parsing.dates import date_of
from bot.feeds.particulars import one_line

_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%dT%H:%M:%S%z"}
_TAG = re.compile(r"<[^<>]{0,200}>")
_BY = re.compile(
    r"^(?:(?:written|words|story|text|reported)\s+)?(?:by|von|par|por|di|door|av|af|przez|автор)\s*:?\s+", re.IGNORECASE
)
_NO_NAME = re.compile(r"https?:|www\.|@|[<>{}|]|\.(?:com|org|net)\b", re.IGNORECASE)
_NO_OUTLET = re.compile(r"@|https?:", re.IGNORECASE)
_NO_ONE = frozenset(
    ("admin", "administrator", "editor", "redaktion", "webmaster", "author", "staff", "null", "unknown")
)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_CLOCK = re.compile(r"\d[T ]\d\d?:\d\d")
_TITLE_BREAK = re.compile(r"\s+[|–—·»-]\s+")
_LONGEST_TITLE = 500
_LONGEST_NAME = 80
_MOST_NAMES = 10
_MANY_ELEMENTS = MOST_ELEMENTS // 2
_META = "//meta[@property or @name or @itemprop]"


@dataclass(frozen=True, slots=True)
class About:
    """`article` is the JSON-LD of the page's article; `is_article` whether the page calls itself one.

    `titles` and `descriptions` are all that the page gives.
    """

    title: str | None
    byline: str | None
    outlet: str | None
    published: datetime | None
    updated: datetime | None
    language: str | None
    section: str | None
    canonical: str | None
    titles: tuple[str, ...]
    descriptions: tuple[str, ...]
    article: Node
    is_article: bool


def about(tree: HtmlElement, url: str | None) -> About:
    """Read what the page says of itself. Every value is made clean or left out."""
    nodes = linked_data(tree)
    article = article_of(nodes, url)
    meta = _Meta(tree)
    guess = _guessed(tree, url)
    outlet = _outlet(meta, nodes, article, guess)
    given = [*words_of(article.get("headline")), *words_of(article.get("name")), *meta.all("og:title")]
    shown = [each.text_content() for each in tree.xpath("//h1")[:5]]
    headings = shown if len(shown) == 1 else []
    titles = [*given, *headings, *meta.all("twitter:title", "dc.title"), *_text(tree, "//head/title")]
    published = _published(tree, meta, article, guess)
    updated = _first_moment([*words_of(article.get("dateModified")), *meta.all(*_UPDATED)])
    return About(
        title=_title(titles, outlet),
        byline=_byline(article, meta, tree, guess, outlet),
        outlet=outlet,
        published=published,
        updated=updated if updated and published and updated > published else None,
        language=_language(tree, meta, article),
        section=_short([*words_of(article.get("articleSection")), *meta.all("article:section", "section")]),
        canonical=own_address([*tree.xpath("//link[@rel='canonical']/@href"), *meta.all("og:url")], url),
        titles=tuple(plain_lines(titles)),
        descriptions=tuple(plain_lines([*words_of(article.get("description")), *meta.all(*_DESCRIPTIONS)])),
        article=article,
        is_article=bool(article) or meta.first("og:type") == "article" or bool(meta.all(*_PUBLISHED[:1])),
    )


_PUBLISHED = (
    "article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "dc.date.issued", "dcterms.created", "dc.date", "date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified", "dcterms.modified")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")


class _Meta:
    """The meta elements of a page by name."""

    def __init__(self, tree: HtmlElement) -> None:
        self._found: dict[str, list[str]] = {}
        for element in tree.xpath(_META)[:500]:
            content = element.get("content", "").strip()
            for name in {element.get(each, "").strip().lower() for each in ("property", "name", "itemprop")}:
                if name and content:
                    self._found.setdefault(name, []).append(content)

    def all(self, *names: str) -> list[str]:
        return [content for name in names for content in self._found.get(name, ())]

    def first(self, *names: str) -> str | None:
        return next(iter(self.all(*names)), None)


def _guessed(tree: HtmlElement, url: str | None) -> Any:
    """What trafilatura and htmldate make of the page; nothing for a huge one, with which they need too long."""
    from trafilatura import extract_metadata
    from trafilatura.settings import Document

    if has_more_than(_MANY_ELEMENTS, tree):
        return Document()
    return extract_metadata(tree, url, date_config=dict(_DATES))


def _text(tree: HtmlElement, path: str) -> list[str]:
    return [element.text_content() for element in tree.xpath(path)[:3]]


def plain_lines(texts: Iterable[object]) -> Iterator[str]:
    """Each text on one line, without markup or character references that were written twice."""
    for text in texts:
        line = one_line(_TAG.sub(" ", unescaped(text))) if isinstance(text, str) else None
        if line:
            yield line


def _short(texts: Iterable[object], longest: int = _LONGEST_NAME) -> str | None:
    return next((line for line in plain_lines(texts) if len(line) <= longest), None)


def _title(titles: Sequence[str], outlet: str | None) -> str | None:
    """The first title, without the name of the site where that stands at its end or start."""
    title = _short(titles, _LONGEST_TITLE)
    parts = _TITLE_BREAK.split(title) if title else []
    if not title or len(parts) < 2 or not outlet:
        return title
    site = outlet.lower()
    if parts[-1].lower() == site:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»-") or title
    if parts[0].lower() == site:
        return title[len(parts[0]) :].lstrip(" |–—·»-") or title
    return title


def _outlet(meta: _Meta, nodes: list[Node], article: Node, guess: Any) -> str | None:
    sites = [name for node in nodes if is_a(node, "WebSite") for name in words_of(node.get("name"))]
    publishers = [*words_of(article.get("publisher"))]
    named = [*meta.all("og:site_name"), *publishers, *sites, *meta.all("application-name"), guess.sitename]
    return next(
        (name for name in plain_lines(named) if len(name) <= _LONGEST_NAME and not _NO_OUTLET.match(name)), None
    )


def _byline(article: Node, meta: _Meta, tree: HtmlElement, guess: Any, outlet: str | None) -> str | None:
    """Names of people, as the first that gives any has them."""
    shown = _text(tree, "//*[@itemprop='author']//*[@itemprop='name']") or _text(tree, "//a[@rel='author']")
    semicolons = (guess.author or "").split(";")
    for source in (_authors(article), meta.all("author", "article:author", "byl", "parsely-author"), shown, semicolons):
        names: dict[str, str] = {}
        for line in plain_lines(source):
            name = _BY.sub("", line).strip(" ,;:")
            if _is_name(name) and name.lower() != (outlet or "").lower():
                names.setdefault(name.lower(), name)
        if names:
            return ", ".join([*names.values()][:_MOST_NAMES])
    return None


def _authors(article: Node) -> list[str]:
    """The people before the organisations; these only where there are no people."""
    value = article.get("author") or article.get("creator")
    listed = value if isinstance(value, list) else [value]
    people = [each for each in listed if not (isinstance(each, dict) and is_a(each, "Organization"))]
    return [*words_of(people)] or [*words_of(listed)]


def _is_name(text: str) -> bool:
    return 1 < len(text) <= _LONGEST_NAME and not _NO_NAME.search(text) and text.lower() not in _NO_ONE


def _published(tree: HtmlElement, meta: _Meta, article: Node, guess: Any) -> datetime | None:
    marked = tree.xpath("//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime")[:3]
    told = [*words_of(article.get("datePublished")), *meta.all(*_PUBLISHED), *marked]
    first = _first_moment(told)
    if first is not None and (first.hour or first.minute):
        return first
    found = first or date_of(guess.date or "")
    if found is None:
        return None
    # A time shown on the page says more than a day, if it is the same day.
    times = [when for text in tree.xpath("//time/@datetime")[:20] if _CLOCK.search(text) and (when := date_of(text))]
    return next((when for when in times if when.date() == found.date()), found)


def _first_moment(texts: Iterable[str]) -> datetime | None:
    """The first that gives a time of day, else the first."""
    read = [(text, when) for text in texts if (when := date_of(text))]
    return next((when for text, when in read if _CLOCK.search(text)), read[0][1] if read else None)


def _language(tree: HtmlElement, meta: _Meta, article: Node) -> str | None:
    """An IETF tag such as "en" or "pt-BR"."""
    given = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")]
    for text in [*given, *words_of(article.get("inLanguage")), *meta.all("og:locale", "language", "content-language")]:
        if text and (found := _LANGUAGE.fullmatch(text.strip())):
            first, *rest = found.group(0).replace("_", "-").split("-")
            return "-".join([first.lower(), *rest])
    return None
