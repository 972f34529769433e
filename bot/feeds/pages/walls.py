"""Pages that stand where an article should: walls, errors, lists; and articles of which only the start is shown.

The words are those of browsers' checks, consent platforms and publishers of many languages, none of one site. A wall
shows little text of its own, so a long article is never taken for one, whatever words it uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from bot.feeds.pages import wall_words as words
from bot.feeds.pages.about import About
from bot.feeds.pages.linked_data import words_of
from bot.feeds.pages.promotion import is_promotion
from bot.feeds.pages.story import folded, link_blocks
from bot.news.followed import PageKind

_MOST_OF_A_CHECK = 3000
_MOST_OF_AN_ERROR = 600
_MOST_OF_A_BANNER = 4000
_MOST_OF_A_TEASER = 1500
_MOST_OF_A_LOGIN = 500
_LEAST_OF_AN_ARTICLE = 140
_LEAST_OF_A_TEXT = 60
_MOST_OF_A_SUMMARY = 300
_PARAGRAPH = 160
_LONGEST_END = 120
_LONGEST_HEADING = 1000
_LONGEST_PROMPT = 300
_SEARCHED = 200_000
_BANNER_SHARE = 180
"""Letters of text to one word of consent: banners have one in 60 or so, articles on the subject one in 300."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is, why in words, and what of its text is the article's."""

    kind: PageKind
    text: str
    why: str = ""


def judged(tree: HtmlElement, about: About, story: str) -> Verdict:
    """Tell what the page is from its tree, what it says of itself, and the text that was found in it."""
    shown = _shown(tree)
    heading = " ".join([*about.titles[:2], *(each.text_content() for each in tree.xpath("//head/title | //h1")[:4])])
    heading = heading[:_LONGEST_HEADING]
    return (
        _bot_wall(tree, heading, shown, story)
        or _error(heading, story)
        or _consent_wall(about, shown, story)
        or _login(tree, about, heading, story)
        or _paywall(tree, about, shown, story)
        or _nothing(tree, about, shown, story)
        or _teaser(about, story)
        or Verdict("full", "\n".join(line for line in story.split("\n") if not is_promotion(line)))
    )


def _shown(tree: HtmlElement) -> str:
    """The text that a reader of the page sees."""
    pieces = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return " ".join(" ".join(pieces).split())


def _bot_wall(tree: HtmlElement, heading: str, shown: str, story: str) -> Verdict | None:
    if len(shown) > _MOST_OF_A_CHECK or len(story) > _MOST_OF_AN_ERROR:
        return None
    if words.CHECK_TITLE.search(heading) or words.CHECK.search(shown):
        return Verdict(
            "bot-wall", "", "the site wanted to see a person's browser, not a program, so it hid the article"
        )
    if len(story) < _LEAST_OF_AN_ARTICLE and tree.xpath(words.CHECK_MARKS):
        return Verdict("bot-wall", "", "the site asked for a check that only a browser can pass (a captcha)")
    if words.DENIED.search(heading):
        return Verdict("bot-wall", "", "the site refused to show this page (access denied)")
    return None


def _error(heading: str, story: str) -> Verdict | None:
    if len(story) > _MOST_OF_AN_ERROR:
        return None
    if words.MISSING.search(heading):
        return Verdict("error-page", "", "the page says that there is no such page (any more)")
    if words.BROKEN.search(heading):
        return Verdict("error-page", "", "the page tells of an error of the site")
    if words.PARKED.search(f"{heading} {story}"):
        return Verdict("error-page", "", "the address has no site of its own: it is parked or for sale")
    return None


def _consent_wall(about: About, shown: str, story: str) -> Verdict | None:
    """A banner was found in place of the article, or the page is nothing but a banner."""
    text = story or shown
    found = words.CONSENT.findall(text) if len(text) <= _MOST_OF_A_BANNER else []
    if len(found) < 3 or len(found) * _BANNER_SHARE < len(text):
        return None
    if words.CONSENT.search(" ".join(about.titles[:1])) and about.published is not None:
        return None  # an article on cookies
    why = "the page showed a request for consent (cookies) in place of the article"
    return Verdict("consent-wall", _own_teaser(about), why)


def _own_teaser(about: About) -> str:
    """What the article's page gives as its summary, where that is no banner's."""
    return next((d for d in about.descriptions if about.is_article and not words.CONSENT.search(d)), "")


def _login(tree: HtmlElement, about: About, heading: str, story: str) -> Verdict | None:
    if len(story) > _MOST_OF_A_LOGIN or not tree.xpath("//input[@type='password']"):
        return None
    if words.LOGIN.search(heading) or (len(story) < _LEAST_OF_AN_ARTICLE and not about.is_article):
        return Verdict("no-article", "", "the page asks to log in and shows no article")
    return None


def _paywall(tree: HtmlElement, about: About, shown: str, story: str) -> Verdict | None:
    """Only a teaser is there, and the page says that the rest is paid for."""
    teaser = _before_offers(story)
    count = _word_count(about)
    if len(teaser) > _MOST_OF_A_TEASER and not (count and len(teaser.split()) < 0.5 * count):
        return None
    if count and len(teaser.split()) >= 0.7 * count:
        return None
    closed = any(word.lower() == "false" for word in _free(about))
    asks = words.SUBSCRIBE.search(shown[:_SEARCHED]) is not None
    if not (closed or (asks and (teaser != story or len(teaser) < _MOST_OF_A_TEASER / 2))):
        return None
    if teaser or about.is_article:
        why = "the rest of the article is for subscribers" if teaser else "the article is for subscribers"
        return Verdict("paywall", teaser or _own_teaser(about), why)
    return None


def _before_offers(story: str) -> str:
    """The text up to the line that asks to subscribe: prices come after it. Where it comes first, all but it."""
    asks = [len(line) < _LONGEST_PROMPT and words.SUBSCRIBE.search(line) is not None for line in story.split("\n")]
    lines = story.split("\n")
    before = lines[: asks.index(True)] if True in asks else lines
    return "\n".join(before or (line for line, is_asking in zip(lines, asks, strict=True) if not is_asking))


def _free(about: About) -> Sequence[str]:
    value = about.article.get("isAccessibleForFree")
    return [str(value)] if isinstance(value, bool) else [*words_of(value)]


def _word_count(about: About) -> int | None:
    """How many words the page says that its article has."""
    value = about.article.get("wordCount")
    if isinstance(value, str) and value.isdecimal() and len(value) < 7:
        value = int(value)
    return value if isinstance(value, int) and 0 < value < 1_000_000 else None


def _nothing(tree: HtmlElement, about: About, shown: str, story: str) -> Verdict | None:
    is_bare = len(story) < _LEAST_OF_AN_ARTICLE and len(shown) < _MOST_OF_AN_ERROR
    if is_bare and words.NEEDS_SCRIPT.search(tree.text_content()[:_SEARCHED]):
        return Verdict("no-article", _own_teaser(about), "the page shows nothing without JavaScript")
    if not story:
        return Verdict("no-article", _own_teaser(about), "nothing in the page looks like an article")
    lines = story.split("\n")
    if len(story) < _LEAST_OF_A_TEXT and not about.is_article:
        return Verdict("no-article", "", "the page holds no more than a few words")
    if about.is_article or any(len(line) >= _PARAGRAPH for line in lines):
        return None
    links = {folded(text) for text in link_blocks(tree)}
    linked = sum(len(line) for line in lines if folded(line) in links)
    if len(lines) >= 3 and linked > 0.6 * len(story):
        return Verdict("no-article", "", "the page is a list of links and no article")
    return None


def _teaser(about: About, story: str) -> Verdict | None:
    """The text is no more than the summary, or far less than the page says that it has."""
    count = _word_count(about)
    if count and len(story.split()) < 0.3 * count and len(story) < _MOST_OF_A_TEASER:
        return Verdict("summary-only", story, f"the page showed {len(story.split())} of the article's {count} words")
    summaries = about.descriptions if about.article and len(story) < _MOST_OF_A_SUMMARY else ()
    if any(folded(story) in folded(each) for each in summaries):
        return Verdict("summary-only", story, "the page showed no more than the article's summary")
    start, end = story[:-_LONGEST_END], story[-_LONGEST_END:]
    if len(story) < _MOST_OF_A_TEASER and words.GOES_ON.search(end):
        text = f"{start}{words.GOES_ON.sub('', end)}".rstrip(" .…[]\n") + "…"
        return Verdict("summary-only", text, "the page showed only the start of the article")
    return None
