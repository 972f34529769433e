"""Runs of text as Discord's Markdown.

Whatever comes from articles, feeds, models or people is untrusted: it is escaped here, so that it never formats, links,
pings or opens anything. A backslash before punctuation makes it literal everywhere but in the words of a masked link,
where Discord shows the backslash itself (https://github.com/discord/discord-api-docs/issues/6185): there look-alikes
stand in. An emoji in such words keeps all of the link from being one, and so does an address
(https://github.com/discord/discord-api-docs/issues/7510, /7721).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.platforms.chat_words import JOINER, Run

_MARKDOWN = re.compile(r"[\\`*_~|\[\]<>#]")
_LOOK_ALIKES = str.maketrans(
    {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", "|": "∣", "\\": "⧵", "[": "［", "]": "］", "<": "‹", ">": "›"}
)
# ":tada:" becomes an emoji, "@name" may call someone; with something between its signs it does not.
_SIGN = re.compile(r":(?=[\w+'~-]{1,64}:)|@(?=\w)")
# What is a link on its own, or an invitation.
_LINKED = re.compile(r"(?<=:)(?=//)|(?<=www\.)(?=\w)|(?<=discord\.)(?=gg/)", re.IGNORECASE)
_START = re.compile(r"(\s*)(?:([-+])|([0-9]+)([.)]))")
_SIGNS = frozenset("*_")
_NO_END = frozenset(".,:;'")  # with one of these at its end an address is none
_SCHEME = re.compile(r"\Ahttps?://", re.IGNORECASE)
_EMOJI = re.compile(
    "[©®‼⁉™ℹ\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff〰〽㊗㊙\ufe0f\u20e3"
    "\u200d\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
_COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILE = re.compile(f"([{_COMBINING}]{{3}})[{_COMBINING}]+")


def unpiled(text: str) -> str:
    """Without the marks that are piled on one letter; three of them no script needs more of."""
    return text if text.isascii() else _PILE.sub(r"\1", text)


def units(text: str) -> int:
    """Its length where it is counted longest: some clients count characters beyond the first 65,536 twice."""
    return len(text.encode("utf-16-le")) // 2


def escaped(text: str) -> str:
    """Literal in a line of Markdown, but for what only means something at its start."""
    text = _apart(unpiled(text))
    return _MARKDOWN.sub(lambda m: "\\" + m[0] + (JOINER if m[0] == "<" else ""), text)


def _apart(text: str) -> str:
    return _LINKED.sub(JOINER, _SIGN.sub(lambda m: m[0] + JOINER, text))


def markdown(runs: Iterable[Run]) -> str:
    """The runs as Markdown, each of its lines a paragraph of words: no list, heading or quote begins in it."""
    return "\n".join(map(_begun, _joined(runs).split("\n")))


def _begun(row: str) -> str:
    start = _START.match(row)
    if start is None:
        return row
    sign = f"\\{start[2]}" if start[2] else f"{start[3]}\\{start[4]}"
    return f"{start[1]}{sign}{row[start.end() :]}"


def _joined(runs: Iterable[Run]) -> str:
    text = ""
    for run in _merged(runs):
        written = _link(run) if run.url else "\n".join(_styled(row, run) for row in run.text.split("\n"))
        # Signs side by side would be read as others, and one within a word as none.
        text += (JOINER if _meet(text[-1:], written[:1]) else "") + written
    return text


def _meet(last: str, first: str) -> bool:
    return (last in _SIGNS and _is_word(first)) or (_is_word(last) and first in _SIGNS)


def _is_word(char: str) -> bool:
    return char.isalnum() or char in _SIGNS


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if last and not last.url and not run.url and (last.bold, last.italic) == (run.bold, run.italic):
            last = replace(last, text=last.text + run.text)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _styled(text: str, run: Run) -> str:
    """Discord reads a sign only where no space stands inside of it."""
    inner = text.strip()
    if not inner or not (run.bold or run.italic):
        return escaped(text)
    # Of the two signs for italics only this one knows escapes on all its clients.
    before, after = ("**" if run.bold else "") + ("_" if run.italic else ""), ("_" if run.italic else "")
    start = text.index(inner)
    words = f"{before}{_begun(escaped(inner))}{after}{'**' if run.bold else ''}"
    return f"{text[:start]}{words}{text[start + len(inner) :]}"


def _link(run: Run) -> str:
    url = run.url or ""
    if url[-1] in _NO_END:
        url = f"{url[:-1]}%{ord(url[-1]):02X}"
    if run.mark is not None:
        return f"[[{run.mark}]]({url})"
    before, words, after = _linkable(_SCHEME.sub("", unpiled(run.text), count=1))
    if not words:
        return f"{escaped(before)} [(open)]({url})"
    return f"{escaped(before)}[{_apart(words.translate(_LOOK_ALIKES))}]({url}){escaped(after)}"


def _linkable(text: str) -> tuple[str, str, str]:
    """The longest of the words without an emoji in it, which alone can be a link, and what stands around it."""
    spans, at = [], 0
    for emoji in _EMOJI.finditer(text):
        spans.append((at, emoji.start()))
        at = emoji.end()
    start, end = max([*spans, (at, len(text))], key=lambda span: len(text[span[0] : span[1]].strip()))
    words = text[start:end].strip()
    if not words:
        return text, "", ""
    start = text.index(words, start)
    return text[:start], words, text[start + len(words) :]
