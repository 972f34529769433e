"""What cards are told in, before a platform draws it: sections of rows, quiet lines and grids."""

from __future__ import annotations

from dataclasses import dataclass

from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run


@dataclass(frozen=True, slots=True)
class Quiet:
    """Small grey lines."""

    lines: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells side by side; `rows` tell the same where a platform has no grids, or a cell is too long for one."""

    cells: tuple[Row, ...]
    rows: tuple[Row, ...]


Item = Row | Quiet | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """What belongs together, under a title of ours or none, set apart from other sections."""

    title: str
    items: tuple[Item, ...]
