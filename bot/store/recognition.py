"""Which of the items that a poll showed are articles that we have: the rules, on what was looked up before.

An item is a stored article where any of its sure keys is that article's, the strongest first. Else it is one that
shares its title and whose text is alike. Else it is new, and what comes after it may be the same article again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.news.followed import FeedId, Saved, Sighting
from bot.news.identity import COMPARED, alike
from bot.store.rows import article_id

_MOST_ALIKE = 8
"""Texts of one title that an item is compared with: a title that comes back daily must not cost more each day."""


@dataclass(slots=True)
class Known:
    """What the store knows of some items. `said` is which feed an article follows and the digest of its last words."""

    owners: dict[str, str] = field(default_factory=dict)
    titled: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    said: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def owner(self, sighting: Sighting) -> str | None:
        """The article whose sure key this is."""
        return next((self.owners[key] for key in keys_of(sighting) if key in self.owners), None)

    def like(self, sighting: Sighting) -> str | None:
        """The article of this title whose text is alike."""
        keys = sighting.keys
        if keys.maybe is None:
            return None
        titled = self.titled.get(keys.maybe, ())[:_MOST_ALIKE]
        return next((article for article, text in titled if alike(text, sighting.found.text)), None)


@dataclass(slots=True)
class Plan:
    """What is to be written of one poll. `new` and `changed` are by article; `keys` and `titles` with theirs."""

    feed: FeedId
    new: dict[str, Sighting] = field(default_factory=dict)
    changed: dict[str, Sighting] = field(default_factory=dict)
    known: int = 0
    keys: list[tuple[str, str]] = field(default_factory=list)
    titles: list[tuple[str, str]] = field(default_factory=list)

    def saved(self, changed: int) -> Saved:
        return Saved(new=len(self.new), changed=changed, known=self.known - changed)


def keys_of(sighting: Sighting) -> tuple[str, ...]:
    """The sure keys, and last the one that the article's id is made of: two articles cannot share it either."""
    sure, own = sighting.keys.sure, sighting.found.key
    return sure if own in sure else (*sure, own)


def unknown(seen: Iterable[Sighting], known: Known) -> set[str]:
    """Titles that can still tell whether an item is known."""
    return {s.keys.maybe for s in seen if s.keys.maybe and known.owner(s) is None}


def sorted_out(feed: FeedId, seen: Sequence[Sighting], known: Known) -> Plan:
    """What is new, changed or known. `known` learns what is new, so that its like is known from then on."""
    plan = Plan(feed)
    met: set[str] = set()
    for sighting in seen:
        article = known.owner(sighting) or known.like(sighting)
        if article is None:
            article = article_id(sighting.found.key, feed)
            plan.new[article] = sighting
            known.said[article] = (feed, sighting.digest)
            _learn_title(plan, known, article, sighting)
        elif article not in met:
            plan.known += 1
            _note_change(plan, known, article, sighting)
        met.add(article)
        for key in keys_of(sighting):
            if key not in known.owners:
                known.owners[key] = article
                plan.keys.append((key, article))
    return plan


def _note_change(plan: Plan, known: Known, article: str, sighting: Sighting) -> None:
    """Only the feed that showed an article first can change it: two that word it differently would take turns."""
    follows, digest = known.said[article]
    if follows == plan.feed and digest != sighting.digest:
        plan.changed[article] = sighting
        known.said[article] = (plan.feed, sighting.digest)
        _learn_title(plan, known, article, sighting)


def _learn_title(plan: Plan, known: Known, article: str, sighting: Sighting) -> None:
    title = sighting.keys.maybe
    if title is not None:
        plan.titles.append((title, article))
        known.titled.setdefault(title, []).insert(0, (article, sighting.found.text[:COMPARED]))
