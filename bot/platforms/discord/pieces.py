"""Sections in as few messages as hold them, split at their rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from bot.platforms.card_rows import Row
from bot.platforms.chat_words import Run
from bot.platforms.discord.buttons import Action, components_in_rows
from bot.platforms.discord.layout import (
    MOST_CHARS,
    MOST_COMPONENTS,
    MOST_MARKS,
    Body,
    Look,
    Said,
    chars_of,
    cited_in,
    components_of,
    gap_between,
    said,
)
from bot.platforms.discord.words import markdown, units
from bot.platforms.proof_marks import Proofs
from bot.platforms.row_parts import Room, parted
from bot.platforms.sections import Grid, Item, Quiet, Section

Left = Sequence[tuple[Section, Said]]

_ROW_CHARS, _ROW_MARKS = 1800, 25
_RUN_CHARS = 500  # as it is written it is three times as long at most


def _size(run: Run) -> tuple[int, ...]:
    return (units(markdown((replace(run, url=None) if run.mark is not None else run,))),)


_ROOM = Room(_size, (_ROW_CHARS,), _ROW_MARKS, _RUN_CHARS)


def fits(body: Body, proofs: Proofs, actions: Sequence[Action], wished: bool = False) -> bool:
    """Whether a message may say all of it, with these buttons below; `wished`: with room for the numbers' addresses."""
    cited = tuple(cited_in(body))
    return (
        chars_of(body, wished) <= MOST_CHARS
        and 1 + components_of(body) + components_in_rows(cited, proofs, actions) <= MOST_COMPONENTS
        and len({mark for mark, _, _ in cited}) <= MOST_MARKS
    )


def parts_of(row: Row, look: Look | None = None) -> list[Said]:
    """The row in parts that a message has room for."""
    return [said(part.runs, look or part.style, cited=part.cited) for part in parted(row, _ROOM)]


def together(parts: Iterable[Said], body: Body = ()) -> Iterator[Said]:
    """With gaps as they stand below each other, and below what is there already."""
    last = body[-1] if body else None
    for part in parts:
        last = replace(part, gap=gap_between(last.look, part.look)) if last else part
        yield last


def packed(sections: Iterable[Section], proofs: Proofs, actions: Sequence[Action] = ()) -> list[Body]:
    """The sections, each message of them with room for these buttons; none where there is nothing to say."""
    left = [(section, part) for section in sections for item in section.items for part in _small(item)]
    pages = []
    while left:
        full = partial(_is_full, left, proofs, actions)
        count = _whole(left, max(1, bisect_left(range(len(left)), True, key=full)), proofs, actions)
        pages.append(_drawn(left[:count]))
        left = left[count:]
    return pages


def _is_full(left: Left, proofs: Proofs, actions: Sequence[Action], last: int) -> bool:
    return not fits(_drawn(left[: last + 1]), proofs, actions, wished=True)


def _whole(left: Left, count: int, proofs: Proofs, actions: Sequence[Action]) -> int:
    """So many, or fewer: a section that would be cut moves whole into the next message, if this one is half full."""
    section = left[count - 1][0]
    own = [at for at, (of, _) in enumerate(left) if of is section]
    start, end = own[0], own[-1] + 1
    if end <= count or not fits(_drawn(left[start:end]), proofs, actions, wished=True):
        return count
    return start if 2 * chars_of(_drawn(left[:start]), wished=True) >= MOST_CHARS else count


def _small(item: Item) -> Iterator[Said]:
    match item:
        case Quiet():
            for runs in item.lines:
                yield from parts_of(Row(runs), "quiet")
        case Grid():
            for row in item.rows:
                yield from parts_of(row)
        case _:
            yield from parts_of(item)


def _drawn(page: Left) -> Body:
    body: list[Said] = []
    last: Section | None = None
    for section, part in page:
        if section is not last and section.title:
            body.append(said((Run(section.title, bold=True),), gap="rule"))
        gap = gap_between(body[-1].look, part.look) if section is last or section.title else "apart"
        body.append(replace(part, gap=gap))
        last = section
    return tuple(body)
