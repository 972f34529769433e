"""Where sources disagree, in sections: each thing that they count otherwise, with the sides beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.news.showing.shown import CardConflict, CardSide
from bot.platforms.card_rows import Row, said_by
from bot.platforms.chat_words import Run, line
from bot.platforms.proof_marks import Cited, Proofs, cited, marked
from bot.platforms.sections import Grid, Section


def disputed(conflicts: Iterable[CardConflict], proofs: Proofs) -> Iterator[Section]:
    """A section for each of them."""
    for conflict in conflicts:
        title = Row((Run("Sources disagree", bold=True), Run(f" · {line(conflict.label)}")))
        about = [_cited(side, conflict, proofs) for side in conflict.sides]
        sides = list(zip(conflict.sides, about, strict=True))
        cells = tuple(Row(_side(side, proofs, "\n"), "line", cites) for side, cites in sides)
        rows = tuple(Row(_side(side, proofs, " "), "bullet", cites) for side, cites in sides)
        yield Section("", (title, Grid(cells, rows)))


def _side(side: CardSide, proofs: Proofs, gap: str) -> tuple[Run, ...]:
    runs = [Run(line(side.amount), bold=True), Run(f"{gap}{line(side.outlet)}"), *said_by(side.by)]
    return (*runs, *marked((side.mark,), proofs, side.also))


def _cited(side: CardSide, conflict: CardConflict, proofs: Proofs) -> Cited:
    return cited(f"{line(side.amount)} {line(conflict.label)}", (side.mark,), proofs, side.also)
