"""The gate, from the reader's side: what may never be posted, and what must come through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.grounding import check_answer, check_brief
from bot.news.select import draft_brief
from bot.news.text import fold, squeeze
from bot.news.types import (
    Brief,
    DraftAnswer,
    DraftBrief,
    DraftEvidence,
    DraftFigure,
    DraftLine,
    DraftQuote,
    Evidence,
    RevisionId,
    Source,
    Sources,
    Span,
)
from tests.make import a_line, a_source

FLOOD = """The river Tave rose 3.2 metres in one night and flooded 140 houses in Ostermill, the fire service said on Tuesday.

“We did not open the weir,” said Mara Lindqvist, who runs the water board. “The gauge was right all along.”

The insurers’ association claimed that the damage had doubled to €49.79 million. Some 1,200 people were taken to schools, and 35 cattle drowned.

Mayor Anton Brask refused to resign. He said the town had not been warned."""


def sources_of(text: str = FLOOD) -> Sources:
    source = a_source(text, outlet="The Ostermill Post", title="River floods Ostermill")
    return {source.article.revision.id: source}


def brief_of(*lines: DraftLine, quotes: tuple[DraftQuote, ...] = (), headline: str = "") -> Brief:
    return check_brief(DraftBrief(headline, lines, quotes), sources_of())


def quoted(words: str, speaker: str | None = None) -> DraftQuote:
    return DraftQuote(DraftEvidence(RevisionId("a1"), words), speaker)


FIRST = (
    "The river Tave rose 3.2 metres in one night and flooded 140 houses in Ostermill, the fire service said on Tuesday."
)
DAMAGE = "The insurers’ association claimed that the damage had doubled to €49.79 million."
PEOPLE = "Some 1,200 people were taken to schools, and 35 cattle drowned."
GAUGE = "“We did not open the weir,” said Mara Lindqvist, who runs the water board. “The gauge was right all along.”"
MAYOR = "Mayor Anton Brask refused to resign."


@pytest.mark.parametrize(
    ("line", "proof", "reason"),
    [
        ("The Tave flooded 150 houses, the fire service said.", FIRST, "figure not in its evidence: 150"),
        ("The Tave flooded 140 houses, the fire service said.", MAYOR, "figure not in its evidence: 140"),
        ("1,200 cattle drowned.", PEOPLE, "figure moved to another fact: 1,200"),
        ("The insurers’ association claimed damage of €49 million.", DAMAGE, "figure not in its evidence: €49 million"),
        ("The insurers’ association claimed damage of €4.79 million.", DAMAGE, "figure not in its evidence"),
        ("The insurers’ association claimed damage of 49.79%.", DAMAGE, "figure not in its evidence"),
        (
            "Twelve hundred horses were taken to schools.",
            "The schools were closed.",
            "its evidence is not in the source",
        ),
        ("The river Elbe rose 3.2 metres, the fire service said.", FIRST, "name not in its evidence: Elbe"),
        ("The river Tave fell 3.2 metres, the fire service said.", FIRST, "turns its evidence round: fell"),
        ("Mayor Anton Brask agreed to resign.", MAYOR, "turns its evidence round: agreed"),
        ("The damage had doubled to €49.79 million.", DAMAGE, "claim without its claimant"),
        ("The fire service said “the weir was open” on Tuesday.", FIRST, "not a quotation of its evidence"),
        ("The fire service said “flooded 140 houses” on Tuesday.", FIRST, "not a quotation of its evidence"),
        ("See https://evil.example for the river Tave.", FIRST, "link not of its evidence"),
        ("@everyone the river Tave rose 3.2 metres.", FIRST, "would ping people"),
        ("“The gauge was right all along.", "“The gauge was right all along.”", "breaks a quotation off"),
        ("“The gauge was right all along.”", "“The gauge was right all along.”", "quoted words without their speaker"),
        ("…", FIRST, "says nothing"),
    ],
)
def test_a_line_that_its_evidence_does_not_show_is_refused_with_the_reason(line: str, proof: str, reason: str) -> None:
    brief = brief_of(a_line(line, proof))
    assert brief.lines == ()
    assert brief.refused[0].reason.startswith(reason)


def test_a_line_without_evidence_is_refused() -> None:
    assert brief_of(DraftLine("The river Tave rose.", "point", ())).refused[0].reason == "names no evidence"


def test_evidence_of_another_revision_is_refused() -> None:
    brief = brief_of(a_line(FIRST, FIRST, key="elsewhere"))
    assert brief.refused[0].reason == "its evidence is not in the source"


@pytest.mark.parametrize(
    ("line", "proofs"),
    [
        (FIRST, [FIRST]),
        ("The fire service said the Tave flooded 140 houses in Ostermill.", [FIRST]),
        ("The insurers’ association claimed the damage doubled to €49.79 million.", [DAMAGE]),
        ("Mayor Anton Brask refused to resign.", [MAYOR]),
        ("1,200 people were taken to schools, and the river rose 3.2 metres, the fire service said.", [PEOPLE, FIRST]),
        ("“The gauge was right all along,” said Mara Lindqvist.", [GAUGE]),
    ],
)
def test_a_line_that_its_evidence_shows_is_kept_with_its_spans(line: str, proofs: list[str]) -> None:
    brief = brief_of(a_line(line, *proofs))
    assert [r.reason for r in brief.refused] == []
    assert brief.lines[0].text == line
    assert [e.span.of(FLOOD) for e in brief.lines[0].evidence] == proofs


def test_a_quote_is_posted_as_the_articles_own_slice_with_the_speaker_of_the_text() -> None:
    brief = brief_of(
        quotes=(quoted("We did not  open the weir"), quoted("The gauge was right all along.", "Mara Lindqvist"))
    )
    assert [q.text for q in brief.quotes] == ["We did not open the weir", "The gauge was right all along."]
    assert {q.speaker.name for q in brief.quotes if q.speaker} == {"Mara Lindqvist"}


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (quoted("We did not close the weir"), "quotation not in the source, word for word"),
        (quoted("We did open the weir"), "quotation not in the source, word for word"),
        (quoted("Mayor Anton Brask refused to resign"), "not between quotation marks in the source"),
        (
            quoted("The gauge was right all along.", "Anton Brask"),
            "said by Mara Lindqvist in the source, not by Anton Brask",
        ),
    ],
)
def test_a_quote_that_was_not_said_so_is_refused(quote: DraftQuote, reason: str) -> None:
    brief = brief_of(quotes=(quote,))
    assert brief.quotes == ()
    assert brief.refused[0].reason == reason


def test_what_stands_between_quotation_marks_needs_its_speaker_in_the_line() -> None:
    words = "The gauge was right all along."
    assert brief_of(a_line(words, words)).refused[0].reason == "quoted words without their speaker: Mara Lindqvist"


def test_a_headline_with_an_unshown_figure_gives_way_to_the_articles_title() -> None:
    brief = brief_of(headline="Floods hit 900 houses in Ostermill")
    assert brief.headline == "River floods Ostermill"
    assert brief.refused[0].reason == "figure not in its evidence: 900"


def test_an_answer_whose_lines_are_all_refused_says_so_and_names_the_nearest_words() -> None:
    nearest = Evidence(RevisionId("a1"), Span(0, len(FIRST)))
    answer = check_answer(DraftAnswer((a_line("150 houses were flooded.", FIRST),)), sources_of(), [nearest])
    assert (answer.lines, answer.reason) == ((), "unproven")
    assert answer.nearest[0].span.of(FLOOD) == FIRST


def test_a_figure_is_posted_with_the_sentence_it_stands_in() -> None:
    words = DraftEvidence(RevisionId("a1"), "35 cattle")
    brief = check_brief(DraftBrief("", (), (), (DraftFigure(words),)), sources_of())
    assert brief.figures[0].figure.value == 35
    assert brief.figures[0].sentence.span.of(FLOOD) == PEOPLE


TEXTS = st.lists(
    st.sampled_from(
        [
            "Dana Ruiz said: “We lost 40 boats.”",
            "“Never again,” he added.",
            "The port closed for 3 days.",
            "About 2,500 workers stayed at home, the union claimed.",
            "However, she refused to comment.",
            "„Das war's“, sagte er.",
            "It rose by 12.5% to £3 million",
            "« Oui », dit-il.",
            "\n\n",
            "Officials said the number had doubled since 1998.",
        ]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(TEXTS)
def test_every_posted_quote_and_line_of_any_article_is_proven_by_slices_of_it(text: str) -> None:
    source = a_source(text)
    brief = check_brief(draft_brief(source), {source.article.revision.id: source})
    for quote in brief.quotes:
        assert quote.text == quote.evidence.span.of(text)
        assert quote.text
    for line in brief.lines:
        assert line.evidence
        assert all(e.span.of(text) for e in line.evidence)


@given(TEXTS, st.integers(100_000, 999_999))
def test_a_line_with_a_figure_absent_from_its_evidence_is_always_refused(text: str, number: int) -> None:
    source = a_source(text)
    sources = {source.article.revision.id: source}
    for sentence in source.facts.sentences:
        words = sentence.span.of(text)
        for line in (
            f"{words} That is {number:,} people.",
            f"{number} {words}",
            f"{words[:-1]}, or {number / 1000} times",
        ):
            brief = check_brief(DraftBrief("", (a_line(line, words),)), sources)
            assert brief.lines == (), line


@given(TEXTS, st.data())
def test_a_quotation_with_one_word_altered_is_always_refused(text: str, data: st.DataObject) -> None:
    source = a_source(text)
    for quote in source.facts.quotes:
        words = quote.span.of(text).split()
        at = data.draw(st.integers(0, len(words) - 1))
        altered = " ".join([*words[:at], "zebra", *words[at + 1 :]])
        brief = check_brief(DraftBrief("", (), (quoted(altered),)), {source.article.revision.id: source})
        assert brief.quotes == ()


@given(st.text(max_size=400), st.text(max_size=80))
def test_the_gate_never_crashes_and_never_posts_what_is_not_there(text: str, line: str) -> None:
    source: Source = a_source(text)
    sources = {source.article.revision.id: source}
    brief = check_brief(DraftBrief(line, (a_line(line, line),), (quoted(line),)), sources)
    for kept in brief.lines:
        assert squeeze(fold(kept.text)) == squeeze(fold(line))
        assert all(e.span.of(text) for e in kept.evidence)
