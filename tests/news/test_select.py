"""What the extractive summarizer writes, as a reader meets it."""

import re

import pytest

from bot.news.grounding import check_brief
from bot.news.lengths import LENGTHS
from bot.news.types import Brief
from bot.news.writing.phrasing import stand_alone
from bot.news.writing.select import draft_brief
from tests.make import a_source

STRIKE = """Dock workers in Port Selby began a five-day strike on Monday, halting 60 ships.

The port authority said the strike would cost £12 million a day. However, it refused to raise its offer.

Union leader Ines Okafor accused the authority of breaking its word. “They promised us 8% in March,” she said. “We got nothing.”

She added that another walkout might follow. This was the third strike of the year.

Some 3,400 people work at the port, which handles a quarter of the country’s grain. Sign up for our newsletter here.

The authority denied that it had promised any rise. Talks will resume on Thursday in the capital."""


def brief_of(text: str, title: str | None = None) -> Brief:
    source = a_source(text, title=title)
    return check_brief(draft_brief([source]), {source.article.revision.id: source})


def texts(brief: Brief) -> list[str]:
    return [line.text for line in brief.lines]


def test_a_brief_has_its_parts_within_their_bounds_and_nothing_is_withheld() -> None:
    brief = brief_of(STRIKE, "Dock workers strike | The Selby Post")
    kinds = [line.kind for line in brief.lines]
    assert brief.headline == "Dock workers strike"
    assert 1 <= kinds.count("lead") <= 2
    assert 3 <= kinds.count("point") <= 5
    assert kinds.count("claim") <= 2
    assert len(brief.quotes) <= 5
    assert len(brief.figures) <= 6
    assert brief.refused == ()


def test_no_line_leans_on_the_one_before_it() -> None:
    for line in texts(brief_of(STRIKE)):
        assert not line.startswith(("However", "She ", "He ", "This ", "They ", "It ")), line
        assert "newsletter" not in line


def test_without_a_title_the_first_sentence_is_the_headline_and_not_told_twice() -> None:
    brief = brief_of(STRIKE)
    assert brief.headline == "Dock workers in Port Selby began a five-day strike on Monday, halting 60 ships"
    assert not any(line.startswith("Dock workers in Port Selby began") for line in texts(brief))


def test_who_says_what_keeps_its_claimants() -> None:
    claims = [line.text for line in brief_of(STRIKE, "Strike").lines if line.kind == "claim"]
    assert any("Okafor accused" in text for text in claims)


def test_a_pronoun_is_replaced_by_the_name_and_the_name_is_proven_too() -> None:
    source = a_source(STRIKE)
    sentence = next(s for s in source.facts.sentences if s.span.of(STRIKE).startswith("She added"))
    line = stand_alone(source, sentence)
    assert line is not None
    assert line.text == "Ines Okafor added that another walkout might follow."
    assert [e.words for e in line.evidence][1].startswith("Union leader Ines Okafor")


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("The bridge closed. However, ferries ran all night in the harbour.", "Ferries ran all night in the harbour."),
        ("The bridge closed. But the ferries ran all night.", "The ferries ran all night."),
        ("The bridge closed. This annoyed many of the drivers.", None),
        ("The bridge closed. They were very angry about it.", None),
        ("The bridge closed. There are three ferries in the harbour.", "There are three ferries in the harbour."),
        ("The bridge closed. I think it will open soon again.", None),
    ],
)
def test_a_sentence_stands_alone_or_is_left_out(text: str, alone: str | None) -> None:
    source = a_source(text)
    line = stand_alone(source, source.facts.sentences[1])
    assert (line.text if line else None) == alone


@pytest.mark.parametrize("text", ["", "   ", "One", "?!", "“", "\n\n\n", "word " * 3000])
def test_any_text_makes_a_brief_without_a_crash(text: str) -> None:
    brief_of(text)


WIRE = """A fire at the Selby paper mill killed three workers on Monday, the fire service said.

“The roof came down within minutes,” said fire chief Ines Okafor.

The mill employs 240 people. The cause is not known."""

POST = """Three workers died in a fire that tore through the paper mill in Selby on Monday.

Mill owner Tomas Reed said production would stop for six weeks. “We have lost friends whom we had known for many years,” he said. “The roof came down within minutes,” Ms Okafor said.

Police accused the owner of ignoring two earlier warnings. Some 240 people work at the mill."""


def test_articles_of_one_story_become_one_brief_that_tells_each_thing_once() -> None:
    wire, post = a_source(WIRE, "wire", "Mill fire kills three"), a_source(POST, "post", "Three die at Selby mill")
    brief = check_brief(draft_brief([wire, post]), {"wire": wire, "post": post})  # type: ignore[dict-item]
    told = " ".join(texts(brief))
    assert len(re.findall(r"[Tt]hree workers", told)) == 1
    assert "six weeks" in told
    assert "warnings" in told
    assert [q.text.rstrip(",") for q in brief.quotes].count("The roof came down within minutes") == 1
    assert "We have lost friends whom we had known for many years" in [q.text.rstrip(",") for q in brief.quotes]
    assert [f.figure.value for f in brief.figures].count(240) == 1
    assert {e.revision for line in brief.lines for e in line.evidence} == {"wire", "post"}
    assert brief.refused == ()


def test_a_quotation_is_told_once_whether_or_not_it_has_its_stop() -> None:
    one = a_source("“We will rebuild the whole mill by the spring of next year,” said owner Tomas Reed.", "one", "Mill")
    two = a_source(
        "Tomas Reed owns the mill. “We will rebuild the whole mill by the spring of next year.”", "two", "Mill"
    )
    assert len(draft_brief([one, two]).quotes) == 1


def test_a_shorter_measure_makes_a_shorter_brief() -> None:
    source = a_source(STRIKE, title="Strike")
    short = draft_brief([source], LENGTHS["short"])
    assert [line.kind for line in short.lines].count("point") <= 2
    assert len(short.quotes) <= 1
    assert len(short.figures) <= 3
    assert len(draft_brief([source], LENGTHS["long"]).figures) > 3
