"""What a server answered to one GET, after all redirects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
