"""rich_text blocks: rows of runs, split where they grow longer than a block may be.

Text in rich_text is literal: Slack reads no formatting, mention, link or emoji from it. It documents no limit for it;
about 3,000 characters a block, as for a section, is what is kept to.
See https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run
from bot.platforms.slack.words import rich

Block = dict[str, Any]

BLOCK_CHARS = 3000
ROW_CHARS = 2400
_ROW_BYTES = 4000
_ROW_MARKS = 8
_RUN_CHARS = 800


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


def parted(row: Row) -> Iterator[Row]:
    """The row as rows that are each small enough for a message beside its buttons; never parted inside a link."""
    runs: list[Run] = []
    chars = size = marks = 0
    for run in _short(row.runs):
        bytes_ = len(run.text.encode()) + len((run.url or "").encode())
        too_long = chars + len(run.text) > ROW_CHARS or size + bytes_ > _ROW_BYTES
        if runs and (too_long or (run.mark is not None and marks == _ROW_MARKS)):
            yield _part(row, runs)
            runs, chars, size, marks = [], 0, 0, 0
        runs.append(run)
        chars, size, marks = chars + len(run.text), size + bytes_, marks + (run.mark is not None)
    if runs:
        yield _part(row, runs)


def _part(row: Row, runs: Sequence[Run]) -> Row:
    here = {run.mark for run in runs}
    return replace(row, runs=tuple(runs), cited=tuple(c for c in row.cited if c[0] in here))


def _short(runs: Iterable[Run]) -> Iterator[Run]:
    """Long words that are no link in several runs, parted at a space where there is one."""
    for run in runs:
        text = run.text
        while len(text) > _RUN_CHARS and not run.url:
            at = text.rfind(" ", 1, _RUN_CHARS) + 1 or _RUN_CHARS
            yield replace(run, text=text[:at])
            text = text[at:]
        if text:
            yield replace(run, text=text)
