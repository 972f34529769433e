"""Title, date and address of an article as sources write them, made clean or left out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from bot.news.text import squeeze

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0<>\"\\^`{|}\u200b-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SEEN = re.compile(r"[^\W_]")
_LONGEST_ADDRESS = 2048


def storable(text: str) -> str:
    """The text without what no store keeps and no terminal should be sent: control characters and half surrogates.

    Marks that turn the direction of what follows go without a trace. JSON and character references smuggle in all.
    """
    return text if text.isascii() and "\0" not in text and "\x1b" not in text else _cleaned(text)


def _cleaned(text: str) -> str:
    return _UNSTORABLE.sub(lambda m: "" if "\u202a" <= m.group() <= "\u2069" else "\ufffd", text)


def one_line(text: object) -> str | None:
    """A title or name on one line; None where there is nothing to see."""
    if not isinstance(text, str):
        return None
    line = " ".join(text.split()) if text.isascii() and text.isprintable() else squeeze(_cleaned(text))
    return line if _SEEN.search(line) else None


def moment(text: object) -> datetime | None:
    """A date as ISO 8601 or RFC 2822 has it, in UTC. A date without a time is its midnight, without a zone UTC."""
    if not isinstance(text, str) or not 8 <= len(text.strip()) <= 80:
        return None
    words = text.strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = parse(words)
            return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def address(link: object, base: str | None = None) -> str | None:
    """A web address, made whole with `base`; None for anything that is not plain http or https."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        whole = urljoin(base or "", link.strip())
        parts = urlsplit(whole)
        named = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not named or parts.username is not None:
        return None
    return None if _NOT_IN_ADDRESS.search(whole) or len(whole) > _LONGEST_ADDRESS else whole
