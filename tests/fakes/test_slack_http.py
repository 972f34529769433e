"""HTTP mode of the local Slack: signed requests to a Bolt app, repeated where they are not answered, and forged ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.trying import ZONE, Json, modal

Ack = Callable[..., Awaitable[None]]


class Listening:
    """A Bolt app behind aiohttp. `statuses` are answered in place of Bolt, one each, while there are any."""

    def __init__(self, app: AsyncApp) -> None:
        self.app = app
        self.requests: list[web.Request] = []
        self.statuses: list[int] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        return await to_aiohttp_response(await self.app.async_dispatch(await to_bolt_request(request)))


@pytest.fixture
async def app(slack: FakeSlack, client: AsyncWebClient) -> AsyncIterator[Listening]:
    listening = Listening(AsyncApp(client=client, signing_secret=slack.signing_secret))
    served = web.Application()
    served.router.add_post("/slack/events", listening.answer)
    runner = web.AppRunner(served)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await slack.listens_at(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield listening
    await runner.cleanup()


async def test_the_challenge_is_answered_and_events_come_signed(slack: FakeSlack, app: Listening) -> None:
    heard: list[Json] = []

    @app.app.event("message")
    async def message(event: Json) -> None:
        heard.append(event)

    await slack.says("U1", "C1", "hello")
    await slack.until(lambda: heard)
    assert heard[0]["text"] == "hello"
    assert app.requests[-1].headers["X-Slack-Signature"].startswith("v0=")
    assert "X-Slack-Retry-Num" not in app.requests[-1].headers


async def test_an_event_that_fails_comes_again_with_the_reason(slack: FakeSlack, app: Listening) -> None:
    app.statuses += [500, 302]
    app.requests.clear()
    await slack.says("U1", "C1", "hello", wait=False)
    await slack.until(lambda: len(slack.events[0].attempts) == 2)
    assert not slack.events[0].acked
    slack.clock.forward(60)
    await slack.until(lambda: slack.events[0].attempts[2:])
    again = [(one.headers.get("X-Slack-Retry-Num"), one.headers.get("X-Slack-Retry-Reason")) for one in app.requests]
    assert again == [(None, None), ("1", "http_error"), ("2", "too_many_redirects")]


async def test_forged_and_old_requests_are_turned_away(slack: FakeSlack, app: Listening) -> None:
    event = {
        "type": "event_callback",
        "event_id": "Ev1",
        "event": {"type": "message", "user": "U1", "text": "x", "channel": "C1"},
    }
    assert (await slack.posts(event)).status != 401
    assert (await slack.posts(event, secret="guessed")).status == 401
    assert (await slack.posts(event, age=400)).status == 401
    assert (await slack.posts(event, headers={"X-Slack-Signature": ""})).status == 401


async def test_gestures_come_as_forms(slack: FakeSlack, app: Listening, client: AsyncWebClient) -> None:
    @app.app.command("/brief")
    async def brief(ack: Ack, command: Json) -> None:
        await ack(f"You said {command['text']}.")

    @app.app.view("form")
    async def form(ack: Ack) -> None:
        await ack(response_action="errors", errors={"zone": "No."})

    assert await slack.commands("U1", "C1", "now") == {"text": "You said now."}
    opened = (await client.views_open(trigger_id=slack.workspace.triggers.trigger("U1"), view=modal(ZONE)))["view"]
    assert await slack.submits("U1", opened["id"], {"zone": "x"}) == {
        "response_action": "errors",
        "errors": {"zone": "No."},
    }


async def test_an_address_that_does_not_answer_the_challenge_is_refused(slack: FakeSlack) -> None:
    with pytest.raises(ValueError, match="did not answer the challenge"):
        await slack.listens_at(f"{slack.workspace.url}/nowhere")
