"""Count those who were shot and lived: "five people were shot, two fatally" leaves three wounded.

A total of people shot holds the dead too, and another outlet that counts "three wounded" does not disagree with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from bot.news.counting.tolls import DEADLY
from bot.news.types import Figure, Sentence, Span

# What may stand between a total and the number of its dead: "were shot on Sunday, ", "shot; ".
_GAP = re.compile(
    r"(?: people| others)?(?: (?:were|was|are|have been|got|had been))? ?(?:shot|hit"
    r"|struck)?(?:(?! and )[^.;:]){0,70}?"
    r"(?:[,;(]|--?|–|—|:| and| leaves| left)? ?(?:(?:including|leaving|killing|leaves|left|with) )?(?:at least )?"
)
_OTHER_PEOPLE = re.compile(r" (?:people|others?|persons?|more)(?![^\W_])")
_DIED = r"(?:died|dies|(?:was|were|been) (?:killed|pronounced dead|declared dead)|is dead|was dead)(?![^\W_])"
# The death of one of them in a sentence after the total.
_ONE_DIED = re.compile(
    rf"(?<![^\W_])(?:one of (?:the|those|them)|one (?:victim|person|man|woman)|the victim)"
    rf"(?:[^.;]|(?<= [a-z])\.){{0,60}}? {_DIED}"
)
# Somebody named or described whose death a sentence after the total tells: "Ada Holm, 42, was pronounced dead".
_PRONOUNCED = re.compile(
    r"(?<![^\W_])(?:was|is) (?:later |also )?(?:pronounced|declared) dead|, \d{1,2}, (?:later )?died"
    r"|, \d{1,2}, was (?:shot and )?killed"
)
# "A teenager was killed in a quadruple shooting."
_DEAD_IN = re.compile(r"(?:killed|dead|died|dies) (?:in|after) (?:an? |the )?(?:[\w'.-]+ ){0,4}$")
_ONE_OF_THEM = re.compile(
    r"(?:,| and) (?:including |with )?one (?:of (?:them|whom|those|the victims)|who"
    r"|person who)[^.;]{0,40}? (?:died|dies|killed|dead"
    r"|fatally)(?![^\W_])"
)
_ONE_OF = re.compile(r"(?<![^\W_])one of (?:the )?$")
_HAS_DIED = re.compile(
    r"[^.;]{0,60}? (?:has|have|later) (?:since |now )?died(?![^\W_])"
    r"|[^.;]{0,80}\.\s{1,3}(?:he|she) (?:later )?(?:died|was pronounced dead)(?![^\W_])"
)
# How far into a sentence the death of one is looked for.
_REACH = 200
_SENTENCES_AFTER = 3
# Of fewer, a death told in a later sentence may well be another story's.
_CROWD = 3


def with_survivors(low: str, figures: Sequence[Figure], sentences: Sequence[Sentence]) -> list[Figure]:
    """The figures with those who survived before each total of people shot whose dead the text counts.

    The dead are told in the same sentence, in one of the next, or where the same total stands elsewhere. The new
    figure is a part of the total, with the words from the total up to its dead as its span.
    """
    totals = {i for i, f in enumerate(figures) if _is_total(f)}
    if not totals:
        return [*figures]
    told: dict[float, float] = {}
    ends: dict[int, int] = {}
    for i in sorted(totals):
        total, share = figures[i], figures[i + 1] if i + 1 < len(figures) else None
        if share is not None and _holds(low, total, share):
            ends[i] = share.span.start
            told[total.value] = max(told.get(total.value, 0), share.value)
        else:
            dead = _dead_after(low, figures, i, sentences)
            if dead:
                told.setdefault(total.value, dead)
    out: list[Figure] = []
    for i, figure in enumerate(figures):
        if i in totals and 0 < told.get(figure.value, 0) < figure.value:
            out.append(_survived(low, figure, figure.value - told[figure.value], ends.get(i, figure.span.end)))
        out.append(figure)
    return out


def _is_total(figure: Figure) -> bool:
    words = figure.of_what or ""
    return words.endswith(" shot") and figure.value > 1 and figure.high is None and "other" not in words


def _is_dead(figure: Figure) -> bool:
    return (figure.of_what or "").endswith(tuple(DEADLY))


def _holds(low: str, total: Figure, share: Figure) -> bool:
    """Whether the share right after the total counts the dead among it."""
    if not _is_dead(share) or not 0 < share.value < total.value:
        return False
    start, end = share.span.start, share.span.end
    if low.startswith((" of them", " of those", " of whom"), end) or " of th" in low[start:end]:
        return True
    return _GAP.fullmatch(low, total.span.end, start) is not None and not _OTHER_PEOPLE.search(low, start, end)


def _dead_after(low: str, figures: Sequence[Figure], at: int, sentences: Sequence[Sentence]) -> float:
    """How many of a total's people died, as the sentences after it tell; 0 where they do not."""
    total = figures[at]
    if low.endswith("shooting", total.span.start, total.span.end) and _DEAD_IN.search(
        low, max(0, total.span.start - 60), total.span.start
    ):
        return 1
    start, end = total.span.start, total.span.end
    if _ONE_OF.search(low, max(0, start - 12), start) and _HAS_DIED.match(low, end):
        return 1
    first = bisect_right(sentences, total.span.start, key=lambda s: s.span.end) + 1
    if first <= len(sentences) and _ONE_OF_THEM.search(low, end, min(end + _REACH, sentences[first - 1].span.end)):
        return 1
    if total.value < _CROWD:
        return 0
    near = sentences[first : first + _SENTENCES_AFTER]
    if not near:
        return 0
    end = near[-1].span.end
    for figure in figures[at + 1 : at + 6]:
        if near[0].span.start <= figure.span.start < end and _is_dead(figure) and figure.value < total.value:
            return figure.value
    if any(_ONE_DIED.search(low, s.span.start, min(s.span.end, s.span.start + _REACH)) for s in near):
        return 1
    return sum(_PRONOUNCED.search(low, s.span.start, min(s.span.end, s.span.start + _REACH)) is not None for s in near)


def _survived(low: str, total: Figure, count: float, end: int) -> Figure:
    told = len(low[total.span.end : end].rstrip(" ,;:(-–—"))
    return Figure(
        Span(total.span.start, total.span.end + told),
        count,
        of_what="others wounded",
        qualifier=total.qualifier,
        claimed_by=total.claimed_by,
        part=True,
    )
