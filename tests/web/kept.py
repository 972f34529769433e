"""What the store keeps of feeds and subscriptions, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.news.followed import Feed, FeedId, FeedState, Subscription
from bot.ports import Followed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOPIC = "https://example.org/feed.xml"


class Clock:
    """Stands still until it is told the time."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


class KeptSubscriptions:
    """One subscription a feed, in `kept`; `looked_up` counts questions for single feeds."""

    def __init__(self, *kept: Subscription) -> None:
        self.kept: dict[FeedId, Subscription] = {s.feed: s for s in kept}
        self.looked_up = 0

    async def ask(self, subscription: Subscription) -> None:
        self.kept[subscription.feed] = subscription

    async def by_token(self, token: str) -> Subscription | None:
        return next((s for s in self.kept.values() if s.token == token), None)

    async def of_feed(self, feed: FeedId) -> Subscription | None:
        self.looked_up += 1
        return self.kept.get(feed)

    async def confirm(self, token: str, lease_until: datetime) -> None:
        await self._change(token, "active", lease_until)

    async def end(self, token: str) -> None:
        await self._change(token, "ended", None)

    async def due(self, now: datetime, before: timedelta) -> list[Subscription]:
        return [
            s
            for s in self.kept.values()
            if (s.state == "active" and s.lease_until and s.lease_until <= now + before)
            or (s.state == "asked" and s.asked_at <= now - timedelta(days=1))
        ]

    async def _change(self, token: str, state: str, until: datetime | None) -> None:
        known = await self.by_token(token)
        if known is not None:
            self.kept[known.feed] = replace(known, state=state, lease_until=until or known.lease_until)  # type: ignore[arg-type]


class KeptFeeds:
    """The feeds that are followed; `polls` are the times at which pushes made one due."""

    def __init__(self, *followed: Followed) -> None:
        self.followed = {f.feed.id: f for f in followed}
        self.polls: list[tuple[str, datetime]] = []

    async def feeds(self) -> list[Followed]:
        return list(self.followed.values())

    async def poll_now(self, feed: FeedId, now: datetime) -> bool:
        if feed not in self.followed:
            return False
        self.polls.append((feed, now))
        return True


def a_feed(hub: str | None, name: str = "f1", topic: str | None = TOPIC) -> Followed:
    """A feed that announces this hub."""
    feed = Feed(FeedId(name), f"https://example.org/{name}.xml")
    return Followed(feed, FeedState(feed.id, NOON, hub=hub, topic=topic), "hand")


def subscribed(hub: str = "https://hub.example.net/", name: str = "f1", **said: object) -> Subscription:
    """An active subscription of that feed, asked at noon for ten days."""
    known = Subscription(
        FeedId(name), hub, TOPIC, "s" * 43, f"{name}-".ljust(43, "t"), "active", NOON, NOON + timedelta(days=10)
    )
    return replace(known, **said)  # type: ignore[arg-type]
