"""The strict gate: XML that is well-formed and harmless gets through, as a tree. No entity and no DTD ever does."""

from __future__ import annotations

import re

from lxml import etree

from bot.feeds.decoding import Unreadable

_PROLOG = re.compile(r"(?>\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DOCTYPE_MARK = re.compile(r"""[\[\]]|<!--.*?-->|[<>]|"[^"]*"|'[^']*'""", re.DOTALL)
_LONGEST_DOCTYPE = 20_000


def strict(document: bytes | str) -> etree._Element | None:
    """The root of a well-formed document; None for any other."""
    parser = etree.XMLParser(
        recover=False,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    data = document if isinstance(document, bytes) else document.encode("utf-8", "replace")
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def without_doctype(text: str) -> str:
    """The document without its DOCTYPE, and with it every entity it declares. Raises `Unreadable` for endless ones."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if text[start : start + 9].upper() != "<!DOCTYPE":
        return text
    depth = 0
    for m in _DOCTYPE_MARK.finditer(text, start, start + _LONGEST_DOCTYPE):
        depth += {"[": 1, "<": 1, "]": -1, ">": -1}.get(m.group(), 0)
        if depth == 0:
            return text[:start] + text[m.end() :]
    raise Unreadable("has a DOCTYPE that no feed has")
