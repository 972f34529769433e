"""Opens the chat platforms that are set up, and the desk that serves people there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.app import Chat, now
from bot.app.parts import Parts
from bot.flows.newsroom import Newsroom
from bot.news.followed import Feed
from bot.ports import FeedStore, Inbox, Platform, Reception, Unavailable

if TYPE_CHECKING:
    # Imported where they are opened: nobody waits for plugs that are not used.
    from bot.settings import Settings
    from bot.store.sql import SqlStore
    from bot.web.server import Hook

_START_AGAIN_AFTER = (1, 2, 4, 8, 15, 30)  # seconds

_MET = 50  # people who asked directly, before

log = structlog.get_logger()


class _Chatting(Protocol):
    """A chat platform as it is opened here; the rest of it is `Platform`."""

    name: str

    async def start(self) -> None: ...

    @property
    def trouble(self) -> str: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Chats:
    """The chat platforms that are set up. `hooks` are paths of our web server at which they call us."""

    platforms: dict[str, Platform] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)


@asynccontextmanager
async def open_chats(
    settings: Settings, desk: Reception, chat: Chat, store: SqlStore, parts: Parts
) -> AsyncIterator[Chats]:
    """All that are set up, able to post; they are not heard yet. Raises `Rejected` or `Unavailable`."""
    chats = Chats()
    async with AsyncExitStack() as stack:
        if settings.slack is not None:
            from bot.platforms.slack.slack import Slack

            slack = Slack(settings.slack.access(), desk)
            await _begun(slack, stack, parts)
            chats.platforms[slack.name] = slack
            chats.hooks["/slack/events"] = slack.answer_http
        if settings.discord is not None:
            from bot.platforms.discord.discord import Discord

            async def met() -> list[str]:
                return await _met(Discord.name, chat, store)

            discord = Discord(settings.discord.access(), desk, chat.dress_of, met=met)
            await _begun(discord, stack, parts)
            chats.platforms[discord.name] = discord
        yield chats


async def _met(platform: str, chat: Chat, store: SqlStore) -> list[str]:
    """Whom we talk with directly on a platform where that channel is they themselves: who asked last comes last."""
    places = [follow.place for follow in await chat.kept.follows()]
    places += [channel.place for channel in await chat.channels.all()]
    told = [place.channel for place in places if place.platform == platform]
    return [*told, *reversed(await store.asked_directly(platform, _MET))]


def front_desk(
    settings: Settings,
    newsroom: Newsroom,
    feeds: FeedStore,
    chat: Chat,
    inbox: Inbox,
    wake: Callable[[], Awaitable[None]],
) -> Reception:
    """Serves people in chat; `wake` is called where something is to be posted at once."""
    from bot.feeds.web.addresses import check_url
    from bot.flows.reception import FrontDesk
    from bot.sources import feed_at

    def new_feed(address: str) -> Feed:
        feed = feed_at(address)
        check_url(feed.url, settings.web.allow)
        return feed

    operators = {f"{platform}:{person}" for platform, person in chat.operators.items()}
    return FrontDesk(newsroom, feeds, chat.kept, chat.channels, now, new_feed, wake, inbox, operators)


async def _begun(platform: _Chatting, stack: AsyncExitStack, parts: Parts) -> None:
    """Start it, also where it hiccups just now. Raises `Rejected`, or `Unavailable` after a minute of trying."""
    stack.push_async_callback(platform.close)
    for pause in _START_AGAIN_AFTER:
        try:
            await platform.start()
        except Unavailable as error:
            log.warning("platform_not_reached", platform=platform.name, why=str(error), again_in=pause)
            parts.say(platform.name, str(error))
            await asyncio.sleep(pause)
        else:
            break
    else:
        await platform.start()
    parts.ask(platform.name, lambda: platform.trouble)
