"""Articles for tests of the index, and lookups made from plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.news.asking.lookups import Lookup
from bot.news.asking.stems import stems
from bot.news.types import Article, ArticleId, Passage, Revision, RevisionId


def told(
    key: str,
    text: str,
    title: str | None = None,
    outlet: str | None = None,
    day: str | None = None,
    revision: str | None = None,
) -> Article:
    """An article of this text; `day` as in 2026-03-02."""
    published = None if day is None else datetime.fromisoformat(f"{day}T09:30:00+00:00").astimezone(UTC)
    return Article(ArticleId(key), Revision(RevisionId(revision or f"{key}.1"), text), title, outlet, None, published)


def wanted(
    words: str,
    phrases: Sequence[str] = (),
    outlets: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Lookup:
    """All words weigh 1."""
    return Lookup(
        tuple((stem, 1.0) for stem in dict.fromkeys(stems(words))),
        tuple(tuple(stems(phrase)) for phrase in phrases),
        tuple(outlets),
        None if since is None else date.fromisoformat(since),
        None if until is None else date.fromisoformat(until),
    )


def keys(found: Sequence[Passage]) -> list[str]:
    """The articles found, each once, best first."""
    return list(dict.fromkeys(p.evidence.revision.split(".")[0] for p in found))


HARBOUR = told(
    "harbour",
    "Dredging of the harbour at Tolva was halted on Monday. The port master, Ilse Brandt, said divers had found a mine.",
    "Mine found in Tolva harbour",
    "The Tolva Courier",
    "2026-03-02",
)
FERRY = told(
    "ferry",
    "The ferry company cancelled forty crossings after the harbour was closed. Passengers were sent to Nord Quay.",
    "Ferries cancelled",
    "Coast Radio",
    "2026-03-04",
)
VOTE = told("vote", "The council voted for a new bridge. Nobody spoke of the port.", "Bridge vote", "Coast Radio")
