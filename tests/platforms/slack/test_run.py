"""`factbox run` as an operator starts it, a process of its own, in a Slack workspace where people read and ask."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.slack import FakeSlack

ROOT = Path(__file__).parents[3]
ARTICLE = (
    "Ferry runs aground\n\n"
    "A ferry with 214 passengers ran aground off Port Selby on Monday.\n\n"
    "“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe.”\n\n"
    "The operator, Selby Lines, said it would refund all tickets."
)
NEWS, ANNA = "C0NEWS", "U0ANNA"
SETTINGS = """
sources: [{{folder: seeds, outlet: Harbour Post}}]
slack: {{api_url: "{url}", operator: U0ANNA}}
channels: [{{slack: C0NEWS, times: ["00:00"]}}]
"""


@asynccontextmanager
async def running(folder: Path, slack: FakeSlack) -> AsyncIterator[None]:
    """The bot, connected to the workspace, until SIGTERM; it must end well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FACTBOX", "SLACK"))}
    secrets = {"FACTBOX_SLACK__BOT_TOKEN": slack.bot_token, "FACTBOX_SLACK__APP_TOKEN": slack.app_token}
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env={**kept, **secrets, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    said = asyncio.create_task(_all_of(bot))
    try:
        opened = asyncio.create_task(slack.until(lambda: slack.workspace.sockets.open, 30))
        await asyncio.wait({opened, said}, return_when=asyncio.FIRST_COMPLETED)
        assert not said.done(), said.result()
        await opened
        yield
    finally:
        if bot.returncode is None:
            bot.send_signal(signal.SIGTERM)
        words = await asyncio.wait_for(said, 60)
    assert bot.returncode == 0, words
    assert "Traceback" not in words
    for secret in secrets.values():
        assert secret not in words


async def _all_of(bot: asyncio.subprocess.Process) -> str:
    _, err = await bot.communicate()
    return err.decode()


def words_of(message: dict[str, Any]) -> str:
    return f"{message.get('text', '')} {message.get('blocks', '')}"


def evidence_in(message: dict[str, Any]) -> tuple[str, str]:
    """The action of the message's first evidence, in its menu or on a button, and what it carries."""
    elements = [element for block in message["blocks"] for element in block.get("elements", [])]
    first = next(e for e in elements if str(e.get("action_id")).startswith("evidence"))
    return str(first["action_id"]), str(first["options"][0]["value"] if "options" in first else first["value"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "config").mkdir()
    return tmp_path


async def test_a_channel_reads_asks_and_taps_and_after_a_restart_nothing_comes_twice(folder: Path) -> None:
    async with FakeSlack(clock=time.time) as slack:
        slack.person(ANNA, admin=True)
        slack.channel(NEWS, "news", members=(ANNA,))
        (folder / "config" / "factbox.yaml").write_text(SETTINGS.format(url=slack.api_url), encoding="utf-8")
        slack.troubles.add("auth.test", "http-500", times=3)  # one start: a call that may be repeated is tried thrice
        async with running(folder, slack):
            await slack.until(lambda: slack.messages(NEWS), 60)
            brief = slack.messages(NEWS)[0]
            assert "214" in words_of(brief)
            await slack.says(ANNA, NEWS, f"<@{slack.bot_user}> how many passengers were on the ferry?")
            await slack.until(lambda: len(slack.messages(NEWS)) == 2, 60)
            asked = slack.messages(NEWS)[1]["ts"]
            await slack.until(lambda: any("214" in words_of(m) for m in slack.messages(NEWS, asked)), 60)
            await slack.commands(ANNA, NEWS, "pause")
            await slack.until(lambda: slack.ephemerals, 60)
        async with running(folder, slack):
            await slack.presses(ANNA, NEWS, brief["ts"], *evidence_in(brief))
            await slack.until(lambda: len(slack.ephemerals) == 2, 60)
            assert "214 passengers" in str(slack.ephemerals[-1])
            await slack.commands(ANNA, NEWS, "resume")
            await slack.until(lambda: len(slack.ephemerals) == 3, 60)
        assert len(slack.messages(NEWS)) == 2
        assert slack.pings == []
