"""Which stories a channel is told first, and which never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.news.ranking import Candidate, ranked
from bot.news.types import ArticleId, StoryId
from tests.make import an_article

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def a_story(key: str, title: str, voices: int = 1, hours: float = 1.0) -> Candidate:
    article = replace(an_article(f"{title}, officials said.", key, title), published=NOON - timedelta(hours=hours))
    return Candidate(StoryId(key), (article,), voices)


def order(stories: list[Candidate], topics: tuple[str, ...] = (), **labels: str) -> list[str]:
    known = {ArticleId(key): frozenset([topic]) for key, topic in labels.items()}
    return [c.story for c in ranked(stories, topics, known, NOON)]


def test_a_story_that_many_tell_comes_before_one_that_one_tells() -> None:
    assert order([a_story("fair", "Fair opens"), a_story("flood", "Flood hits Selby", voices=4)]) == ["flood", "fair"]


def test_a_fresh_story_comes_before_an_old_one() -> None:
    assert order([a_story("old", "Bridge shut", hours=60), a_story("new", "Bridge open")]) == ["new", "old"]


def test_what_nothing_is_known_of_keeps_its_order() -> None:
    assert order([a_story("a", "One"), a_story("b", "Two")]) == ["a", "b"]


def test_a_topic_of_the_channel_comes_first_though_fewer_tell_it() -> None:
    stories = [a_story("flood", "Flood hits Selby", voices=3), a_story("port", "Harbour dredged")]
    assert order(stories, ("shipping",), port="Shipping") == ["port", "flood"]


def test_a_topic_is_seen_in_the_words_where_no_feed_names_it() -> None:
    stories = [a_story("fair", "Fair opens"), a_story("tax", "Income taxes rise in Selby")]
    assert order(stories, ("income tax",)) == ["tax", "fair"]


def test_where_topics_are_named_a_story_of_another_topic_is_left_out() -> None:
    stories = [a_story("match", "Selby wins cup"), a_story("port", "Harbour dredged"), a_story("fair", "Fair opens")]
    assert order(stories, ("shipping",), port="shipping", match="football") == ["port", "fair"]


def test_what_a_channel_does_not_want_is_never_told() -> None:
    stories = [a_story("match", "Selby wins cup", voices=9), a_story("fair", "Fair opens")]
    assert order(stories, ("-football",), match="Football") == ["fair"]
    assert order([a_story("game", "Football final tonight")], ("-football",)) == []
