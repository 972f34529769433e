from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.asking.conversation import in_thread
from bot.news.asking.passages import split_passages
from bot.news.asking.reranking import reranked
from bot.news.types import Article, Evidence, Passage
from tests.make import an_article

TODAY = date(2031, 5, 10)
RARE = {"otter": 7.0, "port": 4.0, "elleri": 8.0, "sorrel": 8.0, "lake": 5.0, "free": 3.0, "ferri": 6.0, "sank": 6.0}
SEA = " The sea was calm and the harbour lay still under a pale sky until late in the evening."


def ranked(
    question: str, articles: Sequence[Article], count: int = 10, today: date | None = None, score: float = 5.0
) -> list[str]:
    """The texts that come out, best first; every candidate comes with the same score."""
    candidates = [Passage(Evidence(a.revision.id, s), score) for a in articles for s in split_passages(a.text)]
    by_revision = {a.revision.id: a for a in articles}
    found = reranked(in_thread(question), candidates, by_revision, RARE, count, today)
    return [p.evidence.span.of(by_revision[p.evidence.revision].text) for p in found]


def first(question: str, *texts: str) -> str:
    """The best of these texts, each an article of its own, whichever way round the index gives them."""
    articles = [an_article(text, f"a{i}") for i, text in enumerate(texts)]
    forward, backward = ranked(question, articles)[0], ranked(question, articles[::-1])[0]
    assert forward == backward
    return forward


def test_words_that_stand_together_beat_scattered_ones() -> None:
    together = "Wardens freed forty otters at Lake Sorrel." + SEA * 5
    scattered = "Wardens were freed." + SEA * 3 + " A lake was named." + SEA + " Sorrel grew there, and otters."
    assert first("Who freed the otters at Lake Sorrel?", scattered, together) == together


def test_the_order_of_the_question_beats_the_same_words_in_another() -> None:
    ferry = "The Port Ellery ferry left." + SEA
    other = "The ferry Ellery left a port." + SEA
    assert first("Where is the Port Ellery ferry?", other, ferry) == ferry


def test_a_passage_that_names_who_is_asked_about_comes_first() -> None:
    named = "The ferry of Sorrel came back." + SEA
    nameless = "The ferry came back, and the ferry left again." + SEA
    assert first("When did the ferry reach Sorrel?", nameless, named) == named


def test_an_article_that_holds_the_rest_elsewhere_lifts_its_passage() -> None:
    pad = SEA * 20
    about = an_article("Otters swam at dawn." + pad + " Lake Sorrel and Port Ellery were closed.", "a1")
    apart = an_article("Otters swam at dawn." + pad + " Nothing more is known of it at all.", "a2")
    found = ranked("Why did otters swim at Lake Sorrel in Port Ellery?", [apart, about])
    opening = [text for text in found if text.startswith("Otters")]
    assert opening[0] == split_passages(about.text)[0].of(about.text)


def test_a_title_that_tells_of_it_counts() -> None:
    telling = an_article("They were freed." + SEA, "a1", "Otters of Lake Sorrel")
    silent = an_article("They were freed." + SEA + " More followed.", "a2", "A quiet night")
    assert ranked("Who freed the otters of Lake Sorrel?", [silent, telling])[0] == telling.text


def test_a_question_for_a_number_prefers_a_passage_with_numbers() -> None:
    with_numbers = "The otters were freed at 6 by 43 wardens." + SEA
    without = "The otters were freed at dawn by village wardens." + SEA
    assert first("How many otters were freed?", without, with_numbers) == with_numbers


def test_a_copy_is_shown_once() -> None:
    text = "Wardens freed forty otters at Lake Sorrel." + SEA
    copies = [an_article(text, f"a{i}", outlet=f"Paper {i}") for i in range(5)]
    other = an_article("Otters are found in Port Ellery too.", "b1")
    assert ranked("Who freed the otters?", [*copies, other]) == [text, other.text]


def own_words(key: str, count: int) -> str:
    """Words that no other text has."""
    letters = "".join(chr(ord("a") + int(c)) if c.isdigit() else c for c in key)
    return " ".join(f"{letters}q{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(count))


def long_article(key: str, outlet: str | None = None, words: str = "otters lake sorrel freed") -> Article:
    """Some twelve passages about the same, no two alike."""
    return an_article("\n".join(f"{words} {own_words(f'{key}z{i}z', 200)}." for i in range(12)), key, None, outlet)


def test_one_article_does_not_fill_all_places() -> None:
    found = ranked("Who freed the otters of Lake Sorrel?", [long_article("a"), an_article("Otters swam.", "b")])
    assert len(found) == 10
    assert "Otters swam." in found[2:]


def test_the_opening_of_an_article_comes_before_what_says_the_same_later() -> None:
    article = long_article("a")
    spans = split_passages(article.text)
    candidates = [Passage(Evidence(article.revision.id, s), 3.0) for s in reversed(spans)]
    found = reranked(in_thread("Who freed the otters?"), candidates, {article.revision.id: article}, RARE)
    assert [p.evidence.span for p in found] == spans[:10]


def test_the_score_of_the_index_counts_too() -> None:
    articles = [an_article(f"Otters swam, {own_words(f'a{i}z', 20)}.", f"a{i}") for i in range(1, 4)]
    spans = [split_passages(a.text)[0] for a in articles]
    candidates = [
        Passage(Evidence(a.revision.id, s), 3.0 + i) for i, (a, s) in enumerate(zip(articles, spans, strict=True))
    ]
    found = reranked(in_thread("Which otters swam?"), candidates, {a.revision.id: a for a in articles}, RARE)
    assert [p.evidence.revision for p in found] == ["a3", "a2", "a1"]


def test_one_outlet_does_not_fill_all_places_while_there_are_others() -> None:
    text = "Wardens freed otters at Lake Sorrel, said {}."
    many = [an_article(text.format(own_words(f"w{i}z", 60)), f"a{i}", None, "Post") for i in range(12)]
    other = an_article("An otter.", "b", None, "Valewire")
    found = ranked("Who freed the otters at Lake Sorrel?", [*many, other])
    assert other.text in found
    assert len(found) == 10
    assert len(ranked("Who freed the otters at Lake Sorrel?", many)) == 10


def aged(text: str, key: str, days: int) -> Article:
    published = datetime(2031, 5, 10, 8, tzinfo=UTC) - timedelta(days=days)
    return replace(an_article(text, key), published=published)


def test_the_news_come_before_the_old_where_the_day_is_known() -> None:
    old = aged("The ferry sank off Port Ellery." + SEA, "a1", 900)
    new = aged("The ferry sank off Port Ellery." + SEA.replace("calm", "rough").replace("pale", "dark") * 2, "a2", 1)
    question = "Where did the ferry sink?"
    assert ranked(question, [old, new], today=TODAY)[0] == new.text
    assert ranked(question, [old, new], today=None)[0] == old.text


def test_what_is_far_better_stays_first_though_it_is_older() -> None:
    old = aged("Wardens freed forty otters at Lake Sorrel." + SEA, "a1", 60)
    new = aged("A lake was closed." + SEA, "a2", 0)
    assert ranked("Who freed otters at Lake Sorrel?", [new, old], today=TODAY)[0] == old.text


def test_scores_fall_and_no_more_come_than_asked_for() -> None:
    article = long_article("a")
    candidates = [Passage(Evidence(article.revision.id, s), 3.0) for s in split_passages(article.text)]
    found = reranked(in_thread("Who freed the otters?"), candidates, {article.revision.id: article}, RARE, 4)
    assert len(found) == 4
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


def test_a_passage_whose_article_is_gone_is_left_out() -> None:
    article = an_article("Otters swam.", "a1")
    passage = Passage(Evidence(article.revision.id, split_passages(article.text)[0]), 1.0)
    assert reranked(in_thread("otters"), [passage], {}, RARE) == []
    assert reranked(in_thread("otters"), [], {article.revision.id: article}, RARE) == []


@pytest.mark.parametrize(
    "question",
    ["", "😀", "who is it", '"otters" AND NOT (lake:*)', "otters " * 1500, "Aa-" * 3300, "'" * 10_000],
)
def test_any_question_ranks_what_there_is(question: str) -> None:
    assert len(ranked(question, [an_article("Otters swam in the lake.", "a1")])) == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=5), st.text(max_size=80), st.integers(0, 6))
def test_what_comes_out_went_in(texts: list[str], question: str, count: int) -> None:
    articles = [an_article(text, f"a{i}") for i, text in enumerate(texts)]
    found = ranked(question, articles, count, TODAY)
    assert len(found) <= count
    assert all(any(text in a.text for a in articles) for text in found)
