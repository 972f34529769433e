"""Tell counts that the article itself has given up: "police first spoke of 14 dead", "up from nine on Monday"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.news.counting.tolls import DEADLY, HURT
from bot.news.types import Figure

_FIRST = r"(?:initially|originally|at first|earlier|previously|first)"
_TOLD = (
    r"(?:said|says?|report(?:ed|ing)?|put|thought|believed|estimated|listed|announced|gave|given|counted|told|stated|"
    r"confirmed|spoke|spoken|feared|claimed|recorded)"
)
_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{_FIRST} (?:had |have |was |were |been )*{_TOLD}|{_TOLD} {_FIRST}"
    rf"|{_FIRST},? (?:[^\W_]+ ){{1,3}}(?:had )?{_TOLD}"
    r"|(?:earlier|initial|original|previous|preliminary|first) (?:report|count|toll|estimate|figure|tally"
    r"|tallie|number)s?)"
    r"(?![^\W_])[^.;()]{0,45}$"
)
_AFTER = re.compile(rf"(?: [^\W_]+){{0,3}}? (?:{_FIRST} {_TOLD}|{_TOLD} {_FIRST})(?![^\W_])")
# A toll only grows or is put right: what it rose from holds no more.
_FROM = re.compile(
    r"(?<![^\W_])(?:up|down|revised|lowered|raised|corrected|rose|risen|rising|climbed|jumped"
    r"|increased)(?: [^\W_]+){0,3} from (?:the |an? |at least |about )?$"
)
_SIGNS = ("initial", "original", "at first", "earlier", "previous", "first", "preliminary", " from ")
# How many figures around an earlier count are looked at for the new one.
_AROUND = 40
_NEAR = 90
_STEM = re.compile(r"[^\W\d_]{4,}")


def with_earlier_counts(low: str, figures: Sequence[Figure], sentence_start: Sequence[int]) -> list[Figure]:
    """The figures, with those marked that the text calls earlier counts of what another of its figures counts.

    `sentence_start` holds, for each figure, where its sentence starts.
    """
    marked = {i for i, f in enumerate(figures) if f.unit is None and _called_earlier(low, f, sentence_start[i])}
    if not marked:
        return [*figures]
    out = [*figures]
    for i in marked:
        near = range(max(0, i - _AROUND), min(len(figures), i + _AROUND))
        if any(_anew(figures[i], figures[j]) for j in near if j not in marked):
            out[i] = replace(figures[i], outdated=True)
    return out


def _called_earlier(low: str, figure: Figure, begin: int) -> bool:
    start, end = figure.span.start, figure.span.end
    left = max(begin, start - _NEAR)
    near = low[left : end + _NEAR]
    if not any(sign in near for sign in _SIGNS):
        return False
    if _BEFORE.search(low, left, start) or _AFTER.match(low, end, end + _NEAR):
        return True
    return _toll(figure) is not None and _FROM.search(low, left, start) is not None


def _anew(earlier: Figure, figure: Figure) -> bool:
    """Whether one figure counts what the other did, with another outcome."""
    if earlier.value == figure.value or earlier.unit != figure.unit or figure.part:
        return False
    kind = _toll(earlier)
    if kind is not None or _toll(figure) is not None:
        return kind == _toll(figure)
    return bool(_stems(earlier) & _stems(figure))


def _toll(figure: Figure) -> str | None:
    words = figure.of_what or ""
    return "dead" if words.endswith(tuple(DEADLY)) else "hurt" if words.endswith(HURT) else None


def _stems(figure: Figure) -> set[str]:
    return {w[:6] for w in _STEM.findall((figure.of_what or "").casefold())}
