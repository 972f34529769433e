"""A post as it is made: what still fits is taken, what does not is given back for the thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.news.showing.shown import CardFigure
from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run
from bot.platforms.discord.buttons import Action
from bot.platforms.discord.figures import figure_rows
from bot.platforms.discord.layout import Body, Gap, Look, Said, said
from bot.platforms.discord.pieces import fits, parts_of, together
from bot.platforms.proof_marks import Proofs

_TITLE_CHARS, _LARGE_CHARS = 250, 100  # a longer title fills a phone before a word of the story where it is large
_QUIET_CHARS = 1800


class Post:
    """One message, with its menu of evidence and its buttons at the end."""

    def __init__(self, proofs: Proofs, actions: Sequence[Action]) -> None:
        self.proofs = proofs
        self._actions = actions
        self._body: Body = ()

    def takes(self, parts: Sequence[Said], gap: Gap) -> bool:
        """Whether they are in it now, so far from what stands above."""
        if not parts:
            return False
        first, *others = together(parts)
        body = (*self._body, replace(first, gap=gap), *others)
        if not fits(body, self.proofs, self._actions):
            return False
        self._body = body
        return True

    def headline(self, title: str) -> bool:
        """As `brief_sections.Post.headline`."""
        look: Look = "title" if len(title) <= _LARGE_CHARS else "subtitle"
        return len(title) <= _TITLE_CHARS and self.takes([said((Run(title),), look)], "apart")

    def figures(self, figures: Sequence[CardFigure]) -> int:
        """As `brief_sections.Post.figures`: a list, each amount seen first."""
        for count in range(len(figures), 0, -1):
            if self._takes_rows([], figure_rows(figures[:count], self.proofs)):
                return count
        return 0

    def left(self, title: str, rows: Sequence[Row], most: int) -> tuple[Row, ...]:
        """As `brief_sections.Post.left`."""
        head = [said((Run(title, bold=True),))] if title else []
        for count in range(min(most, len(rows)), 0, -1):
            if self._takes_rows(head, rows[:count]):
                return tuple(rows[count:])
        return tuple(rows)

    def _takes_rows(self, head: Sequence[Said], rows: Iterable[Row]) -> bool:
        parts = [*head, *(part for row in rows for part in parts_of(row))]
        # Two lists that only stand apart are read as one.
        lists = bool(parts and self._body) and self._body[-1].look == parts[0].look == "bullet"
        return self.takes(parts, "rule" if lists else "apart")

    def left_of_quiet(self, rows: Sequence[Sequence[Run]]) -> tuple[Row, ...]:
        """As `brief_sections.Post.left_of_quiet`."""
        lines = [said(runs, "quiet") for runs in rows if any(run.text for run in runs)]
        small = all(one.chars <= _QUIET_CHARS for one in lines)
        below_title = bool(self._body) and self._body[-1].look in ("title", "subtitle")
        if not lines or (small and self.takes(lines, "line" if below_title else "apart")):
            return ()
        return tuple(Row(tuple(runs)) for runs in rows)

    @property
    def body(self) -> Body:
        """All that it says."""
        return self._body
