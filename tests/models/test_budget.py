"""A day's tokens: set aside, spent, refused, and new the next day."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.models.budget import BudgetedModel, DailyTokens
from bot.models.openai import OpenAIModel
from bot.ports import Heard, OverBudget, Rejected, Reply, Request, Spending, Unavailable
from tests.models.fake_openai import FakeOpenAI, completion

ASKED = Request("s" * 36, "u" * 36, {}, 30)
HELD = 20 + 1 + 30  # what is sent, an empty schema, the longest reply


class Calendar:
    def __init__(self) -> None:
        self.day = date(2031, 3, 4)

    def today(self) -> date:
        return self.day


class Costly:
    """A model whose every reply costs so many tokens; it may fail, or wait until it is told to go on."""

    def __init__(self, cost: int, failure: Unavailable | Rejected | None = None) -> None:
        self.cost, self.failure, self.asked = cost, failure, 0
        self.go = asyncio.Event()
        self.go.set()

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        self.asked += 1
        await self.go.wait()
        if self.failure is not None:
            raise self.failure
        return Reply("{}", (Spending("costly", self.cost - 5, 5),))


async def test_a_model_is_asked_while_the_days_tokens_reach() -> None:
    tokens = DailyTokens(60 + HELD, Calendar().today)
    within = Costly(40)
    model = BudgetedModel(within, tokens)
    await model.complete(ASKED)
    await model.complete(ASKED)
    with pytest.raises(OverBudget, match=rf"{60 + HELD} tokens .* do not reach"):
        await model.complete(ASKED)
    assert within.asked == 2
    assert tokens.spent == 80


async def test_requests_on_their_way_at_once_cannot_run_over_the_budget() -> None:
    tokens = DailyTokens(2 * HELD, Calendar().today)
    within = Costly(50)
    within.go.clear()
    model = BudgetedModel(within, tokens)
    running = [asyncio.create_task(model.complete(ASKED)) for _ in range(5)]
    await asyncio.sleep(0)
    within.go.set()
    done = await asyncio.gather(*running, return_exceptions=True)
    assert sum(isinstance(d, OverBudget) for d in done) == 3
    assert within.asked == 2
    assert tokens.spent <= tokens.most


async def test_what_was_spent_before_the_start_is_gone() -> None:
    tokens = DailyTokens(100, Calendar().today, spent=100 - HELD + 1)
    with pytest.raises(OverBudget):
        await BudgetedModel(Costly(5), tokens).complete(ASKED)


async def test_a_new_day_has_new_tokens() -> None:
    calendar = Calendar()
    tokens = DailyTokens(HELD, calendar.today, spent=HELD)
    model = BudgetedModel(Costly(30), tokens)
    calendar.day += timedelta(days=1)
    assert tokens.spent == 0
    await model.complete(ASKED)
    assert tokens.spent == 30
    with pytest.raises(OverBudget):
        await model.complete(ASKED)


async def test_a_request_that_ends_after_midnight_leaves_nothing_set_aside() -> None:
    calendar = Calendar()
    tokens = DailyTokens(2 * HELD, calendar.today)
    within = Costly(30)
    within.go.clear()
    late = asyncio.create_task(BudgetedModel(within, tokens).complete(ASKED))
    await asyncio.sleep(0)
    calendar.day += timedelta(days=1)
    within.go.set()
    await late
    assert tokens.spent == 30
    assert tokens.hold(2 * HELD - 30) is not None
    assert tokens.hold(1) is None


@pytest.mark.parametrize(
    ("failure", "spent"),
    [
        (Unavailable("429"), 0),
        (Unavailable("stalled", spent=(Spending("costly", 20, 0),)), 20),
        (Rejected("declined", spent=(Spending("costly", 20, 4),)), 24),
    ],
)
async def test_a_failed_request_costs_what_may_be_billed_and_no_more(
    failure: Unavailable | Rejected, spent: int
) -> None:
    tokens = DailyTokens(1000, Calendar().today)
    with pytest.raises(type(failure)):
        await BudgetedModel(Costly(0, failure), tokens).complete(ASKED)
    assert tokens.spent == spent
    assert tokens.hold(1000 - spent) is not None


async def test_a_request_that_nobody_waits_for_any_more_is_counted_as_sent() -> None:
    tokens = DailyTokens(1000, Calendar().today)
    within = Costly(30)
    within.go.clear()
    left = asyncio.create_task(BudgetedModel(within, tokens).complete(ASKED))
    await asyncio.sleep(0)
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    assert tokens.spent == ASKED.tokens


async def test_the_tokens_that_the_server_counts_are_the_ones_spent() -> None:
    tokens = DailyTokens(80 + HELD - 1, Calendar().today)
    async with FakeOpenAI() as server:
        server.then(lambda _: completion("{}", usage=40))
        within = OpenAIModel(name="small", base_url=server.url, timeout=5.0)
        model = BudgetedModel(within, tokens)
        await model.complete(ASKED)
        await model.complete(ASKED)
        with pytest.raises(OverBudget):
            await model.complete(ASKED)
        await within.close()
    assert tokens.spent == 80
    assert len(server.requests) == 2
