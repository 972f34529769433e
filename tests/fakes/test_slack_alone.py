"""The local Slack as a process of its own, played through /control."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.trying import Json


@pytest.fixture
async def alone() -> AsyncIterator[Json]:
    """Where it is and its tokens."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.slack", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    yield json.loads(await process.stdout.readline())
    process.terminate()
    await process.wait()


async def test_it_is_played_from_another_process(alone: Json) -> None:
    async with aiohttp.ClientSession() as session:

        async def control(name: str, *args: Any, **kwargs: Any) -> Any:
            url = alone["api_url"].replace("/api/", f"/control/{name}")
            async with session.post(url, json={"args": args, "kwargs": kwargs}) as answer:
                return await answer.json()

        ts = await control("says", "U1", "C1", "hello", deliver=False)
        client = AsyncWebClient(token=alone["bot_token"], base_url=alone["api_url"], session=session)
        await client.chat_postMessage(channel="C1", text="yes?", thread_ts=ts)
        assert [one["text"] for one in await control("messages", "C1", ts)] == ["yes?"]
        assert [call["method"] for call in await control("calls")] == ["chat.postMessage"]
        assert "unknown" in await control("workspace")
        assert "no trouble" in (await control("troubles.add", "*", "rain"))["wrong"]
