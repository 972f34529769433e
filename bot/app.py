"""The wiring: the only file that knows every plug. Opens them, closes them in reverse."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.feeds.files.folder import FolderFetcher
from bot.platforms.terminal import Terminal
from bot.ports import Fetcher, Model, Platform, Queue, Store
from bot.queue.in_process import InProcessQueue
from bot.settings import ModelSettings, Settings
from bot.store.engine import open_store


@dataclass(frozen=True, slots=True)
class App:
    """Every plug of a run. `fetchers` are named after their sources."""

    store: Store
    model: Model | None
    fetchers: dict[str, Fetcher]
    platforms: dict[str, Platform]
    queue: Queue


def now() -> datetime:
    """The one clock: UTC, aware."""
    return datetime.now(UTC)  # noqa: TID251 the front door reads the clock


@asynccontextmanager
async def open_app(settings: Settings, *, interactive: bool) -> AsyncIterator[App]:
    """What `factbox run` needs, wired by the settings."""
    store = await open_store(settings.store)
    try:
        terminal = Terminal(sys.stdin, sys.stdout, interactive)
        fetchers: dict[str, Fetcher] = {str(s.folder): FolderFetcher([s.folder], s.outlet) for s in settings.sources}
        platforms: dict[str, Platform] = {terminal.name: terminal} if settings.channels else {}
        async with open_model(settings.model) as model:
            yield App(store, model, fetchers, platforms, InProcessQueue())
    finally:
        await store.close()


@asynccontextmanager
async def open_brief(
    paths: Sequence[Path],
    settings: Settings,
    *,
    interactive: bool,
    progress: Callable[[str, int, int], None] | None = None,
) -> AsyncIterator[App]:
    """What `factbox brief` needs: the same paths on a store in memory and the terminal."""
    store = await open_store("sqlite://")
    try:
        terminal = Terminal(sys.stdin, sys.stdout, interactive)
        async with open_model(settings.model) as model:
            fetcher = FolderFetcher(list(paths), progress=progress)
            yield App(store, model, {"paths": fetcher}, {terminal.name: terminal}, InProcessQueue())
    finally:
        await store.close()


@asynccontextmanager
async def open_model(settings: ModelSettings | None) -> AsyncIterator[Model | None]:
    """The model of the settings within its daily budget, or None for the extractive summarizer."""
    if settings is None:
        yield None
        return
    from bot.models.budget import BudgetedModel, DailyTokens
    from bot.models.openai import OpenAIModel

    tokens = DailyTokens(settings.daily_tokens, lambda: now().date()) if settings.daily_tokens else None
    model = OpenAIModel(
        name=settings.name,
        base_url=settings.base_url,
        api_key=settings.key(),
        timeout=settings.timeout,
        on_usage=tokens.spend if tokens else None,
    )
    try:
        yield BudgetedModel(model, tokens) if tokens else model
    finally:
        await model.close()
