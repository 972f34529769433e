"""Who says what in interviews and transcripts, where labels stand for quotation marks."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.news.reading import read
from tests.steps import grows_linearly


def said(*paragraphs: str) -> list[tuple[str, str | None]]:
    text = "\n\n".join(paragraphs)
    return [(q.span.of(text), q.speaker.name if q.speaker else None) for q in read(text).quotes]


def test_answers_are_the_words_of_the_one_who_was_interviewed() -> None:
    assert said(
        "John Hallow is the mayor of Vale. We spoke with him.",
        "Q: Is the quay safe?",
        "A: No, it is not safe at all.",
        "Q: Who says so?",
        "A: I do, and the board says “never again”.",
    ) == [
        ("No, it is not safe at all.", "John Hallow"),
        ("I do, and the board says “never again”.", "John Hallow"),
    ]


def test_nobody_is_taken_for_the_one_who_answers_where_two_were_named() -> None:
    assert (
        said(
            "John Hallow and Mary Quist spoke with us.",
            "Q: Is the quay safe?",
            "A: No, it is not safe at all.",
            "Q: Who says so?",
            "A: I say so, and I mean it.",
        )
        == []
    )


def test_a_transcript_names_its_speakers_in_capitals() -> None:
    assert said(
        "Mayor John Hallow met Senator Mary Quist.",
        "REPORTER: Is the quay safe?",
        "MAYOR JOHN HALLOW: No, it is not safe at all.",
        "SEN. QUIST: That is not what you said in May.",
        "HALLOW: It is what I say now, Mary.",
    ) == [
        ("No, it is not safe at all.", "John Hallow"),
        ("That is not what you said in May.", "Mary Quist"),
        ("It is what I say now, Mary.", "John Hallow"),
    ]


def test_a_transcript_may_begin_with_the_first_line() -> None:
    turns = said(
        "Mary Quist: We close it today, I think.",
        "John Hallow: That is what you always say.",
        "Mary Quist: And that is what I always do.",
    )
    assert [speaker for _, speaker in turns] == ["Mary Quist", "John Hallow", "Mary Quist"]


def test_a_list_of_people_is_no_dialogue() -> None:
    assert (
        said(
            "Mary Quist and John Hallow are on the list.",
            "Mary Quist: The diver has won three medals.",
            "John Hallow: The mayor has won none of them.",
        )
        == []
    )


def test_labels_of_nobody_are_no_speakers() -> None:
    assert (
        said(
            "UPDATE: The quay is closed for good now.",
            "WATCH: The quay falls into the sea.",
            "UPDATE: The quay is open again for now.",
        )
        == []
    )


@given(st.lists(st.sampled_from(["Q: ", "A: ", "ANN GRAY: ", "Ann Gray said: ", "“we go”. ", "\n", "so it is. "])))
def test_no_two_quotations_overlap(pieces: list[str]) -> None:
    text = "Ann Gray spoke with us.\n" + "".join(pieces)
    spans = [q.span for q in read(text).quotes]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_a_long_transcript_takes_linear_work() -> None:
    assert grows_linearly(read, "\nANN GRAY: We go there now.\n", 4_000)
