"""Who an article names, and which words mean whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.reading import read
from bot.news.types import Party

ARTICLE = """Norland's harbour will close for repairs, Norland President Tamsin Orrey said on Monday.

Orrey spoke after the Ministry of Works published its plan. She said the quay was unsafe.

Elias Brandt, the harbour's chief engineer, agreed. The engineer has worked there since 2009.

Mr Brandt's team will start in May, according to Quellix.
"""


def parties(text: str) -> dict[str, Party]:
    return {p.name: p for p in read(text).parties}


def test_one_person_however_named() -> None:
    found = parties(ARTICLE)
    assert [m.of(ARTICLE) for m in found["Tamsin Orrey"].mentions] == ["Norland President Tamsin Orrey", "Orrey"]
    assert found["Tamsin Orrey"].kind == "person"
    assert [m.of(ARTICLE) for m in found["Elias Brandt"].mentions] == ["Elias Brandt", "Mr Brandt"]


@pytest.mark.parametrize(
    ("sentence", "name", "role"),
    [
        ("Norland President Tamsin Orrey left.", "Tamsin Orrey", "Norland President"),
        ("The talks went well, with US envoy Peter Hallow saying so.", "Peter Hallow", "US envoy"),
        ("Norland’s defence minister, Anna Quist, told reporters.", "Anna Quist", "Norland’s defence minister"),
        (
            "Anna Quist, a director of music at Vale Hall, left.",
            "Anna Quist",
            "director of music at Vale Hall",
        ),
        ("Anna Quist, 34, a nurse from Vale, left.", "Anna Quist", "nurse from Vale"),
        ("They praised coach Tamsin Orrey, who said nothing.", "Tamsin Orrey", "coach"),
        ("Vale Rovers President and CEO Anna Quist left.", "Anna Quist", "Vale Rovers President and CEO"),
    ],
)
def test_roles_come_from_the_text(sentence: str, name: str, role: str) -> None:
    assert parties(sentence)[name].role == role


def test_a_person_beside_another_ones_role_gets_none_of_it() -> None:
    found = parties("Anna Quist, French president Paul Mercier and others came.")
    assert found["Anna Quist"].role is None
    assert found["Paul Mercier"].role == "French president"


def test_bodies_keep_their_article_and_their_short_form() -> None:
    text = "The Harbour Safety Board (HSB) met. The HSB said the quay was shut. Quellix said it would help."
    found = parties(text)
    assert len(found["the Harbour Safety Board"].mentions) == 3
    assert found["the Harbour Safety Board"].kind == "body"
    assert found["Quellix"].kind == "body"


def test_pronouns_and_descriptions_stand_in() -> None:
    found = parties(ARTICLE)
    assert [s.of(ARTICLE) for s in found["Tamsin Orrey"].stand_ins] == ["She"]
    assert [s.of(ARTICLE) for s in found["Elias Brandt"].stand_ins] == ["The engineer"]


def test_it_means_the_body_that_the_sentence_before_is_about() -> None:
    text = "The Harbour Board met Ann Vale. It accused the builders of delay."
    assert [s.of(text) for s in parties(text)["the Harbour Board"].stand_ins] == ["It"]


def test_he_is_not_a_woman() -> None:
    text = "Mrs Quist met Mr Brandt. He said the quay was safe."
    found = parties(text)
    assert [s.of(text) for s in found["Brandt"].stand_ins] == ["He"]
    assert found["Quist"].stand_ins == ()


def test_two_people_of_one_surname_stay_apart() -> None:
    text = "Anna Quist sang. Peter Quist danced. Anna Quist, 30, left. Then Quist slept."
    found = parties(text)
    assert [len(found[n].mentions) for n in ("Anna Quist", "Peter Quist")] == [3, 1]


def test_a_relative_does_not_take_the_surname_of_who_was_named_before() -> None:
    text = "Quist opened the quay. Her late son, Tom Quist, built it. “It is a fine day for Vale,” Quist said."
    assert [m.of(text) for m in parties(text)["Tom Quist"].mentions] == ["Tom Quist"]


def test_days_openers_and_places_are_nobody() -> None:
    assert parties("On Monday it rained. However, Tuesday was dry in Paris.") == {}


def test_particles_and_nicknames_belong_to_the_name() -> None:
    found = parties("Maria van Houten said so. Then Peter “Spike” Hallow said no. Van Houten left.")
    assert {"Maria van Houten", "Peter “Spike” Hallow"} <= set(found)


@given(st.text(alphabet="Aab BcMr. Dr,’'sTheheHeItsaid\n“”\"(", max_size=300) | st.text(max_size=200))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for p in read(text).parties:
        assert p.name
        assert p.mentions
        for s in (*p.mentions, *p.stand_ins):
            assert 0 <= s.start < s.end <= len(text)
            assert s.of(text).strip()
