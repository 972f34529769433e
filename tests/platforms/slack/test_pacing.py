"""How fast is posted, on a clock that jumps to whatever is waited for next."""

from __future__ import annotations

import asyncio
import itertools
import selectors
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outcomes import Unavailable
from bot.platforms.slack.pacing import Pace

A_MINUTE = 300
"""Messages that Slack takes in all channels of a workspace: "several hundred", of which this is the least."""

Posted = list[tuple[float, str]]


class _Jumping(selectors.SelectSelector):
    """Waits for nothing: the time that would pass is added to the clock."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout:
            self.now += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.jumping = _Jumping()
        super().__init__(self.jumping)

    def time(self) -> float:
        return self.jumping.now


def simulated(test: Callable[[Pace, Callable[[], float]], Coroutine[Any, Any, Any]]) -> Any:
    """What comes of it in simulated time."""
    loop = _Loop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(test(Pace(loop.time, asyncio.sleep), loop.time))


def all_at_once(channels: Sequence[str], after: Sequence[float] = ()) -> Posted:
    """A message to each of the channels, asked for at those seconds."""

    async def run(pace: Pace, clock: Callable[[], float]) -> Posted:
        posted: Posted = []

        async def post(channel: str, at: float) -> None:
            await asyncio.sleep(at)
            await pace.turn(channel)
            posted.append((clock(), channel))

        async with asyncio.TaskGroup() as tasks:
            for number, channel in enumerate(channels):
                tasks.create_task(post(channel, after[number] if after else 0.0))
        return posted

    posted: Posted = simulated(run)
    return posted


def keeps_the_limits(posted: Posted) -> bool:
    """A message a second in each channel but for the first three, and no minute with more than Slack takes."""
    times = [at for at, _ in posted]
    apart = all(
        later - sooner > between - 2.001
        for channel in {channel for _, channel in posted}
        for sooner, later, between in _pairs([at for at, one in posted if one == channel])
    )
    return apart and all(sum(start <= at < start + 60 for at in times) <= A_MINUTE for start in times)


def _pairs(times: list[float]) -> list[tuple[float, float, int]]:
    """Any two of the times, and how many steps there are from one to the other."""
    numbered = itertools.combinations(enumerate(times), 2)
    return [(sooner, later, m - n) for (n, sooner), (m, later) in numbered]


def test_one_channel_gets_a_brief_with_its_detail_at_once_and_then_a_message_a_second() -> None:
    posted = all_at_once(["C1"] * 10)
    assert [round(at, 3) for at, _ in posted] == [0.0, 0.0, *(float(n) for n in range(8))]


def test_two_hundred_channels_at_once() -> None:
    posted = all_at_once([f"C{n}" for n in range(200)])
    assert keeps_the_limits(posted)
    assert max(at for at, _ in posted) < 40


def test_two_hundred_channels_with_detail() -> None:
    posted = all_at_once([f"C{n}" for n in range(200)] * 3)
    assert keeps_the_limits(posted)
    assert max(at for at, _ in posted) < 130
    assert set(Counter(channel for _, channel in posted).values()) == {3}


def test_who_came_first_posts_first() -> None:
    channels = [f"C{n}" for n in range(100)]
    posted = all_at_once(channels, [n / 1000 for n in range(100)])
    assert [channel for _, channel in posted] == channels


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.floats(0, 20)), max_size=120))
def test_the_limits_are_kept_whenever_messages_come(asked: list[tuple[str, float]]) -> None:
    posted = all_at_once([channel for channel, _ in asked], [at for _, at in asked])
    assert len(posted) == len(asked)
    assert keeps_the_limits(posted)


def test_a_busy_channel_keeps_nobody_else_waiting() -> None:
    posted = all_at_once(["C1"] * 30 + ["C2"], [0.0] * 30 + [5.0])
    assert [at for at, channel in posted if channel == "C2"] == [pytest.approx(5.0)]


def test_a_channel_that_rests_is_tried_later_and_others_go_on() -> None:
    async def run(pace: Pace, clock: Callable[[], float]) -> None:
        pace.rest("C1", 30)
        await pace.turn("C2")
        assert clock() == 0
        with pytest.raises(Unavailable, match="C1") as error:
            await pace.turn("C1")
        assert error.value.wait == 30
        await asyncio.sleep(27)
        await pace.turn("C1")
        assert clock() == pytest.approx(30)

    simulated(run)


def test_where_many_channels_rest_the_workspace_does() -> None:
    async def run(pace: Pace, clock: Callable[[], float]) -> None:
        pace.rest("C0", 5)
        await asyncio.sleep(10)
        for channel, seconds in (("C1", 60), ("C2", 40), ("C3", 50)):
            await pace.turn("C9")
            pace.rest(channel, seconds)
        with pytest.raises(Unavailable, match="workspace") as error:
            await pace.turn("C10")
        assert error.value.wait == 40
        await asyncio.sleep(40)
        await pace.turn("C10")

    simulated(run)


def test_rests_that_are_over_do_not_add_up() -> None:
    async def run(pace: Pace, clock: Callable[[], float]) -> None:
        for n in range(10):
            pace.rest(f"C{n}", 6)
            await asyncio.sleep(7)
        await pace.turn("D1")
        assert clock() == pytest.approx(70)

    simulated(run)


def test_a_longer_rest_is_not_cut_short_by_a_shorter_one() -> None:
    async def run(pace: Pace, clock: Callable[[], float]) -> None:
        pace.rest("C1", 60)
        pace.rest("C1", 5)
        with pytest.raises(Unavailable) as error:
            await pace.turn("C1")
        assert error.value.wait == 60

    simulated(run)


def test_channels_are_not_remembered_for_ever() -> None:
    async def run(pace: Pace, clock: Callable[[], float]) -> None:
        for n in range(20_000):
            await pace.turn(f"C{n}")
        assert len(pace) < 1100

    simulated(run)


@pytest.mark.parametrize(
    ("method", "a_minute"), [("chat.startStream", 20), ("chat.update", 50), ("chat.appendStream", 100)]
)
def test_what_can_be_left_out_keeps_to_its_tier(method: str, a_minute: int) -> None:
    async def run(pace: Pace, clock: Callable[[], float]) -> None:
        made = []
        while clock() < 300:
            if pace.may(method):
                made.append(clock())
            await asyncio.sleep(0.1)
        minutes = [sum(start <= at < start + 60 for at in made) for start in made]
        assert max(minutes) <= a_minute
        assert len(made) > 5 * 0.75 * a_minute

    simulated(run)


def test_what_is_told_to_wait_is_left_out_until_then() -> None:
    async def run(pace: Pace, clock: Callable[[], float]) -> None:
        pace.leave_out("chat.update", 10)
        assert not pace.may("chat.update")
        assert pace.may("chat.appendStream")
        await asyncio.sleep(10)
        assert pace.may("chat.update")

    simulated(run)
