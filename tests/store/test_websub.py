"""What we asked hubs to tell us."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.news.followed import FeedId, Subscription
from bot.ports import Subscriptions
from bot.store.sql import SqlStore
from bot.store.websub import SqlSubscriptions, subscriptions_of
from tests.store.examples import MINUTE, NOON

DAY = timedelta(days=1)
ASKED = Subscription(
    FeedId("f"), "https://hub.example.org/", "https://example.org/feed", "secret", "token", "asked", NOON
)


@pytest.fixture
def kept(store: SqlStore) -> SqlSubscriptions:
    return subscriptions_of(store)


async def test_fits_the_socket(kept: SqlSubscriptions) -> None:
    socket: Subscriptions = kept
    assert await socket.by_token("token") is None


async def test_asked_confirmed_and_ended(kept: SqlSubscriptions) -> None:
    await kept.ask(ASKED)
    assert await kept.by_token("token") == await kept.of_feed(ASKED.feed) == ASKED
    await kept.confirm("token", NOON + DAY)
    assert await kept.by_token("token") == replace(ASKED, state="active", lease_until=NOON + DAY)
    await kept.end("token")
    ended = await kept.of_feed(ASKED.feed)
    assert ended is not None
    assert ended.state == "ended"
    assert await kept.due(NOON + 9 * DAY, DAY) == []


async def test_a_feed_has_one_subscription_the_newest(kept: SqlSubscriptions) -> None:
    await kept.ask(ASKED)
    newer = replace(ASKED, token="other", asked_at=NOON + MINUTE)
    await kept.ask(newer)
    await kept.ask(replace(ASKED, feed=FeedId("g"), token="third"))
    assert await kept.of_feed(ASKED.feed) == newer
    assert await kept.by_token("token") is None
    await kept.confirm("token", NOON)  # nobody's: nothing happens
    await kept.end("token")
    assert await kept.of_feed(ASKED.feed) == newer


async def test_due_are_leases_that_run_out_and_hubs_that_do_not_answer(kept: SqlSubscriptions) -> None:
    await kept.ask(ASKED)
    await kept.ask(replace(ASKED, feed=FeedId("g"), token="g", asked_at=NOON + MINUTE))
    assert await kept.due(NOON + DAY - MINUTE, MINUTE) == []
    assert await kept.due(NOON + DAY, MINUTE) == [ASKED]
    await kept.confirm("token", NOON + 3 * DAY)
    await kept.confirm("g", NOON + 2 * DAY)
    assert await kept.due(NOON + DAY, DAY - MINUTE) == []
    assert [each.token for each in await kept.due(NOON + DAY, DAY)] == ["g"]
