"""Two hundred channels whose editions are due at eight: all posted, in order, in the time that Slack's limits allow."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.flows.deliver import deliver
from bot.news.channels import Place
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Calls, Identity
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.posting import Posting
from bot.store.engine import open_store
from tests.fakes.clock import START
from tests.fakes.slack import FakeSlack, SettableClock
from tests.fakes.slack.rates import TIERS
from tests.platforms.crash_child import PostingAlone, owe
from tests.platforms.simulated import SimulatedTime

CHANNELS = 200
BEAT = 15.0  # seconds between two sweeps, as in `factbox run`
LATENCY = 0.3  # seconds that Slack takes for a call
LONGEST = 3600.0  # seconds


class CountedCalls(Calls):
    """Calls during which no time passes, but where they wait themselves."""

    def __init__(self, access: Access, time: SimulatedTime) -> None:
        super().__init__(access, time.sleep_at_work)
        self._time = time

    async def __call__(self, method: str, **arguments: Any) -> dict[str, Any]:
        return await self._time.busy(super().__call__)(method, **arguments)

    async def once(self, method: str, **arguments: Any) -> dict[str, Any]:
        await self._time.sleep(LATENCY)
        return await self._time.busy(super().once)(method, **arguments)

    async def identity(self) -> Identity:
        return await self._time.busy(super().identity)()


async def morning(time: SimulatedTime, channels: int, stories: int, **troubles: int) -> tuple[FakeSlack, Counter[str]]:
    """All editions are due at once; sweeps as `factbox run` makes them, until all are sent. What was asked of Slack.

    `troubles`: how many posts meet which kind of it, one kind after the other.
    """
    store = await open_store("sqlite://")
    async with FakeSlack(time.clock) as slack:
        for kind, times in troubles.items():
            slack.troubles.add("chat.postMessage", kind, times)
        for n in range(channels):
            slack.channel(f"C{n}")
            await owe(store, Place("slack", f"C{n}"), moment(time), stories, points=3)
        calls = CountedCalls(Access(slack.bot_token, api_url=slack.api_url), time)
        posting = Posting(calls, Pace(time.clock, time.sleep))
        platforms = {"slack": PostingAlone("slack", posting)}
        sent = 0
        while (
            sent := sent + await deliver(time.all_busy(store), platforms, lambda: moment(time))
        ) < channels * stories:
            assert time.clock() < START + LONGEST, slack.standing()
            await time.sleep(BEAT)
        await calls.close()
        await store.close()
        return slack, Counter(f"{call.method} {call.outcome}" for call in slack.calls)


def moment(time: SimulatedTime) -> datetime:
    return datetime.fromtimestamp(time.clock(), UTC)


def pieces_in(slack: FakeSlack, channel: str) -> list[tuple[str, int]]:
    """Key and number of each message there, in the order in which they were posted."""
    heads = slack.messages(channel)
    messages = [*heads, *(reply for head in heads for reply in slack.messages(channel, head["ts"]))]
    payloads = [m["metadata"]["event_payload"] for m in sorted(messages, key=lambda m: float(m["ts"]))]
    return [(payload["key"], payload["piece"]) for payload in payloads]


def all_of(channel: str, stories: int) -> list[tuple[str, int]]:
    return [(f"{channel} 08:00 {story}", piece) for story in range(stories) for piece in range(2)]


def test_all_are_posted_once_and_in_order_in_the_time_that_slack_allows(capsys: pytest.CaptureFixture[str]) -> None:
    time = SimulatedTime(SettableClock())
    slack, asked = time.run(morning(time, CHANNELS, 1))
    for n in range(CHANNELS):
        assert pieces_in(slack, f"C{n}") == all_of(f"C{n}", 1)
    messages, seconds = CHANNELS * 2, time.clock() - START
    allowed = messages / TIERS["post"] * 60
    with capsys.disabled():
        print(
            f"\n{CHANNELS} channels, {CHANNELS} briefs, {messages} messages: {seconds:.0f} s of simulated time; "
            f"at {TIERS['post']} messages a minute it would be {allowed:.0f} s (ratio {seconds / allowed:.2f}); {dict(asked)}"
        )
    assert asked["chat.postMessage ok"] == messages
    assert seconds < 1.3 * allowed


def test_on_a_bad_morning_all_are_posted_once_and_in_order_too() -> None:
    time = SimulatedTime(SettableClock())
    troubles = {"429": 12, "drop-after": 8, "500-after": 8, "http-500": 8, "drop-before": 4}
    slack, asked = time.run(morning(time, 40, 2, **troubles))
    assert [asked[f"chat.postMessage {kind}"] for kind in troubles] == list(troubles.values())
    for n in range(40):
        assert pieces_in(slack, f"C{n}") == all_of(f"C{n}", 2)
