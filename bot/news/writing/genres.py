"""The kinds of articles that an outlet labels as no plain report: satire, opinion, advertising, press releases.

What they say must not be told as news: the label goes before the headline, and where other articles tell the story,
only those are read for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.news.text import fold, squeeze
from bot.news.types import Article, Source

_SATIRE = r"satire|satirical|parody|spoof|satirical column"
_AD = (
    r"(?:sponsored|paid|partner|branded|promoted|commercial) (?:content|post|article|feature|story)|"
    r"sponsored by [\w .&’'-]{2,40}|paid[ -]for (?:post|content)|advertorial|advertisement feature|publireportage"
)
_OPINION = r"opinions?|op-?ed|commentary|editorial|guest (?:essay|column|post)|viewpoint|kommentar|meinung|opinión"
_LABELS = (("Satire", _SATIRE), ("Advertisement", _AD), ("Opinion", _OPINION))
_ALONE = [(name, re.compile(rf"\W*(?:{words})\W*", re.IGNORECASE)) for name, words in _LABELS]
_BEFORE = [(name, re.compile(rf"\W{{0,2}}(?:{words})\s?[:|\]\)–—]\s*", re.IGNORECASE)) for name, words in _LABELS]
_AFTER = [(name, re.compile(rf"\s[|\[\(–—-]\s?(?:{words})\W{{0,2}}$", re.IGNORECASE)) for name, words in _LABELS]
_THIS = r"\bthis (?:article|story|post|piece|page|column|content|is)\b"
_SAID = (
    ("Satire", re.compile(rf"{_THIS}[^.]{{0,60}}\b(?:satire|satirical|parody|fictional|humorous)\b", re.IGNORECASE)),
    (
        "Advertisement",
        re.compile(
            rf"{_THIS}[^.]{{0,40}}\b(?:paid for|sponsored|advertorial|(?:an )?advertisement|produced in partnership|"
            rf"paid content|branded content)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Opinion",
        re.compile(
            r"\bthe (?:views?|opinions?) expressed (?:here|in this|are|by)|"
            r"\bthis is an opinion (?:piece|column|article)",
            re.IGNORECASE,
        ),
    ),
)
_RELEASE = re.compile(
    r"\W*(?:for immediate release|press release|news release|media release|pressemitteilung|communiqué de presse)\W*"
    r"(?:[\w, :-]{0,40})$",
    re.IGNORECASE,
)
_SECTIONS = {
    "satire": "Satire",
    "parody": "Satire",
    "opinion": "Opinion",
    "opinions": "Opinion",
    "editorials": "Opinion",
    "op-ed": "Opinion",
    "sponsored": "Advertisement",
    "advertorial": "Advertisement",
    "paid-post": "Advertisement",
    "partner-content": "Advertisement",
    "press-release": "Press release",
    "press-releases": "Press release",
}
_FIRST_LINES, _LAST_LINES = 3, 4
_LINE = 300  # characters


def label_of(article: Article) -> str | None:
    """As what its outlet labels the article ("Satire"); None for a plain report.

    The label stands in its title, its byline, the sections of its address, or among its first or last lines.
    """
    title, byline = squeeze(article.title or ""), squeeze(article.byline or "")
    for name, pattern in (*_BEFORE, *_AFTER):
        if pattern.search(title) if (name, pattern) in _AFTER else pattern.match(title):
            return name
    for name, pattern in _ALONE:
        if pattern.fullmatch(byline):
            return name
    if article.url:
        for part in re.split(r"[?#]", article.url, maxsplit=1)[0].lower().split("/")[3:-1]:
            if part in _SECTIONS:
                return _SECTIONS[part]
    return _label_in_text(article.text)


def _label_in_text(text: str) -> str | None:
    first = [line for line in text[:2000].splitlines() if line.strip()][:_FIRST_LINES]
    last = [line for line in text[-2000:].splitlines() if line.strip()][-_LAST_LINES:]
    for line in first:
        label = line_label(line)
        if label:
            return label
    for line in (*first, *last):
        low = fold(line[:_LINE])
        for name, pattern in _SAID:
            if pattern.search(low):
                return name
    return None


def line_label(line: str) -> str | None:
    """What a line that is nothing but a label says."""
    line = line.strip()
    if len(line) > 80:
        return None
    if _RELEASE.fullmatch(line):
        return "Press release"
    return next((name for name, pattern in _ALONE if pattern.fullmatch(line)), None)


def names_label(line: str) -> bool:
    """Whether a sentence only tells what kind of article it stands in."""
    return any(pattern.search(fold(line[:_LINE])) for _, pattern in _SAID)


def labelled(headline: str, label: str | None) -> str:
    """The headline with the label before it, once."""
    if label is None or not headline:
        return headline
    return f"{label}: {unlabelled(headline, label)}"


def shared_label(articles: Iterable[Article]) -> str | None:
    """The label of a story all of whose articles have one: that of the first."""
    labels = [label_of(article) for article in articles]
    return labels[0] if labels and all(labels) else None


def unlabelled(headline: str, label: str | None) -> str:
    """The headline without that label at either end."""
    for name, pattern in _BEFORE:
        found = pattern.match(headline) if name == label else None
        if found:
            headline = headline[found.end() :] or headline
    for name, pattern in _AFTER:
        headline = pattern.sub("", headline) or headline if name == label else headline
    return headline if label is None else headline.removeprefix(f"{label}: ") or headline


def reported(sources: Sequence[Source]) -> list[Source]:
    """The plain reports among the articles of a story; all of them where there is none."""
    return [s for s in sources if label_of(s.article) is None] or list(sources)
