"""Opens the models of the settings: any servers that speak OpenAI's way, in their order, within a day's budget."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.app import now
from bot.ports import Model

if TYPE_CHECKING:
    from bot.model_settings import ModelSettings
    from bot.models.budget import DailyTokens


@dataclass(frozen=True, slots=True)
class OpenedModel:
    """The models as one, and what may be spent on them in a day, where that is bounded."""

    model: Model | None = None
    tokens: DailyTokens | None = None


@asynccontextmanager
async def open_model(settings: ModelSettings | None, spent: int = 0) -> AsyncIterator[OpenedModel]:
    """The models of the settings within their daily budget, or none for the extractive summarizer.

    `spent`: the tokens of today that are gone already.
    """
    if settings is None:
        yield OpenedModel()
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
    tokens = None
    if settings.daily_tokens:
        # Each is held to the budget: what a server failed at may be billed too.
        tokens = DailyTokens(settings.daily_tokens, lambda: now().date(), spent)
        asked = [BudgetedModel(server, tokens) for server in servers]
    try:
        yield OpenedModel(FallbackModel(asked, now), tokens)
    finally:
        for server in servers:
            await server.close()
