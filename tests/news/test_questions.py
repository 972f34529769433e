from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.asking.questions import Kind, parse_question
from bot.news.asking.stems import stem, stems, terms


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many lanterns were stolen?", "count"),
        ("The mayor freed how many otters this week?", "count"),
        ("How much did the bridge cost?", "money"),
        ("How much money was raised?", "money"),
        ("What percentage of voters stayed at home?", "percent"),
        ("How tall is the new tower?", "measure"),
        ("How long will the closure last?", "duration"),
        ("Until when is the ferry closed?", "duration"),
        ("When did the dam break?", "time"),
        ("In what year was the choir founded?", "time"),
        ("Where was the comet seen?", "place"),
        ("Which city hosts the fair?", "place"),
        ("Who paid for the statue?", "person"),
        ("Which company built the ferry?", "person"),
        ("Why was the concert cancelled?", "reason"),
        ("What caused the outage?", "reason"),
        ("What did Ms Okafor say about the harvest?", "said"),
        ("Did the ferry sink?", "yes-no"),
        ("True or false: The ferry sank.", "yes-no"),
        ("What is the prize?", "thing"),
        ("How does the valve work?", "manner"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: Kind) -> None:
    assert parse_question(question).kind == kind


def test_the_thing_counted_is_the_focus() -> None:
    assert parse_question("How many silver lanterns were stolen?").focus == (stem("silver"), stem("lantern"))


def test_a_speaker_is_told_from_what_he_speaks_about() -> None:
    asked = parse_question("What did Norvia's finance minister say about fish?")
    assert asked.said_by == tuple(stems("Norvia finance minister"))
    assert stem("fish") in {w.stem for w in asked.wanted}


def test_what_is_told_before_the_question_weighs_less() -> None:
    asked = parse_question("A tram derailed in Port Ellery. Who drove it?")
    weights = {w.stem: w.weight for w in asked.wanted}
    assert weights[stem("derailed")] < weights[stem("drove")]


def test_an_abbreviation_ends_no_sentence() -> None:
    asked = parse_question("How many guests does the U.S. Ferry Association expect?")
    assert asked.kind == "count"


def test_counts_taken_for_granted_come_with_their_things() -> None:
    assert parse_question("Did they free 40 otters in 2019?").counts == (("40", (stem("otters"),)),)


@pytest.mark.parametrize(
    "question", ["Should the town sell the pier?", "What do you think of the mayor?", "Is the strike justified?"]
)
def test_an_opinion_is_no_question_for_the_sources(question: str) -> None:
    assert parse_question(question).shape == "opinion"


@pytest.mark.parametrize("question", ["", "   ", "?", "😀😀", "who is it", "\n\t"])
def test_nothing_to_look_for_is_empty(question: str) -> None:
    assert parse_question(question).shape == "empty"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("released", "releasing"),
        ("U.S.", "US"),
        ("Chinese", "China"),
        ("won", "winning"),
        ("seven", "7"),
        ("1,200", "1200"),
        ("mayor’s", "mayors"),
        ("injuries", "injured"),
        ("criticised", "criticism"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other) != ""


def test_the_country_is_not_the_pronoun() -> None:
    assert stem("us") == ""
    assert stem("US") == stem("America")


@given(st.text(max_size=300))
def test_terms_point_into_their_text(text: str) -> None:
    for t in terms(text):
        assert 0 <= t.start < t.end <= len(text)
        assert stem(text[t.start : t.end].replace("\n", " ")) or " " in text[t.start : t.end]


@given(st.text(max_size=2000))
def test_any_text_can_be_asked(text: str) -> None:
    asked = parse_question(text)
    assert (asked.shape == "empty") == (not asked.wanted) or asked.shape == "opinion"
