"""Opens what single commands need: a brief in the terminal, the feeds, the channels, a first look at an address."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import App, now
from bot.app.models import open_model
from bot.flows.channels import Channels
from bot.flows.newsroom import Newsroom
from bot.ports import FeedStore

if TYPE_CHECKING:
    from bot.feeds.first_look import FirstLook
    from bot.settings import Settings
    from bot.sources import WebSettings


@asynccontextmanager
async def open_feeds(settings: Settings) -> AsyncIterator[FeedStore]:
    """The feeds we follow, for `factbox feeds`."""
    from bot.store.engine import open_store
    from bot.store.feeds import feeds_of

    store = await open_store(settings.store_address())
    try:
        yield feeds_of(store)
    finally:
        await store.close()


@asynccontextmanager
async def open_channels(settings: Settings) -> AsyncIterator[Channels]:
    """The channels that get editions, for `factbox check`."""
    from bot.store.channels import channels_of
    from bot.store.engine import open_store

    store = await open_store(settings.store_address())
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
    from bot.store.inbox import inbox_of
    from bot.store.stories import stories_of

    store = await open_store("sqlite://")
    try:
        terminal = Terminal(sys.stdin, sys.stdout, interactive)
        search = await open_search(None)
        try:
            async with open_model(settings.model) as opened:
                fetcher = FolderFetcher(list(paths), progress=progress)
                newsroom = Newsroom(store, stories_of(store), opened.model, settings.owned(), search)
                yield App(
                    newsroom, {"paths": fetcher}, {terminal.name: terminal}, InProcessQueue(), inbox_of(store, "brief")
                )
        finally:
            await search.close()
    finally:
        await store.close()
