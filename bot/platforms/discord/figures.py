"""Figures as a short list: those of one sentence and one claimant on a line, so that amounts stand out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.news.showing.shown import CardFigure
from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run, line
from bot.platforms.proof_marks import Proofs, cited, marked

_LINE_CHARS = 110  # more figures on a line are not seen at a glance


def figure_rows(figures: Iterable[CardFigure], proofs: Proofs) -> list[Row]:
    """ "20+ houses, 2 hospitals · the mayor [3]", in their order."""
    rows: list[list[CardFigure]] = []
    for figure in figures:
        beside = next((row for row in rows if _belong(row, figure)), None)
        if beside is None:
            rows.append([figure])
        else:
            beside.append(figure)
    return [_row(row, proofs) for row in rows]


def _belong(row: Sequence[CardFigure], figure: CardFigure) -> bool:
    first = row[0]
    alike = (first.mark, first.by, first.also) == (figure.mark, figure.by, figure.also)
    return alike and sum(len(told.amount) + len(told.label) + 3 for told in (*row, figure)) <= _LINE_CHARS


def _row(row: Sequence[CardFigure], proofs: Proofs) -> Row:
    first = row[0]
    runs: list[Run] = []
    for figure in row:
        runs += [Run(", " if runs else ""), Run(line(figure.amount), bold=True), Run(f" {line(figure.label)}")]
    by = line(first.by or "")
    runs += [Run(" · "), Run(by, italic=True)] if by else []
    runs += marked((first.mark,), proofs, first.also)
    words = ", ".join(f"{line(figure.amount)} {line(figure.label)}" for figure in row)
    return Row(tuple(runs), "bullet", cited(words, (first.mark,), proofs, first.also))
