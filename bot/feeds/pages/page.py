"""An article's page to what it is and says; a saved page to an article.

markup_tree.tree_of   bytes to a tree, hidden parts gone
| about.about         title, byline, dates... as the page gives them
| story.story_of      the article's own words
| walls.judged        whether that is the article, a part of it, or something in front of it
"""

from __future__ import annotations

from lxml.html import HtmlElement

from bot.feeds.decoding import Unreadable
from bot.feeds.pages.about import About, about, plain_lines
from bot.feeds.pages.linked_data import words_of
from bot.feeds.pages.markup_tree import LARGEST_PAGE, drop_banners, tree_of
from bot.feeds.pages.markup_tree import declared_charset as declared_charset
from bot.feeds.pages.story import story_of
from bot.feeds.pages.walls import judged
from bot.news.followed import Page
from bot.news.types import FoundArticle

_LEAST_BEHIND = 250
_LEAST_BODY = 300


def page_of(data: bytes, url: str | None = None, content_type: str | None = None) -> Page:
    """What a page found at `url` is and says. An odd page is one too: its `kind` and `why` tell.

    Raises `Unreadable` for what is no page at all, or too large a one. May take seconds for a hostile page and has
    no time limit of its own: call it in a worker process.
    """
    tree = tree_of(data, content_type)
    said = about(tree, url)
    verdict = judged(tree, said, _story(tree, said))
    if verdict.kind == "consent-wall" and drop_banners(tree):
        behind = judged(tree, said, _story(tree, said))
        verdict = behind if behind.kind == "full" and len(behind.text) >= _LEAST_BEHIND else verdict
    # What a wall calls itself is not the article's title.
    of_article = verdict.kind in ("full", "summary-only", "paywall") or said.is_article
    return Page(
        verdict.kind,
        verdict.text,
        url,
        said.canonical,
        said.title if of_article else None,
        said.byline if of_article else None,
        said.outlet,
        said.published if of_article else None,
        said.updated if of_article else None,
        said.language,
        said.section if of_article else None,
        verdict.why,
    )


def _story(tree: HtmlElement, said: About) -> str:
    """The text found in the page, or the page's own copy of it for machines where that has far more and is open."""
    found = story_of(tree, said.titles, said.descriptions)
    given = [line for text in words_of(said.article.get("articleBody")) for line in text[:LARGEST_PAGE].split("\n")]
    body = "\n".join(plain_lines(given))
    closed = str(said.article.get("isAccessibleForFree")).lower() == "false"
    return body if not closed and len(body) >= _LEAST_BODY and len(body) > 2 * len(found) else found


def read_page(data: bytes, key: str) -> FoundArticle:
    """The article of a saved page, one paragraph a line. Raises `Unreadable` where there is none to find."""
    page = page_of(data)
    if not page.text or page.kind not in ("full", "summary-only", "paywall"):
        raise Unreadable(f"is a page in which no article was found: {page.why}")
    return FoundArticle(key, page.text, page.title, page.outlet, page.canonical, page.published)


def warm() -> None:
    """Import what reading a page needs, which takes about a second."""
    import trafilatura  # noqa: F401
