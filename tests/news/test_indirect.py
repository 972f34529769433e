"""A question as a clause that a refusal can name, and none where it is not sure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.indirect import indirect


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Why did the mill close?", "why the mill closed"),
        ("how much does the ferry cost", "how much the ferry costs"),
        ("Was she wearing a helmet?", "whether she was wearing a helmet"),
        ("did they pay", "whether they paid"),
        ("and when will it open?", "when it will open"),
        ("Who is the captain?", "who the captain is"),
        ("was there fog", "whether there was fog"),
        ("Where did the Norland envoy go?", ""),  # where the name ends the verb does not begin
        ("who paid", ""),
        ("What did the captain say when it sank?", ""),
        ("x" * 300, ""),
        ("", ""),
    ],
)
def test_a_question_is_told_of_as_a_clause(question: str, clause: str) -> None:
    assert indirect(question) == clause


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    assert len(indirect(text)) < 200
