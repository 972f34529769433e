from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.questions import parse_question
from bot.news.asking.refusal_words import cleaned, refusal_words
from bot.news.asking.refusals import refused
from bot.news.types import RefusalReason

REASONS: tuple[RefusalReason, ...] = get_args(RefusalReason)
KNOWN = {"mayor", "ferri"}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Will Renner resign?", "forecast"),
        ("Who will lead the council?", "forecast"),
        ("What will happen next year?", "forecast"),
        ("Is the mayor going to quit?", "forecast"),
        ("Which team will win the cup?", "forecast"),
        ("How will this all end?", "forecast"),
        ("When will the harbour reopen?", "not-said"),
        ("Where will the talks be held?", "not-said"),
        ("How many people will come?", "not-said"),
        ("Why did the mayor smile?", "not-said"),
        ("", "not-a-question"),
    ],
)
def test_the_reason_of_a_refusal(question: str, reason: str) -> None:
    assert refused(parse_question(question), KNOWN).reason == reason


def test_without_anything_read_nothing_was_found() -> None:
    assert refused(parse_question("Who led the rescue?"), frozenset()).reason == "nothing-found"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Who will lead the council?", "who will lead the council"),
        ("When did the mayor smile?", "when the mayor smiled"),
        ("When will the mayor smile?", "when the mayor will smile"),
        ("How many cows did the mayor buy?", "how many cows the mayor bought (what I found does not mention “cows”)"),
        ("What did the mayor say?", "what the mayor said"),
        ("was she wearing a helmet?", "whether she was wearing a helmet (what I found does not mention “helmet”)"),
        ("did he pay", "whether he paid"),
        ("how much does the ferry cost", "how much the ferry costs"),
        ("Who is the mayor of Halden?", "who the mayor of Halden is (what I found does not mention “Halden”)"),
        ("who owned the mill", "who owned the mill (what I found does not mention “mill”)"),
        ("is there any truth in this", "whether there is any truth in this (what I found does not mention “truth”)"),
    ],
)
def test_what_is_missing_in_plain_words(question: str, missing: str) -> None:
    assert refused(parse_question(question), KNOWN).missing == missing


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_one_or_two_short_sentences(reason: RefusalReason) -> None:
    for missing in ("", "how many cows"):
        words = refusal_words(reason, missing)
        assert words.endswith(".")
        assert 1 <= words.count(". ") + 1 <= 2
        assert len(words) <= 200
        assert "{" not in words


@pytest.mark.parametrize(
    ("reason", "missing", "words"),
    [
        ("not-said", "how many cows", "The sources do not say: nothing in them shows how many cows."),
        ("part-missing", "when that was", "The sources do not show when that was."),
        ("false-premise", "that the mayor resigned", "The sources do not show that the mayor resigned."),
        ("out-of-time", "the archive begins on 3 March",
         "That is outside the time my articles cover: the archive begins on 3 March."),
        ("act", "", "I cannot do that here; I only answer questions about the news, with the sources shown."),
        ("not-said", "", "The sources do not say."),
        ("prompt", "the key", "I only answer questions about the news, such as who said what, how many, when or where."),
    ],
)  # fmt: skip
def test_what_is_said(reason: RefusalReason, missing: str, words: str) -> None:
    assert refusal_words(reason, missing) == words


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("what <@U123ABC> said", "what said"),
        ("who @everyone is", "who everyone is"),
        ("what **bold** `code` is", "what bold code is"),
        ("what [this](https://evil.test/x) is", "what this ( is"),
        ("what https://evil.test/?q=1 shows", "what shows"),
        ("what evil.test/path and www.evil.test say", "what and say"),
        ("what evil.test says", "what evil test says"),
        ("who\u202e\u200bcame\nin", "who came in"),
        ("how many cows.", "how many cows"),
        ("what ＠here is", "what here is"),
    ],
)
def test_words_of_the_question_are_cleaned(raw: str, shown: str) -> None:
    assert cleaned(raw) == shown


def test_words_of_the_question_are_cut_at_a_word() -> None:
    found = cleaned("how many very " + "long " * 100)
    assert len(found) <= 120
    assert found.endswith("long…")


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(REASONS), st.text(max_size=400))
def test_any_missing_words_stay_harmless_and_bounded(reason: RefusalReason, missing: str) -> None:
    words = refusal_words(reason, missing)
    assert len(words) <= 260
    assert "\n" not in words
    assert not set("@<>*_`|[]#\\") & set(words)
    assert "://" not in words


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.frozensets(st.sampled_from(["mayor", "ferri", "win"]), max_size=3))
def test_any_question_has_a_reason(question: str, known: frozenset[str]) -> None:
    answer = refused(parse_question(question), known)
    assert answer.lines == ()
    assert answer.reason in REASONS
