"""Where the copies meet people: a Discord and a Slack of our own, by what stands there of ours and how often."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.platforms.discord.marks import tag_of, tags_in
from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack

QUESTION = "how many passengers were taken ashore in Selby A?"


class Ground(Protocol):
    """One platform. `settings` and `environment` are a copy's; `channels` are asked in, and get editions."""

    name: str
    channels: list[str]
    questions: dict[str, str]

    def settings(self) -> Mapping[str, Any]: ...

    def environment(self) -> Mapping[str, str]: ...

    def add_channel(self) -> str:
        """One more; its id."""
        ...

    async def ask(self, channel: str) -> str:
        """Somebody asks there; the id of the question, which is kept in `questions` with its channel."""
        ...

    def answers(self, question: str) -> list[str]:
        """The words of all that we said in answer to it."""
        ...

    def pieces(self) -> Counter[str]:
        """How often each piece of what we post stands there, by its mark."""
        ...

    def head(self, edition: str, channel: str) -> str:
        """The mark of an edition's first piece."""
        ...

    def lose_answer(self, kind: str) -> None:
        """The next message that we post stands there, and we are not told so: "drop", "hang" or "503"."""
        ...

    def losing(self) -> bool:
        """Whether an answer is still to be lost."""
        ...


@dataclass(slots=True)
class DiscordGround:
    fake: FakeDiscord
    channels: list[str] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)
    name: str = "discord"
    _guild: str = ""
    _person: str = ""
    _tags: dict[str, set[str]] = field(default_factory=dict)  # by message, which keeps them

    def __post_init__(self) -> None:
        self._guild = self.fake.guild("Desk")
        self._person = self.fake.person("Ana", self._guild)

    def settings(self) -> Mapping[str, Any]:
        return {"discord": {"api_url": self.fake.api_url}}

    def environment(self) -> Mapping[str, str]:
        return {"FACTBOX_DISCORD__TOKEN": self.fake.token}

    def add_channel(self) -> str:
        self.channels.append(self.fake.channel(self._guild, f"news-{len(self.channels)}"))
        return self.channels[-1]

    async def ask(self, channel: str) -> str:
        question = await self.fake.says(self._person, channel, f"<@{self.fake.bot_user}> {QUESTION}")
        self.questions[question] = channel
        return question

    def answers(self, question: str) -> list[str]:
        channels = self.fake.state.world.channels
        here = channels[self.questions[question]].messages.values()
        replies = [m for m in here if (m.get("message_reference") or {}).get("message_id") == question]
        thread = [m for m in channels[question].messages.values() if m["type"] != 21] if question in channels else []
        return [str(m["content"] or m["components"]) for m in (*replies, *thread) if self._is_ours(m)]

    def pieces(self) -> Counter[str]:
        for message in (m for c in self.fake.state.world.channels.values() for m in c.messages.values()):
            if message["id"] not in self._tags and self._is_ours(message):
                self._tags[message["id"]] = tags_in(message)
        return Counter(tag for tags in self._tags.values() for tag in tags)

    def head(self, edition: str, channel: str) -> str:
        return tag_of(f"{edition} 0", 0)

    def lose_answer(self, kind: str) -> None:
        self.fake.troubles.add("POST /channels/{}/messages", f"{kind}-after")

    def losing(self) -> bool:
        return any(trouble.left for trouble in self.fake.troubles.waiting)

    def _is_ours(self, message: Mapping[str, Any]) -> bool:
        return bool(message["author"]["id"] == self.fake.bot_user)


@dataclass(slots=True)
class SlackGround:
    fake: FakeSlack
    channels: list[str] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)
    name: str = "slack"

    def settings(self) -> Mapping[str, Any]:
        return {"slack": {"api_url": self.fake.api_url}}

    def environment(self) -> Mapping[str, str]:
        return {"FACTBOX_SLACK__BOT_TOKEN": self.fake.bot_token, "FACTBOX_SLACK__APP_TOKEN": self.fake.app_token}

    def add_channel(self) -> str:
        self.channels.append(self.fake.channel(f"C{len(self.channels):010}", f"news-{len(self.channels)}").id)
        return self.channels[-1]

    async def ask(self, channel: str) -> str:
        question = await self.fake.says("U1", channel, f"<@{self.fake.bot_user}> {QUESTION}", wait=False)
        self.questions[question] = channel
        return question

    def answers(self, question: str) -> list[str]:
        thread = self.fake.workspace.world.channels[self.questions[question]].thread(question)
        return [str(m["text"] or m.get("blocks")) for m in thread if m["user"] == self.fake.bot_user]

    def pieces(self) -> Counter[str]:
        return Counter(self._marks())

    def _marks(self) -> Iterator[str]:
        for channel, message in self.fake.workspace.world.every_message():
            told = (message.get("metadata") or {}).get("event_payload") or {}
            if message["user"] == self.fake.bot_user and "key" in told:
                yield f"{channel.id} {told['key']} {told['piece']}"

    def head(self, edition: str, channel: str) -> str:
        return f"{channel} {edition} 0 0"

    def lose_answer(self, kind: str) -> None:
        self.fake.troubles.add("chat.postMessage", {"503": "500-after"}.get(kind, f"{kind}-after"))

    def losing(self) -> bool:
        return any(trouble.left for trouble in self.fake.troubles.waiting)


async def until(holds: Callable[[], object], seconds: float, every: float = 0.1) -> bool:
    """Whether it held within so many seconds: what other processes do is looked at again and again."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not holds():
        if loop.time() > end:
            return False
        await asyncio.sleep(every)
    return True
