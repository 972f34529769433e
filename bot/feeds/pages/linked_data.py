"""JSON-LD of a page: the one object in it that is the page's article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_MOST_SCRIPTS = 30
_MOST_NODES = 2000
_LONGEST = 500_000
_ARTICLES = ("Article", "BlogPosting", "Report", "LiveBlogPosting", "Review", "SocialMediaPosting")
# What hangs under these is other articles.
_ELSEWHERE = frozenset(
    ("itemListElement", "hasPart", "isPartOf", "relatedLink", "citation", "mentions", "comment", "review")
)

Node = dict[str, Any]


def linked_data(tree: HtmlElement) -> list[Node]:
    """All objects of the page's JSON-LD, outer ones first. What is no JSON is as if it were not there."""
    found: list[Node] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:_MOST_SCRIPTS]:
        text = script.text or ""
        if len(text) > _LONGEST:
            continue
        try:
            found.extend(_nodes(json.loads(text.strip().removesuffix(";"), strict=False)))
        except (ValueError, RecursionError):
            continue
        if len(found) > _MOST_NODES:
            break
    return found


def article_of(nodes: list[Node], url: str | None) -> Node:
    """The node of the article that the page is about; empty where none is."""
    articles = [node for node in nodes if is_a(node, *_ARTICLES)]
    own = [node for node in articles if url and url.rstrip("/") in (_address(node.get(k)) for k in _OWN_ADDRESS)]
    return max(own or articles, key=lambda node: "headline" in node or "articleBody" in node, default={})


def is_a(node: Node, *types: str) -> bool:
    """Whether a node's type is one of these, or ends like one ("NewsArticle")."""
    named = node.get("@type")
    return any(
        isinstance(each, str) and each.endswith(types) for each in (named if isinstance(named, list) else [named])
    )


def words_of(value: object) -> Iterator[str]:
    """Strings of a value: itself, those of its list, or the names of its objects."""
    for each in value[:50] if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            name = each.get("name")
            yield from (part for part in (name if isinstance(name, list) else [name])[:5] if isinstance(part, str))


_OWN_ADDRESS = ("url", "mainEntityOfPage", "@id")


def _address(value: object) -> str:
    value = value.get("@id") if isinstance(value, dict) else value
    return value.rstrip("/") if isinstance(value, str) else ""


def _nodes(value: object) -> Iterator[Node]:
    """The objects of a document, broad before deep, without those of other articles."""
    level, seen = [value], 0
    while level and seen < _MOST_NODES:
        deeper: list[object] = []
        for each in level:
            seen += 1
            if isinstance(each, list):
                deeper.extend(each[:_MOST_NODES])
            elif isinstance(each, dict):
                yield each
                deeper.extend(v for k, v in each.items() if k not in _ELSEWHERE and isinstance(v, (dict, list)))
        level = deeper[:_MOST_NODES]
