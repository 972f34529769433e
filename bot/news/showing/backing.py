"""Who backs a story, in words: independent outlets by name, those of one owner counted once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.news.prompting.replies import one_line
from bot.news.text import key

_NAMED = 4
_NAME_CHARS = 60
_OWN_MARKS = re.compile(r"[,:+]")  # they tell names apart here
_UNKNOWN = "an unnamed outlet"


def backing(voices: Sequence[Sequence[str]]) -> str:
    """ "3 independent outlets: A, B, C", "2 independent sources: A + B (one owner), C"; nothing for a single outlet.

    `voices` are the independent sources of a story, each with its outlets.
    """
    told = [_names(outlets) for outlets in voices]
    named = [" + ".join(names) + (" (one owner)" if len(names) > 1 else "") for names in told]
    if not any(len(names) > 1 for names in told):
        return _listed(f"{len(told)} independent outlets", named) if len(told) > 1 else ""
    return _listed(f"{len(told)} independent sources" if len(told) > 1 else "Single source", named)


def _names(outlets: Sequence[str]) -> list[str]:
    """Each outlet once, however it is spelt, in words that cannot pass for several names."""
    plain = [_OWN_MARKS.sub(" ", one_line(outlet)) for outlet in outlets]
    names = [" ".join(name.split()) for name in plain]
    short = [name if len(name) <= _NAME_CHARS else name[:_NAME_CHARS].rstrip() + "…" for name in names]
    return list({key(name): name or _UNKNOWN for name in reversed(short)}.values())[::-1]


def _listed(count: str, named: Sequence[str]) -> str:
    if len(named) <= _NAMED + 1:
        return f"{count}: {', '.join(named)}"
    return f"{count}: {', '.join(named[:_NAMED])} and {len(named) - _NAMED} more"
