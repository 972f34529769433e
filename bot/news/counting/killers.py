"""Count one more where the one who killed died by the same hand: "killed two and hurt three before killing himself"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from bot.news.counting.tolls import DEADLY
from bot.news.types import Figure, Sentence, Span

_OWN_DEATH = re.compile(
    r"(?:,|--?|–|—)? ?(?<![^\W_])(?:before|then|and|before [^.;:()]{1,60}? (?:and|then)) "
    r"(?:(?:he|she|the [a-z]+) )?(?:(?:also|later|fatally|then|finally) )?"
    r"(?:turn(?:ed|ing|s) (?:the|his|her|a) (?:[a-z]+ )?(?:on|onto) (?:him|her)self|kill(?:ed|ing|s) (?:him|her)self"
    r"|(?:fatally )?sh(?:ot|ooting|oots) (?:and kill(?:ed|ing) )?(?:him|her)self"
    r"|(?:took|taking|takes) (?:his|her) own life|committ(?:ed|ing) suicide)(?![^\W_])"
)
_LIVED = re.compile(
    r"surviv|life[- ]support|attempt|in (?:[a-z]+ ){0,2}condition|arrest|recover|but (?:he|she) (?:is|was)"
)
# Only what the killer did is followed by the killer's own death: "three were dead after he killed himself" holds it.
_DONE = re.compile(
    r"(?<![^\W_])(?:kill(?:s|ed|ing)|murder(?:s|ed|ing)|fatally (?:shot|shooting|stabbed|stabbing)"
    r"|sh(?:ot|ooting|oots) (?:dead|and kill(?:ed|ing)))(?: (?:the|his|her|all|these))? $"
)
_SELF = ("himself", "herself", "own life", "suicide")
# How far after the victims the killer's own death is looked for, and after it a sign that the killer lived.
_REACH = 140
_AFTER = 90


def own_death(low: str, at: int, stop: int) -> Span | None:
    """Where the killer's own death is told between `at` and `stop`, the end of the sentence."""
    stop = min(stop, at + _REACH)
    if not any(low.find(word, at, stop) >= 0 for word in _SELF):
        return None
    m = _OWN_DEATH.search(low, at, stop)
    if m is None or _LIVED.search(low, m.end(), m.end() + _AFTER):
        return None
    return Span(m.start(), m.end())


def killed_by_other(low: str, start: int, end: int) -> bool:
    """Whether the words around somebody say that another one killed them: "killed his son", "shot a clerk dead"."""
    return low.startswith((" dead", " to death"), end) or _DONE.search(low, max(0, start - 40), start) is not None


def with_killers(low: str, figures: Sequence[Figure], sentences: Sequence[Sentence]) -> list[Figure]:
    """The figures with, before each count of those killed, the count that holds the one who killed them too.

    It is marked as a part, so that an outlet that leaves the killer out does not disagree.
    """
    out: list[Figure] = []
    for figure in figures:
        start, end = figure.span.start, figure.span.end
        if _counts_killed(figure) and _DONE.search(low, max(0, start - 40), start):
            at = bisect_right(sentences, start, key=lambda s: s.span.end)
            death = own_death(low, end, sentences[at].span.end) if at < len(sentences) else None
            if death is not None:
                span = Span(start, death.end)
                out.append(replace(figure, span=span, value=figure.value + 1, of_what="people dead", part=True))
        out.append(figure)
    return out


def _counts_killed(figure: Figure) -> bool:
    whole = figure.high is None and not figure.part and not figure.outdated
    return whole and figure.value >= 1 and (figure.of_what or "").endswith(tuple(DEADLY))
