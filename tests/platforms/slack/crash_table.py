"""The crash matrix of Slack; `python -m tests.platforms.slack.crash_table` prints it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from types import TracebackType

from bot.news.channels import Place
from tests.fakes.clock import START
from tests.fakes.slack import FakeSlack
from tests.platforms.crash_table import LOOK, Kind, Row, Standing, Trouble, all_rows, show
from tests.platforms.slack.crash_child import opened
from tests.platforms.slack.writers import marked

STEPS = ("posting the head", "posting its first detail", "posting its second detail")
_POST, _LOOKS = "chat.postMessage", "conversations.history"
_REST = 60  # seconds that a 429 wants: longer than a process goes on
_KINDS: dict[Kind, str] = {"broken": "http-500", "broken-after": "500-after", "garbled": "bad-json"}


class SlackGround:
    """One workspace, with a channel for each row."""

    platform = "slack"
    opens = staticmethod(opened)
    points = 26

    def __init__(self) -> None:
        # Not a clock of the fake's own: whoever waits for something looks now and then, also where nothing changes.
        self.slack = FakeSlack(lambda: START, rates=False)

    async def __aenter__(self) -> SlackGround:
        await self.slack.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.slack.__aexit__(kind, error, trace)

    @property
    def api_url(self) -> str:
        return self.slack.api_url

    @property
    def token(self) -> str:
        return self.slack.bot_token

    @property
    def calls(self) -> int:
        return len(self.slack.calls)

    def prepare(self, number: int, kind: str) -> Place:
        self.slack.channel(f"C{number}")
        return Place("slack", f"C{number}")

    def add(self, trouble: Trouble, place: Place, key: str) -> None:
        kind = _KINDS.get(trouble.kind, str(trouble.kind))
        if trouble.step == LOOK:
            # Patient with what harms nobody, it asks three times.
            times = 1 if kind.startswith("hang") else 3
            self.slack.troubles.add(_LOOKS, kind, times, channel=place.channel)
            return
        mark = marked(key, STEPS.index(trouble.step))
        self.slack.troubles.add(_POST, kind, retry_after=_REST, channel=place.channel, metadata=mark)

    def held(self, trouble: Trouble, place: Place, key: str, before: int) -> bool:
        method = _LOOKS if trouble.step == LOOK else _POST
        ours = [call for call in self.slack.calls[before:] if call.arguments.get("channel") == place.channel]
        return bool(ours) and ours[-1].method == method and ours[-1].outcome == trouble.kind

    async def until(self, met: Callable[[], bool], seconds: float) -> None:
        await self.slack.until(met, seconds)

    def standing(self, place: Place) -> Standing:
        heads = self.slack.messages(place.channel)
        details = [reply for head in heads for reply in self.slack.messages(place.channel, head["ts"])]
        return [(m["metadata"]["event_payload"]["piece"], "thread_ts" in m) for m in (*heads, *details)]

    def wanted(self, kind: str) -> Standing:
        return [(piece, piece > 0) for piece in range(len(STEPS))]

    def heads(self, place: Place) -> list[Place]:
        return [Place("slack", place.channel, head["ts"]) for head in self.slack.messages(place.channel)]


def slack_rows() -> Iterator[Row]:
    """All that may happen."""
    return all_rows(STEPS)


if __name__ == "__main__":
    asyncio.run(show(list(slack_rows()), SlackGround()))
