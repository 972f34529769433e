"""What a person typed, as Slack sends it ("<@U1>", "<https://…|words>", "&amp;"), made readable.

https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

from __future__ import annotations

import re

_LONGEST = 40_000  # characters: Slack cuts longer messages there
_MARKED = re.compile(r"<([^<>|\s][^<>|]{0,3000})(?:\|([^<>]{0,3000}))?>")
_ESCAPED = re.compile(r"&(?:amp|lt|gt);")
_PLAIN = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_SPACES = re.compile(r"[ \t]{2,}")


def readable(text: str, us: str, addresses: bool = False) -> str:
    """The words of a message. Mentions of `us` are left out, links become their labels, or their `addresses`."""

    def words(found: re.Match[str]) -> str:
        target, label = found[1], found[2] or ""
        if target.startswith("@"):
            if target[1:] == us:
                return " "
            return f"@{label.removeprefix('@')}" if label else "@someone"
        if target.startswith("#"):
            return f"#{label}" if label else "#channel"
        if target.startswith("!"):
            return label or f"@{target[1:].split('^', 1)[0]}"
        return target.removeprefix("mailto:") if addresses or not label else label

    shown = _MARKED.sub(words, text[:_LONGEST])
    return _SPACES.sub(" ", _ESCAPED.sub(lambda found: _PLAIN[found[0]], shown)).strip()


def names_somebody(text: str, us: str) -> bool:
    """Whether it mentions a person, a group or everybody, besides us."""
    return any(
        found[1].startswith(("@", "!")) and found[1] != f"@{us}" and not found[1].startswith("!date")
        for found in _MARKED.finditer(text[:_LONGEST])
    )
