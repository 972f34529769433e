"""What the local Slack lets be posted: its limits, its words for what is too much, and the pings it notes."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.trying import Json, button, refusal, section


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "fact"}], "unsupported type: fact [json-pointer:/blocks/0/type]"),
        ([{"text": "x"}], "missing required field: type [json-pointer:/blocks/0]"),
        ([section("x") | {"color": "red"}], "invalid additional property: color [json-pointer:/blocks/0]"),
        (
            [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
            "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        ),
        (
            [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
            "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
        ),
        (
            [{"type": "section", "fields": [section("x")["text"]] * 11}],
            "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
        ),
        (
            [{"type": "section", "fields": [section("x" * 2001)["text"]]}],
            "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
        ),
        (
            [{"type": "context", "elements": [section("x")["text"]] * 11}],
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            [{"type": "actions", "elements": [button(str(n), "v") for n in range(26)]}],
            "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            [{"type": "actions", "elements": [button("a", "1"), button("a", "2")]}],
            '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
        ),
        (
            [{"type": "actions", "elements": [button("a", "x" * 2001)]}],
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (
            [section("x") | {"block_id": "b"}, section("y") | {"block_id": "b"}],
            '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
        ),
        (
            [section("x") | {"block_id": "b" * 256}],
            "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
        ),
        (
            [{"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}],
            "unsupported type: text [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
                }
            ],
            "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
        ),
        (
            [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": "javascript:x"}]}],
                }
            ],
            "must be a valid URL [json-pointer:/blocks/0/elements/0/elements/0/url]",
        ),
        (
            [{"type": "markdown", "text": "x" * 6001}] * 2,
            "must be less than 12001 characters in all markdown blocks [json-pointer:/blocks]",
        ),
    ],
)
async def test_blocks_are_refused_with_a_pointer(
    client: AsyncWebClient, slack: FakeSlack, blocks: list[Json], words: str
) -> None:
    refused = await refusal(client.chat_postMessage(channel="C1", text="x", blocks=blocks))
    assert refused["error"] == "invalid_blocks"
    assert refused["errors"] == [words]
    assert refused["response_metadata"]["messages"] == [f"[ERROR] {words}"]
    assert not slack.messages("C1")


async def test_selects_have_their_limits(client: AsyncWebClient) -> None:
    def select(options: list[tuple[str, str]], **more: Any) -> list[Json]:
        made = [{"text": {"type": "plain_text", "text": words}, "value": value} for words, value in options]
        return [{"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": made, **more}]}]

    async def fault(blocks: list[Json]) -> str:
        return str((await refusal(client.chat_postMessage(channel="C1", text="x", blocks=blocks)))["errors"][0])

    assert "no more than 100 items" in await fault(select([("x", "v")] * 101))
    assert "less than 76" in await fault(select([("x" * 76, "v")]))
    assert "less than 151" in await fault(select([("x", "v" * 151)]))
    assert "less than 151" in await fault(select([("x", "v")], placeholder={"type": "plain_text", "text": "x" * 151}))
    assert "must match an option" in await fault(
        select([("x", "v")], initial_option={"text": {"type": "plain_text", "text": "x"}, "value": "w"})
    )


async def test_a_message_has_a_size(slack: FakeSlack, client: AsyncWebClient) -> None:
    whole = [section("ä" * 1500) for _ in range(4)]
    await client.chat_postMessage(channel="C1", text="x", blocks=whole)
    refused = await refusal(client.chat_postMessage(channel="C1", text="x", blocks=[*whole, section("ä" * 1000)]))
    assert refused["error"] == "msg_blocks_too_long"
    assert (await refusal(client.chat_postMessage(channel="C1", text="x" * 40_001)))["error"] == "msg_too_long"
    slack.clock.forward(5)
    assert (await refusal(client.api_call("chat.postMessage", json={"channel": "C1"})))["error"] == "no_text"
    assert (await refusal(client.chat_postMessage(channel="C1", text="x", markdown_text="y")))[
        "error"
    ] == "markdown_text_conflict"
    assert (await refusal(client.chat_postMessage(channel="C1", text="x", metadata={"key": "k"})))[
        "error"
    ] == "invalid_metadata_format"
    wrong = client.api_call("chat.postMessage", data={"channel": "C1", "text": "x", "blocks": "[{"})
    assert (await refusal(wrong))["error"] == "invalid_blocks_format"


@pytest.mark.parametrize(
    ("arguments", "pinged"),
    [
        ({"text": "<!channel> look"}, ["<!channel>"]),
        ({"text": "<@U1> and <!subteam^S1|team>"}, ["<@U1>", "<!subteam^S1|team>"]),
        ({"text": "hello @ada", "link_names": True}, ["@ada"]),
        ({"text": "hello @ada", "parse": "full"}, ["@ada"]),
        ({"text": "x", "blocks": [section("<!here>")]}, ["<!here>"]),
        ({"markdown_text": "<!everyone>"}, ["<!everyone>"]),
        ({"text": "hello @ada, &lt;!channel&gt;"}, []),
        ({"text": "x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "<!channel>"}}]}, []),
        (
            {
                "text": "x",
                "blocks": [
                    {
                        "type": "rich_text",
                        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "<!here>"}]}],
                    }
                ],
            },
            [],
        ),
    ],
)
async def test_pings_are_noted(slack: FakeSlack, client: AsyncWebClient, arguments: Json, pinged: list[str]) -> None:
    await client.chat_postMessage(channel="C1", **arguments)
    assert [ping.what for ping in slack.pings] == pinged
