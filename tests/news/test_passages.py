from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.asking.passages import MOST_WORDS, PassageIndex, indexed, split_passages
from bot.news.types import RevisionId
from tests.make import an_article

HARBOUR = an_article(
    "The harbour of Port Ellery closed on Monday after a crane fell.\n\n"
    + "\n\n".join(f"Trader number {i} waited for news of the market and its prices all morning." for i in range(40))
    + "\n\nDivers lifted the crane with two tugboats.",
    "harbour",
    "Crane falls in Port Ellery",
)
OTTERS = an_article("Wardens freed 40 otters at Lake Sorrel.\nThe otters swam away at once.", "otters", "Otters freed")
CHOIR = an_article("The U.S. choir sang for the mayor’s guests.", "choir", "A night of song")


def revisions(question: str, only: list[str] | None = None) -> list[str]:
    index = PassageIndex([HARBOUR, OTTERS, CHOIR])
    found = index.best(question, only=None if only is None else [RevisionId(o) for o in only])
    return [p.evidence.revision for p in found]


def test_the_passage_that_bears_on_the_question_comes_first() -> None:
    assert revisions("How many otters were freed?")[0] == "otters"
    assert revisions("Who lifted the crane?")[0] == "harbour"


def test_within_an_article_the_right_stretch_comes_first() -> None:
    best = PassageIndex([HARBOUR]).best("What did divers do with tugboats?")[0]
    assert "Divers lifted" in best.evidence.span.of(HARBOUR.text)


def test_only_the_named_revisions_are_searched() -> None:
    assert set(revisions("crane otters choir", only=["choir", "otters"])) == {"choir", "otters"}
    assert revisions("crane otters choir", only=[]) == []
    assert revisions("crane", only=["unknown"]) == []


def test_forms_of_a_word_and_of_a_name_are_found() -> None:
    assert revisions("Did America's choirs sing?")[0] == "choir"


def test_title_words_count_for_the_passages() -> None:
    assert revisions("a night of song")[0] == "choir"


def test_a_question_of_stop_words_finds_nothing() -> None:
    assert revisions("who is it and why") == []


def test_no_more_than_asked_for_and_best_first() -> None:
    found = PassageIndex([HARBOUR, OTTERS, CHOIR]).best("market prices morning otters", count=2)
    assert len(found) == 2
    assert found[0].score >= found[1].score > 0


def test_an_article_given_twice_is_indexed_once() -> None:
    assert len(PassageIndex([OTTERS, OTTERS]).best("otters")) == 1


@pytest.mark.parametrize("text", ["", " \n ", "😀"])
def test_an_index_of_nothing_finds_nothing(text: str) -> None:
    assert PassageIndex([an_article(text)]).best("otters") == []


def test_a_paragraph_too_long_is_cut_between_sentences() -> None:
    text = "The lamp was lit by the old keeper on the hill. " * 60
    spans = split_passages(text.strip())
    assert len(spans) == 3
    assert all(s.of(text).startswith("The lamp") for s in spans)
    assert all(s.of(text).count(" ") < MOST_WORDS for s in spans)


@given(st.lists(st.text(max_size=400), max_size=4), st.text(max_size=200), st.integers(0, 5))
def test_passages_lie_in_their_articles(texts: list[str], question: str, count: int) -> None:
    articles = {RevisionId(f"r{i}"): an_article(t, f"r{i}", t[:20]) for i, t in enumerate(texts)}
    found = PassageIndex(articles.values()).best(question, count)
    assert len(found) <= count
    for p in found:
        assert 0 <= p.evidence.span.start < p.evidence.span.end <= len(articles[p.evidence.revision].text)


@given(st.text(alphabet="ab .\n!?😀", max_size=500))
def test_passages_cover_every_letter(text: str) -> None:
    spans = split_passages(text)
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalpha())
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_sentences_are_not_cut_and_short_paragraphs_are_joined() -> None:
    text = "\n\n".join(f"Trader {i} waited for news. The market was slow." for i in range(100))
    spans = split_passages(text)
    assert len(spans) == 4
    assert all(s.of(text).startswith(("Trader", "The market")) and s.of(text).rstrip().endswith(".") for s in spans)


def test_no_passage_ends_after_a_short_form() -> None:
    text = "On Monday Mr. Okafor met Gen. B. Gray of the U.S. fleet on the pier. " * 80
    assert all(s.of(text).startswith("On Monday") for s in split_passages(text))


@pytest.mark.parametrize(
    "text", ["word " * 100_000, "x" * 500_000, ". " * 100_000, "\n" * 300_000, "港口周一关闭。" * 20_000]
)
def test_a_text_without_sentences_is_cut_too(text: str) -> None:
    assert all(s.end - s.start <= 20 * (MOST_WORDS + 1) for s in split_passages(text))


def test_an_index_takes_stems_of_body_and_title() -> None:
    (passage,) = indexed(OTTERS)
    assert passage.evidence.revision == "otters"
    assert passage.evidence.span.of(OTTERS.text) == OTTERS.text
    assert passage.body[:2] == ("warden", "free")
    assert passage.title == ("otter", "free")


def test_a_title_alone_is_no_passage() -> None:
    assert indexed(an_article("", "empty", "Otters freed")) == []
