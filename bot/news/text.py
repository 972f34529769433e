"""Fold typography without changing length, find words, and give offsets back."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.news.types import Span

_FOLDS = (
    *((fancy, '"') for fancy in "“”„‟«»〝〞＂"),
    *((fancy, "'") for fancy in "‘’‚‛ʼ´‹›′"),
    *((fancy, "-") for fancy in "–—‒―−‐‑"),
    *((fancy, " ") for fancy in "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"),
)

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
# A pattern that begins with a set of characters is searched for many times as fast.
_LOOSE_SPACE = re.compile(r"[\u00a0\u202f](?:(?<!\d[\u00a0\u202f])|(?!\d{3}(?!\d)))")
_DASHES = re.compile("-+")
# Invisible, but for joiners between emoji or between letters of scripts that are written with them.
_SCRIPTS = "\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200d\u2060\ufeff]"
    f"(?:(?<=[\u00ad\u200b\u2060\ufeff])|(?<![{_SCRIPTS}][\u200c\u200d])|(?![{_SCRIPTS}]))"
)


def fold(text: str) -> str:
    """One spelling for quotation marks, dashes and spaces. Length and offsets stay the same."""
    text = text.replace("`", "'").replace("\t", " ")
    if not text.isascii():
        # `str.translate` asks for each letter, which takes forty times as long.
        for fancy, plain in _FOLDS:
            if fancy in text:
                text = text.replace(fancy, plain)
    return text


def lowered(text: str) -> str:
    """Lower case and plain hyphens, apostrophes and spaces, with the length kept."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if low.isascii():
        return low
    for fancy in "–‑‐−":
        low = low.replace(fancy, "-")
    low = low.replace("’", "'")
    return _LOOSE_SPACE.sub(" ", low) if "\u00a0" in low or "\u202f" in low else low


def key(text: str) -> str:
    """Fold and lower-case a word or name, without accents, for comparing. Offsets are not kept."""
    folded = fold(text).casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def seen_places(text: str) -> list[int]:
    """For each character of `visible(text)` its offset in the text."""
    gone = {m.start() for m in _INVISIBLE.finditer(text)}
    return [at for at in range(len(text)) if at not in gone]


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the words; an apostrophe, hyphen or point inside a word belongs to it."""
    return [Span(m.start(), m.end()) for m in _WORD.finditer(text, start, len(text) if end is None else end)]


def squeeze(text: str) -> str:
    """One line: runs of white space become one space, invisible characters go, but for those that join letters."""
    return " ".join((text if text.isascii() else visible(text)).split())


def visible(text: str) -> str:
    """The text without invisible characters; joiners between letters of other scripts and between emoji stay."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


@lru_cache(maxsize=512)
def _pattern(needle: str) -> re.Pattern[str] | None:
    parts = []
    for piece in _DASHES.sub("-", fold(needle.strip())).replace("...", "…").split():
        chars = ["(?:…|\\.\\.\\.)" if c == "…" else "(?<!-)-++" if c == "-" else re.escape(c) for c in piece]
        parts.append("".join(chars))
    return re.compile(r"\s+".join(parts)) if parts else None


def locate(needle: str, text: str, near: int | None = None) -> Span | None:
    """Where `needle` stands in `text`, letter for letter; only typography and white space may differ.

    It must stand on word borders: "art" is not found in "party". With `near`, the occurrence that starts
    closest to that offset, else the first. None when it is not there.
    """
    pattern = _pattern(needle)
    if pattern is None:
        return None
    folded = fold(text)
    best: Span | None = None
    for m in pattern.finditer(folded):
        if not (_border(folded, m.start()) and _border(folded, m.end())):
            continue
        span = Span(m.start(), m.end())
        if near is None:
            return span
        if best is None or abs(span.start - near) < abs(best.start - near):
            best = span
    return best


def _border(text: str, at: int) -> bool:
    """No word or number runs across this offset ("4.79" is not a border inside "49" or "4.795")."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return False
    if before.isdigit() and after in ".," and at + 1 < len(text) and text[at + 1].isdigit():
        return False
    return not (before in ".," and after.isdigit() and at >= 2 and text[at - 2].isdigit())
