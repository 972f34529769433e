"""A post as it is made: what still fits is taken, what does not is given back for the thread."""

from __future__ import annotations

from collections.abc import Sequence

from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run
from bot.platforms.proof_marks import Cited, Proofs
from bot.platforms.slack.buttons import actions, feedback
from bot.platforms.slack.pieces import fits
from bot.platforms.slack.rich import Block, blocks_of, parted
from bot.platforms.slack.rows import quiet
from bot.platforms.slack.words import mrkdwn

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

    def takes_row(self, row: Row) -> bool:
        """Whether it is in it now, apart from what stands above."""
        return not self.left("", [row], 1)

    def left(self, title: str, rows: Sequence[Row], most: int) -> tuple[Row, ...]:
        """Take as many of the rows as fit, at most so many, under a title of ours; those that are left."""
        head = [Row((Run(title, bold=True),))] if title else []
        for count in range(min(most, len(rows)), 0, -1):
            parts = [part for row in (*head, *rows[:count]) for part in parted(row)]
            if self.takes(blocks_of(parts), tuple(c for part in parts for c in part.cited)):
                return tuple(rows[count:])
        return tuple(rows)

    def left_of_quiet(self, rows: Sequence[Sequence[Run]]) -> tuple[Row, ...]:
        """Take all of them as small grey lines, or none; those that are left."""
        words = [words for words in map(mrkdwn, rows) if words]
        if not words or (len("\n".join(words)) <= _QUIET_CHARS and self.takes(quiet(words))):
            return ()
        return tuple(Row(tuple(runs)) for runs in rows)

    def blocks(self) -> list[Block]:
        """All of it."""
        return [*self._blocks, *self._below(self._cited)]

    def _below(self, cited: Cited) -> list[Block]:
        return [*actions(cited, self.proofs, self._buttons), feedback()]
