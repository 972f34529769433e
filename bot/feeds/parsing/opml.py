"""Lists of feeds as OPML, which every reader of feeds writes and reads (opml.org/spec2.opml)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing.encoded import text_of
from bot.feeds.parsing.gate import without_doctype
from bot.feeds.particulars import address, one_line

LARGEST_LIST = 20_000_000
MOST_FEEDS = 50_000
_DEEPEST = 50
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed on a list. `category` is the folder it lies in, folders within each other joined by "/"."""

    url: str
    title: str | None = None
    category: str | None = None


def read_opml(data: bytes) -> tuple[Outline, ...]:
    """The feeds of a list, each address once, in its order. Raises `Unreadable` where it is none or names none."""
    if len(data) > LARGEST_LIST:
        raise Unreadable(f"is a list of {len(data) / 1e6:.1f} MB; it may have {LARGEST_LIST / 1e6:.0f} MB")
    root = _tree(without_doctype(text_of(data).lstrip()))
    if root is None or not _named(root, "opml"):
        raise Unreadable("is no OPML list of feeds")
    found: dict[str, Outline] = {}
    waiting: list[tuple[etree._Element, tuple[str, ...]]] = [
        (child, ()) for body in root if _named(body, "body") for child in reversed(body)
    ]
    while waiting:
        element, folders = waiting.pop()
        if not _named(element, "outline"):
            continue
        told = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        title = one_line(told.get("title")) or one_line(told.get("text"))
        # What is no web address is listed as it stands: whoever follows the list says why it is refused.
        url = address(told.get("xmlurl")) or one_line(told.get("xmlurl"))
        if url is not None:
            category = "/".join(folders) or one_line(told.get("category", "").partition(",")[0].strip("/"))
            found.setdefault(url, Outline(url, title, category))
        if len(found) > MOST_FEEDS:
            raise Unreadable(f"is an OPML list of more than {MOST_FEEDS:,} feeds; split it")
        inside = (*folders, title.replace("/", " ")) if url is None and title and len(folders) < _DEEPEST else folders
        waiting.extend((child, inside) for child in reversed(element))
    if not found:
        raise Unreadable("is an OPML list that names no feed")
    return tuple(found.values())


def write_opml(outlines: Sequence[Outline], title: str) -> str:
    """The list as OPML 2.0, a folder for each category."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _xml(title)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for outline in outlines:
        path: tuple[str, ...] = ()
        for name in (outline.category or "").split("/"):
            if shown := _xml(name).strip():
                parent, path = folders[path], (*path, shown)
                if path not in folders:
                    folders[path] = etree.SubElement(parent, "outline", text=shown, title=shown)
        name = _xml(outline.title or outline.url)
        etree.SubElement(folders[path], "outline", type="rss", text=name, title=name, xmlUrl=_xml(outline.url))
    document: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return document


def _tree(text: str) -> etree._Element | None:
    """The tree of a list, mended where it is broken: many are written by hand."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _named(element: etree._Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2].lower() == name


def _xml(text: str) -> str:
    """The text without the characters that XML has no place for."""
    return _NOT_XML.sub("", text)
