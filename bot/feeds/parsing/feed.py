"""A feed document of whatever kind to its items: which reader it goes to, and why some are refused."""

from __future__ import annotations

import re

from lxml import etree

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing.discovery import feeds_of_page
from bot.feeds.parsing.drafts import Draft, Head, document
from bot.feeds.parsing.encoded import is_plain_utf8, text_of
from bot.feeds.parsing.gate import strict, without_doctype
from bot.feeds.parsing.json_feed import read_json
from bot.feeds.parsing.loose import read_loosely
from bot.feeds.parsing.sitemap import is_sitemap, read_sitemap
from bot.feeds.parsing.tree import Odd, Tree
from bot.news.followed import FeedDocument

LARGEST_AT_ONCE = 256_000
"""Bytes that may be read on the event loop, where they pass the gate: some 12 milliseconds, a tenth of a second at
worst."""
# Each costs some microseconds, whatever little it says; hardly a feed of that size has half as many.
_MOST_MARKS = 8_000
_MOST_OBJECTS = 4_000
_MOST_BASES = 100  # each new one wants a sanitiser of its own

_ROOT = re.compile(r"<[A-Za-z_]")
_HEAD = 100_000
_PAGE = re.compile(r"<(?:html|!doctype\s+html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed|channel|item|entry)\b", re.IGNORECASE)
_BINARY = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def read_feed(data: bytes, url: str | None = None, content_type: str | None = None) -> FeedDocument:
    """The feed and its items. `url` is where it was found, `content_type` the server's header.

    Raises `Unreadable`, with the reason in words, for what is no feed.
    """
    root = _at_once(data, content_type)
    if root is not None:
        try:
            return document(*_of_tree(root, data, url))
        except Odd:
            pass
    text = text_of(data, content_type)
    if text.lstrip()[:1] in ("{", "["):
        return document(*read_json(text, url))
    _check_text(text)
    return document(*_of_text(without_doctype(text.lstrip()), data, url))


def read_light(data: bytes, url: str | None = None, content_type: str | None = None) -> FeedDocument | None:
    """What `read_feed` gives, where that takes milliseconds.

    None for what is big, laborious, broken, odd or has a DTD: it belongs into a worker process.
    """
    if len(data) > LARGEST_AT_ONCE or _is_laborious(data):
        return None
    if _may_be_json(data):
        return read_feed(data, url, content_type)
    if _has_dtd(data):
        return None
    root = _at_once(data, content_type)
    if root is None:
        return None
    try:
        return document(*_of_tree(root, data, url))
    except Odd:
        return None


def _at_once(data: bytes, content_type: str | None) -> etree._Element | None:
    """The tree of a document that is what it says it is: no byte needs to be looked at twice."""
    if _may_be_json(data) or _has_dtd(data) or not is_plain_utf8(data, content_type):
        return None
    return strict(data)


def _of_tree(root: etree._Element, data: bytes, url: str | None) -> tuple[Head, list[Draft]]:
    if is_sitemap(root):
        return read_sitemap(root, url)
    return Tree(root, url, b":base" in data).read()


def _of_text(text: str, data: bytes, url: str | None) -> tuple[Head, list[Draft]]:
    root = strict(text)
    if root is not None:
        try:
            return _of_tree(root, b":base" if ":base" in text else b"", url)
        except Odd:
            pass
    if _PAGE.search(text, 0, 5000) and not _FEED.search(text):
        raise Unreadable(_web_page(data, url))
    head, drafts = read_loosely(text, url)
    if not drafts and not head.kind:
        raise Unreadable("is XML but no RSS, RDF or Atom feed" if _ROOT.search(text, 0, _HEAD) else "is not XML")
    return head, drafts


def _check_text(text: str) -> None:
    """Refuses what is no text before any parser is troubled with it."""
    sample = text[:_HEAD]
    if "\0" in sample and sample.count("\0") > 0.01 * len(sample):
        raise Unreadable("is not text: it holds NUL characters")
    if len(_BINARY.findall(sample)) + sample.count("\ufffd") > 0.1 * len(sample):
        raise Unreadable("is not text: it holds too many control characters")


def _web_page(data: bytes, url: str | None) -> str:
    found = feeds_of_page(data, url)[:3]
    named = f"; it names {' and '.join(feed.url for feed in found)}" if found else ""
    return f"is a web page, not a feed{named}"


def _may_be_json(data: bytes) -> bool:
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _is_laborious(data: bytes) -> bool:
    return data.count(b"<") > _MOST_MARKS or data.count(b"{") > _MOST_OBJECTS or data.count(b":base") > _MOST_BASES


def _has_dtd(data: bytes) -> bool:
    head = data[:_HEAD]
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"<!doctype" in head
