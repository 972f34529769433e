"""What a message says, row by row, and how much of that fits into one.

Discord takes 40 components in all and 4,000 characters of text, counted as they are written, addresses included:
https://docs.discord.com/developers/components/reference and
https://github.com/discord/discord-api-docs/pull/8562. We stay below both. A sentence's number leads to the sentence
where there is room for its address; where there is none the menu of the evidence leads there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.platforms.chat_words import Run
from bot.platforms.discord.words import markdown, units
from bot.platforms.proof_marks import Cited

MOST_CHARS = 3800
MOST_COMPONENTS = 38
_WISHED_CHARS = 150
MOST_MARKS = 75
"""Numbers of evidence that the menus of one message have room for."""

Look = Literal["title", "subtitle", "quiet", "line", "bullet", "quote"]
Gap = Literal["line", "apart", "rule"]

_STARTS: dict[Look, tuple[str, str]] = {
    "title": ("## ", ""),
    "subtitle": ("### ", ""),
    "quiet": ("-# ", "-# "),
    "line": ("", ""),
    "bullet": ("- ", "  "),
    "quote": ("> ", "> "),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one look, and how far they stand from those before: on the next line, apart, or behind a rule.

    `chars` are those that it takes without the addresses of numbers, `links` those that these take at least.
    `wished` is the room to be left for them: very long ones are done without before they fill messages.
    """

    runs: tuple[Run, ...]
    look: Look
    gap: Gap
    cited: Cited
    chars: int
    links: int
    wished: int


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown that stands together, what stands before it, and the looks of its first and last words."""

    words: str
    gap: Gap
    first: Look
    last: Look


Body = Sequence[Said]
"""What a message says."""


def said(runs: Iterable[Run], look: Look = "line", gap: Gap = "line", cited: Cited = ()) -> Said:
    """Words, measured."""
    kept = tuple(runs)
    bare = written(Said(tuple(map(_bare, kept)), look, gap, cited, 0, 0, 0))
    costs = [_cost(_paged(run)) for run in kept]
    return Said(kept, look, gap, cited, units(bare), sum(costs), sum(min(cost, _WISHED_CHARS) for cost in costs))


def _bare(run: Run) -> Run:
    return run if run.mark is None else replace(run, url=None)


def _paged(run: Run) -> Run:
    """A number that leads to its page, which takes less room than the way to its sentence."""
    if run.mark is None or not run.url:
        return run
    return replace(run, url=run.url.partition(":~:")[0].rstrip("#"))


def _cost(run: Run) -> int:
    """Characters that the address of a number takes."""
    if run.mark is None or not run.url:
        return 0
    return units(markdown((run,))) - units(markdown((_bare(run),)))


def written(one: Said) -> str:
    """As Discord's Markdown."""
    first, further = _STARTS[one.look]
    rows = markdown(one.runs).split("\n")
    return "\n".join((further if at else first) + row for at, row in enumerate(rows))


def gap_between(look: Look, following: Look) -> Gap:
    """As it is within one thought. Two quotes would be one, and a line after a list an item of it."""
    alike = look == following != "quote"
    return "line" if alike or look in ("line", "title", "subtitle") else "apart"


def texts_of(body: Body) -> list[Text]:
    """What is written together.

    Where there is room for them all, its numbers lead to their pages, and the first ones to their sentences.
    """
    room = MOST_CHARS - chars_of(body) - sum(one.links for one in body)
    texts: list[Text] = []
    for one in body:
        linked, room = _linked(one, room)
        text = Text(written(linked), one.gap if texts else "apart", one.look, one.look)
        if texts and one.gap == "line":
            texts[-1] = replace(texts[-1], words=f"{texts[-1].words}\n{text.words}", last=one.look)
        else:
            texts.append(text)
    return texts


def _linked(one: Said, room: int) -> tuple[Said, int]:
    runs: list[Run] = []
    for run in one.runs:
        page = _paged(run)
        more = _cost(run) - _cost(page)
        if room < 0:
            runs.append(_bare(run))
        elif more <= room:
            runs.append(run)
            room -= more
        else:
            runs.append(page)
    return replace(one, runs=tuple(runs)), room


def chars_of(body: Body, wished: bool = False) -> int:
    """Characters that it takes without the addresses of numbers, or with the room to be left for them."""
    return sum(one.chars + 1 + (one.wished if wished else 0) for one in body)


def components_of(body: Body) -> int:
    """Components that it takes, without the container around them."""
    return sum({"line": 0, "apart": 1, "rule": 2}[one.gap] if at else 1 for at, one in enumerate(body))


def cited_in(body: Iterable[Said]) -> Iterator[tuple[int, str, str]]:
    """All that it cites."""
    return (c for one in body for c in one.cited)
