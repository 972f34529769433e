"""A connection that was lost, or that hears nothing, is replaced; what Slack sends again is heard once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.news.channels import Mention
from bot.outcomes import Rejected, Unavailable
from bot.platforms.slack.access import Access
from bot.platforms.slack.slack import Slack
from bot.platforms.slack.watchdog import CLOSING, EVERY, LONGEST_PAUSE, QUIET, Watchdog
from tests.fakes.slack import FakeSlack
from tests.platforms.receptions import NotedReception


class Naps:
    """A sleep that ends when a test says so; `lengths` are the seconds that were asked for."""

    def __init__(self) -> None:
        self.lengths: list[float] = []
        self._asleep: asyncio.Queue[asyncio.Event] = asyncio.Queue()

    async def __call__(self, seconds: float) -> None:
        over = asyncio.Event()
        self.lengths.append(seconds)
        self._asleep.put_nowait(over)
        await over.wait()

    async def end(self) -> None:
        """End the nap that is under way, or the next one."""
        async with asyncio.timeout(30):
            (await self._asleep.get()).set()

    async def begun(self) -> None:
        """Wait until somebody sleeps; they sleep on."""
        async with asyncio.timeout(30):
            self._asleep.put_nowait(await self._asleep.get())


class Line:
    """A connection of no network: `quiet` is what it says of itself."""

    def __init__(self, quiet: float = 0.0, hangs: bool = False, breaks: bool = False) -> None:
        self.quiet, self.hangs, self.breaks = quiet, hangs, breaks
        self.closed = False

    def quiet_for(self, now: float) -> float:
        return self.quiet

    async def close(self) -> None:
        self.closed = True
        if self.breaks:
            raise RuntimeError("Session is closed")
        if self.hangs:
            await asyncio.Event().wait()


class Lines:
    """Gives these connections, or raises these errors, one after the other."""

    def __init__(self, *given: Line | Exception) -> None:
        self.given = list(given)
        self.asked: list[Exception | None] = []

    async def connect(self) -> Line:
        next_one = self.given.pop(0)
        if isinstance(next_one, Exception):
            raise next_one
        return next_one

    async def ask(self) -> None:
        error = self.asked.pop(0) if self.asked else None
        if error is not None:
            raise error


async def test_a_connection_that_is_well_is_kept() -> None:
    line, naps = Line(QUIET), Naps()
    lines = Lines(line)
    dog = Watchdog(lines.connect, lines.ask, time.time, naps)
    await dog.start()
    for _ in range(3):
        await naps.end()
    await naps.begun()
    assert (dog.replaced, line.closed, naps.lengths) == (0, False, [EVERY] * 4)
    await dog.close()
    assert line.closed


@pytest.mark.parametrize("breaks", [False, True])
async def test_one_that_hears_nothing_is_replaced_even_if_it_breaks_on_closing(breaks: bool) -> None:
    wedged, fresh, naps = Line(QUIET + 1, breaks=breaks), Line(), Naps()
    lines = Lines(wedged, fresh)
    dog = Watchdog(lines.connect, lines.ask, time.time, naps)
    await dog.start()
    await naps.end()
    await naps.begun()
    assert (dog.replaced, wedged.closed, fresh.closed, dog.trouble) == (1, True, False, "")
    await dog.close()


async def test_one_that_hangs_on_closing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert CLOSING == 10.0
    monkeypatch.setattr("bot.platforms.slack.watchdog.CLOSING", 0.01)
    wedged, fresh, naps = Line(QUIET + 1, hangs=True), Line(), Naps()
    lines = Lines(wedged, fresh)
    dog = Watchdog(lines.connect, lines.ask, time.time, naps)
    await dog.start()
    await naps.end()
    await naps.begun()
    assert (dog.replaced, fresh.closed) == (1, False)
    await dog.close()


async def test_it_tries_again_with_growing_pauses_and_tells_what_is_wrong() -> None:
    naps = Naps()
    failing = [Unavailable("Slack could not be reached.")] * 8
    lines = Lines(Line(), *failing, Line())
    lines.asked = [Unavailable("Slack could not be reached.")]
    dog = Watchdog(lines.connect, lines.ask, time.time, naps)
    await dog.start()
    await naps.end()
    for _ in failing:
        await naps.begun()
        assert dog.trouble == "Slack could not be reached."
        await naps.end()
    await naps.begun()
    assert naps.lengths == [EVERY, 1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE, EVERY]
    assert (dog.trouble, dog.replaced) == ("", 1)
    await dog.close()


async def test_a_bug_leaves_nobody_deaf() -> None:
    fresh, naps = Line(), Naps()
    lines = Lines(Line(), RuntimeError("a bug"), fresh)
    lines.asked = [RuntimeError("a bug")]
    dog = Watchdog(lines.connect, lines.ask, time.time, naps)
    await dog.start()
    await naps.end()
    await naps.end()
    await naps.begun()
    assert naps.lengths == [EVERY, 1, EVERY]
    await dog.close()
    assert fresh.closed


async def test_the_first_failure_is_the_starters() -> None:
    dog = Watchdog(Lines(Rejected("The app token is wrong.")).connect, Lines().ask, time.time, Naps())
    with pytest.raises(Rejected):
        await dog.start()
    await dog.close()


# Over real sockets


@asynccontextmanager
async def watched(slack: FakeSlack, naps: Naps, ahead: list[float] | None = None) -> AsyncIterator[Slack]:
    """`ahead[0]` seconds are added to the clock."""
    access = Access(slack.bot_token, slack.app_token, api_url=slack.api_url)
    offset = ahead or [0.0]
    plug = Slack(access, NotedReception(), clock=lambda: time.time() + offset[0], sleep=naps, ping=0.05)
    await plug.start()
    await plug.hear()
    try:
        yield plug
    finally:
        await plug.close()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.channel("C1", "news", creator="U1", members=("U1",))
        yield fake


async def next_heard(plug: Slack) -> Mention:
    async with asyncio.timeout(30):
        return await anext(plug.mentions())


@pytest.mark.parametrize("cut", [False, True])
async def test_a_lost_connection_comes_back_and_no_event_is_lost(slack: FakeSlack, cut: bool) -> None:
    async with watched(slack, Naps()) as plug:
        await slack.disconnect(cut=cut)
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?", wait=False)
        await slack.until(lambda: len(slack.workspace.sockets.all) == 2)
        slack.clock.forward(61)  # Slack's pause before it sends an event again
        assert (await next_heard(plug)).text == "who won?"


async def test_a_wedged_connection_gets_a_new_handler_and_no_event_is_lost(slack: FakeSlack) -> None:
    naps, ahead = Naps(), [0.0]
    async with watched(slack, naps, ahead) as plug:
        slack.workspace.sockets.mute = True  # our acknowledgements do not get through
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?", wait=False)
        assert (await next_heard(plug)).text == "who won?"
        ahead[0] = QUIET + EVERY
        await naps.end()
        await slack.until(lambda: len(slack.workspace.sockets.all) == 2)
        await slack.until(lambda: len(slack.workspace.sockets.open) == 1)
        slack.workspace.sockets.mute = False
        await slack.until(lambda: all(event.acked for event in slack.events))
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who lost?")
        assert (await next_heard(plug)).text == "who lost?"  # and the first, which came again, is not heard again


async def test_a_connection_that_was_opened_long_ago_and_still_answers_is_kept(slack: FakeSlack) -> None:
    naps, ahead = Naps(), [-10 * QUIET]
    async with watched(slack, naps, ahead) as plug:
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")  # our first ping was before that
        assert await next_heard(plug)
        ahead[0] = 0.0
        await naps.end()
        await naps.begun()
        assert len(slack.workspace.sockets.all) == 1


async def test_a_revoked_token_is_told_and_a_valid_one_heals_it(slack: FakeSlack) -> None:
    naps = Naps()
    async with watched(slack, naps) as plug:
        slack.revoke_token()
        await naps.end()
        await naps.begun()
        assert "token" in plug.trouble
        slack.revoke_token("valid")
        await naps.end()
        await naps.begun()
        assert plug.trouble == ""
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        assert (await next_heard(plug)).text == "who won?"
