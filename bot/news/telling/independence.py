"""Who tells a story independently: copies of one text are one source, and so are outlets of one owner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.news.addresses import canonical, host_of
from bot.news.text import key, squeeze
from bot.news.types import Article, ArticleId

_MOBILE = re.compile(r"^(?:m|mobile|amp)\.(?=[^.]+\.)")  # the same outlet, for telephones


def independent_sources(
    articles: Iterable[Article], copy_of: Mapping[ArticleId, ArticleId], owners: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """The independent sources of a story, each with its outlets, in the order of the articles.

    `copy_of` has the first article with the same text, for copies. `owners` has the owner of an outlet, by the
    outlet's name or its host ("news.example.org"); letters' case does not matter. An outlet without an owner is its
    own. Articles of no known outlet are one source, "": nothing shows that they are several.
    """
    owned = {key(outlet): owner for outlet, owner in owners.items()}
    sources: dict[str, list[str]] = {}
    for article in articles:
        if article.id in copy_of:
            continue
        host = _MOBILE.sub("", host_of(canonical(article.url))) if article.url else ""
        outlet = squeeze(article.outlet or "") or host
        owner = owned.get(key(outlet)) or _owner_of(host, owned) or outlet
        outlets = sources.setdefault(key(owner), [])
        if all(key(outlet) != key(known) for known in outlets):
            outlets.append(outlet)
    return {owner: tuple(outlets) for owner, outlets in sources.items()}


def _owner_of(host: str, owned: Mapping[str, str]) -> str | None:
    """The owner of a host or of the nearest domain above it."""
    while host:
        if host in owned:
            return owned[host]
        host = host.partition(".")[2]
    return None
