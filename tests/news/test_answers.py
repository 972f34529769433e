from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.answers import draft_answer
from bot.news.asking.conversation import in_thread
from bot.news.asking.passages import PassageIndex
from bot.news.channels import Turn
from bot.news.types import DraftAnswer, Evidence, Facts, Passage, RevisionId, Source, Span
from tests.make import a_source

FERRY = "\n\n".join(
    [
        "A ferry ran aground off Port Ellery on Tuesday evening, injuring 14 passengers and two sailors.",
        "The ship, the Northern Lark, was carrying 212 people when it struck a sandbank in fog. Nobody was killed.",
        "“We heard a terrible grinding noise and the lights went out,” said Amara Lindqvist, a teacher from Halden.",
        "Norvia’s transport minister, Tobias Renner, told reporters that the ferry had passed its check in March. "
        "“There will be a full inquiry,” he said.",
        "The harbour was closed because divers were searching for leaking fuel. It will reopen on Friday.",
        "Repairs are expected to cost $3.5 million, the owner, Lark Lines, said. The rescue was led by the coastguard, "
        "which sent three helicopters.",
        "Most of the passengers were taken to the Saint Brannoc hospital in Velmora.",
    ]
)
SOURCES = {RevisionId("a1"): a_source(FERRY, title="Ferry runs aground off Port Ellery")}


def ask(question: str, turns: tuple[Turn, ...] = ()) -> DraftAnswer:
    passages = PassageIndex(s.article for s in SOURCES.values()).best(question)
    return draft_answer(in_thread(question, turns), passages, SOURCES)


def said(answer: DraftAnswer) -> str:
    return " ".join(line.text for line in answer.lines)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("How many passengers were injured?", "14 passengers"),
        ("How many people was the ship carrying?", "212 people"),
        ("Why was the harbour closed?", "because divers were searching"),
        ("When will the harbour reopen?", "Friday"),
        ("How much will the repairs cost?", "$3.5 million"),
        ("Who led the rescue?", "coastguard"),
        ("Where were the passengers taken?", "Saint Brannoc hospital in Velmora"),
        ("What did the transport minister say?", "full inquiry"),
        ("What did Amara Lindqvist say?", "terrible grinding noise"),
        ("Was anybody killed?", "Nobody was killed"),
        ("How many helicopters did the coastguard send, and who says so?", "three helicopters"),
    ],
)
def test_the_sentence_that_answers(question: str, holds: str) -> None:
    assert holds in said(ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "How many lifeboats were launched?",
        "How many cows did the ferry carry?",
        "How much do sailors earn?",
        "What did the Norvian prime minister say?",
        "What did the Chinese ambassador say?",
        "Who won the election?",
        "Did the coastguard send 14 helicopters?",
        "When was the Northern Lark built?",
    ],
)
def test_what_the_sources_do_not_say_is_refused(question: str) -> None:
    answer = ask(question)
    assert answer.lines == ()
    assert answer.reason in ("not-said", "nothing-found")


def test_a_refusal_tells_what_is_missing() -> None:
    assert "how many cows" in ask("How many cows did the ferry carry?").missing
    assert "cows" in ask("How many cows did the ferry carry?").missing.split("mention")[1]
    assert ask("What did the Chinese ambassador say?").missing.startswith("what the Chinese ambassador said")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "not-a-question"),
        ("thanks!", "not-a-question"),
        ("Should the minister resign?", "opinion"),
        ("What do you think of the coastguard?", "opinion"),
        ("Will the owner win the next election?", "forecast"),
    ],
)
def test_each_refusal_has_its_reason(question: str, reason: str) -> None:
    answer = ask(question)
    assert (answer.lines, answer.reason) == ((), reason)


def test_without_sources_nothing_is_found() -> None:
    assert draft_answer(in_thread("How many passengers were injured?"), [], {}).reason == "nothing-found"


def test_a_follow_up_leans_on_the_question_before() -> None:
    turn = Turn("How many passengers were injured on the ferry?", "14 passengers")
    assert "two sailors" in said(ask("And how many sailors?", (turn,)))


def test_what_it_is_about_is_the_lead() -> None:
    assert said(ask("What happened?")).startswith("A ferry ran aground")


def test_a_pronoun_gets_the_name_and_the_sentence_that_shows_it() -> None:
    line = next(x for x in ask("What did the transport minister say?").lines if "inquiry" in x.text)
    assert "Renner" in line.text
    assert any("Tobias Renner" in e.words for e in line.evidence)


def test_a_question_in_the_text_is_no_answer() -> None:
    text = "Who painted the old mill at Sorrel?\nThe old mill at Sorrel was painted by Ines Halvorsen."
    source = a_source(text)
    index = PassageIndex([source.article])
    question = "Who painted the old mill?"
    answer = draft_answer(in_thread(question), index.best(question), {RevisionId("a1"): source})
    assert [line.text for line in answer.lines] == ["The old mill at Sorrel was painted by Ines Halvorsen."]


def test_an_answer_from_one_of_several_articles() -> None:
    other = a_source("A choir sang in Velmora on Sunday. The mayor wept.", "a2", "Choir sings")
    sources = {**SOURCES, RevisionId("a2"): other}
    passages = PassageIndex(s.article for s in sources.values()).best("Where did the choir sing?")
    lines = draft_answer(in_thread("Where did the choir sing?"), passages, sources).lines
    assert lines[0].evidence[0].revision == "a2"


def test_a_question_over_one_article_is_quick() -> None:
    ask("How many passengers were injured?")
    spent = time.process_time()
    for _ in range(10):
        ask("How many passengers were injured?")
    assert time.process_time() - spent < 10 * 0.5  # seconds; a bound against runaway, not a speed


@settings(max_examples=60)
@given(st.text(max_size=600), st.text(max_size=300))
def test_any_text_and_any_question(text: str, question: str) -> None:
    check(text, question)


@settings(max_examples=40)
@given(
    st.text(alphabet="ab c.\n\"“”'’?!0123,$%AB🙂", max_size=400),
    st.sampled_from(
        ["How many ab?", "who said “ab”", "Did A b 3 c?", "When will AB c?", "What did A say?", "c " * 5000]
    ),
)
def test_broken_texts_under_real_questions(text: str, question: str) -> None:
    check(text, question)


@pytest.mark.parametrize("question", ["a" * 10_000, "how many " * 2_000, "(?:+*[" * 500, "“" * 3_000, "who? " * 2_000])
def test_hostile_questions(question: str) -> None:
    check(FERRY, question)


def check(text: str, question: str) -> None:
    source = a_source(text, title=text[:30])
    passages = PassageIndex([source.article]).best(question)
    answer = draft_answer(in_thread(question, (Turn(question, text),)), passages, {RevisionId("a1"): source})
    assert len(answer.lines) <= 4
    assert bool(answer.lines) != (answer.reason is not None)
    for line in answer.lines:
        assert line.evidence
        for e in line.evidence:
            assert e.start is not None
            assert text[e.start : e.start + len(e.words)] == e.words


def test_passages_of_unknown_revisions_are_passed_over() -> None:
    stray = Passage(Evidence(RevisionId("gone"), Span(0, 5)), 1.0)
    assert draft_answer(in_thread("How many passengers were injured?"), [stray], SOURCES).reason == "nothing-found"


def test_sources_without_facts_are_read_by_their_sentences() -> None:
    whole = SOURCES[RevisionId("a1")]
    bare = Source(whole.article, Facts(whole.facts.sentences, (), (), (), ()))
    question = "What did the transport minister say?"
    passages = PassageIndex([bare.article]).best(question)
    answer = draft_answer(in_thread(question), passages, {RevisionId("a1"): bare})
    assert "passed its check" in said(answer)


def test_a_quotation_without_its_speaker_gets_the_name() -> None:
    text = "“The ice is thin,” warden Ola Brandvik told the Sorrel Post. “Nobody should skate on the lake.”"
    source = a_source(text)
    question = "What did Ola Brandvik say about skating?"
    answer = draft_answer(
        in_thread(question), PassageIndex([source.article]).best(question), {RevisionId("a1"): source}
    )
    assert said(answer) == "Ola Brandvik: “Nobody should skate on the lake.”"
    assert any("warden Ola Brandvik" in e.words for e in answer.lines[0].evidence)
