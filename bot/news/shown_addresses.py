"""Addresses as they may be shown to whoever sees a status page: without what lets one in."""

from __future__ import annotations

import re

_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE)
# As RFC 3986, appendix B, takes an address apart; user and password end at the last "@" before the path.
_PARTS = re.compile(
    r"[a-z][a-z0-9+.-]*://(?:[^/?#]*@)?(?P<host>\[[^\]/?#]*\]|[^/?#:\[\]]*)(?P<port>:[0-9]*)?"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
_KEY = re.compile(r"(?=[^/]*[0-9])(?=[^/]*[A-Za-z])[\w~=+%-]{24,}")


def shown_address(url: str) -> str:
    """Host and path: without user, password and query, and without what looks like a key in the path."""
    parts = _PARTS.fullmatch(url)
    if parts is None:
        return "an address that cannot be read"
    path = "/".join("…" if _KEY.fullmatch(piece) else piece for piece in (parts["path"] or "").split("/"))
    more = "?…" if parts["query"] else ""
    return f"{parts['host'].lower()}{parts['port'] or ''}{path if path != '/' else ''}{more}"


def shown_words(words: str) -> str:
    """The words, with each address in them as `shown_address` has it."""
    return _URL.sub(lambda found: shown_address(found[0]), words)
