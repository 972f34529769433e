"""HTML of a feed's item to plain text: one paragraph a line, no script, no style, nothing hidden."""

from __future__ import annotations

import html
import re

import nh3

from bot.feeds.particulars import storable

LONGEST_PIECE = 1_000_000
"""Characters of one title, summary or content; what is longer is cut."""

_MOST_FORMATTING = 8
_DEEPEST = 500  # open elements within each other, for which nh3 takes quadratic time
HIDDEN = frozenset(
    "script style noscript template iframe object embed applet svg math title textarea select noframes noembed "
    "xmp plaintext audio video canvas".split()
)
_BLOCKS = set(
    "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_WORDS = nh3.Cleaner(tags=_BLOCKS, attributes={}, clean_content_tags=set(HIDDEN | {"button", "map"}), link_rel=None)

_CUT = re.compile("<[^<>]*>")
_BARE_CUT = re.compile("</?[a-z0-9]+>")
_CLOSED_AT_ONCE = re.compile(
    r"<(?!(?:br|hr|img|wbr|col|area|input|embed|source|track|link|meta|param)\b)([A-Za-z][\w:-]*)((?:\s[^<>]*[\"'\s])?)/>"
)
# Those that need no end, or are ended by the next of their kind, are no deeper for it.
_OPEN_OR_CLOSE = re.compile(
    r"<(/?)(?!(?:br|hr|img|wbr|input|col|p|li|td|th|tr|dt|dd)\b)([A-Za-z][A-Za-z0-9]*)", re.IGNORECASE
)
# HTML opens again in each paragraph what the one before has left open of these.
_FORMATTING = re.compile(r"<(/?)(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
# An end of what was opened outside of these does nothing inside of them (HTML, "has an element in scope").
_WALLS = frozenset("table caption object applet marquee template math svg".split())
_MOST_LOOKS = 50_000  # a search that would take long is no honest markup's
_LONG_TAG = re.compile("<[^<]{20000,}")
_MOST_ATTRIBUTES = 5_000  # of one tag, for which nh3 takes quadratic time
_BETWEEN = re.compile(r"[\s/]+")
_ENDLESS_NUMBER = re.compile("&#[0-9]{8,};?")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def html_to_text(markup: str) -> str:
    """The words of a piece of HTML, each block on a line of its own; without a tag, blank lines part paragraphs."""
    markup = storable(markup[:LONGEST_PIECE])
    if "<" not in markup or not _TAG.search(markup):
        whole = unescaped(markup)
        if "\n" not in whole:
            return narrow(storable(whole) if "&#" in markup else whole).strip(" ")
        pieces = _BLANK_LINE.split(whole)
    elif too_deep(markup):
        pieces = [unescaped(piece) for piece in _CUT.split(markup)]
    else:
        words = _BARE_CUT.sub("\0", _WORDS.clean(closed(markup)))
        pieces = unescaped(narrow(words)).split("\0")
    text = "\n".join(line for piece in pieces if (line := narrow(piece).strip(" ")))
    return storable(text) if "&#" in markup else text


def unescaped(text: str) -> str:
    """Text with its character references read. One of thousands of digits, which Python refuses, is no character."""
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:
        return html.unescape(_ENDLESS_NUMBER.sub("\ufffd", text))


def closed(markup: str) -> str:
    """XHTML's `<a/>` would be left open in HTML, and an `<iframe/>` swallow all that follows."""
    return _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", markup) if "/>" in markup else markup


def narrow(text: str) -> str:
    """Every run of white space that HTML folds as one space."""
    for space in "\t\r\n\f":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def too_deep(markup: str) -> bool:
    """Whether building its tree would take far more than its length: elements left open within each other."""
    if len(markup) > 20_000 and any(
        len(_BETWEEN.findall(m.group())) > _MOST_ATTRIBUTES for m in _LONG_TAG.finditer(markup)
    ):
        return True
    if markup.count("<") < _DEEPEST and len(_FORMATTING.findall(markup)) <= _MOST_FORMATTING:
        return False
    return _is_deeper(_FORMATTING, _MOST_FORMATTING, markup) or _is_deeper(_OPEN_OR_CLOSE, _DEEPEST, markup)


def _is_deeper(tag: re.Pattern[str], most: int, markup: str) -> bool:
    """Whether more than `most` are open at once. An end that ends nothing, as HTML has it, counts for nothing."""
    is_open: list[str] = []
    looked_at = 0
    for slash, name in tag.findall(markup):
        name = name.lower()
        if not slash:
            is_open.append(name)
            if len(is_open) > most:
                return True
        elif is_open and is_open[-1] == name:
            is_open.pop()
        else:
            looked_at += _end(is_open, name)
            if looked_at > _MOST_LOOKS:
                return True
    return False


def _end(is_open: list[str], name: str) -> int:
    """Take the last open element of a name away, if no wall is in between; the number of elements looked at.

    What stands inside of it stays open: unclosed formatting does, and of the rest too much is better than too little.
    """
    for at in range(len(is_open) - 1, -1, -1):
        if is_open[at] == name:
            del is_open[at]
            return len(is_open) - at
        if is_open[at] in _WALLS:
            return len(is_open) - at
    return len(is_open)
