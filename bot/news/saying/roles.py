"""Read the role that stands beside a person's name: "works minister Anna Quist", "Anna Quist, a diver,"."""

from __future__ import annotations

import re

from bot.news.saying.speech import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    NOT_NAMES,
    PREPOSITIONS,
    PRONOUNS,
    REPORTING,
    ROLES,
)

_REACH = 110  # characters beside a name that can hold its role
_STOP_BEFORE = re.compile(r"[!?;:“”\"()\n—–‘]|(?<![A-Z])\.(?=\s)")
_AFTER = re.compile(
    r",\s+(?:(?:aged\s+)?\d{1,3},\s+)?(?:who\s+(?:is|was|has been)\s+)?(?P<role>[^,.;:()“”\"‘\n—–]{3,100}?)"
    r"(?=[,.;:()“”\"\n—–]|\Z|\s(?:said|says|told|who|which|wrote|added|has|had|was|is)\b)"
)
_ARTICLE = re.compile(r"(?:a|an|the|then|now|also|one of the|another|his|her|their|our)\s+", re.IGNORECASE)
_WORDS_BEFORE_HEAD = 6
_LONGEST = 14


def is_role(word: str) -> bool:
    """Whether a word names an office or trade, also as the end of a compound ("vice-president")."""
    low = word.lower()
    return low in ROLES or (not low.isalnum() and low.strip("’'").rpartition("-")[2] in ROLES)


def role_before(text: str, start: int) -> str | None:
    """The role printed before a name that starts at `start`: "works minister", or "Norland's works minister,"."""
    if not is_role(text[max(0, start - 30) : start].rstrip(" ,\u00a0").rpartition(" ")[2]):
        return None  # most names have no role before them
    left = text[max(0, start - _REACH) : start]
    cuts = [m.end() for m in _STOP_BEFORE.finditer(left)]
    left = left[cuts[-1] :] if cuts else left
    if not left.endswith((" ", "\u00a0")):
        return None
    left = left.rstrip()
    comma = left.endswith(",")
    left = left.rstrip(",")
    if (comma and "," in left) or "," in left:
        left = left.rpartition(",")[2]
    words = left.split()
    if not words or not is_role(words[-1]) or words[-1][0].isupper():
        return None
    out: list[str] = []
    for word in reversed(words[-_WORDS_BEFORE_HEAD:]):
        if out and _breaks(word):
            break
        out.append(word)
    while len(out) > 1 and out[-1].lower() in NOT_NAMES:
        out.pop()
    return " ".join(reversed(out))


def _breaks(word: str) -> bool:
    low = word.lower()
    if low in DETERMINERS or low in PREPOSITIONS or low in CONJUNCTIONS or low in AUXILIARIES or low in PRONOUNS:
        return True
    return low in REPORTING and not is_role(word) and low not in ("state", "press", "fire", "claims")


def role_after(text: str, end: int) -> str | None:
    """The role printed after a name that ends at `end`: ", a director of sports medicine at Mercy Clinic,"."""
    m = _AFTER.match(text, end, min(len(text), end + _REACH + 30))
    if m is None:
        return None
    phrase = m["role"]
    article = _ARTICLE.match(phrase)
    if article:
        phrase = phrase[article.end() :]
    words = phrase.split()
    for i, word in enumerate(words[:_WORDS_BEFORE_HEAD]):
        if is_role(word):
            following = words[i + 1] if i + 1 < len(words) else ""
            if following and is_role(following):
                continue
            if following[:1].isupper() or (following and following.lower() not in PREPOSITIONS | {"and"}):
                return None
            return " ".join(words[:_LONGEST])
        if _breaks(word) or word.endswith("ing"):
            return None
    return None
