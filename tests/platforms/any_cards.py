"""Cards of any size, drawn by hypothesis: each text in them has a name, by which it is found again in what is shown."""

import itertools
from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

from bot.news.showing.shown import (
    Also,
    AnswerCard,
    BriefCard,
    Card,
    CardChange,
    CardConflict,
    CardFigure,
    CardLine,
    CardQuote,
    CardSide,
    CardSource,
    EvidenceCard,
    NoticeCard,
    SourcesCard,
)
from bot.platforms.chat_words import line

ODD = "abc de *_~`<>&|:@#!'\"\\\n\t\u202e\u200b\u2066\u2060\u0301אבג你好😀.-1)()[]{}€"
# Drawing text character by character takes long: some is shuffled beforehand, short and long.
ODDS = ["", *("".join(Random(n).choices(ODD, k=chars)) for n, chars in enumerate((1, 3, 9, 40, 40, 90, 150, 300, 600)))]


class Made:
    """Draws the parts of a card. Each text begins with a name of its own, that is found again in what is shown."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._names = itertools.count(1)
        self.once: list[str] = []
        self.twice: list[str] = []

    def text(self, kept: list[str] | None = None) -> str:
        odd = self._draw(st.sampled_from(ODDS))
        said = f"n{next(self._names)}z {odd}"
        (self.once if kept is None else kept).append(said)
        return said

    def unkept(self) -> str:
        return self.text([])

    def some(self, most: int) -> range:
        return range(self._draw(st.one_of(st.integers(0, 2), st.integers(0, most))))

    def marks(self) -> tuple[int, ...]:
        return tuple(self._draw(st.lists(st.integers(1, 40), max_size=3, unique=True)))

    def also(self) -> Also:
        return Also(self._draw(st.integers(0, 3)), self.marks())

    def lines(self, most: int, days: bool = False) -> tuple[CardLine, ...]:
        return tuple(
            CardLine(
                self.text(),
                self.marks(),
                self.also(),
                self.text() if self._draw(st.booleans()) else None,
                self._draw(st.sampled_from([None, "2031-03-04", "2032-01-28"])) if days else None,
            )
            for _ in self.some(most)
        )

    def mark(self) -> int:
        return self._draw(st.integers(1, 40))

    def conflicts(self, kept: list[str]) -> tuple[CardConflict, ...]:
        return tuple(
            CardConflict(
                self.text(kept),
                tuple(CardSide("7", self.text(kept), self.text(), self.mark(), self.also()) for _ in self.some(6)),
            )
            for _ in self.some(4)
        )

    def sources(self) -> tuple[CardSource, ...]:
        return tuple(
            CardSource(
                number + 1,
                self.text(self.twice),
                self.unkept() if self._draw(st.booleans()) else None,
                url,
                marks,
                tuple(f"{url}#:~:text={'w' * 300}{mark}" for mark in marks) if url else (),
                "2031-03-04",
                tuple(f"{mark} {'a' * 85} 1-2" for mark in marks),
            )
            for number in self.some(12)
            for url in [
                self._draw(st.sampled_from([None, f"https://paper{number}.example/{'p' * 900}", "https://p.example"]))
            ]
            for marks in [tuple(range(number * 4 + 1, number * 4 + 5))]
        )


@st.composite
def briefs(draw: st.DrawFn) -> tuple[BriefCard, Made]:
    made = Made(draw)
    return (
        BriefCard(
            made.text(),
            made.lines(3),
            tuple(CardFigure(f"{n}+", made.text(), made.text(), made.mark(), made.also()) for n in made.some(9)),
            tuple(CardQuote(made.text(), made.text(), made.mark(), made.also(), None) for _ in made.some(9)),
            made.lines(40),
            made.lines(9),
            made.sources(),
            made.text(),
            draw(st.booleans()),
            made.text(),
            made.lines(9),
            tuple(
                CardChange("15", made.text(), made.text(), made.mark(), "12", made.mark(), made.also())
                for _ in made.some(9)
            ),
            made.conflicts(made.twice),
            tuple(made.text() for _ in made.some(9)),
        ),
        made,
    )


@st.composite
def answers(draw: st.DrawFn) -> tuple[AnswerCard, Made]:
    made = Made(draw)
    lines = made.lines(20, days=True)
    return AnswerCard(lines, made.text(), made.lines(4), made.sources(), made.conflicts(made.once)), made


def squashed(text: str) -> str:
    return "".join(text.translate({0x2060: None}).split())


def all_is_there(shown: str, once: Sequence[str], twice: Sequence[str] = (), whole: bool = True) -> None:
    """Asserts that what is read has each text once, or once in short and once in full; `whole`: as it is."""
    shown = squashed(shown)
    for said in once:
        name = said.split()[0]
        assert shown.count(name) == 1, said
        assert not whole or squashed(line(said)) in shown
    for said in twice:
        # In short in the channel, in full in the thread.
        assert 1 <= shown.count(said.split()[0]) <= 2, said


WORDS = [f"w{n}w" for n in range(2400)]


def endless_cards(sign: str) -> list[Card]:
    """Cards that say all of `WORDS` at once wherever they say something, with this between them."""
    text = sign.join(WORDS)
    source = CardSource(
        1, text, text, "https://paper.example", (1, 2), ("https://paper.example",), None, ("1 a@1 1-2",)
    )
    told = CardLine(text, (1,))
    return [
        BriefCard(text, (told,), (), (), (), (), (), ""),
        BriefCard("", (), (CardFigure(text, "", None, 1),), (), (), (), (), text),
        BriefCard("", (), (), (CardQuote(text, "", 1),), (), (), (), ""),
        BriefCard("", (), (), (), (), (), (source,), "", backing=text),
        AnswerCard((told,), "", (), (source,)),
        AnswerCard((), text, (told,), (source,)),
        AnswerCard((), "", (), (), (CardConflict(text, (CardSide(text, text, text, 1),)),)),
        EvidenceCard(1, ((text, False), (text, True)), source),
        SourcesCard((source,)),
        NoticeCard(text),
    ]
