from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.answer_classes import members
from bot.news.asking.answers import draft_answer
from bot.news.asking.conversation import in_thread
from bot.news.asking.passages import PassageIndex
from bot.news.asking.stems import stems
from bot.news.reading import source_of
from bot.news.types import DraftAnswer, RevisionId, Source
from tests.make import an_article

DAM = (
    "The Ostvik dam in Norway burst early on Tuesday after a week of heavy rain, and 31 families were evacuated.\n\n"
    "Water from the Ostvik dam flooded two villages downstream. Nobody was killed, the county said.\n\n"
    "Engineer Marit Solheim said the dam burst because a spillway gate had jammed."
)
DAM_AGAIN = (
    "Norway sent soldiers to the Ostvik dam after it burst on Tuesday. The army flew 31 families out by helicopter.\n\n"
    "The dam, built in 1962, supplied power to the valley."
)
OLD_DAM = (
    "The Ferrol dam in Spain burst after heavy rain, flooding a valley. Some 80 families were evacuated.\n\n"
    "The Ferrol dam had been inspected a month before it burst."
)
CHESS = (
    "Ines Halvorsen won the harbour chess cup on Sunday. She beat nine players in two days.\n\n"
    "The cup was held in the old customs house of Velmora for the first time."
)
BAKERS = "Bakers in Velmora raised the price of bread to 4 crowns. Flour costs more after a poor harvest."

TOLD = (("dam1", DAM, 20), ("dam2", DAM_AGAIN, 20), ("old", OLD_DAM, 1), ("chess", CHESS, 18), ("bread", BAKERS, 17))


def articles(told: Sequence[tuple[str, str, int]], *, dated: bool = True) -> Mapping[RevisionId, Source]:
    return {
        RevisionId(key): source_of(
            replace(an_article(text, key), published=datetime(2031, 5, day, tzinfo=UTC) if dated else None)
        )
        for key, text, day in told
    }


ALL = articles(TOLD)
UNDATED = articles(TOLD, dated=False)
OTHERS = articles(TOLD[2:])


def ask(question: str, sources: Mapping[RevisionId, Source] = ALL) -> DraftAnswer:
    passages = PassageIndex(s.article for s in sources.values()).best(question)
    return draft_answer(in_thread(question), passages, sources)


def said(answer: DraftAnswer) -> str:
    return " ".join(line.text for line in answer.lines)


@pytest.mark.parametrize("sources", [ALL, UNDATED])
@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("In which country did the Ostvik dam burst this week?", "Norway"),
        ("How many families were evacuated after the Ostvik dam burst?", "31 families"),
        ("Who won the harbour chess cup in Velmora?", "Ines Halvorsen"),
        ("When did the Ostvik dam burst?", "on Tuesday"),
    ],
)
def test_the_article_that_answers_is_found_among_others(
    question: str, holds: str, sources: Mapping[RevisionId, Source]
) -> None:
    assert holds in said(ask(question, sources))


@pytest.mark.parametrize(
    "question",
    [
        "In which country did the Ostvik dam burst this week?",
        "How many families were evacuated after the Ostvik dam burst?",
        "Who inspected the Ostvik dam for the insurers of the county?",
        "Which airline flew the Velmora orchestra to its concert in Lisbon?",
    ],
)
def test_what_no_article_of_several_says_is_refused(question: str) -> None:
    answer = ask(question, OTHERS)
    assert (answer.lines, answer.reason) == ((), "not-said")


@pytest.mark.parametrize(
    "question",
    [
        "How many lawyers did Norway send to the Ostvik dam?",
        "Did the army fly 80 families out by helicopter?",
        "Who lost the final of the Velmora tennis open to Ines Halvorsen?",
        "How much did the Ostvik dam cost to build?",
    ],
)
def test_a_number_or_a_name_of_something_else_is_no_answer(question: str) -> None:
    assert ask(question).lines == ()


def test_the_fresh_article_goes_before_the_old_one() -> None:
    old = "The Brannoc ferry line named Tobias Renner as its new chief on Monday, after a long search."
    new = "The Brannoc ferry line named Amara Lindqvist as its new chief on Monday, after a long search."
    question = "Who did the Brannoc ferry line name as its new chief?"
    for first, second in ((old, new), (new, old)):
        sources = articles((("a", first, 2 if first is old else 28), ("b", second, 2 if second is old else 28)))
        lines = ask(question, sources).lines
        assert "Amara Lindqvist" in lines[0].text


def test_an_answer_shows_three_lines_at_most() -> None:
    same = articles(tuple((f"a{i}", DAM.replace("31", str(30 + i)), 20) for i in range(6)))
    lines = ask("How many families were evacuated after the Ostvik dam burst?", same).lines
    assert 1 <= len(lines) <= 3
    assert len({line.text for line in lines}) == len(lines)


def test_rarity_of_the_archive_is_taken() -> None:
    question = "In which country did the Ostvik dam burst this week?"
    passages = PassageIndex(s.article for s in ALL.values()).best(question)
    rarity = dict.fromkeys(stems(question), 7.0)
    assert "Norway" in said(draft_answer(in_thread(question), passages, ALL, rarity))


def test_kinds_that_can_be_listed() -> None:
    assert stems("Norway")[0] in (members(stems("Which country")) or ())
    assert stems("Norway")[0] not in (members(stems("colour")) or ())
    assert members(stems("lawyer")) is None


def test_ten_articles_are_read_quickly() -> None:
    many = articles(tuple((f"a{i}", DAM + "\n\n" + CHESS + "\n\n" + OLD_DAM, i + 1) for i in range(10)))
    question = "How many families were evacuated after the Ostvik dam burst?"
    passages = PassageIndex(s.article for s in many.values()).best(question, 10)
    draft_answer(in_thread(question), passages, many)
    spent = time.process_time()
    for _ in range(5):
        draft_answer(in_thread(question), passages, many)
    assert time.process_time() - spent < 5 * 0.6  # seconds; a bound against runaway, not a speed


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.text(alphabet="aB c.\n\"“”'?!0123,$%🙂", max_size=200), min_size=2, max_size=4),
    st.sampled_from(
        ["How many aB?", "In which country did A b?", "who", "a " * 3000, "since:", "?!“", "When Ab, who c?"]
    ),
)
def test_broken_texts_of_several_articles(texts: list[str], question: str) -> None:
    sources = articles(tuple((f"a{i}", text, i + 1) for i, text in enumerate(texts)), dated=len(texts) % 2 == 0)
    answer = ask(question, sources)
    assert bool(answer.lines) != (answer.reason is not None)
    for line in answer.lines:
        for e in line.evidence:
            text = sources[e.revision].text
            assert e.start is not None
            assert text[e.start : e.start + len(e.words)] == e.words
