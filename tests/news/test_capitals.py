"""Names typed in small letters get the capitals that the articles give them, and nothing else does."""

from __future__ import annotations

import pytest

from bot.news.asking.capitals import in_capitals, unknown_to

TEXTS = [
    "The head of Halden Steel, Ann Gray, said on Monday that Norland would pay for it.",
    "It was a new plan, said Tom Long. In New Halden the NHA met, and the steel was sold. The New Halden line is long.",
    "The plan may fail, reported the Vale Herald. The Herald wrote that steel is dear.",
]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("what did gray say about norland's plan", "what did Gray say about Norland's plan"),
        ("who runs halden steel", "who runs Halden Steel"),
        ("is steel dear", "is steel dear"),
        ("when did the nha meet in new halden?", "when did the NHA meet in New Halden?"),
        ("is the new plan good", "is the new plan good"),
        ("how long is the line", "how long is the line"),
        ("may it fail", "may it fail"),
        ("Did gray pay", "Did Gray pay"),
        ("did Tom pay gray", "did Tom pay gray"),
        ("", ""),
        ("🙂 ??", "🙂 ??"),
    ],
)
def test_a_name_is_written_as_the_articles_write_it(typed: str, written: str) -> None:
    assert in_capitals(typed, TEXTS) == written


def test_without_articles_nothing_changes() -> None:
    assert in_capitals("what did gray say", []) == "what did gray say"


def test_words_that_the_articles_do_not_hold_are_told() -> None:
    assert unknown_to("what did okafor say", TEXTS)
    assert not unknown_to("what did gray pay", TEXTS)


def test_a_long_message_is_left_alone() -> None:
    typed = "gray " * 200
    assert in_capitals(typed, TEXTS) == typed
