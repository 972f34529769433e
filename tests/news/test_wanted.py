"""Which articles are of the sources that a channel asks for."""

from __future__ import annotations

import pytest

from bot.news.types import Article, ArticleId, Revision, RevisionId
from bot.news.wanted import wanted

POST = Article(
    ArticleId("a"), Revision(RevisionId("r"), "x"), outlet="The Selby Póst", url="https://www.news.selby.test/1"
)
NAMELESS = Article(ArticleId("b"), Revision(RevisionId("s"), "x"))


@pytest.mark.parametrize(
    ("source", "is_wanted"),
    [
        ("the  selby post", True),
        ("news.selby.test", True),
        ("selby.test", True),
        ("https://Selby.test/feed", True),
        ("test", False),
        ("elby.test", False),
        ("sport.selby.test", False),
        ("Selby", False),
        ("", False),
    ],
)
def test_an_outlet_goes_by_its_name_or_its_host(source: str, is_wanted: bool) -> None:
    assert wanted([NAMELESS, POST], [source]) == is_wanted


def test_without_sources_all_are_wanted_and_with_some_the_nameless_are_not() -> None:
    assert wanted([NAMELESS], ())
    assert not wanted([NAMELESS], ["example.org", "None"])
    assert wanted([POST], ["example.org", "selby.test"])
