"""What several kinds of cards have in common on a terminal: lists, sources, and sides that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.news.showing.days import day_words
from bot.news.showing.shown import AnswerCard, BriefCard, CardConflict, CardLine, CardSide, CardSource, EvidenceCard
from bot.platforms.card_rows import ranges
from bot.platforms.terminal_pen import AMOUNT, QUIET, Pen

WIDEST = 100
"""Columns. Longer lines are hard to read."""

_WIDEST_COUNTED = 20
_MOST_TITLES = 5


def unframed(body: RenderableType) -> RenderableType:
    """What stands on the screen without a frame around it."""
    return Constrain(Padding(body, (0, 2)), WIDEST)


def links_of(card: BriefCard | AnswerCard | EvidenceCard) -> dict[int, str]:
    """Where each mark's sentence can be read."""
    sources = (card.source,) if isinstance(card, EvidenceCard) else card.sources
    return {mark: link for source in sources for mark, link in zip(source.marks, source.links, strict=False)}


def spaced(sections: Sequence[RenderableType], gap: int = 1) -> Group:
    """The sections one under the other, `gap` empty lines between them."""
    last = len(sections) - 1
    return Group(*(Padding(s, (0, 0, 0 if n == last else gap, 0)) for n, s in enumerate(sections)))


def bulleted(lines: Iterable[CardLine], pen: Pen) -> Table:
    """Sentences with their proof marks, each behind a bullet."""
    return listed([pen.sentence(line) for line in lines], pen)


def listed(rows: Iterable[RenderableType], pen: Pen, bullet: str = "•") -> Table:
    """Rows behind a bullet, or beside the room that one takes."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(ratio=1, overflow="fold")
    for row in rows:
        grid.add_row(pen.own(bullet, QUIET), row)
    return grid


def disputed(conflicts: Sequence[CardConflict], pen: Pen) -> Table:
    """The thing counted, and beside it each side's amount with who says so."""
    labels = [pen.line(conflict.label) for conflict in conflicts]
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=min(_WIDEST_COUNTED, max(label.cell_len for label in labels)), overflow="fold")
    grid.add_column(justify="right", overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for label, conflict in zip(labels, conflicts, strict=True):
        for n, side in enumerate(conflict.sides):
            grid.add_row("" if n else label, pen.line(side.amount, AMOUNT), who_says(side, pen))
    return grid


def who_says(side: CardSide, pen: Pen) -> Text:
    """The outlet of one side, whom it cites, and its proof mark."""
    return pen.marked(claimed(pen.line(side.outlet), side.by, pen), (side.mark,), side.also)


def claimed(words: Text, by: str | None, pen: Pen) -> Text:
    """The words with their claimant behind them, where there is one."""
    return words.append_text(pen.own(" · ", QUIET)).append_text(pen.line(by, QUIET)) if by else words


def source_list(sources: Sequence[CardSource], pen: Pen, dated: bool = False) -> Table:
    """Each source under its number, with the marks that it proves."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", width=max(len(f"{s.number}.") for s in sources))
    grid.add_column(ratio=1, overflow="fold")
    write = source_body if len(sources) <= _MOST_TITLES else _source_in_short
    for source in sources:
        grid.add_row(pen.own(f"{source.number}.", QUIET), write(source, pen, dated))
    return grid


def source_body(source: CardSource, pen: Pen, dated: bool = False) -> RenderableType:
    """Who published it, when, under which title, and where it can be read."""
    first = _named(source, [source.outlet, *_when(source, dated), source.title], pen)
    return Group(first, _address(source, pen)) if source.url else first


def _source_in_short(source: CardSource, pen: Pen, dated: bool) -> Text:
    """The outlet and the address; the title only where one of them is missing."""
    title = None if source.outlet and source.url else source.title
    short = _named(source, [source.outlet, *_when(source, dated), title], pen)
    return short.append("  ").append_text(_address(source, pen)) if source.url else short


def _when(source: CardSource, dated: bool) -> list[str]:
    return [day_words(source.day)] if dated and source.day else []


def _named(source: CardSource, names: Sequence[str | None], pen: Pen) -> Text:
    named = [pen.line(words, QUIET) for words in names if words and words.strip()]
    line = pen.own(" · ", QUIET).join(named)
    line.overflow = "fold"
    return line.append_text(pen.own(f"{' ' if named else ''}{ranges(source.marks)}", QUIET)) if source.marks else line


def _address(source: CardSource, pen: Pen) -> Text:
    """What is read is the address; what is opened is its first sentence that proves something here."""
    return pen.linked(pen.line(source.url or "", QUIET), next(iter(source.links), source.url))
