"""Rows that are too long for a message, in parts that are not; nothing is parted inside a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run


@dataclass(frozen=True, slots=True)
class Room:
    """What a part may hold at most: of each of the `sizes` of its runs, of numbers of evidence, of words in a run."""

    sizes: Callable[[Run], tuple[int, ...]]
    most: tuple[int, ...]
    marks: int
    run_chars: int


def parted(row: Row, room: Room) -> Iterator[Row]:
    """The row as rows that are each small enough; a link that is larger alone stands alone."""
    runs: list[Run] = []
    held = (0,) * len(room.most)
    marks = 0
    for run in _short(row.runs, room.run_chars):
        sizes = room.sizes(run)
        too_long = any(h + s > most for h, s, most in zip(held, sizes, room.most, strict=True))
        if runs and (too_long or (run.mark is not None and marks == room.marks)):
            yield _part(row, runs)
            runs, held, marks = [], (0,) * len(room.most), 0
        runs.append(run)
        held, marks = tuple(h + s for h, s in zip(held, sizes, strict=True)), marks + (run.mark is not None)
    if runs:
        yield _part(row, runs)


def _part(row: Row, runs: Sequence[Run]) -> Row:
    here = {run.mark for run in runs}
    return replace(row, runs=tuple(runs), cited=tuple(c for c in row.cited if c[0] in here))


def _short(runs: Iterable[Run], most: int) -> Iterator[Run]:
    """Long words that are no link in several runs, parted at a space where there is one."""
    for run in runs:
        text = run.text
        while len(text) > most and not run.url:
            at = text.rfind(" ", 1, most) + 1 or most
            yield replace(run, text=text[:at])
            text = text[at:]
        if text:
            yield replace(run, text=text)
