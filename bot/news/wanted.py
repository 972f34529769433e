"""Whether articles are from the outlets that a channel asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.news.addresses import canonical, host_of
from bot.news.text import key, squeeze
from bot.news.types import Article


def wanted(articles: Iterable[Article], sources: Sequence[str]) -> bool:
    """One of the articles is of one of the sources, each the name of an outlet or a host; all are where none is named.

    Case and accents of a name do not matter, and a host stands for those below it: "example.org" has
    "news.example.org" too.
    """
    if not sources:
        return True
    names = {key(squeeze(source)) for source in sources}
    hosts = {host_of(canonical(source)) for source in sources}
    return any(_name(article) in names or not hosts.isdisjoint(_hosts(article)) for article in articles)


def _name(article: Article) -> str | None:
    return key(squeeze(article.outlet)) if article.outlet else None


def _hosts(article: Article) -> list[str]:
    """The host of its address, and the domains above it that have a dot."""
    labels = host_of(canonical(article.url)).split(".") if article.url else []
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]
