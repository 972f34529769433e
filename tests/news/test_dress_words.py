"""What people write of how a channel's posts look."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.news.channels import UNDRESSED, Dress, Place
from bot.news.dress_words import COLOURS, accent_in, can_dress, dress_words, posts_in, role_in, tags_in, tags_of

ROLE = "1234567890123456789"


@pytest.mark.parametrize(
    ("said", "accent"),
    [
        ("#1f6feb", "#1f6feb"),
        ("  1F6FEB ", "#1f6feb"),
        ("0x1f6feb", "#1f6feb"),
        ("#16e", "#1166ee"),
        ("Blue", COLOURS["blue"]),
        ("none", ""),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_accents(said: str, accent: str) -> None:
    assert accent_in(said) == accent


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("bleu", "'bleu' is no colour such as #1f6feb or blue: did you mean 'blue'?"),
        ("bad", "'bad' is no colour"),
        ("#12345", "'#12345' is no colour"),
        ("#1f6feb #000000", "is no colour"),
        ("x" * 100_000, "is no colour"),
    ],
)
def test_what_is_no_accent(said: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)) as refused:
        accent_in(said)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(("said", "role"), [(ROLE, ROLE), (f" <@&{ROLE}> ", ROLE), ("", ""), ("Nobody", "")])
def test_roles(said: str, role: str) -> None:
    assert role_in(said) == role


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("@everyone", "everybody at once is never called"),
        ("@Here", "everybody at once is never called"),
        ("@News", "'@News' is no role: choose it in “/brief look”"),
        (f"<@{ROLE}>", "is no role"),
        (f"<@&{ROLE}> @everyone", "is no role"),
        ("0123456789012345678", "is no role"),
        ("123", "is no role"),
    ],
)
def test_what_is_no_role(said: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        role_in(said)


def test_posts() -> None:
    assert [posts_in(said) for said in ("story", " Stories ", "edition", "EDITIONS")] == ["story"] * 2 + ["edition"] * 2
    with pytest.raises(ValueError, match="'brief' is neither story nor edition"):
        posts_in("brief")


@pytest.mark.parametrize(
    ("said", "tags"),
    [
        ("World, Climate change", ("World", "Climate change")),
        ("World\nworld;“World”", ("World",)),
        ("none", ()),
        (" , ", ()),
    ],
)
def test_tags(said: str, tags: tuple[str, ...]) -> None:
    assert tags_in(said) == tags


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("a, b, c, d, e, f", "these are more than 5 tags"),
        ("x" * 21, "is too long for a tag"),
        ("\ud800", "half of a character"),
    ],
)
def test_what_are_no_tags(said: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        tags_in(said)


@pytest.mark.parametrize(
    ("dress", "words"),
    [
        (UNDRESSED, "as usual"),
        (Dress(accent="#1f6feb"), "accent #1f6feb"),
        (
            Dress("#1f6feb", True, ROLE, True, "edition", ("World", "Sport")),
            "accent #1f6feb; in the plain form; calls a role; passed on to channels that follow this one; in a "
            "forum a post for each edition, tagged World and Sport",
        ),
        (Dress(tags=("World",)), "tagged World"),
    ],
)
def test_a_look_in_words(dress: Dress, words: str) -> None:
    assert dress_words(dress) == words


def test_where_there_is_a_look_to_set() -> None:
    assert can_dress(Place("discord", "@1"))
    assert not can_dress(Place("slack", "C1"))
    assert not can_dress(Place("terminal", "terminal"))


@examples(max_examples=100)
@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused_in_words(said: str) -> None:
    for reading in (accent_in, role_in, posts_in, tags_in):
        try:
            found = reading(said)
        except ValueError:
            continue
        if reading is accent_in:
            assert re.fullmatch(r"(#[0-9a-f]{6})?", str(found))
        if reading is role_in:
            assert re.fullmatch(r"([1-9][0-9]{14,19})?", str(found))
        if isinstance(found, tuple):
            assert tags_of(found) == found, "what was read is read again as the same"
