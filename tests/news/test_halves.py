from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.conversation import in_thread
from bot.news.asking.drafts import draft_reply
from bot.news.asking.halves import halves_of
from bot.news.asking.passages import PassageIndex
from bot.news.channels import Turn
from bot.news.types import DraftAnswer, Evidence, RevisionId, Span
from tests.make import a_source

SPLIT = [
    ("How many boats were launched overnight, and who says so?", ["How many boats were launched overnight?", "Who says so?"]),
    ("Who was arrested and when?", ["Who was arrested?", "When was somebody arrested?"]),
    ("When and where did it happen?", ["When did it happen?", "Where did it happen?"]),
    (
        "When, where and why did the ferry sink?",
        ["When did the ferry sink?", "Where did the ferry sink?", "Why did the ferry sink?"],
    ),
    ("What did Renner and Okafor say?", ["What did Renner say?", "What did Okafor say?"]),
    (
        "What did the mayor and the bishop say about the fire?",
        ["What did the mayor say about the fire?", "What did the bishop say about the fire?"],
    ),
    ("How many were killed, and what caused the fire?", ["How many were killed?", "What caused the fire?"]),
    ("How many people were hurt and how many died?", ["How many people were hurt?", "How many died?"]),
    ("Who won the race and by how much?", ["Who won the race?", "By how much was it that somebody won the race?"]),
    ("Did the mayor resign, and if so why?", ["Did the mayor resign?", "Why did the mayor resign?"]),
    ("Did the mayor resign and when?", ["Did the mayor resign?", "When did the mayor resign?"]),
    ("What did the minister sign and where?", ["What did the minister sign?", "Where did the minister sign?"]),
    (
        "Which country won the cup and when?",
        ["Which country won the cup?", "When was it that the country won the cup?"],
    ),
    ("Why was the harbour closed and when will it reopen?", ["Why was the harbour closed?", "When will it reopen?"]),
    ("Who was arrested? And when?", ["Who was arrested?", "When was somebody arrested?"]),
    ("Who led the rescue? How many helicopters were sent?", ["Who led the rescue?", "How many helicopters were sent?"]),
    ("What is the ship called, and who owns it?", ["What is the ship called?", "Who owns it?"]),
    ("Who killed the man and where is the weapon?", ["Who killed the man?", "Where is the weapon?"]),
    ("When was the bridge built and by whom?", ["When was the bridge built?", "By whom was the bridge built?"]),
    ("Who was hurt, where and why?", ["Who was hurt?", "Where was somebody hurt?", "Why was somebody hurt?"]),
    ("How and why did the bridge collapse?", ["How did the bridge collapse?", "Why did the bridge collapse?"]),
]  # fmt: skip
WHOLE = [
    "Where are the talks between Norvia and Halden held?",
    "What did Marks and Spencer say?",
    "What did the Department of Health and Social Care say?",
    "Did he say who did it and why?",
    "Who said what and when?",
    "What do we know about who paid and how much?",
    "What do the rules say about when and where boats may sail?",
    "Who bought bread and butter?",
    "Which team beat Halden and Velmora?",
    "How many ships and planes were lost?",
    "Why did the mayor and the council agree?",
    "How many people were killed and wounded?",
    "Who is the minister of trade and industry?",
    "Did Renner and Okafor meet?",
    "A ferry sank off Sorrel? An odd story. Who owns it?",
    "What happened between the strike and the vote?",
    "Where do Ines and Tobias live?",
    "Ferry crash and fire in Halden",
    "When was the law on food and drink passed?",
    "Which of the black and white horses won?",
    "and why?",
    "",
]


@pytest.mark.parametrize(("question", "parts"), SPLIT)
def test_two_questions_are_parted(question: str, parts: list[str]) -> None:
    found = halves_of(in_thread(question))
    assert len(found) == len(parts)
    assert [half.text for half in found] == parts


@pytest.mark.parametrize("question", WHOLE)
def test_one_question_stays_one(question: str) -> None:
    asked = in_thread(question)
    assert halves_of(asked) == (asked,)


def test_a_half_that_points_back_knows_the_first() -> None:
    second = halves_of(in_thread("Why was the harbour closed and when will it reopen?"))[1]
    assert {"reopen", "harbor"} & {w.stem for w in second.question.wanted} == {"reopen"} or "harbour" in second.meant
    assert "harbour" in second.meant
    assert second.question.kind == "time"


def test_at_most_three() -> None:
    assert len(halves_of(in_thread("Who was hurt? Who was saved? Who was lost? Who was found? Who paid?"))) == 3
    assert len(halves_of(in_thread("Who was hurt and who was saved and who was lost and who has paid?"))) == 3


def test_the_halves_of_a_follow_up_know_the_thread() -> None:
    turn = Turn("How many passengers were injured on the Northern Lark?", "14 passengers")
    halves = halves_of(in_thread("Where were they taken and when?", (turn,)))
    assert len(halves) == 2
    assert all("Northern Lark" in half.meant or "passengers" in half.meant for half in halves)


def test_a_question_about_the_last_answer_is_one() -> None:
    turn = Turn("How many were hurt and who was saved?", "14 passengers", (Evidence(RevisionId("a1"), Span(0, 9)),))
    asked = in_thread("Who said that?", (turn,))
    assert halves_of(asked) == (asked,)


FERRY = a_source(
    "A ferry ran aground off Port Ellery on Tuesday evening, injuring 14 passengers.\n\n"
    "The rescue was led by the coastguard, which sent three helicopters.\n\n"
    "“The lights went out,” said Amara Lindqvist, a teacher from Halden.\n\n"
    "Transport minister Tobias Renner said that the ferry had passed its check in March.\n\n"
    "The fuel tank held 40 tonnes, the owner claimed.",
    title="Ferry runs aground off Port Ellery",
)
SOURCES = {RevisionId("a1"): FERRY}


def reply(question: str) -> DraftAnswer:
    asked = in_thread(question)
    return draft_reply(asked, PassageIndex([FERRY.article]).best(question), SOURCES)


def said(answer: DraftAnswer) -> str:
    return " ".join(line.text for line in answer.lines)


def test_both_halves_are_answered() -> None:
    answer = reply("How many passengers were injured and who led the rescue?")
    assert answer.reason is None
    assert "14 passengers" in said(answer)
    assert "coastguard" in said(answer)


def test_a_sentence_that_answers_both_stands_once() -> None:
    answer = reply("When and where did the ferry run aground?")
    texts = [line.text for line in answer.lines]
    assert len(texts) == len(set(texts))
    assert "Port Ellery on Tuesday evening" in texts[0]


def test_half_an_answer_says_which_half_is_missing() -> None:
    answer = reply("Who led the rescue, and how much did the rescue cost?")
    assert answer.reason == "part-missing"
    assert "coastguard" in said(answer)
    assert "how much" in answer.missing


def test_with_no_half_answered_it_is_a_refusal_of_both() -> None:
    answer = reply("How many cows did the ferry carry, and how much did the hay cost?")
    assert answer.lines == ()
    assert answer.reason == "not-said"
    assert "how many cows" in answer.missing
    assert " and how much" in answer.missing


def test_both_speakers_are_heard() -> None:
    answer = reply("What did Amara Lindqvist and Tobias Renner say?")
    assert answer.reason is None
    assert "lights went out" in said(answer)
    assert "passed its check" in said(answer)


def test_a_silent_speaker_is_missing() -> None:
    answer = reply("What did Tobias Renner and Ines Okafor say?")
    assert answer.reason == "part-missing"
    assert answer.missing.startswith("what Ines Okafor said")


def test_who_says_so_is_asked_of_the_answer() -> None:
    told = reply("How many tonnes did the fuel tank hold, and who says so?")
    assert told.reason is None
    assert "the owner claimed" in said(told)
    untold = reply("How many helicopters did the coastguard send, and who says so?")
    assert (untold.reason, untold.missing) == ("part-missing", "who says so")


@pytest.mark.parametrize(
    "question",
    ["who and " * 2_000, "and when " * 1_000, "a and " * 3_000 + "?", "who? " * 120, "What did " + "A and " * 100 + "say",
     "who is " + "x " * 250 + "and when", "when, " * 90 + "and why did it"],
)  # fmt: skip
def test_hostile_questions_are_quick(question: str) -> None:
    spent = time.process_time()
    assert 1 <= len(halves_of(in_thread(question))) <= 3
    assert time.process_time() - spent < 5


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from("who what when why and , ? did was the it Halden Okafor say how many if so".split()),
        max_size=25,
    )
)
def test_any_question(words: list[str]) -> None:
    asked = in_thread(" ".join(words))
    found = halves_of(asked)
    assert 1 <= len(found) <= 3
    assert found == (asked,) or all(half.text.endswith("?") for half in found)


def test_what_two_said_is_compared_by_asking_both() -> None:
    parts = halves_of(in_thread("compare what Ann Gray and Tom Reed said about the strike"))
    assert [p.meant for p in parts] == [
        "What did Ann Gray say about the strike?",
        "What did Tom Reed say about the strike?",
    ]
