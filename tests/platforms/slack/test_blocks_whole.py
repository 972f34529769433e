"""Cards of any size: Slack takes every message, and nothing of a card is lost or said twice."""

import re

import pytest
from hypothesis import given, settings

from bot.news.showing.shown import (
    AnswerCard,
    BriefCard,
    CardLine,
    CardSource,
)
from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run, line
from bot.platforms.slack.answers import answer_rest
from bot.platforms.slack.messages import messages_of
from bot.platforms.slack.pieces import Message
from bot.platforms.slack.rich import parted
from bot.platforms.slack.simple import simpler
from tests.platforms.any_cards import WORDS, Made, all_is_there, answers, briefs, endless_cards
from tests.platforms.slack.reading import inside, menu, read, takes

MARK = re.compile(r"\[([0-9]+)\]")


def every_mark_can_be_opened(message: Message) -> None:
    linked = {
        one["text"] for one in inside(message.blocks) if one.get("type") == "link" and MARK.fullmatch(one["text"])
    }
    assert linked <= {words.split("]")[0] + "]" for words in menu(message)}


@settings(deadline=None, max_examples=20)
@given(briefs())
def test_a_brief_of_any_size(drawn: tuple[BriefCard, Made]) -> None:
    card, made = drawn
    messages = messages_of(card)
    for message in messages:
        takes(message)
        every_mark_can_be_opened(message)
    all_is_there(read(*messages), made.once, made.twice)


@settings(deadline=None, max_examples=20)
@given(answers())
def test_an_answer_of_any_size(drawn: tuple[AnswerCard, Made]) -> None:
    card, made = drawn
    messages = messages_of(card)
    for message in (*messages, *answer_rest(card)):
        takes(message)
    for message in messages:
        every_mark_can_be_opened(message)
    all_is_there(read(*messages), made.once)
    streamed = {line(told.text).split()[0] for told in card.lines}
    assert not any(f"{name} " in read(*answer_rest(card)) for name in streamed)


@settings(deadline=None, max_examples=12)
@given(briefs())
def test_plainer_forms_of_any_size(drawn: tuple[BriefCard, Made]) -> None:
    card, made = drawn
    plainer = [simpler(message) for message in messages_of(card)]
    assert all(plainer)
    for message in filter(None, plainer):
        takes(message)
    if all(message and message.blocks for message in plainer):
        # A quote that is parted has its sign before each part.
        all_is_there(read(*(message for message in plainer if message)), made.once, whole=False)


@pytest.mark.parametrize("sign", [" ", "你", "😀 ", "& "])
def test_words_without_end_are_parted_at_spaces_and_none_is_lost(sign: str) -> None:
    for card in endless_cards(sign):
        messages = messages_of(card)
        for message in messages:
            takes(message)
            for form in (simpler(message),):
                assert form
                takes(form)
        shown = read(*messages)
        assert [word for word in WORDS[::97] if word not in shown] == []


@pytest.mark.parametrize("path", ["p", "p" * 1200])
def test_hundreds_of_marks_on_one_line(path: str) -> None:
    marks = tuple(range(1, 151))
    links = tuple(f"https://paper.example/{path}#{n}" for n in marks)
    pointers = tuple(f"{n} {'a' * 130} 1-2" for n in marks)
    source = CardSource(1, "Title", "Paper", "https://paper.example", marks, links, None, pointers)
    messages = messages_of(AnswerCard((CardLine("😀" * 80, marks),), "", (), (source,)))
    for message in messages:
        takes(message)
        every_mark_can_be_opened(message)
    assert [n for n in marks if f"[{n}]" not in read(*messages)] == []


@pytest.mark.parametrize("more", range(0, 1800, 200))
def test_there_is_room_for_the_buttons_below(more: int) -> None:
    lines = tuple(CardLine("w" * 800) for _ in range(11))
    for message in messages_of(AnswerCard((*lines, CardLine("w" * (more + 1))), "", (), ())):
        takes(message)


def test_a_link_is_never_parted() -> None:
    link = Run("w " * 1500, url="https://paper.example")
    parts = [part.runs for part in parted(Row((Run("a " * 600), link, Run("b"))))]
    assert (link,) in parts
    assert "".join(run.text for runs in parts for run in runs) == "a " * 600 + link.text + "b"
