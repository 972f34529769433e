"""rich_text blocks: rows of runs, split where they grow longer than a block may be.

Text in rich_text is literal: Slack reads no formatting, mention, link or emoji from it. It documents no limit for it;
about 3,000 characters a block, as for a section, is what is kept to.
See https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from bot.platforms import row_parts
from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run
from bot.platforms.row_parts import Room
from bot.platforms.slack.words import rich

Block = dict[str, Any]

BLOCK_CHARS = 3000
ROW_CHARS = 2400
_ROW_BYTES = 4000


def block_of(rows: Sequence[Row]) -> Block:
    """One rich_text block of rows; they must not be too many."""
    elements: list[Block] = []
    for style, group in groupby(rows, lambda row: row.style):
        if style == "bullet":
            items = [_element("rich_text_section", row) for row in group]
            elements.append({"type": "rich_text_list", "style": "bullet", "elements": items})
        else:
            kind = "rich_text_quote" if style == "quote" else "rich_text_section"
            elements += [_element(kind, row) for row in group]
    return {"type": "rich_text", "elements": elements}


def blocks_of(rows: Iterable[Row]) -> list[Block]:
    """As few rich_text blocks as hold the rows."""
    blocks: list[list[Row]] = []
    chars = 0
    for row in rows:
        if not blocks or chars + len(row.text) > BLOCK_CHARS:
            blocks.append([])
            chars = 0
        blocks[-1].append(row)
        chars += len(row.text)
    return [block_of(block) for block in blocks]


def _element(kind: str, row: Row) -> Block:
    return {"type": kind, "elements": rich(row.runs)}


def _sizes(run: Run) -> tuple[int, int]:
    return len(run.text), len(run.text.encode()) + len((run.url or "").encode())


_ROOM = Room(_sizes, (ROW_CHARS, _ROW_BYTES), marks=8, run_chars=800)


def parted(row: Row) -> Iterator[Row]:
    """The row as rows that are each small enough for a message beside its buttons; never parted inside a link."""
    return row_parts.parted(row, _ROOM)
