"""What a brief says of words that its outlets have changed since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.news.showing.changed_since import changed_since
from bot.news.types import (
    Article,
    ArticleId,
    Brief,
    Evidence,
    Figure,
    Line,
    ProvenFigure,
    ProvenQuote,
    Revision,
    RevisionId,
    Span,
)

QUAY = "The quay at Orrin was closed. Some 40 boats wait outside. “We wait too,” said Ada Moll."
ECHO = "Boats wait off Orrin, whose quay was closed."


def article(name: str, text: str, outlet: str | None = "The Quay Post") -> Article:
    return Article(ArticleId(name), Revision(RevisionId(name), text), "Title", outlet, None, None)


def proof(name: str, text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(RevisionId(name), Span(start, start + len(words)))


CLOSED = proof("quay", QUAY, "The quay at Orrin was closed.")
BOATS = proof("quay", QUAY, "Some 40 boats wait outside.")
FORTY = proof("quay", QUAY, "40")
WAIT = proof("quay", QUAY, "We wait too,")
TOO = proof("echo", ECHO, "whose quay was closed")
BRIEF = Brief(
    "Quay closed",
    (Line("The quay at Orrin was closed.", "lead", (CLOSED,), (TOO,)),),
    (ProvenQuote("We wait too,", WAIT),),
    (ProvenFigure("40", Figure(FORTY.span, 40, of_what="boats"), FORTY, BOATS),),
    (),
    (RevisionId("quay"), RevisionId("echo")),
)


def told(quay: str = QUAY, echo: str = ECHO, brief: Brief = BRIEF, outlet: str | None = "The Quay Post") -> list[str]:
    then = {RevisionId("quay"): article("quay", QUAY), RevisionId("echo"): article("echo", ECHO, "Orrin Echo")}
    now = {RevisionId("quay"): article("quay", quay, outlet), RevisionId("echo"): article("echo", echo, "Orrin Echo")}
    return list(changed_since(brief, then, now))


def test_what_stands_as_it_stood_is_not_told() -> None:
    assert told() == []
    assert (
        told(f"Updated at noon.\n\n{QUAY} It is cold.", "ORRIN – Boats  wait off Orrin, whose quay was\nclosed.") == []
    )


@pytest.mark.parametrize(
    ("quay", "words"),
    [
        (QUAY.replace("closed", "not closed"), "“The quay at Orrin was closed.”: changed since by The Quay Post"),
        (QUAY.replace("40 boats", "14 boats"), "“40 boats”: changed since by The Quay Post"),
        (QUAY.replace("We wait", "They wait"), "“We wait too,”: changed since by The Quay Post"),
    ],
)
def test_a_line_a_figure_and_a_quote_are_told_as_the_brief_shows_them(quay: str, words: str) -> None:
    assert told(quay) == [words]


def test_who_said_the_same_and_does_no_longer_is_named() -> None:
    assert told(echo="Boats wait off Orrin.") == ["“The quay at Orrin was closed.”: changed since by Orrin Echo"]
    both = told("Nothing happened.", "Nothing at all.")
    assert both[0] == "“The quay at Orrin was closed.”: changed since by The Quay Post, Orrin Echo"
    assert len(both) == 3


def test_words_that_several_things_rest_on_are_told_once() -> None:
    twice = replace(BRIEF, lines=(*BRIEF.lines, Line("Some 40 boats wait outside.", "point", (BOATS,))))
    assert told(QUAY.replace("40 boats", "14 boats"), brief=twice) == [
        "“Some 40 boats wait outside.”: changed since by The Quay Post"
    ]


def test_what_is_told_is_short_pings_nobody_and_names_no_outlet_that_is_not_known() -> None:
    loud = replace(BRIEF, lines=(Line("@channel " + "very " * 99 + "closed", "lead", (CLOSED,)),))
    (words,) = told(QUAY.replace("The quay at", "A quay at"), brief=loud, outlet=None)
    assert words.endswith("…”: changed since by the article")
    assert len(words) < 220
    assert "@channel" not in words
