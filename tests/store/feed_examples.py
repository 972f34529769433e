"""An invented feed for the store's tests: what it lists is what `sightings` makes of a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.news.followed import Feed, FeedDocument, FeedId, FeedItem, Page, Saved, Sighting
from bot.news.sightings import sightings
from bot.store.feeds import SqlFeeds
from tests.store.examples import NOON

GAZETTE = Feed(FeedId("f-gazette"), "https://gazette.example.org/feed.xml", "The Harbour Gazette", ("harbour",))
HERALD = Feed(FeedId("f-herald"), "https://herald.example.org/rss", "The Hill Herald", new_at_first=0)
TEXT = (
    "The ferry to Lund Island is back in service after nine weeks of repairs, the harbour office said. "
    "It leaves the old quay at seven every morning and takes forty cars. Tickets are sold on board, and bicycles "
    "travel free until the end of the summer, when the winter timetable begins again."
)


def item(
    number: int = 1, title: str | None = None, text: str = TEXT, link: str | None = None, **more: object
) -> FeedItem:
    """Item `number` of the feed; texts of different numbers have different words."""
    values: dict[str, object] = {
        "title": title or f"Ferry number {number} returns to Lund Island",
        "text": text if number == 1 else " ".join(f"{word}{number}" for word in text.split()),
        "link": link or f"https://gazette.example.org/news/{number}",
        "id": f"gazette-{number}",
        "published": NOON,
    }
    return FeedItem(**(values | more))  # type: ignore[arg-type]


def shown(*items: FeedItem, feed: Feed = GAZETTE, first: bool = False, now: datetime = NOON) -> tuple[Sighting, ...]:
    return sightings(feed, FeedDocument("rss 2.0", items), first, now)


async def polled(
    feeds: SqlFeeds, *items: FeedItem, feed: Feed = GAZETTE, first: bool = False, now: datetime = NOON
) -> Saved:
    return await feeds.save_sightings(feed.id, shown(*items, feed=feed, first=first, now=now), now)


def many(count: int) -> Sequence[FeedItem]:
    return [item(number) for number in range(2, count + 2)]


def page(text: str = "The whole article. " + TEXT, **more: object) -> Page:
    values: dict[str, object] = {"kind": "full", "text": text, "url": "https://gazette.example.org/news/1"}
    return Page(**(values | more))  # type: ignore[arg-type]
