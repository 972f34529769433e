"""What a careful reader finds in the article of seeds/, and what the bot must find, show, answer and refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.news.asking.conversation import in_thread
from bot.news.asking.drafts import draft_reply
from bot.news.asking.passages import PassageIndex
from bot.news.channels import Turn
from bot.news.grounding import check_answer, check_brief
from bot.news.showing.cards import Marks, brief_card
from bot.news.types import Answer, Brief
from bot.news.writing.select import draft_brief
from tests.make import a_source

TEXT = (Path(__file__).parent.parent / "seeds" / "ukraine-ceasefire.txt").read_text(encoding="utf-8")
SOURCE = a_source(TEXT)
SOURCES = {SOURCE.article.revision.id: SOURCE}

QUOTES = [
    ("very much on track", "Trump"),
    ("very much at odds with reality", "Volodymyr Zelensky"),
    ("very good", "Trump"),
    ("align both Russia and Ukraine in terms of their requests and needs", "Trump"),
    ("We are very much on track", "Trump"),
    ("fantastic", "White House"),
    (
        "Even last night, after Putin’s conversation with… Trump, when Putin said that he was allegedly giving orders to "
        "stop strikes on Ukrainian energy, there were 150 drones launched overnight, including on energy facilities",
        "Volodymyr Zelensky",
    ),
    ("words of a ceasefire", "Volodymyr Zelensky"),
    ("If the Russians don’t hit our facilities, we definitely won’t hit theirs", "Volodymyr Zelensky"),
    (
        "Attacks on civilian infrastructure in the first night after this supposedly pivotal and great phone call have "
        "not abated",
        "Boris Pistorius",
    ),
    ("Putin is playing a game here.", "Boris Pistorius"),
    ("a positive, very substantive, and frank conversation", "Volodymyr Zelensky"),
    ("under American leadership, lasting peace can be achieve this year.", "Volodymyr Zelensky"),
    ("strikes on energy and other civilian infrastructure", "Volodymyr Zelensky"),
    ("particularly in Europe", "White House"),
    ("they have a great rapport together.", "Steve Witkoff"),
    (
        "I tend to believe that President Putin is operating in good faith. He said that he was going to be operating in "
        "good faith to the president yesterday, and I take him at his word",
        "Steve Witkoff",
    ),
]
FIGURES = [
    (150, "drones", "Zelensky"),
    (175, "troops", "Ukraine and Russia"),
    (22, "wounded Ukrainians", "Moscow"),
    (20, "houses", "Zelensky"),
    (2, "hospitals", "Zelensky"),
    (7, "drones", "Kremlin"),
]


def brief() -> Brief:
    return check_brief(draft_brief([SOURCE]), SOURCES)


def ask(question: str, *turns: Turn) -> Answer:
    passages = PassageIndex([SOURCE.article]).best(question)
    return check_answer(draft_reply(in_thread(question, turns), passages, SOURCES), SOURCES)


def said(answer: Answer) -> str:
    return " ".join(line.text for line in answer.lines)


@pytest.mark.parametrize(("words", "speaker"), QUOTES)
def test_every_quote_stands_word_for_word_with_its_speaker(words: str, speaker: str) -> None:
    found = {q.span.of(TEXT).rstrip(","): q for q in SOURCE.facts.quotes}
    quote = found.get(words) or found[words.rstrip(".")]
    assert quote.speaker is not None
    assert speaker in quote.speaker.name


def test_roles_are_those_the_article_gives() -> None:
    roles = {q.speaker.name: q.speaker.role for q in SOURCE.facts.quotes if q.speaker}
    assert roles["Boris Pistorius"] == "Germany’s defence minister"
    assert roles["Steve Witkoff"] == "US envoy"
    assert roles["Volodymyr Zelensky"] == "Ukrainian President"


@pytest.mark.parametrize(("value", "of_what", "claimant"), FIGURES)
def test_every_figure_that_matters_has_what_it_counts_and_who_claims_it(
    value: int, of_what: str, claimant: str
) -> None:
    figure = next(f for f in SOURCE.facts.figures if f.value == value and of_what in f"{f.of_what} {f.span.of(TEXT)}")
    assert claimant in (figure.claimed_by or "")


def test_the_brief_shows_what_a_reader_needs() -> None:
    card = brief_card(brief(), SOURCES, Marks())
    amounts = [f.amount for f in card.figures]
    assert {"150", "175", "20+"} <= set(amounts)
    long = [q for q in card.quotes if len(q.text.split()) >= 8 and "," in q.by]
    assert len(long) >= 3
    assert any("the Kremlin claimed" in line.text for line in (*card.points, *card.claims))
    assert brief().refused == ()


def test_the_brief_reads_well() -> None:
    card = brief_card(brief(), SOURCES, Marks())
    lines = [line.text for line in (*card.lead, *card.points, *card.claims)]
    assert len(lines) == len(set(lines))
    for line in lines:
        assert not re.match(r"(?:However|Indeed|But|And|He|She|It|They|This|These)\b", line), line
    assert all(card.headline not in line for line in lines)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("How many drones were launched overnight, and who says so?", ["150", "Zelensky"]),
        ("How many prisoners did each side release?", ["175"]),
        ("Who brokered the prisoner exchange?", ["United Arab Emirates"]),
        ("What did Germany's defence minister say?", ["Pistorius", "playing a game"]),
        ("Where will the next talks be held?", ["Saudi Arabia"]),
        ("What weapons did Zelensky ask for?", ["Patriot"]),
        ("What did Steve Witkoff say?", ["good faith"]),
        ("How many houses were hit?", ["20 houses"]),
    ],
)
def test_what_the_article_says_is_answered_with_its_sentence(question: str, holds: list[str]) -> None:
    answer = ask(question)
    for words in holds:
        assert words in said(answer)
    for line in answer.lines:
        assert all(e.span.of(TEXT) for e in line.evidence)


@pytest.mark.parametrize(
    "question",
    [
        "How many tanks did Russia lose?",
        "What did the Chinese foreign minister say?",
        "How many missiles were launched overnight?",
        "Did Zelensky release 175 drones?",
        "Should Ukraine accept the deal?",
        "How much did the drones cost?",
    ],
)
def test_what_the_article_does_not_say_is_refused(question: str) -> None:
    answer = ask(question)
    assert answer.lines == ()
    assert answer.reason is not None
    assert answer.words


def test_a_follow_up_takes_what_it_leaves_out_from_the_question_before() -> None:
    turn = Turn("What did Steve Witkoff say?", "…")
    assert "playing a game" in said(ask("And what about Boris Pistorius?", turn))
