"""Which words are quotations, and who says them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.reading import read
from bot.news.types import Quote
from tests.steps import grows_linearly


def quotes(text: str) -> tuple[Quote, ...]:
    return read(text).quotes


def said(text: str) -> list[tuple[str, str | None]]:
    return [(q.span.of(text), q.speaker.name if q.speaker else None) for q in quotes(text)]


WORDS = "The quay is no longer safe"


@pytest.mark.parametrize(
    "text",
    [
        '"The quay is no longer safe," said Anna Quist.',
        "“The quay is no longer safe,” Anna Quist said on Monday.",
        "«The quay is no longer safe», said Anna Quist.",
        "„The quay is no longer safe“, said Anna Quist.",
        "‘The quay is no longer safe,’ said Anna Quist, who isn’t sure.",
        "Anna Quist, 34, a diver, said: “The quay is no longer safe.”",
        "According to Anna Quist, “The quay is no longer safe.”",
        "“The quay is no longer safe,” according to Anna Quist.",
        "“The quay is no longer safe,” Anna Quist, Norland's works minister, told broadcaster NBR.",
        "“The quay is no longer safe,” Rep. Anna Quist, R-Vale, a member of the board, said.",
        "In a letter to the board, Anna Quist wrote: “The quay is no longer safe.”",
        "Anna Quist put it plainly:\n\n“The quay is no longer safe.”",
        "Norland works minister Anna Quist:\n\n“The quay is no longer safe.”",
        "Anna Quist spoke on Monday. She said: “The quay is no longer safe.”",
        "“The quay is no longer safe?” Anna Quist asked.",
        "“The quay is no longer safe” – Anna Quist",
        "“The quay is no longer safe.” — Anna Quist, harbour board",
        "“The quay is no longer safe”\n\n— Anna Quist, harbour board",
        "‘The quay is no longer safe’: Anna Quist",
        "“The quay is no longer safe,” said the works minister, Anna Quist.",
        "The works minister, Anna Quist, is tired. “The quay is no longer safe.”",
        "“The quay is no longer safe,” Hallow’s deputy, Anna Quist, said.",
        "American Anna Quist has won. “The quay is no longer safe,” Quist said.",
    ],
)
def test_words_and_speaker(text: str) -> None:
    ((words, speaker),) = said(text)
    assert words.rstrip(",.?") == WORDS
    assert speaker == "Anna Quist"


@pytest.mark.parametrize(
    "text",
    [
        "„Die Mole ist völlig morsch“, sagte Anna Quist am Montag.",
        "Anna Quist sagte: „Die Mole ist völlig morsch.“",
        "«El muelle está completamente podrido», dijo Anna Quist.",
        "« Le quai est complètement pourri », explique Anna Quist.",
        "« Le quai est complètement pourri », a déclaré Anna Quist.",
        "Anna Quist a déclaré : « Le quai est complètement pourri. »",
        "“O cais está completamente podre”, disse Anna Quist.",
    ],
)
def test_speakers_in_other_languages(text: str) -> None:
    assert [speaker for _, speaker in said(text)] == ["Anna Quist"]


def test_a_quote_over_paragraphs_is_a_slice_of_each_by_one_speaker() -> None:
    text = (
        "Anna Quist said: “The quay is no longer safe.\n\n“It was built in haste.\n\n“We close it today.”\n\nThe end."
    )
    assert said(text) == [
        ("The quay is no longer safe.", "Anna Quist"),
        ("It was built in haste.", "Anna Quist"),
        ("We close it today.", "Anna Quist"),
    ]


def test_a_tag_after_several_paragraphs_names_the_speaker() -> None:
    text = "“The quay is no longer safe.\n\n“We close it today,” said Anna Quist."
    assert [speaker for _, speaker in said(text)] == ["Anna Quist", "Anna Quist"]


def test_a_split_quote_is_two_of_one_speaker() -> None:
    text = "“The quay,” Anna Quist said, “is no longer safe.”"
    assert said(text) == [("The quay,", "Anna Quist"), ("is no longer safe.", "Anna Quist")]


def test_nested_marks_stay_inside() -> None:
    text = '"I said "never again" to the board on Monday," said Anna Quist.'
    assert said(text) == [('I said "never again" to the board on Monday,', "Anna Quist")]


def test_in_single_marks_double_ones_are_nested() -> None:
    text = "‘I said “never again” to the board,’ said Anna Quist. ‘Nobody listened to a word of it.’"
    assert said(text) == [
        ("I said “never again” to the board,", "Anna Quist"),
        ("Nobody listened to a word of it.", "Anna Quist"),
    ]


def test_a_headline_has_single_marks_above_double_ones() -> None:
    text = '‘The quay is no longer safe’: minister Anna Quist closes it\n\nIt is shut. "We had to," Quist said.'
    assert said(text) == [("The quay is no longer safe", "Anna Quist"), ("We had to,", "Anna Quist")]


def test_straight_marks_go_on_over_paragraphs_around_curly_ones() -> None:
    text = (
        'Anna Quist said:\n\n"The quay was “safe for ever” once. It is not.\n\n"We close it today."\n\n'
        'It rained. "So be it," a diver said.'
    )
    assert said(text)[:2] == [
        ("The quay was “safe for ever” once. It is not.", "Anna Quist"),
        ("We close it today.", "Anna Quist"),
    ]


def test_the_mark_of_a_height_closes_nothing() -> None:
    text = "“The gate is 6’2”. The boat is wider,” said Anna Quist."
    assert said(text) == [("The gate is 6’2”. The boat is wider,", "Anna Quist")]


def test_it_after_a_body_without_a_name_is_that_body() -> None:
    text = "“The quay is no longer safe,” the board said in a letter. It added: “We close it today.”"
    assert [speaker for _, speaker in said(text)] == ["the board", "the board"]


def test_it_after_somebody_else_was_named_stays_unknown() -> None:
    text = "“It is not safe,” the board said. Harbour Rescue left. It added: “We close it today.”"
    assert said(text)[1] == ("We close it today.", None)


def test_where_somebody_is_from_is_not_who_speaks() -> None:
    text = "“The quay is no longer safe,” the 34-year-old from Leeds, England said."
    assert said(text) == [("The quay is no longer safe,", "the 34-year-old")]


def test_what_a_sign_reads_is_no_title() -> None:
    assert [words for words, _ in said("She wore a hat reading, “Save The Old Quay”. It rained.")] == [
        "Save The Old Quay"
    ]
    assert said("She read the novel, “Save The Old Quay”. It rained.") == []


def test_what_follows_without_a_tag_is_the_same_speakers() -> None:
    text = "“We looked at it,” Anna Quist said. “It is no longer safe.”\n\n“It was built in haste, too.”\n\nIt rained."
    assert [speaker for _, speaker in said(text)] == ["Anna Quist"] * 3


def test_he_after_a_quote_is_who_spoke_before() -> None:
    text = "“We looked at it closely,” Elias Brandt said.\n\n“The quay is no longer safe,” he said."
    assert [speaker for _, speaker in said(text)] == ["Elias Brandt"] * 2


def test_she_is_not_the_man_who_spoke_last() -> None:
    text = "“It is rotten,” Mary Quist said. “It is fine,” John Hallow said. “It is not fine at all,” she said."
    assert [speaker for _, speaker in said(text)] == ["Mary Quist", "John Hallow", "Mary Quist"]


def test_he_is_nobody_where_only_a_woman_spoke() -> None:
    text = "“It is rotten,” Mary Quist said. “It is not fine at all,” he said."
    assert [speaker for _, speaker in said(text)] == ["Mary Quist", None]


def test_short_pieces_count_with_a_sayer_only() -> None:
    text = (
        "The plan was called “splendid” by the Harbour Board. A “smart” lamp shone. We saw “The Long Road” and slept."
    )
    assert said(text) == [("splendid", "the Harbour Board")]


def test_titles_and_nicknames_are_no_speech() -> None:
    text = "Peter “Spike” Hallow wrote the novel “A Road to the Very Distant Sea”. Hallow said it sold well."
    assert said(text) == []


def test_an_unnamed_speaker_is_named_as_the_text_does() -> None:
    text = "“The quay is no longer safe,” a spokesman for Quellix said."
    assert said(text) == [("The quay is no longer safe,", "a spokesman for Quellix")]


def test_somebodys_aide_is_not_them() -> None:
    text = "Anna Quist is ill. “The quay is no longer safe,” Quist’s spokesman said."
    assert said(text) == [("The quay is no longer safe,", "Quist’s spokesman")]


def test_unknown_stays_unknown_but_keeps_its_mention() -> None:
    text = "“The quay is no longer safe,” he said."
    (quote,) = quotes(text)
    assert quote.speaker is None
    assert quote.mention is not None
    assert quote.mention.of(text) == "he"


def test_a_word_that_opens_a_sentence_is_nobody() -> None:
    assert said("Signs say “mind the old step”. The signs fade.") == [("mind the old step", None)]


def test_the_mere_subject_of_a_sentence_is_not_taken_for_the_speaker() -> None:
    assert said("Anna Quist has a bag with “mind the old step” on it.") == [("mind the old step", None)]


@pytest.mark.parametrize("verb", ["says", "states", "claims", "alleges"])
def test_a_document_speaks(verb: str) -> None:
    text = f"“The quay is no longer safe,” the lawsuit {verb}."
    assert said(text) == [("The quay is no longer safe,", "the lawsuit")]


def test_a_family_is_not_its_member() -> None:
    text = "Anna Quist is ill. “We ask for a little patience,” the Quist family said."
    assert said(text) == [("We ask for a little patience,", "the Quist family")]


def test_nobody_is_made_up_for_bare_words() -> None:
    assert said("“The quay is no longer safe, they all knew it.”") == [
        ("The quay is no longer safe, they all knew it.", None)
    ]


def test_an_open_mark_never_runs_into_the_next_paragraph() -> None:
    text = "Anna Quist said: “The quay is no longer safe.\n\nIt rained all day in Vale. Nobody came."
    assert all("rained" not in words for words, _ in said(text))


def test_an_unclosed_mark_does_not_swallow_its_own_tag() -> None:
    assert said("“The quay is no longer safe, said Anna Quist. Nobody came to look at it.") == []


def test_a_stray_mark_does_not_turn_the_text_inside_out() -> None:
    text = 'A board 6" wide broke.\n\n"The quay is no longer safe," said Anna Quist. "We close it today," she said.'
    assert [words for words, _ in said(text)] == ["The quay is no longer safe,", "We close it today,"]


def test_apostrophes_are_no_marks() -> None:
    assert said("The workers’ plan wasn’t Anna Quist's. 'Twas said in the '90s that it's over.") == []


def test_the_speaker_has_the_role_that_the_text_gives() -> None:
    text = "“The quay is no longer safe,” Norland’s works minister, Anna Quist, told NBR."
    speaker = quotes(text)[0].speaker
    assert speaker is not None
    assert speaker.role == "Norland’s works minister"


MARKS = st.text(alphabet="ab. ,\n\"“”„‟«»‘’'said HeAnn", max_size=200)


@given(MARKS | st.text(max_size=200))
def test_any_text_gives_sorted_slices_apart_from_each_other(text: str) -> None:
    found = quotes(text)
    for q in found:
        assert 0 <= q.span.start < q.span.end <= len(text)
        assert q.span.of(text).strip() == q.span.of(text) != ""
        assert q.mention is None or q.mention.of(text).strip()
    for a, b in pairwise(found):
        assert a.span.end <= b.span.start


@pytest.mark.parametrize(
    "piece", ['"', "“", "‘a ", '" ', "“Go on,” Ann said, “go” and Bob claimed that we go, he added, "]
)
def test_a_flood_of_marks_takes_linear_work(piece: str) -> None:
    assert grows_linearly(read, piece, 4_000)
