"""Slack by HTTP: signed payloads through our own web server; what is forged or old runs nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.channels import Place
from bot.outcomes import Rejected
from bot.platforms.slack.access import Access
from bot.platforms.slack.slack import Slack
from bot.web.server import WebServer
from tests.fakes.slack import FakeSlack
from tests.platforms.receptions import NotedReception

PATH = "/slack/events"
OLD = 6 * 60.0


@asynccontextmanager
async def by_http(slack: FakeSlack, reception: NotedReception | None = None) -> AsyncIterator[Slack]:
    access = Access(slack.bot_token, signing_secret=slack.signing_secret, api_url=slack.api_url)
    plug = Slack(access, reception or NotedReception())
    await plug.start()
    server = WebServer(None, version="test", hooks={PATH: plug.answer_http})
    await server.start("127.0.0.1", 0)
    try:
        await slack.listens_at(f"http://127.0.0.1:{server.port}{PATH}")
        yield plug
    finally:
        await server.close()
        await plug.close()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.channel("C1", "news", creator="U1", members=("U1",))
        yield fake


def an_event(slack: FakeSlack) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": slack.team,
        "event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.2", "text": "who won?"},
    }


async def test_what_cannot_be_kept_is_asked_for_again_and_the_same_request_is_then_taken(slack: FakeSlack) -> None:
    reception = NotedReception(away=True)
    async with by_http(slack, reception) as plug:
        event = an_event(slack)
        assert (await slack.posts(event)).status == 503
        reception.away = False
        assert [(await slack.posts(event)).status for _ in range(2)] == [200, 200]
        await plug.close()
        assert [mention.text async for mention in plug.mentions()] == ["who won?"]


async def test_a_mention_is_heard_and_a_retry_is_not_heard_again(slack: FakeSlack) -> None:
    async with by_http(slack) as plug:
        event = an_event(slack)
        first = await slack.posts(event)
        retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
        assert (first.status, first.body) == (200, "")
        assert (await slack.posts(event, headers=retry)).status == 200
        await slack.posts({**event, "event_id": "Ev2", "event": {**event["event"], "ts": "1.3", "text": "who lost?"}})
        await plug.close()
        heard = [mention async for mention in plug.mentions()]
    assert [m.text for m in heard] == ["who won?", "who lost?"]
    assert heard[0].place == Place("slack", "C1", "1.2")


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "not-the-secret"},
        {"age": OLD},
        {"age": -OLD},
        {"headers": {"X-Slack-Signature": ""}},
        {"headers": {"X-Slack-Signature": "v0=é"}},
        {"headers": {"X-Slack-Request-Timestamp": "soon"}},
        {"headers": {"X-Slack-Request-Timestamp": "9" * 5000}},
    ],
)
async def test_what_is_forged_or_old_runs_nothing(slack: FakeSlack, how: dict[str, Any]) -> None:
    reception = NotedReception()
    async with by_http(slack, reception) as plug:
        command = {"command": "/brief", "text": "now", "user_id": "U1", "channel_id": "C1", "team_id": slack.team}
        for payload, kind in ((an_event(slack), "events_api"), (command, "slash_commands")):
            assert (await slack.posts(payload, kind, **how)).status == 401
        await plug.close()
        assert [mention async for mention in plug.mentions()] == []
    assert not reception.orders


async def test_slacks_look_at_our_certificate_opens_no_door(slack: FakeSlack) -> None:
    reception = NotedReception()
    command = {"command": "/brief", "text": "now", "user_id": "U1", "channel_id": "C1", "ssl_check": "1"}
    async with by_http(slack, reception) as plug:
        unsigned = {"secret": "not-the-secret"}
        assert (await slack.posts({"ssl_check": "1", "token": "t"}, "slash_commands", **unsigned)).status == 200  # type: ignore[arg-type]
        assert (await slack.posts(command, "slash_commands", **unsigned)).status == 401  # type: ignore[arg-type]
        await plug.close()
    assert not reception.orders


async def test_gestures_come_by_http_too(slack: FakeSlack) -> None:
    reception = NotedReception()
    async with by_http(slack, reception):
        await slack.commands("U1", "C1", "now")
        await slack.until(lambda: slack.ephemerals)
    assert reception.orders[0].words == "now"
    assert slack.ephemerals[0].text == "Here it is."
    assert not slack.complaints


@pytest.mark.parametrize("kind", ["events_api", "interactive"])
async def test_signed_payloads_of_no_known_kind_are_acknowledged(slack: FakeSlack, kind: str) -> None:
    async with by_http(slack):
        for payload in ({"type": "holodeck"}, {}, {"type": "event_callback", "event": "?"}):
            assert (await slack.posts(payload, kind)).status == 200


async def test_a_body_that_is_no_text_is_refused(slack: FakeSlack) -> None:
    async with by_http(slack) as plug:
        assert (await plug.answer_http(b"\xff\xfe", {}))[0] == 400


async def test_without_a_secret_there_is_no_http_mode(slack: FakeSlack) -> None:
    plug = Slack(Access(slack.bot_token, api_url=slack.api_url), NotedReception())
    with pytest.raises(Rejected, match="signing secret"):
        await plug.start()
    await plug.close()


async def test_with_a_socket_nothing_is_taken_by_http(slack: FakeSlack) -> None:
    access = Access(slack.bot_token, slack.app_token, slack.signing_secret, slack.api_url)
    plug = Slack(access, NotedReception())
    await plug.start()
    assert await plug.answer_http(b"{}", {}) == (404, {}, b"")
    await plug.close()


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=300), stamp=st.text(max_size=20), signature=st.text(max_size=80))
def test_no_unsigned_request_gets_in(body: bytes, stamp: str, signature: str) -> None:
    async def answered() -> int:
        async with FakeSlack() as slack:
            access = Access(slack.bot_token, signing_secret=slack.signing_secret, api_url=slack.api_url)
            plug = Slack(access, NotedReception())
            await plug.start()
            headers = {"X-Slack-Request-Timestamp": stamp, "x-slack-signature": signature}
            status, _, _ = await plug.answer_http(body, headers)
            await plug.close()
            return status

    looked_at = b"ssl_check=1" in body  # of which nothing comes
    assert asyncio.run(answered()) in ((200, 400, 401) if looked_at else (400, 401))
