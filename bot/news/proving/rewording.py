"""The gate's check on a line in words of its own: what it tells must stand in its evidence, whatever the words.

`copying.py` compares a line that copies its evidence change by change; this holds for every line. It asks of the words
that the evidence has not whether they were put in, or for others, by the rules of `support.py`; and whether the line
tells of causes, times, denials, shares or offices that its evidence does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bot.news.asking.stems import kin, stems
from bot.news.counting.numbers import find_numbers
from bot.news.proving.alignment import Aligned
from bot.news.proving.exchanged_counts import exchanged, turned_score
from bot.news.proving.exchanged_names import crossed, other_doer, other_holder, possessed, swapped, turned_roles
from bot.news.proving.ground import Ground, denying, tokens_of
from bot.news.proving.paraphrases import same_as
from bot.news.proving.support import changes
from bot.news.text import fold

_RUN = 2  # new words side by side that make an invented phrase
_GRAVE = 1.0


def reworded(line: str, shown: Sequence[str]) -> str | None:
    """What a line says that its evidence does not say in any words."""
    beside = Aligned(line, Ground(shown))
    for lack in changes(beside, _RUN):
        if lack.weight > _GRAVE:
            return lack.reason
    return (
        swapped(beside)
        or crossed(beside)
        or exchanged(beside)
        or turned_score(beside)
        or next((reason for check in _CHECKS if (reason := check(line, shown))), None)
        or _mostly_new(beside)
    )


def _mostly_new(line: Aligned) -> str | None:
    """Somebody of the evidence, told to have done what it does not tell of: most words with a meaning are new."""
    said = [k for k in range(len(line.terms)) if not (line.counted[k] or line.is_name(k) or line.is_light(k))]
    new = [k for k in said if line.matched[k] == "none" and line.terms[k].stem[:5] not in line.ground.heads]
    graver = [k for k in new if line.terms[k].stem in _GRAVE_DEEDS and not _told_death(line, k)]
    if graver or len(new) > _NEW * len(said):
        return f"adds to its evidence: {line.word((graver or new)[0])}"
    return None


_NEW = 0.5
_DEATH = frozenset(stems("die perish drown murder kill fatal deadly"))
_OF_DEATH = frozenset(
    stems("body corpse victim toll mourn funeral life slain execute suicide casualty bury lethal behead hang homicide")
)
# What nobody may be told to have done, or suffered, in other words than the evidence's or ones that say the same.
_GRAVE_DEEDS = _DEATH | frozenset(
    stems(
        """resign sack arrest jail imprison convict indict sue rape bribe bribery bankrupt deport assassinate divorce
        extradite kidnap torture overdose sink explode cheat embezzle"""
    )
)


def _told_death(line: Aligned, at: int) -> bool:
    return line.terms[at].stem in _DEATH and not _OF_DEATH.isdisjoint(line.ground.places)


def scattered(line: str, shown: Sequence[str]) -> str | None:
    """A line most of whose words no single text of its evidence has: "Ostwick" is here, "sinks" is there."""
    best = max((_shared(line, text) for text in shown), default=0)
    return None if best >= _TOGETHER else "joins what its evidence keeps apart"


_TOGETHER = 0.6


def _shared(line: str, text: str) -> float:
    beside = Aligned(line, Ground([text]))
    return sum(match != "none" for match in beside.matched) / max(1, len(beside.terms))


_CAUSES = frozenset("because therefore thus hence consequently accordingly".split())
_CAUSED = re.compile(
    r"\b(?:(?<!is )(?<!are )(?<!was )(?<!were )due to|owing to|thanks to|as a result|as a consequence|in response to|"
    r"prompted by|led to|caused by|blamed on)\b"
)
# What in the evidence may stand for a cause.
_WHY = _CAUSES | frozenset(
    """as since due owing thanks so after following cause causes caused causing lead leads led reason reasons result
    results resulted prompted prompts prompting sparked sparks triggered triggers started over blame blamed blames amid
    for when with""".split()
)
_TIMES = (
    (frozenset(("before",)), frozenset("before until till ahead by then after".split())),
    (frozenset("until till".split()), frozenset("until till before to".split())),
    (frozenset(("after",)), frozenset("after following since once when as then upon later before".split())),
    (frozenset(("following",)), frozenset("after following since once when as then upon later".split())),
)


def _joined(line: str, shown: Sequence[str]) -> str | None:
    """A cause, or an order of time, that the evidence does not tell of."""
    said, theirs = tokens_of(line), _all(shown)
    plain = fold(line).lower()
    whole = fold(" ".join(shown)).lower()
    causes = [t for t in said if t in _CAUSES] + [c for c in _CAUSED.findall(plain) if c not in whole]
    if causes and theirs.isdisjoint(_WHY if causes[0] not in _CAUSES else _CAUSES | {"due", "owing", "as", "since"}):
        return f"joins its evidence by a word of its own: {causes[0]}"
    for joints, same in _TIMES:
        used = [k for k, token in enumerate(said) if token in joints]
        following = _following(shown, same) if used else None
        for k in used:
            first = stems(" ".join(said[k + 1 : k + 1 + _REACH]))[:2]
            if following is None or (
                first and following.isdisjoint(f for form in first for f in (form, *same_as(form)))
            ):
                return f"joins its evidence by a word of its own: {said[k]}"
    return None


_REACH = 7  # words behind "after" that tell after what


def _following(shown: Sequence[str], joints: frozenset[str]) -> set[str] | None:
    """The stems that the evidence has behind any of the joints; None where it has no such joint."""
    found: set[str] | None = None
    for tokens in map(tokens_of, shown):
        for k, token in enumerate(tokens):
            if token in joints:
                found = set() if found is None else found
                found.update(stems(" ".join(tokens[k + 1 : k + 1 + _REACH])))
    return found


_ACCORDING = re.compile(r"\baccording to ([^,.;:]{1,80})", re.IGNORECASE)


def _told_by(line: str, shown: Sequence[str]) -> str | None:
    """ "According to" somebody of whom the evidence does not tell."""
    theirs = {form for proof in shown for form in stems(proof)}
    heads = {form[:5] for form in theirs if len(form) > 4}
    for m in _ACCORDING.finditer(line):
        for form in stems(m[1]):
            if form not in theirs and form[:5] not in heads and not (same_as(form) | kin(form)) & theirs:
                return f"source not in its evidence: {m[1]}"
    return None


_OF_ITSELF = re.compile(
    r"\b(?:the|this|these|provided|given) "
    r"(article|source|text|passage|document|evidence|excerpt|report|story|sentence)s? "
    r"(?:do(?:es)?|did|gives?|provides?|contains?|mentions?|has|have|offers?|never|fails?|cannot|is|are)\b",
    re.IGNORECASE,
)


def _of_itself(line: str, shown: Sequence[str]) -> str | None:
    """ "The article does not say": a line is to tell the news, not that there is none."""
    if (m := _OF_ITSELF.search(line)) and m[1].lower() not in {t.removesuffix("s") for t in _all(shown)}:
        return f"speaks of the article itself: {m.group()}"
    return None


_MALE = frozenset("he him his himself man men boy boys father son sons brother husband mr king prince".split())
_FEMALE = frozenset("she her hers herself woman women girl girls mother daughter sister wife mrs ms queen".split())


def _gendered(line: str, shown: Sequence[str]) -> str | None:
    """A man in the place of a woman."""
    said, theirs = tokens_of(line), _all(shown)
    for mine, others in ((_MALE, _FEMALE), (_FEMALE, _MALE)):
        new = [t for t in said if t in mine]
        if new and theirs.isdisjoint(mine) and not theirs.isdisjoint(others):
            return f"turns its evidence round: {new[0]}"
    return None


def _denied_more(line: str, shown: Sequence[str]) -> str | None:
    """ "Denied that it was not for sale"."""
    mine = [word for word, _ in denying(_TWICE.sub("", fold(line)))]
    if (twice := _TWICE.search(fold(line))) and not any(_TWICE.search(fold(proof)) for proof in shown):
        return f"denies what its evidence says: {twice.group()}"
    theirs = sum(1 for proof in shown for _ in denying(_TWICE.sub("", fold(proof))))
    if len(mine) > theirs:
        return f"denies what its evidence says: {mine[-1]}"
    return None


# What is not ruled out may be.
_TWICE = re.compile(
    r"\b(?:not|never|cannot|didn't|doesn't|don't|won't|can't|hasn't) "
    r"(?:rul(?:e|es|ed|ing) out|exclud\w+|den(?:y|ies|ied)|refus\w+|fail(?:s|ed)?)\b"
)


def _counted_twice(line: str, shown: Sequence[str]) -> str | None:
    """One number of the evidence told of two things."""
    mine = Counter(n.value for n in find_numbers(line))
    theirs = Counter(n.value for proof in shown for n in find_numbers(proof))
    for number in find_numbers(line):
        if mine[number.value] > theirs[number.value] > 0:
            return f"figure moved to another fact: {number.span.of(line)}"
    return None


_MORE = frozenset("more longer higher larger bigger greater stronger".split())
_LESS = frozenset("less fewer shorter lower smaller weaker".split())
_COMPARED = re.compile(rf"\b({'|'.join(_MORE | _LESS)})\b([^.;]{{0,200}}?)\bthan\b([^.,;]{{0,200}})", re.IGNORECASE)


def _compared(line: str, shown: Sequence[str]) -> str | None:
    """ "Older ones are more effective" for "less effective"; "younger ones are more effective" says the same."""
    theirs = [c for proof in shown for c in _comparisons(proof)]
    for more, one, other in _comparisons(line):
        for much, first, second in theirs:
            straight, across = len(one & first) + len(other & second), len(one & second) + len(other & first)
            if straight != across and (more == much) != (straight > across):
                return f"turns its evidence round: {'more' if more else 'less'}"
    return None


_ONES = frozenset(stems("one ones"))


def _comparisons(text: str) -> Iterator[tuple[bool, set[str], set[str]]]:
    """Each "more … than" with the stems of what is compared, before and behind it."""
    for m in _COMPARED.finditer(text):
        before = text[max(0, m.start() - 200) : m.start()].rsplit(".", 1)[-1]
        yield m[1].lower() in _MORE, set(stems(before)) - _ONES, set(stems(m[3])) - _ONES


_EVERY = frozenset("all every each everyone everybody everything always".split())
_ALL_THE_SAME = re.compile(r"\b(?:above|after|at|first of) all\b")
_WHOLE = _EVERY | frozenset("both whole entire only any no none never nobody nothing neither".split())


def _of_all(line: str, shown: Sequence[str]) -> str | None:
    """What the evidence says of some, told of all."""
    every = _EVERY.intersection(tokens_of(_ALL_THE_SAME.sub("", line)))
    if every and _all(shown).isdisjoint(_WHOLE):
        return f"says of other shares what its evidence says: {min(every)}"
    return None


_LESS_OF = frozenset("less fewer".split())
_LOWER = _LESS_OF | frozenset(
    """least fewest under below half lower smaller shorter weaker fell fall falls fallen drop dropped drops cut cuts
    reduced reduce reduces decline declined decrease decreased down shrank slower not no never without lost lose loses
    nearly almost up within shortage lack""".split()
)


def _fewer(line: str, shown: Sequence[str]) -> str | None:
    """Less of what the evidence has no less of."""
    less = _LESS_OF.intersection(tokens_of(line))
    if less and _all(shown).isdisjoint(_LOWER):
        return f"turns its evidence round: {min(less)}"
    return None


def _all(shown: Sequence[str]) -> set[str]:
    return {token for proof in shown for token in tokens_of(proof)}


_CHECKS: tuple[Callable[[str, Sequence[str]], str | None], ...] = (
    _of_itself,
    _joined,
    _told_by,
    _gendered,
    _denied_more,
    _counted_twice,
    _compared,
    possessed,
    other_doer,
    turned_roles,
    _fewer,
    _of_all,
    other_holder,
)
