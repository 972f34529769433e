"""Answers drawn for a terminal: sentences, dated lists, sides that disagree, refusals with what stands nearest.

An answer is drawn in two parts, so that its sentences can be printed before all of it is there: `answer_lines`, then
`answer_rest`. Both together are the whole card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table

from bot.news.showing.days import day_labels
from bot.news.showing.shown import AnswerCard, CardConflict, CardLine, CardSource
from bot.platforms.terminal_pen import AMOUNT, DISPUTE, QUIET, Pen
from bot.platforms.terminal_sections import bulleted, disputed, listed, source_body, source_list, spaced, who_says

_DAY = len("28 Sep 2031")
_BETWEEN_SIDES = "   "


def answer(card: AnswerCard, pen: Pen) -> RenderableType:
    """The whole of an answer or of a refusal."""
    parts = [answer_lines(card.lines, pen)] if card.lines else []
    rest = answer_rest(card, pen)
    return spaced([*parts, rest] if rest else parts)


def answer_lines(lines: Sequence[CardLine], pen: Pen, printed: Sequence[CardLine] = ()) -> RenderableType:
    """The sentences; behind their dates where one of them has a day. `printed` are those that stand above already."""
    if not any(line.day for line in (*printed, *lines)):
        return Group(*(pen.sentence(line) for line in lines))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=_DAY)
    grid.add_column(ratio=1, overflow="fold")
    labels = day_labels([line.day for line in (*printed, *lines)])[len(printed) :]
    for label, line in zip(labels, lines, strict=True):
        grid.add_row(pen.own(label, QUIET), pen.sentence(line))
    return grid


def answer_rest(card: AnswerCard, pen: Pen, late: Sequence[CardLine] = ()) -> RenderableType | None:
    """All but the sentences; `late` are those that were printed before it was known who else says so."""
    sections: list[RenderableType] = []
    if late:
        sections.append(Group(*(_backed(line, pen) for line in late)))
    if card.refusal.strip():
        sections.append(pen.line(card.refusal))
    if card.conflicts:
        sections.append(Group(*(_Opposed(conflict, pen) for conflict in card.conflicts)))
    if card.nearest:
        sections.append(Group(pen.own("Closest in the sources", QUIET), *_nearest(card, pen)))
    if sources := _further(card):
        sections.append(source_list(sources, pen, dated=True))
    return spaced(sections) if sections else None


def _backed(line: CardLine, pen: Pen) -> RenderableType:
    """ "also: [1] +2 outlets [4] [6]"."""
    return pen.marked(pen.joined(pen.own("also:", QUIET)), line.marks, line.also)


class _Opposed:
    """One thing that sources count otherwise: the sides in one row, or one under the other where there is no room."""

    def __init__(self, conflict: CardConflict, pen: Pen) -> None:
        self._conflict, self._pen = conflict, pen

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = self._pen
        heading = pen.own("Sources disagree", DISPUTE)
        sides = [
            pen.joined(pen.line(side.amount, AMOUNT), pen.own(" · ", QUIET), who_says(side, pen))
            for side in self._conflict.sides
        ]
        row = pen.own(_BETWEEN_SIDES).join(sides)
        if row.cell_len > options.max_width:
            yield heading
            yield disputed([self._conflict], pen)
        else:
            yield pen.joined(heading, pen.own(" · ", QUIET), pen.line(self._conflict.label))
            yield row


def _nearest(card: AnswerCard, pen: Pen) -> list[RenderableType]:
    """The nearest sentences, those of one article together, and below them where they stand."""
    rows: list[RenderableType] = []
    known: set[int] = set()
    for source in card.sources:
        here = [line for line in card.nearest if set(line.marks) & set(source.marks)]
        if here:
            rows += [bulleted(here, pen), listed([source_body(replace(source, marks=()), pen, dated=True)], pen, " ")]
            known.update(mark for line in here for mark in line.marks)
    others = [line for line in card.nearest if not set(line.marks) & known]
    return [*rows, bulleted(others, pen)] if others else rows


def _further(card: AnswerCard) -> list[CardSource]:
    """The sources that are not told beside the nearest sentences."""
    near = {mark for line in card.nearest for mark in line.marks}
    return [source for source in card.sources if near.isdisjoint(source.marks)]
