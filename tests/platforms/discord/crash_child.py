"""Discord as far as it posts, in a process of its own that may be killed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.news.channels import Dress, Place
from bot.platforms.discord.access import Access
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.posting import Posting
from tests.platforms.crash_child import Time, Work

TIMEOUT = 1.0
"""Seconds of the real clock until a call of the child counts as lost."""

_DRESS = Dress(publish=True)
_IN_ONE_POST = Dress(posts="edition")


@asynccontextmanager
async def opened(given: Work, time: Time, dress: Dress = _DRESS) -> AsyncIterator[Posting]:
    """What posts there, and gives up early. In an announcement channel it goes to those that follow it, too."""
    client = Bot()
    calls = Calls(client, Access(given.token, given.api_url), time.sleep, TIMEOUT, TIMEOUT)

    async def dress_of(place: Place) -> Dress:
        return dress

    await calls.login()
    try:
        yield Posting(calls, dress_of, time.seconds, time.sleep)
    finally:
        await client.close()


def opened_for_editions(given: Work, time: Time) -> AbstractAsyncContextManager[Posting]:
    """The same where a forum has one post for all of an edition."""
    return opened(given, time, _IN_ONE_POST)
