"""Discord's Markdown as its clients read it: what is seen of a text, where it leads, and what else it does.

A reader of our own, by the rules of Discord's parser for Android (https://github.com/discord/SimpleAST) and the reports
on links at https://github.com/discord/discord-api-docs/issues (6088, 6185, 7510, 7721); the page that draws pictures in
tests/pictures has the same rules, each shown there by an example.
"""

import re
from dataclasses import dataclass, field

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_URL = re.compile(r"https?://[^\s<]*[^<.,:;\"')\]\s]", re.IGNORECASE)
_TARGET = re.compile(r"\(\s*<?((?:\([^()\s]*\)|\\.|[^\s\\()])*?)>?\s*\)")
_NO_WORDS = re.compile(
    r"https?://[^\s<]+[^<.,:;\"')\]\s]|```|<(?:[@#]|a?:\w+:)[!&]?\d+>|:[a-z]\w*:"
    "|[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\xa9\xae"
    "\U0001f000-\U0001faff]",
    re.IGNORECASE,
)
_ANGLED = re.compile(
    r"<(?:(?:@[!&]?|#)\d+|/[^\n:<>]{1,100}:\d+|id:[a-z-]+(?::\d+)?|t:-?\d+(?::[tTdDfFRsS])?|a?:\w+:\d+|https?://[^\s<>]+"
    r"|(?:mailto:)?[^\s<>@:]+@[^\s<>@:]+\.\w+|\+\d[\d() -]+)>"
)
_BLOCKS = {
    "quote": re.compile(r" *>(?:>>)? "),
    "small": re.compile(r"-# (?!-#) *(?=[^\n])"),
    "heading": re.compile(r" *#{1,3} (?!#) *(?=[^\n])"),
    "list": re.compile(r" *(?:[+*-]|\d+\.) +(?=[^\n])"),
}
_PAIRS = {
    "code": re.compile(r"(`+)([^`](?:.*?[^`])?)\1(?!`)", re.DOTALL),
    "bold": re.compile(r"(\*\*)(.+?)\*\*(?!\*)", re.DOTALL),
    "underline": re.compile(r"(__)(.+?)__(?!_)", re.DOTALL),
    "italic": re.compile(r"(_)((?:__|\\.|[^\\_])+?)_(?!\w)", re.DOTALL),
    "italics": re.compile(r"(\*)(?=\S)((?:\\\*|\*\*|\s+(?:[^*\s]|\\\*|\*\*)|[^\s*])+?)(?<!\\)\*(?!\*)"),
    "strike": re.compile(r"(~~)(.+?)~~", re.DOTALL),
    "spoiler": re.compile(r"(\|\|)(.+?)\|\|", re.DOTALL),
}
_PLAIN = re.compile(r"[^\\`*_~|\[<@:hH\n]+")
_BEGIN = frozenset("\\`*_~|[<@:hH")
_EVERYONE = re.compile(r"@(?:everyone|here)")
_EMOJI = re.compile(r":[a-z0-9_+-]+(?:::skin-tone-\d)?:", re.IGNORECASE)


@dataclass
class Drawn:
    """`seen` is read. `links` are the words and addresses of masked links; `does` is all else that words did."""

    seen: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    does: list[tuple[str, str]] = field(default_factory=list)


def drawn(text: str) -> Drawn:
    """All of a text display, a title or a description."""
    page = Drawn()
    _draw(text, page, starts=True)
    return page


def _draw(text: str, page: Drawn, *, starts: bool = False, linked: bool = False) -> None:
    at = 0
    while at < len(text):
        if starts and (block := _block(text, at)):
            name, end = block
            page.does.append((name, text[at:end]))
            at, starts = end, name != "small"
            continue
        end = _inline(text, at, page, starts, linked) or _plain(text, at, page, starts)
        starts = text[end - 1] == "\n" or (starts and text[at:end].isspace())
        at = end


def _plain(text: str, at: int, page: Drawn, starts: bool) -> int:
    found = None if starts else _PLAIN.match(text, at)
    end = found.end() if found else at + 1
    page.seen += text[at:end]
    return end


def _block(text: str, at: int) -> tuple[str, int] | None:
    for name, shape in _BLOCKS.items():
        if found := shape.match(text, at):
            return name, found.end()
    return None


def _inline(text: str, at: int, page: Drawn, starts: bool, linked: bool) -> int | None:
    if text[at] not in _BEGIN:
        return None
    if found := _ESCAPE.match(text, at):
        page.seen += found[0 if linked else 1]
        return found.end()
    for name, shape in _PAIRS.items():
        if found := shape.match(text, at):
            page.does.append((name, found[2]))
            _draw(found[2], page, starts=starts, linked=linked)
            return found.end()
    if text[at] == "[" and not linked and (end := _masked(text, at, page)):
        return end
    for name, shape in (("angled", _ANGLED), ("everyone", _EVERYONE), ("emoji", _EMOJI), ("address", _URL)):
        if not (name == "address" and linked) and (found := shape.match(text, at)):
            page.does.append((name, found[0]))
            page.seen += found[0]
            return found.end()
    return None


def _masked(text: str, at: int, page: Drawn) -> int | None:
    depth = 0
    for end in range(at, min(len(text), at + 4000)):
        depth = max(depth + (text[end] == "[") - (text[end] == "]"), 0)
        found = _TARGET.match(text, end + 1) if text[end] == "]" and not depth else None
        if found is None or not (whole := _URL.fullmatch(found[1])):
            continue
        words = text[at + 1 : end]
        if not words.strip() or _NO_WORDS.search(words):
            page.does.append(("broken link", text[at : found.end()]))
            page.seen += text[at : found.end()]
            return found.end()
        before = len(page.seen)
        _draw(words, page, linked=True)
        page.links.append((page.seen[before:], whole[0]))
        return found.end()
    return None
