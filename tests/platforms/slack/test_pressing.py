"""Buttons, forms, commands and our page: whoever does something sees what comes of it, alone."""

from __future__ import annotations

import asyncio

import pytest

from bot.news.channels import Place
from bot.news.chat import Person
from bot.news.showing.forms import Field, FormCard
from bot.news.showing.shown import NoticeCard
from bot.outcomes import Rejected, Unavailable
from bot.platforms.slack.doings import PATIENCE
from bot.platforms.slack.standing import KEPT
from tests.fakes.slack import FakeSlack
from tests.platforms.receptions import NotedReception
from tests.platforms.slack.plugged import heard, listening, nothing_more

BUTTONS = [
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": name, "text": {"type": "plain_text", "text": name}}
            for name in ("ask", "follow", "unfollow", "sources", "why")
        ],
    },
    {
        "type": "actions",
        "elements": [
            {
                "type": "static_select",
                "action_id": "evidence",
                "options": [{"text": {"type": "plain_text", "text": "[3] Ships wait"}, "value": "3 rev-1 10-20"}],
            }
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "good"},
                "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "bad"},
            }
        ],
    },
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "party", "text": {"type": "plain_text", "text": "?"}, "value": "x"}
        ],
    },
]


@pytest.mark.parametrize(
    ("action", "value", "button", "carried"),
    [
        ("evidence", "3 rev-1 10-20", "evidence", "3 rev-1 10-20"),
        ("sources", None, "sources", ""),
        ("why", None, "why", ""),
        ("follow", None, "follow", ""),
        ("unfollow", None, "unfollow", ""),
        ("feedback", "good", "good", ""),
        ("feedback", "bad", "bad", ""),
    ],
)
async def test_a_button_shows_its_card_to_whoever_pressed_it(
    slack: FakeSlack, action: str, value: str | None, button: str, carried: str
) -> None:
    reception = NotedReception()
    root = await posted(slack)
    async with listening(slack, reception):  # a new one: the button was posted before
        await slack.presses("U1", "C1", root, action, value)
        await slack.until(lambda: slack.ephemerals)
    (press,) = reception.presses
    assert (press.button, press.value, press.message) == (button, carried, root)
    assert press.place == Place("slack", "C1", root)
    assert press.person == Person("slack", "U1", manages=True, zone="Europe/Berlin")
    (shown,) = slack.ephemerals
    assert (shown.user, shown.thread_ts, shown.text) == ("U1", None, "Here it is.")


async def test_a_button_in_a_thread_shows_its_card_there(slack: FakeSlack) -> None:
    reception = NotedReception()
    root = await posted(slack)
    reply = await posted(slack, root)
    async with listening(slack, reception):
        await slack.presses("U2", "C1", reply, "why")
        await slack.until(lambda: slack.ephemerals)
    assert slack.ephemerals[0].thread_ts == root
    assert (reception.presses[0].place, reception.presses[0].message) == (Place("slack", "C1", root), reply)
    assert not reception.presses[0].person.manages


async def posted(slack: FakeSlack, thread: str | None = None) -> str:
    """A message of ours with every button, from before."""
    async with listening(slack) as plug:
        more = {"thread_ts": thread} if thread else {}
        answer = await plug.calls("chat.postMessage", channel="C1", text="A brief.", blocks=BUTTONS, **more)
        return str(answer["ts"])


async def test_a_button_of_another_kind_does_nothing(slack: FakeSlack) -> None:
    reception = NotedReception()
    root = await posted(slack)
    async with listening(slack, reception):
        await slack.presses("U1", "C1", root, "party", "x")
        await slack.presses("U1", "C1", root, "why")
        await slack.until(lambda: slack.ephemerals)
    assert [press.button for press in reception.presses] == ["why"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unavailable("The store is busy."), "The store is busy."),
        (Rejected("You may not."), "You may not."),
        (RuntimeError("secret detail"), "went wrong on my side"),
    ],
)
async def test_what_goes_wrong_is_told(slack: FakeSlack, error: Exception, words: str) -> None:
    root = await posted(slack)
    async with listening(slack, NotedReception(raises=error)):
        await slack.presses("U1", "C1", root, "why")
        await slack.until(lambda: slack.ephemerals)
    assert words in slack.ephemerals[0].text
    assert "secret" not in slack.ephemerals[0].text


async def test_ask_posts_the_question_and_then_it_is_a_mention(slack: FakeSlack) -> None:
    root = await posted(slack)
    async with listening(slack) as plug:
        await slack.presses("U1", "C1", root, "ask")
        await slack.until(lambda: slack.views)
        await slack.submits("U1", next(iter(slack.views)), {"question": "Who won <!channel> *now*?"})
        (mention,) = await heard(plug)
        assert (mention.text, mention.author, mention.place) == (
            "Who won <!channel> *now*?",
            "U1",
            Place("slack", "C1", root),
        )
        (quoted,) = slack.messages("C1", root)
        assert "ada" in quoted["text"]
        assert quoted["blocks"][0]["elements"][1]["type"] == "rich_text_quote"
        # Who asked by the form was answered, and may go on.
        await plug.send(NoticeCard("The reds."), mention.place, key="k")
        await slack.says("U1", "C1", "when?", root)
        assert [m.text for m in await heard(plug)] == ["when?"]


async def test_a_question_without_words_is_told_beside_its_field(slack: FakeSlack) -> None:
    root = await posted(slack)
    async with listening(slack):
        await slack.presses("U1", "C1", root, "ask")
        await slack.until(lambda: slack.views)
        answer = await slack.submits("U1", next(iter(slack.views)), {"question": "  \n"})
        assert answer is not None
        assert answer["errors"] == {"question": "Write a question."}
        assert slack.messages("C1", root) == []


async def test_a_question_that_may_stand_there_is_answered(slack: FakeSlack) -> None:
    root = await posted(slack)
    async with listening(slack) as plug:
        await slack.presses("U1", "C1", root, "ask")
        await slack.until(lambda: slack.views)
        slack.troubles.add("chat.postMessage", "drop-after")
        await slack.submits("U1", next(iter(slack.views)), {"question": "Who won?"})
        assert [m.text for m in await heard(plug)] == ["Who won?"]
        assert len(slack.messages("C1", root)) == 1


async def test_what_was_acknowledged_is_brought_to_its_end_on_closing(slack: FakeSlack) -> None:
    reception = NotedReception(gate=asyncio.Event())
    async with listening(slack, reception) as plug:
        await slack.commands("U1", "C1", "now")
        await slack.until(lambda: reception.orders)
        closing = asyncio.create_task(plug.close())
        done, _ = await asyncio.wait([closing], timeout=0.2)
        assert not done
        assert not slack.workspace.sockets.open
        assert reception.gate is not None
        reception.gate.set()
        await closing
    assert [shown.text for shown in slack.ephemerals] == ["Here it is."]


async def test_a_question_that_cannot_be_posted_is_told(slack: FakeSlack) -> None:
    root = await posted(slack)
    async with listening(slack) as plug:
        await slack.presses("U1", "C1", root, "ask")
        await slack.until(lambda: slack.views)
        slack.troubles.add("chat.postMessage", "error:restricted_action")
        await slack.submits("U1", next(iter(slack.views)), {"question": "Who won?"})
        await slack.until(lambda: slack.ephemerals)
        assert "restricted_action" in slack.ephemerals[0].text
        # Kept it is all the same: whoever answers it is refused as well, and ends it.
        assert [mention.text for mention in await heard(plug)] == ["Who won?"]


async def test_a_question_that_cannot_be_kept_stays_in_its_form(slack: FakeSlack) -> None:
    root, reception = await posted(slack), NotedReception(away=True)
    async with listening(slack, reception) as plug:
        await slack.presses("U1", "C1", root, "ask")
        await slack.until(lambda: slack.views)
        answer = await slack.submits("U1", next(iter(slack.views)), {"question": "Who won?"})
        assert "again in a moment" in str(answer)
        assert not slack.messages("C1", root)
        reception.away = False
        await slack.submits("U1", next(iter(slack.views)), {"question": "Who won?"})
        assert [mention.text for mention in await heard(plug)] == ["Who won?"]
        assert await nothing_more(plug)
        assert len(slack.messages("C1", root)) == 1


FORM = FormCard(
    "subscribe",
    "Subscribe",
    "Save",
    (Field("times", "Times", "text", ("08:00",)), Field("zone", "Zone", "text", ("UTC",))),
    Place("slack", "C1"),
)


async def test_a_command_opens_its_form_and_errors_stand_at_their_fields(slack: FakeSlack) -> None:
    reception = NotedReception(form=FORM, errors={"zone": "There is no zone “Mars”."})
    async with listening(slack, reception):
        await slack.commands("U1", "C1", "subscribe <https://example.org/feed|example.org>")
        await slack.until(lambda: slack.views)
        assert reception.orders[0].words == "subscribe https://example.org/feed"
        assert reception.orders[0].person == Person("slack", "U1", manages=True, zone="Europe/Berlin")
        view = next(iter(slack.views))
        await slack.submits("U1", view, {"zone": "Mars"})
        assert slack.view_errors[view] == {"zone": "There is no zone “Mars”."}
        reception.errors = {}
        await slack.submits("U1", view, {"zone": "UTC"})
        await slack.until(lambda: slack.ephemerals)
    assert not slack.views
    assert dict(reception.forms[-1].values) == {"times": ("08:00",), "zone": ("UTC",)}
    assert reception.forms[-1].place == Place("slack", "C1")
    assert slack.ephemerals[0].text == "Here it is."


async def test_a_slow_reception_is_acknowledged_in_time_and_heard_later(slack: FakeSlack) -> None:
    assert PATIENCE < 3
    gate = asyncio.Event()
    reception = NotedReception(form=FORM)
    async with listening(slack, reception, patience=0.02):
        await slack.commands("U1", "C1", "subscribe")
        await slack.until(lambda: slack.views)
        reception.gate, reception.errors = gate, {"zone": "There is no zone “Mars”."}
        await slack.submits("U1", next(iter(slack.views)), {"zone": "Mars"})  # it stands still: the fake's clock does
        assert not slack.views
        assert not slack.ephemerals
        gate.set()
        await slack.until(lambda: slack.ephemerals)
    assert "There is no zone “Mars”." in slack.ephemerals[0].text


async def test_a_command_is_acknowledged_before_its_card_is_there(slack: FakeSlack) -> None:
    reception = NotedReception(gate=asyncio.Event())
    async with listening(slack, reception):
        await slack.commands("U1", "C1", "now")
        await slack.until(lambda: reception.orders)
        assert not slack.ephemerals
        assert reception.gate is not None
        reception.gate.set()
        await slack.until(lambda: slack.ephemerals)
    assert slack.ephemerals[0].text == "Here it is."


async def test_a_command_where_we_are_not_is_answered_all_the_same(slack: FakeSlack) -> None:
    slack.channel("C9", "elsewhere", creator="U2", members=("U1",), bot_in=False)
    reception = NotedReception()
    async with listening(slack, reception):
        await slack.commands("U1", "C9", "help")
        await slack.until(lambda: slack.ephemerals)
    assert slack.ephemerals[0].how == "response_url"
    assert not reception.orders[0].person.manages


async def test_our_page_is_published_for_whoever_opens_it(slack: FakeSlack) -> None:
    reception = NotedReception()
    async with listening(slack, reception):
        await slack.opens_home("U1")
        await slack.until(lambda: "U1" in slack.homes)
        await slack.opens_home("U1", "messages")
        await slack.until(lambda: slack.prompts)
    assert reception.homes == [Person("slack", "U1", zone="Europe/Berlin")]  # whoever made a channel manages but that
    assert slack.prompts[0]["channel"] == slack.direct("U1")


async def test_who_may_what(slack: FakeSlack) -> None:
    slack.person("U3", admin=True, zone="Asia/Tokyo")
    slack.person("U4", guest=True)
    slack.channel("C4", creator="U4", members=("U4",))
    slack.channel("C1", "news", creator="U1", members=("U1", "U2", "U3", "U4"))
    reception = NotedReception()
    async with listening(slack, reception):
        for user in ("U1", "U2", "U3", "U4"):
            await slack.commands(user, "C1", "help")
            await slack.until(lambda: reception.orders[-1:] and reception.orders[-1].person.id == user)  # noqa: B023
        await slack.commands("U2", slack.direct("U2"), "help")
        await slack.commands("U4", "C4", "help")
        await slack.until(lambda: len(reception.orders) == 6)
        people = {(o.person.id, o.place.channel): o.person for o in reception.orders}
        assert [people[u, "C1"].manages for u in ("U1", "U2", "U3", "U4")] == [True, False, True, False]
        assert [people[u, "C1"].guest for u in ("U1", "U2", "U3", "U4")] == [False, False, False, True]
        assert people["U3", "C1"].zone == "Asia/Tokyo"
        assert not people["U2", "U2"].manages  # it is theirs by its name
        assert people["U4", "C4"] == Person("slack", "U4", guest=True, zone="Europe/Berlin")  # though they made it
        asked = len([c for c in slack.calls if c.method in ("users.info", "conversations.info")])
        assert asked == 4 + 3  # each person and channel once
        slack.person("U2", admin=True)
        slack.clock.forward(KEPT + 1)
        await slack.commands("U2", "C1", "help")
        await slack.until(lambda: len(reception.orders) == 7)
    assert reception.orders[-1].person.manages


async def test_whom_slack_does_not_tell_of_may_nothing(slack: FakeSlack) -> None:
    slack.drop_scope("users:read")
    reception = NotedReception()
    async with listening(slack, reception):
        await slack.commands("U1", "C1", "help")
        await slack.until(lambda: reception.orders)
    assert reception.orders[0].person == Person("slack", "U1", guest=True)
