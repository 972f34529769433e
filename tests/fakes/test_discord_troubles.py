"""What goes wrong on purpose, and limits of speed, as the real discord.py meets them; and the fake as a process."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.fakes.discord import FakeDiscord, SettableClock
from tests.fakes.discord.calls import ROUTES
from tests.fakes.discord.rates import Rates
from tests.fakes.discord.trying import Bot, logged_in


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
async def bot(fake: FakeDiscord) -> AsyncIterator[Bot]:
    async with logged_in(fake, Bot, max_ratelimit_timeout=30) as bot:
        yield bot


@pytest.fixture
def news(fake: FakeDiscord) -> str:
    return fake.channel(fake.guild("Desk"), "news")


@pytest.mark.parametrize(
    ("kind", "error", "done"),
    [
        ("drop-before", aiohttp.ServerDisconnectedError, False),
        ("drop-after", aiohttp.ServerDisconnectedError, True),
        ("503-before", discord.DiscordServerError, False),
        ("503-after", discord.DiscordServerError, True),
        ("banned", discord.HTTPException, False),
        ("code:50013", discord.Forbidden, False),
    ],
)
async def test_troubles(fake: FakeDiscord, bot: Bot, news: str, kind: str, error: type[Exception], done: bool) -> None:
    fake.troubles.add("POST /channels/{}/messages", kind, skip=1, content="x")
    post = ("POST", f"/channels/{news}/messages", {"content": "x"})
    await bot.call("POST", f"/channels/{news}/messages", {"content": "other"})
    await bot.call(*post)
    with pytest.raises(error):
        await bot.call(*post)
    await bot.call(*post)
    assert len(fake.messages(news)) == (4 if done else 3)
    assert [call.outcome for call in fake.calls[-4:]] == ["ok", "ok", kind.removeprefix("code:"), "ok"]


async def test_hanging(fake: FakeDiscord, bot: Bot, news: str) -> None:
    fake.troubles.add("POST *", "hang-after")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await bot.call("POST", f"/channels/{news}/messages", {"content": "x"})
    assert len(fake.messages(news)) == 1


async def test_come_again_later(fake: FakeDiscord, bot: Bot, news: str) -> None:
    fake.troubles.add("POST *", "429", retry_after=0.01)
    await bot.call("POST", f"/channels/{news}/messages", {"content": "x"})
    assert [call.outcome for call in fake.calls[-2:]] == ["429", "ok"]
    fake.troubles.add("POST *", "429", retry_after=31)
    with pytest.raises(discord.RateLimited):
        await bot.call("POST", f"/channels/{news}/messages", {"content": "x"})


async def test_a_page_instead_of_json(fake: FakeDiscord, bot: Bot, news: str) -> None:
    fake.troubles.add("*", "html")
    assert await bot.call("GET", f"/channels/{news}") == "<html>upstream</html>"
    with pytest.raises(ValueError, match="rain"):
        fake.troubles.add("*", "rain")


async def test_five_messages_a_channel() -> None:
    async with FakeDiscord(rates="real") as fake, aiohttp.ClientSession() as session:
        news = fake.channel(fake.guild("Desk"), "news")
        headers = {"Authorization": f"Bot {fake.token}"}
        for left in (4, 3, 2, 1, 0):
            async with session.post(
                f"{fake.api_url}/channels/{news}/messages", json={"content": "x"}, headers=headers
            ) as answer:
                assert (answer.status, answer.headers["X-RateLimit-Remaining"]) == (200, str(left))
                assert answer.headers["Content-Type"] == "application/json"
        async with session.post(
            f"{fake.api_url}/channels/{news}/messages", json={"content": "x"}, headers=headers
        ) as answer:
            assert (answer.status, answer.headers["Via"]) == (429, "1.1 google")
            assert 0 < (await answer.json())["retry_after"] <= 5
        assert len(fake.messages(news)) == 5


def test_fifty_calls_a_second_in_all() -> None:
    now = SettableClock()
    rates = Rates("real", clock=now)
    read = ROUTES["GET", "/channels/{channel}"]
    refused = [rates.take(read, {"channel": str(n)})[1] for n in range(51)]
    assert refused[:50] == [None] * 50
    assert refused[50] == {"message": "You are being rate limited.", "retry_after": 1.0, "global": True}
    assert rates.take(ROUTES["POST", "/webhooks/{webhook}/{token}"], {"webhook": "1", "token": "t"})[1] is None
    now.forward(1)
    assert rates.take(read, {"channel": "1"})[1] is None


async def test_the_library_keeps_within_the_limits(fake: FakeDiscord, bot: Bot, news: str) -> None:
    for n in range(12):
        await bot.call("POST", f"/channels/{news}/messages", {"content": str(n)})
    assert len(fake.messages(news)) == 12


@pytest.fixture
async def alone() -> AsyncIterator[dict[str, Any]]:
    """Where a fake of its own process is, its token, and who is there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.discord", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    yield json.loads(await process.stdout.readline())
    process.terminate()
    await process.wait()


async def test_it_is_played_from_another_process(alone: dict[str, Any]) -> None:
    async with aiohttp.ClientSession() as session:

        async def control(name: str, *args: Any, **kwargs: Any) -> Any:
            url = alone["api_url"].replace("/api/v10", f"/control/{name}")
            async with session.post(url, json={"args": args, "kwargs": kwargs}) as answer:
                return await answer.json()

        await control("says", alone["guest"], alone["channel"], "hello")
        headers = {"Authorization": f"Bot {alone['token']}"}
        url = f"{alone['api_url']}/channels/{alone['channel']}/messages"
        async with session.post(url, json={"content": "yes?"}, headers=headers) as answer:
            assert answer.status == 200
        assert [one["content"] for one in await control("messages", alone["channel"])] == ["hello", "yes?"]
        assert [call["verb"] for call in await control("calls")] == ["POST"]
        assert "unknown" in await control("state")
        assert "no trouble" in (await control("troubles.add", "*", "rain"))["wrong"]
