"""Two hundred channels whose editions are due at eight: all posted, in order, in the time that Discord's limits allow."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.flows.deliver import deliver
from bot.news.channels import UNDRESSED, Dress, Place
from bot.platforms.discord.access import Access
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.marks import tag_of, tags_in
from bot.platforms.discord.posting import Posting
from bot.store.engine import open_store
from tests.fakes.clock import START
from tests.fakes.discord import FakeDiscord, SettableClock
from tests.fakes.discord.rates import GLOBAL
from tests.platforms.crash_child import PostingAlone, owe
from tests.platforms.simulated import LoopTime

CHANNELS = 200
BEAT = 15.0  # seconds between two sweeps, as in `factbox run`
LATENCY = 0.1  # seconds that Discord takes for a call
LONGEST = 3600.0  # seconds


class SlowCalls(Calls):
    """Calls of which each takes its time."""

    async def __call__(self, verb: str, path: str, **more: Any) -> Any:
        await asyncio.sleep(LATENCY)
        return await super().__call__(verb, path, **more)


async def undressed(place: Place) -> Dress:
    return UNDRESSED


def traced(time: LoopTime) -> aiohttp.TraceConfig:
    """No time passes while a request is under way; it does while discord.py waits for its turn."""
    trace = aiohttp.TraceConfig()

    async def begins(*_: Any) -> None:
        time.begin()

    async def ends(*_: Any) -> None:
        time.end()

    trace.on_request_start.append(begins)
    trace.on_request_end.append(ends)
    trace.on_request_exception.append(ends)
    return trace


async def morning(
    time: LoopTime, channels: int, stories: int, troubles: Mapping[str, int]
) -> tuple[FakeDiscord, list[str]]:
    """Owe so many channels an edition, and deliver until all is sent: the Discord, and its channels.

    `troubles`: how many posts meet which kind of it, one kind after the other.
    """
    time.begin()
    store = await open_store("sqlite://")
    async with FakeDiscord(time.clock, rates="real") as discord:
        discord.state.rates.clock = time.clock
        for kind, times in troubles.items():
            discord.troubles.add("POST /channels/{}/messages", kind, times, retry_after=31)
        guild = discord.guild()
        names = [discord.channel(guild, f"news-{n}") for n in range(channels)]
        for name in names:
            await owe(store, Place("discord", name), moment(time), stories, points=3)
        client = Bot()
        client.http.http_trace = traced(time)
        calls = SlowCalls(client, Access(discord.token, discord.api_url), time.sleep)
        await calls.login()
        time.end()
        platforms = {"discord": PostingAlone("discord", Posting(calls, undressed, time.clock, time.sleep))}
        sent = 0
        while True:
            sent += await deliver(time.all_busy(store), platforms, lambda: moment(time))
            if sent == channels * stories:
                break
            assert time.clock() < START + LONGEST, discord.standing()
            await time.sleep(BEAT)
        time.begin()
        await client.close()
        await store.close()
        return discord, names


def moment(time: LoopTime) -> datetime:
    return datetime.fromtimestamp(time.clock(), UTC)


def run(channels: int, stories: int, troubles: Mapping[str, int]) -> tuple[FakeDiscord, list[str], LoopTime]:
    time = LoopTime(SettableClock())
    discord, names = time.run(morning(time, channels, stories, troubles))
    return discord, names, time


def stands(discord: FakeDiscord, channel: str) -> list[tuple[int, int]]:
    """Story and piece of each message there and in its threads, as they were posted."""
    keys = [f"{channel} 08:00 {story}" for story in range(5)]
    tags = {tag_of(key, piece): (story, piece) for story, key in enumerate(keys) for piece in range(5)}
    places = [channel, *(thread["id"] for thread in discord.threads(channel))]
    said = sorted((one for place in places for one in discord.messages(place)), key=lambda one: int(one["id"]))
    return [tags[tag] for one in said for tag in tags_in(one)]


def once(stories: int) -> list[tuple[int, int]]:
    """What is to stand in a channel: a head and a detail for each story."""
    return [(story, piece) for story in range(stories) for piece in range(2)]


def test_all_are_posted_once_and_in_order_in_the_time_that_discord_allows(capsys: pytest.CaptureFixture[str]) -> None:
    discord, names, time = run(CHANNELS, 1, {})
    assert {name: stands(discord, name) for name in names} == dict.fromkeys(names, once(1))
    told = Counter(call.outcome for call in discord.calls)
    seconds, allowed = time.clock() - START, told["ok"] / GLOBAL
    with capsys.disabled():
        print(
            f"\n{CHANNELS} channels, {CHANNELS} briefs, {2 * CHANNELS} messages: {seconds:.0f} s of simulated time; at "
            f" {GLOBAL} calls a second it would be {allowed:.0f} s; {dict(told)}"
        )
    assert seconds < 2 * allowed
    assert [call.path for call in discord.calls if call.status == 429] == []


def test_on_a_bad_morning_all_are_posted_once_and_in_order_too() -> None:
    troubles = {"429": 6, "drop-after": 6, "503-after": 6, "503-before": 6, "drop-before": 4, "500-after": 2}
    discord, names, _ = run(30, 2, troubles)
    told = Counter(call.outcome for call in discord.calls)
    assert [told[kind] for kind in troubles] == list(troubles.values())
    assert {name: stands(discord, name) for name in names} == dict.fromkeys(names, once(2))
