"""Google News sitemaps: a `urlset` whose addresses carry `news:news`."""

from __future__ import annotations

from lxml import etree

from bot.feeds.decoding import Unreadable
from bot.feeds.parsing.dates import date_of
from bot.feeds.parsing.drafts import Draft, Head, Piece, web_base, whole


def is_sitemap(root: etree._Element) -> bool:
    return _local(root) in ("urlset", "sitemapindex")


def read_sitemap(root: etree._Element, url: str | None) -> tuple[Head, list[Draft]]:
    """Every address that is an article. Raises `Unreadable` where none is."""
    if _local(root) == "sitemapindex":
        raise Unreadable("is a list of sitemaps, not one; follow the one for news that it names")
    head = Head("sitemap", web_base(url))
    drafts = [draft for entry in root if _local(entry) == "url" and (draft := _draft(entry, head)) is not None]
    if not drafts and len(root):
        raise Unreadable("is a sitemap without news: none of its addresses carries news:news")
    return head, drafts


def _draft(entry: etree._Element, head: Head) -> Draft | None:
    told = {_local(e): (e.text or "").strip() for e in entry.iter(etree.Element)}
    if not any(_local(child) == "news" for child in entry):
        return None
    keywords = told.get("keywords", "").partition(",")[0]
    return Draft(
        title=Piece(told["title"], "guess") if told.get("title") else None,
        link=whole(told.get("loc"), head.base),
        id=told.get("loc") or None,
        published=date_of(told.get("publication_date", "")),
        updated=date_of(told.get("lastmod", "")),
        outlet=told.get("name") or None,
        section=told.get("genres") or keywords or None,
        language=told.get("language") or None,
    )


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
