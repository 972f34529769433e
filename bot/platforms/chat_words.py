"""Words for chat platforms, before any of them escapes them: runs of text that call nobody, links that hide nothing.

Whatever comes from articles, feeds, models or people is untrusted. Links are runs with a `url`, and nothing else is
one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from bot.platforms.screen_text import clean

LINK_BYTES = 1500
"""A longer address is no link: it would fill a message, and hardly anything opens it."""

JOINER = "\u2060"
_PING = re.compile(r"[@＠](?=(?:everyone|here|channel)\b)|<(?=[!@#])", re.IGNORECASE)


# Of an address: what ends or parts a link in mrkdwn or Markdown, percent-encoded it is the same address.
_KEPT_IN_LINKS = "!#$%&'*+,-./:;=?@_~"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style. `mark` is the number of evidence that they stand for ("[3]")."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None
    mark: int | None = None


def line(text: str) -> str:
    """All on one line as it is seen, pinging nobody; "" where nothing of it is seen."""
    seen = " ".join(_clean(text).split())
    return _PING.sub(lambda m: m[0] + JOINER, seen) if _is_seen(seen) else ""


def lines(text: str) -> str:
    """As `line`, with its line breaks and indents kept."""
    seen = _clean(text).strip("\n").rstrip()
    return _PING.sub(lambda m: m[0] + JOINER, seen) if _is_seen(seen) else ""


def _clean(text: str) -> str:
    return text if text.isprintable() else clean(text)  # the same, and most text is


def _is_seen(text: str) -> bool:
    return any(unicodedata.category(c)[0] not in "CZM" for c in text)


def cut(text: str, chars: int) -> str:
    """At most so many characters, whole words where there are any."""
    if len(text) <= chars:
        return text
    kept = text[: chars - 1]
    return (kept[: kept.rindex(" ")] if " " in kept.strip() else kept).rstrip() + "…"


def web_link(url: str | None) -> str | None:
    """The address where it is one of the web and shows all it is, in ASCII but for its host; else None."""
    if not url or "\\" in url or not _is_plain(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    start = url.index("://") + 3 + len(parts.netloc)
    link = url[:start] + quote(url[start:], safe=_KEPT_IN_LINKS)
    return link if len(link.encode()) <= LINK_BYTES and not set(parts.netloc) & set("<>|\"'`()*_") else None


def _is_plain(url: str) -> bool:
    return url == "".join(_clean(url).split())


def plain(runs: Iterable[Run]) -> str:
    """What is read."""
    return "".join(run.text for run in runs)
