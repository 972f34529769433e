"""HTML out of feeds made harmless (nh3), and the plain words in it.

Nothing of a feed's markup is looked at before it has been through here.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

import nh3

from bot.feeds.markup import HIDDEN, LONGEST_PIECE, closed, narrow, too_deep, unescaped
from bot.feeds.particulars import storable

_TAGS = (nh3.ALLOWED_TAGS | {"section", "address", "big", "tfoot", "main"}) - HIDDEN
_FALLBACKS = {"object", "audio", "video", "canvas"}  # what they hold is shown where they are not
_ATTRIBUTES = {
    "*": {"title", "lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "del": {"datetime", "cite"},
    "ins": {"datetime", "cite"},
    "time": {"datetime"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}

_CUT = re.compile("<[^<>]*>")
_VOID = re.compile("<((?:br|hr|img|wbr|col|area)(?: [^<>]*)?)>")
_AMPERSAND = re.compile("&#(?:38|[xX]26);")
_TAG = re.compile(r"<(?:/?([A-Za-z][\w-]*)|!)[^<>]*>")
_STRAY = re.compile(r"&(?!(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);)")
_TAG_START = re.compile("<[/!?A-Za-z]")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);")
_NAMES = (
    _TAGS
    | HIDDEN
    | set(
        "html head body link meta base form input button label fieldset legend font blink marquee frame frameset "
        "param source track picture option optgroup output progress meter dialog menu dir nobr basefont bgsound "
        "isindex".split()
    )
)


def safe_html(markup: str, base: str | None = None) -> str:
    """The markup with nothing in it that acts, its relative addresses made whole with `base`."""
    markup = storable(markup[:LONGEST_PIECE]).strip()
    if "<" not in markup:
        return _STRAY.sub("&amp;", markup) if "&" in markup else markup
    if too_deep(markup):
        return html.escape(narrow(unescaped(_CUT.sub(" ", markup))), quote=False).strip()
    cleaned = _VOID.sub(r"<\1 />", _cleaner(base).clean(closed(markup))).strip()
    if "&#" not in markup:
        return cleaned
    cleaned = storable(cleaned)
    # The feed's own spelling stays where that is all that differs, as in feedparser.
    return markup if _AMPERSAND.sub("&amp;", markup) == cleaned else cleaned


def safe_text(text: str) -> str:
    """Plain text as HTML: as it is, unless a reader of HTML would take something in it for a tag."""
    text = storable(text[:LONGEST_PIECE]).strip()
    return html.escape(text, quote=False) if _TAG_START.search(text) else text


def looks_like_html(text: str) -> bool:
    """Whether text that should be plain is HTML after all: tags that HTML knows, or references to characters."""
    if "<" not in text:
        return "&" in text and _ENTITY.search(text) is not None
    names = [name.lower() for name in _TAG.findall(text)]
    return all(name in _NAMES or not name for name in names) if names else _ENTITY.search(text) is not None


def words_of(safe: str) -> str:
    """The words of `safe_html` on one line."""
    if "<" in safe:
        safe = _CUT.sub("", safe)
    return unescaped(safe)


@lru_cache(maxsize=64)
def _cleaner(base: str | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags=set(HIDDEN - _FALLBACKS),
        link_rel=None,
        url_schemes=_SCHEMES,
        url_relative=("rewrite_with_base", base) if base else None,
    )
