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
_OPEN_OR_CLOSE = re.compile(r"<(/?)(?!(?:br|hr|img|wbr|input|col|p|li|td|th|tr|dt|dd)\b)[A-Za-z]", re.IGNORECASE)
# HTML opens again in each paragraph what the one before has left open of these.
_FORMATTING = re.compile(r"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def html_to_text(markup: str) -> str:
    """The words of a piece of HTML, each block on a line of its own; without a tag, blank lines part paragraphs."""
    markup = storable(markup[:LONGEST_PIECE])
    if "<" not in markup or not _TAG.search(markup):
        whole = html.unescape(markup) if "&" in markup else markup
        if "\n" not in whole:
            return narrow(whole).strip(" ")
        pieces = _BLANK_LINE.split(whole)
    elif too_deep(markup):
        pieces = [html.unescape(piece) for piece in _CUT.split(markup)]
    else:
        words = _BARE_CUT.sub("\0", _WORDS.clean(closed(markup)))
        pieces = html.unescape(narrow(words)).split("\0")
    return "\n".join(line for piece in pieces if (line := narrow(piece).strip(" ")))


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
    if markup.count("<") < _DEEPEST and len(_FORMATTING.findall(markup)) <= _MOST_FORMATTING:
        return False
    return _deepest(_OPEN_OR_CLOSE, markup) > _DEEPEST or _deepest(_FORMATTING, markup) > _MOST_FORMATTING


def _deepest(tag: re.Pattern[str], markup: str) -> int:
    deepest = depth = 0
    for m in tag.finditer(markup):
        depth = max(depth - 1, 0) if m.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest
