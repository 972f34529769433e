"""Verdicts on claims, from the side of one who pipes them in: what is supported, what is not, and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.verdicts import verdict
from tests.evals.hostile_drafts import HONEST, HOSTILE, judge
from tests.evals.invented_articles import ARTICLES

SOURCE = """The ferry company Baltlink cut 240 jobs on Monday after its profit fell by a third in the first quarter.

Chief executive Rune Sandal told workers in Ystad that fuel costs had doubled since 2021. The union said it would not
strike. Two ships will be sold to a Greek buyer, and the route to Rostock closes in May.

Sandal’s brother Arne founded the company in 1994. The transport ministry approved the sale."""


@pytest.mark.parametrize(
    "claim",
    [
        "Baltlink cut 240 jobs on Monday after its profit fell by a third.",
        "The ferry firm Baltlink slashed 240 jobs after a drop in profit. Two ships will be sold.",
        "The union said it would not strike.",
        "Rune Sandal told workers that fuel costs had doubled.",
        "The ministry authorised the sale.",
    ],
)
def test_a_claim_that_the_source_makes_in_its_own_or_other_words_is_supported(claim: str) -> None:
    result = verdict(SOURCE, claim)
    assert result.supported, result
    assert result.score >= 0.5


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Baltlink cut 340 jobs on Monday.", "figure not in its evidence: 340"),
        ("Baltlink cut 240 jobs after its profit rose by a third.", "turns its evidence round: rose"),
        ("The union said it would strike. Fuel costs had not doubled.", "denies what its evidence says: doubled"),
        ("Sandal’s sister Arne founded the company.", "turns its evidence round: sister"),
        ("Two ships will be sold to a Norwegian buyer.", "name not in its evidence: Norwegian"),
        ("The transport ministry disapproved the sale.", "turns its evidence round: disapproved"),
        ("The route to Rostock closes in May, Helga Brandt said.", "name not in its evidence: Helga"),
        ("…", "says nothing"),
    ],
)
def test_a_claim_that_the_source_does_not_make_is_not_supported_and_the_gravest_reason_is_named(
    claim: str, reason: str
) -> None:
    result = verdict(SOURCE, claim)
    assert not result.supported, result
    assert result.score < 0.5
    assert result.reason == reason


def test_one_false_sentence_makes_the_claim_false() -> None:
    assert not verdict(SOURCE, "The union said it would not strike. Baltlink cut 900 jobs.").supported


def test_a_copied_line_that_joins_two_sentences_is_not_supported() -> None:
    source = "Keller met the miners in Riga on Friday. Lang opened the new bridge over the old harbour on Sunday."
    assert verdict(source, "Lang opened the new bridge over the old harbour on Sunday.").supported
    joined = verdict(source, "Keller met the miners in Riga on the old harbour.")
    assert joined.reason == "joins what its evidence keeps apart: on the"
    assert not joined.supported


@given(st.text(max_size=300), st.text(max_size=120))
@settings(max_examples=50, deadline=None)
def test_any_text_gets_a_verdict_between_nothing_and_all(source: str, claim: str) -> None:
    result = verdict(source, claim)
    assert 0 <= result.score <= 1
    assert result.supported == (result.score >= 0.5)


@given(st.sampled_from(ARTICLES))
@settings(max_examples=3, deadline=None)
def test_a_source_supports_itself(text: str) -> None:
    assert verdict(text, text).supported


def test_every_hostile_draft_of_an_article_is_refused_and_its_own_lines_are_kept() -> None:
    texts = [" ".join(ARTICLES[0].split())]
    hostile, drafts = judge(HOSTILE, texts)
    assert sum(n for n, _ in hostile.values()) > 100
    assert [d for d in drafts if d[3] == "kept"] == []
    _, honest = judge(HONEST, texts)
    assert [d for d in honest if d[3] != "kept"] == []
