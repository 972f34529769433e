"""The sockets of what is kept of feeds: how they fare, what they showed, and what hubs were asked to tell us.

Each method is one transaction, as those of `keeping.py`, and raises what they raise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.news.followed import Feed, FeedId, FeedState, Page, Saved, Sighting, Subscription, ToRead
from bot.news.identity import Keys
from bot.news.types import ArticleId

Origin = Literal["file", "hand"]
"""Where a feed was named: in the settings file, or by `factbox feeds add`."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed with how it fares and where it was named."""

    feed: Feed
    state: FeedState
    origin: Origin


class FeedStore(Protocol):
    """Keeps the feeds we follow, how they fare, and what they showed. Each method is one transaction."""

    async def follow(self, feeds: Sequence[Feed], origin: Origin, now: datetime) -> None:
        """Follow these too, due at once. From a file: exactly these of the file's, those left out are dropped.

        A feed that is followed already keeps its state and takes over what is set anew.
        """
        ...

    async def unfollow(self, feed: FeedId) -> bool:
        """Forget a feed that was added by hand, and its state; its articles stay. False where there is none."""
        ...

    async def feeds(self) -> list[Followed]:
        """All that are followed, by address."""
        ...

    async def claim_feeds(self, now: datetime, limit: int, lease: timedelta) -> list[Followed]:
        """Feeds that are due, the longest first; for the length of the lease nobody else gets them."""
        ...

    async def save_sightings(self, feed: FeedId, seen: Sequence[Sighting], now: datetime) -> Saved:
        """Store what a poll showed: one article one row, by its keys. Comes before `save_state`."""
        ...

    async def save_states(self, states: Sequence[FeedState]) -> None:
        """Remember how these feeds fare; nothing happens to those no longer followed."""
        ...

    async def poll_now(self, feed: FeedId, now: datetime) -> bool:
        """Make a feed due at `now`, which may lie a little ahead. False where it is not followed."""
        ...

    async def claim_pages(self, now: datetime, limit: int, lease: timedelta) -> list[ToRead]:
        """Articles whose own page is due, newest first; for the length of the lease nobody else gets them."""
        ...

    async def save_page(self, article: ArticleId, page: Page, keys: Keys, now: datetime) -> bool:
        """Keep what the page says as a revision. False where it turned out to be an article stored already."""
        ...

    async def page_failed(self, article: ArticleId, again_at: datetime | None, why: str) -> None:
        """The page could not be read: once more at `again_at`, or never; the reason is kept."""
        ...


class Subscriptions(Protocol):
    """Keeps what we asked WebSub hubs to tell us. Each method is one transaction."""

    async def ask(self, subscription: Subscription) -> None:
        """Remember what a hub is being asked; an older subscription of the same feed is replaced.

        A renewal comes with its `lease_until`, which is kept.
        """
        ...

    async def by_token(self, token: str) -> Subscription | None: ...

    async def of_feed(self, feed: FeedId) -> Subscription | None:
        """The feed's subscription, also one that has ended."""
        ...

    async def confirm(self, token: str, lease_until: datetime) -> None: ...

    async def end(self, token: str) -> None: ...

    async def due(self, now: datetime, before: timedelta) -> list[Subscription]:
        """Active ones whose lease ends within `before`, and those asked for a day ago without an answer."""
        ...
