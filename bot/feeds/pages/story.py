"""The article's own words out of a page: trafilatura finds them, rules of ours take off what still sticks to them.

Measured by tests/evals/pages.py. Each rule stands for what pages of many makers and languages have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from bot.feeds.pages.markup_tree import MOST_ELEMENTS, has_more_than
from bot.feeds.pages.promotion import is_promotion
from bot.feeds.pages.wall_words import SUBSCRIBE
from bot.feeds.particulars import storable

_SPACE = re.compile(r"[^\S\n]+")
_NOT_WORD = re.compile(r"[\W_]+")
_TITLE_BREAK = re.compile(r"\s[|–—·:»-]\s")
_LINKING = ("p", "li", "div", "h2", "h3", "h4", "h5", "strong", "span", "td")
_SHOWING = ("p", "div", "span", "h2", "h3", "h4", "strong", "b", "li", "section", "header", "article", "td")
_MANY_ELEMENTS = MOST_ELEMENTS // 2
_LONGEST_LINK = 250
_PARAGRAPH = 160
_LONGEST_LEAD = 700
_SHORTEST_LEAD = 40
_SENTENCE_END = '.!?…"”»。！？'
_EMBEDDED = "//blockquote[contains(@class, 'twitter-') or contains(@class, 'instagram-')]"


def story_of(tree: HtmlElement, titles: Sequence[str], descriptions: Sequence[str]) -> str:
    """The article, one paragraph a line, without its title; empty where there is none.

    `titles` are what the page calls itself, `descriptions` its summaries of itself.
    """
    for quoted in tree.xpath(_EMBEDDED):
        del quoted.attrib["class"]  # a post in an article is part of it; by its class it would be taken off
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        script.drop_tree()  # trafilatura would take its text without its paragraphs, also where it is not for all
    # The careful ways need too long for a page of this size.
    large = has_more_than(_MANY_ELEMENTS, tree)
    lines = _extracted(tree, fast=large)
    if not lines:
        return ""
    surer = [] if large else _extracted(tree, favor_precision=True)
    lines = _without_titles(lines, _headings(tree, titles))
    lines = _without_links(lines, tree)
    # What asks to subscribe tells a paywall, and where the teaser ends; `judged` takes it off.
    lines = [line for line in lines if not is_promotion(line) or SUBSCRIBE.search(line)]
    lines = _without_tail(lines, surer)
    return storable("\n".join(_with_lead(lines, tree, descriptions)))


def folded(text: str) -> str:
    """Letters and digits alone, for telling whether two texts say the same."""
    return _NOT_WORD.sub("", text.lower())


def _extracted(tree: HtmlElement, fast: bool = False, favor_precision: bool = False) -> list[str]:
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, fast=fast, favor_precision=favor_precision)
    if found is None or isinstance(found, dict) or not found.text:
        return []
    return [line for each in found.text.split("\n") if (line := _SPACE.sub(" ", each).strip())]


def _headings(tree: HtmlElement, titles: Iterable[str]) -> set[str]:
    """All that the page shows or gives as its title, folded; also the title without the site's name."""
    shown = [*titles, *(each.text_content() for each in tree.iter("h1"))]
    for title in tree.iter("title"):
        text = title.text_content()
        shown += [text, *(part for part in _TITLE_BREAK.split(text) if len(part) > 20)]
    return {folded(each) for each in shown} - {""}


def _without_titles(lines: list[str], headings: set[str]) -> list[str]:
    """The title is kept apart; as a line of the text it would be read as a sentence."""
    rest = [line for line in lines if folded(line) not in headings]
    return rest or lines


def _without_links(lines: list[str], tree: HtmlElement) -> list[str]:
    """Without lines that are a link and nothing else: they lead to other articles. A list of links keeps them."""
    links = {folded(text) for text in link_blocks(tree)}
    rest = [line for line in lines if folded(line) not in links]
    if sum(map(len, rest)) >= 0.75 * sum(map(len, lines)):
        return rest
    if any(len(line) >= _PARAGRAPH for line in rest):
        while folded(lines[-1]) in links:
            lines = lines[:-1]
    return lines


def link_blocks(tree: HtmlElement) -> Iterable[str]:
    """The texts of short blocks whose words are nine tenths link."""
    for element in tree.iter(*_LINKING):
        anchors = element.findall(".//a")
        text = element.text_content() if anchors else ""
        if not 0 < len(text) <= _LONGEST_LINK:
            continue
        words = len(folded(text))
        if words and sum(len(folded(anchor.text_content())) for anchor in anchors) >= 0.9 * words:
            yield text


def _without_tail(lines: list[str], surer: list[str]) -> list[str]:
    """End where the stricter extraction ends, when it has found at least half of the same article."""
    kept = {folded(line) for line in surer}
    if sum(map(len, surer)) < 0.5 * sum(map(len, lines)):
        return lines
    last = max((at for at, line in enumerate(lines) if folded(line) in kept), default=len(lines) - 1)
    return lines[: last + 1]


def _with_lead(lines: list[str], tree: HtmlElement, descriptions: Sequence[str]) -> list[str]:
    """With the lead where it stands apart from the body: a sentence shown on the page that its description repeats."""
    starts = tuple(start[:60] for each in descriptions if len(start := folded(each)) >= _SHORTEST_LEAD)
    if not starts or not lines:
        return lines
    body = folded("".join(lines))
    best: str | None = None
    for element in tree.iter(*_SHOWING):
        text = element.text_content()
        if not _SHORTEST_LEAD <= len(text) <= _LONGEST_LEAD or not folded(text).startswith(starts):
            continue
        if folded(text)[:50] in body:
            return lines
        lead = " ".join(text.split())
        best = lead if best is None or len(lead) < len(best) else best
    return [best, *lines] if best and best[-1] in _SENTENCE_END else lines
