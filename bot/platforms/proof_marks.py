"""Numbers of evidence as they stand in a text: where each leads, what it stands for, and who else says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.news.showing.shown import NOBODY_ELSE, Also, CardSource
from bot.platforms.chat_words import Run, line, web_link

Cited = tuple[tuple[int, str, str], ...]
"""Numbers of evidence, each with the words that it stands for and, where others say the same, with who does."""

SHOWN_OTHERS = 3
"""Numbers of others who say the same that are shown; all are counted."""


_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Proofs:
    """For each number: where its sentence can be read, what a button carries that shows it, and who published it."""

    links: dict[int, str] = field(default_factory=dict)
    pointers: dict[int, str] = field(default_factory=dict)
    outlets: dict[int, str] = field(default_factory=dict)


def proofs_of(sources: Iterable[CardSource]) -> Proofs:
    """The proofs that stand in these articles."""
    proofs = Proofs()
    for source in sources:
        page = web_link(source.url)
        for mark, link in zip(source.marks, source.links, strict=False):
            if address := web_link(link) or page:
                proofs.links[mark] = address
        proofs.pointers.update(zip(source.marks, source.pointers, strict=False))
        proofs.outlets.update(dict.fromkeys(source.marks, line(source.outlet or "")))
    return proofs


def marked(marks: Iterable[int], proofs: Proofs, also: Also = NOBODY_ELSE) -> list[Run]:
    """ " [1] +2 outlets [2] [5]": the numbers as links, then those of others who say the same."""
    runs: list[Run] = []
    for mark in marks:
        # The first one never begins a line on its own.
        runs += [Run(" " if runs else _NO_BREAK), Run(f"[{mark}]", url=proofs.links.get(mark), mark=mark)]
    if also.sources:
        runs.append(Run(f" +{also.sources} outlet{'s' if also.sources > 1 else ''}"))
        runs += marked(also.marks[:SHOWN_OTHERS], proofs)
        runs.append(Run("…" if len(also.marks) > SHOWN_OTHERS else ""))
    return runs


def cited(words: str, marks: Sequence[int], proofs: Proofs, also: Also) -> Cited:
    """Each number shown with the words that it stands for."""
    others = also.marks[:SHOWN_OTHERS] if also.sources else ()
    return (*((n, words, "") for n in marks), *((n, words, proofs.outlets.get(n) or "another") for n in others))
