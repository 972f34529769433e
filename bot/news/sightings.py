"""From a feed's document to its articles, each once: what is new, what is worth reading, what it is known by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from bot.news.addresses import canonical
from bot.news.followed import Feed, FeedDocument, FeedItem, Page, Sighting
from bot.news.identity import Keys, folded_title, keys_of
from bot.news.types import FoundArticle

OLDEST_AT_FIRST = timedelta(days=3)
OLDEST = timedelta(days=7)
"""A feed that lists its archive anew must not flood: what is dated before this is kept, but is no news."""

LONGEST_AWAY = timedelta(days=30)
"""After a time of failures, what came since counts as news, for as long as this."""

_AHEAD = timedelta(days=1)
_BEGINNING = datetime(1990, 1, 1, tzinfo=UTC)
_MANY = 3  # items of one document that share a title and a text without being one article


@dataclass(frozen=True, slots=True)
class _Listed:
    """An item with what it is known by, on its own or within its document."""

    item: FeedItem
    keys: Keys
    address: str | None
    title: str
    published: datetime | None
    updated: datetime | None

    @property
    def date(self) -> datetime | None:
        return self.published or self.updated


def sightings(
    feed: Feed, document: FeedDocument, first: bool, now: datetime, since: datetime | None = None
) -> tuple[Sighting, ...]:
    """Every article that `document` shows, once, in its order; `first` tells that we never saw this feed before.

    Items that say nothing are left out. Dates more than a day ahead or before 1990 are taken for no date. Fresh is,
    at first contact, the newest `feed.new_at_first` of at most three days; later all of at most seven days, and all
    from the day before `since`, the last poll that went well.
    """
    listed = [_listed(feed, item, now) for item in document.items]
    listed = _together(_trusted(feed, [each for each in listed if each.keys.sure]))
    fresh = (
        _newest(listed, feed.new_at_first, now)
        if first
        else _of_days(range(len(listed)), listed, max(OLDEST, _away(since, now)), now)
    )
    return tuple(_sighting(feed, document, each, at in fresh) for at, each in enumerate(listed))


def page_keys(page: Page) -> Keys:
    """What else an article is known by from its own page: where it was found, and where it says it belongs.

    Nothing for walls and errors: many articles lead to the same one. Nor does a canonical address count that is
    a part of the page's own (its section, or a template that forgot the parameters).
    """
    address = page.url or page.canonical
    if page.kind not in ("full", "summary-only") or not address:
        return Keys(())
    own = keys_of("", guid=None, address=address, title=page.title, text=page.text)
    sure = [key for key in own.sure if key[0] != "f"]  # without a feed there is no such key
    if page.canonical and not canonical(address).startswith(
        tuple(canonical(page.canonical) + border for border in "/?#")
    ):
        belongs = keys_of("", guid=None, address=page.canonical, title=None, text="")
        sure = [*belongs.sure, *sure]
    return Keys(tuple(dict.fromkeys(sure)), own.maybe)


def _listed(feed: Feed, item: FeedItem, now: datetime) -> _Listed:
    return _Listed(
        item,
        keys_of(feed.id, guid=item.id, address=item.link, title=item.title, text=item.text),
        canonical(item.link) if item.link else None,
        folded_title(item.title),
        _believed(item.published, now),
        _believed(item.updated, now),
    )


def _believed(date: datetime | None, now: datetime) -> datetime | None:
    return date if date is not None and _BEGINNING <= date <= now + _AHEAD else None


# --- which keys are worth something in this document ----------------------------------------------


def _trusted(feed: Feed, listed: Sequence[_Listed]) -> list[_Listed]:
    """The same items without the keys that this document gives to different articles."""
    holders: dict[str, list[_Listed]] = {}
    for each in listed:
        for key in (*each.keys.sure, each.keys.maybe):
            if key is not None:
                holders.setdefault(key, []).append(each)
    worthless = {key for key, held in holders.items() if len(held) > 1 and _differ(key[0], held)}
    return [_without(feed, each, worthless) for each in listed] if worthless else list(listed)


def _differ(kind: str, held: Sequence[_Listed]) -> bool:
    """These items share a key of this kind and yet are not one article."""
    addresses = {each.address for each in held if each.address}
    if kind == "a":  # every item links to one page, or to places on it
        return len({each.title for each in held}) > 1
    if kind == "g":
        return len(addresses) > 1 or (not addresses and len({each.title for each in held}) > 1)
    return len(addresses) >= _MANY or len({each.item.id for each in held}) >= _MANY


def _without(feed: Feed, listed: _Listed, worthless: set[str]) -> _Listed:
    if worthless.isdisjoint((*listed.keys.sure, listed.keys.maybe)):
        return listed
    item, keys = listed.item, listed.keys
    sure = tuple(key for key in keys.sure if key not in worthless)
    weak = tuple(key for key in keys.weak if key not in worthless)
    if len(sure) == len(weak):  # the first one names the article, and nothing weak can
        told = keys_of(feed.id, guid=None, address=None, title=item.title, text=item.text or item.link or "").sure
        sure = (*told, *weak)
    maybe = None if keys.maybe in worthless else keys.maybe
    return _Listed(
        item,
        Keys(sure, maybe, weak),
        listed.address,
        listed.title,
        listed.published,
        listed.updated,
    )


def _together(listed: Sequence[_Listed]) -> list[_Listed]:
    """Items that share a sure key as one, the newest or else the longest of them, with the keys of all."""
    leads = list(range(len(listed)))  # union-find: each item points to an earlier one of its group, the first to itself
    holder: dict[str, int] = {}
    for at, each in enumerate(listed):
        for key in each.keys.sure:
            one, other = _lead(leads, holder.setdefault(key, at)), _lead(leads, at)
            leads[max(one, other)] = min(one, other)
    groups: dict[int, list[_Listed]] = {}
    for at, each in enumerate(listed):
        groups.setdefault(_lead(leads, at), []).append(each)
    return [_one(group) for group in groups.values()]


def _lead(leads: list[int], at: int) -> int:
    while leads[at] != at:
        leads[at] = at = leads[leads[at]]
    return at


def _one(group: Sequence[_Listed]) -> _Listed:
    if len(group) == 1:
        return group[0]
    # No order of the document decides: feeds shuffle, and the article must not seem to change each time.
    best = max(
        group,
        key=lambda each: (each.updated or each.published or _BEGINNING, len(each.item.text), _digest(each)),
    )
    sure = dict.fromkeys(key for each in (best, *group) for key in each.keys.sure if key not in each.keys.weak)
    weak = dict.fromkeys(key for each in (best, *group) for key in each.keys.weak if key not in sure)
    keys = Keys((*sure, *weak), best.keys.maybe, tuple(weak))
    return _Listed(best.item, keys, best.address, best.title, best.published, best.updated)


# --- what is news ---------------------------------------------------------------------------------


def _newest(listed: Sequence[_Listed], count: int, now: datetime) -> set[int]:
    """Places of the newest items at first contact: by date, those without one after these, as the feed has them."""
    order = sorted(range(len(listed)), key=lambda at: listed[at].date or _BEGINNING, reverse=True)
    return _of_days(order[: max(count, 0)], listed, OLDEST_AT_FIRST, now)


def _away(since: datetime | None, now: datetime) -> timedelta:
    """A day more than since the last poll that went well: what it did not show yet may bear an earlier date."""
    return min(now - since + timedelta(days=1), LONGEST_AWAY) if since else OLDEST


def _of_days(places: Iterable[int], listed: Sequence[_Listed], oldest: timedelta, now: datetime) -> set[int]:
    return {at for at in places if (date := listed[at].date) is None or now - date <= oldest}


def _sighting(feed: Feed, document: FeedDocument, listed: _Listed, fresh: bool) -> Sighting:
    item = listed.item
    found = FoundArticle(
        key=listed.keys.sure[0],
        text=item.text or item.title or item.link or "",
        title=item.title,
        outlet=feed.outlet or item.outlet or document.title,
        url=item.link,
        published=listed.published,
        byline=item.author,
        updated=listed.updated,
        language=item.language or document.language,
        section=item.section,
        summary_only=not (item.full and item.text),
    )
    wanted = feed.links is not None or (feed.full_text and fresh and not item.full)
    return Sighting(found, listed.keys, _digest(listed), fresh, wanted and item.link is not None)


def _digest(listed: _Listed) -> str:
    """Stands for all that the item says but its dates, and how it writes capitals and spaces."""
    item = listed.item
    said = (" ".join((part or "").casefold().split()) for part in (item.title, item.text))
    data = "\x1f".join((*said, listed.address or "")).encode("utf-8", "replace")
    return blake2b(data, digest_size=16).hexdigest()
