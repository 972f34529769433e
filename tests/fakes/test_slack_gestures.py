"""What people do in the local Slack: buttons, modals, commands, Homes, and how the app may answer them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.trying import ZONE, Bot, Json, button, field, modal, refusal, section

Ack = Callable[..., Awaitable[None]]


def option(words: str, value: str) -> Json:
    return {"text": {"type": "plain_text", "text": words}, "value": value}


async def test_a_button_is_pressed_with_all_that_belongs_to_it(
    slack: FakeSlack, bot: Bot, client: AsyncWebClient
) -> None:
    pressed: list[Json] = []

    @bot.app.action("evidence")
    async def evidence(ack: Ack, body: Json) -> None:
        pressed.append(body)
        await ack()

    select = {
        "type": "static_select",
        "action_id": "evidence",
        "options": [option("[1] first", "1"), option("[2] second", "2")],
    }
    feedback = {"type": "feedback_buttons", "action_id": "evidence"} | {
        f"{side}_button": {"text": {"type": "plain_text", "text": side}, "value": value}
        for side, value in (("positive", "good"), ("negative", "bad"))
    }
    blocks = [
        {"type": "actions", "block_id": "row", "elements": [button("evidence", "9")]},
        {"type": "actions", "elements": [select]},
        {"type": "context_actions", "elements": [feedback]},
    ]
    ts = (await client.chat_postMessage(channel="C1", text="x", blocks=blocks))["ts"]
    for value in ("9", "2", "bad"):
        await slack.presses("U1", "C1", ts, "evidence", value)
    await slack.until(lambda: len(pressed) == 3)
    actions = [body["actions"][0] for body in pressed]
    assert [actions[0]["value"], actions[1]["selected_option"]["value"], actions[2]["value"]] == ["9", "2", "bad"]
    assert actions[0]["block_id"] == "row"
    assert pressed[0]["container"] == {"type": "message", "message_ts": ts, "channel_id": "C1", "is_ephemeral": False}
    assert (pressed[0]["user"]["id"], pressed[0]["message"]["ts"]) == ("U1", ts)
    with pytest.raises(LookupError, match="evidence"):
        await slack.presses("U1", "C1", ts, "evidence", "3")


async def test_a_response_url_serves_five_times_within_half_an_hour(
    slack: FakeSlack, bot: Bot, client: AsyncWebClient
) -> None:
    urls: list[str] = []

    @bot.app.action("evidence")
    async def evidence(ack: Ack, body: Json) -> None:
        urls.append(body["response_url"])
        await ack()

    blocks = [{"type": "actions", "elements": [button("evidence", "1")]}]
    ts = (await client.chat_postMessage(channel="C1", text="x", blocks=blocks))["ts"]
    for _ in range(2):
        await slack.presses("U1", "C1", ts, "evidence", "1")
    await slack.until(lambda: len(urls) == 2)
    hook = AsyncWebhookClient(urls[0], session=client.session)
    for number in range(5):
        assert (await hook.send(text=f"answer {number}", response_type="ephemeral")).status_code == 200
    used = await hook.send(text="one too many")
    assert (used.status_code, "used_url" in used.body) == (404, True)
    assert [(one.user, one.text, one.how) for one in slack.ephemerals] == [
        ("U1", f"answer {number}", "response_url") for number in range(5)
    ]
    slack.clock.forward(1801)
    late = await AsyncWebhookClient(urls[1], session=client.session).send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)


async def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: FakeSlack, bot: Bot, client: AsyncWebClient
) -> None:
    triggers: list[str] = []

    @bot.app.command("/brief")
    async def brief(ack: Ack, body: Json) -> None:
        triggers.append(body["trigger_id"])
        await ack()

    for _ in range(2):
        await slack.commands("U1", "C1", "subscribe")
    await slack.until(lambda: len(triggers) == 2)
    view = (await client.views_open(trigger_id=triggers[0], view=modal(ZONE)))["view"]
    assert list(slack.views) == [view["id"]]
    assert (await refusal(client.views_open(trigger_id=triggers[0], view=modal(ZONE))))[
        "error"
    ] == "exchanged_trigger_id"
    slack.clock.forward(3.1)
    assert (await refusal(client.views_open(trigger_id=triggers[1], view=modal(ZONE))))["error"] == "expired_trigger_id"
    assert (await refusal(client.views_open(trigger_id="1.2.3", view=modal(ZONE))))["error"] == "invalid_trigger_id"


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (
            modal(ZONE, title={"type": "plain_text", "text": "x" * 25}),
            "must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        (
            modal(ZONE, submit={"type": "plain_text", "text": "x" * 25}),
            "must be less than 25 characters [json-pointer:/view/submit/text]",
        ),
        (modal(*[section("x")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (
            modal(ZONE, private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (modal(ZONE, callback_id="x" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
        (modal(ZONE, ZONE), '`block_id` "zone" already exists [json-pointer:/view/blocks/1/block_id]'),
        (modal(ZONE, colour="red"), "invalid additional property: colour [json-pointer:/view]"),
        (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown [json-pointer:/view/blocks/0/type]"),
        (
            {name: value for name, value in modal(ZONE).items() if name != "submit"},
            "must define `submit` to use `input` block [json-pointer:/view/blocks/0/input]",
        ),
    ],
)
async def test_modals_have_their_limits(slack: FakeSlack, client: AsyncWebClient, view: Json, words: str) -> None:
    trigger = slack.workspace.triggers.trigger("U1")
    refused = await refusal(client.views_open(trigger_id=trigger, view=view))
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"][1:] == [f"[ERROR] {words}"]


async def test_a_modal_is_sent_and_says_what_is_wrong(slack: FakeSlack, bot: Bot, client: AsyncWebClient) -> None:
    sent: list[Json] = []

    @bot.app.view("form")
    async def form(ack: Ack, view: Json) -> None:
        sent.append(view)
        if view["state"]["values"]["zone"]["value"]["value"] == "Mars":
            await ack(response_action="errors", errors={"zone": "There is no such zone."})
        else:
            await ack()

    days = {"type": "checkboxes", "action_id": "value", "options": [option("Monday", "mon"), option("Friday", "fri")]}
    times = {
        "type": "static_select",
        "action_id": "value",
        "options": [option("8:00", "8"), option("9:00", "9")],
        "initial_option": option("8:00", "8"),
    }
    view = modal(ZONE, field("days", days, optional=True), field("time", times), private_metadata='{"channel":"C1"}')
    opened = (await client.views_open(trigger_id=slack.workspace.triggers.trigger("U1"), view=view))["view"]
    answer = await slack.submits("U1", opened["id"], {"zone": "Mars", "days": ["mon", "fri"]})
    assert answer == {"response_action": "errors", "errors": {"zone": "There is no such zone."}}
    assert slack.view_errors[opened["id"]] == {"zone": "There is no such zone."}
    values = sent[0]["state"]["values"]
    assert [one["value"] for one in values["days"]["value"]["selected_options"]] == ["mon", "fri"]
    assert values["time"]["value"]["selected_option"]["value"] == "8"
    assert sent[0]["private_metadata"] == '{"channel":"C1"}'
    await slack.submits("U1", opened["id"], {"zone": "Asia/Kolkata"})
    assert not slack.views
    assert not slack.view_errors


async def test_what_a_client_would_not_send_is_not_sent(slack: FakeSlack, client: AsyncWebClient) -> None:
    short = field("name", {"type": "plain_text_input", "action_id": "value", "max_length": 3})
    opened = (await client.views_open(trigger_id=slack.workspace.triggers.trigger("U1"), view=modal(ZONE, short)))[
        "view"
    ]
    with pytest.raises(ValueError, match="zone must be filled in"):
        await slack.submits("U1", opened["id"], {"name": "abc"})
    with pytest.raises(ValueError, match="0 to 3 characters"):
        await slack.submits("U1", opened["id"], {"zone": "x", "name": "abcd"})
    with pytest.raises(LookupError, match="no input is called"):
        await slack.submits("U1", opened["id"], {"zone": "x", "colour": "red"})


async def test_modals_are_changed_cleared_and_stacked(slack: FakeSlack, bot: Bot, client: AsyncWebClient) -> None:
    answers: list[Json] = [
        {"response_action": "update", "view": modal(ZONE, callback_id="form", private_metadata="second")},
        {"response_action": "push", "view": modal(ZONE, callback_id="form")},
        {"response_action": "errors", "errors": {"nobody": "x"}},
        {"response_action": "clear"},
    ]

    @bot.app.view("form")
    async def form(ack: Ack) -> None:
        await ack(**answers.pop(0))

    opened = (await client.views_open(trigger_id=slack.workspace.triggers.trigger("U1"), view=modal(ZONE)))["view"]
    await slack.submits("U1", opened["id"], {"zone": "a"})
    assert slack.views[opened["id"]]["private_metadata"] == "second"
    await slack.submits("U1", opened["id"], {"zone": "a"})
    assert len(slack.views) == 2
    await slack.submits("U1", opened["id"], {"zone": "a"})
    assert "no input" in slack.complaints[0]
    await slack.submits("U1", opened["id"], {"zone": "a"})
    assert not slack.views


async def test_a_command_that_is_not_acknowledged_is_complained_about(slack: FakeSlack, bot: Bot) -> None:
    started: list[str] = []

    @bot.app.command("/brief")
    async def brief(ack: Ack, command: Json) -> None:
        started.append(command["text"])
        if command["text"] == "help":
            await ack("There is help.")
            return
        slack.clock.forward(3)
        await slack.until(lambda: slack.complaints)

    await slack.commands("U1", "C1", "help")
    assert [(one.user, one.text, one.how) for one in slack.ephemerals] == [("U1", "There is help.", "ack")]
    await slack.commands("U1", "C1", "slow")
    assert slack.complaints == ["slash_commands /brief: timeout"]
    assert started == ["help", "slow"]  # not sent again, as an event would be


async def test_nobody_can_type_a_command_without_its_scope(slack: FakeSlack, bot: Bot) -> None:
    slack.drop_scope("commands")
    with pytest.raises(LookupError, match="scope commands"):
        await slack.commands("U1", "C1", "help")


async def test_a_home_is_published_for_one_person(slack: FakeSlack, bot: Bot, client: AsyncWebClient) -> None:
    await slack.opens_home("U1")
    await slack.until(lambda: bot.heard)
    assert (bot.heard[0]["type"], bot.heard[0]["tab"], bot.heard[0]["user"]) == ("app_home_opened", "home", "U1")
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("pause", "C1")]}]}
    first = (await client.views_publish(user_id="U1", view=home))["view"]
    assert slack.homes["U1"]["blocks"] == home["blocks"]
    await client.views_publish(user_id="U1", view=home, hash=first["hash"])
    assert (await refusal(client.views_publish(user_id="U1", view=home, hash=first["hash"])))[
        "error"
    ] == "hash_conflict"
    titled = home | {"title": {"type": "plain_text", "text": "x"}}
    assert (await refusal(client.views_publish(user_id="U1", view=titled)))["error"] == "invalid_arguments"
    pressed: list[Json] = []

    @bot.app.action("pause")
    async def pause(ack: Ack, body: Json) -> None:
        pressed.append(body)
        await ack()

    await slack.presses_in("U1", first["id"], "pause")
    assert pressed[0]["container"] == {"type": "view", "view_id": first["id"]}


async def test_status_and_prompts(slack: FakeSlack, client: AsyncWebClient) -> None:
    ts = await slack.says("U1", "C1", "hello", deliver=False)
    await client.assistant_threads_setStatus(channel_id="C1", thread_ts=ts, status="Reading…")
    assert [(one["channel"], one["thread_ts"], one["status"]) for one in slack.statuses] == [("C1", ts, "Reading…")]
    assert (await refusal(client.assistant_threads_setStatus(channel_id="C1", thread_ts="1.2", status="x")))[
        "error"
    ] == "invalid_thread_ts"
    prompts = [{"title": "News", "message": "What is new?"}]
    direct = slack.direct("U1")
    await client.assistant_threads_setSuggestedPrompts(channel_id=direct, thread_ts=ts, prompts=prompts)
    assert slack.prompts[0]["prompts"] == prompts
    too_many = client.assistant_threads_setSuggestedPrompts(channel_id=direct, thread_ts=ts, prompts=prompts * 5)
    assert (await refusal(too_many))["error"] == "invalid_arguments"


async def test_any_payload_at_all_can_be_sent(slack: FakeSlack, bot: Bot) -> None:
    heard: list[Any] = []

    @bot.app.action("evidence")
    async def evidence(ack: Ack, body: Json) -> None:
        heard.append(body["actions"])
        await ack()

    forged = {
        "type": "block_actions",
        "user": {"id": "U9"},
        "team": {"id": slack.team},
        "actions": [{"action_id": "evidence", "block_id": "b", "type": "button"}],
    }
    await slack.does(forged)
    assert heard == [forged["actions"]]
