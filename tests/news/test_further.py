from __future__ import annotations

from bot.news.asking.further import draft_again, draft_more, draft_shorter
from bot.news.channels import Turn
from bot.news.grounding import check_brief
from bot.news.types import DraftAnswer, Evidence, RevisionId, Span
from bot.news.writing.select import draft_brief
from tests.make import a_source

LIGHTHOUSE = (
    "The lighthouse of Cape Orrin was sold for 2 million crowns on Monday. The buyer is a school of sailing.\n\n"
    "It was built in 1874 by the harbour guild. Its lamp went dark nine years ago.\n\n"
    "Will the lamp be lit again? The school wants to open its doors in May."
)
ID = RevisionId("a1")
SOURCES = {ID: a_source(LIGHTHOUSE, title="Lighthouse sold")}
BRIEF = check_brief(draft_brief(list(SOURCES.values())), SOURCES)


def evidence(words: str) -> Evidence:
    at = LIGHTHOUSE.index(words)
    sentence = SOURCES[ID].facts.sentence_at(at)
    assert sentence is not None
    return Evidence(ID, sentence.span)


def said(draft: DraftAnswer) -> list[str]:
    return [line.text for line in draft.lines]


def test_more_goes_on_after_the_last_answer_and_repeats_nothing() -> None:
    turns = [
        Turn("Who bought it?", "…", (evidence("The buyer"),)),
        Turn("For how much?", "…", (evidence("The lighthouse of"),)),
    ]
    lines = said(draft_more(turns, (), SOURCES))
    assert "May" in lines[0]
    assert not any("school of sailing" in line or "2 million" in line for line in lines)
    assert not any("?" in line for line in lines)


def test_more_of_a_brief_tells_what_it_left_out() -> None:
    shown = {line.text for line in BRIEF.lines}
    assert shown.isdisjoint(said(draft_more((), [BRIEF], SOURCES)))


def test_more_where_all_is_told_says_so() -> None:
    whole = Evidence(ID, Span(0, len(LIGHTHOUSE)))
    draft = draft_more([Turn("All?", "…", (whole,))], [BRIEF], SOURCES)
    assert (draft.lines, draft.reason) == ((), "not-said")


def test_shorter_is_the_first_sentence_of_the_last_answer_that_was_one() -> None:
    turns = [
        Turn("What of the lamp?", "…", (evidence("Its lamp"), evidence("The school wants"))),
        Turn("Who painted it?", "…", (evidence("The buyer"),), refused=True),
    ]
    assert len(said(draft_shorter(turns, (), SOURCES))) == 1
    assert "lamp went dark" in said(draft_shorter(turns, (), SOURCES))[0]
    assert "2 million" in said(draft_shorter((), [BRIEF], SOURCES))[0]
    assert draft_shorter((), (), SOURCES).lines == ()


def test_again_is_all_that_the_last_answer_rests_on() -> None:
    turns = [Turn("What of the lamp?", "…", (evidence("Its lamp"), evidence("The school wants")))]
    assert len(draft_again(turns, (), SOURCES).lines) == 2
    gone = Evidence(RevisionId("gone"), Span(0, 5))
    assert draft_again([Turn("What?", "…", (gone,))], (), SOURCES).lines == ()
