"""Slack on stage: the plug on a local workspace, on whose clock all of its waiting is done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.news.channels import Place
from bot.platforms.slack.access import Access
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.slack import Slack
from tests.fakes.slack import FakeSlack
from tests.platforms.contract.desk import Desk
from tests.platforms.contract.stage import Seen, Trouble
from tests.platforms.slack.reading import links, menu, read

_CHANNEL, _PEOPLE = "C1", {"ana": "U1", "ben": "U2"}
_POSTS = ("chat.postMessage", "chat.startStream")
_TROUBLES: dict[Trouble, str] = {
    "not done": "drop-before",
    "lost": "drop-after",
    "broken": "http-500",
    "broken, done": "500-after",
    "put off": "429",
    "garbled": "bad-json",
    "refused": "error:restricted_action",
}


class SlackStage:
    """One channel with two people."""

    place = Place("slack", _CHANNEL)

    def __init__(self, slack: FakeSlack) -> None:
        self.slack, self.desk = slack, Desk()
        self.platform = self._opened()
        self._connected = False

    def _opened(self) -> Slack:
        access = Access(self.slack.bot_token, self.slack.app_token, api_url=self.slack.api_url)
        plug = Slack(access, self.desk, clock=self.slack.clock)

        async def passes(seconds: float) -> None:
            self.passes(seconds)

        plug._pace._clock, plug._pace._sleep, plug.calls._sleep = self.slack.clock, passes, passes
        return plug

    async def restart(self) -> None:
        await self.platform.close()
        self.platform, self._connected = self._opened(), False

    async def _listens(self) -> None:
        """Only a test in which people do something needs the connection on which it is told."""
        if not self._connected:
            await self.platform.start()
            await self.platform.hear()
            self._connected = True

    def seen(self) -> list[Seen]:
        ours = [message for message in self.slack.every_message() if message.get("user") == self.slack.bot_user]
        return [_seen(message) for message in sorted(ours, key=lambda message: float(message["ts"]))]

    def pings(self) -> Sequence[object]:
        return [*self.slack.pings, *self.slack.complaints]

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.slack.clock(), UTC)

    def passes(self, seconds: float) -> None:
        self.slack.clock.forward(seconds)

    async def says(self, words: str, by: str = "ana", under: str | None = None) -> None:
        await self._listens()
        await self.slack.says(_PEOPLE[by], _CHANNEL, f"<@{self.slack.bot_user}> {words}", under)

    async def comes_again(self) -> None:
        for event in list(self.slack.events):
            await self.slack.redeliver(event.id)

    async def presses(self, seen: Seen, pointer: str, by: str = "ana") -> str:
        await self._listens()
        before = len(self.slack.ephemerals)
        message = next(one for one in self.slack.every_message() if one["ts"] == seen.id)
        elements = [e for block in message["blocks"] for e in block.get("elements", []) if "action_id" in e]
        action = next(e["action_id"] for e in elements if pointer in _carried(e))
        await self.slack.presses(_PEOPLE[by], _CHANNEL, seen.id, action, pointer)
        await self.slack.until(lambda: len(self.slack.ephemerals) > before)
        shown = self.slack.ephemerals[-1]
        assert (shown.channel, shown.user) == (_CHANNEL, _PEOPLE[by])
        return read(Message(tuple(shown.blocks), shown.text))

    def meets(self, trouble: Trouble, times: int = 1) -> None:
        for method in _POSTS:
            self.slack.troubles.add(method, _TROUBLES[trouble], times, retry_after=7)

    def goes_away(self) -> None:
        self.slack.troubles.add("*", "drop-before", 10_000)


@asynccontextmanager
async def slack() -> AsyncIterator[SlackStage]:
    """A workspace of its own."""
    async with FakeSlack(rates=False) as fake:
        for name, user in _PEOPLE.items():
            fake.person(user, name)
        fake.channel(_CHANNEL, "news", creator="U1", members=tuple(_PEOPLE.values()))
        stage = SlackStage(fake)
        try:
            yield stage
        finally:
            await stage.platform.close()


def _carried(element: dict[str, Any]) -> list[str]:
    return [element.get("value", ""), *(option["value"] for option in element.get("options", ()))]


def _seen(message: dict[str, Any]) -> Seen:
    blocks = message.get("blocks") or [{"type": "section", "text": {"type": "mrkdwn", "text": message["text"]}}]
    shown = Message(tuple(blocks), message.get("text", ""))
    under = message.get("thread_ts")
    return Seen(
        message["ts"],
        read(shown),
        frozenset(links(shown)),
        menu(shown),
        under if under != message["ts"] else None,
    )
