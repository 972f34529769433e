"""A saved web page to an article, with trafilatura telling the story from what stands around it."""

from __future__ import annotations

import re

from bot.feeds.decoding import Unreadable, decode
from bot.feeds.particulars import address, moment, one_line, storable
from bot.news.text import squeeze
from bot.news.types import FoundArticle

LARGEST_PAGE = 2_000_000
"""Bytes. trafilatura has no time limit of its own and needs about ten seconds for the worst page of this size."""

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%dT%H:%M:%S%z"}


def read_page(data: bytes, key: str) -> FoundArticle:
    """The article of a page, one paragraph a line. Raises `Unreadable` where there is none to find."""
    if len(data) > LARGEST_PAGE:
        raise Unreadable(f"is a page of {len(data) / 1e6:.1f} MB; a page may have {LARGEST_PAGE / 1e6:.0f} MB")
    from trafilatura import bare_extraction

    text = decode(data, declared_charset(data))
    found = bare_extraction(
        text, fast=True, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
    )
    if found is None or isinstance(found, dict) or not found.text or not found.text.strip():
        raise Unreadable("is a page in which no article was found")
    title = one_line(found.title)
    return FoundArticle(
        key,
        _without_title(storable(found.text), title),
        title,
        one_line(found.sitename),
        address(found.url),
        moment(found.date),
    )


def declared_charset(data: bytes) -> str | None:
    """The encoding that the head of a page or XML document names."""
    found = _CHARSET.search(data, 0, 4096)
    return found.group(1).decode("ascii") if found else None


def _without_title(text: str, title: str | None) -> str:
    """The title is kept apart; as first line of the text it would be read as a sentence."""
    first, _, rest = text.partition("\n")
    return rest if title and rest.strip() and squeeze(first) == title else text
