"""Which messages of a thread are for us without naming us."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.addressed import Said, Talk, after, can_be_for_us, for_us

US = Said("us", "The reds won.", ours=True)


def talk_of(*messages: Said, open_to_all: bool = False) -> Talk:
    talk = Talk()
    for message in messages:
        talk = after(talk, message, open_to_all)
    return talk


ASKED = Said("ann", "who won?", to_us=True)


@pytest.mark.parametrize(
    "words",
    [
        "When did it happen?",
        "when was that",
        "more",
        "evidence 3",
        "shorter please",
        "translate to German",
        "and in Rome?",
        "So, who lost?",
        "Who said so? I read otherwise.",
        "Und wann?",
        "какие города？",
        "他是谁？",
    ],
)
def test_the_one_who_was_answered_may_go_on(words: str) -> None:
    assert for_us(talk_of(ASKED, US), Said("ann", words))


@pytest.mark.parametrize(
    "words",
    [
        "thanks!",
        "ok cool",
        "Great news.",
        "What a mess",
        "How sad!",
        "",
        "lol",
        "Ben, did you see it?",
        "hey Ben, why?",
    ],
)
def test_what_asks_nothing_of_us_is_left_alone(words: str) -> None:
    assert not for_us(talk_of(ASKED, US), Said("ann", words))


def test_only_the_next_message_is_a_reply() -> None:
    again = Said("ann", "when was it?")
    assert for_us(talk_of(ASKED, US), again)
    assert not for_us(talk_of(ASKED, US, Said("ann", "thanks!")), again)
    assert not for_us(talk_of(ASKED, US, Said("ben", "was it not on Friday?")), again)
    assert not for_us(talk_of(ASKED), again)  # not answered yet
    assert for_us(talk_of(ASKED, US, again, US), again)  # a longer conversation


def test_another_person_is_not_the_one_who_was_answered() -> None:
    assert not for_us(talk_of(ASKED, US), Said("ben", "when was it?"))


def test_two_who_asked_are_answered_in_their_order() -> None:
    both = (ASKED, Said("ben", "who lost?", to_us=True), US)
    assert for_us(talk_of(*both), Said("ann", "when?"))
    assert not for_us(talk_of(*both), Said("ben", "when?"))
    assert for_us(talk_of(*both, US), Said("ben", "when?"))


def test_a_post_of_ours_that_answers_nobody_has_no_reply() -> None:
    assert not for_us(talk_of(US), Said("ann", "when was it?"))
    assert for_us(talk_of(ASKED, US, US), Said("ann", "when was it?"))  # an answer in two messages


def test_who_names_somebody_speaks_to_them() -> None:
    assert not for_us(talk_of(ASKED, US), Said("ann", "when was it?", names=True), open_to_all=True)


@pytest.mark.parametrize(
    ("before", "said", "ours"),
    [
        ((US,), Said("ann", "How many were hurt?"), True),
        ((US,), Said("ann", "evidence 2"), True),
        ((US, Said("ben", "A bad day.")), Said("ann", "How many were hurt?"), True),
        ((US, Said("ben", "A bad day.")), Said("ann", "why do you say so?"), False),
        ((US,), Said("ann", "Should we buy that stock?"), False),
        ((US,), Said("ann", "What do you think of him?"), False),
        ((US,), Said("ann", "What a day"), False),
        ((Said("ben", "Where is lunch?"),), Said("ann", "How many are we?"), False),
    ],
)
def test_open_threads(before: tuple[Said, ...], said: Said, ours: bool) -> None:
    assert for_us(talk_of(*before, open_to_all=True), said, open_to_all=True) is ours
    assert not for_us(talk_of(*before), said)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.builds(
            Said,
            st.sampled_from(["ann", "ben"]),
            st.one_of(st.text(max_size=40), st.sampled_from(["why?", "more", "ok"])),
            ours=st.booleans(),
            to_us=st.booleans(),
            names=st.booleans(),
        ),
        max_size=30,
    ),
    st.booleans(),
)
def test_any_thread_is_read(messages: list[Said], open_to_all: bool) -> None:
    talk = talk_of(*messages, open_to_all=open_to_all)
    assert len(talk.asked) <= 20
    if messages and not messages[-1].ours:
        assert talk.answered is None


@pytest.mark.parametrize("piece", ["?", "what ", "A, ", "\"'", "hey hey ", "why? "])
def test_long_text_is_judged_in_linear_time(piece: str) -> None:
    began = time.process_time()
    can_be_for_us(piece * 20_000)
    assert time.process_time() - began < 5  # seconds of work
