"""Verdicts on claims, from the side of one who pipes them in: what is supported, what is not, and why."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.proving.rewording import reworded
from bot.news.proving.verdicts import verdict
from tests.evals.alterations import HONEST, HOSTILE
from tests.evals.hostile_drafts import judge, judge_paraphrases
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
        ("Two trains will be sold to a Greek buyer.", "puts another thing of its kind for its evidence's: trains"),
        (
            "The company was founded by Sandal’s cousin Arne.",
            "puts another thing of its kind for its evidence's: cousin",
        ),
        ("Baltlink cut 240 jobs before its profit fell by a third.", "turns its evidence round: before"),
        ("Baltlink cut 240 ships on Monday.", "figure moved to another fact: 240"),
        (
            "The union said it would not strike, which pleased many lavish bonus hunters.",
            "adds to its evidence: pleased many lavish bonus hunters",
        ),
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


def test_a_source_that_a_tokenizer_took_apart_still_shows_its_numbers() -> None:
    source = "About 3, 800 people and a 16 - year - old boy saw it. Costs rose by 7. 5 million euros."
    assert verdict(source, "Some 3,800 people saw it.").supported
    assert verdict(source, "A 16-year-old boy saw it.").supported
    assert verdict(source, "Costs rose by 7.5 million euros.").supported
    assert not verdict(source, "Some 3,900 people saw it.").supported


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


def test_every_hostile_draft_of_a_paraphrase_is_refused_and_most_paraphrases_are_kept() -> None:
    # Every fifth will do here; `python -m tests.evals.hostile_drafts` judges all.
    hostile, drafts = judge_paraphrases(HOSTILE, every=5)
    assert sum(n for n, _ in hostile.values()) > 400
    assert len(hostile) > 40
    assert [d for d in drafts if d[3] == "kept"] == []
    true, _ = judge_paraphrases({"unaltered": HONEST["unaltered"]})
    lines, kept = true["unaltered"]
    assert kept >= 0.88 * lines


@pytest.mark.parametrize(
    "piece",
    ["Ab ", "A", "more ", "x's ", "not a ", "Ab, the of, ", "may ", "before ", "to 1 to ", "Ab's Ab ", "a-", "“"],
)
def test_a_text_four_times_as_long_takes_no_more_than_some_four_times_as_long(piece: str) -> None:
    line = (piece * 300)[:600]

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = process_time()
        verdict(text, line)
        reworded(line, [text])
        return process_time() - began

    seconds(500)  # reads the word lists
    short = min(seconds(3_000) for _ in range(2))
    long = min(seconds(12_000) for _ in range(2))
    # What takes the square of the length would take sixteen times as long.
    assert long < 9 * short + 0.02
