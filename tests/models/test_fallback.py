"""Several models in their order: who is asked, who rests, and what it cost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.models.fallback import REST, FallbackModel
from bot.ports import Heard, OverBudget, Rejected, Reply, Request, Spending, Unavailable
from tests.fakes import ScriptedModel

ASKED = Request("s", "u", {}, 10)
SPENT = (Spending("first", 9, 0),)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2031, 3, 4, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


async def test_the_first_model_is_asked_alone_while_it_answers() -> None:
    first, second = ScriptedModel(["a", "b"]), ScriptedModel([])
    model = FallbackModel([first, second], Clock())
    assert [(await model.complete(ASKED)).text for _ in range(2)] == ["a", "b"]
    assert not second.requests


@pytest.mark.parametrize("failure", [Unavailable("down", spent=SPENT), Rejected("no such model", spent=SPENT)])
async def test_where_one_fails_the_next_answers_and_both_are_counted(failure: Exception) -> None:
    model = FallbackModel([ScriptedModel([failure]), ScriptedModel(["b"])], Clock())
    reply = await model.complete(ASKED)
    assert reply.text == "b"
    assert [s.model for s in reply.spent] == ["first", "scripted"]


async def test_a_model_that_was_down_rests_for_some_minutes() -> None:
    clock = Clock()
    first, second = ScriptedModel([Unavailable("down"), "a"]), ScriptedModel(["b", "c"])
    model = FallbackModel([first, second], clock)
    assert [(await model.complete(ASKED)).text for _ in range(2)] == ["b", "c"]
    assert len(first.requests) == 1
    clock.now += REST
    assert (await model.complete(ASKED)).text == "a"


async def test_a_model_that_asks_for_an_hour_gets_it() -> None:
    clock = Clock()
    first, second = ScriptedModel([Unavailable("429", 3600), "a"]), ScriptedModel(["b", "c"])
    model = FallbackModel([first, second], clock)
    await model.complete(ASKED)
    clock.now += timedelta(minutes=59)
    assert (await model.complete(ASKED)).text == "c"
    clock.now += timedelta(minutes=1)
    assert (await model.complete(ASKED)).text == "a"


async def test_a_model_that_declines_one_request_is_asked_the_next() -> None:
    first, second = ScriptedModel([Rejected("I would rather not"), "a"]), ScriptedModel(["b"])
    model = FallbackModel([first, second], Clock())
    assert [(await model.complete(ASKED)).text for _ in range(2)] == ["b", "a"]


async def test_where_all_rest_the_one_that_may_be_back_first_is_asked() -> None:
    clock = Clock()
    first, second = ScriptedModel([Unavailable("down", 3600)]), ScriptedModel([Unavailable("down"), "b"])
    model = FallbackModel([first, second], clock)
    with pytest.raises(Unavailable):
        await model.complete(ASKED)
    assert (await model.complete(ASKED)).text == "b"


async def test_where_all_fail_the_last_word_is_told_with_all_that_was_spent() -> None:
    second = ScriptedModel([Rejected("no", spent=SPENT)])
    model = FallbackModel([ScriptedModel([Unavailable("down", spent=SPENT)]), second], Clock())
    with pytest.raises(Rejected, match="no") as caught:
        await model.complete(ASKED)
    assert caught.value.spent == SPENT * 2


async def test_a_spent_budget_is_no_reason_to_ask_another() -> None:
    second = ScriptedModel(["b"])
    model = FallbackModel([ScriptedModel([OverBudget("spent")]), second], Clock())
    with pytest.raises(OverBudget):
        await model.complete(ASKED)
    assert not second.requests


class Silent:
    """Replies to nobody; whoever asks has waited for `patience` by the time that it gives up."""

    def __init__(self, clock: Clock, patience: timedelta) -> None:
        self.clock, self.patience, self.asked = clock, patience, 0

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        self.asked += 1
        self.clock.now += self.patience
        await asyncio.Event().wait()
        return Reply("", ())


async def given_up(model: FallbackModel) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await model.complete(ASKED)


async def test_a_model_that_kept_us_waiting_until_we_gave_up_makes_room_for_the_next() -> None:
    clock = Clock()
    first, second = Silent(clock, timedelta(seconds=120)), ScriptedModel(["b"])
    model = FallbackModel([first, second], clock)
    await given_up(model)
    assert (await model.complete(ASKED)).text == "b"
    assert first.asked == 1


async def test_a_single_model_that_keeps_us_waiting_is_waited_for_once_in_a_while() -> None:
    clock = Clock()
    only = Silent(clock, timedelta(seconds=120))
    model = FallbackModel([only], clock)
    await given_up(model)
    for _ in range(3):
        with pytest.raises(Unavailable, match="left alone"):
            await model.complete(ASKED)
    assert only.asked == 1
    clock.now += REST
    await given_up(model)
    assert only.asked == 2


async def test_a_model_that_was_not_given_its_time_is_asked_again() -> None:
    clock = Clock()
    only = Silent(clock, timedelta(seconds=1))
    model = FallbackModel([only], clock)
    await given_up(model)
    await given_up(model)
    assert only.asked == 2
