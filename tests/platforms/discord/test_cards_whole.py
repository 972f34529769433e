"""Cards of any size: Discord takes every message, and nothing of a card is lost or said twice."""

import re

import pytest
from hypothesis import given, settings

from bot.news.channels import UNDRESSED, Dress
from bot.news.showing.shown import (
    Also,
    AnswerCard,
    BriefCard,
    CardChange,
    CardConflict,
    CardFigure,
    CardLine,
    CardQuote,
    CardSide,
    CardSource,
)
from bot.platforms.discord.marks import tag_of
from bot.platforms.discord.messages import Message, messages_of
from tests.platforms.any_cards import WORDS, Made, all_is_there, answers, briefs, endless_cards
from tests.platforms.discord.reading import interactive, looked_at, menu, read, takes

MARK = re.compile(r"\[([0-9]+)\]")
PLAIN = Dress(plain=True, accent="#1f6feb")


def are_taken(messages: list[Message], key: str) -> None:
    for piece, message in enumerate(messages):
        takes(message, tag_of(key, piece))


def every_mark_can_be_opened(message: Message) -> None:
    linked = {words for one in looked_at(message) for words, _ in one.links if MARK.fullmatch(words)}
    assert linked <= {words.split("]")[0] + "]" for words in menu(message)}


@pytest.mark.parametrize("dress", [UNDRESSED, PLAIN])
@settings(deadline=None, max_examples=12)
@given(drawn=briefs())
def test_a_brief_of_any_size(dress: Dress, drawn: tuple[BriefCard, Made]) -> None:
    card, made = drawn
    messages = messages_of(card, "k", dress)
    are_taken(messages, "k")
    all_is_there(read(*messages), made.once, made.twice)


@settings(deadline=None, max_examples=12)
@given(answers())
def test_an_answer_of_any_size(drawn: tuple[AnswerCard, Made]) -> None:
    card, made = drawn
    messages = messages_of(card, "k")
    are_taken(messages, "k")
    all_is_there(read(*messages), made.once)


@pytest.mark.parametrize("sign", [" ", "你", "😀 ", "< "])
def test_words_without_end_are_parted_at_spaces_and_none_is_lost(sign: str) -> None:
    for card in endless_cards(sign):
        for dress in (UNDRESSED, PLAIN) if isinstance(card, BriefCard) else (UNDRESSED,):
            messages = messages_of(card, "k", dress)
            for message in messages:
                takes(message)
            shown = read(*messages)
            assert [word for word in WORDS[::97] if word not in shown] == []


@pytest.mark.parametrize("path", ["p", "p" * 1200])
def test_hundreds_of_marks_on_one_line(path: str) -> None:
    marks = tuple(range(1, 151))
    links = tuple(f"https://paper.example/{path}#{n}" for n in marks)
    pointers = tuple(f"{n} {'a' * 90} 1-2" for n in marks)
    source = CardSource(1, "Title", "Paper", "https://paper.example", marks, links, None, pointers)
    messages = messages_of(AnswerCard((CardLine("😀" * 80, marks),), "", (), (source,)), "k")
    are_taken(messages, "k")
    for message in messages:
        every_mark_can_be_opened(message)
    assert [n for n in marks if f"[{n}]" not in read(*messages)] == []
    opened = [int(value.split()[0]) for message in messages for value in menu(message).values()]
    assert sorted(opened) == list(marks)


def test_forty_quotes_stand_apart_in_as_many_messages_as_it_takes() -> None:
    nearest = tuple(CardLine(f"Said {n}.") for n in range(40))
    messages = messages_of(AnswerCard((), "The sources do not say.", nearest, ()), "k")
    are_taken(messages, "k")
    assert len(messages) == 2
    assert [told.text for told in nearest if told.text not in read(*messages)] == []


def titles(message: Message) -> list[str]:
    return [title for title in ("Also told", "Who says what") if title in read(message)]


@pytest.mark.parametrize(("points", "claims", "stand"), [(20, 6, [["Also told"], ["Who says what"]]), (8, 22, None)])
def test_a_section_that_would_be_cut_stands_whole_in_the_next_message(
    points: int, claims: int, stand: list[list[str]] | None
) -> None:
    def told(count: int) -> tuple[CardLine, ...]:
        return tuple(CardLine(f"Told {n}: {'words ' * 25}") for n in range(count))

    card = BriefCard("Title", (CardLine("Lead."),), (), (), told(points), told(claims), (), "")
    shown = [titles(message) for message in messages_of(card, "k")[1:]]
    assert shown == (stand or [["Also told", "Who says what"], ["Who says what"]])


def long_story(number: int) -> BriefCard:
    """A story as long as our longest, of eight outlets with addresses that are as long as they get."""
    marks = iter(range(1, 400))

    def told(count: int, chars: int) -> tuple[CardLine, ...]:
        return tuple(
            CardLine(f"Story {number}: {'words ' * (chars // 6)}", (next(marks),), Also(1, (next(marks),)))
            for _ in range(count)
        )

    lead, new, points, claims = told(2, 240), told(5, 200), told(12, 220), told(6, 200)
    figures = tuple(CardFigure(f"{n},000", "people in need of water", "the town hall", next(marks)) for n in range(8))
    quotes = tuple(CardQuote("We stay. " * 20, f"Ana Reyes {n}, fire chief", next(marks)) for n in range(4))
    changes = tuple(CardChange("15", "people hurt", "police", next(marks), "12", next(marks)) for _ in range(3))
    sides = tuple(CardSide(f"{n}0", f"Outlet {n}", "the hospital", next(marks)) for n in range(4))
    last = next(marks)
    sources = tuple(
        CardSource(
            n + 1,
            f"What {'happened ' * 8}in story {number}",
            f"Outlet {n}",
            address := f"https://outlet{n}.example/2031/05/{'long-' * 16}{number}",
            held := tuple(range(n * last // 8 + 1, (n + 1) * last // 8 + 1)),
            tuple(f"{address}#:~:text={'words%20' * 9}{mark}" for mark in held),
            None,
            tuple(f"{mark} {'a' * 26} 1234-5678" for mark in held),
        )
        for n in range(8)
    )
    return BriefCard(
        f"Story {number}: {'a long headline ' * 7}", lead, figures, quotes, points, claims, sources, "8 articles", True,
        "8 independent outlets: Outlet 0, Outlet 1 and 6 more", new, changes, (CardConflict("people hurt", sides),) * 2,
        ("Outlet 3 took its number back.",), "29 March, 08:00" if not number else "",
    )  # fmt: skip


@pytest.mark.parametrize("dress", [Dress(ping="800000000000000001"), PLAIN])
def test_an_edition_of_twelve_long_stories(dress: Dress) -> None:
    ids: set[str] = set()
    for number in range(12):
        card, key = long_story(number), f"edition/{number}"
        messages = messages_of(card, key, dress)
        are_taken(messages, key)
        assert len(messages) <= 6
        names = {one["custom_id"] for message in messages for one in interactive(message)}
        assert not names & ids
        ids |= names
        shown = read(*messages)
        assert [
            line for line in (*card.lead, *card.new, *card.points, *card.claims) if line.text.strip() not in shown
        ] == []
        opened = {value.split()[0] for message in messages for value in menu(message).values()}
        assert {str(mark) for told in (*card.lead, *card.points) for mark in told.marks} <= opened
