"""Made-up cards that a contract is tried with, and what of them must be read wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.news.showing.pointing import pointer_to
from bot.news.showing.shown import (
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
from bot.news.types import Evidence, RevisionId, Span
from tests.platforms.contract.stage import squeezed

Proved = tuple[str, int]
"""Words that are shown, and the number of the evidence that follows them."""


def source(number: int, marks: Sequence[int], outlet: str = "") -> CardSource:
    """An article with an address of its own, in which these sentences stand."""
    url = f"https://outlet{number}.example/2031/harbour"
    links = tuple(f"{url}#:~:text=sentence{mark}" for mark in marks)
    pointers = tuple(pointer_to(m, Evidence(RevisionId(f"article{number}@1"), Span(10 * m, 10 * m + 9))) for m in marks)
    return CardSource(
        number, f"Harbour, part {number}", outlet or f"Outlet {number}", url, tuple(marks), links, None, pointers
    )


BRIEF = BriefCard(
    "Port Alder brings back the night ferry",
    (CardLine("The council restored the crossing after seven years.", (1,)),),
    (
        CardFigure("31", "votes for it", "the council", 2),
        CardFigure("£4.5m", "a year to run it", "Alder Lines", 3),
        CardFigure("20+", "villages cut off", None, 4),
    ),
    (CardQuote("We said the boats would sail again, and they will.", "Mara Quell, mayor", 5),),
    (CardLine("The first boat leaves on 3 May at 23:15.", (6,)), CardLine("It needs a crew of nine.", (7,))),
    (CardLine("Alder Lines claims that the council knew of the higher fares.", (8,)),),
    (source(1, range(1, 6), "The Alder Post"), source(2, range(6, 11), "Coast Radio")),
    "2 sources · 2 articles",
    conflicts=(
        CardConflict(
            "people in the hall", (CardSide("300", "The Alder Post", None, 9), CardSide("450", "Coast Radio", None, 10))
        ),
    ),
)
UPDATE = replace(
    BRIEF,
    headline="The night ferry is late again",
    update=True,
    new=(CardLine("A second boat was hired on Friday.", (6,)),),
    changes=(CardChange("34", "votes in all", "the council", 2, "31", 1),),
    corrected=("The Alder Post has since changed one sentence.",),
)
ANSWER = AnswerCard(
    (
        CardLine("The council voted for the crossing.", (1,)),
        CardLine("The first boat leaves on 3 May at 23:15.", (6,)),
        CardLine("It costs £4.5m a year.", (3,)),
    ),
    "",
    (),
    BRIEF.sources,
)
PARTS = tuple(replace(ANSWER, lines=ANSWER.lines[:n]) for n in (1, 2, 3))
"""The answer as it grows."""


def words_of(card: BriefCard) -> Iterator[str]:
    """Everything on the card that must be read."""
    yield card.headline
    for told in (*card.lead, *card.new, *card.points, *card.claims):
        yield told.text
    for figure in card.figures:
        yield from filter(None, (figure.amount, figure.label, figure.by))
    for quote in card.quotes:
        yield from (quote.text, quote.by)
    for change in card.changes:
        yield from filter(None, (change.amount, change.label, change.was, change.by))
    for conflict in card.conflicts:
        yield from (conflict.label, *(f"{side.amount} {side.outlet}" for side in conflict.sides))
    yield from (source.outlet for source in card.sources if source.outlet)
    yield from card.corrected
    yield card.footer


def proved(card: BriefCard) -> Iterator[Proved]:
    """What must be followed by its mark before any other mark comes."""
    for told in (*card.lead, *card.new, *card.points, *card.claims):
        yield from ((told.text, mark) for mark in told.marks[:1])
    for figure in card.figures:
        yield figure.label, figure.mark
    for quote in card.quotes:
        yield quote.text, quote.mark
    for change in card.changes:
        yield change.label, change.mark
    for conflict in card.conflicts:
        yield from ((side.outlet, side.mark) for side in conflict.sides)


def unproved(card: BriefCard, read: str) -> list[Proved]:
    """What is not followed by its mark in what is read, squeezed, wherever it stands."""
    return [(words, mark) for words, mark in proved(card) if not _is_proved(words, mark, read)]


def _is_proved(words: str, mark: int, read: str) -> bool:
    return any(after.partition("[")[2].startswith(f"{mark}]") for after in read.split(squeezed(words))[1:])


def pointers_of(card: BriefCard | AnswerCard) -> set[str]:
    """What its buttons carry in all."""
    return {pointer for one in card.sources for pointer in one.pointers}


def links_of(card: BriefCard | AnswerCard) -> set[str]:
    """The only addresses that may be opened from it."""
    return {link for one in card.sources for link in (*one.links, *filter(None, [one.url]))}


def long_story(number: int, points: int = 30) -> BriefCard:
    """A story whose detail takes several messages; each of its words is its own."""
    name = f"{number:02}"
    told = " ".join(f"w{name}x{at}" for at in range(24))
    lines = tuple(CardLine(f"Point {at} of story {name}: {told}.", (at + 1,)) for at in range(points))
    return BriefCard(
        f"Story {name} of the morning",
        (CardLine(f"Lead of number {name} of them.", (points + 1,)),),
        (CardFigure(f"{name}0,007", f"things counted for number {name}", None, points + 2),),
        (CardQuote(f"I said this of number {name}.", f"Speaker {name}", points + 3),),
        lines,
        (),
        (source(number, range(1, points + 4), f"Outlet {name}"),),
        f"footer {name}",
    )
