"""A question asked by a form, posted in its thread: so that others understand the answer, and known again there.

Its text says whose it is. Nothing else of ours begins with a mention: what others wrote is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.platforms.chat_words import Run, cut, line, lines
from bot.platforms.discord.buttons import short
from bot.platforms.discord.marks import components_in
from bot.platforms.discord.messages import Message
from bot.platforms.discord.words import markdown

_TEXT = 10
_LONGEST = 1500  # characters that are shown; each may take a backslash
_TITLE_CHARS = 100  # of the name of a thread
_ASKS = re.compile(r"<(@[0-9]{15,20})> asks:\n")


def question_message(person: str, question: str) -> Message:
    """The question as a quotation, below the name of whoever asked, who is not called by it."""
    words = cut(lines(question), _LONGEST) or "…"
    quotation = "\n".join(f"> {row}" for row in markdown([Run(words)]).split("\n"))
    text = f"<{person}> asks:\n{quotation}"
    return Message(({"type": _TEXT, "content": text},), title=question_title(words))


def question_title(question: str) -> str:
    """The name of the thread that a question begins; "" where it has no words."""
    return short(line(question), _TITLE_CHARS)


def asker_in(message: Mapping[str, Any]) -> str:
    """Who asked, where a message of ours is such a question, in Discord's JSON; "" where it is another."""
    for component in components_in(message.get("components")):
        text = component.get("content")
        found = _ASKS.match(text) if isinstance(text, str) else None
        if found:
            return found[1]
    return ""
