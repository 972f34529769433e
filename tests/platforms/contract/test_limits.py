"""Limits: whatever the length of what is told, all of it is read, in order, in as many messages as it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.news.showing.shown import (
    AnswerCard,
    BriefCard,
    Card,
    CardConflict,
    CardFigure,
    CardLine,
    CardQuote,
    CardSide,
    EvidenceCard,
    NoticeCard,
)
from tests.platforms.contract.stage import Stage, all_read, heads, squeezed
from tests.platforms.contract.told import ANSWER, BRIEF, long_story, source, words_of

CHARS = 10_000
STORIES = 12


def long(name: str) -> str:
    """So many characters, of which each word is its own."""
    return " ".join(f"{name}{n:05}" for n in range(CHARS // (len(name) + 6)))


async def test_twelve_long_stories_stand_there_once_each_in_order(stage: Stage) -> None:
    sent = []
    stories = [long_story(n) for n in range(1, STORIES + 1)]
    for number, card in enumerate(stories, 1):
        sent.append(await stage.platform.send(card, stage.place, key=f"edition {number}"))
        stage.passes(5)
    seen = stage.seen()
    assert [one.id for one in heads(seen)] == sent
    read = all_read(seen)
    assert [words for card in stories for words in words_of(card) if squeezed(words) not in read] == []
    assert [card.headline for card in stories if read.count(squeezed(card.headline)) != 1] == []
    assert [line.text for card in stories for line in card.points if read.count(squeezed(line.text)) != 1] == []
    at = [read.index(squeezed(card.headline)) for card in stories]
    assert at == sorted(at)


def long_cards() -> dict[str, tuple[Card, tuple[str, ...]]]:
    """Cards with one thing each that is far too long, and what of it must be read in any case."""
    brief: dict[str, BriefCard] = {
        "headline": replace(BRIEF, headline=long("headline")),
        "lead": replace(BRIEF, lead=(CardLine(long("lead"), (1,)),)),
        "figure": replace(BRIEF, figures=(CardFigure(long("amount"), long("label"), long("by"), 2),)),
        "quote": replace(BRIEF, quotes=(CardQuote(long("quote"), long("speaker"), 5),)),
        "point": replace(BRIEF, points=(CardLine(long("point"), (6,)),)),
        "claim": replace(BRIEF, claims=(CardLine(long("claim"), (8,)),)),
        "side": replace(BRIEF, conflicts=(CardConflict(long("about"), (CardSide(long("side"), "A", None, 9),)),)),
        "footer": replace(BRIEF, footer=long("footer"), backing=long("backing")),
        "title": replace(BRIEF, sources=(replace(BRIEF.sources[0], title=long("title")), BRIEF.sources[1])),
    }
    told: dict[str, tuple[Card, tuple[str, ...]]] = {}
    for name, card in brief.items():
        told[name] = (card, tuple(word for words in words_of(card) for word in words.split()))
    answer = AnswerCard((CardLine(long("said"), (1,)),), long("left"), (CardLine(long("near"), (2,)),), BRIEF.sources)
    evidence = EvidenceCard(1, ((long("before"), False), (long("proof"), True)), BRIEF.sources[0])
    told["answer"] = (answer, (*long("said").split(), *long("left").split(), *long("near").split()))
    told["notice"] = (NoticeCard(long("notice")), tuple(long("notice").split()))
    told["evidence"] = (evidence, (*long("before").split(), *long("proof").split()))
    return told


LONG = long_cards()


@pytest.mark.parametrize("name", LONG)
async def test_what_is_far_too_long_is_read_whole(stage: Stage, name: str) -> None:
    card, words = LONG[name]
    await stage.platform.send(card, stage.place, key="k")
    read = all_read(stage.seen())
    assert [word for word in words if squeezed(word) not in read] == []


async def test_one_word_without_an_end_is_read_whole(stage: Stage) -> None:
    endless = "x" * CHARS
    cards: list[Card] = [replace(BRIEF, headline=endless), replace(ANSWER, lines=(CardLine(endless, (1,)),))]
    for at, card in enumerate(cards):
        await stage.platform.send(card, stage.place, key=f"k{at}")
    assert all_read(stage.seen()).count("x") >= 2 * CHARS


async def test_three_hundred_numbers_of_evidence_are_all_shown(stage: Stage) -> None:
    lines = tuple(CardLine(f"Fact number {n} of them.", (n,)) for n in range(1, 301))
    card = replace(BRIEF, points=lines, sources=(source(1, range(1, 301)),))
    await stage.platform.send(card, stage.place, key="k")
    read = all_read(stage.seen())
    assert [n for n in range(1, 301) if squeezed(f"Fact number {n} of them. [{n}]") not in read] == []


async def test_one_sentence_with_three_hundred_numbers_is_shown(stage: Stage) -> None:
    marks = tuple(range(1, 301))
    card = replace(ANSWER, lines=(CardLine("All of them say so.", marks),), sources=(source(1, marks),))
    await stage.platform.send(card, stage.place, key="k")
    read = all_read(stage.seen())
    assert [mark for mark in marks if f"[{mark}]" not in read] == []
