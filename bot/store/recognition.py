"""Which of the items that a poll showed are articles that we have: the rules, on what was looked up before.

An item is a stored article where any of its sure keys is that article's, the strongest first; a weak key needs a title
or a text that agrees. Else it is one that shares its title and whose text is alike. Else it is new, and what comes
after it may be the same article again.

An id names no article that the same poll shows at its own address as well: then the id has gone on to another item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from bot.news.followed import FeedId, Saved, Sighting
from bot.news.identity import COMPARED, LIKE, alike, near
from bot.news.types import ArticleId
from bot.store.rows import article_id

_MOST_NAMED = 20  # new articles of a poll
_MOST_ALIKE = 8
"""Texts of one title that an item is compared with: a title that comes back daily must not cost more each day."""


_SAME_EDITION = timedelta(hours=20)
_MUCH_ALIKE = 0.9
"""The share of word triples that two texts of one title need where their dates are further apart than that."""


class Told(NamedTuple):
    """What an article says: its title, the beginning of one of its texts, its date; `dated` is when it was new to us
    where it has none."""

    article: str
    title: str | None
    text: str
    published: datetime | None
    dated: datetime


@dataclass(slots=True)
class Known:
    """What the store knows of some items.

    `said` is which feed an article follows, the digest of its last words, and whether it is news.
    `titled` are articles by title, `named` those that only a weak key leads to.
    """

    owners: dict[str, str] = field(default_factory=dict)
    titled: dict[str, list[Told]] = field(default_factory=dict)
    named: dict[str, Told] = field(default_factory=dict)
    said: dict[str, tuple[str | None, str | None, bool]] = field(default_factory=dict)

    def owner(self, sighting: Sighting, elsewhere: Collection[str] = ()) -> str | None:
        """The article whose sure key this is. By an id it is none of those that are shown `elsewhere`."""
        weak = sighting.keys.weak
        for key in keys_of(sighting):
            article = self.owners.get(key)
            if article is not None and key not in weak and not (key[0] == "g" and article in elsewhere):
                return article
        return None

    def named_by(self, sighting: Sighting, elsewhere: Collection[str] = ()) -> str | None:
        """The article whose weak key this is, and whose title or text agrees."""
        for key in sighting.keys.weak:
            told = self.named.get(self.owners.get(key, ""))
            if told is not None and told.article not in elsewhere and _agrees(told, sighting):
                return told.article
        return None

    def like(self, sighting: Sighting, shown: Collection[str], now: datetime) -> str | None:
        """The article of this title whose text is alike; `shown` are those that the poll shows at their address."""
        keys = sighting.keys
        if keys.maybe is None:
            return None
        titled = self.titled.get(keys.maybe, ())[:_MOST_ALIKE]
        # Where one of this title stands at its address still, they are a series.
        has_left = bool(shown) and all(told.article not in shown for told in titled)
        for told in titled:
            if _is_alike(told, sighting) or (has_left and _has_moved(told, sighting, now)):
                return told.article
        return None


def _agrees(told: Told, sighting: Sighting) -> bool:
    found = sighting.found
    return near(told.title or told.text, found.title or found.text) or alike(told.text, found.text)


def _is_alike(told: Told, sighting: Sighting) -> bool:
    """Under one title: the same words at the same moment, or texts that are alike; the more so the longer between."""
    found = sighting.found
    dates = told.published, found.published
    if dates[0] is None or dates[1] is None:
        return alike(told.text, found.text)
    if dates[0] == dates[1] and told.text == found.text[:COMPARED]:
        is_day = dates[0].astimezone(UTC).time() == time()  # many articles have that date
        return not is_day or found.text != found.title
    return alike(told.text, found.text, LIKE if abs(dates[0] - dates[1]) < _SAME_EDITION else _MUCH_ALIKE)


def _has_moved(told: Told, sighting: Sighting, now: datetime) -> bool:
    """The same few words within a day, no date against it: an article left its address for another one."""
    found = sighting.found
    if told.published != found.published or told.text != found.text[:COMPARED]:
        return False
    return abs((found.published or now) - told.dated) < _SAME_EDITION


@dataclass(slots=True)
class Plan:
    """What is to be written of one poll. `new` and `changed` are by article; `keys` and `titles` with theirs.

    `gone_on` are keys of stored articles that now are another one's, `news` articles that were old to another feed.
    """

    feed: FeedId
    now: datetime
    new: dict[str, Sighting] = field(default_factory=dict)
    changed: dict[str, Sighting] = field(default_factory=dict)
    known: int = 0
    keys: list[tuple[str, str]] = field(default_factory=list)
    titles: list[tuple[str, str]] = field(default_factory=list)
    gone_on: list[tuple[str, str]] = field(default_factory=list)
    news: dict[str, Sighting] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new or self.changed or self.keys or self.gone_on or self.news)

    def saved(self, changed: int) -> Saved:
        named = tuple(ArticleId(article) for article in islice(self.new, _MOST_NAMED))
        return Saved(new=len(self.new), changed=changed, known=self.known - changed, articles=named)


def keys_of(sighting: Sighting) -> tuple[str, ...]:
    """The sure keys, and last the one that the article's id is made of: two articles cannot share it either."""
    sure, own = sighting.keys.sure, sighting.found.key
    return sure if own in sure else (*sure, own)


def unknown(seen: Iterable[Sighting], known: Known) -> set[str]:
    """Titles that can still tell whether an item is known."""
    return {s.keys.maybe for s in seen if s.keys.maybe and known.owner(s) is None}


def named_only(seen: Iterable[Sighting], known: Known) -> set[str]:
    """Articles that only a weak key leads to."""
    return {
        known.owners[key]
        for s in seen
        if s.keys.weak and known.owner(s) is None
        for key in s.keys.weak
        if key in known.owners
    }


def sorted_out(feed: FeedId, seen: Sequence[Sighting], known: Known, now: datetime) -> Plan:
    """What is new, changed or known. `known` learns what is new, so that its like is known from then on."""
    plan = Plan(feed, now)
    met: set[str] = set()
    shown = _shown_at_their_address(seen, known)
    for sighting in seen:
        elsewhere = shown if sighting.keys.sure and sighting.keys.sure[0][0] == "a" else ()
        article = (
            known.owner(sighting, elsewhere) or known.named_by(sighting, elsewhere) or known.like(sighting, shown, now)
        )
        if article is None:
            article = article_id(sighting.found.key, feed)
            plan.new[article] = sighting
            known.said[article] = (feed, sighting.digest, sighting.fresh)
            if sighting.keys.weak:
                known.named[article] = _told(article, sighting, plan.now)
            _learn_title(plan, known, article, sighting)
        elif article not in met:
            plan.known += 1
            _note_news(plan, known, article, sighting)
            _note_change(plan, known, article, sighting)
        met.add(article)
        for key in keys_of(sighting):
            if key not in known.owners:
                known.owners[key] = article
                plan.keys.append((key, article))
            elif article in plan.new and known.owners[key] != article:
                known.owners[key] = article
                plan.gone_on.append((key, article))
    return plan


def _shown_at_their_address(seen: Sequence[Sighting], known: Known) -> set[str]:
    """Stored articles that the poll shows where they are known to be."""
    at = (known.owners.get(s.keys.sure[0]) for s in seen if s.keys.sure and s.keys.sure[0][0] == "a")
    return {article for article in at if article is not None}


def _note_news(plan: Plan, known: Known, article: str, sighting: Sighting) -> None:
    """A feed that we met lately may list as old what another one brings as news, for the first time by its id."""
    follows, digest, fresh = known.said[article]
    if fresh or not sighting.fresh or sighting.found.published is None or follows == plan.feed:
        return
    ids = [key for key in sighting.keys.sure if key[0] == "g"]
    if ids and not any(key in known.owners for key in ids):
        plan.news[article] = sighting
        known.said[article] = (follows, digest, True)


def _note_change(plan: Plan, known: Known, article: str, sighting: Sighting) -> None:
    """Only the feed that showed an article first can change it: two that word it differently would take turns."""
    follows, digest, fresh = known.said[article]
    if follows == plan.feed and digest != sighting.digest:
        plan.changed[article] = sighting
        known.said[article] = (plan.feed, sighting.digest, fresh)
        _learn_title(plan, known, article, sighting)


def _learn_title(plan: Plan, known: Known, article: str, sighting: Sighting) -> None:
    title = sighting.keys.maybe
    if title is not None:
        plan.titles.append((title, article))
        known.titled.setdefault(title, []).insert(0, _told(article, sighting, plan.now))


def _told(article: str, sighting: Sighting, now: datetime) -> Told:
    found = sighting.found
    return Told(article, found.title, found.text[:COMPARED], found.published, found.published or now)
