"""The whole way over real sockets: the bot asks a hub, the hub verifies and distributes, the feed is due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest

from bot.feeds.web.client import WebClient
from bot.flows.websub import HubCalls, subscribe_due
from bot.news.followed import FeedId, Subscription
from bot.ports import FeedStore, Web
from bot.web.server import WebServer
from tests.web.kept import NOON, TOPIC, Clock, KeptFeeds, KeptSubscriptions, a_feed
from tests.web.local_hub import LocalHub, a_hub

BODY = b"<feed>" + b"<entry><title>Ferry runs again</title></entry>" * 2000 + b"</feed>"


class Posting:
    """The real client's forms, without the feeds."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    async def post(self, url: str, data: dict[str, str]) -> int:
        return (await self._client.post(url, data)).status


class Bot:
    """A bot that follows one feed and serves its callback."""

    def __init__(self, hub: str, client: WebClient) -> None:
        self.clock = Clock()
        self.feeds = KeptFeeds(a_feed(hub))
        self.subscriptions = KeptSubscriptions()
        self._web = cast(Web, Posting(client))
        hubs = HubCalls(self.subscriptions, cast(FeedStore, self.feeds), self.clock)
        self.server = WebServer(hubs, version="1.2.3", most_bytes=200_000)

    async def sweep(self) -> int:
        url = f"http://127.0.0.1:{self.server.port}"
        return await subscribe_due(self.subscriptions, cast(FeedStore, self.feeds), self._web, url, self.clock)

    @property
    def known(self) -> Subscription:
        return self.subscriptions.kept[FeedId("f1")]


@asynccontextmanager
async def a_bot(hub: str, *allow: str) -> AsyncIterator[Bot]:
    clock = Clock()
    client = WebClient(contact=None, allow=allow, clock=clock)
    bot = Bot(hub, client)
    await bot.server.start("127.0.0.1", 0)
    try:
        yield bot
    finally:
        await bot.server.close()
        await client.close()


@pytest.fixture
async def hub() -> AsyncIterator[LocalHub]:
    async with a_hub() as it:
        yield it


@pytest.fixture
async def bot(hub: LocalHub) -> AsyncIterator[Bot]:
    async with a_bot(hub.url, "127.0.0.1") as it:
        yield it


@pytest.mark.parametrize("eager", [False, True])
async def test_a_subscription_is_asked_for_verified_and_served(hub: LocalHub, bot: Bot, eager: bool) -> None:
    hub.eager = eager
    assert await bot.sweep() == 1
    await hub.settled()
    assert hub.verified == [(200, "prove/it?&=")]
    assert bot.known.state == "active"
    assert bot.known.lease_until is not None
    assert (bot.known.lease_until - NOON).total_seconds() == 7200
    assert await hub.send(hub.forms[0], BODY) == 202
    assert bot.feeds.polls == [("f1", NOON)]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
async def test_every_algorithm_is_taken(hub: LocalHub, bot: Bot, algorithm: str) -> None:
    await bot.sweep()
    assert await hub.send(hub.forms[0], BODY, algorithm) == 202
    assert len(bot.feeds.polls) == 1


async def test_unsigned_and_forged_content_is_acknowledged_and_ignored(hub: LocalHub, bot: Bot) -> None:
    await bot.sweep()
    assert await hub.send(hub.forms[0], BODY, None) == 202
    assert await hub.send(hub.forms[0] | {"hub.secret": "a guess"}, BODY) == 202
    assert not bot.feeds.polls


async def test_a_hub_that_verifies_something_else_is_told_no(hub: LocalHub, bot: Bot) -> None:
    await bot.sweep()
    await hub.settled()
    form, before = hub.forms[0], bot.known
    assert await hub.verify(form, topic="https://example.org/other.xml") == (404, "")
    assert await hub.verify(form, mode="unsubscribe") == (404, "")
    assert await hub.verify(form, challenge="x" * 2000) == (404, "")
    unknown = form | {"hub.callback": form["hub.callback"][:-3] + "xyz"}
    assert await hub.verify(unknown) == (404, "")
    assert await hub.send(unknown, BODY) == 410
    assert bot.known == before
    assert not bot.feeds.polls


async def test_a_replayed_verification_is_answered_and_changes_nothing(hub: LocalHub, bot: Bot) -> None:
    await bot.sweep()
    await hub.settled()
    before = bot.known
    assert (await hub.verify(hub.forms[0], lease_seconds="999999"))[0] == 200
    assert bot.known == before


async def test_denied(hub: LocalHub, bot: Bot) -> None:
    await bot.sweep()
    await hub.settled()
    assert (await hub.verify(hub.forms[0], mode="denied", reason="no room"))[0] == 200
    assert bot.known.state == "ended"
    assert await hub.send(hub.forms[0], BODY) == 410


async def test_the_lease_is_renewed_before_it_ends_with_the_same_callback(hub: LocalHub, bot: Bot) -> None:
    await bot.sweep()
    await hub.settled()
    bot.clock.go(minutes=59)
    assert await bot.sweep() == 0
    bot.clock.go(minutes=1)
    assert await bot.sweep() == 1
    await hub.settled()
    assert hub.forms[1] == hub.forms[0]
    assert bot.known.state == "active"
    assert bot.known.lease_until is not None
    assert (bot.known.lease_until - NOON).total_seconds() == 3 * 3600


async def test_a_dropped_feed_is_unsubscribed_and_the_hub_hears_that_we_mean_it(hub: LocalHub, bot: Bot) -> None:
    await bot.sweep()
    await hub.settled()
    bot.feeds.followed.clear()
    await bot.sweep()
    await hub.settled()
    assert [form["hub.mode"] for form in hub.forms] == ["subscribe", "unsubscribe"]
    assert hub.verified[1] == (200, "prove/it?&=")
    assert await hub.send(hub.forms[0], BODY) == 410


async def test_more_than_we_take_is_refused(hub: LocalHub, bot: Bot) -> None:
    await bot.sweep()
    assert await hub.send(hub.forms[0], b"x" * 200_001) == 413
    assert await hub.send(hub.forms[0], b"x" * 200_000) == 202
    assert len(bot.feeds.polls) == 1


async def test_a_hub_inside_our_own_network_is_refused_like_any_address(hub: LocalHub) -> None:
    async with a_bot(hub.url) as guarded:
        await guarded.sweep()
        assert not hub.forms
        assert guarded.known.state == "ended"
        assert guarded.known.topic == TOPIC
