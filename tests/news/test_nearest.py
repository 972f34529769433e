from __future__ import annotations

from bot.news.asking.nearest import nearest
from bot.news.types import Evidence, Passage, Sources, Span
from tests.make import a_source

FERRY = a_source("Divers searched the harbour. The ferry sank off Port Ellery on Monday.", "ferry")
PORT = a_source("Port Ellery closed its ferry pier. The ferry to Port Ellery sank, wardens said.", "port")
OTTER = a_source("Otters swam past the ferry. Nobody was hurt.", "otter")
SOURCES: Sources = {s.article.revision.id: s for s in (FERRY, PORT, OTTER)}
QUESTION = "Who owned the ferry that sank off Port Ellery?"


def shown(*order: str, sources: Sources = SOURCES) -> list[str]:
    by_id = {str(s.article.revision.id): s for s in SOURCES.values()}
    passages = [Passage(Evidence(by_id[o].article.revision.id, Span(0, len(by_id[o].text))), 1.0) for o in order]
    return [e.span.of(SOURCES[e.revision].text) for e in nearest(QUESTION, passages, sources)]


def test_the_best_sentence_of_each_article_in_the_order_of_the_passages() -> None:
    sank = ["The ferry sank off Port Ellery on Monday.", "The ferry to Port Ellery sank, wardens said."]
    assert shown("ferry", "port") == sank
    assert shown("port", "ferry") == sank[::-1]


def test_an_article_that_shares_too_little_is_left_out() -> None:
    assert shown("otter", "ferry") == ["The ferry sank off Port Ellery on Monday."]


def test_nothing_comes_of_nothing() -> None:
    assert shown() == []
    assert shown("ferry", sources={}) == []
