"""What people do in chat: questions are kept; buttons, "/brief …", forms, and the page they open of us, are served.

heard     the inbox                                 kept until it is answered (listen.py)
pressed   buttons.py                                what stands behind a message
ordered   orders.py, then a card or a form          permission, the argument read, the store
filled    subscribe.py                              permission again, every field, the store
home      home.py                                   what the person may see
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.flows import buttons
from bot.flows.channels import Channels
from bot.flows.home import home_card, theirs
from bot.flows.newsroom import Newsroom
from bot.flows.orders import OrderKind, help_in, listed, meant, order_of
from bot.flows.publish import publish
from bot.flows.subscribe import FORMS, Offer, first_channel, form_of, read_form
from bot.flows.trace import why
from bot.news.addresses import canonical, host_of
from bot.news.channel_words import (
    holds_words,
    sources_in,
    sources_words,
    times_in,
    topics_in,
    topics_words,
    when_words,
)
from bot.news.channels import Channel, Mention, Place
from bot.news.chat import Filled, Order, Person, Press
from bot.news.coming import coming, slot_words
from bot.news.dress_words import can_dress, dress_words
from bot.news.followed import Feed
from bot.news.permissions import is_operator, why_no_feed, why_not, why_not_now
from bot.news.quiet_words import quiet_in
from bot.news.showing.cards import safe
from bot.news.showing.forms import FormCard, HomeCard
from bot.news.showing.shown import Card, NoticeCard
from bot.news.slots import slot_asked_for
from bot.ports import ChannelStore, FeedStore, Inbox, Rejected

_NOTHING_HERE = "No editions come here yet. “/brief subscribe” sets them up."
_NOTHING_TO_DRESS = "On {} there is nothing to set of how briefs look."
_LONGEST_NOTICE = 2000
MOST_ADDED = 500
"""Feeds that people may have added, before only the operator can add another: each is asked again and again for all."""

_LOOKED_THROUGH = 20  # editions, some of which may owe nothing


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """Fits `Reception`. `new_feed` makes a feed of an address and raises `Rejected` where it may not be asked; `wake`
    starts the delivery of what is owed. `operators` are people by platform and id ("slack:U0123").
    """

    room: Newsroom
    feeds: FeedStore
    kept: ChannelStore
    channels: Channels
    clock: Callable[[], datetime]
    new_feed: Callable[[str], Feed]
    wake: Callable[[], Awaitable[None]]
    inbox: Inbox
    operators: Collection[str] = ()

    async def heard(self, mention: Mention) -> bool:
        return await self.inbox.hear(mention, self.clock())

    async def pressed(self, press: Press) -> Card:
        return await buttons.pressed(press, self.room, self.kept, self.clock())

    async def ordered(self, order: Order) -> Card | FormCard:
        """What cannot be done, and what is written wrongly, is said in a notice."""
        kind, rest = order_of(order.words)
        if kind == "help":
            return NoticeCard(help_in(order.place))
        if kind == "unknown":
            near = meant(rest)
            word = f"“{safe(rest, 40)}”{f': did you mean “{near}”?' if near else '.'}"
            return NoticeCard(f"I do not know {word}\n{help_in(order.place)}")
        if kind == "look" and not can_dress(order.place):
            return NoticeCard(_NOTHING_TO_DRESS.format(order.place.platform.capitalize()))
        channel = await self.channels.at(order.place)
        if kind == "subscribe":
            return await self._subscribing(order, channel)
        if channel is None:
            return NoticeCard(_NOTHING_HERE)
        if kind == "why":
            return NoticeCard(await why(rest, channel, self.room, self.kept, self.clock()))
        if kind == "now":
            return NoticeCard(why_not_now(order.person, order.place, self.operators) or await self._now(channel))
        if refused := why_not(order.person, order.place, channel, self.operators):
            return NoticeCard(refused)
        if kind == "look" or (kind in FORMS and not rest):
            return form_of(kind, channel, await self._offer())
        try:
            return NoticeCard(await self._change(kind, rest, order.person, channel))
        except (ValueError, Rejected) as error:
            return NoticeCard(safe(str(error)))

    async def filled(self, filled: Filled) -> Card | Mapping[str, str]:
        """Everything is looked at again: minutes may have passed since the form was opened."""
        if filled.form not in FORMS:
            return NoticeCard("I do not know this form any more. Please open it again.")
        if filled.form == "look" and not can_dress(filled.place):
            return NoticeCard(_NOTHING_TO_DRESS.format(filled.place.platform.capitalize()))
        before = await self.channels.at(filled.place)
        if refused := why_not(filled.person, filled.place, before, self.operators):
            return NoticeCard(refused)
        if before is None and filled.form != "subscribe":
            return NoticeCard(_NOTHING_HERE)
        start = before or await self._unset(filled.place, filled.person)
        channel, wrong = read_form(filled.form, filled.values, start, await self._offer())
        feed: Feed | None = None
        address = " ".join(filled.values.get("feed", ())).strip()
        if address and "feed" in FORMS[filled.form]:
            try:
                feed = await self._feed(address, filled.person)
            except Rejected as error:
                wrong = {**wrong, "feed": str(error)}
        if wrong:
            return {name: safe(words) for name, words in wrong.items()}
        channel, words = await self._with_feed(channel, feed)
        return NoticeCard(words + await self._set(channel, filled.person, before))

    async def home(self, person: Person) -> HomeCard:
        """Feeds are shown to all but guests: they serve every channel."""
        everything = person.manages or is_operator(person, self.operators)
        channels = [c for c in await self.channels.all() if theirs(c, person, all_of_them=everything)]
        feeds = [] if person.guest and not everything else await self.feeds.feeds()
        return await home_card(person, channels, feeds, self.kept, self.room, self.clock())

    # --- forms and changes -------------------------------------------------------------------------

    async def _subscribing(self, order: Order, channel: Channel | None) -> Card | FormCard:
        if refused := why_not(order.person, order.place, channel, self.operators):
            return NoticeCard(refused)
        return form_of("subscribe", channel or await self._unset(order.place, order.person), await self._offer())

    async def _unset(self, place: Place, person: Person) -> Channel:
        """What a form begins with where no editions go now: what was set before they were switched off, if anything."""
        last = await self.channels.switched_off(place)
        return replace(last, owner=person.id, paused=False) if last else first_channel(place, person)

    async def _offer(self) -> Offer:
        named = [f.feed.outlet or f.state.title for f in await self.feeds.feeds()]
        outlets = dict.fromkeys((*await self.room.store.outlets(), *(name for name in named if name)))
        return Offer(sorted(outlets, key=str.casefold), self.room.model is not None)

    async def _change(self, kind: OrderKind, rest: str, person: Person, channel: Channel) -> str:
        """Raises ValueError or `Rejected` where the argument is not what it should be."""
        match kind:
            case "topics":
                changed = replace(channel, topics=topics_in(listed(rest)))
            case "times":
                changed = replace(channel, times=times_in(rest))
            case "quiet":
                changed = replace(channel, quiet=quiet_in(rest))
            case "sources":
                return await self._change_sources(rest, person, channel)
            case "unsubscribe":
                await self.kept.switch_off(channel, person.id, self.clock())
                return "No more editions come here. “/brief subscribe” brings them back."
            case _:
                changed = replace(channel, paused=kind == "pause")
        if changed.paused == channel.paused and kind in ("pause", "resume"):
            return "It is paused already." if changed.paused else f"It is not paused. {self._next(channel)}"
        return await self._set(changed, person, channel)

    async def _change_sources(self, rest: str, person: Person, channel: Channel) -> str:
        feed = await self._feed(rest, person) if "://" in rest else None
        if feed is None:
            channel_now = replace(channel, sources=sources_in(rest, (await self._offer()).outlets))
            return await self._set(channel_now, person, channel)
        changed, words = await self._with_feed(channel, feed)
        return words + (await self._set(changed, person, channel) if changed != channel else "")

    async def _feed(self, address: str, person: Person) -> Feed:
        """Raises `Rejected`."""
        if refused := why_no_feed(person, self.operators):
            raise Rejected(refused)
        feed = self.new_feed(address)
        added = {each.feed.id for each in await self.feeds.feeds() if each.origin == "hand"}
        if len(added) >= MOST_ADDED and feed.id not in added and not is_operator(person, self.operators):
            raise Rejected(
                f"{len(added)} feeds were added already, and no more can be in chat. Ask the operator of this bot."
            )
        return feed

    async def _with_feed(self, channel: Channel, feed: Feed | None) -> tuple[Channel, str]:
        """Follow the feed; a channel that names its sources gets this one too."""
        if feed is None:
            return channel, ""
        if any(each.feed.id == feed.id for each in await self.feeds.feeds()):
            words = f"{safe(feed.url)} is read already. "
        else:
            await self.feeds.follow([feed], "hand", self.clock())
            words = f"I read {safe(feed.url)} from now on, for all channels. "
        host = host_of(canonical(feed.url))
        site = host.partition(".")[2] if host.startswith(("feeds.", "feed.", "rss.")) else host
        if channel.sources and site not in channel.sources:
            channel = replace(channel, sources=(*channel.sources, site))
        return channel, words

    async def _set(self, channel: Channel, person: Person, before: Channel | None) -> str:
        """Keep the channel as it is now, and say what has become of it."""
        if channel == before:
            return f"Nothing has changed. {self._next(channel)}"
        await self.kept.set_channel(channel, person.id, self.clock())
        if before is None:
            said = [f"Editions come at {when_words(channel)}: {holds_words(channel)}.", self._next(channel)]
            return safe(" ".join([*said, "“/brief now” brings what is new at once."]), _LONGEST_NOTICE)
        said = [line for line in _told(before, channel) if line]
        if self.channels.set_in(before) == "file":
            said.append("This wins over the settings file from now on.")
        return safe(" ".join([*said, self._next(channel)]), _LONGEST_NOTICE)

    def _next(self, channel: Channel) -> str:
        if channel.paused:
            return "No editions until “/brief resume”; “/brief now” still works."
        return f"The next edition comes {coming(channel, self.clock())}."

    async def _now(self, channel: Channel) -> str:
        """Write what is new at once, and send it on its way."""
        now = self.clock()
        local = now.astimezone(ZoneInfo(channel.zone))
        edition = await publish(channel, slot_asked_for(channel, now), self.room, now)
        if edition is not None:
            await self.wake()
            count = len(edition.briefs)
            return "1 story is on its way." if count == 1 else f"{count} stories are on their way."
        if await self.room.store.oldest() is None:
            return "No article has come in yet. “/brief sources” adds feeds."
        last = [each for each in await self.kept.issued([channel.name], _LOOKED_THROUGH) if each.deliveries]
        since = f" since {slot_words(last[0].edition.slot, local.date())}" if last else " to tell"
        return f"Nothing new{since}."


def _told(before: Channel, now: Channel) -> list[str]:
    """What has changed, in words."""
    return [
        f"Editions come at {when_words(now)}." if when_words(now) != when_words(before) else "",
        "No quiet hours any more." if before.quiet and not now.quiet else "",
        f"Sources: {sources_words(now.sources) if now.sources else 'all'}." if now.sources != before.sources else "",
        f"Topics: {topics_words(now.topics) if now.topics else 'all'}." if now.topics != before.topics else "",
        f"Length: {now.length}." if now.length != before.length else "",
        f"Language: {now.language or 'as the articles have it'}." if now.language != before.language else "",
        f"Look: {dress_words(now.dress)}." if now.dress != before.dress else "",
        "" if now.paused == before.paused else "Paused." if now.paused else "Resumed.",
    ]
