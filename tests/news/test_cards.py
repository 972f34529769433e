from dataclasses import replace

import pytest

from bot.news.cards import Marks, amount, answer_card, brief_card, evidence_card, safe
from bot.news.grounding import check_brief
from bot.news.select import draft_brief
from bot.news.types import Answer, Evidence, Figure, RevisionId, Span
from tests.make import a_source

TEXT = """A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.

“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe, @everyone.”

The operator, Selby Lines, said it would refund more than 200 tickets."""


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure(Span(0, 1), 20, qualifier="more than"), "20+"),
        (Figure(Span(0, 1), 45e9, unit="£"), "£45bn"),
        (Figure(Span(0, 1), 1_490_000), "1.49m"),
        (Figure(Span(0, 1), 12_533), "12,533"),
        (Figure(Span(0, 1), 1_234_567), "1,234,567"),
        (Figure(Span(0, 1), 24.5, unit="%"), "24.5%"),
        (Figure(Span(0, 1), 10, high=15), "10–15"),
        (Figure(Span(0, 1), 2, unit="year", qualifier="more than"), "2+ years"),
        (Figure(Span(0, 1), 1, unit="day"), "1 day"),
        (Figure(Span(0, 1), 6, unit="foot"), "6 feet"),
        (Figure(Span(0, 1), 90, unit="km", qualifier="about"), "~90 km"),
        (Figure(Span(0, 1), 5, unit="CHF"), "CHF 5"),
    ],
)
def test_an_amount_is_short_enough_to_be_seen_first(figure: Figure, shown: str) -> None:
    assert amount(figure) == shown


def test_lines_of_one_sentence_share_its_number_and_each_number_shows_its_paragraph() -> None:
    source = a_source(TEXT, outlet="The Selby Post")
    sources = {source.article.revision.id: source}
    marks = Marks()
    card = brief_card(check_brief(draft_brief([source]), sources), sources, marks)
    figure = next(f for f in card.figures if f.amount == "214")
    first = [line for line in (*card.lead, *card.points, *card.claims) if "214" in line.text]
    assert not first or figure.mark in first[0].marks
    evidence = marks.at(figure.mark)
    assert evidence is not None
    shown = evidence_card(figure.mark, evidence, sources)
    assert [text for text, marked in shown.paragraph if marked] == [TEXT.split("\n", 1)[0]]
    assert card.sources[0].outlet == "The Selby Post"
    assert max(card.sources[0].marks) == len(marks)


def test_nothing_that_is_shown_pings_anyone() -> None:
    source = a_source(TEXT)
    sources = {source.article.revision.id: source}
    card = brief_card(check_brief(draft_brief([source]), sources), sources, Marks())
    refusal = answer_card(Answer((), "not-said", "nothing shows @here <!channel>"), sources, Marks())
    assert "@everyone" not in repr(card)
    assert "@here" not in refusal.refusal
    assert "<!channel>" not in refusal.refusal
    assert not any(ping in safe(f"see {ping} now") for ping in ("<@U1>", "<@&1>", "<#C1>", "＠everyone", "@channel"))
    assert safe("mail me@everywhere.example") == "mail me@everywhere.example"


def test_numbers_run_on_through_a_thread() -> None:
    revision = RevisionId("a1")
    one, two = Evidence(revision, Span(0, 5)), Evidence(revision, Span(6, 9))
    marks = Marks([one])
    assert (marks.number(two), marks.number(one), len(marks)) == (2, 1, 2)
    assert marks.at(2) == two
    assert marks.at(3) is None
    assert marks.at(0) is None


def test_a_brief_of_what_only_a_feed_told_says_so() -> None:
    source = a_source(TEXT)
    teaser = replace(source, article=replace(source.article, summary_only=True))
    revision = source.article.revision.id
    for one, said in ((source, False), (teaser, True)):
        card = brief_card(check_brief(draft_brief([one]), {revision: one}), {revision: one}, Marks())
        assert ("summary only" in card.footer) is said
