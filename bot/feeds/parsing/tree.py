"""RSS, RDF and Atom that are well-formed: read off the tree that the gate has built.

Which element means what follows feedparser's reading, so that both readers of this room tell the same; what is too
odd for the few rules here is left to feedparser itself (`Odd`).
"""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from bot.feeds.parsing.dates import date_of
from bot.feeds.parsing.drafts import Draft, Head, Kind, Piece, enclosure, shown, web_base, whole
from bot.feeds.parsing.encoded import mended
from bot.feeds.particulars import address

_CORE = frozenset(
    (
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://purl.org/rss/1.0/modules/rss091#",
        "http://example.com/newformat#",
        "http://example.com/necho",
        "http://purl.org/echo/",
        "uri/of/echo/namespace#",
        "http://purl.org/pie/",
    )
)
_MODULES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
_LONGEST_NAME = 500
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_RSS = {"0.91": "0.91", "0.92": "0.92", "0.93": "0.93", "0.94": "0.94"}
_HTML_TYPES = frozenset(("html", "text/html", "xhtml", "application/xhtml+xml"))
_TEXT_TYPES = frozenset(("text", "text/plain", "plain", ""))

_TITLES = frozenset(("title", "dc:title"))
_SUMMARIES = frozenset(("description", "summary", "abstract", "dc:description", "itunes:summary"))
_CONTENTS = frozenset(("content", "content:encoded", "fullitem", "xhtml:body", "body"))
_PUBLISHED = frozenset(("pubdate", "published", "issued", "dcterms:issued"))
_UPDATED = frozenset(("updated", "modified", "dc:date", "dcterms:modified", "lastbuilddate"))
_AUTHORS = frozenset(("author", "dc:creator", "dc:author", "itunes:author"))
_SECTIONS = frozenset(("category", "dc:subject"))


class Odd(Exception):
    """Something that only feedparser reads. The words name it."""


class Tree:
    """One document's tree being read."""

    def __init__(self, root: etree._Element, url: str | None, has_bases: bool) -> None:
        self._root = root
        self._has_bases = has_bases
        self._url = web_base(url)
        self._atom = name_of(root.tag) == "feed"
        self._bases: dict[etree._Element, str | None] = {}
        self._frequency = 0
        self._atom_1 = "2005/atom" in str(root.tag).lower()

    def read(self) -> tuple[Head, list[Draft]]:
        """The feed and its items, in the order of the document. Raises `Odd`."""
        kind = self._kind()
        head = Head(kind, self._base(self._root))
        channel = self._channel()
        for element in self._root if channel is self._root else (*channel, *self._root):
            self._tell(head, element)
        head.language = self._root.get(f"{_XML}lang") or head.language
        items = [e for e in self._root.iter("{*}item", "{*}entry") if name_of(e.tag)]
        if any(item.getparent() not in (channel, self._root) for item in items):
            raise Odd("items within other elements, which may be each other")
        return head, [self._draft(item, head) for item in items]

    def _kind(self) -> str:
        root, name = self._root, name_of(self._root.tag)
        if name == "rss":
            version = (root.get("version") or "").strip()
            return f"rss {'2.0' if version.startswith('2') else _RSS.get(version, '')}".strip()
        if name == "rdf:rdf":
            netscape = any("my.netscape.com" in (uri or "") for uri in root.nsmap.values())
            return "rss 0.9" if netscape else "rss 1.0"
        if name == "feed":
            old = root.get("version") or ("0.3" if "purl.org/atom/ns#" in str(root.tag) else "")
            return f"atom {old if old in ('0.1', '0.2', '0.3') else '1.0'}"
        raise Odd("a root element of another name")

    def _channel(self) -> etree._Element:
        for child in self._root:
            if name_of(child.tag) == "channel":
                if child.get("href") or child.get("HREF"):
                    raise Odd("a channel with an address, as in CDF")
                return child
        return self._root

    def _tell(self, head: Head, element: etree._Element) -> None:
        """Take over what the feed says of itself in one of its elements."""
        name = name_of(element.tag)
        if name == "link":
            self._feed_link(head, element)
        elif name in _TITLES and not head.title:
            head.title = shown(self._piece(element, "guess"))[1]
        elif name in ("language", "dc:language") and not head.language:
            head.language = element.text
        elif name == "ttl" and (element.text or "").strip().isdecimal() and len(element.text or "") < 12:
            head.ttl = max(head.ttl or 0, int(element.text or 0) * 60)
        elif name == "sy:updateperiod":
            period = _PERIODS.get((element.text or "").strip().lower(), 0)
            head.ttl = max(head.ttl or 0, period // self._times()) or None

    def _times(self) -> int:
        if not self._frequency:
            told = (e.text or "" for e in self._channel() if name_of(e.tag) == "sy:updatefrequency")
            text = next(told, "").strip()
            self._frequency = max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
        return self._frequency

    def _feed_link(self, head: Head, element: etree._Element) -> None:
        href, rel = element.get("href"), (element.get("rel") or "alternate").lower()
        where = address(href or element.text, self._base(element))
        if where is None:
            return
        if rel == "hub":
            head.hub = head.hub or where
        elif rel == "self":
            head.topic = head.topic or where
        elif rel == "alternate" and (not href or _map(element) in _HTML_TYPES or not element.get("type")):
            head.home = head.home or where

    def _draft(self, item: etree._Element, head: Head) -> Draft:
        draft = Draft(id=item.get(_ABOUT), language=item.get(f"{_XML}lang"))
        if item.get("href") or item.get("HREF"):
            raise Odd("an item with an address, as in CDF")
        permalink: str | None = None
        media: list[etree._Element] = []
        for element in item:
            name = name_of(element.tag)
            if name == "link":
                self._item_link(draft, element, head)
            elif name in ("guid", "id"):
                draft.id = (element.text or "").strip() or draft.id
                if (element.get("isPermaLink") or element.get("ispermalink") or "true").lower() == "true":
                    permalink = draft.id
            elif name in _TITLES or name in _SUMMARIES or name in _CONTENTS:
                self._words(draft, element, name)
            elif name.startswith("media:"):
                media.append(element)
            elif name:
                self._facts(draft, element, name, head)
        self._media(draft, media)
        if not draft.link and permalink and (not self._atom or permalink[:4].lower() == "http"):
            draft.link = whole(permalink, self._base(item) or head.home)
        return draft

    def _words(self, draft: Draft, element: etree._Element, name: str) -> None:
        """Title, summary and content; the second summary of an item without content is its content."""
        if name in _TITLES:
            if draft.title is None or not draft.title.value:
                draft.title = self._piece(element, "guess")
        elif name in _SUMMARIES:
            piece = self._piece(element, "guess" if name in ("summary", "abstract", "itunes:summary") else "html")
            if draft.summary is None:
                draft.summary = piece
            elif piece.value:
                draft.contents.append(piece)
        elif not element.get("src"):
            piece = self._piece(element, "guess" if name == "content" else "html")
            if piece.value:
                draft.contents.append(piece)

    def _facts(self, draft: Draft, element: etree._Element, name: str, head: Head) -> None:
        if name in _PUBLISHED:
            draft.published = date_of(_all(element)) or draft.published
        elif name in _UPDATED:
            draft.updated = date_of(_all(element)) or draft.updated
        elif name in _AUTHORS:
            draft.author = draft.author or _person(element)
        elif name in _SECTIONS:
            told = element.get("label") or element.get("term") or _all(element).strip()
            draft.section = draft.section or told or None
        elif name == "enclosure":
            self._enclose(draft, element, element.get("url") or element.get("href"), head)
        elif name == "source":
            draft.outlet = draft.outlet or self._outlet(element)
        elif name in ("dc:language", "language"):
            draft.language = draft.language or element.text

    def _media(self, draft: Draft, media: list[etree._Element]) -> None:
        """Words of media stand in where the item has none of its own."""
        if (draft.title is not None and (draft.summary is not None or draft.contents)) or not media:
            return
        for element in (inner for outer in media for inner in (outer, *outer)):
            name = name_of(element.tag)
            if name == "media:title" and draft.title is None:
                draft.title = self._piece(element, "guess")
            elif name == "media:description" and draft.summary is None and not draft.contents:
                draft.summary = self._piece(element, "guess")

    def _item_link(self, draft: Draft, element: etree._Element, head: Head) -> None:
        href = element.get("href") or element.get("url") or element.get("uri")
        rel = (element.get("rel") or "alternate").lower()
        if not href:
            draft.link = whole(_all(element), self._base(element) or head.home) or draft.link
        elif rel == "alternate" and (not element.get("type") or _map(element) in _HTML_TYPES):
            draft.link = whole(href, self._base(element) or head.home) or draft.link
        elif rel == "enclosure":
            self._enclose(draft, element, href, head)

    def _enclose(self, draft: Draft, element: etree._Element, link: str | None, head: Head) -> None:
        base = self._base(element) or head.home
        found = enclosure(link, element.get("type"), element.get("length"), base)
        if found is not None:
            draft.enclosures.append(found)

    def _outlet(self, source: etree._Element) -> str | None:
        for child in source:
            if name_of(child.tag) == "title":
                return shown(self._piece(child, "guess"))[1]
        text: str | None = source.text
        return text

    def _piece(self, element: etree._Element, kind: Kind) -> Piece:
        """The value of a text construct: escaped, inline or plain."""
        base = self._base(element) if self._has_bases else None
        type_ = _map(element)
        if (element.get("mode") or "") == "base64" or not _readable(type_):
            raise Odd("content in base64")
        if len(element):
            return Piece(mended(_inline(element, self._atom_1)), "html", base)
        value = mended((element.text or "").strip())
        if type_ in _HTML_TYPES or type_.endswith("xml"):
            # Markup that was meant inline holds no tag here: what it escapes is text.
            inline = type_.endswith("xml") or type_ == "xhtml"
            return Piece(_escape(value) if inline and element.get("mode") != "escaped" else value, "html", base)
        if type_ in _TEXT_TYPES and (element.get("type") or kind == "guess"):
            return Piece(value, "text" if self._atom else "guess", base)
        return Piece(value, kind, base)

    def _base(self, element: etree._Element) -> str | None:
        """Where relative addresses inside the element start from: xml:base of it and all around it."""
        if not self._has_bases:
            return self._url
        unknown: list[etree._Element] = []
        around: etree._Element | None = element
        while around is not None and around not in self._bases:
            unknown.append(around)
            around = around.getparent()
        base = self._url if around is None else self._bases[around]
        for each in reversed(unknown):
            base = self._bases[each] = web_base(each.get(f"{_XML}base"), base)
        return base


def name_of(tag: object) -> str:
    """The element's name in lower case, "module:name" where it is a module's; "" for those we do not know."""
    return _name(tag) if isinstance(tag, str) and len(tag) < _LONGEST_NAME else ""


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag.lower()
    namespace, _, local = tag[1:].lower().partition("}")
    if namespace in _CORE or "backend.userland.com/rss" in namespace:
        return local
    module = _MODULES.get(namespace)
    return f"{module}:{local}" if module else ""


def _map(element: etree._Element) -> str:
    return (element.get("type") or "").strip().lower()


def _readable(type_: str) -> bool:
    return type_ in _TEXT_TYPES or type_ in _HTML_TYPES or type_.startswith("text/") or type_.endswith("xml")


def _all(element: etree._Element) -> str:
    return (element.text or "") if not len(element) else "".join(element.itertext())


def _person(element: etree._Element) -> str | None:
    parts = {name_of(child.tag): (child.text or "").strip() for child in element}
    name, mail = parts.get("name", ""), parts.get("email", "")
    return (f"{name} ({mail})" if name and mail else name or mail) or _all(element).strip() or None


def _inline(element: etree._Element, atom_1: bool) -> str:
    """Inline markup as HTML, without the one division that Atom 1.0 puts around it."""
    for inner in element.iter(etree.Element):
        inner.tag = str(inner.tag).rpartition("}")[2]
    only = element[0] if len(element) == 1 and not (element.text or "").strip() else None
    if atom_1 and only is not None and only.tag == "div" and not (only.tail or "").strip():
        element = only
    pieces = [etree.tostring(child, method="html", encoding="unicode", with_tail=True) for child in element]
    return (_escape(element.text or "") + "".join(pieces)).strip()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
