"""A web page without a feed, read as one: the links that a CSS selector finds, in the order of the page."""

from __future__ import annotations

from datetime import datetime

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing.dates import date_of
from bot.feeds.parsing.discovery import page_base, page_tree
from bot.feeds.parsing.drafts import MOST_ITEMS, Draft, Head, Piece, document
from bot.feeds.particulars import address, one_line
from bot.news.followed import FeedDocument

_LONGEST_SELECTOR = 500
_LONGEST_TITLE = 500


def read_links(data: bytes, url: str, selector: str, content_type: str | None = None) -> FeedDocument:
    """The links found, each address once; a link's words are its title, a `time` in or beside it its date.

    The selector finds the links themselves or what is around each. Raises `Unreadable` where it finds none.
    """
    find = checked_selector(selector)
    root = page_tree(data, content_type)
    if root is None:
        raise Unreadable("is no web page that can be read")
    head = Head("links", page_base(root, url), language=root.get("lang"))
    head.home = address(url)
    head.title = next(("".join(title.itertext()) for title in root.iter("title")), None)
    try:
        found = find(root)
    except etree.XPathError as error:
        raise Unreadable(f"cannot be searched for “{selector}”: {error}") from error
    drafts: dict[str, Draft] = {}
    for element in found if isinstance(found, list) else []:
        if isinstance(element, etree._Element) and (draft := _draft(element, head.base)) is not None and draft.link:
            drafts.setdefault(draft.link, draft)
        if len(drafts) > MOST_ITEMS:
            break
    if not drafts:
        raise Unreadable(f"holds no link where the selector “{selector}” looks; the page may have changed")
    return document(head, list(drafts.values()))


def checked_selector(selector: str) -> CSSSelector:
    """The selector, ready to use. Raises `Unreadable` with the place of the mistake in it."""
    if not selector.strip() or len(selector) > _LONGEST_SELECTOR:
        raise Unreadable(f"cannot be read: a CSS selector has 1 to {_LONGEST_SELECTOR} characters")
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, etree.XPathError, RecursionError) as error:
        raise Unreadable(f"cannot be read: “{selector}” is no CSS selector ({error})") from error


def _draft(element: etree._Element, base: str | None) -> Draft | None:
    """The item of a link, or of the first link with words inside of what was found."""
    links = [element] if element.tag == "a" else list(element.iter("a"))
    links = [link for link in links if address(link.get("href"), base)]
    link = next((link for link in links if _words(link)), links[0] if links else None)
    if link is None:
        return None
    where = address(link.get("href"), base)
    title = _words(link) or link.get("title") or next((image.get("alt") for image in link.iter("img")), None)
    around = element if element.tag != "a" else _card(link)
    return Draft(
        title=Piece(title[:_LONGEST_TITLE], "text") if title else None,
        link=where.partition("#")[0] if where else None,
        published=_date(around),
    )


def _card(link: etree._Element) -> etree._Element:
    """What stands around a link and belongs to it: the largest element that holds no other link's address."""
    around = link
    while (parent := around.getparent()) is not None and parent.tag not in ("body", "html", "main"):
        if any(other.get("href") != link.get("href") for other in parent.iter("a")):
            break
        around = parent
    return around


def _date(around: etree._Element) -> datetime | None:
    for element in around.iter("time"):
        when = date_of(element.get("datetime") or "".join(element.itertext()))
        if when is not None:
            return when
    return None


def _words(link: etree._Element) -> str | None:
    words = "".join(text for text in link.itertext() if isinstance(text, str))
    return one_line(words)
