"""Which articles of a story are read for its brief, and who tells it independently."""

from __future__ import annotations

from dataclasses import replace

from bot.news.dossier import MOST_READ, Dossier, dossier_of
from bot.news.reading import source_of
from bot.news.types import ArticleId, StoryId
from tests.make import an_article


def a_dossier(*told: tuple[str, str], copy_of: dict[str, str] | None = None, **owners: str) -> Dossier:
    articles = [an_article(f"Fire at mill {key}.", key, outlet=outlet) for key, outlet in told]
    copies = {ArticleId(copy): ArticleId(first) for copy, first in (copy_of or {}).items()}
    return dossier_of(StoryId("fire"), articles, copies, owners, source_of)


def test_every_outlet_is_a_voice_of_its_own() -> None:
    found = a_dossier(("a", "Post"), ("b", "Wire"), ("c", "Post"))
    assert found.voices == {"post": ("Post",), "wire": ("Wire",)}
    read = list(found.sources)
    assert found.independent(read[0], read[1])
    assert not found.independent(read[0], read[2])


def test_outlets_of_one_owner_are_one_voice() -> None:
    found = a_dossier(("a", "Post"), ("b", "Wire"), post="Selby Media", wire="Selby Media")
    assert found.voices == {"selby media": ("Post", "Wire")}


def test_copies_are_counted_among_the_revisions_and_not_read() -> None:
    found = a_dossier(("a", "Wire"), ("b", "Post"), ("c", "Echo"), copy_of={"b": "a", "c": "a"})
    assert list(found.sources) == ["a"]
    assert found.revisions == ("a", "b", "c")
    assert found.voices == {"wire": ("Wire",)}


def test_a_copy_is_read_where_its_original_is_of_another_story() -> None:
    assert list(a_dossier(("b", "Post"), copy_of={"b": "a"}).sources) == ["b"]


def test_of_very_many_articles_each_voice_is_heard_and_the_newest_is_read() -> None:
    told = [(f"w{n}", "Wire") for n in range(100)]
    told[30] = ("p", "Post")
    found = a_dossier(*told)
    assert len(found.sources) == MOST_READ
    assert {"w0", "p", "w99"} <= set(found.sources)
    assert len(found.revisions) == 100
    assert list(found.sources) == [key for key, _ in told if key in found.sources]


def test_one_outlet_however_its_name_and_host_are_written_is_one_voice() -> None:
    named = ("North Wire", "North Wire ", "north wire", "North Wire\u200b")
    assert a_dossier(*((str(n), name) for n, name in enumerate(named))).voices == {"north wire": ("North Wire",)}
    hosts = ("https://www.post.example.org/1", "http://m.post.example.org/2", "https://mobile.post.example.org/3")
    articles = [replace(an_article(f"Rain fell in place {n}.", str(n)), url=url) for n, url in enumerate(hosts)]
    assert list(dossier_of(StoryId("rain"), articles, {}, {}, source_of).voices) == ["post.example.org"]
