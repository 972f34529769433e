"""Bytes of a page to the tree of its markup, as a browser would show it: hidden parts are gone."""

from __future__ import annotations

import codecs
import itertools
import re

from lxml.html import HtmlElement

from bot.feeds.decoding import Unreadable, decode

LARGEST_PAGE = 2_000_000
"""Bytes. trafilatura has no time limit of its own."""

MOST_ELEMENTS = 30_000
"""Three times what the largest of a thousand articles' pages has; more take longer than a page may take."""

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*(?:["']\s*)?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*(?:["']\s*)?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|section|main|span|table|h[1-6]|br|a)\b", re.IGNORECASE
)
_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]{0,40})")
_FEEDS = frozenset(("rss", "feed", "rdf:rdf", "urlset", "sitemapindex"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BANNER = re.compile(
    r"cookie|consent|gdpr|rgpd|onetrust|didomi|usercentrics|sp_message|qc-cmp|cmplz|borlabs|tarteaucitron|axeptio"
    r"|iubenda|cookiebot|termly|osano|klaro|truste|fc-dialog|cmp(?:box|-container|wrapper)|privacy-(?:manager|banner)",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MOST_HIDDEN = 0.3
_MOST_BROKEN = 0.002


def tree_of(data: bytes, content_type: str | None = None) -> HtmlElement:
    """The tree of a page. Raises `Unreadable` for what is too large or no page at all."""
    from lxml.etree import LxmlError
    from lxml.html import document_fromstring
    from trafilatura import load_html

    if len(data) > LARGEST_PAGE:
        raise Unreadable(f"is a page of {len(data) / 1e6:.1f} MB; a page may have {LARGEST_PAGE / 1e6:.0f} MB")
    text = _text(data, content_type)
    first = _ELEMENT.search(text)
    if first and first.group(1).lower() in _FEEDS:
        raise Unreadable("is a feed and not a page")
    if not _PAGE.search(text):
        raise Unreadable("is no web page")
    try:
        tree = load_html(text)
        tree = document_fromstring(text) if tree is None else tree  # a page of a few words
    except (LxmlError, ValueError) as error:
        raise Unreadable(f"is a page that cannot be read: {error}") from error
    if has_more_than(MOST_ELEMENTS, tree):
        raise Unreadable(f"is a page of more than {MOST_ELEMENTS:,} elements, which would take too long to read")
    _drop_hidden(tree)
    return tree


def has_more_than(most: int, tree: HtmlElement) -> bool:
    """Whether a tree has more than `most` elements."""
    return next(itertools.islice(tree.iter(), most, None), None) is not None


def declared_charset(data: bytes) -> str | None:
    """The encoding that the head of a page or XML document names."""
    found = _CHARSET.search(data, 0, 4096)
    return found.group(1).decode("ascii") if found else None


def drop_banners(tree: HtmlElement) -> bool:
    """Take consent banners off, by the names that their makers give them. False where there is none."""
    found = [element for element in tree.xpath("//body//*[@id or @class]") if _BANNER.search(_names(element))]
    for element in found:
        if element.getparent() is not None:
            element.drop_tree()
    return bool(found)


def _names(element: HtmlElement) -> str:
    return f"{element.get('id', '')} {element.get('class', '')}"


def _text(data: bytes, content_type: str | None) -> str:
    """The page's text. A letter that is broken here and there is shown as such, not taken for a reason to give up."""
    named = _HEADER_CHARSET.search(content_type or "")
    declared = named.group(1) if named else declared_charset(data)
    data = data if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else data.replace(b"\0", b"")
    try:
        return _CONTROLS.sub(" ", decode(data, declared))
    except Unreadable:
        text = data.decode("utf-8", "replace")
        if not text.strip() or text.count("\ufffd") > max(3, _MOST_BROKEN * len(text)):
            raise
        return _CONTROLS.sub(" ", text)


def _drop_hidden(tree: HtmlElement) -> None:
    """What nobody sees is nothing that the page says. A page that hides most of itself shows it by a script."""
    everything = len(tree.text_content())
    for element in tree.xpath("//body//*[@hidden or @style or self::template]"):
        unseen = element.tag == "template" or "hidden" in element.attrib or _UNSEEN.search(element.get("style", ""))
        if unseen and element.getparent() is not None and len(element.text_content()) < _MOST_HIDDEN * everything:
            element.drop_tree()
