"""From a mention on Discord to what a person sees first: "is typing…", or first words.

    python -m tests.bench.discord                     100 mentions one after the other, then 8 at once; two minutes

The whole chain runs: a local Discord on real sockets (`tests/fakes/discord`), discord.py with its gateway, the flows
and a store on disk with 2,000 invented articles and their index. Rate limits are Discord's own. The local Discord works
in this process too, so its own work is in the times; the way to the real one is not.
"""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import structlog

from bot.news.channels import UNDRESSED, Dress, Place
from bot.platforms.discord.access import Access
from bot.platforms.discord.discord import Discord
from bot.store.inbox import inbox_of
from tests.bench.asking import Bench
from tests.bench.mentions import CHANNELS, NOW, Seen, an_archive, answering, measured
from tests.fakes.discord import FakeDiscord
from tests.platforms.receptions import NotedReception


class Asking:
    """Asks as one person, and watches."""

    def __init__(self, discord: FakeDiscord, bench: Bench) -> None:
        guild = discord.guild("Desk")
        self._discord, self._bench = discord, bench
        self._person = discord.person("Ana", guild)
        self._channels = [discord.channel(guild, f"news-{number}") for number in range(CHANNELS)]

    async def ask(self, number: int, text: str) -> Seen:
        """Mention the bot and watch the channel and the thread that it begins."""
        discord, before, channel = self._discord, len(self._discord.typing), self._channels[number]
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
        while not await self._bench.room.store.turns(place, NOW - timedelta(days=1)):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.02)
        return Seen(1000 * (typing - start), 1000 * (words - start))


async def _undressed(_: Place) -> Dress:
    return UNDRESSED


async def main() -> None:
    async with an_archive() as (bench, asked), FakeDiscord(time.time, rates="real") as discord:
        asking = Asking(discord, bench)
        inbox = inbox_of(bench.store, "bench")
        plug = Discord(Access(discord.token, discord.api_url), NotedReception(inbox=inbox), _undressed)
        await plug.start()
        await plug.hear()
        async with answering(plug, bench, inbox):
            await measured(asking.ask, asked, "typing")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    asyncio.run(main())
