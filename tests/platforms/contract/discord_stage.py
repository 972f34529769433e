"""Discord on stage: the plug on a local server, on whose clock all of its waiting is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.news.channels import UNDRESSED, Dress, Place
from bot.platforms.discord.access import Access
from bot.platforms.discord.discord import Discord
from bot.platforms.discord.marks import components_in, parsed
from tests.fakes.discord import FakeDiscord
from tests.platforms.contract.desk import Desk
from tests.platforms.contract.stage import Seen, Trouble
from tests.platforms.discord.drawn import Drawn, drawn

_POSTS = "POST /channels/{}/messages"
_REST = 40  # seconds: discord.py itself waits out up to 30
_TROUBLES: dict[Trouble, str] = {
    "not done": "drop-before",
    "lost": "drop-after",
    "broken": "503-before",
    "broken, done": "503-after",
    "put off": "429",
    "garbled": "html",
    "refused": "code:50013",
}
_TEXT, _MENU = 10, 3
_PATIENCE = 10.0  # seconds of the real clock
_CALLS = frozenset(("angled", "everyone", "emoji"))
# What stands in for characters that nothing can make literal in the words of a link.
_SWAPPED = str.maketrans("∗ˍ∼ˋ∣⧵［］‹›", "*_~`|\\[]<>")


class DiscordStage:
    """One channel with two people."""

    def __init__(self, fake: FakeDiscord, dress: Dress = UNDRESSED) -> None:
        self.fake, self.desk, self.dress = fake, Desk(), dress
        guild = fake.guild("Desk")
        self.channel = fake.channel(guild, "news")
        self.people = {name: fake.person(name.title(), guild) for name in ("ana", "ben")}
        self.place = Place("discord", self.channel)
        self.platform: Discord

    async def start(self) -> None:
        async def passes(seconds: float) -> None:
            self.passes(seconds)

        async def dress_of(place: Place) -> Dress:
            return self.dress

        access = Access(self.fake.token, self.fake.api_url)
        self.platform = Discord(access, self.desk, dress_of, clock=self.fake.clock, sleep=passes)
        await self.platform.start()
        await self.platform.hear()

    async def restart(self) -> None:
        await self.platform.close()
        await self.start()

    def seen(self) -> list[Seen]:
        return [self._seen(one) for one in self.fake.every_message() if one["author"]["id"] == self.fake.bot_user]

    def _seen(self, message: dict[str, Any]) -> Seen:
        texts = texts_of(message)
        under = message["channel_id"] if message["channel_id"] != self.channel else None
        replied = message.get("message_reference") or {}
        return Seen(
            message["id"],
            _read(texts),
            frozenset(_opened(texts)),
            evidence_of(message),
            under or replied.get("message_id"),
        )

    def pings(self) -> Sequence[object]:
        ours = [one for one in self.fake.every_message() if one["author"]["id"] == self.fake.bot_user]
        called = [who for one in ours for who in one["pinged"]]
        drawn_as = [what for one in ours for text in texts_of(one) for what in text.does if what[0] in _CALLS]
        return [*called, *drawn_as, *self.fake.complaints]

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.fake.clock(), UTC)

    def passes(self, seconds: float) -> None:
        self.fake.clock.forward(seconds)

    async def says(self, words: str, by: str = "ana", under: str | None = None) -> None:
        begun = {thread["id"] for thread in self.fake.threads(self.channel)}
        where = under if under in begun else self.channel
        reply = under if under not in begun else None
        hears = asyncio.create_task(self.platform.client.wait_for("message", timeout=_PATIENCE))
        await asyncio.sleep(0)
        await self.fake.says(self.people[by], where or self.channel, f"<@{self.fake.bot_user}> {words}", reply)
        # Discord waits for nobody to say that it was heard: until the event has come to us.
        await hears
        await asyncio.sleep(0)

    async def comes_again(self) -> None:
        for message in self.fake.every_message():
            if message["author"]["id"] != self.fake.bot_user:
                self.fake.redeliver(message["id"])

    async def presses(self, seen: Seen, pointer: str, by: str = "ana") -> str:
        before = len(self.fake.ephemerals)
        message = next(one for one in self.fake.every_message() if one["id"] == seen.id)
        custom_id, values = carrying(message, pointer)
        await self.fake.presses(self.people[by], message["channel_id"], seen.id, custom_id, values)
        await self.fake.until(lambda: len(self.fake.ephemerals) > before)
        shown = self.fake.ephemerals[-1]
        assert shown.person == self.people[by]
        return _read(texts_of(shown.message))

    def meets(self, trouble: Trouble, times: int = 1) -> None:
        self.fake.troubles.add(_POSTS, _TROUBLES[trouble], times, retry_after=_REST)

    def goes_away(self) -> None:
        self.fake.troubles.add("*", "drop-before", 10_000)


@asynccontextmanager
async def discord() -> AsyncIterator[DiscordStage]:
    """A server of its own."""
    async with FakeDiscord(rates="none") as fake:
        stage = DiscordStage(fake)
        await stage.start()
        try:
            yield stage
        finally:
            await stage.platform.close()


def _read(texts: Sequence[Drawn]) -> str:
    return " ".join(" ".join(text.seen for text in texts).translate(_SWAPPED).split())


def _opened(texts: Sequence[Drawn]) -> Iterator[str]:
    for text in texts:
        yield from (url for _, url in text.links)
        yield from (words for what, words in text.does if what == "address")


def read_on(message: dict[str, Any]) -> str:
    """All words of a message, on one line."""
    return _read(texts_of(message))


def texts_of(message: dict[str, Any]) -> list[Drawn]:
    """Everything on a message that a person reads, as it is drawn."""
    found = [message.get("content") or ""]
    for embed in message.get("embeds") or ():
        fields = [part for one in embed.get("fields") or () for part in (one["name"], one["value"])]
        found += [embed.get("title") or "", embed.get("description") or "", *fields]
    # Those inside of others are found last to first.
    found += [one["content"] for one in reversed(list(components_in(message["components"]))) if one["type"] == _TEXT]
    return [drawn(text) for text in found if text]


def evidence_of(message: dict[str, Any]) -> dict[str, str]:
    """What its buttons and menus open, by what they say."""
    found: dict[str, str] = {}
    for one in components_in(message["components"]):
        carried = parsed(one.get("custom_id", ""))
        if carried is None or carried.action != "evidence":
            continue
        if one["type"] == _MENU:
            found |= {option["label"]: option["value"] for option in one["options"]}
        else:
            found[one["label"].removeprefix("Evidence ")] = carried.value
    return found


def carrying(message: dict[str, Any], pointer: str) -> tuple[str, tuple[str, ...]]:
    """The custom id of what shows this evidence, and what is chosen of it."""
    for one in components_in(message["components"]):
        name = one.get("custom_id", "")
        if pointer in [option["value"] for option in one.get("options", ())]:
            return name, (pointer,)
        carried = parsed(name)
        if carried is not None and carried.value == pointer:
            return name, ()
    raise LookupError(f"nothing here carries {pointer}")
