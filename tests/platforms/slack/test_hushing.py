"""The plug that hears no more: what it heard before is given, what comes is left to whoever runs next, cards still go."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.news.channels import Place
from tests.fakes.slack import FakeSlack
from tests.platforms.cards import NOTICE
from tests.platforms.slack.plugged import listening
from tests.platforms.slack.test_http_mode import an_event, by_http

NEWS = Place("slack", "C1")


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.person("U1")
        fake.channel("C1", "news", creator="U1", members=("U1",))
        yield fake


async def test_what_was_heard_is_given_and_answered_and_the_socket_is_closed(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        await plug.hush()
        assert [mention.text async for mention in plug.mentions()] == ["who won?"]
        assert not slack.workspace.sockets.open
        await plug.send(NOTICE, NEWS, key="k")
        assert len(slack.messages("C1")) == 2


async def test_by_http_nothing_more_is_acknowledged_so_that_slack_sends_it_again(slack: FakeSlack) -> None:
    async with by_http(slack) as plug:
        assert (await slack.posts(an_event(slack))).status == 200
        await plug.hush()
        assert (await slack.posts({**an_event(slack), "event_id": "Ev2"})).status == 404
        await plug.send(NOTICE, NEWS, key="k")
        assert len(slack.messages("C1")) == 1
