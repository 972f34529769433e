"""A brief in the form that older clients show, too: an embed, with its menus and buttons below.

See https://docs.discord.com/developers/resources/message#embed-object-embed-limits
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.platforms.chat_words import plain
from bot.platforms.discord.layout import Body, Text, texts_of
from bot.platforms.discord.words import markdown, units, unpiled

_TITLE_CHARS = 256


def embed_of(body: Body, colour: int) -> dict[str, Any]:
    """One embed: never more than 4,096 characters of text, since a message of ours holds less."""
    embed: dict[str, Any] = {"color": colour}
    if body and body[0].look in ("title", "subtitle") and units(title := markdown(body[0].runs)) <= _TITLE_CHARS:
        embed["title"] = title
        body = body[1:]
    footer: dict[str, Any] = {}
    last = body[-1] if len(body) > 1 else None
    if last and (last.look, last.gap) == ("quiet", "apart") and not any(run.url for run in last.runs):
        # A footer is literal.
        footer = {"footer": {"text": unpiled(plain(last.runs))}}
        body = body[:-1]
    text = "".join(_spaced(texts_of(body)))
    return embed | ({"description": text} if text else {}) | footer


def _spaced(texts: Iterable[Text]) -> Iterator[str]:
    """Lists and quotes have margins of their own; an empty line is as high as any other."""
    last: Text | None = None
    for text in texts:
        if last:
            quotes = last.last == text.first == "quote"
            yield "\n\n" if quotes or text.gap == "rule" or text.first in ("line", "quiet") else "\n"
        yield text.words
        last = text
