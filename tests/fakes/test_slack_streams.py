"""Streams of the local Slack: who may have one, how much goes in, and when it is over."""

from __future__ import annotations

from slack_sdk.models.messages.chunk import MarkdownTextChunk, TaskUpdateChunk
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.trying import Json, refusal, section


async def test_a_stream_grows_and_ends(slack: FakeSlack, client: AsyncWebClient) -> None:
    ts = await slack.says("U1", "C1", "tell me", deliver=False)
    key = {"event_type": "factbox_post", "event_payload": {"key": "k"}}
    stream = await client.chat_stream(
        channel="C1", thread_ts=ts, recipient_team_id=slack.team, recipient_user_id="U1", buffer_size=1
    )
    await stream.append(chunks=[TaskUpdateChunk(id="read", title="Reading", status="in_progress")])
    await stream.append(markdown_text="It **rained**")
    (message,) = slack.messages("C1", ts)
    assert (message["text"], message["streaming"], message["tasks"]["read"]["status"]) == (
        "It **rained**",
        True,
        "in_progress",
    )
    assert (await refusal(client.chat_update(channel="C1", ts=message["ts"], text="x")))[
        "error"
    ] == "streaming_state_conflict"
    await stream.append(chunks=[MarkdownTextChunk(text=" on Friday.")])
    await stream.stop(blocks=[section("Sources")], metadata=key)
    (message,) = slack.messages("C1", ts)
    assert (message["text"], message["streaming"], message["metadata"]) == ("It **rained** on Friday.", False, key)
    assert message["blocks"] == [section("Sources")]
    assert [call.method for call in slack.calls if call.outcome == "ok"] == [
        "chat.startStream",
        "chat.appendStream",
        "chat.appendStream",
        "chat.stopStream",
    ]


async def test_a_stream_needs_its_reader_in_a_channel_alone(slack: FakeSlack, client: AsyncWebClient) -> None:
    ts = await slack.says("U1", "C1", "tell me", deliver=False)
    start: Json = {"channel": "C1", "thread_ts": ts, "markdown_text": "x"}
    errors = []
    wholes: list[Json] = [
        {},
        {"recipient_team_id": slack.team},
        {"recipient_team_id": slack.team, "recipient_user_id": "U404"},
    ]
    for more in wholes:
        errors.append((await refusal(client.chat_startStream(**start, **more)))["error"])
    assert errors == ["missing_recipient_team_id", "missing_recipient_user_id", "user_not_found"]
    direct = slack.direct("U1")
    asked = await slack.says("U1", direct, "tell me", deliver=False)
    await client.chat_startStream(channel=direct, thread_ts=asked, markdown_text="x")
    assert [one["streaming"] for one in slack.messages(direct, asked)] == [True]


async def test_what_streams_is_deleted_only_once_it_has_ended(slack: FakeSlack, client: AsyncWebClient) -> None:
    direct = slack.direct("U1")
    asked = await slack.says("U1", direct, "tell me", deliver=False)
    begun = await client.chat_startStream(channel=direct, thread_ts=asked, markdown_text="x")
    assert (await refusal(client.chat_delete(channel=direct, ts=begun["ts"])))["error"] == "cant_delete_message"
    await client.chat_stopStream(channel=direct, ts=begun["ts"])
    await client.chat_delete(channel=direct, ts=begun["ts"])
    assert slack.messages(direct, asked) == []


async def test_a_stream_is_over_after_five_minutes(slack: FakeSlack, client: AsyncWebClient) -> None:
    ts = await slack.says("U1", "C1", "tell me", deliver=False)
    who: Json = {"recipient_team_id": slack.team, "recipient_user_id": "U1"}
    stream = (await client.chat_startStream(channel="C1", thread_ts=ts, markdown_text="x", **who))["ts"]
    for _ in range(3):
        slack.clock.forward(100)
        await client.chat_appendStream(channel="C1", ts=stream, markdown_text="y")
    slack.clock.forward(1)
    for call in (
        client.chat_appendStream(channel="C1", ts=stream, markdown_text="z"),
        client.chat_stopStream(channel="C1", ts=stream),
    ):
        assert (await refusal(call))["error"] == "message_not_in_streaming_state"
    await client.chat_update(channel="C1", ts=stream, text="the whole")
    assert [(one["text"], one["streaming"]) for one in slack.messages("C1", ts)] == [("the whole", False)]


async def test_what_a_stream_takes(slack: FakeSlack, client: AsyncWebClient) -> None:
    ts = await slack.says("U1", "C1", "tell me", deliver=False)
    who: Json = {"recipient_team_id": slack.team, "recipient_user_id": "U1"}
    stream = (await client.chat_startStream(channel="C1", thread_ts=ts, **who))["ts"]

    async def fault(**more: object) -> str:
        call = client.api_call("chat.appendStream", json={"channel": "C1", "ts": stream, **more})
        return str((await refusal(call))["error"])

    assert await fault() == "no_text"
    assert await fault(markdown_text="x" * 12_001) == "msg_too_long"
    assert await fault(chunks=[{"type": "song", "text": "x"}]) == "invalid_chunks"
    assert (
        await fault(chunks=[{"type": "task_update", "id": "a", "title": "b", "status": "asleep"}]) == "invalid_chunks"
    )
    assert await fault(chunks=[{"type": "blocks", "blocks": [section("")]}]) == "invalid_blocks"
    assert await fault(ts=ts, markdown_text="x") == "message_not_owned_by_app"
    await client.chat_appendStream(channel="C1", ts=stream, markdown_text="<!chan")
    await client.chat_appendStream(channel="C1", ts=stream, markdown_text="nel> hello")
    await client.chat_appendStream(channel="C1", ts=stream, markdown_text=" again")
    assert [ping.what for ping in slack.pings] == ["<!channel>"]
