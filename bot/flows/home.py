"""The page that a person opens of us: the channels that are theirs, how feeds fare, and the last editions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.flows.newsroom import Newsroom
from bot.keeping import Issued
from bot.news.addresses import canonical, host_of
from bot.news.channel_words import holds_words, listed, when_words
from bot.news.channels import Channel
from bot.news.chat import Follow, Person
from bot.news.coming import coming, slot_words
from bot.news.feed_words import health, one_line, span, tried_once
from bot.news.permissions import is_own
from bot.news.showing.cards import safe
from bot.news.showing.forms import HomeCard, HomeChannel, HomeEdition, HomeFeed
from bot.ports import ChannelStore, Followed

_MOST_CHANNELS = 15
_MOST_EDITIONS = 5
_LOOKED_THROUGH = 50  # editions, most of which may be updates of stories that somebody follows
_MOST_FOLLOWED = 5
_ORDER = {"trouble": 0, "moved": 1, "new": 2, "ok": 3}


def theirs(channel: Channel, person: Person, *, all_of_them: bool) -> bool:
    """A channel that the person may see on their page: one they subscribed or their own, or any on the platform.

    What somebody else gets by direct message, which goes by their own id, is nobody's business.
    """
    if channel.place.platform != person.platform:
        return False
    if is_own(person, channel.place) or channel.owner == person.id:
        return True
    return all_of_them and channel.place.channel != channel.owner


async def home_card(
    person: Person,
    channels: Sequence[Channel],
    feeds: Sequence[Followed],
    kept: ChannelStore,
    room: Newsroom,
    now: datetime,
) -> HomeCard:
    """The page of a person; `channels` and `feeds` are those that they may see. Raises `Unavailable`."""
    by_name = {channel.name: channel for channel in channels[:_MOST_CHANNELS]}
    issued = await kept.issued(list(by_name), _LOOKED_THROUGH) if by_name else []
    follows = [f for f in await kept.follows() if (f.place.platform, f.place.channel) == (person.platform, person.id)]
    return HomeCard(
        tuple(_channel(channel, now) for channel in by_name.values()),
        tuple(_feed(each, now) for each in _worst_first(feeds)),
        tuple(_edition(each, by_name[each.edition.channel], now) for each in issued if each.deliveries)[
            :_MOST_EDITIONS
        ],
        "\n".join(line for line in (_channels(channels, person), await _followed(follows, room)) if line),
    )


def _channels(channels: Sequence[Channel], person: Person) -> str:
    if not channels:
        where = "" if person.guest else "in a channel, or "
        return (
            "Mention me in a channel, or write to me, to ask about the news. "
            f"“/brief subscribe” {where}in a direct message with me sets up briefs there."
        )
    more = len(channels) - _MOST_CHANNELS
    return f"And {more} more channels." if more > 0 else ""


async def _followed(follows: Sequence[Follow], room: Newsroom) -> str:
    if not follows:
        return ""
    titles = []
    for follow in follows[:_MOST_FOLLOWED]:
        briefs = await room.stories.briefs_of(follow.channel, follow.story, 1)
        titles += [f"“{safe(brief.headline)}”" for brief in briefs]
    more = len(follows) - len(titles)
    if more:
        titles.append(f"{more} {'more' if titles else 'stories' if more > 1 else 'story'}")
    return f"You follow {listed(titles)}."


def _channel(channel: Channel, now: datetime) -> HomeChannel:
    return HomeChannel(
        channel.place, when_words(channel), coming(channel, now), safe(holds_words(channel)), channel.paused
    )


def _worst_first(feeds: Sequence[Followed]) -> list[Followed]:
    return sorted(feeds, key=lambda each: (_ORDER[health(each.feed, each.state)], each.feed.url))


def _feed(each: Followed, now: datetime) -> HomeFeed:
    feed, state = each.feed, each.state
    name = one_line(safe(feed.outlet or state.title or host_of(canonical(feed.url))), 60)
    kind = health(feed, state)
    read = f"read {_ago(now - state.succeeded_at)}" if state.succeeded_at else "not read yet"
    if kind != "trouble":
        return HomeFeed(name, True, "has moved, and is read there" if kind == "moved" else read)
    # Its address may hold a key of its own: that is for the operator's eyes.
    why = tried_once(state.trouble or "no reason is known").replace(feed.url, "").lstrip(": ")
    since = f"failing for {span((now - state.failing_since).total_seconds())}: " if state.failing_since else "failing: "
    return HomeFeed(name, False, since + one_line(safe(why)))


def _ago(past: timedelta) -> str:
    seconds = past.total_seconds()
    return f"{span(seconds)} ago" if seconds >= 60 else "just now"


def _edition(each: Issued, channel: Channel, now: datetime) -> HomeEdition:
    slot = each.edition.slot
    zone = slot.partition(" ")[2].split(" ")[0]
    words = slot_words(slot, now.astimezone(ZoneInfo(channel.zone)).date())
    posted = sum(delivery.state == "sent" for delivery in each.deliveries)
    trouble = next((d.why for d in each.deliveries if d.state in ("failed", "uncertain") and d.why), "")
    return HomeEdition(
        channel.place,
        words if zone in ("", channel.zone) else f"{words} {zone}",
        tuple(safe(brief.headline) for brief in each.edition.briefs),
        posted,
        len(each.deliveries),
        each.good,
        each.bad,
        safe(trouble),
    )
