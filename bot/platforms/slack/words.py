"""Runs of text in the four ways in which Slack wants them written.

Whatever comes from articles, feeds, models or people is untrusted. In rich_text and plain_text it is literal; in mrkdwn
and Markdown it is escaped here, so that it never formats, links or pings.
See https://docs.slack.dev/messaging/formatting-message-text and the reference of the `markdown` block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.platforms.chat_words import JOINER, Run

_LOOK_ALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
_CODES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# ":tada:" becomes an emoji, and "@name" a mention; before a space they do not.
_SIGN = re.compile(r"[:@](?=[\w+'-])")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~|#{}!]")
_LIST_START = re.compile(r"([0-9]{1,9})([.)])|[-+=]")
# What Markdown would make a link of on its own: "https://", "www.", "example.org".
_LINKED = re.compile(r"(?<=:)(?=//)|(?<=\w\.)(?=[^\W\d_]{2})")
_ENTITY = re.compile(r"&(?=[\w#])")


def rich(runs: Iterable[Run]) -> list[dict[str, object]]:
    """Elements of a rich_text_section, -quote or list item; runs of the same style are one."""
    return [_rich(run) for run in _merged(runs)]


def _rich(run: Run) -> dict[str, object]:
    element: dict[str, object] = {"type": "text", "text": run.text}
    if run.url:
        element = {"type": "link", "url": run.url, "text": run.text}
    style = {name: True for name, on in (("bold", run.bold), ("italic", run.italic)) if on}
    return element | ({"style": style} if style else {})


def _merged(runs: Iterable[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in (replace(run, mark=None) for run in runs if run.text):
        last = merged[-1] if merged else None
        if last and not run.url and replace(last, text="") == replace(run, text=""):
            merged[-1] = replace(last, text=last.text + run.text)
        else:
            merged.append(run)
    return merged


def mrkdwn(runs: Iterable[Run]) -> str:
    """For text objects of type mrkdwn, with `verbatim` on."""
    return "".join(_mrkdwn(run) for run in _merged(runs))


def _mrkdwn(run: Run) -> str:
    text = escaped(run.text)
    if run.url:
        text = f"<{escaped_codes(run.url)}|{text.replace('|', '∣')}>"
    for sign, on in (("_", run.italic), ("*", run.bold)):
        # Slack reads a sign only where no space stands inside of it.
        inner = text.strip()
        text = text.replace(inner, f"{sign}{inner}{sign}") if on and inner and "\n" not in inner else text
    return text


def escaped(text: str) -> str:
    """Literal in mrkdwn: no formatting, link, mention or emoji, and no quote at the start of a line."""
    text = _apart(text.translate(_LOOK_ALIKES))
    return "\n".join((JOINER if row.startswith(">") else "") + escaped_codes(row) for row in text.split("\n"))


def notified(text: str) -> str:
    """For the text of a message that blocks are shown of: a notification shows it as it is."""
    return escaped_codes(_apart(text))


def _apart(text: str) -> str:
    return _SIGN.sub(lambda m: m[0] + JOINER, text)


def escaped_codes(text: str) -> str:
    """With the three characters escaped that Slack reads codes from, as in an address."""
    return text.translate(_CODES)


def markdown(runs: Iterable[Run]) -> str:
    """For `markdown_text`: Markdown as CommonMark has it."""
    return "".join(_markdown(run) for run in runs)


def _markdown(run: Run) -> str:
    text = escaped_markdown(run.text)
    if run.url:
        return f"[{text}]({run.url.replace('*', '%2A').replace('_', '%5F')})"
    for sign, on in (("_", run.italic), ("**", run.bold)):
        inner = text.strip()
        text = text.replace(inner, f"{sign}{inner}{sign}") if on and inner else text
    return text


def escaped_markdown(text: str) -> str:
    """Literal in Markdown: no formatting, list, table, link, mention or emoji."""
    text = _LINKED.sub(JOINER, _ENTITY.sub("&" + JOINER, text))
    # Slack's own codes are read before Markdown is: "<" never stands right before what it begins.
    text = _MARKDOWN.sub(lambda m: "\\" + m[0] + (JOINER if m[0] == "<" else ""), _apart(text))
    start = _LIST_START.match(text)
    if start is None:
        return text
    return (f"{start[1]}\\{start[2]}" if start[1] else f"\\{start[0]}") + text[start.end() :]
