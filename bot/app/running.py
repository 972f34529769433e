"""Opens what `factbox run` needs, in the order in which each part needs the one before it, and closes it in reverse.

The status page is there first, so that somebody can see what the rest is waiting for.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import TYPE_CHECKING

import structlog

from bot import __version__
from bot.app import App, Chat, Copy, OpenWeb, now
from bot.app.chats import Chats, front_desk, open_chats
from bot.app.models import open_model
from bot.app.parts import Parts
from bot.flows.channels import Channels
from bot.flows.newsroom import Newsroom
from bot.ports import Fetcher, Queue

if TYPE_CHECKING:
    # Imported where they are opened: nobody waits for plugs that are not used.
    from bot.app.looks import Looks
    from bot.settings import Settings
    from bot.store.sql import SqlStore

_REACH_AGAIN_AFTER = (1, 2, 4, 8)  # seconds; then every 15
_NAME_BYTES = 3
_GRACE = 6.0  # seconds that steps at work get to end when we stop

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Opened:
    """A bot that is ready to run. `owners` are those that its newsroom reads."""

    app: App
    web: OpenWeb
    chat: Chat
    copy: Copy
    owners: dict[str, str]


@asynccontextmanager
async def open_app(
    settings: Settings, name: str, parts: Parts, looks: Looks | None, *, interactive: bool
) -> AsyncIterator[Opened]:
    """What `factbox run` needs, wired by the settings, for the copy of this name. Raises `Unavailable` or `Rejected`.

    What is opened says so to `parts`, and is shown by `looks`.
    """
    from bot.flows.report import Sources
    from bot.search.searching import open_search
    from bot.store.channels import channels_of
    from bot.store.clean_up import clean_up
    from bot.store.counts import counts_of
    from bot.store.duties import duties_of
    from bot.store.feeds import feeds_of
    from bot.store.file_lock import only_copy
    from bot.store.inbox import inbox_of
    from bot.store.stories import stories_of

    async with AsyncExitStack() as stack:
        stack.enter_context(only_copy(settings.store_address()))  # before a second copy wants the page's port
        if looks is not None and (at := settings.web.status_at()):
            await stack.enter_async_context(looks.served(*at))
        store = await _opened_store(settings, parts)
        stack.push_async_callback(store.close)
        if store.is_shared:
            now.follow(await store.clock())
            stack.callback(now.lead)
        stories, kept, feeds = stories_of(store), channels_of(store), feeds_of(store)
        search = await open_search(settings.index_path())
        stack.push_async_callback(search.close)
        spent = await stories.spent(now().date())
        asked = await stack.enter_async_context(open_model(settings.model, spent))
        owners = settings.owned()
        newsroom = Newsroom(store, stories, asked.model, owners, search, settings.keeping())
        channels = Channels([s.channel() for s in settings.channels], kept)
        chat = Chat(channels, kept, settings.operators())
        own, queue = await _open_queues(store, settings, name, parts, stack)

        async def cleaned(before: datetime) -> int:
            return await clean_up(store, before, now())

        duties, inbox = duties_of(store, name), inbox_of(store, name)
        copy = Copy(
            name, settings.role, not store.is_shared, duties, own, parts, cleaned, settings.archived(), asked.tokens
        )
        chats = Chats()
        if settings.role != "worker":

            async def wake() -> None:
                await queue.put("deliver", "all")

            desk = front_desk(settings, newsroom, feeds, chat, inbox, wake)
            chats = await stack.enter_async_context(open_chats(settings, desk, chat, store, parts))
        web = await stack.enter_async_context(_open_web(store, settings, chats, parts))
        app = App(newsroom, fetchers_of(settings), dict(chats.platforms), queue, inbox)
        if settings.role != "worker" and any(s.terminal for s in settings.channels):
            from bot.platforms.terminal import Terminal

            terminal = Terminal(sys.stdin, sys.stdout, interactive)
            app.platforms[terminal.name] = terminal
        opened = Opened(app, web, chat, copy, owners)
        if looks is not None:
            queues = (own,) if copy.alone else (own, queue)
            looks.show(Sources(counts_of(store), channels, queues, duties))
            stack.callback(looks.show, None)
        yield opened


def own_name() -> str:
    """Of this copy among all: its machine, and what tells it from one that ran there before."""
    return f"{socket.gethostname()[:40]}-{token_hex(_NAME_BYTES)}"


def parts_of(settings: Settings) -> Parts:
    """The parts that this copy will have, which are starting."""
    chats = (("slack", settings.slack), ("discord", settings.discord)) if settings.role != "worker" else ()
    return Parts("store", *(name for name, chat in chats if chat is not None))


def fetchers_of(settings: Settings) -> dict[str, Fetcher]:
    """What reads each folder of the settings, named after it."""
    from bot.feeds.files.folder import FolderFetcher

    return {str(s.folder): FolderFetcher([s.folder], s.outlet) for s in settings.folders()}


async def _opened_store(settings: Settings, parts: Parts) -> SqlStore:
    """The store, waited for where its server cannot be reached yet."""
    from bot.store.engine import open_store
    from bot.store.errors import StoreUnreachable

    pauses = iter(_REACH_AGAIN_AFTER)
    while True:
        try:
            store = await open_store(settings.store_address())
        except StoreUnreachable as error:
            pause = next(pauses, 15)
            parts.say("store", str(error))
            log.warning("store_not_reached", why=str(error), again_in=pause)
            await asyncio.sleep(pause)
        else:
            parts.say("store", "")
            return store


async def _open_queues(
    store: SqlStore, settings: Settings, copy: str, parts: Parts, stack: AsyncExitStack
) -> tuple[Queue, Queue]:
    """This copy's own queue, and that of what any copy may do: the same one where there are no others."""
    from bot.queue.in_process import InProcessQueue

    own = InProcessQueue(grace=_GRACE)
    if not store.is_shared:
        return own, own
    from bot.queue.procrastinate import ProcrastinateQueue

    queue = ProcrastinateQueue(settings.store_address(), copy, grace=_GRACE)
    await queue.open()
    stack.push_async_callback(queue.close)
    parts.ask("queue", lambda: queue.trouble)
    return own, queue


@asynccontextmanager
async def _open_web(store: SqlStore, settings: Settings, chats: Chats, parts: Parts) -> AsyncIterator[OpenWeb]:
    from bot.feeds.reader import open_reader
    from bot.store.feeds import feeds_of
    from bot.store.websub import subscriptions_of

    feeds, hubs = feeds_of(store), subscriptions_of(store)
    await feeds.follow(settings.feeds(), "file", now())
    at, public = settings.web.listen_at(), settings.web.public_url
    async with open_reader(settings.web.contact, settings.web.allow, now) as web:
        opened = OpenWeb(feeds, hubs, web, public if at else None)
        if at is None or settings.role == "worker":
            yield opened
            return
        from bot.flows.websub import HubCalls
        from bot.web.server import WebServer

        calls = HubCalls(hubs, feeds, now) if public else None
        # Strangers may ask it: where the store is, is not for them.
        troubles = {name: parts[name] for name in chats.platforms}
        server = WebServer(calls, version=__version__, hooks=chats.hooks, troubles=troubles)
        await server.start(*at)
        try:
            yield opened
        finally:
            await server.close()
