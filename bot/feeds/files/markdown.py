"""Markdown to plain text: one paragraph a line, the words as a reader would see them.

Written by hand because each rule must stay linear on hostile text and leave ordinary prose as it is.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_DEFINITION = re.compile(r" {0,3}\[([^\[\]\n]{1,200})\]:\s*\S")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|(\d{1,3})[.)])[ \t]+(?=\S)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"`([^`\n]+)`")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\])")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)")
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,500})\](?:\[([^\[\]\n]{0,200})\])?")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])([^*\n]+)(?<=\S)\1")
_LOW_LINES = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]+)(?<=\S)\1(?![\w_])")
# Where escaped characters wait, out of the way of every rule.
_HIDDEN = 0xF0000
_WAITING = re.compile(f"[{chr(_HIDDEN)}-{chr(_HIDDEN + 127)}]")


@dataclass
class _Page:
    """The paragraphs so far, each with whether it is a heading, and the lines of the one being read."""

    defined: set[str]
    paragraphs: list[tuple[str, bool]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def end(self, heading: bool = False) -> None:
        if self.lines:
            # Two spaces or a backslash at the end of a line are a line break that the writer wanted.
            joined = "".join(
                line.rstrip().removesuffix("\\").strip() + ("\n" if line.endswith(("  ", "\\")) else " ")
                for line in self.lines
            )
            self.add(_inline(joined.strip(), self.defined), heading)
            self.lines = []

    def add(self, text: str, heading: bool = False) -> None:
        if text.strip():
            self.paragraphs.append((text.strip(), heading))


def to_plain(text: str) -> tuple[str | None, str]:
    """The leading heading, if there is one, and the text after it."""
    lines = _without_comments(text).expandtabs(4).split("\n")
    page = _Page({m.group(1).strip().casefold() for line in lines if (m := _DEFINITION.match(line))})
    fence = ""
    for line in lines:
        bare = line.strip()
        if fence:
            fence = "" if bare.startswith(fence) else fence
            page.add(line.rstrip() if fence else "")
        elif bare.startswith(("```", "~~~")):
            page.end()
            fence = bare[:3]
        else:
            _read_line(page, line, bare)
    page.end()
    if page.paragraphs and page.paragraphs[0][1]:
        return page.paragraphs[0][0], "\n".join(p for p, _ in page.paragraphs[1:])
    return None, "\n".join(p for p, _ in page.paragraphs)


def _read_line(page: _Page, line: str, bare: str) -> None:
    while bare.startswith(">"):
        bare = line = bare[1:].strip()
    if _DEFINITION.match(line) and not page.lines:
        return
    if not bare:
        page.end()
    elif bare.startswith("#") and bare.lstrip("#")[:1] in ("", " ") and bare[:7] != "#######":
        page.end()
        page.lines = [bare.lstrip("#").rstrip().rstrip("#").strip()]
        page.end(heading=True)
    elif set(bare) in ({"="}, {"-"}) and page.lines:
        page.end(heading=True)
    elif len(bare) >= 3 and set(bare.replace(" ", "")) in ({"-"}, {"*"}, {"_"}):
        page.end()
    elif bare.startswith("|"):
        page.end()
        page.lines = [] if set(bare) <= set("|-: ") else [bare.strip("| ")]
        page.end()
    elif (item := _ITEM.match(line)) and (item.group(1) in (None, "1") or not page.lines or _ITEM.match(page.lines[0])):
        page.end()
        page.lines = [line[item.end() :]]
    else:
        page.lines.append(line)


def _inline(text: str, defined: set[str]) -> str:
    text = _ESCAPED.sub(lambda m: chr(_HIDDEN + ord(m.group(1))), text)
    text = _CODE.sub(lambda m: "".join(chr(_HIDDEN + ord(c)) if " " < c < "\x7f" else c for c in m.group(1)), text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    if defined:
        text = _REFERENCE.sub(lambda m: _referred(m, defined), text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub(lambda m: "\n" if m.group().lower().startswith("<br") else "", text)
    for _ in range(3):
        plain = _LOW_LINES.sub(r"\2", _STARS.sub(r"\2", text))
        if plain == text:
            break
        text = plain
    text = _ENTITY.sub(lambda m: html.unescape(m.group()), text)
    return _WAITING.sub(lambda m: chr(ord(m.group()) - _HIDDEN), text)


def _referred(found: re.Match[str], defined: set[str]) -> str:
    """The words of a link whose address is defined below; a footnote's mark goes."""
    words, name = found.group(1), found.group(2) or found.group(1)
    if name.strip().casefold() not in defined:
        return found.group()
    return "" if words.startswith("^") else words


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]
