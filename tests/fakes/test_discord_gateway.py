"""The local Discord's gateway against the real discord.py: what is heard, lost, replayed and refused."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.trying import Bot, connected, logged_in


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
def guild(fake: FakeDiscord) -> str:
    return fake.guild("Desk")


@pytest.fixture
def news(fake: FakeDiscord, guild: str) -> str:
    return fake.channel(guild, "news")


@pytest.fixture
def ana(fake: FakeDiscord, guild: str) -> str:
    return fake.person("Ana", guild)


@pytest.fixture
async def bot(fake: FakeDiscord, news: str) -> AsyncIterator[Bot]:
    async with logged_in(fake, Bot) as bot, connected(bot, fake):
        yield bot


async def test_content_is_private(fake: FakeDiscord, news: str, ana: str, bot: Bot) -> None:
    own = (await bot.call("POST", f"/channels/{news}/messages", {"content": "ours"}))["id"]
    await fake.says(ana, news, "secret")
    await fake.says(ana, news, f"<@{fake.bot_user}> hello")
    await fake.says(ana, news, "re", reply_to=own)
    await fake.says(ana, news, "quiet", reply_to=own, ping=False)
    await fake.says(ana, ana, "direct")
    await fake.until(lambda: len(bot.heard) == 5)
    assert bot.contents == ["", f"<@{fake.bot_user}> hello", "re", "", "direct"]
    assert [one["content"] for one in await bot.call("GET", f"/channels/{news}/messages")] == [
        "",
        "re",
        *bot.contents[1::-1],
        "ours",
    ]


async def test_content_with_the_privileged_intent(fake: FakeDiscord, news: str, ana: str) -> None:
    fake.state.content_intent = True
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    async with logged_in(fake, Bot, intents=intents) as bot, connected(bot, fake):
        await fake.says(ana, news, "open")
        await fake.says(ana, ana, "not asked for")
        await fake.says(ana, news, "more")
        await fake.until(lambda: len(bot.heard) == 2)
        assert bot.contents == ["open", "more"]


async def test_an_intent_that_is_not_switched_on(fake: FakeDiscord) -> None:
    intents = discord.Intents(guilds=True, message_content=True)
    async with logged_in(fake, Bot, intents=intents) as bot, connected(bot, fake) as task:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await task


@pytest.mark.parametrize("how", ["cut", "reconnect", "invalid"])
async def test_what_was_missed_is_replayed(fake: FakeDiscord, ana: str, bot: Bot, how: str) -> None:
    await fake.says(ana, ana, "before")
    await fake.until(lambda: bot.heard)
    await fake.drop_gateway(how=how)
    await fake.says(ana, ana, "meanwhile")
    await fake.until(lambda: bot.resumed)
    await fake.says(ana, ana, "after")
    await fake.until(lambda: len(bot.heard) == 3)
    assert bot.contents == ["before", "meanwhile", "after"]
    assert fake.gateway.identified == 1


async def test_what_was_missed_is_lost(fake: FakeDiscord, ana: str, bot: Bot) -> None:
    await fake.drop_gateway(resumable=False)
    await fake.says(ana, ana, "meanwhile")
    await fake.until(lambda: fake.gateway.identified == 2)
    await fake.says(ana, ana, "after")
    await fake.until(lambda: bot.heard)
    assert bot.contents == ["after"]


async def test_told_twice(fake: FakeDiscord, ana: str, bot: Bot) -> None:
    said = await fake.says(ana, ana, "once")
    await fake.until(lambda: bot.heard)
    fake.redeliver(said)
    await fake.until(lambda: len(bot.heard) == 2)
    assert {one.id for one in bot.heard} == {int(said)}


async def test_a_revoked_token(fake: FakeDiscord, news: str) -> None:
    async with logged_in(fake, Bot) as bot, connected(bot, fake) as task:
        fake.revoke_token()
        assert (await bot.refused("GET", f"/channels/{news}")).status == 401
        await fake.drop_gateway()
        with pytest.raises(discord.ConnectionClosed) as closed:
            await task
        assert closed.value.code == 4004
    with pytest.raises(discord.LoginFailure):
        async with logged_in(fake, Bot):
            pass


async def test_sessions_are_counted(fake: FakeDiscord, bot: Bot) -> None:
    limit = (await bot.call("GET", "/gateway/bot"))["session_start_limit"]
    assert limit["remaining"] == 999
    fake.gateway.sessions_left, fake.gateway.reset_after = 0, 60
    limit = (await bot.call("GET", "/gateway/bot"))["session_start_limit"]
    assert (limit["remaining"], limit["reset_after"]) == (0, 60_000)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"op": 2, "d": {"token": "no", "intents": 1, "properties": {"os": "x"}}}, 4004),
        ({"op": 2, "d": {"token": "{token}", "properties": {"os": "x"}}}, 4013),
        ({"op": 3, "d": {}}, 4003),
    ],
)
async def test_who_is_not_let_in(fake: FakeDiscord, frame: dict[str, Any], code: int) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(fake.gateway.url) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_str(json.dumps(frame).replace("{token}", fake.token))
        await socket.receive()
        assert socket.close_code == code


async def test_channels_out_of_sight(fake: FakeDiscord, guild: str, news: str, ana: str, bot: Bot) -> None:
    hidden = fake.channel(guild, "hidden", deny=("view_channel",))
    await fake.says(ana, hidden, f"<@{fake.bot_user}> psst")
    await fake.says(ana, news, f"<@{fake.bot_user}> hello")
    await fake.until(lambda: bot.heard)
    assert bot.contents == [f"<@{fake.bot_user}> hello"]
    assert bot.get_channel(int(hidden)) is None
    seen = bot.get_channel(int(news))
    assert isinstance(seen, discord.TextChannel)
    assert seen.permissions_for(seen.guild.me).send_messages
    assert seen.guild.self_role in seen.guild.me.roles
