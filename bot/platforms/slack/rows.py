"""What cards hold, in shapes of Slack's own beside rows: grids of figures and of sides that disagree, grey lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.news.showing.shown import CardConflict, CardFigure, CardSide, CardSource
from bot.platforms.card_rows import Row, listed, said_by
from bot.platforms.chat_words import Run, line, plain
from bot.platforms.proof_marks import Cited, Proofs, cited, marked
from bot.platforms.slack.pieces import Section, Solid
from bot.platforms.slack.rich import Block
from bot.platforms.slack.words import mrkdwn

_CELL_BYTES = 1500  # Slack allows 2,000 characters; two of these and their menu fit into one message
_CONTEXT_CHARS = 2000


def figure_field(figure: CardFigure, proofs: Proofs) -> str | None:
    """A figure as a cell of a grid, its amount seen first and its claimant below; None where it is too long for one."""
    runs = [Run(line(figure.amount), bold=True), Run("\n"), Run(line(figure.label))]
    runs += marked((figure.mark,), proofs, figure.also)
    by = line(figure.by or "")
    return _field([*runs, Run("\n"), Run(by, italic=True)] if by else runs)


def disputed(conflicts: Iterable[CardConflict], proofs: Proofs) -> Iterator[Section]:
    """Each thing that sources count otherwise, with the sides beside each other."""
    for conflict in conflicts:
        title = Row((Run("Sources disagree", bold=True), Run(f" · {line(conflict.label)}")))
        sides = [(_side(side, proofs, "\n"), _cited(side, conflict, proofs)) for side in conflict.sides]
        cells = [(_field(runs), about) for runs, about in sides]
        grid = [(words, about) for words, about in cells if words]
        if len(grid) == len(cells):
            yield Section("", (title, *_grids(grid)))
        else:
            rows = [Row((*_side(s, proofs, " "),), "bullet", _cited(s, conflict, proofs)) for s in conflict.sides]
            yield Section("", (title, *rows))


def _side(side: CardSide, proofs: Proofs, gap: str) -> list[Run]:
    runs = [Run(line(side.amount), bold=True), Run(f"{gap}{line(side.outlet)}"), *said_by(side.by)]
    return [*runs, *marked((side.mark,), proofs, side.also)]


def _cited(side: CardSide, conflict: CardConflict, proofs: Proofs) -> Cited:
    return cited(f"{line(side.amount)} {line(conflict.label)}", (side.mark,), proofs, side.also)


def _field(runs: Sequence[Run]) -> str | None:
    """Where its links make it too long it goes without them: the menu of the evidence leads there too."""
    for way in (runs, [Run(plain(runs))]):
        if 0 < len((words := mrkdwn(way)).encode()) <= _CELL_BYTES:
            return words
    return None


def _grids(cells: Sequence[tuple[str, Cited]]) -> Iterator[Solid]:
    for at in range(0, len(cells), 2):
        part = cells[at : at + 2]
        yield Solid(grid(words for words, _ in part), tuple(c for _, about in part for c in about))


def grid(cells: Iterable[str]) -> Block:
    """A section of cells in two columns. See https://docs.slack.dev/reference/block-kit/blocks/section-block"""
    return {"type": "section", "fields": [text_of(words) for words in cells]}


def quiet(rows: Sequence[str]) -> list[Block]:
    """Small grey lines in one context block; none of it where there are none."""
    return [{"type": "context", "elements": [text_of("\n".join(rows))]}] if rows else []


def text_of(words: str) -> Block:
    """A text object of escaped words: nothing in it is made a link or a mention that is not written as one."""
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def quiet_rows(told: Iterable[Sequence[Run]]) -> Iterator[Row | Solid]:
    """Small grey lines, in as few context blocks as hold them; those that are too long for one as they are."""
    waiting: list[str] = []
    for runs in told:
        words = mrkdwn(runs)
        if sum(map(len, waiting)) + len(waiting) + len(words) > _CONTEXT_CHARS:
            yield from map(Solid, quiet(waiting))
            waiting = []
        if len(words) > _CONTEXT_CHARS:
            yield Row(tuple(runs))
        else:
            waiting.append(words)
    yield from map(Solid, quiet(waiting))


def source_rows(sources: Sequence[CardSource], dated: bool = False) -> Iterator[Row | Solid]:
    """Each source as `listed` has it, quiet."""
    return quiet_rows(listed(sources, dated))
