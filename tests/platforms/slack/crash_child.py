"""Slack as far as it posts, in a process of its own that may be killed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.posting import Posting
from tests.platforms.crash_child import Time, Work

TIMEOUT = 1.0
"""Seconds of the real clock until a call of the child counts as lost."""


@asynccontextmanager
async def opened(given: Work, time: Time) -> AsyncIterator[Posting]:
    """What posts there, and gives up early."""
    calls = Calls(Access(given.token, api_url=given.api_url), time.sleep, TIMEOUT)
    try:
        yield Posting(calls, Pace(time.seconds, time.sleep))
    finally:
        await calls.close()
