"""What is asked of a server, and what it answered to one GET after all redirects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LARGEST_FEED = 15_000_000
"""Bytes, decompressed."""
FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.3"
)
PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Fetched:
    """`body` is decompressed and within its cap; empty for 304. Names of `headers` are lower case.

    `url` is where it was found; `moved_to` where permanent redirects alone led, None where there were none.
    `wait` is the seconds that Cache-Control, Expires or Retry-After ask for.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None
    wait: int | None = None
