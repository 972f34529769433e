"""Whom an outgoing message would have called: control sequences in text, and the rich_text elements that call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# "Formatting text for app surfaces": <!channel>, <!here>, <!everyone>, <@U…>, <!subteam^S…>; a label may follow.
CALLS = re.compile(r"<(?:!(?:channel|here|everyone|group|subteam)|@[UWB])[^<>]*>")
NAMES = re.compile(r"(?<![\w<])@[A-Za-z0-9._-]{1,80}")
RICH_CALLS = ("user", "usergroup", "broadcast")


def calls_in(value: Any, key: str = "") -> Iterator[str]:
    """Every call within blocks, text objects and strings that Slack reads as mrkdwn or Markdown."""
    if isinstance(value, str):
        if key in ("text", "markdown_text", "fallback", "pretext"):
            yield from CALLS.findall(value)
    elif isinstance(value, dict):
        yield from _in_object(value)
    elif isinstance(value, list):
        for one in value:
            yield from calls_in(one, key)


def _in_object(value: dict[str, Any]) -> Iterator[str]:
    kind = value.get("type")
    if kind in RICH_CALLS:
        yield str(value)
    elif kind in ("plain_text", "text") and isinstance(value.get("text"), str):
        return
    else:
        for name, inner in value.items():
            yield from calls_in(inner, name)


def names_in(text: str) -> list[str]:
    """ "@name" and the like, which `link_names` and `parse=full` make calls of."""
    return NAMES.findall(text)
