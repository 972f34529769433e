"""A post as it is made: what still fits is taken, what does not is given back for the thread."""

from __future__ import annotations

from collections.abc import Sequence

from bot.news.showing.shown import CardFigure
from bot.platforms.card_rows import Row, of_figure
from bot.platforms.chat_words import Run
from bot.platforms.proof_marks import Cited, Proofs
from bot.platforms.slack.buttons import actions, feedback
from bot.platforms.slack.pieces import fits
from bot.platforms.slack.proofs import label
from bot.platforms.slack.rich import Block, blocks_of, parted
from bot.platforms.slack.rows import figure_field, grid, quiet
from bot.platforms.slack.words import mrkdwn

_HEADER_CHARS = 150
_QUIET_CHARS = 2000


class Post:
    """One message, with its menu of evidence and its buttons at the end."""

    def __init__(self, proofs: Proofs, buttons: Sequence[Block]) -> None:
        self.proofs = proofs
        self._buttons = buttons
        self._blocks: list[Block] = []
        self._cited: Cited = ()

    def takes(self, blocks: Sequence[Block], cited: Cited = ()) -> bool:
        """Whether they are in it now."""
        if not blocks or not fits([*self._blocks, *blocks, *self._below((*self._cited, *cited))]):
            return False
        self._blocks += blocks
        self._cited += cited
        return True

    def headline(self, title: str) -> bool:
        """As `brief_sections.Post.headline`."""
        header: Block = {"type": "header", "text": label(title)}
        return len(title) <= _HEADER_CHARS and self.takes([header])

    def figures(self, figures: Sequence[CardFigure]) -> int:
        """As `brief_sections.Post.figures`: a grid."""
        cells: list[tuple[str, Cited]] = []
        for figure in figures:
            if (words := figure_field(figure, self.proofs)) is None:
                break
            cells.append((words, of_figure(figure, self.proofs).cited))
        taken = len(cells)
        while taken and not self.takes(
            [grid(w for w, _ in cells[:taken])], tuple(c for _, a in cells[:taken] for c in a)
        ):
            taken -= 1
        return taken

    def left(self, title: str, rows: Sequence[Row], most: int) -> tuple[Row, ...]:
        """As `brief_sections.Post.left`."""
        head = [Row((Run(title, bold=True),))] if title else []
        for count in range(min(most, len(rows)), 0, -1):
            parts = [part for row in (*head, *rows[:count]) for part in parted(row)]
            if self.takes(blocks_of(parts), tuple(c for part in parts for c in part.cited)):
                return tuple(rows[count:])
        return tuple(rows)

    def left_of_quiet(self, rows: Sequence[Sequence[Run]]) -> tuple[Row, ...]:
        """As `brief_sections.Post.left_of_quiet`."""
        words = [words for words in map(mrkdwn, rows) if words]
        if not words or (len("\n".join(words)) <= _QUIET_CHARS and self.takes(quiet(words))):
            return ()
        return tuple(Row(tuple(runs)) for runs in rows)

    def blocks(self) -> list[Block]:
        """All of it."""
        return [*self._blocks, *self._below(self._cited)]

    def _below(self, cited: Cited) -> list[Block]:
        return [*actions(cited, self.proofs, self._buttons), feedback()]
