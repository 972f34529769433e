"""Words for Slack: runs of text as what is seen, and the four ways in which Slack wants them written.

Whatever comes from articles, feeds, models or people is untrusted. In rich_text and plain_text it is literal; in mrkdwn
and Markdown it is escaped here, so that it never formats, links or pings. Links are runs with a `url`, and nothing else
is one. See https://docs.slack.dev/messaging/formatting-message-text and the reference of the `markdown` block.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from bot.platforms.screen_text import clean

LINK_BYTES = 1500
"""A longer address is no link: it would fill a message, and hardly anything opens it."""

_JOINER = "\u2060"
_PING = re.compile(r"[@＠](?=(?:everyone|here|channel)\b)|<(?=[!@#])", re.IGNORECASE)
_LOOK_ALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
_CODES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# ":tada:" becomes an emoji, and "@name" a mention; before a space they do not.
_SIGN = re.compile(r"[:@](?=[\w+'-])")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~|#{}!]")
_LIST_START = re.compile(r"([0-9]{1,9})([.)])|[-+=]")
# What Markdown would make a link of on its own: "https://", "www.", "example.org".
_LINKED = re.compile(r"(?<=:)(?=//)|(?<=\w\.)(?=[^\W\d_]{2})")
_ENTITY = re.compile(r"&(?=[\w#])")
# Of an address: what ends or parts a link in mrkdwn or Markdown, percent-encoded it is the same address.
_KEPT_IN_LINKS = "!#$%&'*+,-./:;=?@_~"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style. `mark` is the number of evidence that they stand for ("[3]")."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None
    mark: int | None = None


def line(text: str) -> str:
    """All on one line as it is seen, pinging nobody; "" where nothing of it is seen."""
    seen = " ".join(_clean(text).split())
    return _PING.sub(lambda m: m[0] + _JOINER, seen) if _is_seen(seen) else ""


def lines(text: str) -> str:
    """As `line`, with its line breaks and indents kept."""
    seen = _clean(text).strip("\n").rstrip()
    return _PING.sub(lambda m: m[0] + _JOINER, seen) if _is_seen(seen) else ""


def _clean(text: str) -> str:
    return text if text.isprintable() else clean(text)  # the same, and most text is


def _is_seen(text: str) -> bool:
    return any(unicodedata.category(c)[0] not in "CZM" for c in text)


def cut(text: str, chars: int) -> str:
    """At most so many characters, whole words where there are any."""
    if len(text) <= chars:
        return text
    kept = text[: chars - 1]
    return (kept[: kept.rindex(" ")] if " " in kept.strip() else kept).rstrip() + "…"


def web_link(url: str | None) -> str | None:
    """The address where it is one of the web and shows all it is, in ASCII but for its host; else None."""
    if not url or "\\" in url or not _is_plain(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    start = url.index("://") + 3 + len(parts.netloc)
    link = url[:start] + quote(url[start:], safe=_KEPT_IN_LINKS)
    return link if len(link.encode()) <= LINK_BYTES and not set(parts.netloc) & set("<>|\"'`()*_") else None


def _is_plain(url: str) -> bool:
    return url == "".join(_clean(url).split())


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


def plain(runs: Iterable[Run]) -> str:
    """What is read."""
    return "".join(run.text for run in runs)


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
    return "\n".join((_JOINER if row.startswith(">") else "") + escaped_codes(row) for row in text.split("\n"))


def notified(text: str) -> str:
    """For the text of a message that blocks are shown of: a notification shows it as it is."""
    return escaped_codes(_apart(text))


def _apart(text: str) -> str:
    return _SIGN.sub(lambda m: m[0] + _JOINER, text)


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
    text = _LINKED.sub(_JOINER, _ENTITY.sub("&" + _JOINER, text))
    # Slack's own codes are read before Markdown is: "<" never stands right before what it begins.
    text = _MARKDOWN.sub(lambda m: "\\" + m[0] + (_JOINER if m[0] == "<" else ""), _apart(text))
    start = _LIST_START.match(text)
    if start is None:
        return text
    return (f"{start[1]}\\{start[2]}" if start[1] else f"\\{start[0]}") + text[start.end() :]
