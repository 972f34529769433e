"""People, bots, proxies and strangers who mean harm, over real sockets: nobody does what is not theirs to do."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.news.channels import Channel, Place
from bot.news.showing.shown import NoticeCard
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.ears import EACH
from bot.platforms.said_back import BUSY
from bot.platforms.slack.access import Access
from bot.platforms.slack.failures import Asked, failure
from bot.platforms.slack.gestures import is_ours
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.posting import Posting
from bot.platforms.slack.slack import Slack
from bot.store.engine import open_store
from bot.web.server import MOST_HOOK_BYTES, WebServer
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.http_events import encoded, signature
from tests.flows.reception_scene import Scene
from tests.platforms.receptions import NotedReception
from tests.platforms.slack.between import Between
from tests.platforms.slack.plugged import heard, listening, nothing_more
from tests.platforms.slack.test_http_mode import an_event, by_http

C1 = Channel("slack:C1", Place("slack", "C1"), (time(8),), frozenset(range(7)), "UTC", owner="U1")


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(rates=False) as fake:
        fake.channel("C1", "news", creator="U9", members=("U1", "U2", "U9"))
        yield fake
        assert not fake.pings


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    store = await open_store("sqlite://")
    yield Scene(store)
    await store.close()


# --- who somebody is ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "guest", "manages"),
    [
        ({"team_id": "T0TEAM", "is_admin": True}, False, True),
        ({"team_id": "T0ELSE", "is_admin": True, "is_owner": True}, True, False),
        ({"team_id": "T0ELSE", "is_admin": True, "enterprise_user": {"teams": ["T0TEAM"]}}, False, True),
        ({"team_id": "T0ELSE", "is_admin": True, "enterprise_user": {"teams": "T0TEAM"}}, True, False),
        ({"team_id": "T0TEAM", "is_admin": True, "deleted": True}, True, False),
        ({"team_id": "T0TEAM", "is_admin": True, "is_bot": True}, True, False),
        ({"team_id": "T0TEAM", "is_admin": "yes", "is_owner": 1}, False, False),
        ({"is_admin": True}, True, False),
    ],
)
async def test_only_whom_this_workspace_lets_manages_here(
    slack: FakeSlack, profile: dict[str, Any], guest: bool, manages: bool
) -> None:
    reception = NotedReception()
    slack.channel("C2", "shared", creator="U1", members=("U1",))
    async with Between(slack) as between:
        between.says("users.info", {"ok": True, "user": {"id": "U1", "tz": "UTC", **profile}})
        async with behind(between, slack, reception):
            await slack.commands("U1", "C1", "pause")
            await slack.until(lambda: slack.ephemerals)
            # Whoever made a channel is no manager of it from another workspace either.
            await slack.commands("U1", "C2", "pause")
            await slack.until(lambda: len(slack.ephemerals) == 2)
    first, own = (order.person for order in reception.orders)
    assert (first.guest, first.manages) == (guest, manages)
    assert (own.guest, own.manages) == (guest, not guest)


@asynccontextmanager
async def behind(between: Between, slack: FakeSlack, reception: NotedReception) -> AsyncIterator[Slack]:
    plug = Slack(Access(slack.bot_token, slack.app_token, api_url=between.api_url), reception, clock=slack.clock)
    await plug.start()
    await plug.hear()
    try:
        yield plug
    finally:
        await plug.close()


# --- forms and buttons -------------------------------------------------------------------------------


def a_form(user: str, about: Mapping[str, Any]) -> dict[str, Any]:
    times = {"times": {"value": {"type": "plain_text_input", "value": "23:59"}}}
    days = {"days": {"value": {"type": "multi_static_select", "selected_options": [{"value": "sun"}]}}}
    zone = {"zone": {"value": {"type": "plain_text_input", "value": "UTC"}}}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "times",
        "private_metadata": json.dumps(about),
        "blocks": [{"type": "input", "block_id": "times"}],
        "state": {"values": {**times, **days, **zone}},
    }
    return {"type": "view_submission", "team": {"id": "T0TEAM"}, "user": {"id": user}, "view": view}


@pytest.mark.parametrize(
    ("user", "about"),
    [
        ("U2", {"platform": "slack", "channel": "C1"}),  # a member, of a channel that U1 subscribed
        ("U3", {"platform": "slack", "channel": "C1"}),  # a guest
        ("U2", {"platform": "slack", "channel": "U1"}),  # somebody else's direct messages
        ("U8", {"platform": "slack", "channel": "U1"}),  # the same for an admin
        ("U8", {"platform": "terminal", "channel": "C1"}),
        ("U8", {"platform": "slack", "channel": "C1\n"}),
        ("U8", {"platform": "slack", "channel": ["C1"]}),
        ("U8", {"platform": "slack", "channel": "C1", "thread": "../1"}),
    ],
)
async def test_a_form_changes_no_place_that_is_not_the_persons(
    slack: FakeSlack, scene: Scene, user: str, about: dict[str, Any]
) -> None:
    slack.person("U3", guest=True)
    slack.person("U8", admin=True)
    theirs = replace(C1, name="slack:U1", place=Place("slack", "U1"))
    for channel in (C1, theirs, replace(C1, name="terminal:C1", place=Place("terminal", "C1"))):
        await scene.kept.set_channel(channel, "U1", scene.now)
    before = await scene.channels.all()
    async with listening(slack, scene.desk) as plug:  # type: ignore[arg-type]
        with capture_logs():
            await slack.does(a_form(user, about))
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        await heard(plug)
    assert await scene.channels.all() == before
    assert not slack.complaints


async def test_who_manages_a_place_may_change_it_by_a_form(slack: FakeSlack, scene: Scene) -> None:
    await scene.kept.set_channel(C1, "U1", scene.now)
    async with listening(slack, scene.desk):  # type: ignore[arg-type]
        await slack.does(a_form("U9", {"platform": "slack", "channel": "C1", "thread": None}))
        await slack.until(lambda: slack.ephemerals)
    (channel,) = await scene.channels.all()
    assert channel.times == (time(23, 59),)


async def test_evidence_of_any_article_may_be_seen_and_nothing_but_its_sentence(slack: FakeSlack, scene: Scene) -> None:
    # Whoever may press may ask, and answers draw on every article that is kept: a pointer opens no other door.
    await scene.arrives()
    pointers = ("1 nothing@1 0-10", "1 ../../etc@1 0-1", "x" * 2000, "-1 a@1 5-1", "1 a@1 0-99999999999999999999")
    async with listening(slack, scene.desk):  # type: ignore[arg-type]
        for number, pointer in enumerate(pointers, 1):
            press = {
                "type": "block_actions",
                "user": {"id": "U2"},
                "team": {"id": slack.team},
                "channel": {"id": "C1"},
                "message": {"ts": "1.2"},
                "actions": [{"type": "button", "action_id": "evidence", "block_id": "b", "value": pointer}],
            }
            await slack.does(press)
            await slack.until(lambda number=number: len(slack.ephemerals) == number)  # type: ignore[misc]
    assert {shown.text for shown in slack.ephemerals} == {
        "I cannot show that sentence: its article is no longer kept here."
    }


# --- bots, and other workspaces ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "marks",
    [
        {"bot_id": "B0OTHER"},
        {"bot_profile": {"id": "B0OTHER"}},
        {"subtype": "bot_message", "user": "U2"},
        {"user": "USLACKBOT"},
        {"subtype": "slackbot_response"},
        {"user": "U0BOT"},
    ],
)
async def test_no_bot_is_answered_so_that_two_of_them_never_talk_for_ever(
    slack: FakeSlack, marks: dict[str, Any]
) -> None:
    async with listening(slack, follow_ups="open") as plug:
        event = {"user": "U2", "channel": "C1", "ts": "5.5", "text": f"<@{slack.bot_user}> who won?", **marks}
        await slack.tells({**event, "type": "app_mention"})
        await slack.tells({**event, "type": "message", "channel_type": "channel"})
        await slack.tells({**event, "type": "message", "channel": "DU2", "channel_type": "im"})
        assert await nothing_more(plug)


async def test_a_name_that_begins_as_ours_is_not_ours(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        await slack.says("U1", "C1", f"<@{slack.bot_user}2> who won?")
        await slack.says("U1", "C1", f"<@{slack.bot_user}|factbox> who lost?")
        assert [m.text for m in await heard(plug)] == ["who lost?"]
        assert await nothing_more(plug)


@pytest.mark.parametrize(
    ("told", "ours"),
    [
        ({"authorizations": [{"team_id": "T0ELSE"}, {"team_id": "T0TEAM"}], "team_id": "T0ELSE"}, True),
        ({"authorizations": [{"team_id": None, "is_enterprise_install": True}]}, True),
        ({"authorizations": [{"team_id": "T0ELSE"}], "team_id": "T0TEAM"}, False),
        ({"authorizations": [None, 7], "team_id": "T0TEAM"}, False),
        ({"authorizations": "T0TEAM", "team_id": "T0ELSE"}, False),
        ({"team_id": "T0TEAM"}, True),
        ({}, True),
    ],
)
async def test_events_of_other_workspaces_are_not_ours(slack: FakeSlack, told: dict[str, Any], ours: bool) -> None:
    assert is_ours(told, "T0TEAM") == ours
    async with by_http(slack) as plug:
        event = {name: value for name, value in an_event(slack).items() if name != "team_id"}
        assert (await slack.posts({**event, **told})).status == 200
        await plug.close()
        assert len([mention async for mention in plug.mentions()]) == ours


async def test_half_a_character_does_not_break_what_is_kept(slack: FakeSlack) -> None:
    async with by_http(slack) as plug:
        event = an_event(slack)
        await slack.posts({**event, "event": {**event["event"], "text": "who \ud800won?", "client_msg_id": "\udfff"}})
        (mention,) = await heard(plug)
    assert mention.text == "who ?won?"
    assert "".join(mention.also).encode()


# --- floods ------------------------------------------------------------------------------------------


async def test_whoever_floods_us_keeps_nobody_else_waiting(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        for number in range(3 * EACH):
            await slack.says("U1", "C1", f"<@{slack.bot_user}> is it {number}?")
        await slack.says("U2", "C1", f"<@{slack.bot_user}> who won?")
        await slack.until(lambda: slack.ephemerals)
        mentions = await heard(plug, EACH + 1)
        assert [m.author for m in mentions[:3]] == ["U1", "U2", "U1"]
        assert [m.text for m in mentions if m.author == "U1"] == [f"is it {n}?" for n in range(EACH)]
        assert await nothing_more(plug)
    assert [shown.text for shown in slack.ephemerals] == [BUSY.text], "told once, however much is asked"


# --- HTTP --------------------------------------------------------------------------------------------


async def test_a_request_that_was_answered_is_not_answered_again(slack: FakeSlack) -> None:
    reception = NotedReception()
    access = Access(slack.bot_token, signing_secret=slack.signing_secret, api_url=slack.api_url)
    plug = Slack(access, reception, clock=slack.clock)
    await plug.start()
    await plug.hear()
    body, kind = encoded("slash_commands", {"command": "/brief", "text": "now", "user_id": "U1", "channel_id": "C1"})
    stamp = str(int(slack.clock()))
    headers = {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature(slack.signing_secret, stamp, body),
    }
    for _ in range(3):
        assert (await plug.answer_http(body.encode(), headers))[::2] == (200, b"")
    slack.clock.forward(301)
    assert (await plug.answer_http(body.encode(), headers))[0] == 401
    await plug.close()
    assert len(reception.orders) == 1


@pytest.mark.parametrize(
    "body", [b"[" * 90_000, b'{"a":' * 90_000, b"payload=" + b"%5B" * 90_000, b"a=b&" * 90_000, b"\xef\xbb\xbf{}"]
)
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/html; charset=utf-16"])
async def test_no_body_however_deep_or_odd_ends_the_server(slack: FakeSlack, body: bytes, kind: str) -> None:
    async with by_http(slack) as plug:
        assert slack.workspace.endpoint is not None
        with capture_logs():
            assert (await slack.workspace.endpoint.post(body.decode(), kind)).status == 200
        assert (await slack.posts(an_event(slack))).status == 200
        assert [m.text for m in await heard(plug)] == ["who won?"]


async def test_a_body_is_not_kept_that_is_larger_than_slacks_are() -> None:
    asked: list[int] = []

    async def hook(body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        asked.append(len(body))
        return 200, {}, b""

    server = WebServer(None, version="test", hooks={"/slack/events": hook})
    await server.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession() as http:
            for size, status in ((MOST_HOOK_BYTES, 200), (MOST_HOOK_BYTES + 1, 413)):
                url = f"http://127.0.0.1:{server.port}/slack/events"
                async with http.post(url, data=io.BytesIO(b"x" * size)) as answer:
                    assert answer.status == status
    finally:
        await server.close()
    assert asked == [MOST_HOOK_BYTES]


# --- what answers instead of Slack -------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [{"ok": True}, {"ok": True, "user_id": "U0BOT"}, {"ok": True, "user_id": None, "team_id": "T1"}, "<html>"]
)
async def test_what_does_not_say_who_we_are_is_not_slack(slack: FakeSlack, answer: Any) -> None:
    async with Between(slack) as between:
        between.says("auth.test", answer)
        plug = Slack(Access(slack.bot_token, slack.app_token, api_url=between.api_url), NotedReception())
        try:
            with pytest.raises((Unavailable, Rejected), match="not Slack"):
                await plug.start()
        finally:
            await plug.close()


@pytest.mark.parametrize(
    ("said", "wait"),
    [("31536000", 3600), ("-5", None), ("abc", None), ("", None), ("0", None), ("1.5", None), ("9" * 400, None)],
)
async def test_no_one_silences_us_for_a_year(slack: FakeSlack, said: str, wait: int | None) -> None:
    async with Between(slack) as between, behind(between, slack, NotedReception()) as plug:
        between.says("chat.postMessage", {"ok": False, "error": "ratelimited"}, 429, **{"Retry-After": said})
        with pytest.raises(Unavailable) as error:
            await plug.calls("chat.postMessage", channel="C1", text="x")
    assert error.value.wait == wait


def test_an_address_that_is_a_key_is_not_told() -> None:
    error = aiohttp.InvalidURL("wss://wss.slack.test/link/?ticket=3fa9c1&app_id=7")
    told = str(failure(error, Asked("apps.connections.open", None, repeatable=True)))
    assert "wss.slack.test/link/" in told
    assert "3fa9c1" not in told


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "messages": {}}, {"ok": True, "messages": [None]}])
async def test_what_is_not_slacks_is_no_empty_channel(slack: FakeSlack, answer: Any) -> None:
    tried = datetime.fromtimestamp(slack.clock(), UTC)

    async def passes(seconds: float) -> None:
        slack.clock.forward(seconds)

    async with Between(slack) as between, behind(between, slack, NotedReception()) as plug:
        posting = Posting(plug.calls, Pace(slack.clock, passes))
        between.says("conversations.history", answer)
        with pytest.raises(Unclear):
            await posting.send(NoticeCard("x"), Place("slack", "C1"), "k", tried)
        between.says("conversations.open", answer)
        with pytest.raises(Unavailable):
            await posting.send(NoticeCard("x"), Place("slack", "U1"), "k")
    assert slack.messages("C1") == []
