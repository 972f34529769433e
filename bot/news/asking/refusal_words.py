"""What is said with a refusal: short, honest, with what is missing named, and nothing of the question repeated raw."""

from __future__ import annotations

import re
import unicodedata

from bot.news.text import squeeze
from bot.news.types import RefusalReason

_LONGEST = 120
_LINK = re.compile(r"(?:https?|ftp|mailto|javascript|data):\S*|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,200}>")
_MARKUP = re.compile(r"[*_~`|<>\[\]{}\\#@^=]+")
_SITE = re.compile(r"(?<=\w)\.(?=[A-Za-z]{2,})")
_LAST_WORD = re.compile(r"\s+\S*$")
_PLAIN: dict[RefusalReason, str] = {
    "nothing-found": "I found nothing on this in the sources.",
    "not-said": "The sources do not say.",
    "part-missing": "The sources do not say all of this.",
    "not-a-question": "Ask me something about the news, such as who said what, how many, when or where.",
    "opinion": "I have no opinions; I only tell what the sources say. You can ask what others said about it.",
    "advice": "I cannot advise you; I only tell what the sources say. You can ask what they report about it.",
    "forecast": "I make no forecasts, and the sources do not say what will happen.",
    "act": "I cannot do that here; I only answer questions about the news, with the sources shown.",
    "prompt": "I only answer questions about the news, such as who said what, how many, when or where.",
    "out-of-time": "That is outside the time my articles cover.",
    "false-premise": "The sources do not show that.",
    "unproven": "I found nothing on this that the sources prove.",
}
# Where something is named as missing.
_NAMED: dict[RefusalReason, str] = {
    "nothing-found": "I found nothing in the sources that shows {}.",
    "not-said": "The sources do not say: nothing in them shows {}.",
    "part-missing": "The sources do not show {}.",
    "forecast": "I make no forecasts, and nothing in the sources shows {}.",
    "out-of-time": "That is outside the time my articles cover: {}.",
    "false-premise": "The sources do not show {}.",
    "unproven": "I found nothing that the sources prove about {}.",
}


def refusal_words(reason: RefusalReason, missing: str = "") -> str:
    """One or two sentences for a reason; what is missing is named where it is given, cleaned and cut to 120 "
    "characters."""
    named = cleaned(missing)
    return _NAMED[reason].format(named) if named and reason in _NAMED else _PLAIN[reason]


def cleaned(words: str) -> str:
    """Words of a question that can be shown: one line, without links, markup, mentions or control characters, "
    "bounded."""
    text = squeeze(unicodedata.normalize("NFKC", words[: _LONGEST * 8]))
    text = _LINK.sub(" ", _TAG.sub(" ", text))
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    text = squeeze(_SITE.sub(" ", _MARKUP.sub(" ", text))).strip(" .?!:;,-")
    if len(text) > _LONGEST:
        text = _LAST_WORD.sub("", text[: _LONGEST - 1]).rstrip(" .?!:;,-") + "…"
    return text
