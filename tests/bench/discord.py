"""From a mention on Discord to what a person sees first: "is typing…", or first words.

    python -m tests.bench.discord                     100 mentions one after the other, then 8 at once; two minutes

The whole chain runs: a local Discord on real sockets (`tests/fakes/discord`), discord.py with its gateway, the flows
and a store on disk with 2,000 invented articles and their index. Rate limits are Discord's own. The local Discord works
in this process too, so its own work is in the times; the way to the real one is not.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

import structlog

from bot.flows.keep_index import keep_index
from bot.flows.listen import listen
from bot.flows.newsroom import Newsroom
from bot.news.channels import UNDRESSED, Dress, Place
from bot.platforms.discord.access import Access
from bot.platforms.discord.discord import Discord
from bot.search.searching import open_search
from bot.store.engine import open_store
from bot.store.stories import stories_of
from tests.bench.asking import EACH, Bench, fill
from tests.bench.made_archive import END, MadeArchive
from tests.bench.made_questions import questions
from tests.fakes.discord import FakeDiscord
from tests.platforms.receptions import NotedReception

PROMISE_MS = 500.0
ARTICLES = 2_000
MENTIONS = 100
AT_ONCE = 8
_CHANNELS = 25
_NOW = END + timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds from the mention until typing was seen, and until the first words."""

    typing: float
    words: float


class Asking:
    """Asks as one person, and watches."""

    def __init__(self, discord: FakeDiscord, bench: Bench) -> None:
        guild = discord.guild("Desk")
        self._discord, self._bench = discord, bench
        self._person = discord.person("Ana", guild)
        self.channels = [discord.channel(guild, f"news-{number}") for number in range(_CHANNELS)]

    async def ask(self, channel: str, text: str) -> Seen:
        """Mention the bot and watch the channel and the thread that it begins."""
        discord, before = self._discord, len(self._discord.typing)
        start = time.perf_counter()
        asked = await discord.says(self._person, channel, f"<@{discord.bot_user}> {text}")

        def answered() -> bool:
            # What rests on no source replies in the channel: nobody wants a thread for it.
            replied = (
                (one.get("message_reference") or {}).get("message_id") for one in discord.messages(channel)[-20:]
            )
            return bool(discord.messages(asked)) or asked in replied

        def seen() -> bool:
            return any(one.channel == channel for one in discord.typing[before:]) or answered()

        await discord.until(seen, 30)
        typing = time.perf_counter()
        await discord.until(answered, 30)
        words = time.perf_counter()
        place = Place("discord", channel, asked)
        while not await self._bench.room.store.turns(place, _NOW - timedelta(days=1)):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.02)
        return Seen(1000 * (typing - start), 1000 * (words - start))


async def measure(asking: Asking, asked: Sequence[str]) -> tuple[list[Seen], list[Seen]]:
    """All of them one after the other, then again so many at once."""
    for text in asked[:3]:
        await asking.ask(asking.channels[0], text)  # what is loaded with the first question is not measured

    def one(number: int) -> tuple[str, str]:
        return asking.channels[number % _CHANNELS], asked[number % len(asked)]

    alone = [await asking.ask(*one(number)) for number in range(MENTIONS)]
    together: list[Seen] = []
    for first in range(0, MENTIONS, AT_ONCE):
        batch = range(first, min(first + AT_ONCE, MENTIONS))
        together += await asyncio.gather(*(asking.ask(*one(number)) for number in batch))
    return alone, together


async def _undressed(_: Place) -> Dress:
    return UNDRESSED


async def main() -> None:
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="discord") as name:
        folder = Path(name)
        store, search = await open_store(f"sqlite:///{folder}/store.db"), await open_search(folder / "index")
        rival = sqlite3.connect(":memory:")
        rival.execute("CREATE VIRTUAL TABLE passages USING fts5 (body, title)")
        archive = MadeArchive()
        bench = Bench(folder, archive, store, search, rival, Newsroom(store, stories_of(store), search=search))
        await fill(bench, 0, ARTICLES)
        await keep_index(store, search)
        kinds = questions(archive, ARTICLES // archive.each, archive.story(0), EACH)
        asked = [conversation[0] for kind, each in kinds.items() if kind != "the brief" for conversation in each]

        def now(_: Place) -> datetime:
            return _NOW

        async with FakeDiscord(time.time, rates="real") as discord:
            asking = Asking(discord, bench)
            plug = Discord(Access(discord.token, discord.api_url), NotedReception(), _undressed)
            await plug.start()
            listening = asyncio.create_task(listen(plug, bench.room, now))
            try:
                alone, together = await measure(asking, asked)
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening
                await plug.close()
        await search.close()
        await store.close()
        rival.close()
    print(f"ms from mention to{'':24}p50      p95      max")
    _print("typing, one at a time", [seen.typing for seen in alone])
    _print("the first words, one at a time", [seen.words for seen in alone])
    _print(f"typing, {AT_ONCE} at once", [seen.typing for seen in together])
    _print(f"the first words, {AT_ONCE} at once", [seen.words for seen in together])
    worst = _p95([seen.typing for seen in alone])
    print(f"asked: typing under {PROMISE_MS:.0f} ms p95: {'kept' if worst < PROMISE_MS else 'NOT KEPT'}")
    print(f"load after: {os.getloadavg()[0]:.1f}")


def _p95(took: Sequence[float]) -> float:
    return quantiles(took, n=20, method="inclusive")[18]


def _print(what: str, took: Sequence[float]) -> None:
    print(f"    {what:35}{median(took):9.1f}{_p95(took):9.1f}{max(took):9.1f}")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    asyncio.run(main())
