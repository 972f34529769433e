"""A front desk on the real store, with a channel, people and articles of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from bot.flows.channels import Channels
from bot.flows.deliver import deliver
from bot.flows.newsroom import Newsroom
from bot.flows.publish import pull
from bot.flows.reception import FrontDesk
from bot.flows.tell import Window
from bot.news.channels import Channel, Place
from bot.news.chat import Button, Filled, Order, Person, Press
from bot.news.followed import Feed, FeedId, FeedState
from bot.news.showing.forms import FormCard
from bot.news.showing.shown import BriefCard, Card, NoticeCard
from bot.news.types import FoundArticle
from bot.ports import FeedStore, Followed, Model, Reception, Rejected
from bot.store.channels import SqlChannels, channels_of
from bot.store.feeds import feeds_of
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.fakes import FakeFetcher, FakePlatform
from tests.fakes.inbox import FakeInbox

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
"""07:00 in Berlin."""

ANA, BO = Person("fake", "U1", zone="Europe/Berlin"), Person("fake", "U2", zone="Europe/Berlin")
BOSS = Person("fake", "U3", manages=True)
GUEST = Person("fake", "U4", guest=True)
HERE = Place("fake", "C1")
FERRY = """A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.

“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe.”

The operator, Selby Lines, said it would refund all tickets. Two tugs reached the ship before noon."""
AGAIN = "A Selby Lines ferry with 214 passengers ran aground off Port Selby on Monday. Two tugs reached it before noon."
LATER = """The Selby Lines ferry that ran aground off Port Selby on Monday was towed free by two tugs in the evening.

Of its 214 passengers 31 were hurt, the coast guard said. “It was a narrow escape,” said harbour master Tomas Reed."""
STRIKE = "Tram drivers in Lowmoor began a strike on Tuesday, their union said. Some 40,000 people ride the trams."


class Scene:
    """`clock` is what the desk takes for now; `woken` counts how often the delivery was started."""

    def __init__(self, store: SqlStore, settled: Sequence[Channel] = (), model: Model | None = None) -> None:
        self.store, self.now, self.woken = store, MONDAY, 0
        self.kept: SqlChannels = channels_of(store)
        self.feeds: FeedStore = feeds_of(store)
        self.room = Newsroom(store, stories_of(store), model)
        self.platform = FakePlatform()
        self.channels = Channels(settled, self.kept)
        self.inbox = FakeInbox()
        self.front = FrontDesk(
            self.room,
            self.feeds,
            self.kept,
            self.channels,
            lambda: self.now,
            new_feed,
            self._wake,
            self.inbox,
            ("fake:U9",),
        )
        self.desk: Reception = self.front

    async def _wake(self) -> None:
        self.woken += 1

    async def order(self, words: str, person: Person = ANA, place: Place = HERE) -> Card | FormCard:
        return await self.desk.ordered(Order(words, place, person))

    async def says(self, words: str, person: Person = ANA, place: Place = HERE) -> str:
        """What a notice answers to an order."""
        card = await self.order(words, person, place)
        assert isinstance(card, NoticeCard), card
        return card.text

    async def form(self, words: str, person: Person = ANA, place: Place = HERE) -> FormCard:
        card = await self.order(words, person, place)
        assert isinstance(card, FormCard), card
        return card

    async def fill(self, form: FormCard, person: Person = ANA, **changed: str | tuple[str, ...]) -> str:
        """What a form answers that is sent as it came, but for what was changed."""
        answer = await self._sent(form, person, changed)
        assert isinstance(answer, NoticeCard), answer
        return answer.text

    async def wrong(self, form: FormCard, person: Person = ANA, **changed: str | tuple[str, ...]) -> Mapping[str, str]:
        """The words on the fields that are wrong."""
        answer = await self._sent(form, person, changed)
        assert isinstance(answer, Mapping), answer
        return answer

    async def _sent(
        self, form: FormCard, person: Person, changed: Mapping[str, str | tuple[str, ...]]
    ) -> Card | Mapping[str, str]:
        values = {field.name: field.value for field in form.fields if field.value}
        given = {name: (value,) if isinstance(value, str) else value for name, value in changed.items()}
        assert given.keys() <= {field.name for field in form.fields}
        return await self.desk.filled(Filled(form.name, form.about, person, {**values, **given}))

    async def subscribed(self, person: Person = ANA, place: Place = HERE, **changed: str | tuple[str, ...]) -> Channel:
        await self.fill(await self.form("subscribe", person, place), person, **changed)
        channel = await self.channels.at(place)
        assert channel is not None
        return channel

    async def arrives(self, *found: FoundArticle) -> None:
        """Articles come in and find their stories."""
        await pull(FakeFetcher(*found), self.store, self.now)
        await Window(self.room.stories).place(self.now)

    async def delivered(self) -> list[BriefCard]:
        """All briefs posted so far, after what is due was delivered; the first is message "m1"."""
        await deliver(self.store, {"fake": self.platform}, lambda: self.now)
        return [card for _, card in self.platform.posted if isinstance(card, BriefCard)]

    async def press(
        self, button: Button, message: str = "m1", value: str = "", person: Person = BO, channel: str = "C1"
    ) -> Card:
        return await self.desk.pressed(Press(button, Place("fake", channel, message), message, person, value))

    async def feed(self, url: str, trouble: str = "", outlet: str | None = None) -> None:
        """A feed that was read ten minutes ago, or is in trouble for three hours."""
        feed = Feed(FeedId(url), url, outlet)
        await self.feeds.follow([feed], "hand", self.now)
        state = FeedState(feed.id, self.now, self.now, self.now - timedelta(minutes=10))
        if trouble:
            since = self.now - timedelta(hours=3)
            state = FeedState(feed.id, self.now, failures=4, failing_since=since, trouble=trouble)
        await self.feeds.save_states([state])

    async def followed(self) -> dict[str, Followed]:
        return {each.feed.url: each for each in await self.feeds.feeds()}


def new_feed(address: str) -> Feed:
    if not address.startswith("https://"):
        raise Rejected(f"{address} is no web address such as https://example.org/feed.xml")
    return Feed(FeedId(address), address)


def found(key: str = "ferry", text: str = FERRY, title: str = "Ferry runs aground", **more: str) -> FoundArticle:
    return FoundArticle(key, text, title, more.pop("outlet", "The Selby Post"), **more)  # type: ignore[arg-type]


def settled(**more: object) -> Channel:
    """A channel of the settings file."""
    return Channel("fake:C1", HERE, (time(8),), frozenset(range(7)), "UTC", **more)  # type: ignore[arg-type]
