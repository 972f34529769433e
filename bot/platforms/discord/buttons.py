"""Buttons and menus under our messages, as rows of components; what they carry holds after a restart.

See https://docs.discord.com/developers/components/reference for their limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.platforms.card_rows import ranges
from bot.platforms.chat_words import cut, web_link
from bot.platforms.discord.marks import CUSTOM_ID_CHARS, custom_id
from bot.platforms.discord.words import units, unpiled
from bot.platforms.evidence_words import evidence_words
from bot.platforms.proof_marks import Cited, Proofs

Component = dict[str, Any]

ACTION_ROW, BUTTON, MENU = 1, 2, 3
_BLUE, _GREY, _LINK = 1, 2, 5
# What Discord takes for the address of a button: with a host of letters that has a dot in it.
_OPENS = re.compile(r"(?=.{1,512}\Z)https?://(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}(?::[0-9]+)?(?:[/?#].*)?", re.IGNORECASE)

_OPTION_CHARS, _VALUE_CHARS, _OPTIONS, _MENUS = 100, 100, 25, 3
_MOST_BUTTONS, _A_ROW = 2, 5
_NAMED_CHARS = 24  # of a menu's words, after which a phone cuts them off

Action = tuple[str, str]
"""What a button does, and the words on it."""

ASK: Action = ("ask", "Ask")
SOURCES: Action = ("sources", "Sources")


def story_actions(followed: bool) -> tuple[Action, ...]:
    """What one can do with a story; a person who follows it can leave it."""
    follow = ("unfollow", "Unfollow") if followed else ("follow", "Follow story")
    return (ASK, follow, SOURCES, ("why", "Why?"))  # on most phones they fit a row


def rows_below(cited: Cited, proofs: Proofs, tag: str, actions: Sequence[Action]) -> list[Component]:
    """The evidence first, then what can be done."""
    rows = _evidence(_offered(cited, proofs), tag)
    buttons = [_button(custom_id(action, tag), words, _BLUE if action == "ask" else _GREY) for action, words in actions]
    beside = rows[0]["components"] if len(rows) == 1 and rows[0]["components"][0]["type"] == BUTTON else []
    if len(beside) + len(buttons) <= _A_ROW and beside:
        return [_row([*beside, *buttons])]
    return [*rows, *([_row(buttons)] if buttons else [])]


def components_in_rows(cited: Iterable[tuple[int, str, str]], proofs: Proofs, actions: Sequence[Action]) -> int:
    """How many components `rows_below` makes, at most."""
    marks = len({mark for mark, _, _ in cited if mark in proofs.pointers})
    evidence = min(2 * -(-marks // _OPTIONS), 2 * _MENUS) if marks > _MOST_BUTTONS else marks + bool(marks)
    return evidence + len(actions) + bool(actions)


def _offered(cited: Cited, proofs: Proofs) -> list[tuple[int, str, str]]:
    """Number, words and pointer of each that can be shown; no pointer may come twice."""
    said = evidence_words(cited, proofs, _VALUE_CHARS)
    first = {proofs.pointers[mark]: mark for mark in reversed(said)}
    return [(mark, said[mark], proofs.pointers[mark]) for mark in sorted(first.values())]


def _evidence(offered: Sequence[tuple[int, str, str]], tag: str) -> list[Component]:
    """One or two are buttons, more a menu, or several."""
    ids = [custom_id("evidence", tag, pointer) for _, _, pointer in offered]
    if 0 < len(offered) <= _MOST_BUTTONS and all(len(name) <= CUSTOM_ID_CHARS for name in ids):
        return [_row([_button(i, f"Evidence [{mark}]") for i, (mark, _, _) in zip(ids, offered, strict=True)])]
    offered = offered[: _OPTIONS * _MENUS]
    each = -(-len(offered) // (-(-len(offered) // _OPTIONS) or 1)) or 1  # as few menus as hold them, of one length
    menus = [offered[at : at + each] for at in range(0, len(offered), each)]
    return [_row([_menu(menu, tag, at)]) for at, menu in enumerate(menus)]


def _menu(offered: Sequence[tuple[int, str, str]], tag: str, at: int) -> Component:
    options = [
        {"label": short(f"[{mark}] {words}".rstrip(), _OPTION_CHARS), "value": pointer}
        for mark, words, pointer in offered
    ]
    words = f"Evidence for {_named([mark for mark, _, _ in offered])}"
    return {"type": MENU, "custom_id": custom_id("evidence", tag, str(at)), "placeholder": words, "options": options}


def _named(marks: Sequence[int]) -> str:
    """ "[1] to [8]"; "[1] [3] [73]" where some between are not offered, as far as a phone shows them."""
    words = ranges(marks)
    gaps = len(marks) <= marks[-1] - marks[0]
    return words if gaps and len(words) <= _NAMED_CHARS else f"[{marks[0]}] to [{marks[-1]}]"


def _button(name: str, words: str, style: int = _GREY) -> Component:
    return {"type": BUTTON, "style": style, "label": words, "custom_id": name}


def link_rows(words: str, urls: Iterable[str | None]) -> list[Component]:
    """A button that opens the first of these pages that a button can; none where there is none."""
    url = next((link for link in map(web_link, urls) if link and _OPENS.fullmatch(link)), None)
    return [_row([{"type": BUTTON, "style": _LINK, "label": words, "url": url}])] if url else []


def _row(components: list[Component]) -> Component:
    return {"type": ACTION_ROW, "components": components}


def short(text: str, most: int) -> str:
    """At most so many characters, however they are counted."""
    text = unpiled(text)
    chars = most
    while units(kept := cut(text, chars)) > most:
        chars -= 1
    return kept
