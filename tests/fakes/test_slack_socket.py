"""The local Slack's Socket Mode: the real slack_bolt on the other end."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.trying import Bot


async def test_a_mention_comes_as_two_events_with_one_ts(slack: FakeSlack, bot: Bot) -> None:
    ts = await slack.says("U1", "C1", f"<@{slack.bot_user}> hello")
    await slack.until(lambda: len(bot.heard) == 2)
    assert {(one["type"], one["ts"], one["client_msg_id"]) for one in bot.heard} == {
        (kind, ts, bot.heard[0]["client_msg_id"]) for kind in ("app_mention", "message")
    }
    slack.drop_scope("channels:history")
    await slack.says("U1", "C1", f"<@{slack.bot_user}> again")
    slack.drop_scope("app_mentions:read")
    await slack.says("U1", "C1", f"<@{slack.bot_user}> anybody?")
    assert [event.type for event in slack.events] == ["app_mention", "message", "app_mention"]


async def test_every_payload_goes_to_one_connection(slack: FakeSlack, bot: Bot) -> None:
    await bot.connect()
    for number in range(4):
        await slack.says("U1", "C1", str(number))
    assert [len(connection.sent) for connection in slack.workspace.sockets.all] == [2, 2]
    await slack.until(lambda: len(bot.heard) == 4)


async def test_ten_connections_and_no_more(slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(base_url=slack.api_url, session=session)
        sockets = []
        for number in range(11):
            url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
            socket = await session.ws_connect(url)
            sockets.append(socket)
            hello = await socket.receive_json()
            if number < 10:
                assert (hello["type"], hello["num_connections"]) == ("hello", number + 1)
        assert (hello["type"], hello["reason"]) == ("disconnect", "too_many_websockets")
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        for socket in sockets:
            await socket.close()


async def test_what_is_not_acknowledged_comes_again(slack: FakeSlack) -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(base_url=slack.api_url, session=session)
        socket = await session.ws_connect((await client.apps_connections_open(app_token=slack.app_token))["url"])
        await socket.receive_json()
        await slack.says("U1", "C1", "hello", wait=False)
        seen = []
        for seconds in (3, 63, 303, 0):
            envelope = await socket.receive_json()
            seen.append((envelope["retry_attempt"], envelope["retry_reason"], envelope["payload"]["event_id"]))
            slack.clock.forward(min(seconds, 3))
            if seconds > 3:
                await slack.until(lambda: len(slack.events[0].attempts) == len(seen))
                slack.clock.forward(seconds - 3)
        (event,) = slack.events
        assert seen == [(0, "", event.id), (1, "timeout", event.id), (2, "timeout", event.id), (3, "timeout", event.id)]
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        await slack.until(lambda: event.acked)
        await socket.close()


async def test_a_connection_that_ends_is_opened_anew(slack: FakeSlack, bot: Bot) -> None:
    await slack.disconnect("refresh_requested")
    await slack.until(lambda: len(slack.workspace.sockets.all) == 2)
    await slack.connected()
    await slack.says("U1", "C1", "still there?")
    await slack.redeliver(slack.events[0].id)
    # What is under way while slack_sdk changes over may come twice already.
    await slack.until(lambda: len(bot.heard) >= 2)
    assert {one["event_id"] for one in bot.heard} == {slack.events[0].id}


async def test_a_wait_in_vain_tells_what_stands_there(slack: FakeSlack) -> None:
    ts = await slack.says("U1", "C1", "hello there", deliver=False)
    assert [one["ts"] for one in slack.messages("C1")] == [ts]
    assert not slack.events
    with pytest.raises(TimeoutError, match="hello there"):
        await slack.until(lambda: False, 0.01)


async def test_the_bot_hears_of_its_own_messages(slack: FakeSlack, bot: Bot, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="mine"))["ts"]
    await client.chat_update(channel="C1", ts=ts, text="changed")
    await slack.until(lambda: len(slack.echoes) == 2 and all(echo.acked for echo in slack.echoes))
    assert [echo.payload["event"].get("subtype") for echo in slack.echoes] == [None, "message_changed"]
    assert not bot.heard  # Bolt knows that they are by the bot, and acknowledges them


async def test_edits_and_deletions_are_told_as_such(slack: FakeSlack, bot: Bot) -> None:
    ts = await slack.says("U1", "C1", "hello")
    await slack.edits("U1", "C1", ts, "hello all")
    await slack.deletes("U1", "C1", ts)
    events = [event.payload["event"] for event in slack.events]
    assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
    assert (events[1]["message"]["text"], events[1]["previous_message"]["text"]) == ("hello all", "hello")
    assert (events[2]["deleted_ts"], slack.messages("C1")) == (ts, [])
    with pytest.raises(LookupError, match="wrote no message"):
        await slack.deletes("U1", "C1", ts)
