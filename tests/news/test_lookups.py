from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.asking.conversation import in_thread
from bot.news.asking.lookup_terms import lookup_of
from bot.news.asking.lookups import Lookup

OUTLETS = ("The Harbour Post", "Valewire", "Coast Daily", "ferrynews.example.org")


def look(question: str, outlets: tuple[str, ...] = OUTLETS) -> Lookup:
    return lookup_of(in_thread(question), outlets)


def weights(question: str) -> dict[str, float]:
    return dict(look(question).words)


def test_words_of_the_matter_weigh_more_than_those_that_make_a_question() -> None:
    found = weights("What happened to the lighthouse this week?")
    assert found["lighthous"] > 2 * found["happen"]
    assert found.keys().isdisjoint(("what", "the", "this"))


def test_words_of_like_meaning_are_looked_for_at_a_small_weight() -> None:
    found = weights("Who bought the company?")
    others = {word: weight for word, weight in found.items() if word not in ("bui", "buy", "compani")}
    assert others
    assert all(0 < weight < 0.3 for weight in others.values())


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("When did Port Ellery close?", ("port", "elleri")),
        ('Who wrote "the silent tide"?', ("silent", "tid")),
        ("Who sank the flat-bottomed ferry?", ("flat", "bottom")),
        ("What did the Bank of Sorrel do?", ("bank", "sorrel")),
    ],
)
def test_names_quotations_and_hyphened_words_are_phrases(question: str, phrase: tuple[str, ...]) -> None:
    assert phrase in look(question).phrases


@pytest.mark.parametrize(
    ("question", "outlet"),
    [
        ("What does the Harbour Post say about the ferry?", "The Harbour Post"),
        ("what does valewire say about the ferry?", "Valewire"),
        ("According to Coast Daily, who sank the ferry?", "Coast Daily"),
        ("What was reported by Valewire on the ferry?", "Valewire"),
        ("How many died, Valewire reports?", "Valewire"),
        ("What is in Coast Daily's report on the ferry?", "Coast Daily"),
        ("According to ferrynews.example.org, who sank it?", "ferrynews.example.org"),
    ],
)
def test_an_outlet_asked_for_filters_and_is_no_word_to_look_for(question: str, outlet: str) -> None:
    found = look(question)
    assert found.outlets == (outlet,)
    assert not {"harbour", "harbor", "valewir", "coast", "daili", "ferrynew"} & set(dict(found.words))


@pytest.mark.parametrize(
    "question",
    [
        "Who bought Valewire?",
        "When was the Harbour Post founded?",
        "Who sank the ferry off the coast?",
        "How many people work at Coast Daily?",
    ],
)
def test_an_outlet_that_is_itself_the_matter_does_not_filter(question: str) -> None:
    found = look(question)
    assert found.outlets == ()
    assert found.words


def test_an_outlet_that_is_not_known_is_a_word_like_others() -> None:
    found = lookup_of(in_thread("What does Valewire say about the ferry?"), ())
    assert found.outlets == ()
    assert "valewir" in dict(found.words)


def test_the_window_is_passed_on() -> None:
    first, last = date(2031, 5, 4), date(2031, 5, 10)
    found = lookup_of(in_thread("Who sank the ferry?"), (), (first, last))
    assert (found.since, found.until) == (first, last)


@pytest.mark.parametrize("question", ["", "  ", "😀😀", "?!?", "who is it and why"])
def test_nothing_to_look_for_is_an_empty_lookup(question: str) -> None:
    assert look(question).words == ()


@pytest.mark.parametrize(
    "question",
    [
        '"ferry" AND (title:* OR NOT body:^2) NEAR/3 -- \'; DROP TABLE articles; "',
        "ferry " * 2000,
        "A-" * 5000,
        "Aa " * 4000,
        '"' * 10_000,
    ],
)
def test_hostile_questions_are_words_like_others(question: str) -> None:
    found = look(question)
    assert len(found.words) < 200
    assert all(word == word.strip() and " " not in word for word, _ in found.words)


@given(st.text(max_size=300))
def test_any_text_gives_a_lookup(question: str) -> None:
    found = look(question)
    assert all(word and weight > 0 for word, weight in found.words)
    assert all(len(phrase) > 1 for phrase in found.phrases)
