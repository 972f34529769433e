"""Headlines: an article's own title as readers know it."""

from __future__ import annotations

import pytest

from bot.news.writing.select import draft_brief
from tests.make import a_source

STRIKE = """Dock workers in Port Selby began a strike on Monday, halting 60 ships.

The port authority said the strike would cost £12 million a day."""


def headline(title: str, text: str = STRIKE, outlet: str | None = None) -> str:
    return draft_brief([a_source(text, title=title, outlet=outlet)]).headline


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Dock strike - The Selby Post", "Dock strike"),
        ("Dock strike – Selby Post", "Dock strike"),
        ("Dock strike | News | The Selby Post", "Dock strike"),
        ("The Selby Post: Dock strike", "Dock strike"),
        ("Dock strike - day two", "Dock strike - day two"),
        ("Docks &amp;amp; ships: <b>strike</b>", "Docks & ships: strike"),
        ("THE STRIKE OF DOCK WORKERS IN SELBY WILL COST £12 MILLION A DAY", None),
        ("UNESCO LAUDS QUIXOTRON PLC", None),
        ("PORT STRIKE BEGINS ON MONDAY", "Port strike begins on Monday"),
        ("PORT SAYS “WE GOT NOTHING” ON MONDAY", "Port says “WE GOT NOTHING” on Monday"),
    ],
)
def test_a_title_is_shown_as_readers_know_it(title: str, shown: str | None) -> None:
    assert headline(title, outlet="The Selby Post") == (shown or title)


def test_names_in_a_shouted_title_are_written_as_the_text_writes_them() -> None:
    text = "Leaders of NATO and the EU met in Selby on Monday to talk about the trade in grain."
    assert headline("NATO AND EU LEADERS MEET IN SELBY", text) == "NATO and EU leaders meet in Selby"


def test_a_title_that_a_feed_cut_is_made_whole_from_the_text() -> None:
    whole = "Dock workers begin five-day strike in Port Selby, halting sixty ships"
    assert headline(f"{whole[:40]}...", f"{whole}\n\n{STRIKE}") == whole
    assert headline(f"{whole[:40]}...") == f"{whole[:40]}…"
