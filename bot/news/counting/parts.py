"""Tell parts from totals within a sentence: "12 dead, including three children", "five shot, two of them fatally"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.news.types import Figure

# Right before a number: what follows is inside of what was told.
_SHARE_BEFORE = re.compile(
    r"(?:includ(?:ing|es?|ed)|among (?:them|whom|those)|of (?:them|whom|which|those|the total)|counting|namely)"
    r"[,:]? (?:at least |about |nearly |some |more than |an? )?$"
)
# Right after it, or after its noun.
_SHARE_AFTER = re.compile(
    r"(?: [a-z]+)? (?:of (?:them|whom|which|those|these)|of (?:the|its|their|his|her|all) (?:\d|[a-z]+ )|in all but)"
)
# A number without a noun of its own, where the total stands before: "five people were shot, two fatally".
_BARE_SHARE = re.compile(
    r",? (?:of (?:them|whom) )?(?:fatally|critically|seriously|badly|severely|in (?:critical|serious))"
)
_CONJUNCT = re.compile(r"(?:,|,? and) $")
# How many figures back a total may stand.
_LOOK = 6


def with_parts(low: str, figures: Sequence[Figure], end: int) -> list[Figure]:
    """The figures of one sentence that ends at `end`, with the parts among them marked."""
    out: list[Figure] = []
    for figure in figures:
        before = next((f for f in reversed(out[-_LOOK:]) if f.unit == figure.unit and f.value > figure.value), None)
        last = out[-1] if out else None
        if before is not None and last is not None and _is_part(low, last, figure, end):
            figure = replace(figure, part=True)
        out.append(figure)
    return out


def _is_part(low: str, last: Figure, figure: Figure, end: int) -> bool:
    start, after = figure.span.start, figure.span.end
    if _SHARE_BEFORE.search(low, max(0, start - 32), start) or _SHARE_AFTER.match(low, after, end):
        return True
    if _SHARE_AFTER.search(low, start, after) is not None:
        return True
    if _BARE_SHARE.match(low, after, end) and " " not in low[start:after]:
        return True
    # "including three children and two nurses"
    return last.part and _CONJUNCT.fullmatch(low, last.span.end, start) is not None
