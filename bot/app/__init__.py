"""The wiring: the only room that knows every plug. This page has what is opened by the others, and the one clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.app.clock import Clock
from bot.app.parts import Parts
from bot.flows.channels import Channels
from bot.flows.newsroom import Newsroom
from bot.news.channels import UNDRESSED, Delivery, Dress, Edition, Place
from bot.news.slots import delivery_held_until, held_until, planned_at
from bot.ports import ChannelStore, Duties, FeedStore, Fetcher, Inbox, Platform, Queue, Subscriptions, Web

if TYPE_CHECKING:
    from bot.models.budget import DailyTokens
    from bot.settings import Role

log = structlog.get_logger()

now = Clock()
"""The one clock: UTC, aware. It follows the store's own where copies share one."""


@dataclass(frozen=True, slots=True)
class App:
    """Every plug of what `factbox brief` does. `fetchers` are named after their folders."""

    newsroom: Newsroom
    fetchers: dict[str, Fetcher]
    platforms: dict[str, Platform]
    queue: Queue
    inbox: Inbox


@dataclass(frozen=True, slots=True)
class Copy:
    """This copy of the bot, which may be the only one: then `alone`.

    `own` is the queue of what each copy does for itself; where there is one copy it is the app's queue. `clean_up`
    removes the texts of articles from before a moment that nothing needs any more; how many these were. `tokens` is
    what may be spent on models in a day, by all copies.
    """

    name: str
    role: Role
    alone: bool
    duties: Duties
    own: Queue
    parts: Parts
    clean_up: Callable[[datetime], Awaitable[int]]
    archive: timedelta
    tokens: DailyTokens | None


@dataclass(frozen=True, slots=True)
class Chat:
    """What a run has of people: the channels, what they have set in chat, and whom to tell of trouble."""

    channels: Channels
    kept: ChannelStore
    operators: Mapping[str, str]

    async def owner_of(self, place: Place) -> str | None:
        """The channel's owner, else the operator on that platform."""
        channel = await self.channels.at(place)
        return (channel.owner if channel else None) or self.operators.get(place.platform)

    async def left(self, place: Place) -> None:
        """Nobody is there any more: whoever followed stories there is told nothing further."""
        for follow in await self.kept.follows():
            if follow.place == place and await self.kept.unfollow(follow):
                log.info("follow_ended", person=place.channel, story=follow.story)

    async def held_until(self, place: Place, at: datetime) -> datetime | None:
        """When the quiet hours end in which the place is; None where it is in none."""
        channel = await self.channels.at(place)
        return held_until(channel, at) if channel else None

    async def due_of(self, edition: Edition) -> datetime | None:
        """When the edition's slot was due; None for what is told at no set time."""
        channel = next((c for c in await self.channels.all() if c.name == edition.channel), None)
        return planned_at(channel, edition.slot) if channel else None

    async def hold(self, delivery: Delivery, at: datetime) -> datetime | None:
        """Until when quiet hours hold a delivery at that moment; None where it may be posted."""
        channel = await self.channels.at(delivery.place)
        return delivery_held_until(channel, delivery, at) if channel else None

    async def dress_of(self, place: Place) -> Dress:
        """How what is posted there looks."""
        channel = await self.channels.at(place)
        return channel.dress if channel else UNDRESSED


@dataclass(frozen=True, slots=True)
class OpenWeb:
    """The plugs of a run that meets the web. `public_url` is there where hubs may call us back."""

    feeds: FeedStore
    subscriptions: Subscriptions
    web: Web
    public_url: str | None = None
