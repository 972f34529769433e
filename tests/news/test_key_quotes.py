"""Which quotations a short brief shows."""

from __future__ import annotations

from bot.news.reading import read
from bot.news.saying.key_quotes import key_quotes

ARTICLE = """“The quay is not safe, and we will not wait for somebody to be hurt there,” said minister Anna Quist.

“Every boat has to leave the harbour by Friday night, without any exception at all,” Quist said.

“We have told the owners about it three times since the spring, and they know why,” she added.

“My family has fished from that quay for a hundred years, and nobody asked us,” said Peter Hallow, a fisherman.

The Harbour Board called the plan “hasty”.

“It is what it is and will be so for ever in this old town,” it was written on a wall.
"""


def shown(text: str, count: int = 5) -> list[tuple[str, str]]:
    facts = read(text)
    return [(q.speaker.name if q.speaker else "", q.span.of(text)) for q in key_quotes(text, facts, count)]


def test_no_speaker_is_shown_more_than_twice() -> None:
    names = [name for name, _ in shown(ARTICLE)]
    assert names.count("Anna Quist") == 2
    assert "Peter Hallow" in names


def test_of_the_only_speaker_four_statements_are_shown() -> None:
    words = "and the quay is old " * 6
    text = "\n\n".join(f"“Number {n} is this: {words}now,” said mayor Anna Quist." for n in range(6))
    assert len(shown(text)) == 4


def test_a_fragment_is_not_shown_beside_whole_statements() -> None:
    text = ARTICLE + "\nThe mayor, Bo Lindt, has a “lamp”.\n" + "Then it rained in Vale for days.\n" * 20
    assert all(words != "hasty" for _, words in shown(text, 9))


def test_the_quotation_that_the_title_tells_of_comes_first() -> None:
    text = "\n\n".join(
        f"“{words} and so it goes on and on for them,” said {name}."
        for name, words in (("Anna Quist", "It rained"), ("Bo Lindt", "It snowed"), ("Cy Moss", "Whales beached"))
    )
    facts = read(text)
    assert [q.speaker and q.speaker.name for q in key_quotes(text, facts, 1)] == ["Anna Quist"]
    assert [q.speaker and q.speaker.name for q in key_quotes(text, facts, 1, "Whales beached in Vale")] == ["Cy Moss"]


def test_what_a_speaker_says_first_comes_before_what_follows() -> None:
    filler = "It rained in Vale all day long.\n\n" * 40
    text = filler + "“The first words are as long as these,” said Bo Lindt. “The other words are as long as these.”"
    assert shown(text, 1) == [("Bo Lindt", "The first words are as long as these,")]


def test_other_speakers_come_before_the_same_one_again() -> None:
    assert {name for name, _ in shown(ARTICLE, 2)} == {"Anna Quist", "Peter Hallow"}


def test_whole_statements_come_before_fragments() -> None:
    assert all(words != "hasty" for _, words in shown(ARTICLE))


def test_a_lone_fragment_is_better_than_nothing() -> None:
    assert shown("The Harbour Board called the plan “hasty”.") == [("the Harbour Board", "hasty")]


def test_they_stand_in_the_order_of_the_text() -> None:
    places = [ARTICLE.index(words) for _, words in shown(ARTICLE)]
    assert places == sorted(places)


def test_nobodys_words_are_not_shown() -> None:
    assert all(name for name, _ in shown(ARTICLE))


def test_nothing_quoted_nothing_shown() -> None:
    assert shown("It rained in Vale.") == []
    assert shown("") == []
