"""Articles as they come: live blogs, lists, interviews, notices around the text, other languages, and no text at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.grounding import check_brief
from bot.news.showing.card_figures import label_of
from bot.news.showing.cards import Marks, brief_card
from bot.news.types import Brief, Source
from bot.news.writing.genres import label_of as genre_of
from bot.news.writing.genres import shared_label, unlabelled
from bot.news.writing.select import draft_brief
from bot.news.writing.told import told_by
from tests.make import a_source, an_article

STRIKE = """Dock workers in Port Selby began a strike on Monday, halting 60 ships.

The port authority said the strike would cost £12 million a day.

Union leader Ines Okafor accused the authority of breaking its word. “They promised us 8% in March,” she said."""


def brief_of(source: Source) -> Brief:
    return check_brief(draft_brief([source]), {source.article.revision.id: source})


def told(text: str, title: str | None = "Port news") -> list[str]:
    return [line.text for line in brief_of(a_source(text, title=title)).lines]


def counted(text: str, title: str | None = "Port news") -> list[float]:
    return [f.figure.value for f in brief_of(a_source(text, title=title)).figures]


def quoted(text: str) -> list[tuple[str, str | None]]:
    brief = brief_of(a_source(text, title="Port news"))
    return [(q.text, q.speaker.name if q.speaker else None) for q in brief.quotes]


# --- live blogs, lists, tables --------------------------------------------------------------------

LIVE = """17:42 GMT
Engineers have restored power to 4,000 homes around Norham, the grid operator says.

17:05 GMT
Mayor Anna Quist has told people to stay indoors until the storm has passed.

16.30
Two people were hurt when a roof fell on a car in Selby, police say.

14:01 – The weather office has issued a red warning for the north coast."""


def test_the_newest_entry_of_a_live_blog_leads_and_its_times_are_no_figures() -> None:
    lines = told(LIVE)
    assert lines[0].startswith("Engineers have restored power")
    assert "The weather office has issued a red warning for the north coast." in lines
    assert sorted(counted(LIVE)) == [2, 4000]


def test_a_live_blog_that_begins_with_its_oldest_entry_is_told_from_its_end() -> None:
    entries = LIVE.split("\n\n")
    assert told("\n\n".join(entries[::-1]))[0].startswith("Engineers have restored power")


def test_what_a_newer_entry_counts_anew_is_no_longer_shown() -> None:
    text = """18:10
Four people were killed in the mill fire, police now say.

17:20
Three people were killed in the mill fire, according to police.

16:00
Two people were killed, the fire service says."""
    assert counted(text) == [4]


def test_entries_of_a_list_are_told_without_their_marks() -> None:
    text = """The council met on Monday and agreed its budget.

- Council tax rises by 4.9% from April
- 12 libraries stay open; 3 will close"""
    assert told(text)[0] == "The council met on Monday and agreed its budget."
    assert "Council tax rises by 4.9% from April" in told(text)


def test_the_numbers_of_a_list_are_no_figures() -> None:
    text = "There are walks for everybody near Norham.\n\n1. Walk the old sea wall\n\n2. Ride the old tram to Selby\n\n3. See the lighthouse"
    assert "Walk the old sea wall" in told(text)
    assert counted(text) == []


@pytest.mark.parametrize(
    "table",
    [
        "Team P W D L Pts\nNorham 30 22 5 3 71\nSelby 30 20 6 4 66",
        "Month\tShips\tTonnes\nMarch\t402\t55,010\nApril\t310\t41,200",
        "| Player | Goals |\n| Reed | 24 |\n| Quist | 19 |",
    ],
)
def test_rows_of_a_table_are_neither_told_nor_counted(table: str) -> None:
    text = f"Norham beat Selby in front of 18,400 people on Sunday.\n\n{table}"
    assert told(text) == ["Norham beat Selby in front of 18,400 people on Sunday."]
    assert counted(text) == [18400]


# --- people who speak without quotation marks -----------------------------------------------------


def test_questions_of_an_interview_are_no_lines_and_answers_have_their_speaker() -> None:
    text = """Lena Voss has led the Norham Museum since 2015. She spoke to us about the theft of 14 paintings.

Q: Is it true that 500 people saw it?
A: The night guard called me at 3 a.m. and I drove straight to the museum.

Q: Will you step down?
A: No. I owe it to the staff to stay and to find out how this could happen."""
    assert told(text) == ["Lena Voss has led the Norham Museum since 2015."]
    assert {speaker for _, speaker in quoted(text)} == {"Lena Voss"}
    assert 500 not in counted(text)


def test_nobody_speaks_in_the_lines_of_a_transcript() -> None:
    text = """The following is a transcript of the debate in Selby on Sunday.

MODERATOR: Good evening and welcome to this debate.

QUIST: I will not raise the harbour tax. We have cut the debt by £40 million.

MARDEN: That is simply not true. The debt stood at £310 million when you came in.

QUIST: My opponent cannot read a balance sheet, and that is why he lost his seat.

Anna Quist is the mayor of Selby. Paul Marden leads the opposition."""
    assert not any(":" in line for line in told(text))
    assert {speaker for _, speaker in quoted(text)} == {"Anna Quist", "Paul Marden"}


# --- what stands around an article ----------------------------------------------------------------


@pytest.mark.parametrize(
    "around",
    [
        "Read more: Port authority rejects 9% pay claim",
        "Related: Grain prices rise 30%",
        "More on this story\nDockers vote to strike by 94%\nTop stories\nStorm kills 14 on the coast",
        "Read more:\nWhy 3,400 dockers are angry\nHow grain gets to your table",
        "We use cookies. By clicking Accept all you agree to the storing of cookies by us and our 843 partners.",
        "You have 2 free articles left this month. Already a subscriber? Log in.",
        "Image caption, Some 300 dock workers marched through Port Selby on Monday",
        "Dockers at the gate with 20 signs. Photo: Lena Voss / Coast Pictures",
        "Ships wait outside the harbour of Port Selby for 40 hours. REUTERS/Lena Voss",
        "Sign up to our Morning Brief newsletter, read by 40,000 people every day.",
        "Additional reporting by Paul Marden; editing by Lena Voss and 3 others",
        "© 2031 The Selby Post. All rights reserved.",
        "Comments (214)",
        "5 min read",
        "Published 3 March, 09:14",
        "About Selby Docks\nSelby Docks is the leading operator of docks with 4,500 employees in 23 countries.",
        "Forward-looking statements\nActual results may differ from these plans by 20% or more, as the board said.",
        "Media contact:\nJane Dell, head of press, leads a team of 14 people in Selby.",
    ],
)
def test_the_page_around_an_article_is_neither_told_nor_counted(around: str) -> None:
    plain, whole = (
        brief_of(a_source(STRIKE, title="Strike")),
        brief_of(a_source(f"{STRIKE}\n\n{around}", title="Strike")),
    )
    assert {line.text for line in whole.lines} == {line.text for line in plain.lines}
    assert {f.figure.value for f in whole.figures} == {f.figure.value for f in plain.figures}


@pytest.mark.parametrize(
    "sentence",
    [
        "Published in 1990, the book about the port sold 4 million copies.",
        "Updated plans for the harbour will cost £40 million, the council said.",
        "Photographs of the port were sold for £3,000 at an auction in Selby.",
        "Also on Monday, police arrested two men at the gate of the port.",
        "About 300 people came to the gate of the port on Monday evening.",
        "Contact between the union and the port broke off in March, the union said.",
    ],
)
def test_sentences_that_only_begin_like_such_lines_are_told(sentence: str) -> None:
    text = f"The port of Selby was busy on Monday.\n\n{sentence}"
    assert sentence in told(text)


def test_who_wrote_an_article_is_not_part_of_its_story() -> None:
    text = f"By Anna Quist, Industry Correspondent\n\n{STRIKE}\n\nAnna Quist has won three national awards. She has two cats."
    assert not any("Quist" in line for line in told(text))


def test_a_paragraph_that_comes_again_is_told_once() -> None:
    twice = a_source(f"{STRIKE}\n\n{STRIKE}")
    assert len(told_by(twice).facts.sentences) == len(twice.facts.sentences) / 2
    assert [words for words, _ in quoted(twice.text)] == ["They promised us 8% in March"]


def test_ages_are_no_figures() -> None:
    assert counted("Two people, 31 and 45, were hurt on Tuesday when a tram left the rails in Norham.") == [2]


# --- labels and corrections -----------------------------------------------------------------------

SPOOF = "Local man Paul Marden has finished reading the terms and conditions. The document ran to 9,000 pages."


@pytest.mark.parametrize(
    ("title", "text", "label"),
    [
        ("Satire: Man finishes reading", SPOOF, "Satire"),
        ("Man finishes reading | Satire", SPOOF, "Satire"),
        ("Opinion | The man is right", SPOOF, "Opinion"),
        ("Man finishes reading", f"SATIRE\n\n{SPOOF}", "Satire"),
        ("Man finishes reading", f"{SPOOF}\n\nThis article is satire.", "Satire"),
        ("Man finishes reading", f"Sponsored content\n\n{SPOOF}", "Advertisement"),
        ("Man finishes reading", f"{SPOOF}\n\nThis article was paid for by Selby Docks.", "Advertisement"),
        ("Man finishes reading", f"FOR IMMEDIATE RELEASE\n\n{SPOOF}", "Press release"),
        ("Satire opens in Norham", f"{SPOOF}\n\nA critic called the play a fine satire.", None),
        ("Man finishes reading", f"{SPOOF}\n\nAdvertisement", None),
        ("Ministers publish legal opinion", SPOOF, None),
    ],
)
def test_what_an_outlet_labels_is_told_with_its_label(title: str, text: str, label: str | None) -> None:
    source = a_source(text, title=title)
    assert genre_of(source.article) == label
    shown = draft_brief([source]).headline
    assert shown.startswith(f"{label}: ") if label else shown == title
    assert "|" not in shown
    assert label is None or not any("satire" in line.lower() for line in told(text, title))


def test_a_section_of_its_address_labels_an_article() -> None:
    article = replace(an_article(SPOOF, title="The man is right"), url="https://example.org/opinion/the-man")
    assert genre_of(article) == "Opinion"
    assert genre_of(replace(article, url="https://example.org/news/opinion")) is None


def test_a_story_has_a_label_where_all_of_its_articles_have_one() -> None:
    report, spoof = an_article(STRIKE, title="Strike"), an_article(SPOOF, title="Satire: Man finishes reading")
    assert shared_label([spoof, spoof]) == "Satire"
    assert shared_label([report, spoof]) is None
    assert shared_label([]) is None
    assert unlabelled("Satire: Man finishes reading", "Satire") == "Man finishes reading"


def test_a_story_is_made_of_its_plain_reports() -> None:
    report = a_source(STRIKE, "report", "Strike begins")
    spoof = a_source("Dock workers will now strike for 900 years, halting 60 ships.", "spoof", "Satire: Strike goes on")
    brief = check_brief(draft_brief([report, spoof]), {"report": report, "spoof": spoof})  # type: ignore[dict-item]
    assert brief.headline == "Strike begins"
    assert not any("900 years" in line.text for line in brief.lines)


def test_what_a_correction_takes_back_is_not_told_as_current() -> None:
    text = """Fifteen people were injured when a ferry hit a pier in Norham on Friday, the coastguard said.

The ferry carried 212 passengers.

Correction: An earlier version of this article said 12 people were injured; it is 15."""
    assert sorted(counted(text)) == [15, 212]
    assert told(text)[-1] == "Correction: An earlier version of this article said 12 people were injured; it is 15."


def test_words_that_a_correction_takes_back_are_no_quotation() -> None:
    text = """Mayor Anna Quist said the town was in shock. “This is a hard day for us all,” she said.

This article was amended on 4 March. It misquoted Anna Quist as saying “This is a hard day for them all”."""
    assert quoted(text) == [("This is a hard day for us all", "Anna Quist")]
    assert "This article was amended" in told(text)[-1]


def test_news_of_a_correction_is_news() -> None:
    text = "The mayor corrected the record on Monday. The original version of the bill cost £40 million."
    assert counted(text) == [40e6]


# --- broken text ----------------------------------------------------------------------------------


def test_remnants_of_a_page_are_not_shown() -> None:
    text = (
        "<p>Dock workers in Port Selby began a strike on Monday, halting 60 ships &amp;amp; ferries.</p><p>The port said "
        'it would talk to Smith &amp; Sons.</p><div class="ad"><a href="https://example.org/x">More</a></div>'
    )
    source = a_source(text, title="Strike")
    card = brief_card(brief_of(source), {source.article.revision.id: source}, Marks())
    assert [line.text for line in (*card.lead, *card.points)] == [
        "Dock workers in Port Selby began a strike on Monday, halting 60 ships & ferries.",
        "The port said it would talk to Smith & Sons.",
    ]
    assert card.quotes == ()


def test_a_text_without_a_stop_is_told_as_it_stands() -> None:
    assert told("Fire at Selby paper mill kills three workers", "Mill fire") == [
        "Fire at Selby paper mill kills three workers"
    ]


def test_numbers_alone_tell_nothing() -> None:
    text = "12 15 240 3.5 1,000\n99 100 2024\n7 8 9 10. 11 12 13."
    assert told(text, "Numbers") == []
    assert counted(text, "Numbers") == []


def test_what_a_figure_counts_ends_where_the_phrase_was_cut() -> None:
    source = a_source("The army moved 175 troops in a deal with Selby on Monday.", title="Deal")
    brief = brief_of(source)
    assert [label_of(f, source.text) for f in brief.figures] == ["troops"]


@pytest.mark.parametrize(
    "text",
    [
        '"' * 5000,
        "“" * 2500 + "”" * 2500,
        "🔥🔥 😢",
        "a" * 20_000,
        "the ships were many and " * 900,
        "- " * 5000,
        "<p>" * 5000,
        "「。" * 3000,
        "1. " * 5000,
        "12:10 " * 3000,
        "Correction: 12\n\n" * 2000,
        "Q: Why?\n" * 2000,
        "\u200b" * 5000,
        "\r\n\r" * 3000,
    ],
)
def test_hostile_texts_make_a_brief(text: str) -> None:
    brief_of(a_source(text))
    brief_of(a_source(text, title="Port news"))
    brief_of(a_source(STRIKE, title=text))


PIECES = [
    *STRIKE.split(),
    "\n\n",
    "17:42",
    "- ",
    "Q:",
    "“",
    "”",
    "<br>",
    "&amp;",
    "12",
    "Correction:",
    "。",
    "«",
    "\u200b",
    "|",
    "…",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80), st.lists(st.sampled_from(PIECES), max_size=12))
def test_every_line_and_figure_stands_in_the_text(pieces: list[str], title: list[str]) -> None:
    source = a_source(" ".join(pieces), title=" ".join(title))
    brief = brief_of(source)
    assert all(e.span.of(source.text).strip() for line in brief.lines for e in line.evidence)
    assert all(0 <= f.evidence.span.start < f.evidence.span.end <= len(source.text) for f in brief.figures)
