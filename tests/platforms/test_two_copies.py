"""Two copies of the bot on one platform: one hears at a time, each question gets one answer, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from bot.flows.listen import answer_left, listen
from bot.flows.newsroom import Newsroom
from bot.news.channels import Place
from bot.platforms.discord.discord import Discord
from bot.platforms.slack.access import Access
from bot.platforms.slack.slack import Slack
from bot.store.engine import open_store
from bot.store.stories import stories_of
from tests.fakes.discord import FakeDiscord
from tests.fakes.inbox import NOON, FakeInbox, Shelf
from tests.fakes.slack import FakeSlack
from tests.platforms.discord.plugged import plug_of
from tests.platforms.receptions import NotedReception

Plug = Slack | Discord


@dataclass
class Scene:
    """A channel where somebody `says` things to us, and what of ours stands there: `answers`."""

    plug: Callable[[NotedReception], Plug]
    says: Callable[[str], Awaitable[None]]
    until: Callable[[int], Awaitable[None]]
    answers: Callable[[], int]
    shelf: Shelf = field(default_factory=Shelf)


@dataclass
class Copy:
    """One of the two; `listening` answers what it hears."""

    plug: Plug
    inbox: FakeInbox
    room: Newsroom
    listening: asyncio.Task[None]

    async def stands_still(self) -> None:
        """It hears, and answers nothing any more."""
        self.listening.cancel()
        with suppress(asyncio.CancelledError):
            await self.listening

    async def dies(self) -> None:
        await self.stands_still()
        await self.plug.close()
        self.inbox.shelf.gone.add(self.inbox.copy)

    async def takes_over(self) -> None:
        """As the beats of `factbox run` have it."""
        await self.plug.hear()
        for name in await self.inbox.left_behind(100):
            await answer_left(name, self.inbox, {self.plug.name: self.plug}, self.room, lambda _: NOON)


@asynccontextmanager
async def slack() -> AsyncIterator[Scene]:
    async with FakeSlack() as fake:
        fake.channel("C1", "news", creator="U1", members=("U1",))

        def answers() -> int:
            return sum(len(fake.messages("C1", one["ts"])) for one in fake.messages("C1"))

        async def says(words: str) -> None:
            await fake.says("U1", "C1", f"<@{fake.bot_user}> {words}", wait=bool(fake.workspace.sockets.open))

        async def until(count: int) -> None:
            await fake.until(lambda: answers() >= count)

        def plug(reception: NotedReception) -> Slack:
            return Slack(Access(fake.bot_token, fake.app_token, api_url=fake.api_url), reception)

        yield Scene(plug, says, until, answers)


@asynccontextmanager
async def discord() -> AsyncIterator[Scene]:
    async with FakeDiscord(rates="none") as fake:
        guild = fake.guild("Desk")
        news, ana = fake.channel(guild, "news"), fake.person("Ana", guild)

        def answers() -> int:
            return sum(one["author"]["id"] == fake.bot_user for one in fake.every_message())

        async def says(words: str) -> None:
            await fake.says(ana, news, f"<@{fake.bot_user}> {words}")

        async def until(count: int) -> None:
            await fake.until(lambda: answers() >= count)

        yield Scene(lambda reception: plug_of(fake, reception), says, until, answers)


@asynccontextmanager
async def copy(scene: Scene, name: str) -> AsyncIterator[Copy]:
    store = await open_store("sqlite://")
    room, inbox = Newsroom(store, stories_of(store)), FakeInbox(name, scene.shelf)
    plug = scene.plug(NotedReception(inbox=inbox))
    await plug.start()
    one = Copy(plug, inbox, room, asyncio.create_task(listen(plug, room, inbox, at_noon)))
    try:
        yield one
    finally:
        await one.dies()
        await store.close()


def at_noon(_: Place) -> datetime:
    return NOON


@pytest.mark.parametrize("stage", [slack, discord])
async def test_the_second_takes_over_where_the_first_died_and_each_question_has_one_answer(
    stage: Callable[[], AbstractAsyncContextManager[Scene]],
) -> None:
    async with stage() as scene, copy(scene, "a") as first, copy(scene, "b") as second:
        assert second.plug.trouble == ""
        await first.plug.hear()
        await scene.says("help")
        await scene.until(1)
        await first.stands_still()
        await scene.says("help")
        await anext(first.plug.mentions())  # it was heard, and nobody answers it
        await first.dies()
        await scene.says("help")  # nobody hears it now
        await second.takes_over()
        await scene.says("help")
        await scene.until(4)
        await second.plug.rest()
        await second.plug.hear()
        await scene.says("help")
        await scene.until(5)
        await second.plug.hush()
        await second.listening
        assert scene.answers() == 5
        assert {one.waiting for one in scene.shelf.kept.values()} == {None}
