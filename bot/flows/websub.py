"""WebSub: a feed's hub tells us when there is something new (https://www.w3.org/TR/websub/).

    subscriptions.due, of_feed    which hubs are to be asked now                          I/O
    | subscriptions.ask           remembered first: a hub may call before it answers      I/O
    | web.post                    hub.mode=subscribe, with our callback and secret        I/O
    --- the hub calls back ---
    | HubCalls.verify             yes to what we asked for, and to nothing else           I/O
    | HubCalls.distribution       signed with our secret: the feed is due                 I/O

What a hub sends is not read: it only makes its feed due, so that all that is posted took the path of a poll. Polls go
on without it, so a hub that fails costs time, never an article.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import AsyncIterable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.news.followed import FeedId, Subscription
from bot.ports import FeedStore, Followed, Rejected, Subscriptions, Unavailable, Web

LEASE = timedelta(days=10)  # "a good default", section 8.2
MOST_LEASE = timedelta(days=30)
RENEW_BEFORE = timedelta(days=2)
UNANSWERED = timedelta(days=1)
DENIED = timedelta(days=7)
BETWEEN_ASKS = timedelta(hours=1)
BETWEEN_POLLS = timedelta(minutes=1)
MOST_ASKS = 200
MOST_CHALLENGE = 1024
ALGORITHMS = frozenset({"sha1", "sha256", "sha384", "sha512"})  # section 7.1.1
_PLAIN = re.compile(r"http://([^/?#:@]+)(?=[/?#]|$)", re.IGNORECASE)

log = structlog.get_logger()

Clock = Callable[[], datetime]


async def subscribe_due(
    subscriptions: Subscriptions, feeds: FeedStore, web: Web, public_url: str, clock: Clock, most: int = MOST_ASKS
) -> int:
    """Ask hubs that were never asked or whose lease runs out, leave those of dropped feeds; the number asked.

    At most `most` requests a sweep, and none to a hub that failed in this sweep. Safe to run again at any time.
    """
    followed = {f.feed.id: f for f in await feeds.feeds()}
    # A day ahead, all that have not ended are due: one question in place of one for each feed.
    known = {s.feed: s for s in await subscriptions.due(clock() + UNANSWERED, MOST_LEASE)}
    for old in known.values():
        if old.feed not in followed or followed[old.feed].state.hub is None:
            await unsubscribe(old, subscriptions, web, public_url, clock())
    asked, failed = 0, set[str]()
    for feed, follows in followed.items():
        if asked >= most:
            break
        if follows.state.hub is None:
            continue
        new = _to_ask(follows, known.get(feed) or await subscriptions.of_feed(feed), clock())
        if new is None or new.hub in failed:
            continue
        await subscriptions.ask(new)
        asked += 1
        if not await _asked(new, subscriptions, web, public_url):
            failed.add(new.hub)
    return asked


async def unsubscribe(
    old: Subscription, subscriptions: Subscriptions, web: Web, public_url: str, now: datetime
) -> None:
    """Take nothing more from this hub, and tell it so where it may still send."""
    await subscriptions.end(old.token)
    if old.lease_until is None or old.lease_until <= now:
        return
    try:
        await _post(old, web, public_url, "unsubscribe")
    except (Unavailable, Rejected) as error:
        # The lease ends by itself, and until then the hub hears that we are gone.
        log.info("hub_not_left", feed=old.feed, hub=old.hub, why=str(error))


class HubCalls:
    """What hubs ask of our callback. Keeps in memory when it last made each feed due."""

    def __init__(self, subscriptions: Subscriptions, feeds: FeedStore, clock: Clock) -> None:
        self._subscriptions, self._feeds, self._clock = subscriptions, feeds, clock
        self._polls: dict[FeedId, datetime] = {}

    async def verify(self, token: str, query: Mapping[str, str]) -> str | None:
        """The words to answer with, or None where we never asked for this (section 5.3).

        A second verification of an active subscription is answered and changes nothing.
        """
        known = await self._subscriptions.by_token(token)
        if known is None or query.get("hub.topic") != known.topic:
            return None
        mode, challenge = query.get("hub.mode"), query.get("hub.challenge", "")
        if mode == "denied":
            await self._denied(known, query.get("hub.reason", ""))
            return ""
        if not challenge or len(challenge) > MOST_CHALLENGE or not (challenge.isascii() and challenge.isprintable()):
            return None
        if mode == "unsubscribe" and known.state == "ended":
            return challenge
        if mode != "subscribe" or known.state == "ended":
            return None
        if known.state == "asked":
            until = self._clock() + _lease(query.get("hub.lease_seconds", ""))
            await self._subscriptions.confirm(token, until)
            log.info("hub_subscribed", feed=known.feed, hub=known.hub, until=until.isoformat())
        return challenge

    async def distribution(self, token: str, signature: str | None, body: AsyncIterable[bytes]) -> bool:
        """Take what a hub sends. False where we take no more of it; a wrong signature is ignored without a word.

        `signature` is the X-Hub-Signature header. Of `body` nothing is kept (section 7).
        """
        known = await self._subscriptions.by_token(token)
        if known is None or known.state == "ended":
            return False
        if not await _signed(known.secret, signature, body):
            log.warning("push_ignored", feed=known.feed, hub=known.hub, why="it is not signed with our secret")
            return True
        at = self._next_poll(known.feed)
        if at is None or await self._feeds.poll_now(known.feed, at):
            return True
        await self._subscriptions.end(token)
        return False

    async def _denied(self, known: Subscription, reason: str) -> None:
        if known.state != "ended":
            await self._subscriptions.end(known.token)
            why = "".join(c for c in reason[:200] if c.isprintable())
            log.warning("hub_denied", feed=known.feed, hub=known.hub, why=why)

    def _next_poll(self, feed: FeedId) -> datetime | None:
        """When this push may have the feed polled; None where a poll that is yet to come serves it too."""
        now, last = self._clock(), self._polls.get(feed)
        if last is not None and last > now:
            return None
        self._polls[feed] = now if last is None else max(now, last + BETWEEN_POLLS)
        return self._polls[feed]


def _to_ask(follows: Followed, old: Subscription | None, now: datetime) -> Subscription | None:
    """What to ask the feed's hub now, if anything. A renewal keeps callback and secret, so that no push is lost."""
    hub = _PLAIN.sub(r"https://\1", follows.state.hub or "")  # hubs are always asked over TLS, section 8.2
    topic = follows.state.topic or follows.state.moved_to or follows.feed.url
    if old is not None and (now - old.asked_at < BETWEEN_ASKS):
        return None
    if old is not None and (old.hub, old.topic) == (hub, topic):
        if now < _ask_again_at(old):
            return None
        if old.state != "ended":
            return replace(old, state="asked", asked_at=now)
    secret, token = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    return Subscription(follows.feed.id, hub, topic, secret, token, "asked", now)


def _ask_again_at(old: Subscription) -> datetime:
    if old.state == "ended":
        return old.asked_at + DENIED
    if old.state == "asked" or old.lease_until is None:
        return old.asked_at + UNANSWERED
    return old.lease_until - min(RENEW_BEFORE, (old.lease_until - old.asked_at) / 2)


async def _asked(new: Subscription, subscriptions: Subscriptions, web: Web, public_url: str) -> bool:
    try:
        await _post(new, web, public_url, "subscribe")
    except Unavailable as error:
        log.warning("hub_unavailable", feed=new.feed, hub=new.hub, why=str(error))
        return False
    except Rejected as error:
        log.warning("hub_refused", feed=new.feed, hub=new.hub, why=str(error))
        await subscriptions.end(new.token)
    return True


async def _post(subscription: Subscription, web: Web, public_url: str, mode: str) -> None:
    """Send the request of section 5.1. Raises `Unavailable` or `Rejected`."""
    form = {
        "hub.mode": mode,
        "hub.topic": subscription.topic,
        "hub.callback": f"{public_url.rstrip('/')}/websub/{subscription.token}",
    }
    if mode == "subscribe":
        form |= {"hub.secret": subscription.secret, "hub.lease_seconds": str(int(LEASE.total_seconds()))}
    status = await web.post(subscription.hub, form)
    if not 200 <= status < 300:
        raise Rejected(f"The hub answered {status}.")


def _lease(seconds: str) -> timedelta:
    """What the hub grants; our own wish where it does not say."""
    if not (seconds.isascii() and seconds.isdigit()) or not seconds.strip("0"):
        return LEASE
    return MOST_LEASE if len(seconds) > 9 else min(timedelta(seconds=int(seconds)), MOST_LEASE)


async def _signed(secret: str, signature: str | None, body: AsyncIterable[bytes]) -> bool:
    """Whether the body is signed with our secret, by the algorithm that the header names (section 7.1)."""
    algorithm, _, given = (signature or "").strip().partition("=")
    if algorithm.lower() not in ALGORITHMS:
        return False
    try:
        claimed = bytes.fromhex(given)
    except ValueError:
        return False
    mac = hmac.new(secret.encode(), digestmod=algorithm.lower())
    async for chunk in body:
        mac.update(chunk)
    return hmac.compare_digest(mac.digest(), claimed)
