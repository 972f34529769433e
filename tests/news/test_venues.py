"""Where something was said."""

from __future__ import annotations

import pytest

from bot.news.reading import read
from tests.steps import grows_linearly

WORDS = "“The quay is gone for good,”"


def venues(text: str) -> list[str | None]:
    return [q.venue.of(text) if q.venue else None for q in read(text).quotes]


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        (f"{WORDS} Mary Quist told Radio Vale on Monday.", "told Radio Vale"),
        ("Mary Quist told Radio Vale that “the quay is gone for good”.", "told Radio Vale"),
        ("In a post on Quickpost, Mary Quist said “the quay is gone for good”.", "In a post on Quickpost"),
        (f"{WORDS} Mary Quist said in a statement on Monday.", "in a statement"),
        (f"{WORDS} Mary Quist told reporters in Vale.", "told reporters"),
        (f"{WORDS} Mary Quist said on Quickpost.", "on Quickpost"),
        ("Speaking at a rally in Vale, Mary Quist said: “The quay is gone for good.”", "at a rally in Vale"),
        (f"{WORDS} Mary Quist said in a televised interview with NBR News.", "in a televised interview with NBR News"),
        (f"{WORDS} Mary Quist told John Hallow.", None),
        (f"{WORDS} Mary Quist said on Monday.", None),
        (f"{WORDS} said Mary Quist. In a statement, the board agreed.", None),
    ],
)
def test_the_words_beside_the_speaker_tell_where(text: str, venue: str | None) -> None:
    assert venues(text)[0] == venue


def test_what_follows_was_said_there_too() -> None:
    assert venues(f"{WORDS} Mary Quist told Radio Vale. “We close it today, then.”") == ["told Radio Vale"] * 2


def test_a_long_text_takes_linear_work() -> None:
    assert grows_linearly(read, "“We go,” Ann Gray told Radio Vale on the On Air Show in a post on ", 4_000)
