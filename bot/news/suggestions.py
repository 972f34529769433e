"""What may have been meant by a word that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_SHOWN = 40  # characters of what somebody wrote that are said back to them
_FEW = 12  # known words that can be listed


def nearest(word: str, known: Iterable[str]) -> str:
    """ ": did you mean …?" for a word that is not among the known ones, else what is known, where that is little."""
    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1, cutoff=0.5)
    if close:
        return f": did you mean {close[0]!r}?"
    return f": it knows {', '.join(choices)}" if len(choices) < _FEW else ""


def said_back(text: str) -> str:
    """What somebody wrote, in quotation marks, cut where it goes on and on."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
