"""An answer that grows on a terminal: what was printed stays, what is new is printed below it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from rich.console import Group, RenderableType

from bot.news.showing.shown import NOBODY_ELSE, Also, AnswerCard, CardLine
from bot.platforms.terminal_answers import answer_lines, answer_rest
from bot.platforms.terminal_pen import Look, Pen
from bot.platforms.terminal_sections import links_of, unframed
from bot.ports import MessageId, Rejected

Drawn = Callable[[Look], RenderableType]
"""What is to be shown, for a screen that can do so much."""


class Show(Protocol):
    """Prints what is drawn, with an empty line below it unless more of it is to come. Raises `Rejected`."""

    def __call__(self, drawn: Drawn, more: bool = False) -> None: ...


class GrowingAnswer:
    """A `Growing` on a screen that nothing can be taken back from."""

    def __init__(self, show: Show, note: Callable[[], MessageId]) -> None:
        self._show = show
        self._note = note
        self._printed: list[CardLine] = []

    async def show(self, card: AnswerCard) -> None:
        """Print the sentences that are new. Where the output is closed, `end` says so."""
        new = self._new(card)
        if not new:
            return
        with suppress(Rejected):
            self._show(lambda look: unframed(answer_lines(new, Pen(look, links_of(card)), self._printed)), more=True)
            self._printed += new

    async def end(self, card: AnswerCard) -> MessageId:
        """Print what is new and all that comes below the sentences. Raises `Rejected` once the output is closed."""
        new = self._new(card)
        late = [line for line in card.lines if line not in new and line.also not in (NOBODY_ELSE, self._also(line))]

        def drawn(look: Look) -> RenderableType:
            pen = Pen(look, links_of(card))
            below = answer_rest(card, pen, late)
            lines = [answer_lines(new, pen, self._printed)] if new else []
            gap = [pen.own("")] if below and (self._printed or new) else []
            return unframed(Group(*lines, *gap, *([below] if below else [])))

        self._show(drawn)
        self._printed += new
        return self._note()

    def _new(self, card: AnswerCard) -> list[CardLine]:
        """The sentences that do not stand there yet, whoever else says them."""
        printed = {(line.day, line.text) for line in self._printed}
        return [line for line in card.lines if (line.day, line.text) not in printed]

    def _also(self, line: CardLine) -> Also:
        """Who else was said to tell a sentence when it was printed."""
        return next((p.also for p in self._printed if (p.day, p.text) == (line.day, line.text)), NOBODY_ELSE)
