"""A day's tokens: spent, refused, and new the next day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.models.budget import BudgetedModel, DailyTokens
from bot.models.openai import OpenAIModel
from bot.ports import Rejected, Request
from tests.models.fake_openai import FakeOpenAI, completion

ASKED = Request("s", "u", {}, 10)


class Calendar:
    def __init__(self) -> None:
        self.day = date(2031, 3, 4)

    def today(self) -> date:
        return self.day


class Costly:
    """A model whose every reply costs so many tokens."""

    def __init__(self, tokens: DailyTokens, cost: int) -> None:
        self.tokens, self.cost, self.asked = tokens, cost, 0

    async def complete(self, request: Request) -> str:
        self.asked += 1
        self.tokens.spend(self.cost)
        return "{}"


async def test_a_model_is_asked_until_the_days_tokens_are_spent() -> None:
    tokens = DailyTokens(100, Calendar().today)
    within = Costly(tokens, 60)
    model = BudgetedModel(within, tokens)
    await model.complete(ASKED)
    await model.complete(ASKED)
    with pytest.raises(Rejected, match=r"100 tokens .* are spent"):
        await model.complete(ASKED)
    assert within.asked == 2
    assert tokens.spent == 120


async def test_the_limit_itself_is_spent() -> None:
    tokens = DailyTokens(60, Calendar().today)
    model = BudgetedModel(Costly(tokens, 60), tokens)
    await model.complete(ASKED)
    with pytest.raises(Rejected):
        await model.complete(ASKED)


async def test_a_new_day_has_new_tokens() -> None:
    calendar = Calendar()
    tokens = DailyTokens(50, calendar.today)
    model = BudgetedModel(Costly(tokens, 60), tokens)
    await model.complete(ASKED)
    calendar.day += timedelta(days=1)
    assert tokens.spent == 0
    await model.complete(ASKED)
    assert tokens.spent == 60
    with pytest.raises(Rejected):
        await model.complete(ASKED)


async def test_the_tokens_that_the_server_counts_are_the_ones_spent() -> None:
    tokens = DailyTokens(70, Calendar().today)
    async with FakeOpenAI() as server:
        server.then(lambda _: completion("{}", usage=40))
        within = OpenAIModel(name="small", base_url=server.url, timeout=5.0, on_usage=tokens.spend)
        model = BudgetedModel(within, tokens)
        await model.complete(ASKED)
        await model.complete(ASKED)
        with pytest.raises(Rejected):
            await model.complete(ASKED)
        await within.close()
    assert tokens.spent == 80
    assert len(server.requests) == 2
