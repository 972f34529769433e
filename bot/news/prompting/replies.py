"""Read the JSON that language models write: fenced, in prose, with thoughts before it, cut off or a little wrong."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from bot.news.text import squeeze


class BadReply(ValueError):
    """A reply without any JSON object. Its words tell a model, or a log, what was wrong."""


LONGEST_REPLY = 50_000
"""Characters of a reply that is read."""
_MOST_OBJECTS = 50  # opening braces tried

THOUGHTS = "think|thinking|thought|reasoning"
"""Names of the tags that models put their thoughts in."""
_THOUGHT = re.compile(rf"<({THOUGHTS})>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_PIECE = re.compile(r'"(?:[^"\\]|\\.|\\\Z)*+(?:"|\Z)|,(?=\s*[}\]])|[{}\[\]]', re.DOTALL)
_OPENING = re.compile(r'\{\s*"')
_DECODER = json.JSONDecoder(strict=False)

# Control characters, marks that turn the writing round, and letters that nobody sees (tags, fillers).
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200e\u200f\u202a-\u202e\u2061-\u206f\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
# How Markdown, HTML and chats mark words, and what is drawn over letters or stands for a face.
_MARKUP = re.compile(
    r"\*+|`+|~{2,}|\|{2,}|__+|</?(?:s|b|i|u|em|del|ins|strike|strong|code|mark|sup|sub)>", re.IGNORECASE
)
_STRUCK = re.compile(
    "[\u0334-\u0338\u0488\u0489\u20d0-\u20f0\u2300-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0100-\U000e01ef]+"
)
_STACKED = re.compile("([\u0300-\u036f])[\u0300-\u036f]+")
_RULE = re.compile(r"([-–—‒―−‐‑])[-–—‒―−‐‑]{2,}")
_NUMBER = re.compile(r"(?<!\d)\d{1,9}(?!\d)")
_MARK = re.compile(r" ?\[\d{1,9}(?:, ?\d{1,9})*\]")
_PAIRS = {'"': '"', "“": "”", "„": "“", "«": "»", "‘": "’", "'": "'", "‹": "›"}


def json_object(reply: str, fields: Iterable[str]) -> Mapping[str, Any]:
    """The first JSON object with any of these fields, whatever stands around it; else the first one.

    Raises `BadReply` where there is none.
    """
    if len(reply) > LONGEST_REPLY:
        raise BadReply(f"the reply is {len(reply)} characters long, the most is {LONGEST_REPLY}")
    wanted = frozenset(fields)
    text = _THOUGHT.sub("", reply).rpartition("</think>")[2]
    whole = list(_objects(text))
    for found in (*whole, *_objects(_mended(text))):
        if not wanted.isdisjoint(found):
            return found
    if whole:
        return whole[0]
    raise BadReply("the reply holds no JSON object" if reply.strip() else "the reply is empty")


def json_value(text: str) -> object:
    """One JSON value, mended where only its commas are wrong; None where it is none."""
    for said in (text, _mended(text)):
        try:
            return _DECODER.raw_decode(said)[0]
        except (ValueError, RecursionError):
            continue
    return None


def records_of(value: object, name: str, most: int) -> Iterator[Mapping[str, Any]]:
    """The first so many records of a list; a bare string is a record of that one field."""
    for item in islice(value if isinstance(value, list) else [value], most):
        if isinstance(item, dict):
            yield item
        elif isinstance(item, str):
            yield {name: item}


def text_of(value: object) -> str:
    """A string as one line of plain words; "" for anything else and for "…" and its like.

    Without marks of emphasis (a line drawn through a word would deny it), symbols and pictures; rules of dashes shrink
    to one.
    """
    if not isinstance(value, str) or not any(c.isalnum() for c in value):
        return ""
    plain = value if value.isascii() else _STACKED.sub(r"\1", _STRUCK.sub("", unicodedata.normalize("NFC", value)))
    return _RULE.sub(r"\1", one_line(_MARKUP.sub("", plain)))


def integers_of(value: object) -> list[int]:
    """Whole numbers, also out of text ("3, 5", "[12]") and lists of either."""
    values: Iterable[object] = value if isinstance(value, list) else [value]
    out: list[int] = []
    for v in islice(values, 20):
        if isinstance(v, str):
            out.extend(int(digits) for digits in _NUMBER.findall(v[:200]))
        elif isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e9:
            out.append(int(v))
    return out


def unmarked(text: str) -> tuple[str, list[int]]:
    """The text without sentence numbers in brackets ("so he said [12]"), and those numbers."""
    return _MARK.sub("", text).strip(), integers_of([m.group() for m in _MARK.finditer(text)])


def unquoted(words: str) -> str:
    """The words without one or two pairs of quotation marks around them all."""
    for _ in range(2):
        if len(words) > 1 and _PAIRS.get(words[0]) == words[-1]:
            words = words[1:-1].strip()
    return words


def one_line(text: str) -> str:
    """One line of text that can be shown: no control characters, no marks that turn the writing round."""
    return squeeze(_UNPRINTABLE.sub(" ", text))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    past = 0
    for start in islice((m.start() for m in re.finditer(r"\{", text)), _MOST_OBJECTS):
        if start < past:
            continue
        try:
            found, past = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        yield found


def _mended(text: str) -> str:
    """The first object without commas before closing brackets; if cut off, it ends after its last whole part."""
    opening = _OPENING.search(text)
    at = opening.start() if opening else len(text)
    out: list[str] = []
    closers: list[str] = []
    whole, depth = 0, 0
    for m in _PIECE.finditer(text, at):
        out.append(text[at : m.start()])
        at = m.end()
        piece = m.group()
        if piece == ",":
            continue
        out.append(piece)
        if piece in ("{", "["):
            closers.append("}" if piece == "{" else "]")
        elif piece in ("}", "]"):
            if not closers or closers[-1] != piece:
                break
            closers.pop()
            whole, depth = len(out), len(closers)
            if not closers:
                break
    return "".join(out[:whole]) + "".join(reversed(closers[:depth]))
