"""`factbox run` as an operator starts it, a process of its own, on a Discord server where people read and ask."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.fakes.discord import FakeDiscord
from tests.platforms.contract.discord_stage import carrying, evidence_of, read_on
from tests.platforms.slack.test_run import ARTICLE, ROOT

SETTINGS = """
sources: [{{folder: seeds, outlet: Harbour Post}}]
discord: {{api_url: "{url}", operator: "{ana}"}}
channels: [{{discord: "{news}", times: ["00:00"]}}]
"""


@asynccontextmanager
async def running(folder: Path, discord: FakeDiscord) -> AsyncIterator[None]:
    """The bot, connected to the gateway, until SIGTERM; it must end well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FACTBOX", "DISCORD"))}
    secret = {"FACTBOX_DISCORD__TOKEN": discord.token, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env={**kept, **secret},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    said = asyncio.create_task(bot.communicate())
    try:
        opened = asyncio.create_task(discord.until(lambda: discord.gateway.open, 30))
        await asyncio.wait({opened, said}, return_when=asyncio.FIRST_COMPLETED)
        assert not said.done(), said.result()
        await opened
        yield
    finally:
        if bot.returncode is None:
            bot.send_signal(signal.SIGTERM)
        words = (await asyncio.wait_for(said, 60))[1].decode()
    assert bot.returncode == 0, words
    assert "Traceback" not in words
    assert discord.token not in words


async def test_a_channel_reads_asks_and_presses_and_after_a_restart_nothing_comes_twice(tmp_path: Path) -> None:
    for name in ("seeds", "config"):
        (tmp_path / name).mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    async with FakeDiscord(clock=time.time) as discord:
        guild = discord.guild()
        ana = discord.person("Ana", guild, ("manage_channels",))
        news = discord.channel(guild, "news")
        settings = SETTINGS.format(url=discord.api_url, ana=ana, news=news)
        (tmp_path / "config" / "factbox.yaml").write_text(settings, encoding="utf-8")
        async with running(tmp_path, discord):
            await discord.until(lambda: discord.messages(news), 60)
            brief = discord.messages(news)[0]
            assert "214" in read_on(brief)
            asked = await discord.says(ana, news, f"<@{discord.bot_user}> how many passengers were on the ferry?")
            await discord.until(lambda: any("214" in read_on(one) for one in discord.messages(asked)), 60)
        async with running(tmp_path, discord):
            custom_id, values = carrying(brief, next(iter(evidence_of(brief).values())))
            await discord.presses(ana, news, brief["id"], custom_id, values)
            await discord.until(lambda: discord.ephemerals, 60)
            assert "214 passengers" in read_on(discord.ephemerals[-1].message)
        assert [one["author"]["id"] for one in discord.messages(news)] == [discord.bot_user, ana]
        assert not any(one["pinged"] for one in discord.every_message() if one["author"]["id"] == discord.bot_user)


async def test_stopped_while_discord_cannot_be_reached_it_ends_well(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "config").mkdir()
    settings = 'sources: [{folder: seeds}]\ndiscord: {api_url: "http://127.0.0.1:9/api/v10"}\n'
    (tmp_path / "config" / "factbox.yaml").write_text(settings, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FACTBOX")}
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=tmp_path,
        env={**kept, "FACTBOX_DISCORD__TOKEN": "x" * 24 + ".abcdef." + "y" * 30, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert bot.stderr is not None
    async with asyncio.timeout(30):
        said = ""
        while "platform_not_reached" not in said:
            line = await bot.stderr.readline()
            assert line, said
            said += line.decode()
        bot.send_signal(signal.SIGTERM)
        said += (await bot.stderr.read()).decode()
        assert await bot.wait() == 0, said
    assert "Traceback" not in said
