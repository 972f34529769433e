"""The wiring: the only file that knows every plug. Opens them, closes them in reverse."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import structlog

from bot import __version__
from bot.flows.channels import Channels
from bot.flows.newsroom import Newsroom
from bot.news.channels import UNDRESSED, Dress, Place
from bot.news.followed import Feed
from bot.ports import (
    ChannelStore,
    FeedStore,
    Fetcher,
    Model,
    Platform,
    Queue,
    Reception,
    Subscriptions,
    Unavailable,
    Web,
)

if TYPE_CHECKING:
    # Imported where they are opened: nobody waits for plugs that are not used.
    from bot.feeds.first_look import FirstLook
    from bot.settings import ModelSettings, Settings
    from bot.sources import WebSettings
    from bot.store.sql import SqlStore
    from bot.web.server import Hook


_START_AGAIN_AFTER = (1, 2, 4, 8, 15, 30)  # seconds

_MET = 50  # people who asked directly, before

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class App:
    """Every plug of what `factbox brief` does. `fetchers` are named after their folders."""

    newsroom: Newsroom
    fetchers: dict[str, Fetcher]
    platforms: dict[str, Platform]
    queue: Queue


@dataclass(frozen=True, slots=True)
class Chat:
    """What a run has of people: the channels, what they have set in chat, and whom to tell of trouble."""

    channels: Channels
    kept: ChannelStore
    operators: Mapping[str, str]

    async def owner_of(self, place: Place) -> str | None:
        """The channel's owner, else the operator on that platform."""
        channel = await self.channels.at(place)
        return (channel.owner if channel else None) or self.operators.get(place.platform)

    async def left(self, place: Place) -> None:
        """Nobody is there any more: whoever followed stories there is told nothing further."""
        for follow in await self.kept.follows():
            if follow.place == place and await self.kept.unfollow(follow):
                log.info("follow_ended", person=place.channel, story=follow.story)

    async def dress_of(self, place: Place) -> Dress:
        """How what is posted there looks."""
        channel = await self.channels.at(place)
        return channel.dress if channel else UNDRESSED


@dataclass(frozen=True, slots=True)
class OpenWeb:
    """The plugs of a run that meets the web. `public_url` is there where hubs may call us back."""

    feeds: FeedStore
    subscriptions: Subscriptions
    web: Web
    public_url: str | None = None


def now() -> datetime:
    """The one clock: UTC, aware."""
    return datetime.now(UTC)  # noqa: TID251 the front door reads the clock


@asynccontextmanager
async def open_app(settings: Settings, *, interactive: bool) -> AsyncIterator[tuple[App, OpenWeb, Chat]]:
    """What `factbox run` needs, wired by the settings; our own web server, where one is set, answers meanwhile."""
    from bot.feeds.files.folder import FolderFetcher
    from bot.queue.in_process import InProcessQueue
    from bot.search.searching import open_search
    from bot.store.channels import channels_of
    from bot.store.engine import open_store
    from bot.store.feeds import feeds_of
    from bot.store.stories import stories_of

    store = await open_store(settings.store)
    try:
        fetchers: dict[str, Fetcher] = {str(s.folder): FolderFetcher([s.folder], s.outlet) for s in settings.folders()}
        stories = stories_of(store)
        spent = await stories.spent(now().date())
        search = await open_search(settings.index_path())
        try:
            async with open_model(settings.model, spent) as model:
                newsroom = Newsroom(store, stories, model, settings.owned(), search, settings.keeping())
                kept, queue = channels_of(store), InProcessQueue()
                channels = Channels([s.channel() for s in settings.channels], kept)
                chat = Chat(channels, kept, settings.operators())

                async def wake() -> None:
                    await queue.put("deliver", "all")

                desk = _front_desk(settings, newsroom, feeds_of(store), chat, wake)
                async with _open_chats(settings, desk, chat, store) as chats:
                    platforms = dict(chats.platforms)
                    if any(s.terminal for s in settings.channels):
                        from bot.platforms.terminal import Terminal

                        terminal = Terminal(sys.stdin, sys.stdout, interactive)
                        platforms[terminal.name] = terminal
                    async with _open_web(store, settings, chats) as web:
                        yield App(newsroom, fetchers, platforms, queue), web, chat
        finally:
            await search.close()
    finally:
        await store.close()


class _Chatting(Protocol):
    """A chat platform as it is opened here; the rest of it is `Platform`."""

    name: str

    async def start(self) -> None: ...

    @property
    def trouble(self) -> str: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Chats:
    """The chat platforms that are set up. `hooks` are paths of our web server at which they call us."""

    platforms: dict[str, Platform] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    troubles: dict[str, Callable[[], str]] = field(default_factory=dict)


@asynccontextmanager
async def _open_chats(settings: Settings, desk: Reception, chat: Chat, store: SqlStore) -> AsyncIterator[_Chats]:
    chats = _Chats()
    async with AsyncExitStack() as stack:
        if settings.slack is not None:
            from bot.platforms.slack.slack import Slack

            slack = Slack(settings.slack.access(), desk)
            await _begun(slack, stack, chats)
            chats.platforms[slack.name] = slack
            chats.hooks["/slack/events"] = slack.answer_http
        if settings.discord is not None:
            from bot.platforms.discord.discord import Discord

            async def met() -> list[str]:
                return await _met(Discord.name, chat, store)

            discord = Discord(settings.discord.access(), desk, chat.dress_of, met=met)
            await _begun(discord, stack, chats)
            chats.platforms[discord.name] = discord
        yield chats


async def _met(platform: str, chat: Chat, store: SqlStore) -> list[str]:
    """Whom we talk with directly on a platform where that channel is they themselves: who asked last comes last."""
    places = [follow.place for follow in await chat.kept.follows()]
    places += [channel.place for channel in await chat.channels.all()]
    told = [place.channel for place in places if place.platform == platform]
    return [*told, *reversed(await store.asked_directly(platform, _MET))]


def _front_desk(
    settings: Settings, newsroom: Newsroom, feeds: FeedStore, chat: Chat, wake: Callable[[], Awaitable[None]]
) -> Reception:
    from bot.feeds.web.addresses import check_url
    from bot.flows.reception import FrontDesk
    from bot.sources import feed_at

    def new_feed(address: str) -> Feed:
        feed = feed_at(address)
        check_url(feed.url, settings.web.allow)
        return feed

    operators = {f"{platform}:{person}" for platform, person in chat.operators.items()}
    return FrontDesk(newsroom, feeds, chat.kept, chat.channels, now, new_feed, wake, operators)


async def _begun(platform: _Chatting, stack: AsyncExitStack, chats: _Chats) -> None:
    """Start it, also where it hiccups just now. Raises `Rejected`, or `Unavailable` after a minute of trying."""
    stack.push_async_callback(platform.close)
    chats.troubles[platform.name] = lambda: platform.trouble
    for pause in _START_AGAIN_AFTER:
        try:
            await platform.start()
            return
        except Unavailable as error:
            log.warning("platform_not_reached", platform=platform.name, why=str(error), again_in=pause)
            await asyncio.sleep(pause)
    await platform.start()


@asynccontextmanager
async def _open_web(store: SqlStore, settings: Settings, chats: _Chats) -> AsyncIterator[OpenWeb]:
    from bot.feeds.reader import open_reader
    from bot.store.feeds import feeds_of
    from bot.store.websub import subscriptions_of

    feeds, hubs = feeds_of(store), subscriptions_of(store)
    await feeds.follow(settings.feeds(), "file", now())
    at, public = settings.web.listen_at(), settings.web.public_url
    async with open_reader(settings.web.contact, settings.web.allow, now) as web:
        opened = OpenWeb(feeds, hubs, web, public if at else None)
        if at is None:
            yield opened
            return
        from bot.flows.websub import HubCalls
        from bot.web.server import WebServer

        calls = HubCalls(hubs, feeds, now) if public else None
        server = WebServer(calls, version=__version__, hooks=chats.hooks, troubles=chats.troubles)
        await server.start(*at)
        try:
            yield opened
        finally:
            await server.close()


@asynccontextmanager
async def open_feeds(settings: Settings) -> AsyncIterator[FeedStore]:
    """The feeds we follow, for `factbox feeds`."""
    from bot.store.engine import open_store
    from bot.store.feeds import feeds_of

    store = await open_store(settings.store)
    try:
        yield feeds_of(store)
    finally:
        await store.close()


@asynccontextmanager
async def open_channels(settings: Settings) -> AsyncIterator[Channels]:
    """The channels that get editions, for `factbox check`."""
    from bot.store.channels import channels_of
    from bot.store.engine import open_store

    store = await open_store(settings.store)
    try:
        yield Channels([s.channel() for s in settings.channels], channels_of(store))
    finally:
        await store.close()


@asynccontextmanager
async def open_look(settings: WebSettings, at_once: int = 1) -> AsyncIterator[FirstLook]:
    """What asks an address for the first time; nothing is started before it is used."""
    from bot.feeds.first_look import FirstLook

    look = FirstLook(contact=settings.contact, allow=settings.allow, clock=now, at_once=at_once)
    try:
        yield look
    finally:
        await look.close()


@asynccontextmanager
async def open_brief(
    paths: Sequence[Path],
    settings: Settings,
    *,
    interactive: bool,
    progress: Callable[[str, int, int], None] | None = None,
) -> AsyncIterator[App]:
    """What `factbox brief` needs: the same paths on a store in memory and the terminal."""
    from bot.feeds.files.folder import FolderFetcher
    from bot.platforms.terminal import Terminal
    from bot.queue.in_process import InProcessQueue
    from bot.search.searching import open_search
    from bot.store.engine import open_store
    from bot.store.stories import stories_of

    store = await open_store("sqlite://")
    try:
        terminal = Terminal(sys.stdin, sys.stdout, interactive)
        search = await open_search(None)
        try:
            async with open_model(settings.model) as model:
                fetcher = FolderFetcher(list(paths), progress=progress)
                newsroom = Newsroom(store, stories_of(store), model, settings.owned(), search)
                yield App(newsroom, {"paths": fetcher}, {terminal.name: terminal}, InProcessQueue())
        finally:
            await search.close()
    finally:
        await store.close()


@asynccontextmanager
async def open_model(settings: ModelSettings | None, spent: int = 0) -> AsyncIterator[Model | None]:
    """The models of the settings within their daily budget, or None for the extractive summarizer.

    `spent`: the tokens of today that are gone already.
    """
    if settings is None:
        yield None
        return
    from bot.models.budget import BudgetedModel, DailyTokens
    from bot.models.fallback import FallbackModel
    from bot.models.openai import OpenAIModel

    servers = [
        OpenAIModel(
            name=server.name,
            base_url=server.base_url,
            api_key=server.key(),
            timeout=server.timeout,
            price_in=server.price_in,
            price_out=server.price_out,
        )
        for server in (settings, *settings.fallback)
    ]
    asked: list[Model] = [*servers]
    if settings.daily_tokens:
        # Each is held to the budget: what a server failed at may be billed too.
        tokens = DailyTokens(settings.daily_tokens, lambda: now().date(), spent)
        asked = [BudgetedModel(server, tokens) for server in servers]
    try:
        yield FallbackModel(asked, now)
    finally:
        for server in servers:
            await server.close()
