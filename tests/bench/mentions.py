"""From a mention to what a person sees first, on any chat platform: the archive behind it, what is asked, what is told."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from bot.flows.keep_index import keep_index
from bot.flows.listen import listen
from bot.flows.newsroom import Newsroom
from bot.news.channels import Place
from bot.ports import Inbox, Platform
from bot.search.searching import open_search
from bot.store.engine import open_store
from bot.store.stories import stories_of
from tests.bench.asking import EACH, Bench, fill
from tests.bench.made_archive import END, MadeArchive
from tests.bench.made_questions import questions

PROMISE_MS = 500.0
ARTICLES = 2_000
MENTIONS = 100
AT_ONCE = 8
CHANNELS = 25
NOW = END + timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds from the mention until the first reaction, and until the first words."""

    reaction: float
    words: float


Ask = Callable[[int, str], Awaitable[Seen]]
"""Mentions the bot in one of the channels, by its number, and watches."""


@asynccontextmanager
async def an_archive() -> AsyncIterator[tuple[Bench, list[str]]]:
    """A store on disk with its index, and what is asked of it."""
    with tempfile.TemporaryDirectory(prefix="mentions") as name:
        folder = Path(name)
        store, search = await open_store(f"sqlite:///{folder}/store.db"), await open_search(folder / "index")
        rival = sqlite3.connect(":memory:")
        rival.execute("CREATE VIRTUAL TABLE passages USING fts5 (body, title)")
        archive = MadeArchive()
        bench = Bench(folder, archive, store, search, rival, Newsroom(store, stories_of(store), search=search))
        await fill(bench, 0, ARTICLES)
        await keep_index(store, search)
        kinds = questions(archive, ARTICLES // archive.each, archive.story(0), EACH)
        asked = [conversation[0] for kind, each in kinds.items() if kind != "the brief" for conversation in each]
        yield bench, asked
        await search.close()
        await store.close()
        rival.close()


@asynccontextmanager
async def answering(plug: Platform, bench: Bench, inbox: Inbox) -> AsyncIterator[None]:
    """What is asked on the platform, and kept there, is answered; it is closed after."""

    def now(_: Place) -> datetime:
        return NOW

    listening = asyncio.create_task(listen(plug, bench.room, inbox, now))
    try:
        yield
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await plug.close()


async def measured(ask: Ask, asked: Sequence[str], reaction: str) -> None:
    """Ask all of them one after the other, then again so many at once, and print what was seen."""
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for text in asked[:3]:
        await ask(0, text)  # what is loaded with the first question is not measured
    alone = [await ask(n % CHANNELS, asked[n % len(asked)]) for n in range(MENTIONS)]
    together: list[Seen] = []
    for first in range(0, MENTIONS, AT_ONCE):
        batch = range(first, min(first + AT_ONCE, MENTIONS))
        together += await asyncio.gather(*(ask(n % CHANNELS, asked[n % len(asked)]) for n in batch))
    print(f"ms from mention to{'':24}p50      p95      max")
    _print(f"{reaction}, one at a time", [seen.reaction for seen in alone])
    _print("the first words, one at a time", [seen.words for seen in alone])
    _print(f"{reaction}, {AT_ONCE} at once", [seen.reaction for seen in together])
    _print(f"the first words, {AT_ONCE} at once", [seen.words for seen in together])
    worst = _p95([seen.reaction for seen in alone])
    print(f"asked: {reaction} under {PROMISE_MS:.0f} ms p95: {'kept' if worst < PROMISE_MS else 'NOT KEPT'}")
    print(f"load after: {os.getloadavg()[0]:.1f}")


def _p95(took: Sequence[float]) -> float:
    return quantiles(took, n=20, method="inclusive")[18]


def _print(what: str, took: Sequence[float]) -> None:
    print(f"    {what:35}{median(took):9.1f}{_p95(took):9.1f}{max(took):9.1f}")
