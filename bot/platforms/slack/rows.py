"""Shapes of Slack's own beside rows: cells of a grid, grey lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.news.showing.shown import CardFigure
from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run, line, plain
from bot.platforms.proof_marks import Proofs, marked
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


def _field(runs: Sequence[Run]) -> str | None:
    """Where its links make it too long it goes without them: the menu of the evidence leads there too."""
    for way in (runs, [Run(plain(runs))]):
        if 0 < len((words := mrkdwn(way)).encode()) <= _CELL_BYTES:
            return words
    return None


def cell(row: Row) -> str | None:
    """A cell of a grid; None where it is too long for one."""
    return _field(row.runs)


def grid(cells: Iterable[str]) -> Block:
    """A section of cells in two columns. See https://docs.slack.dev/reference/block-kit/blocks/section-block"""
    return {"type": "section", "fields": [text_of(words) for words in cells]}


def quiet(rows: Sequence[str]) -> list[Block]:
    """Small grey lines in one context block; none of it where there are none."""
    return [{"type": "context", "elements": [text_of("\n".join(rows))]}] if rows else []


def text_of(words: str) -> Block:
    """A text object of escaped words: nothing in it is made a link or a mention that is not written as one."""
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def quiet_parts(told: Iterable[Sequence[Run]]) -> Iterator[Row | Block]:
    """Small grey lines, in as few context blocks as hold them; those that are too long for one as they are."""
    waiting: list[str] = []
    for runs in told:
        words = mrkdwn(runs)
        if sum(map(len, waiting)) + len(waiting) + len(words) > _CONTEXT_CHARS:
            yield from quiet(waiting)
            waiting = []
        if len(words) > _CONTEXT_CHARS:
            yield Row(tuple(runs))
        else:
            waiting.append(words)
    yield from quiet(waiting)
