"""The local Slack's Web API is as strict as Slack's: the real slack_sdk against it, over real sockets."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.trying import refusal, section


async def test_what_is_posted_is_read_back_with_its_metadata(slack: FakeSlack, client: AsyncWebClient) -> None:
    key = {"event_type": "factbox_post", "event_payload": {"key": "k", "piece": 0}}
    head = await client.chat_postMessage(channel="C1", text="head", metadata=key)
    await client.chat_postMessage(channel="#news", text="reply", thread_ts=head["ts"], metadata=key)
    bare = await client.conversations_history(channel="C1")
    full = await client.conversations_history(channel="C1", include_all_metadata=True)
    thread = await client.conversations_replies(channel="C1", ts=head["ts"], include_all_metadata=True)
    assert "metadata" not in bare["messages"][0]
    assert [(one["text"], one["metadata"], one["reply_count"]) for one in full["messages"]] == [("head", key, 1)]
    assert [one["text"] for one in thread["messages"]] == ["head", "reply"]
    assert [one["text"] for one in slack.messages("C1")] == ["head"]
    assert [one["text"] for one in slack.messages("C1", head["ts"])] == ["reply"]


async def test_arguments_come_as_form_json_or_query(slack: FakeSlack, client: AsyncWebClient) -> None:
    blocks = [section("hello")]
    await client.api_call("chat.postMessage", json={"channel": "C1", "blocks": blocks, "text": "x"})
    await client.api_call("chat.postMessage", data={"channel": "C1", "blocks": json.dumps(blocks), "text": "x"})
    await client.api_call("chat.postMessage", params={"channel": "C1", "blocks": json.dumps(blocks), "text": "x"})
    assert [one["blocks"] for one in slack.messages("C1")] == [blocks] * 3
    assert [call.arguments["blocks"] for call in slack.calls] == [blocks] * 3


async def test_history_comes_in_pages_and_within_bounds(slack: FakeSlack, client: AsyncWebClient) -> None:
    said = []
    for number in range(5):
        slack.clock.forward(10)
        said.append(await slack.says("U1", "C1", str(number), deliver=False))
    pages = [
        [one["text"] for one in page["messages"]]
        async for page in await client.conversations_history(channel="C1", limit=2)
    ]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    between = await client.conversations_history(channel="C1", oldest=said[1], latest=said[3])
    assert [one["text"] for one in between["messages"]] == ["2"]
    both = await client.conversations_history(channel="C1", oldest=said[1], latest=said[3], inclusive=True)
    assert [one["text"] for one in both["messages"]] == ["3", "2", "1"]
    assert (await refusal(client.conversations_history(channel="C1", cursor="!")))["error"] == "invalid_cursor"


async def test_a_reply_to_what_was_deleted_stands_in_the_channel(slack: FakeSlack, client: AsyncWebClient) -> None:
    head = await client.chat_postMessage(channel="C1", text="head")
    await client.chat_delete(channel="C1", ts=head["ts"])
    stray = await client.chat_postMessage(channel="C1", text="stray", thread_ts=head["ts"])
    assert "thread_ts" not in stray["message"]
    assert [one["text"] for one in slack.messages("C1")] == ["stray"]


async def test_what_has_replies_leaves_its_place_behind(slack: FakeSlack, client: AsyncWebClient) -> None:
    head = await client.chat_postMessage(channel="C1", text="head")
    await client.chat_postMessage(channel="C1", text="detail", thread_ts=head["ts"])
    await client.chat_delete(channel="C1", ts=head["ts"])
    assert [one["subtype"] for one in slack.messages("C1")] == ["tombstone"]
    await client.chat_postMessage(channel="C1", text="another", thread_ts=head["ts"])
    assert [one["text"] for one in slack.messages("C1", head["ts"])] == ["detail", "another"]


async def test_an_update_keeps_blocks_and_metadata_as_documented(slack: FakeSlack, client: AsyncWebClient) -> None:
    key = {"event_type": "factbox_post", "event_payload": {"key": "k"}}
    ts = (await client.chat_postMessage(channel="C1", text="one", blocks=[section("one")], metadata=key))["ts"]
    await client.chat_update(channel="C1", ts=ts, text="two", blocks=[section("two")])
    (message,) = slack.messages("C1")
    assert message["blocks"] == [section("two")]
    assert message["metadata"] == key
    assert "edited" not in message
    await client.api_call("chat.update", json={"channel": "C1", "ts": ts, "blocks": [section("again")]})
    assert slack.messages("C1")[0]["text"] == "two"
    await client.chat_update(channel="C1", ts=ts, text="three", metadata={})
    (message,) = slack.messages("C1")
    assert message["text"] == "three"
    assert message["edited"]
    assert not {"blocks", "metadata"} & set(message)
    assert (await refusal(client.chat_update(channel="C1", ts=ts, text="x" * 4001)))["error"] == "msg_too_long"


async def test_only_its_own_messages_can_be_changed(slack: FakeSlack, client: AsyncWebClient) -> None:
    ts = await slack.says("U1", "C1", "mine", deliver=False)
    assert (await refusal(client.chat_update(channel="C1", ts=ts, text="x")))["error"] == "cant_update_message"
    assert (await refusal(client.chat_update(channel="C1", ts="1.2", text="x")))["error"] == "message_not_found"
    assert (await refusal(client.chat_delete(channel="C1", ts=ts)))["error"] == "cant_delete_message"


async def test_channels_the_bot_cannot_post_to(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.channel("C2", bot_in=False)
    slack.channel("C3", archived=True)
    slack.channel("G1", private=True, bot_in=False)
    errors = {}
    for channel in ("C2", "C3", "G1", "C9"):
        errors[channel] = (await refusal(client.chat_postMessage(channel=channel, text="x")))["error"]
    assert errors == {"C2": "not_in_channel", "C3": "is_archived", "G1": "channel_not_found", "C9": "channel_not_found"}
    assert (await refusal(client.conversations_history(channel="C2")))["error"] == "not_in_channel"
    assert (await client.conversations_info(channel="C2"))["channel"]["is_member"] is False


async def test_a_direct_message_is_opened_for_a_person(slack: FakeSlack, client: AsyncWebClient) -> None:
    opened = (await client.conversations_open(users="U1"))["channel"]["id"]
    await client.chat_postMessage(channel=opened, text="psst")
    assert [one["text"] for one in slack.messages("U1")] == ["psst"]
    assert (await refusal(client.conversations_open(users="U404")))["error"] == "user_not_found"


async def test_ephemeral_messages_are_for_members(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.person("U2")
    await client.chat_postEphemeral(channel="C1", user="U1", text="for you")
    assert [(one.user, one.text) for one in slack.ephemerals] == [("U1", "for you")]
    assert (await refusal(client.chat_postEphemeral(channel="C1", user="U2", text="x")))[
        "error"
    ] == "user_not_in_channel"


async def test_an_ephemeral_message_is_not_seen_in_a_thread_without_replies(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    ts = await slack.says("U1", "C1", "hello", deliver=False)
    await client.chat_postEphemeral(channel="C1", user="U1", text="early", thread_ts=ts)
    await client.chat_postMessage(channel="C1", text="reply", thread_ts=ts)
    await client.chat_postEphemeral(channel="C1", user="U1", text="late", thread_ts=ts)
    assert [(one.text, one.seen) for one in slack.ephemerals] == [("early", False), ("late", True)]


async def test_people_have_their_zone(slack: FakeSlack, client: AsyncWebClient) -> None:
    user = (await client.users_info(user="U1"))["user"]
    assert (user["tz"], user["tz_offset"], user["is_admin"], user["is_restricted"]) == (
        "Asia/Kolkata",
        19800,
        False,
        False,
    )
    assert "U1" in (await client.conversations_members(channel="C1"))["members"]


# Tokens, scopes, rates


async def test_tokens_and_scopes(slack: FakeSlack, client: AsyncWebClient) -> None:
    whole = await client.auth_test()
    assert "chat:write" in whole.headers["x-oauth-scopes"].split(",")
    slack.drop_scope("channels:history", "users:read")
    assert (await refusal(client.users_info(user="U1")))["needed"] == "users:read"
    missing = await refusal(client.conversations_history(channel="C1"))
    assert (missing["error"], missing["needed"]) == ("missing_scope", "channels:history")
    assert "chat:write" in missing["provided"]
    errors = []
    for token in ("xoxb-none", slack.app_token, ""):
        other = AsyncWebClient(token=token, base_url=slack.api_url, session=client.session)
        errors.append((await refusal(other.chat_postMessage(channel="C1", text="x")))["error"])
    assert errors == ["invalid_auth", "not_allowed_token_type", "not_authed"]
    assert (await refusal(client.apps_connections_open(app_token=slack.bot_token)))["error"] == "not_allowed_token_type"
    assert (await refusal(client.api_call("chat.unheardOf")))["error"] == "unknown_method"
    slack.revoke_token()
    assert (await refusal(client.auth_test()))["error"] == "token_revoked"


async def test_a_channel_takes_a_burst_and_then_one_message_a_second(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.channel("C2")
    for _ in range(5):
        await client.chat_postMessage(channel="C1", text="x")
    limited = await refusal(client.chat_postMessage(channel="C1", text="x"))
    assert (limited["status"], limited["error"], limited["headers"]["Retry-After"]) == (429, "ratelimited", "1")
    await client.chat_postMessage(channel="C2", text="x")
    slack.clock.forward(1)
    await client.chat_postMessage(channel="C1", text="x")
    assert (await refusal(client.chat_postMessage(channel="C1", text="x")))["status"] == 429
    assert len(slack.messages("C1")) == 6


async def test_the_workspace_takes_some_hundreds_a_minute(slack: FakeSlack, client: AsyncWebClient) -> None:
    for number in range(300):
        channel = f"C{number // 5 + 100}"
        slack.channel(channel)
        await client.chat_postMessage(channel=channel, text="x")
    slack.clock.forward(20)
    limited = await refusal(client.chat_postMessage(channel="C1", text="x"))
    assert (limited["status"], limited["headers"]["Retry-After"]) == (429, "40")
    slack.clock.forward(40)
    await client.chat_postMessage(channel="C1", text="x")


async def test_every_method_has_its_tier(slack: FakeSlack, client: AsyncWebClient) -> None:
    for _ in range(20):
        await client.conversations_list()
    assert (await refusal(client.conversations_list()))["headers"]["Retry-After"] == "60"
    assert (await client.conversations_info(channel="C1"))["ok"]


async def test_without_rates_everything_passes() -> None:
    async with FakeSlack(rates=False) as slack, aiohttp.ClientSession() as session:
        slack.channel("C1")
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, session=session)
        for _ in range(30):
            await client.chat_postMessage(channel="C1", text="x")


# Troubles


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        ("drop-before", 0),
        ("drop-after", 1),
        ("http-500", 0),
        ("500-after", 1),
        ("bad-json", 1),
        ("error:fatal_error", 0),
    ],
)
async def test_troubles_do_what_they_say(slack: FakeSlack, client: AsyncWebClient, kind: str, done: int) -> None:
    slack.channel("C2")
    slack.troubles.add("chat.postMessage", kind, channel="C1")
    await client.chat_postMessage(channel="C2", text="another channel")
    with pytest.raises((SlackApiError, aiohttp.ClientError, ValueError)):
        await client.chat_postMessage(channel="C1", text="x")
    assert len(slack.messages("C1")) == done
    assert [call.outcome for call in slack.calls] == ["ok", kind]
    await client.chat_postMessage(channel="C1", text="again")


@pytest.mark.parametrize(("kind", "done"), [("hang-before", 0), ("hang-after", 1)])
async def test_a_call_that_hangs_is_never_answered(
    slack: FakeSlack, client: AsyncWebClient, kind: str, done: int
) -> None:
    slack.troubles.add("chat.postMessage", kind)
    call = asyncio.ensure_future(client.chat_postMessage(channel="C1", text="x"))
    await slack.until(lambda: slack.calls and slack.calls[0].outcome == kind)
    assert len(slack.messages("C1")) == done
    assert not call.done()
    call.cancel()


async def test_a_429_says_when_to_come_again(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.troubles.add("*", "429", retry_after=17, times=2)
    for _ in range(2):
        assert (await refusal(client.auth_test()))["headers"]["Retry-After"] == "17"
    assert (await client.auth_test())["ok"]
    with pytest.raises(ValueError, match="no trouble"):
        slack.troubles.add("*", "drop")
