"""What a number of evidence leads to: a link to its sentence, and a button that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.news.showing.shown import NOBODY_ELSE, Also, CardSource
from bot.platforms.slack.rich import Block
from bot.platforms.slack.words import Run, cut, line, web_link

Cited = tuple[tuple[int, str, str], ...]
"""Numbers of evidence, each with the words that it stands for and, where others say the same, with who does."""

SHOWN_OTHERS = 3
"""Numbers of others who say the same that are shown; all are counted."""

_OPTION_CHARS, _OPTION_VALUE_CHARS, _MOST_OPTIONS = 75, 150, 100
_MOST_BUTTONS = 2
_OUTLET_CHARS = 30
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


def cited(words: str, marks: Sequence[int], proofs: Proofs, also: Also = NOBODY_ELSE) -> Cited:
    """Each number shown with the words that it stands for."""
    others = also.marks[:SHOWN_OTHERS] if also.sources else ()
    return (*((n, words, "") for n in marks), *((n, words, proofs.outlets.get(n) or "another") for n in others))


def evidence_choice(cited: Iterable[tuple[int, str, str]], proofs: Proofs) -> list[Block]:
    """A button "Evidence [4]" for each of one or two numbers, else a menu of them in their order.

    None where there is nothing to show. Of several buttons in a block each wants an action id of its own. See
    https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select
    """
    said: dict[int, str] = {}
    # What a sentence itself says goes before that others say the same.
    for mark, words, other in sorted(cited, key=lambda c: bool(c[2])):
        if 0 < len(proofs.pointers.get(mark, "")) <= _OPTION_VALUE_CHARS:
            said.setdefault(mark, f"{cut(other, _OUTLET_CHARS)}: {words}" if other else words)
    if len(said) <= _MOST_BUTTONS:
        return [
            {
                "type": "button",
                "action_id": f"evidence:{mark}",
                "text": label(f"Evidence [{mark}]"),
                "value": proofs.pointers[mark],
            }
            for mark in sorted(said)
        ]
    options = [
        {"text": label(cut(f"[{mark}] {said[mark]}".rstrip(), _OPTION_CHARS)), "value": proofs.pointers[mark]}
        for mark in sorted(said)[:_MOST_OPTIONS]
    ]
    return [{"type": "static_select", "action_id": "evidence", "placeholder": label("Evidence"), "options": options}]


def label(text: str) -> Block:
    """A text object whose words are literal."""
    return {"type": "plain_text", "text": text, "emoji": False}
