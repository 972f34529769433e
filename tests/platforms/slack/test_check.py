"""`factbox check --slack`: what is wrong is named, with what to do about it, and nobody is disturbed by the check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.findings import Finding
from bot.platforms.slack.access import Access
from bot.platforms.slack.scopes import NEEDED, USEFUL
from bot.slack_check import slack_findings
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.methods import METHODS
from tests.fakes.slack.socket_mode import Sockets
from tests.fakes.slack.workspace import Workspace

OPERATOR = "U0ADA"


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        slack.channel("C0NEWS", name="news", members=("U0ADA", "U0BO"))
        yield slack


def access_to(slack: FakeSlack, **more: Any) -> Access:
    return replace(Access(slack.bot_token, slack.app_token, None, slack.api_url), **more)


async def found(
    slack: FakeSlack, *channels: str, access: Access | None = None, operator: str | None = OPERATOR, patience: float = 5
) -> list[Finding]:
    now = datetime.fromtimestamp(slack.clock(), UTC)
    findings = slack_findings(access or access_to(slack), channels or ["C0NEWS"], now, operator, patience)
    return [finding async for finding in findings]


def wrong(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.state != "ok"]


def posts(slack: FakeSlack) -> list[dict[str, Any]]:
    return [call.arguments for call in slack.calls if call.method == "chat.postMessage"]


async def test_all_is_well_and_nothing_is_left(slack: FakeSlack) -> None:
    assert [(finding.what, finding.state, finding.words) for finding in await found(slack)] == [
        ("bot token", "ok", "factbox (U0BOT) in workspace T0TEAM"),
        ("scopes", "ok", "all 12 that are needed"),
        ("socket", "ok", "Slack said hello to app A0FACTBOX"),
        ("channel", "ok", "#news (C0NEWS): the bot may post there, and read its posts back"),
        ("posting", "ok", "a direct message to U0ADA was posted, found by its key, and deleted"),
    ]
    assert slack.every_message() == []
    assert slack.scheduled == {}
    assert [post["channel"] for post in posts(slack)] == [slack.direct(OPERATOR)], "nothing was posted in the channel"
    await slack.until(lambda: not slack.workspace.sockets.open)


async def test_without_an_operator_nothing_is_posted_anywhere(slack: FakeSlack) -> None:
    (note,) = wrong(await found(slack, operator=None))
    assert (note.what, note.state) == ("posting", "note")
    assert "slack.operator" in note.fix
    assert posts(slack) == []


async def test_a_token_that_slack_does_not_know(slack: FakeSlack) -> None:
    findings = await found(slack, access=access_to(slack, bot_token="xoxb-mistyped"))
    (token,) = wrong(findings)
    assert (token.what, token.state, token.words) == ("bot token", "error", "Slack does not know this bot token")
    assert "FACTBOX_SLACK__BOT_TOKEN" in token.fix
    assert [finding.what for finding in findings] == ["bot token", "socket"], "the app token can still be looked at"
    assert "xoxb-mistyped" not in str(findings)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("token_revoked", "the bot token was revoked"),
        ("token_expired", "the bot token has expired"),
        ("account_inactive", "the app was removed from the workspace, or the workspace is gone"),
    ],
)
async def test_a_token_that_is_no_longer_valid(slack: FakeSlack, code: str, words: str) -> None:
    slack.revoke_token(code)
    (token,) = wrong(await found(slack))
    assert (token.state, token.words) == ("error", words)
    assert token.fix.startswith("Install the app to the workspace again at api.slack.com/apps")


async def test_a_token_of_a_person_is_not_taken(slack: FakeSlack) -> None:
    slack.workspace.bot_id = ""
    assert wrong(await found(slack))[0].words == "the token is a person's, not a bot's"


@pytest.mark.parametrize("scope", NEEDED)
async def test_each_scope_that_is_missing_is_named_with_what_it_is_for(slack: FakeSlack, scope: str) -> None:
    slack.drop_scope(scope)
    named = [finding for finding in await found(slack) if finding.what == "scope"]
    assert [(finding.state, finding.words) for finding in named] == [
        ("error", f"{scope} is missing: without it {NEEDED[scope]}")
    ]
    assert "install the app again" in named[0].fix


async def test_scopes_that_one_may_do_without_are_no_errors(slack: FakeSlack) -> None:
    slack.drop_scope(*USEFUL)
    findings = wrong(await found(slack))
    assert [(finding.what, finding.state) for finding in findings] == [("scope", "note")] * len(USEFUL)


async def test_a_channel_that_the_bot_is_not_in(slack: FakeSlack) -> None:
    slack.channel("C0HALL", name="hall", bot_in=False)
    (finding,) = wrong(await found(slack, "C0NEWS", "C0HALL"))
    assert (finding.what, finding.state) == ("channel", "error")
    assert finding.words == "the bot is not in #hall (C0HALL)"
    assert finding.fix == "Write “/invite @factbox” there."


async def test_an_archived_channel(slack: FakeSlack) -> None:
    slack.channel("C0OLD", name="old", archived=True)
    (finding,) = wrong(await found(slack, "C0OLD"))
    assert (finding.state, finding.words) == ("error", "#old (C0OLD) is archived")
    assert finding.fix.startswith("Unarchive it")


@pytest.mark.parametrize("channel", ["C0NONE", "C0DARK"])
async def test_a_channel_that_is_not_there_or_private(slack: FakeSlack, channel: str) -> None:
    slack.channel("C0DARK", private=True, bot_in=False)
    (finding,) = wrong(await found(slack, channel))
    assert (finding.state, finding.words) == ("error", f"{channel}: there is no such channel that the bot can see")
    assert "“/invite @factbox”" in finding.fix


@pytest.mark.parametrize("channel", ["U0ADA", "DU0ADA"])
async def test_a_direct_message_is_a_channel_too(slack: FakeSlack, channel: str) -> None:
    assert slack.direct("U0ADA") == "DU0ADA"
    words = [finding.words for finding in await found(slack, channel, operator=None) if finding.what == "channel"]
    assert words == [f"direct message ({channel}): the bot may post there, and read its posts back"]
    assert posts(slack) == []
    assert slack.scheduled == {}


async def test_a_channel_where_only_admins_may_post(slack: FakeSlack) -> None:
    slack.troubles.add("chat.scheduleMessage", "error:restricted_action")
    (finding,) = wrong(await found(slack))
    assert finding.state == "error"
    assert "restricted_action" in finding.words
    assert "An admin of the workspace has to allow it" in finding.words


async def test_a_lost_answer_leaves_no_message_that_is_posted_later(slack: FakeSlack) -> None:
    slack.troubles.add("chat.scheduleMessage", "drop-after")
    (finding,) = wrong(await found(slack))
    assert (finding.what, finding.state) == ("channel", "error")
    assert [call.outcome for call in slack.calls if call.method == "chat.scheduleMessage"] == ["drop-after"]
    assert slack.scheduled == {}


async def test_what_an_earlier_check_left_is_taken_back_and_other_messages_stay(slack: FakeSlack) -> None:
    slack.troubles.add("chat.deleteScheduledMessage", "error:internal_error")
    assert [finding.state for finding in wrong(await found(slack))] == ["error"]
    (left,) = slack.scheduled.values()
    assert left["post_at"] == slack.clock() + timedelta(days=30).total_seconds()
    slack.scheduled["Q-other"] = left | {"id": "Q-other", "text": "Lunch?"}
    assert wrong(await found(slack)) == []
    assert list(slack.scheduled) == ["Q-other"]


async def test_what_is_asked_too_often_is_told_as_not_tried(slack: FakeSlack) -> None:
    slack.troubles.add("chat.scheduledMessages.list", "429", retry_after=60)
    (finding,) = wrong(await found(slack))
    assert (finding.what, finding.state) == ("channel", "note")
    assert finding.words.startswith("C0NEWS could not be tried")


async def test_posts_that_cannot_be_read_back(slack: FakeSlack) -> None:
    slack.drop_scope("channels:history")
    findings = wrong(await found(slack))
    assert [finding.what for finding in findings] == ["scope", "channel"]
    assert '"channels:history"' in findings[1].words


async def test_an_operator_who_is_not_there(slack: FakeSlack) -> None:
    (finding,) = wrong(await found(slack, operator="U0NOBODY"))
    assert (finding.what, finding.state) == ("posting", "error")
    assert "there is no such person in this workspace" in finding.words


async def test_a_direct_message_is_deleted_also_when_it_cannot_be_read_back(slack: FakeSlack) -> None:
    slack.drop_scope("im:history")
    findings = wrong(await found(slack))
    assert [finding.what for finding in findings] == ["scope", "posting"]
    assert '"im:history"' in findings[1].words
    assert len(posts(slack)) == 1
    assert slack.messages(OPERATOR) == []


async def test_a_post_that_is_not_found_by_its_key(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    without = [
        {"type": "message", "text": "Hello"},
        {"metadata": {"event_type": "other", "event_payload": {"key": "x"}}},
    ]
    nothing = replace(METHODS["conversations.history"], do=lambda workspace, call: {"messages": without})
    monkeypatch.setitem(METHODS, "conversations.history", nothing)
    (finding,) = wrong(await found(slack))
    assert (finding.what, finding.state) == ("posting", "error")
    assert finding.words == "a direct message to U0ADA was posted, but not found by its key afterwards"
    assert slack.messages(OPERATOR) == []


async def test_a_post_whose_answer_is_lost_is_not_sent_again(slack: FakeSlack) -> None:
    slack.troubles.add("chat.postMessage", "drop-after")
    (finding,) = wrong(await found(slack))
    assert (finding.what, finding.state) == ("posting", "error")
    assert len(slack.messages(OPERATOR)) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("invalid_auth", "Slack does not take the app token (invalid_auth)"),
        ("not_allowed_token_type", "the token is no app-level token (xapp-…)"),
        ("missing_scope", "the app token lacks the scope connections:write"),
    ],
)
async def test_an_app_token_that_will_not_do(slack: FakeSlack, code: str, words: str) -> None:
    slack.troubles.add("apps.connections.open", f"error:{code}")
    (finding,) = wrong(await found(slack))
    assert (finding.what, finding.state, finding.words) == ("app token", "error", words)
    assert "connections:write" in finding.fix


async def test_a_bot_token_in_the_place_of_the_app_token(slack: FakeSlack) -> None:
    (finding,) = wrong(await found(slack, access=access_to(slack, app_token=slack.bot_token)))
    assert (finding.what, finding.words) == ("app token", "the token is no app-level token (xapp-…)")


class Saying(Sockets):
    """Says this frame and nothing else to whoever opens a socket; without one it says nothing at all."""

    def __init__(self, workspace: Workspace, frame: dict[str, Any] | None) -> None:
        super().__init__(workspace)
        self.frame = frame

    async def serve(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.frame is not None:
            await socket.send_json(self.frame)
        await socket.receive()
        return socket


async def wrong_with(frame: dict[str, Any] | None, patience: float = 5) -> Finding:
    slack = FakeSlack()
    slack.workspace.sockets = Saying(slack.workspace, frame)
    async with slack:
        slack.channel("C0NEWS", members=(OPERATOR,))
        (finding,) = wrong(await found(slack, patience=patience))
    assert (finding.what, finding.state) == ("socket", "error")
    return finding


async def test_socket_mode_that_is_switched_off() -> None:
    finding = await wrong_with({"type": "disconnect", "reason": "link_disabled"})
    assert finding.words == "Slack ended the connection (link_disabled)"
    assert finding.fix == "Switch Socket Mode on at api.slack.com/apps, under “Socket Mode”."


async def test_ten_sockets_are_open_already(slack: FakeSlack) -> None:
    async with ClientSession() as session:
        others = [await session.ws_connect(slack.workspace.sockets.ticket()) for _ in range(10)]
        await slack.connected(10)
        (finding,) = wrong(await found(slack))
        for other in others:
            await other.close()
    assert finding.words == "Slack ended the connection (too_many_websockets)"
    assert "stop a Factbox that still runs" in finding.fix


async def test_a_socket_that_never_says_hello() -> None:
    finding = await wrong_with(None, patience=0.05)
    assert finding.words == "no hello came over the socket within 0.05 s"
    assert "wss:// has to pass" in finding.fix


async def test_a_socket_that_a_proxy_does_not_let_through(slack: FakeSlack) -> None:
    address = slack.workspace.url
    slack.workspace.url = "http://127.0.0.1:9"  # nobody listens there
    (finding,) = wrong(await found(slack, access=access_to(slack, api_url=f"{address}/api/")))
    assert finding.words == "the socket could not be opened, or broke off at once"
    assert "ticket" not in str(finding)


async def test_tokens_of_two_apps() -> None:
    finding = await wrong_with({"type": "hello", "connection_info": {"app_id": "A0OTHER"}})
    assert finding.words == "the app token is of another app (A0OTHER) than the bot token (A0FACTBOX)"
    assert finding.fix == "Take both tokens from the same app."


async def test_by_http_the_socket_is_not_tried(slack: FakeSlack) -> None:
    (note,) = wrong(await found(slack, access=access_to(slack, app_token=None, signing_secret=slack.signing_secret)))
    assert (note.what, note.state) == ("socket", "note")
    assert "Event Subscriptions" in note.fix
    assert not any(call.method == "apps.connections.open" for call in slack.calls)


async def test_where_slack_cannot_be_reached(slack: FakeSlack) -> None:
    findings = await found(slack, access=access_to(slack, api_url="http://127.0.0.1:9/api/"))
    assert [(finding.what, finding.state) for finding in findings] == [("bot token", "error"), ("socket", "error")]
    assert all("could not be reached" in finding.words for finding in findings)


async def test_no_token_is_ever_shown(slack: FakeSlack) -> None:
    slack.revoke_token()
    slack.troubles.add("apps.connections.open", "drop-before", times=9)
    told = str(await found(slack))
    assert slack.bot_token not in told
    assert slack.app_token not in told
