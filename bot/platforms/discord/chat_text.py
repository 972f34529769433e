"""What a person typed, as Discord sends it ("<@1>", "<:wave:2>", "<t:3:R>"), made readable.

https://docs.discord.com/developers/reference#message-formatting
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

_LONGEST = 10_000  # characters; Discord lets people write 4,000
_LONGEST_NAME = 100
_MARKED = re.compile(
    r"<(?:(?P<who>@!?|@&|\#)(?P<id>[0-9]{1,20})"
    r"|a?(?P<emoji>:\w{1,40}:)[0-9]{1,20}"
    r"|(?P<command>/[^<>:\n]{1,100}):[0-9]{1,20}"
    r"|t:(?P<moment>-?[0-9]{1,13})(?P<style>:[a-zA-Z])?"
    r"|id:(?P<page>\w{1,30})(?::[0-9]{1,20})?)>"
)
_UNKNOWN = {"@": "@someone", "@&": "@a role", "#": "#channel"}
_SPACES = re.compile(r"[ \t]{2,}")


def readable(text: str, ours: Collection[str] = (), names: Mapping[str, str] | None = None) -> str:
    """The words of a message. Mentions of `ours` are left out, others become `names`, both as "@1", "@&2" and "#3"."""
    known = names or {}

    def words(found: re.Match[str]) -> str:
        if found["who"]:
            kind = found["who"].removesuffix("!")
            if kind + found["id"] in ours:
                return " "
            name = " ".join(known.get(kind + found["id"], "").split())[:_LONGEST_NAME]
            return kind[0] + name if name else _UNKNOWN[kind]
        if found["moment"]:
            return _moment(int(found["moment"])) or found[0]
        return found["emoji"] or found["command"] or f"#{found['page']}"

    return _SPACES.sub(" ", _MARKED.sub(words, whole(text[:_LONGEST]))).strip()


def whole(text: str) -> str:
    """The text with "?" for half a character, which nothing could keep or send."""
    return text.encode("utf-8", "replace").decode()


def mentioned(text: str) -> set[str]:
    """Whom it mentions, people and roles, as "@1" and "@&2"."""
    found = _MARKED.finditer(text[:_LONGEST])
    return {m["who"].removesuffix("!") + m["id"] for m in found if m["who"] and m["who"] != "#"}


def _moment(seconds: int) -> str:
    """Each reader sees it in their own time zone; whoever wrote it is not known by theirs."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return ""
