"""The plug on a local Slack, and what it hears."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.news.channels import Mention
from bot.platforms.slack.access import Access, FollowUps
from bot.platforms.slack.slack import Slack
from tests.fakes.slack import FakeSlack
from tests.platforms.receptions import NotedReception


@asynccontextmanager
async def listening(
    slack: FakeSlack, reception: NotedReception | None = None, follow_ups: FollowUps = "mention", **more: Any
) -> AsyncIterator[Slack]:
    access = Access(slack.bot_token, slack.app_token, api_url=slack.api_url, follow_ups=follow_ups)
    plug = Slack(access, reception or NotedReception(), clock=slack.clock, **more)
    await plug.start()
    await plug.hear()
    try:
        yield plug
    finally:
        await plug.close()


async def heard(plug: Slack, count: int = 1) -> list[Mention]:
    """The next mentions, and that no more of them wait."""
    mentions = plug.mentions()
    async with asyncio.timeout(30):
        return [await anext(mentions) for _ in range(count)]


async def nothing_more(plug: Slack) -> bool:
    """Whether nothing waits once the plug has closed: what comes in before is given still."""
    await plug.close()
    return [mention async for mention in plug.mentions()] == []
