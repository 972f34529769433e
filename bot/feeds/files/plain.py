"""Plain text and Markdown to an article."""

from __future__ import annotations

import re

from bot.feeds.decoding import Unreadable
from bot.feeds.files.markdown import to_plain
from bot.feeds.particulars import address, moment, one_line
from bot.news.types import FoundArticle

_LONGEST_TITLE = 140
_WORD = re.compile(r"[^\W_]")
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")
_CLOSING = "\"'”’»)] \t"
_NOT_TITLE_ENDS = (".", ",", ":", ";", "…", "-", "–", "—")
_BYLINE = re.compile(r"(?:by|from|published|updated)\b|https?://|www\.", re.IGNORECASE)
_FIELD = re.compile(r"([A-Za-z][\w -]{0,30}):(?:[ \t]+(.*))?$")
_NAMES = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "url": "url",
    "link": "url",
    "date": "date",
    "published": "date",
}


def read_text(text: str, key: str) -> FoundArticle:
    """The text as it is. A first line that looks like a title becomes the title and leaves the text.

    Raises `Unreadable` where there is no word.
    """
    if not _WORD.search(text):
        raise Unreadable("holds no words")
    title, body = _split_title(text)
    return FoundArticle(key, body, one_line(title) if title else None)


def read_markdown(text: str, key: str) -> FoundArticle:
    """Markdown as plain text, one paragraph a line, with what its front matter says. Raises as `read_text`."""
    fields, body = _front_matter(text)
    heading, plain = to_plain(body)
    title = one_line(fields.get("title"))
    if heading and title and one_line(heading) != title:
        plain = f"{heading}\n{plain}"
    if not _WORD.search(plain):
        raise Unreadable("holds no words")
    return FoundArticle(
        key,
        plain,
        title or one_line(heading),
        one_line(fields.get("outlet")),
        address(fields.get("url")),
        moment(fields.get("date")),
    )


def _split_title(text: str) -> tuple[str | None, str]:
    start = len(text) - len(text.lstrip())
    first, _, rest = text[start:].partition("\n")
    blank_lines = _BLANK_LINES.match(rest)
    body = rest[blank_lines.end() :] if blank_lines else rest
    if not _WORD.search(body) or not _looks_like_title(first):
        return None, text
    following = body.partition("\n")[0]
    # Without a blank line only a paragraph far longer than any title tells the two from hard-wrapped text.
    if body == rest and len(following) <= max(_LONGEST_TITLE, 2 * len(first)):
        return None, text
    return first, body


def _looks_like_title(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or not _WORD.search(line) or _BYLINE.match(line.strip()):
        return False
    return not line.rstrip(_CLOSING).endswith(_NOT_TITLE_ENDS)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields we know between two lines of three dashes, and the rest. Without such lines, nothing and all."""
    lines = text.lstrip("\n").split("\n")
    if lines[0].rstrip() != "---":
        return {}, text
    end = next((n for n, line in enumerate(lines[1:200], 1) if line.rstrip() in ("---", "...")), None)
    if end is None or not any(_FIELD.match(line) for line in lines[1:end]):
        return {}, text
    fields: dict[str, str] = {}
    for line in lines[1:end]:
        found = _FIELD.match(line)
        name = _NAMES.get(found.group(1).strip().lower()) if found else None
        if found and name:
            fields.setdefault(name, _unquoted(found.group(2) or ""))
    return fields, "\n".join(lines[end + 1 :])


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"').replace("''", "'")
    return value
