"""Messages, and how much fits into one.

Slack allows 50 blocks a message, and refuses one whose blocks take more than about 13 kB with msg_blocks_too_long, a
limit that is documented nowhere (seen in https://github.com/slackapi/bolt-js/issues/2509). We stay well below both.
A message is full where the next row, quote or source would not fit: it stands in the next one, whole.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run
from bot.platforms.proof_marks import Cited, Proofs
from bot.platforms.sections import Grid, Item, Quiet, Section
from bot.platforms.slack.buttons import actions
from bot.platforms.slack.rich import Block, blocks_of, parted
from bot.platforms.slack.rows import cell, grid, quiet_parts

MOST_BLOCKS = 40
MOST_BYTES = 11_000


@dataclass(frozen=True, slots=True)
class Message:
    """`blocks` are what is seen. `text`, escaped for mrkdwn, is for notifications and where blocks cannot be shown."""

    blocks: tuple[Block, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Solid:
    """A block that is made already, and what it cites. It is small enough for a message of its own."""

    block: Block
    cited: Cited = ()


def size_of(blocks: Sequence[Block]) -> int:
    """Bytes of the blocks as JSON in UTF-8."""
    return len(json.dumps(blocks, ensure_ascii=False).encode())


def fits(blocks: Sequence[Block]) -> bool:
    """Whether a message may hold them."""
    return len(blocks) <= MOST_BLOCKS and size_of(blocks) <= MOST_BYTES


def packed(
    sections: Iterable[Section], proofs: Proofs, text: str, last: Sequence[Block] = (), above: Cited = ()
) -> list[Message]:
    """The sections in as few messages as hold them, in their order, each with a menu of the evidence it cites.

    The last message ends with `last`, which must be small; its menu has what is cited `above` too, as far as there is
    room.
    """
    left = [(section, part) for section in sections for item in section.items for part in _small(item)]
    pages = []
    while left:
        # Room for what comes last is kept in each message: any of them may turn out to be the last.
        count = bisect_left(range(1, len(left) + 1), True, key=lambda n: not fits([*_drawn(left[:n], proofs), *last]))
        pages.append(left[: max(1, count)])
        left = left[max(1, count) :]
    pages = pages or [[]]
    drawn = [_drawn(page, proofs) for page in pages]
    ends = ([*_drawn(pages[-1], proofs, above[:n]), *last] for n in range(len(above), -1, -1))
    drawn[-1] = next((end for end in ends if fits(end)), [*drawn[-1], *last])
    return [Message(tuple(blocks), text) for blocks in drawn if blocks]


def _small(item: Item) -> Iterator[Row | _Solid]:
    """The item in parts that a message has room for."""
    match item:
        case Quiet():
            for part in quiet_parts(item.lines):
                yield from parted(part) if isinstance(part, Row) else (_Solid(part),)
        case Grid():
            cells = [(words, row.cited) for row in item.cells if (words := cell(row))]
            if len(cells) < len(item.cells):
                yield from (part for row in item.rows for part in parted(row))
                return
            for at in range(0, len(cells), 2):
                two = cells[at : at + 2]
                yield _Solid(grid(words for words, _ in two), tuple(c for _, about in two for c in about))
        case _:
            yield from parted(item)


def _drawn(page: Sequence[tuple[Section, Row | _Solid]], proofs: Proofs, above: Cited = ()) -> list[Block]:
    blocks: list[Block] = []
    rows: list[Row] = []
    last: Section | None = None
    for section, item in page:
        if section is not last:
            blocks += blocks_of(rows)
            rows = [Row((Run(section.title, bold=True),))] if section.title else []
            last = section
        if isinstance(item, Row):
            rows.append(item)
        else:
            blocks += [*blocks_of(rows), item.block]
            rows = []
    cited = [*(c for _, item in page for c in item.cited), *above]
    return [*blocks, *blocks_of(rows), *actions(cited, proofs)]
