"""Where a page says that it belongs: believed on its own site alone, so that no page can pass for another's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.feeds.particulars import address

_SECOND_LEVEL = frozenset("ac co com edu gob gouv gov gv go in ltd me mil ne net nom or org plc sch".split())
_NUMBER = re.compile(r"[\d.]+|.*:.*")


def own_address(given: Iterable[str], url: str | None) -> str | None:
    """The first of the addresses that is on the site of `url`; without an `url`, the first.

    A site's front page is no address for anything else, though careless templates name it on every page.
    """
    for each in given:
        found = address(each, url)
        if found is None or (url is not None and not same_site(found, url)):
            continue
        if _is_front(found) and not (url is not None and _is_front(url)):
            continue
        return found
    return None


def same_site(one: str, other: str) -> bool:
    """Whether two addresses have one registered domain, as far as that shows without the list of all suffixes."""
    first, second = (urlsplit(each).hostname or "" for each in (one, other))
    return first == second or (registered(first) == registered(second) and not _NUMBER.fullmatch(first))


def registered(host: str) -> str:
    """The domain that somebody owns: "news.example.co.uk" has "example.co.uk"."""
    labels = host.rstrip(".").lower().split(".")
    takes = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-takes:])


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
