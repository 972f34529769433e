"""HTML of a feed's item to plain text: one paragraph a line, no script, no style, nothing hidden."""

from __future__ import annotations

import html
import re

from bot.feeds.particulars import storable

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_NOT_READ = frozenset(
    "script style noscript template iframe object embed svg math head title button select textarea form audio video "
    "canvas map".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)


def html_to_text(markup: str) -> str:
    """The words of a piece of HTML, each block on a line of its own. Text without a tag keeps its paragraphs."""
    if not _TAG.search(markup):
        paragraphs = (_SPACE.sub(" ", p).strip() for p in _BLANK_LINE.split(html.unescape(markup)))
        return storable("\n".join(p for p in paragraphs if p))
    return storable("\n".join(line for piece in _lines(markup) if (line := _SPACE.sub(" ", piece).strip())))


def _lines(markup: str) -> list[str]:
    """The text between block borders, in the order of the page."""
    from lxml import etree

    # A declared encoding would be believed over the text we have; libxml2 reads no DTD and no network here.
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    parser.feed("<html><body><div>" + markup.replace("\0", "") + "</div></body></html>")
    root = parser.close()
    pieces: list[str] = []
    line: list[str] = []
    unread = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        unread += (name in _NOT_READ) * (1 if event == "start" else -1)
        if name in _BLOCKS:
            pieces.append("".join(line))
            line = []
        if unread == 0:
            line.append((element.text if event == "start" else element.tail) or "")
    return [*pieces, "".join(line)]
