"""Newsrooms on disk, as the bot keeps them, that have read and written: made once and copied, for that takes longest."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.flows.keep_index import keep_index
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.news.channels import Channel
from bot.news.types import FoundArticle
from bot.search.searching import open_search
from bot.store.engine import open_store
from bot.store.stories import stories_of
from tests.fakes import FakeFetcher


@asynccontextmanager
async def newsroom(folder: Path) -> AsyncIterator[Newsroom]:
    """The one in this folder: `news.db` and `index`, made where they are missing."""
    store, search = await open_store(f"sqlite:///{folder}/news.db?timeout=0.2"), await open_search(folder / "index")
    yield Newsroom(store, stories_of(store), search=search)
    await search.close()
    await store.close()


async def fill(
    room: Newsroom, desk: Channel, told: Iterable[FoundArticle], archive: Iterable[FoundArticle], now: datetime
) -> None:
    """An edition is written of what is `told`, and not yet posted; the `archive` comes in after it."""
    assert room.search is not None
    window = Window(room.stories)
    await pull(FakeFetcher(*told), room.store, now)
    await window.place(now)
    await publish(desk, "noon", room, now)
    await pull(FakeFetcher(*archive), room.store, now)
    await window.place(now)
    await keep_index(room.store, room.search)


def filled(
    folder: Path, desk: Channel, told: Iterable[FoundArticle], archive: Iterable[FoundArticle], now: datetime
) -> Path:
    """The folder, with a newsroom that was filled so, to be copied."""

    async def make() -> None:
        async with newsroom(folder) as room:
            await fill(room, desk, told, archive, now)

    asyncio.run(make())
    return folder


@asynccontextmanager
async def copied(made: Path, folder: Path) -> AsyncIterator[Newsroom]:
    """One of its own in this folder, which has read and written what that one has."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    async with newsroom(folder) as room:
        yield room
