"""Reported speech without quotation marks: what is claimed, and by whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.reading import read
from bot.news.types import Claim


def claims(text: str) -> tuple[Claim, ...]:
    return read(text).claims


@pytest.mark.parametrize(
    ("text", "claimant", "words"),
    [
        ("Ms Quist said the storm had sunk two boats.", "Quist", "the storm had sunk two boats"),
        ("Ms Quist said on Monday that the storm had sunk two boats.", "Quist", "the storm had sunk two boats"),
        ("The Harbour Board claimed it had closed the quay.", "the Harbour Board", "it had closed the quay"),
        ("Two boats sank in the storm, according to the police.", "the police", "Two boats sank in the storm"),
        ("According to the police, two boats sank in the storm.", "the police", "two boats sank in the storm"),
        ("Quellix denied that its cranes were to blame.", "Quellix", "its cranes were to blame"),
        ("Anna Quist told reporters that two boats had sunk.", "Anna Quist", "two boats had sunk"),
        ("Two boats had sunk, Anna Quist said.", "Anna Quist", "Two boats had sunk"),
        ("Two boats had sunk, said Anna Quist.", "Anna Quist", "Two boats had sunk"),
        ("Anna Quist, who owns a boat, warned the storm would return.", "Anna Quist", "the storm would return"),
        (
            "Anna Quist said two boats had sunk, adding that nobody was hurt there.",
            "Anna Quist",
            "two boats had sunk",
        ),
    ],
)
def test_claimant_and_words(text: str, claimant: str, words: str) -> None:
    found = claims(text)
    assert found
    assert (found[0].claimant.name, found[0].span.of(text)) == (claimant, words)


def test_what_is_added_is_a_claim_of_the_same_speaker() -> None:
    text = "Anna Quist said two boats had sunk, adding that nobody was hurt there."
    assert [(c.claimant.name, c.span.of(text)) for c in claims(text)][1] == ("Anna Quist", "nobody was hurt there")


def test_it_is_the_body_before() -> None:
    text = "The Harbour Board closed the quay. It accused Quellix of hiding the damage."
    (claim,) = claims(text)
    assert claim.claimant.name == "the Harbour Board"
    assert claim.span.of(text) == "Quellix of hiding the damage"
    assert (claim.mention.of(text), claim.cue.of(text)) == ("It", "accused")


def test_a_tag_belongs_to_who_spoke_last_not_to_whom_the_claim_names() -> None:
    text = (
        "“The quay is no longer safe,” Elias Brandt told NBR. "
        "The delay was costly and Mr Hallow would have to pay, he added."
    )
    (claim,) = claims(text)
    assert claim.claimant.name == "Elias Brandt"
    assert claim.span.of(text) == "The delay was costly and Mr Hallow would have to pay"


def test_a_direct_quotation_is_no_claim() -> None:
    assert claims("Anna Quist said: “Two boats sank in the storm.”") == ()
    assert claims("“Two boats sank in the storm,” Anna Quist said.") == ()


def test_an_unknown_claimant_is_left_out() -> None:
    assert claims("He said that two boats had sunk.") == ()


def test_the_officials_of_a_place_are_not_the_place() -> None:
    text = "Officials in the northern region of Vale said two boats had sunk."
    (claim,) = claims(text)
    assert claim.claimant.name == "Officials in the northern region of Vale"


@given(st.text(alphabet='Anna Quist said that he it claimed, accordingto.“”"\n', max_size=300) | st.text(max_size=200))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for c in claims(text):
        assert c.claimant.name
        for s in (c.span, c.mention, c.cue):
            assert 0 <= s.start < s.end <= len(text)
            assert s.of(text).strip()
