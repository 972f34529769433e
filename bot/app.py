"""The wiring: the only file that knows every plug. Opens them, closes them in reverse."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.flows.newsroom import Newsroom
from bot.ports import FeedStore, Fetcher, Model, Platform, Queue, Subscriptions, Web

if TYPE_CHECKING:
    # Imported where they are opened: nobody waits for plugs that are not used.
    from bot.feeds.first_look import FirstLook
    from bot.settings import ModelSettings, Settings
    from bot.sources import WebSettings
    from bot.store.sql import SqlStore


@dataclass(frozen=True, slots=True)
class App:
    """Every plug of a run. `fetchers` are named after their folders."""

    newsroom: Newsroom
    fetchers: dict[str, Fetcher]
    platforms: dict[str, Platform]
    queue: Queue


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
async def open_app(settings: Settings, *, interactive: bool) -> AsyncIterator[tuple[App, OpenWeb]]:
    """What `factbox run` needs, wired by the settings; our own web server, where one is set, answers meanwhile."""
    from bot.feeds.files.folder import FolderFetcher
    from bot.platforms.terminal import Terminal
    from bot.queue.in_process import InProcessQueue
    from bot.search.searching import open_search
    from bot.store.engine import open_store
    from bot.store.stories import stories_of

    store = await open_store(settings.store)
    try:
        terminal = Terminal(sys.stdin, sys.stdout, interactive)
        fetchers: dict[str, Fetcher] = {str(s.folder): FolderFetcher([s.folder], s.outlet) for s in settings.folders()}
        platforms: dict[str, Platform] = {terminal.name: terminal} if settings.channels else {}
        stories = stories_of(store)
        spent = await stories.spent(now().date())
        search = await open_search(settings.index_path())
        try:
            async with open_model(settings.model, spent) as model, _open_web(store, settings) as web:
                newsroom = Newsroom(store, stories, model, settings.owned(), search, settings.keeping())
                yield App(newsroom, fetchers, platforms, InProcessQueue()), web
        finally:
            await search.close()
    finally:
        await store.close()


@asynccontextmanager
async def _open_web(store: SqlStore, settings: Settings) -> AsyncIterator[OpenWeb]:
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

        server = WebServer(HubCalls(hubs, feeds, now) if public else None, version=__version__)
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
