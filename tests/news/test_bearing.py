"""Under a brief: what asks about its story, and which other articles tell of it."""

from __future__ import annotations

import pytest

from bot.news.asking.bearing import bearing, names_nothing
from bot.news.asking.conversation import in_thread
from bot.news.types import Article, ArticleId, Brief, Evidence, Line, Revision, RevisionId, Span


def article(key: str, text: str) -> Article:
    return Article(ArticleId(key), Revision(RevisionId(key), text))


def brief(*lines: str) -> Brief:
    shown = tuple(Line(text, "point", (Evidence(RevisionId("a"), Span(0, 1)),)) for text in lines)
    return Brief("A headline", shown, (), (), (), ())


@pytest.mark.parametrize(
    ("question", "told", "bare"),
    [
        ("was there fog", (), True),
        ("how many were hurt?", (), True),
        ("was the captain drunk", (), True),  # of the story's people, told of or not
        ("who won the election", (), False),
        ("when did the ferry leave", ("ferri",), True),
        ("what did Ann Gray say", (), False),
    ],
)
def test_a_question_that_names_nothing_is_about_the_story(question: str, told: tuple[str, ...], bare: bool) -> None:
    assert names_nothing(in_thread(question), told) is bare


def test_other_articles_of_the_story_name_its_names() -> None:
    told = brief("A ferry of Selby Lines ran aground off Port Selby, captain Ines Okafor said.")
    near = article("near", "Captain Ines Okafor of Selby Lines spoke in Port Selby on Monday.")
    far = article("far", "There was fog over Ostermill, Ines Bell said.")
    assert bearing([near, far], [told]) == [near]
