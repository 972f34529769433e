"""A local Slack with one channel, the real client, and a connected app."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.trying import Bot


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        slack.person("U1", zone="Asia/Kolkata")
        slack.channel("C1", name="news", members=("U1",))
        yield slack


@pytest.fixture
async def client(slack: FakeSlack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])


@pytest.fixture
async def bot(slack: FakeSlack, client: AsyncWebClient) -> AsyncIterator[Bot]:
    bot = Bot(slack, client)
    await bot.connect()
    yield bot
    await bot.leave()
