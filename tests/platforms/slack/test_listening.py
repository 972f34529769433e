"""What people do in Slack reaches us once, is acknowledged at once, and is answered where it was done."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot.news.channels import Mention, Place
from bot.news.showing.shown import AnswerCard, CardLine, NoticeCard
from bot.outcomes import Rejected, Unavailable
from bot.platforms.said_back import BUSY
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Identity
from bot.platforms.slack.doings import Doings
from bot.platforms.slack.listeners import Listeners
from bot.platforms.slack.slack import Slack
from tests.fakes.slack import FakeSlack
from tests.fakes.slack.socket_mode import ACK_SECONDS
from tests.platforms.receptions import NotedReception
from tests.platforms.slack.plugged import heard, listening, nothing_more


async def test_a_mention_is_heard_without_our_name(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        ts = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won &amp; when, <@U2|ben>?")
        (mention,) = await heard(plug)
        assert (mention.text, mention.author) == ("who won & when, @ben?", "U1")
        assert mention.place == Place("slack", "C1", ts)
        assert mention.also[0] == f"C1:{ts}"
        assert await nothing_more(plug)


async def test_a_mention_in_a_thread_belongs_to_it(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        root = await slack.says("U2", "C1", "The port is shut.")
        await slack.says("U1", "C1", f"<@{slack.bot_user}> why?", root)
        assert [m.place for m in await heard(plug)] == [Place("slack", "C1", root)]


async def test_a_direct_message_needs_no_mention_and_is_answered_in_its_thread(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        ts = await slack.says("U1", "U1", "who won?")
        (mention,) = await heard(plug)
        assert mention.place == Place("slack", "U1", ts)
        await plug.reading(mention)
        assert slack.statuses[0]["channel"] == slack.direct("U1")
        await plug.send(NoticeCard("The reds did."), mention.place, key="k")
        assert [m["text"] for m in slack.messages("U1", ts)] == ["The reds did."]


async def test_one_gesture_is_one_mention_however_often_it_comes(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?", client_msg_id="one-gesture")
        assert {event.type for event in slack.events} == {"app_mention", "message"}
        for event in list(slack.events):
            await slack.redeliver(event.id)
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?", client_msg_id="one-gesture")
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who lost?")
        assert [m.text for m in await heard(plug, 2)] == ["who won?", "who lost?"]
        assert await nothing_more(plug)


async def test_what_cannot_be_kept_is_not_acknowledged_and_comes_again(slack: FakeSlack) -> None:
    reception = NotedReception(away=True)
    async with listening(slack, reception) as plug:
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?", wait=False)
        for _ in range(2):  # it comes as a mention, and as a message
            await asyncio.wait_for(reception.refusals.acquire(), 10)
        assert not any(event.acked for event in slack.events)
        reception.away = False
        slack.clock.forward(ACK_SECONDS)
        await slack.until(lambda: all(event.acked for event in slack.events))
        assert [mention.text for mention in await heard(plug)] == ["who won?"]
        assert await nothing_more(plug)


async def test_what_takes_long_to_keep_comes_again_and_is_heard_once(slack: FakeSlack) -> None:
    class Slow(NotedReception):
        async def heard(self, mention: Mention) -> bool:
            await ready.wait()
            return await super().heard(mention)

    ready = asyncio.Event()
    async with listening(slack, Slow(), patience=0.05) as plug:
        await slack.says("U1", "U1", "who won?", wait=False)
        await slack.until(lambda: slack.workspace.sockets.open[0].sent)
        slack.clock.forward(ACK_SECONDS)
        await slack.until(lambda: slack.workspace.sockets.open[0].sent[1:])
        assert not any(event.acked for event in slack.events)
        ready.set()
        assert [mention.text for mention in await heard(plug)] == ["who won?"]
        slack.clock.forward(ACK_SECONDS)
        await slack.until(lambda: slack.events[0].acked or len(slack.events[0].attempts) == 2)
        slack.clock.forward(61)
        await slack.until(lambda: slack.events[0].acked)
        assert await nothing_more(plug)


async def test_what_no_person_wrote_is_not_heard(slack: FakeSlack) -> None:
    us = slack.bot_user
    written = {"type": "message", "channel": "C1", "user": "U1", "text": f"<@{us}> hello?", "ts": "1.2"}
    async with listening(slack) as plug:
        for other in (
            {"user": us},
            {"bot_id": "B9"},
            {"subtype": "message_changed"},
            {"subtype": "channel_join"},
            {"subtype": "bot_message"},
            {"edited": {"user": "U1", "ts": "1.3"}},
            {"user": ""},
            {"ts": "soon"},
        ):
            await slack.tells({**written, **other})
        assert await nothing_more(plug)


async def test_a_direct_reply_needs_no_mention(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        root = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        (asked,) = await heard(plug)
        await plug.send(NoticeCard("The reds did."), asked.place, key="k")
        await slack.says("U1", "C1", "and when?", root)
        assert [m.text for m in await heard(plug)] == ["and when?"]
        assert not [call for call in slack.calls if call.method == "conversations.replies"]  # we were there


async def test_people_who_talk_to_each_other_are_left_alone(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        root = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        (asked,) = await heard(plug)
        await plug.send(NoticeCard("The reds did."), asked.place, key="k")
        await slack.says("U1", "C1", "thanks!", root)
        await slack.says("U1", "C1", "when was that?", root)  # to Ben, who can see that they went on talking
        await slack.says("U2", "C1", "was it not on Friday?", root)
        await slack.says("U1", "C1", "what is for lunch?")
        slack.channel("C2", "talk", members=("U1", "U2"))
        again = await slack.says("U1", "C2", f"<@{slack.bot_user}> who lost?")
        (asked,) = await heard(plug)
        await plug.send(NoticeCard("The blues."), asked.place, key="k2")
        await slack.says("U1", "C2", "<@U2> did you see it?", again)
        assert await nothing_more(plug)


async def test_two_who_ask_in_one_thread_may_both_go_on(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        root = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        await slack.redeliver(slack.events[0].id)
        await slack.says("U2", "C1", f"<@{slack.bot_user}> who lost?", root)
        place = (await heard(plug, 2))[0].place
        growing = plug.grow(Mention("e1", place, "U1", "who won?"), key="k1")
        await growing.end(AnswerCard((CardLine("The reds won."),), "", (), ()))
        await slack.says("U2", "C1", "why?", root)  # not answered yet
        await slack.says("U2", "C1", "thanks", root)
        growing = plug.grow(Mention("e2", place, "U2", "who lost?"), key="k2")
        await growing.end(AnswerCard((CardLine("The blues lost."),), "", (), ()))
        await slack.says("U1", "C1", "when?", root)
        again = await slack.says("U1", "C1", f"<@{slack.bot_user}> when?", root)
        assert [m.also[0] for m in await heard(plug)] == [f"C1:{again}"]
        assert await nothing_more(plug)


async def test_after_a_restart_a_direct_reply_is_known_from_the_thread(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        root = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        (asked,) = await heard(plug)
        await plug.send(NoticeCard("The reds did."), asked.place, key="k")
    async with listening(slack) as plug:
        await slack.says("U1", "C1", "and when?", root)
        await heard(plug)
        await slack.says("U1", "C1", "and where?", root)  # before our answer: not to it
        await slack.says("U2", "C1", "and why?", root)
        assert len([call for call in slack.calls if call.method == "conversations.replies"]) == 1
        assert await nothing_more(plug)


async def test_after_a_rest_what_was_said_meanwhile_is_known_from_the_thread(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        root = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        (asked,) = await heard(plug)
        await plug.rest()
        async with listening(slack) as other:
            await other.send(NoticeCard("The reds did."), asked.place, key="k")
        await plug.hear()
        await slack.says("U1", "C1", "and when?", root)
        assert [m.text for m in await heard(plug)] == ["and when?"]


async def test_open_follow_ups_hear_what_others_ask_below_our_posts(slack: FakeSlack) -> None:
    async with listening(slack, follow_ups="open") as plug:
        root = await plug.send(NoticeCard("The port is shut."), Place("slack", "C1"), key="k")
        await slack.says("U2", "C1", "How many ships wait there?", root)
        await slack.says("U1", "C1", "do you know that port?", root)  # is put to Ben
        alone = await slack.says("U1", "C1", "A thread of our own")
        await slack.says("U2", "C1", "How many ships wait there?", alone)
        assert [m.text for m in await heard(plug)] == ["How many ships wait there?"]
        assert await nothing_more(plug)


async def test_a_thread_that_cannot_be_read_is_left_alone(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        root = await slack.says("U2", "C1", "The port is shut.")
        slack.troubles.add("conversations.replies", "error:missing_scope")
        await slack.says("U1", "C1", "why?", root)
        await slack.until(lambda: any(call.method == "conversations.replies" for call in slack.calls))
        await slack.says("U1", "C1", "and when?", root)
        assert await nothing_more(plug)
    assert len([call for call in slack.calls if call.method == "conversations.replies"]) == 1


async def test_when_too_many_wait_the_next_one_is_told(slack: FakeSlack) -> None:
    async with listening(slack, waiting=2) as plug:
        for number in range(3):
            await slack.says("U1", "C1", f"<@{slack.bot_user}> question {number}?")
        await slack.until(lambda: slack.ephemerals)
        assert BUSY.text in slack.ephemerals[0].text
        assert len(await heard(plug, 2)) == 2
        await slack.says("U1", "C1", f"<@{slack.bot_user}> once more?")
        assert [m.text for m in await heard(plug)] == ["once more?"]


async def test_who_has_to_wait_sees_that_we_are_at_it(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        taken = asyncio.create_task(heard(plug))  # somebody is free for the first of them
        first = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        await taken
        second = await slack.says("U1", "C1", f"<@{slack.bot_user}> who lost?")
        await slack.until(lambda: slack.statuses)
        await plug.close()
        assert first != second
        assert [status["thread_ts"] for status in slack.statuses] == [second]


async def test_reading_is_seen_at_once_and_harms_nothing(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        ts = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        (mention,) = await heard(plug)
        await plug.reading(mention)
        assert {(s["channel"], s["thread_ts"], s["status"]) for s in slack.statuses} == {("C1", ts, "is reading…")}
        slack.troubles.add("assistant.threads.setStatus", "error:missing_scope")
        await plug.reading(mention)


async def test_an_answer_grows_in_its_thread(slack: FakeSlack) -> None:
    async with listening(slack) as plug:
        ts = await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        (mention,) = await heard(plug)
        growing = plug.grow(mention, key="k")
        card = AnswerCard((CardLine("The reds won."),), "", (), ())
        await growing.show(card)
        await growing.end(card)
        assert len(slack.messages("C1", ts)) == 1
        await slack.says("U1", "C1", "when?", ts)
        assert [m.text for m in await heard(plug)] == ["when?"]


Odd = Callable[[FakeSlack], Awaitable[Any]]


@pytest.mark.parametrize(
    "odd",
    [
        lambda slack: slack.tells({"type": "channel_archive", "channel": "C1"}),
        lambda slack: slack.tells({"type": "app_context_changed", "context": {"entities": []}}),
        lambda slack: slack.tells({"type": "message"}),
        lambda slack: slack.tells({"type": "app_mention", "user": ["U1"], "channel": {"id": 3}, "text": None}),
        lambda slack: slack.tells({"type": 7}),
        lambda slack: slack.does({"type": "holodeck"}),
        lambda slack: slack.does({}),
        lambda slack: slack.does({"type": "block_actions", "actions": []}),
        lambda slack: slack.does({"type": "block_actions", "actions": [None], "user": "U1"}),
        lambda slack: slack.does({"type": "block_actions", "actions": [{"action_id": 5}], "user": {"id": "U1"}}),
        lambda slack: slack.does({"type": "view_submission", "view": {"callback_id": "ask"}, "user": {"id": "U1"}}),
        lambda slack: slack.does({"type": "view_submission", "view": {"callback_id": "x"}, "user": {"id": "U1"}}),
        lambda slack: slack.does({"type": "view_submission", "view": []}),
        lambda slack: slack.does({"type": "shortcut", "callback_id": "x", "user": {"id": "U1"}}),
        lambda slack: slack.commands("U1", "C1", "now", "/unknown"),
    ],
)
async def test_any_payload_is_acknowledged_and_the_next_mention_heard(slack: FakeSlack, odd: Odd) -> None:
    async with listening(slack) as plug:
        with capture_logs():
            await odd(slack)
        await slack.says("U1", "C1", f"<@{slack.bot_user}> are you there?")
        assert [m.text for m in await heard(plug)] == ["are you there?"]


@pytest.mark.parametrize(("token", "words"), [("bot", "bot token"), ("app", "app token")])
async def test_a_wrong_token_ends_the_start_in_words_that_do_not_show_it(
    slack: FakeSlack, token: str, words: str
) -> None:
    bot, app = ("xoxb-wrong", slack.app_token) if token == "bot" else (slack.bot_token, "xapp-wrong")
    plug = Slack(Access(bot, app, api_url=slack.api_url), NotedReception())

    async def begin() -> None:
        await plug.start()
        await plug.hear()

    with pytest.raises(Rejected, match=words) as error:
        await begin()
    await plug.close()
    assert "wrong" not in str(error.value)


@pytest.mark.parametrize("kind", ["http-500", "429", "bad-json", "drop-before"])
async def test_a_slack_that_cannot_connect_us_may_be_tried_again(slack: FakeSlack, kind: str) -> None:
    slack.troubles.add("apps.connections.open", kind)
    plug = Slack(Access(slack.bot_token, slack.app_token, api_url=slack.api_url), NotedReception())
    await plug.start()
    with pytest.raises(Unavailable):
        await plug.hear()
    await plug.hear()
    await plug.close()


async def test_what_is_not_known_is_logged_without_what_it_holds(slack: FakeSlack) -> None:
    async with listening(slack):
        with capture_logs() as logs:
            await slack.does({"type": "holodeck", "secret": "of somebody"})
    assert [(entry["event"], entry["type"]) for entry in logs] == [("slack_payload_unknown", "holodeck")]


async def test_slack_variables_of_the_environment_change_nothing(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    us = Identity(slack.bot_user, "B0BOT", "factbox", slack.team, frozenset())
    for name in ("BOT_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET", "VERIFICATION_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", "someone-elses")
    async with listening(slack) as plug:
        await slack.says("U1", "C1", f"<@{slack.bot_user}> who won?")
        assert await heard(plug)
    # With these two Bolt would become an app that installs itself anywhere.
    assert Listeners(cast(Doings, None), us, slack.api_url).app.oauth_flow is None
    assert os.environ["SLACK_CLIENT_ID"] == "someone-elses"
