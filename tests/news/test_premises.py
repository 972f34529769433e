from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.conversation import in_thread
from bot.news.asking.drafts import draft_reply
from bot.news.asking.passages import PassageIndex
from bot.news.asking.premises import Premise, unshown_premise
from bot.news.types import DraftAnswer, Evidence, Passage, RevisionId, Source, Span
from tests.make import a_source

HALDEN = a_source(
    "\n\n".join(
        [
            "The mayor of Halden, Ines Okafor, refused to resign on Monday after the ferry inquiry.",
            "“I will stay and finish the work,” she told the council. The opposition had called on her to step down.",
            "The minister, Tobias Renner, opened a new bridge in Velmora. He denied that the bridge had collapsed in tests.",
            "The festival in Brannoc could be cancelled if the rain goes on, its director Lena Moss warned.",
            "Painter Amara Lind was shortlisted for a prize. It is called the Golden Oar.",
            "The harbour choir sang. Its members are all from Sorrel, and they meet on Sundays in the old mill.",
            "The writer Joost Maren won the Silver Net with 12 votes.",
            "The trawler Northern Lark crashed into the pier at Sorrel, killing two people.",
        ]
    ),
    title="Halden mayor stays",
)
ARREST = a_source(
    "Police in Ostvik detained the banker Nils Farrow on Friday. He is accused of fraud.\n\n"
    "Farrow’s lawyer said that he would plead not guilty. The bank’s chair, Rosa Quill, stepped aside on Saturday.\n\n"
    "The Ostvik theatre will not reopen: it was shut in May. An explosion at its boiler house hurt nobody.",
    "a2",
    "Banker held in Ostvik",
)


def premise(question: str, *sources: Source) -> Premise | None:
    passages = PassageIndex(s.article for s in sources).best(question)
    return unshown_premise(in_thread(question), passages, {s.article.revision.id: s for s in sources})


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Why did the mayor resign?", "that the mayor resigned"),
        ("why did Ines Okafor quit", "that Ines Okafor quit"),
        ("When did Okafor step down?", "that Okafor stepped down"),
        ("So why did Renner resign?", "that Renner resigned"),
        ("Why has the minister resigned?", "that the minister resigned"),
        ("Who replaced the minister after his arrest?", "an arrest of the minister"),
        ("Why was the minister arrested?", "that the minister was arrested"),
        ("Who arrested Tobias Renner?", "that Tobias Renner was arrested"),
        ("Where was Renner shot?", "that Renner was shot"),
        ("How many people died in the Velmora crash?", "any Velmora crash"),
        ("What happened after the mayor resigned?", "that the mayor resigned"),
        ("Who led Halden after the mayor's resignation?", "any resignation of the mayor"),
        ("Why did the trawler sink?", "that the trawler sank"),
        ("When did Amara Lind marry?", "that Amara Lind married"),
        ("Why was the festival cancelled?", "that the festival was cancelled"),
        ("When did Amara Lind win the Golden Oar?", "that Amara Lind won the Golden Oar"),
        ("What did Amara Lind win?", "that Amara Lind won"),
        ("What was the minister charged with?", "that the minister was charged"),
        ("Who did Renner marry?", "that Renner married"),
        ("Why did the minister apologise?", "that the minister apologised"),
    ],
)
def test_what_the_sources_do_not_show(question: str, clause: str) -> None:
    found = premise(question, HALDEN)
    assert found is not None
    assert found.clause == clause


@pytest.mark.parametrize(
    "question",
    [
        "Where did the trawler crash?",
        "How many people died in the Sorrel crash?",
        "How did Joost Maren win the prize?",
        "How many votes did Maren win?",
        "Why did the mayor refuse to resign?",
        "Did the mayor resign?",
        "When will the mayor resign?",
        "Should the mayor resign?",
        "Who called on the mayor to step down?",
        "Why was the mayor angry?",
        "What did the mayor say?",
        "Why did the king resign?",
        "Why didn't the mayor resign?",
        "Why might the festival be cancelled?",
        "What is the retirement age in Halden?",
        "",
    ],
)
def test_what_may_hold_is_left_alone(question: str) -> None:
    assert premise(question, HALDEN) is None


@pytest.mark.parametrize(
    "question",
    [
        "Why was Nils Farrow arrested?",
        "Why was the banker charged?",
        "Who arrested Farrow?",
        "When did Rosa Quill resign?",
        "Why did Quill step down?",
        "When was the theatre closed?",
        "What caused the Ostvik explosion?",
        "What did his lawyer say after Farrow's arrest?",
    ],
)
def test_other_words_for_it_show_it(question: str) -> None:
    assert premise(question, ARREST) is None


def test_a_sentence_that_denies_it_is_shown() -> None:
    found = premise("Why did the mayor resign?", HALDEN)
    assert found is not None
    assert found.contrary is not None
    assert "refused to resign" in found.contrary.text
    assert [e.revision for e in found.contrary.evidence] == ["a1"]


def test_what_was_only_called_for_is_no_denial() -> None:
    found = premise("Why was the festival cancelled?", HALDEN)
    assert found is not None
    assert found.contrary is None


def test_a_denial_of_something_else_is_no_denial() -> None:
    found = premise("How many people died in the Velmora crash?", HALDEN)
    assert found is not None
    assert found.contrary is None


def test_one_source_that_shows_it_is_enough() -> None:
    later = a_source("Halden’s mayor Ines Okafor resigned on Friday, the council said.", "a3", "Mayor goes")
    assert premise("Why did the mayor resign?", HALDEN, later) is None


def test_the_same_event_of_somebody_far_off_shows_nothing() -> None:
    filler = " ".join(f"The council spoke about road number {n} for an hour." for n in range(8))
    far = a_source(
        f"A school opened in Sorrel. The clerk of works, Jan Opdal, spoke. {filler} A coach resigned in Halden."
    )
    assert premise("Why did Jan Opdal resign?", far) is not None
    near = a_source("A school opened in Sorrel. The clerk of works, Jan Opdal, spoke. Then he resigned.")
    assert premise("Why did Jan Opdal resign?", near) is None


def reply(question: str) -> DraftAnswer:
    passages = PassageIndex([HALDEN.article]).best(question)
    return draft_reply(in_thread(question), passages, {RevisionId("a1"): HALDEN})


def test_the_reply_names_the_premise_and_shows_what_denies_it() -> None:
    answer = reply("Why did the mayor resign?")
    assert (answer.reason, answer.missing) == ("false-premise", "that the mayor resigned")
    assert ["refused to resign" in line.text for line in answer.lines] == [True]


def test_without_a_denial_the_reply_has_no_lines() -> None:
    assert reply("Why was the minister arrested?") == DraftAnswer((), "false-premise", "that the minister was arrested")


def test_a_premise_of_both_halves_is_named_once() -> None:
    answer = reply("When did the mayor resign, and why?")
    assert (answer.reason, answer.missing) == ("false-premise", "that the mayor resigned")
    assert len(answer.lines) == 1


def test_half_of_it_may_be_answered() -> None:
    answer = reply("What did the trawler hit and why was the minister arrested?")
    assert answer.reason in ("part-missing", "false-premise")
    assert "that the minister was arrested" in answer.missing


def test_passages_of_unknown_revisions_are_passed_over() -> None:
    stray = Passage(Evidence(RevisionId("gone"), Span(0, 5)), 1.0)
    assert unshown_premise(in_thread("Why did the mayor resign?"), [stray], {RevisionId("a1"): HALDEN}) is None


@pytest.mark.parametrize(
    "question",
    ["why did " * 1_000, "why did " + "the mayor " * 300 + "resign", "after the " * 800, "in the " + "Halden " * 800 + "crash",
     "the mayor's " * 600 + "arrest", "why was " + "a " * 4_000, "after his " * 900 + "arrest"],
)  # fmt: skip
def test_hostile_questions_are_quick(question: str) -> None:
    asked = in_thread(question)
    passages = PassageIndex([HALDEN.article]).best("mayor")
    spent = time.process_time()
    unshown_premise(asked, passages, {RevisionId("a1"): HALDEN})
    assert time.process_time() - spent < 5


def test_a_hostile_text_is_read_quickly() -> None:
    text = "The mayor " + "not called if " * 3_000 + "resign " * 3_000
    source = a_source(text)
    passage = Passage(Evidence(RevisionId("a1"), Span(0, 9)), 1.0)
    asked = in_thread("Why did the mayor resign?")
    spent = time.process_time()
    unshown_premise(asked, [passage], {RevisionId("a1"): source})
    assert time.process_time() - spent < 5


PIECES = (
    "why when did was the mayor Okafor resign arrested won after his arrest not refused to ? . Halden crash".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_question_over_any_text(asked: list[str], told: list[str]) -> None:
    source = a_source(" ".join(told) or "x")
    question = " ".join(asked)
    passage = Passage(Evidence(RevisionId("a1"), Span(0, 1)), 1.0)
    found = unshown_premise(in_thread(question), [passage], {RevisionId("a1"): source})
    assert found is None or 0 < len(found.clause) <= 100


def test_what_another_person_did_beside_them_shows_nothing() -> None:
    source = a_source("Rosa Quill spoke to the bank’s staff. Joost Maren resigned on Friday. The staff went home.")
    assert premise("Why did Joost Maren resign?", source) is None
    found = premise("Why did Rosa Quill resign?", source)
    assert found is not None
    assert found.clause == "that Rosa Quill resigned"
