"""What writes to a local Slack in tests: calls, pace and posting, on the clock of that Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.news.channels import Mention, Place
from bot.news.showing.shown import AnswerCard, Card
from bot.outcomes import Unclear
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.growing import GrowingMessage
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.posting import Posting
from bot.ports import MessageId
from tests.fakes.slack import FakeSlack
from tests.platforms.delivering import delivered as as_delivered

_SECONDS, _FEW = 30.0, 0.4  # of the real clock, after which a call counts as lost

POST = "chat.postMessage"
NEWS = Place("slack", "C1")


@dataclass(slots=True)
class Writer:
    """One bot at one Slack. `slept` is what it waited, in seconds of the Slack's clock."""

    slack: FakeSlack
    calls: Calls
    pace: Pace
    posting: Posting
    slept: list[float]
    timeout: float

    async def restarted(self) -> Writer:
        """The same bot after a restart, which remembers nothing."""
        await self.calls.close()
        return _writer(self.slack, self.timeout)

    async def delivered(self, card: Card, place: Place, key: str) -> MessageId | str:
        """Send as flows/deliver.py does; the reason where it is given up."""

        async def send(tried: datetime | None) -> MessageId:
            return await self.posting.send(card, place, key, tried)

        began = datetime.fromtimestamp(self.slack.clock(), UTC)
        return await as_delivered(send, began, self.slack.clock.forward)

    def growing(self, thread: str | None, key: str = "reply E1", channel: str = "C1") -> GrowingMessage:
        """The answer to U1 in that thread."""
        mention = Mention("E1", Place("slack", channel, thread), "U1", "what happened?")
        return GrowingMessage(self.calls, self.pace, self.posting, mention, key)

    async def ended(self, growing: GrowingMessage, card: AnswerCard, thread: str, key: str = "reply E1") -> MessageId:
        """End it as flows/answer.py does."""
        now = datetime.fromtimestamp(self.slack.clock(), UTC)
        try:
            return await growing.end(card)
        except Unclear:
            return await self.posting.send(card, Place("slack", "C1", thread), key, now)

    def made(self, method: str) -> int:
        """How many calls of it reached Slack."""
        return sum(call.method == method for call in self.slack.calls)

    def methods(self, prefix: str = "chat.") -> list[str]:
        """The calls that reached Slack, in their order."""
        return [call.method for call in self.slack.calls if call.method.startswith(prefix)]


@asynccontextmanager
async def writer(trouble: str = "", **options: Any) -> AsyncIterator[Writer]:
    """A Slack with a person U1 and a channel C1, and a bot that writes there; it gives up early where it is to hang."""
    async with FakeSlack(**options) as slack:
        slack.person("U1")
        slack.channel("C1", members=["U1"])
        one = _writer(slack, _FEW if trouble.startswith("hang") else _SECONDS)
        try:
            yield one
        finally:
            await one.calls.close()


def _writer(slack: FakeSlack, timeout: float) -> Writer:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        slack.clock.forward(seconds)

    calls = Calls(Access(slack.bot_token, api_url=slack.api_url), sleep, timeout)
    pace = Pace(slack.clock, sleep)
    return Writer(slack, calls, pace, Posting(calls, pace), slept, timeout)


def pieces(slack: FakeSlack, channel: str = "C1") -> list[tuple[str, int]]:
    """Key and number of every message of ours in the channel and its threads, as they stand."""
    found = []
    for message in slack.messages(channel):
        for one in (message, *slack.messages(channel, message["ts"])):
            if one["user"] == slack.bot_user:
                payload = one.get("metadata", {}).get("event_payload", {})
                found.append((payload.get("key", "no key"), payload.get("piece", -1)))
    return found


def marked(key: str, piece: int) -> dict[str, Any]:
    """The metadata of that piece."""
    return {"event_type": "factbox_post", "event_payload": {"key": key, "piece": piece}}


def read(message: dict[str, Any]) -> str:
    """All words of a message's blocks."""
    return " ".join(_words(message.get("blocks") or message.get("text", "")))


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [word for one in value for word in _words(one)]
    if isinstance(value, dict):
        return [
            word for name, one in value.items() if name in ("text", "elements", "fields") for word in _words(one)
        ] + (_words(list(value["blocks"])) if "blocks" in value else [])
    return []
