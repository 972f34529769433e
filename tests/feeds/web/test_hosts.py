from __future__ import annotations

import asyncio

import pytest

from bot.feeds.web.hosts import Hosts
from bot.feeds.web.limits import Limits
from bot.ports import Unavailable


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_ten_thousand_hosts_are_forgotten_once_left_alone() -> None:
    clock = Seconds()
    hosts = Hosts(Limits(), clock)
    for number in range(10_000):
        clock.now = number * 1.0
        async with hosts.turn(f"h{number}.test"):
            pass
    assert len(hosts) < 1_100


async def test_who_asked_for_rest_is_not_forgotten_and_rests_no_longer_than_the_bound() -> None:
    clock = Seconds()
    hosts = Hosts(Limits(longest_rest=900), clock)
    hosts.rest("tired.test", 86_400)
    for number in range(2_000):
        clock.now = number * 0.4
        async with hosts.turn(f"h{number}.test"):
            pass
    with pytest.raises(Unavailable, match="asked for rest") as caught:
        async with hosts.turn("tired.test"):
            pass
    assert caught.value.wait == 101
    clock.now = 901
    async with hosts.turn("tired.test"):
        pass


async def test_who_is_being_asked_is_not_forgotten() -> None:
    clock = Seconds()
    hosts = Hosts(Limits(at_once_a_host=1, turn=0.02), clock)
    async with hosts.turn("slow.test"):
        for number in range(1_000):
            clock.now = number * 1.0
            async with hosts.turn(f"h{number}.test"):
                pass
        with pytest.raises(Unavailable, match="no faster than is polite"):
            async with hosts.turn("slow.test"):
                pass


async def test_after_a_burst_a_host_is_asked_at_its_pace() -> None:
    loop = asyncio.get_running_loop()
    hosts = Hosts(Limits(burst=2, per_second=20), loop.time)
    began = loop.time()
    for _ in range(6):
        async with hosts.turn("news.test"):
            pass
    assert 0.18 <= loop.time() - began < 1
    async with hosts.turn("other.test"):
        assert loop.time() - began < 1


async def test_who_waits_too_long_is_sent_away_and_holds_nothing() -> None:
    hosts = Hosts(Limits(turn=0.05, at_once_a_host=1), asyncio.get_running_loop().time)
    async with hosts.turn("news.test"):
        with pytest.raises(Unavailable, match="no faster than is polite"):
            async with hosts.turn("news.test"):
                pass
    async with hosts.turn("news.test"):
        pass


async def test_one_who_queued_does_not_ask_once_the_host_wants_rest() -> None:
    hosts = Hosts(Limits(at_once_a_host=1), asyncio.get_running_loop().time)

    async def ask() -> None:
        async with hosts.turn("news.test"):
            pass

    async with hosts.turn("news.test"):
        queued = asyncio.ensure_future(ask())
        await asyncio.sleep(0)
        hosts.rest("news.test", 60)
    with pytest.raises(Unavailable, match="asked for rest"):
        await queued


async def test_all_hosts_together_are_bounded() -> None:
    hosts = Hosts(Limits(at_once=3), asyncio.get_running_loop().time)
    now = most = 0

    async def ask(name: str) -> None:
        nonlocal now, most
        async with hosts.turn(name):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0)
            now -= 1

    await asyncio.gather(*(ask(f"h{number}.test") for number in range(20)))
    assert most == 3
