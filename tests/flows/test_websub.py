"""Who is asked when, what is confirmed, what makes a feed due: by the flow alone, time injected."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.flows.websub import HubCalls, subscribe_due, unsubscribe
from bot.news.followed import FeedId, Subscription
from bot.ports import FeedStore, Rejected, Unavailable, Web
from tests.web.kept import NOON, TOPIC, Clock, KeptFeeds, KeptSubscriptions, a_feed, subscribed

HUB = "https://hub.example.net/"
PUBLIC = "https://news.example.com/bot/"
BODY = b"<feed><title>Harbour news</title></feed>"


class Posts:
    """Takes forms; hubs named in `failing` raise what is told."""

    def __init__(self, **failing: Exception | int) -> None:
        self.sent: list[tuple[str, dict[str, str]]] = []
        self.failing = {url.replace("_", "."): outcome for url, outcome in failing.items()}

    async def post(self, url: str, data: Mapping[str, str]) -> int:
        self.sent.append((url, dict(data)))
        outcome = next((f for host, f in self.failing.items() if host in url), 202)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class Bot:
    def __init__(
        self, *subscriptions: Subscription, feeds: KeptFeeds | None = None, posts: Posts | None = None
    ) -> None:
        self.clock = Clock()
        self.subscriptions = KeptSubscriptions(*subscriptions)
        self.feeds = feeds or KeptFeeds(a_feed(HUB))
        self.posts = posts or Posts()
        self.calls = HubCalls(self.subscriptions, cast(FeedStore, self.feeds), self.clock)

    async def sweep(self, most: int = 100) -> int:
        feeds, posts = cast(FeedStore, self.feeds), cast(Web, self.posts)
        return await subscribe_due(self.subscriptions, feeds, posts, PUBLIC, self.clock, most)

    async def push(self, known: Subscription, signature: str | None = None, body: bytes = BODY) -> bool:
        return await self.calls.distribution(known.token, signature or signed(known), pieces(body))

    def of(self, feed: str = "f1") -> Subscription:
        return self.subscriptions.kept[FeedId(feed)]


async def pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 7):
        yield body[start : start + 7]


def signed(known: Subscription, algorithm: str = "sha256", body: bytes = BODY) -> str:
    return f"{algorithm}={hmac.new(known.secret.encode(), body, getattr(hashlib, algorithm)).hexdigest()}"


def asks(known: Subscription, mode: str = "subscribe", **more: str) -> dict[str, str]:
    said = {"hub.mode": mode, "hub.topic": known.topic, "hub.challenge": "echo me"}
    return said | {f"hub.{name}": value for name, value in more.items()}


async def test_a_hub_is_asked_with_callback_topic_secret_and_lease() -> None:
    bot = Bot()
    assert await bot.sweep() == 1
    known = bot.of()
    assert bot.posts.sent == [
        (
            HUB,
            {
                "hub.mode": "subscribe",
                "hub.topic": TOPIC,
                "hub.callback": f"https://news.example.com/bot/websub/{known.token}",
                "hub.secret": known.secret,
                "hub.lease_seconds": "864000",
            },
        )
    ]
    assert known.state == "asked"
    assert known.asked_at == NOON
    assert len(known.token) >= 43
    assert 43 <= len(known.secret.encode()) < 200
    assert known.token != known.secret


async def test_secrets_and_tokens_are_never_the_same_twice() -> None:
    bot = Bot(feeds=KeptFeeds(a_feed(HUB), a_feed(HUB, "f2")))
    await bot.sweep()
    assert len({bot.of("f1").token, bot.of("f2").token, bot.of("f1").secret, bot.of("f2").secret}) == 4


@pytest.mark.parametrize(
    ("announced", "asked"),
    [
        ("http://hub.example.net/", "https://hub.example.net/"),
        ("HTTP://hub.example.net", "https://hub.example.net"),
        ("http://hub.example.net?a=1", "https://hub.example.net?a=1"),
        ("http://hub.example.net:8081/", "http://hub.example.net:8081/"),
        ("https://hub.example.net/", "https://hub.example.net/"),
    ],
)
async def test_hubs_are_asked_over_tls_unless_they_name_a_port(announced: str, asked: str) -> None:
    bot = Bot(feeds=KeptFeeds(a_feed(announced)))
    await bot.sweep()
    assert bot.posts.sent[0][0] == asked
    bot.clock.go(hours=2)
    assert await bot.sweep() == 0, "the same hub still"


async def test_a_topic_that_is_not_named_is_where_the_feed_lives() -> None:
    moved = a_feed(HUB, "f2", topic=None)
    moved = replace(moved, state=replace(moved.state, moved_to="https://example.org/moved.xml"))
    bot = Bot(feeds=KeptFeeds(a_feed(HUB, topic=None), moved))
    await bot.sweep()
    assert [form["hub.topic"] for _, form in bot.posts.sent] == [
        "https://example.org/f1.xml",
        "https://example.org/moved.xml",
    ]


async def test_feeds_without_a_hub_are_left_alone() -> None:
    bot = Bot(feeds=KeptFeeds(a_feed(None)))
    assert await bot.sweep() == 0
    assert not bot.posts.sent


async def test_what_was_asked_is_asked_again_a_day_later_with_the_same_callback() -> None:
    bot = Bot()
    await bot.sweep()
    first = bot.of()
    bot.clock.go(hours=23, minutes=59)
    assert await bot.sweep() == 0
    bot.clock.go(minutes=1)
    assert await bot.sweep() == 1
    assert (bot.of().token, bot.of().secret) == (first.token, first.secret)


async def test_a_lease_is_renewed_two_days_before_it_ends_and_pushes_go_on_meanwhile() -> None:
    known = subscribed()
    bot = Bot(known)
    bot.clock.go(days=7, hours=23)
    assert await bot.sweep() == 0
    bot.clock.go(hours=1)
    assert await bot.sweep() == 1
    assert bot.posts.sent[0][1]["hub.secret"] == known.secret
    assert bot.of() == replace(known, state="asked", asked_at=bot.clock.now), "the old lease still counts"
    assert await bot.push(known)
    assert bot.feeds.polls
    assert await bot.calls.verify(known.token, asks(known, lease_seconds="86400")) == "echo me"
    assert bot.of().state == "active"
    assert bot.of().lease_until == bot.clock.now + timedelta(days=1)


async def test_a_short_lease_is_renewed_at_its_half_but_a_hub_is_asked_at_most_hourly() -> None:
    bot = Bot(subscribed(lease_until=NOON + timedelta(hours=6)))
    bot.clock.go(hours=2, minutes=59)
    assert await bot.sweep() == 0
    bot.clock.go(minutes=1)
    assert await bot.sweep() == 1

    brief = Bot(subscribed(lease_until=NOON + timedelta(seconds=10)))
    brief.clock.go(minutes=59)
    assert await brief.sweep() == 0
    brief.clock.go(minutes=1)
    assert await brief.sweep() == 1


async def test_a_new_hub_gets_a_callback_and_a_secret_of_its_own() -> None:
    known = subscribed("https://old.example.net/")
    bot = Bot(known)
    bot.clock.go(hours=1)
    assert await bot.sweep() == 1
    assert bot.of().hub == HUB
    assert bot.of().token != known.token
    assert bot.of().secret != known.secret


async def test_a_dropped_feed_is_unsubscribed_and_the_hub_may_confirm_it() -> None:
    known = subscribed()
    bot = Bot(known, feeds=KeptFeeds(a_feed(None, "other")))
    assert await bot.sweep() == 0
    [(url, form)] = bot.posts.sent
    assert url == HUB
    assert form == {
        "hub.mode": "unsubscribe",
        "hub.topic": TOPIC,
        "hub.callback": f"https://news.example.com/bot/websub/{known.token}",
    }
    assert bot.of().state == "ended"
    assert await bot.calls.verify(known.token, asks(known, "unsubscribe")) == "echo me"
    assert await bot.calls.verify(known.token, asks(known)) is None
    assert not await bot.push(known)


async def test_a_feed_that_announces_no_hub_any_more_is_unsubscribed() -> None:
    bot = Bot(subscribed(), feeds=KeptFeeds(a_feed(None)))
    await bot.sweep()
    assert bot.posts.sent[0][1]["hub.mode"] == "unsubscribe"


async def test_leaving_a_hub_that_is_down_or_has_no_lease_ends_it_all_the_same() -> None:
    known = subscribed()
    bot = Bot(known, posts=Posts(hub_example_net=Unavailable("no answer")))
    await unsubscribe(known, bot.subscriptions, cast(Web, bot.posts), PUBLIC, NOON)
    assert bot.of().state == "ended"
    assert len(bot.posts.sent) == 1
    await unsubscribe(known, bot.subscriptions, cast(Web, bot.posts), PUBLIC, NOON + timedelta(days=10))
    assert len(bot.posts.sent) == 1, "a lease that has ended needs no leaving"


async def test_one_dead_hub_is_tried_once_a_sweep_and_stops_no_other() -> None:
    feeds = KeptFeeds(*(a_feed("https://dead.example.net/", f"d{n}") for n in range(3)), a_feed(HUB))
    bot = Bot(feeds=feeds, posts=Posts(dead_example_net=Unavailable("no answer")))
    with capture_logs() as logs:
        await bot.sweep()
    assert [url for url, _ in bot.posts.sent] == ["https://dead.example.net/", HUB]
    assert [line["event"] for line in logs] == ["hub_unavailable"]


@pytest.mark.parametrize("outcome", [Rejected("404"), 302])
async def test_a_hub_that_refuses_is_asked_again_after_a_week(outcome: Exception | int) -> None:
    bot = Bot(posts=Posts(hub_example_net=outcome))
    await bot.sweep()
    first = bot.of()
    assert first.state == "ended"
    bot.clock.go(days=6, hours=23)
    assert await bot.sweep() == 0
    bot.clock.go(hours=1)
    assert await bot.sweep() == 1
    assert bot.posts.sent[1][1]["hub.callback"] != bot.posts.sent[0][1]["hub.callback"]


async def test_a_sweep_asks_no_more_than_it_may_and_the_next_goes_on() -> None:
    bot = Bot(feeds=KeptFeeds(*(a_feed(HUB, f"f{n}") for n in range(5))))
    assert [await bot.sweep(2), await bot.sweep(2), await bot.sweep(2), await bot.sweep(2)] == [2, 2, 1, 0]


async def test_a_sweep_asks_the_store_for_single_feeds_only_where_none_was_asked_for() -> None:
    bot = Bot(feeds=KeptFeeds(*(a_feed(HUB, f"f{n}") for n in range(5))))
    await bot.sweep()
    bot.subscriptions.looked_up = 0
    bot.clock.go(minutes=5)
    await bot.sweep()
    await bot.calls.verify(bot.of("f0").token, asks(bot.of("f0")))
    await bot.sweep()
    assert bot.subscriptions.looked_up == 0


async def test_what_we_asked_for_is_confirmed_with_the_lease_that_the_hub_grants() -> None:
    bot = Bot(subscribed(state="asked", lease_until=None))
    assert await bot.calls.verify(bot.of().token, asks(bot.of(), lease_seconds="3600")) == "echo me"
    assert bot.of().state == "active"
    assert bot.of().lease_until == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("seconds", "days"), [("", 10), ("0", 10), ("-5", 10), ("soon", 10), ("²", 10), ("9" * 500, 30), ("99999999", 30)]
)
async def test_odd_leases_are_ours_and_no_lease_is_longer_than_a_month(seconds: str, days: int) -> None:
    bot = Bot(subscribed(state="asked", lease_until=None))
    assert await bot.calls.verify(bot.of().token, asks(bot.of(), lease_seconds=seconds)) == "echo me"
    assert bot.of().lease_until == NOON + timedelta(days=days)


async def test_a_replayed_verification_changes_nothing() -> None:
    bot = Bot(subscribed(state="asked", lease_until=None))
    said = asks(bot.of(), lease_seconds="3600")
    await bot.calls.verify(bot.of().token, said)
    before = bot.of()
    bot.clock.go(minutes=30)
    assert await bot.calls.verify(before.token, said) == "echo me", "a hub may ask whether we are still there"
    assert bot.of() == before


@pytest.mark.parametrize(
    "changed",
    [
        {"hub.topic": "https://example.org/other.xml"},
        {"hub.topic": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "publish"},
        {"hub.mode": ""},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 1025},
        {"hub.challenge": "a\x00b"},
        {"hub.challenge": "line\r\nSet-Cookie: a=b"},
        {"hub.challenge": "ünsafe"},
    ],
)
async def test_what_we_never_asked_for_is_not_confirmed(changed: dict[str, str]) -> None:
    known = subscribed(state="asked", lease_until=None)
    bot = Bot(known)
    assert await bot.calls.verify(known.token, asks(known) | changed) is None
    assert bot.of() == known


async def test_an_unknown_token_is_nothing() -> None:
    known = subscribed()
    bot = Bot(known)
    assert await bot.calls.verify("t" * 43, asks(known)) is None
    assert not await bot.push(replace(known, token="t" * 43))
    assert not bot.feeds.polls


async def test_denied_ends_the_subscription_and_the_log_shows_no_control_characters() -> None:
    known = subscribed()
    bot = Bot(known)
    with capture_logs() as logs:
        said = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "not\x1b[2J today" + "!" * 500}
        assert await bot.calls.verify(known.token, said) == ""
        assert await bot.calls.verify(known.token, said) == ""
    assert bot.of().state == "ended"
    assert [line["event"] for line in logs] == ["hub_denied"]
    assert "\x1b" not in logs[0]["why"]
    assert len(logs[0]["why"]) <= 200
    assert not await bot.push(known)


async def test_denied_for_another_topic_changes_nothing() -> None:
    known = subscribed()
    bot = Bot(known)
    assert await bot.calls.verify(known.token, {"hub.mode": "denied", "hub.topic": "https://example.org/o"}) is None
    assert bot.of() == known


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
async def test_each_algorithm_of_the_recommendation_signs(algorithm: str) -> None:
    known = subscribed()
    bot = Bot(known)
    assert await bot.push(known, signed(known, algorithm))
    assert bot.feeds.polls == [("f1", NOON)]


@pytest.mark.parametrize(
    "signature",
    [
        "sha256=" + "0" * 64,
        "sha256=",
        "sha256",
        "=",
        "sha256=zz",
        "md5=" + hmac.new(b"s" * 43, BODY, "md5").hexdigest(),
        "sha224=" + hmac.new(b"s" * 43, BODY, "sha224").hexdigest(),
        "sha256=" + hmac.new(b"another secret", BODY, "sha256").hexdigest(),
        "sha256=" + hmac.new(b"s" * 43, BODY + b" ", "sha256").hexdigest(),
        "sha256=" + hmac.new(b"s" * 43, BODY, "sha256").hexdigest()[:40],
        "sha1=" + hmac.new(b"s" * 43, BODY, "sha256").hexdigest(),
        "sha256=ünicode",
    ],
)
async def test_a_wrong_signature_is_acknowledged_and_ignored(signature: str) -> None:
    known = subscribed()
    bot = Bot(known)
    assert await bot.push(known, signature)
    assert not bot.feeds.polls


async def test_a_missing_signature_is_acknowledged_and_ignored() -> None:
    known = subscribed()
    bot = Bot(known)
    assert await bot.calls.distribution(known.token, None, pieces(BODY))
    assert not bot.feeds.polls


@given(st.text(max_size=100))
@settings(max_examples=60, deadline=None)
async def test_no_signature_of_any_shape_fails(signature: str) -> None:
    known = subscribed()
    bot = Bot(known)
    assert await bot.calls.distribution(known.token, signature, pieces(BODY))
    assert not bot.feeds.polls


async def test_a_push_that_comes_before_the_verification_counts() -> None:
    known = subscribed(state="asked", lease_until=None)
    bot = Bot(known)
    assert await bot.push(known)
    assert bot.feeds.polls


async def test_a_hub_has_a_feed_polled_at_most_once_a_minute_and_its_last_push_is_never_lost() -> None:
    known = subscribed()
    bot = Bot(known)
    for _ in range(150):
        assert await bot.push(known)
        bot.clock.go(seconds=1)
    assert [at - NOON for _, at in bot.feeds.polls] == [timedelta(minutes=n) for n in range(4)]
    bot.clock.go(minutes=10)
    assert await bot.push(known)
    assert bot.feeds.polls[-1][1] == bot.clock.now


async def test_one_feed_does_not_slow_another() -> None:
    one, two = subscribed(), subscribed(name="f2")
    bot = Bot(one, two, feeds=KeptFeeds(a_feed(HUB), a_feed(HUB, "f2")))
    await bot.push(one)
    await bot.push(two)
    assert bot.feeds.polls == [("f1", NOON), ("f2", NOON)]


async def test_a_push_for_a_feed_that_is_no_longer_followed_ends_the_subscription() -> None:
    known = subscribed(name="gone")
    bot = Bot(known)
    assert not await bot.push(known)
    assert bot.of("gone").state == "ended"


async def test_no_secret_is_logged() -> None:
    bot = Bot(
        feeds=KeptFeeds(
            a_feed(HUB), a_feed("https://dead.example.net/", "f2"), a_feed("https://no.example.net/", "f3")
        ),
        posts=Posts(dead_example_net=Unavailable("no answer"), no_example_net=Rejected("403")),
    )
    with capture_logs() as logs:
        await bot.sweep()
        known = bot.of()
        await bot.push(known, "sha256=00")
        await bot.calls.verify(known.token, asks(known))
        await bot.calls.verify(known.token, asks(known, "denied"))
    assert {line["event"] for line in logs} == {
        "hub_unavailable", "hub_refused", "push_ignored", "hub_subscribed", "hub_denied",
    }  # fmt: skip
    for kept in bot.subscriptions.kept.values():
        assert kept.secret not in str(logs)
        assert kept.token not in str(logs)
