"""Payloads read: any JSON is, and what people typed is made readable."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.channels import Place
from bot.news.chat import Press
from bot.platforms.ears import question_key
from bot.platforms.slack.chat_text import names_somebody, readable
from bot.platforms.slack.gestures import (
    Asking,
    heard_in,
    opened_in,
    ordered_in,
    person_in,
    pressed_in,
    said_in,
    text_in,
)

US = "U0BOT"

NAMES = st.sampled_from(
    "type event user id channel ts thread_ts text subtype bot_id edited actions action_id value selected_option message "
    "container message_ts channel_id user_id tab metadata event_payload asked_by piece client_msg_id event_id".split()
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.sampled_from(["app_mention", "message", "U1", US, "C1", "D1", "1.2", "evidence", "feedback", "good", "home"]),
)
JSON = st.recursive(
    LEAVES, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES, inside, max_size=8), max_leaves=15
)
PAYLOADS = st.dictionaries(NAMES, JSON, max_size=8)


@settings(max_examples=100, deadline=None)
@given(payload=PAYLOADS)
def test_any_payload_is_read_without_a_word(payload: dict[str, Any]) -> None:
    heard = heard_in(payload, US)
    assert heard is None or heard.mention.author != US
    pressed = pressed_in(payload)
    assert pressed is None or pressed.place.thread
    for read in (opened_in, ordered_in, person_in):
        read(payload)
    said_in(payload, US)
    said_in(payload.get("message"), US)


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="<>|@#!&;ampltgU1 Cx\n", max_size=60), words=st.text(alphabet="abc!?*_`~.\n", max_size=60))
def test_any_text_is_read_and_what_holds_no_codes_stays(text: str, words: str) -> None:
    assert f"<@{US}>" not in readable(text.replace("&", "+") + f"<@{US}>", US)
    names_somebody(text, US)
    assert readable(words, US) == words.strip()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (f"<@{US}> who won?", "who won?"),
        (f"<@{US}|factbox> who won?", "who won?"),
        (f"can <@{US}> say who won?", "can say who won?"),
        ("what did <@U2> say?", "what did @someone say?"),
        ("what did <@U2|ben> say in <#C1|news>?", "what did @ben say in #news?"),
        ("in <#C1>", "in #channel"),
        ("<!here> and <!subteam^S1|@desk>", "@here and @desk"),
        ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ("AT&amp;T &lt;3 &amp;lt;", "AT&T <3 &lt;"),
        ("see <https://example.org/a?b=1&amp;c=2|the page>", "see the page"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("1 < 2 > 1", "1 < 2 > 1"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_what_was_typed_becomes_words(typed: str, words: str) -> None:
    assert readable(typed, US) == words


def test_an_order_gets_addresses() -> None:
    order = ordered_in({"user_id": "U1", "channel_id": "C1", "text": "why <https://example.org/a|example.org/a>"})
    assert order is not None
    assert order.words == "why https://example.org/a"


@pytest.mark.parametrize(
    ("typed", "named"),
    [(f"<@{US}> and you?", False), ("<@U2> and you?", True), ("<!here> hi", True), ("<!date^1^x|y> <#C1>", False)],
)
def test_who_is_named(typed: str, named: bool) -> None:
    assert names_somebody(typed, US) is named


@pytest.mark.parametrize("piece", ["<", "<@", "<a|", "<a|<", "&amp", "<!x^"])
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    began = time.process_time()
    readable(piece * 40_000, US)
    names_somebody(piece * 40_000, US)
    assert time.process_time() - began < 5  # seconds of work; quadratic it takes minutes


def a_press(action: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"user": {"id": "U1"}, "channel": {"id": "C1"}, "message": {"ts": "1.2"}, "actions": [action], **more}


def test_a_button_in_a_thread_belongs_to_the_thread() -> None:
    pressed = pressed_in(a_press({"action_id": "why"}, message={"ts": "1.5", "thread_ts": "1.2"}))
    assert isinstance(pressed, Press)
    assert (pressed.place, pressed.message) == (Place("slack", "C1", "1.2"), "1.5")


def test_a_message_that_one_person_sees_is_known_by_its_container() -> None:
    container = {"message_ts": "1.5", "thread_ts": "1.2", "channel_id": "C1", "is_ephemeral": True}
    pressed = pressed_in({"user": {"id": "U1"}, "container": container, "actions": [{"action_id": "ask"}]})
    assert pressed == Asking(Place("slack", "C1", "1.2"), "1.5")


@pytest.mark.parametrize("name", ["evidence", "evidence:2", "evidence_2"])
def test_evidence_is_known_whatever_follows_its_name(name: str) -> None:
    pressed = pressed_in(a_press({"action_id": name, "value": "3 r 1-2"}))
    assert isinstance(pressed, Press)
    assert (pressed.button, pressed.value) == ("evidence", "3 r 1-2")


@pytest.mark.parametrize("name", ["good", "evidences", "", "feedback"])
def test_no_other_name_is_a_button_of_ours(name: str) -> None:
    pressed = pressed_in(a_press({"action_id": name, "value": "party"}))
    assert pressed is None


def test_what_stands_in_a_thread() -> None:
    assert said_in({"user": "U1", "text": f"<@{US}> why?", "edited": {"user": "U1"}}, US) is not None
    ours = said_in({"user": US, "text": "Because.", "bot_id": "B1"}, US)
    assert ours is not None
    assert ours.ours
    asked = said_in({"user": US, "metadata": {"event_payload": {"key": question_key("U1", "V1"), "piece": 0}}}, US)
    assert asked is not None
    assert (asked.author, asked.to_us) == ("U1", True)
    forged = said_in({"user": "U2", "text": "x", "metadata": {"event_payload": {"key": question_key("U1", "V1")}}}, US)
    assert forged is not None
    assert forged.author == "U2"
    assert said_in({"user": US, "metadata": {"event_payload": {"key": "k", "piece": 2}}}, US) is None
    assert said_in({"user": "U2", "subtype": "channel_join", "text": "joined"}, US) is None


def test_text_is_never_anything_else() -> None:
    assert text_in({"a": {"b": 3}}, "a", "b") == ""


@pytest.mark.parametrize("mark", ["bot_id", "bot_profile", "hidden", "edited"])
def test_what_nobody_wrote_just_now_is_not_heard(mark: str) -> None:
    event = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.2", "text": f"<@{US}> who won?"}
    assert heard_in({"event": event}, US) is not None
    assert heard_in({"event": event | {mark: True}}, US) is None
