"""What "/brief …" asks for: an order and what stands after it."""

from __future__ import annotations

import difflib
import re
from typing import Literal, get_args

from bot.news.channels import Place
from bot.news.dress_words import can_dress
from bot.news.text import key, squeeze

OrderKind = Literal[
    "now",
    "subscribe",
    "unsubscribe",
    "sources",
    "topics",
    "times",
    "quiet",
    "look",
    "pause",
    "resume",
    "why",
    "help",
    "unknown",
]

# What an order does, and what more can be done where words may stand after it.
_HELP = (
    ("/brief now", "what is new, at once", ""),
    ("/brief subscribe", "have briefs come here, or change all that is set", ""),
    ("/brief unsubscribe", "no more briefs here", ""),
    ("/brief sources", "which outlets are told, and new feeds", "or at once “/brief sources Example Post, a.example”"),
    ("/brief topics", "what comes first, and what never", "or at once “/brief topics world -sport”"),
    ("/brief times", "when briefs come", "or at once “/brief times 08:00 17:30”"),
    ("/brief quiet", "hours in which nothing new comes", "or at once “/brief quiet 22:00-07:00”"),
    ("/brief pause, /brief resume", "no briefs for a while", ""),
    ("/brief why", "why an article was told here, or was not", "such as “/brief why https://example.org/article”"),
)
_DRESSING = (
    ("/brief look", "the accent of the posts, the role that they call, and how they stand in a forum", ""),
    ("/brief ask", "a question to the articles", ""),
)
_OPTIONS = "Their options set single things at once, also the length and the language."
_MENTION = "Mention me, also in a thread of mine, to ask about anything in the articles."

_LONGEST = 2000
_KINDS = tuple(kind for kind in get_args(OrderKind) if kind != "unknown")
_ALSO: dict[str, OrderKind] = {
    "": "help", "?": "help", "commands": "help", "start": "subscribe", "set": "subscribe", "setup": "subscribe",
    "settings": "subscribe", "stop": "unsubscribe", "source": "sources", "feeds": "sources", "topic": "topics",
    "time": "times", "schedule": "times", "silence": "quiet", "silent": "quiet", "night": "quiet", "unpause": "resume",
    "continue": "resume", "trace": "why",
    "sub": "subscribe", "unsub": "unsubscribe", "status": "subscribe", "list": "subscribe", "show": "subscribe",
    "edit": "subscribe", "config": "subscribe", "configure": "subscribe", "style": "look", "appearance": "look",
    "colour": "look", "color": "look", "accent": "look", "role": "look", "tags": "look",
}  # fmt: skip
_TWICE = re.compile(r"\A\s*/brief(?!\S)", re.IGNORECASE)  # "/brief /brief now"
_QUOTED = re.compile(r"\"[^\"]*\"|\S+")


def order_of(words: str) -> tuple[OrderKind, str]:
    """The order and its argument; for an "unknown" one the word that was written. Never raises."""
    name, rest = (*_TWICE.sub("", words[:_LONGEST]).split(None, 1), "", "")[:2]
    if not squeeze(name):  # what nobody sees is not typed on purpose
        return "help", ""
    said = key(name).removeprefix("/")
    for kind in _KINDS:
        if said == kind:
            return kind, rest.strip()
    return (_ALSO[said], rest.strip()) if said in _ALSO else ("unknown", squeeze(name))


def help_in(place: Place) -> str:
    """The orders that there are. Where posts can be dressed, orders are no words but have fields of their own."""
    dresses = can_dress(place)
    orders = (*_HELP, *(_DRESSING if dresses else ()))
    more = {order: f"; {typed}" for order, _, typed in orders if typed and not dresses}
    lines = [f"{order}: {does}{more.get(order, '')}" for order, does, _ in orders]
    return "\n".join([*lines, *([_OPTIONS] if dresses else []), _MENTION])


def meant(word: str) -> str | None:
    """The order nearest to an unknown word."""
    close = difflib.get_close_matches(key(word[:40]), [*_KINDS, *_ALSO], n=1, cutoff=0.6)
    return close[0] if close and close[0] else None


def listed(words: str) -> str:
    """A short list as one with commas: words stand for themselves, unless commas or quotation marks part them."""
    return words if re.search(r"[,;\n]", words) else ", ".join(_QUOTED.findall(words))
