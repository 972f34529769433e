"""The crash matrix of Discord; `python -m tests.platforms.discord.crash_table` prints it.

It is run where Discord remembers no nonce: what stands there is found by looking alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import product
from types import TracebackType
from typing import Any

from bot.news.channels import Place
from bot.platforms.discord.marks import nonce_of, tag_of, tags_in
from tests.fakes.clock import START
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.messages import NONCE_LASTS
from tests.platforms.crash_child import Opens
from tests.platforms.crash_table import LOOK, Kind, Life, Row, Standing, Trouble, all_rows, combined, show
from tests.platforms.discord.crash_child import opened, opened_for_editions

TEXT, FORUM, DIRECT, ANNOUNCED = "text channel", "forum", "direct message", "announcement channel"
HEAD, THREAD, PUBLISH, OPEN = "posting the head", "beginning its thread", "publishing the head", "opening it"
DETAILS = ("posting its first detail", "posting its second detail")
INSIDE = "looking into the thread"
STEPS = {
    TEXT: (HEAD, THREAD, *DETAILS),
    FORUM: (HEAD, *DETAILS),
    DIRECT: (HEAD, *DETAILS),
    ANNOUNCED: (HEAD, PUBLISH, THREAD, *DETAILS),
}
_KINDS: dict[Kind, str] = {"broken": "503-before", "broken-after": "503-after", "garbled": "html"}
_GUILD_KINDS = {TEXT: "text", FORUM: "forum", ANNOUNCED: "announcement"}
_REST = 60  # seconds that a 429 wants: longer than discord.py itself waits, and than a process goes on
_TRIES = 3  # of what harms nobody
_IN_ORDER = (HEAD, *DETAILS)


class DiscordGround:
    """One Discord, with a server of its own for each row. `remembers`: it knows a nonce again."""

    platform = "discord"
    points = 14

    def __init__(self, *, remembers: bool = False, opens: Opens = opened) -> None:
        self.opens = opens
        self._remembers, self._is_open = remembers, False
        self.discord = FakeDiscord(self._now, rates="none")
        self._guilds: dict[str, str] = {}

    async def __aenter__(self) -> DiscordGround:
        await self.discord.__aenter__()
        self._is_open = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.discord.__aexit__(kind, error, trace)

    @property
    def api_url(self) -> str:
        return self.discord.api_url

    @property
    def token(self) -> str:
        return self.discord.token

    @property
    def calls(self) -> int:
        return len(self.discord.calls)

    def _now(self) -> float:
        """Later at each call than any nonce lasts, where they are not to help."""
        made = len(self.discord.calls) if self._is_open and not self._remembers else 0
        return START + (NONCE_LASTS + 1) * made

    def prepare(self, number: int, kind: str) -> Place:
        guild = self.discord.guild(f"Desk {number}")
        if kind == DIRECT:
            return Place("discord", f"@{self.discord.person(f'Ana {number}', guild)}")
        channel = self.discord.channel(guild, f"news-{number}", _GUILD_KINDS[kind])
        self._guilds[channel] = guild
        return Place("discord", channel)

    def add(self, trouble: Trouble, place: Place, key: str) -> None:
        pattern, where = self._call(trouble.step, place, key)
        kind = _KINDS.get(trouble.kind, str(trouble.kind))
        posts = trouble.step in _IN_ORDER
        times = 1 if posts or kind.startswith("hang") or kind == "429" else _TRIES
        # Calls that bear no nonce are told apart by how many of them were made: one for each story.
        begins = not where and trouble.step in (HEAD, THREAD)
        skip = int(key.rpartition(" ")[2]) - len(self.discord.threads(self._channel(place))) if begins else 0
        self.discord.troubles.add(pattern, kind, times, skip=skip, retry_after=_REST, **where)

    def _call(self, step: str, place: Place, key: str) -> tuple[str, dict[str, Any]]:
        """What call a step is."""
        channel = self._channel(place)
        in_post = self.opens is opened_for_editions and not key.endswith(" 0")
        if step in _IN_ORDER and (in_post or not (step == HEAD and self._is_forum(channel))):
            return "POST /channels/{}/messages", {"nonce": nonce_of(key, _IN_ORDER.index(step))}
        if step == LOOK and self._is_forum(channel):
            return f"GET /guilds/{self._guilds[channel]}/threads/active", {}
        heads = [one["id"] for one in self.discord.every_message() if tag_of(key, 0) in tags_in(one)]
        return {
            HEAD: f"POST /channels/{channel}/threads",
            THREAD: f"POST /channels/{channel}/messages/{{}}/threads",
            PUBLISH: f"POST /channels/{channel}/messages/{{}}/crosspost",
            LOOK: f"GET /channels/{channel}/messages",
            INSIDE: f"GET /channels/{(heads or ['0'])[0]}/messages",
        }[step], {}

    def _channel(self, place: Place) -> str:
        return self.discord.dm(place.channel[1:]) if place.channel.startswith("@") else place.channel

    def _is_forum(self, channel: str) -> bool:
        return self.discord.state.world.channels[channel].kind == 15

    def held(self, trouble: Trouble, place: Place, key: str, before: int) -> bool:
        channel = self._channel(place)
        inside = {channel, self._guilds.get(channel, channel), *(one["id"] for one in self.discord.threads(channel))}
        ours = [call for call in self.discord.calls[before:] if inside.intersection(call.path.split("/"))]
        return bool(ours) and ours[-1].outcome == trouble.kind

    async def until(self, met: Callable[[], bool], seconds: float) -> None:
        await self.discord.until(met, seconds)

    def standing(self, place: Place) -> Standing:
        return [(piece, inside) for _, piece, inside in self.told(place)]

    def told(self, place: Place, stories: int = 1) -> list[tuple[int, int, bool]]:
        """Story and number of each piece that stands there, channel before threads, and whether it is in a thread."""
        channel = self._channel(place)
        keys = [f"{place.channel} 08:00 {story}" for story in range(stories)]
        tags = {tag_of(key, piece): (story, piece) for story, key in enumerate(keys) for piece in range(10)}
        threads = [one["id"] for one in self.discord.threads(channel)]
        found = [(one, where != channel) for where in (channel, *threads) for one in self.discord.messages(where)]
        return [(*next(tags[tag] for tag in tags_in(one)), inside) for one, inside in found]

    def wanted(self, kind: str) -> Standing:
        return [(piece, kind == FORUM or (piece > 0 and kind != DIRECT)) for piece in range(len(_IN_ORDER))]

    def heads(self, place: Place) -> list[Place]:
        channel = self._channel(place)
        threads = [one["id"] for one in self.discord.threads(channel)] if self._is_forum(channel) else [channel]
        return [Place("discord", place.channel, one["id"]) for where in threads for one in self.discord.messages(where)]


def discord_rows() -> Iterator[Row]:
    """All that may happen in a text channel; elsewhere what is done otherwise there, and what combines."""
    yield from all_rows(STEPS[TEXT], (LOOK,), TEXT)
    for kind in (FORUM, DIRECT, ANNOUNCED):
        first = (PUBLISH,) if kind == ANNOUNCED else (HEAD,)
        lost: tuple[Kind, ...] = ("drop-before", "drop-after", "429", "broken", "broken-after", "hang-after", "garbled")
        for step, trouble in product(first, lost):
            yield Row((Life((Trouble(trouble, step),)),), kind)
        yield Row((Life((Trouble("hang-after", first[0]),), killed=True),), kind)
        yield from combined((HEAD, *DETAILS), (LOOK,), kind)
    cut_off = Life((Trouble("hang-after", DETAILS[0]),), killed=True)
    yield Row((cut_off, Life((Trouble("hang-before", INSIDE),), killed=True)), TEXT)
    yield Row((cut_off, Life((Trouble("broken", INSIDE),))), TEXT)


if __name__ == "__main__":
    asyncio.run(show(list(discord_rows()), DiscordGround()))
