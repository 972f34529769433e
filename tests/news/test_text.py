import re

from hypothesis import given
from hypothesis import strategies as st

from bot.news.text import fold, locate, squeeze, words
from bot.news.types import Span


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(), st.data())
def test_what_is_located_is_the_needle_but_for_typography_and_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    needle = text[start : data.draw(st.integers(start, len(text)))]
    found = locate(needle, text)
    if found is not None:
        # A rule of dashes is one dash.
        plain = [re.sub("-+", "-", squeeze(fold(words))) for words in (found.of(text), needle)]
        assert plain[0] == plain[1]


def test_typography_and_white_space_may_differ() -> None:
    text = "She said: “It’s  a\nten – or twenty-year plan…”"
    assert locate('"It\'s a ten - or twenty-year plan..."', text) == Span(10, len(text))


def test_words_are_found_on_their_borders_only() -> None:
    assert locate("art", "a party for art") == Span(12, 15)
    assert locate("4.79", "it cost 49.79 or 4.795") is None
    assert locate("49", "it cost 49.79") is None
    assert locate("", "text") is None


def test_a_rule_of_dashes_is_one_dash_and_does_not_hang() -> None:
    text = "before " + "-" * 5000 + " after"
    assert locate("before -- after", text) == Span(0, len(text))
    assert locate("before " + "—" * 60 + " never", text) is None


def test_of_several_places_the_nearest_is_taken() -> None:
    text = "yes and yes and yes"
    assert locate("yes", text, near=9) == Span(8, 11)


def test_a_word_keeps_its_apostrophe_hyphen_and_point() -> None:
    text = "Ruiz’s twenty-one U.S boats"
    assert [w.of(text) for w in words(text)] == ["Ruiz’s", "twenty-one", "U.S", "boats"]
