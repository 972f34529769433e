"""Names of a line: each must stand in its evidence, and together only as the evidence has them together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.news.asking.stems import kin, stems
from bot.news.asking.stems import stem as root
from bot.news.asking.synonyms import NATIONS
from bot.news.counting.numbers import find_numbers
from bot.news.proving.paraphrases import same_as
from bot.news.proving.proofs import bare, stem
from bot.news.saying.speech import REPORTING
from bot.news.text import words
from bot.news.types import Span

# Words that open an English sentence with a capital although they name nothing.
_OPENERS = frozenset(
    """a about according across after all almost also although amid among an and another any approximately are
    around as at back because before behind being between both but by can could despite did do does during
    each earlier either even every few fewer following for four from further given had half has have having
    he her here his how however i if in inside instead into is it its just last late later least less like
    many meanwhile more most much nearly neither never next no nobody none nor not nothing now of off on
    once one only or other others our out outside over part people per perhaps rather same several she
    should since six so some soon still such ten than that the their them then there these they this those
    though three through to today together tonight too two under unless until up upon very was we were what
    when where whether which while who whose why with within without would yes yesterday yet you your""".split()
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What names are looked for in: the words of a proof and their parts, near forms, stems, initials of its names."""

    held: frozenset[str]
    near: frozenset[str]
    forms: frozenset[str]
    initials: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=256)  # a whole article is asked once for every line that it may say too
def _told_in(proof: str) -> _Told:
    held = {bare(w.of(proof)) for w in words(proof)}
    held |= {part for w in held for part in re.split(r"[-.']", w) if part}
    runs = tuple(tuple(run) for run in _name_runs(proof))
    initials = tuple("".join(w[0] for w in run) for run in runs)
    return _Told(frozenset(held), frozenset(map(stem, held)), frozenset(stems(proof)), initials, runs)


def unshown_name(line: str, proofs: Sequence[str]) -> str | None:
    """A name of the line that no proof holds, or one put together from the parts of two."""
    told = [_told_in(p) for p in proofs]
    held = frozenset[str]().union(*(t.held for t in told))
    near = frozenset[str]().union(*(t.near for t in told))
    forms = frozenset[str]().union(*(t.forms for t in told))
    initials = [i for t in told for i in t.initials]
    for span in words(line):
        word = span.of(line)
        plain = bare(word)
        if plain not in _DAYS and (word.islower() or not any(c.isupper() or not c.islower() for c in word)):
            continue
        if plain in held or all(part in held for part in re.split(r"[-.']", plain) if part):
            continue
        if _opens(line, span) and (plain in _OPENERS or stem(word) in near or _plain_opener(line, span, held, forms)):
            continue
        if find_numbers(word) or (plain in _NATIONS and root(word) in forms):
            continue
        if len(plain) > 2 and word.isupper() and any(plain in i for i in initials):
            continue
        return f"name not in its evidence: {word}"
    return _joined_name(line, proofs)


def _plain_opener(line: str, span: Span, held: frozenset[str], forms: frozenset[str]) -> bool:
    """True for a first word that is no name: the evidence has one that says the same, or one made of it."""
    word = span.of(line)
    form, plain = root(word), bare(word)
    if form and (kin(form) | same_as(form)) & forms:
        return True
    behind = _NEXT.match(line, span.end)
    speaks = behind is None or behind.group(1) in REPORTING
    return len(plain) > 3 and not speaks and any(w.startswith(plain[:5]) for w in held if len(w) > len(plain[:5]))


_NEXT = re.compile(r" ([a-z]+)")


def _opens(line: str, span: Span) -> bool:
    at = span.start - 1
    while at >= 0 and line[at].isspace():
        at -= 1
    return at < 0 or line[at] in '.!?:"“'


# "German" shows Germany, "US" the United States.
_NATIONS = frozenset(form for group in NATIONS for form in group.split()) | {"us", "usa", "uk", "eu", "un"}
# A day is a name in any spelling.
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february april june july august
    september october november december""".split()
)


def _joined_name(line: str, proofs: Sequence[str]) -> str | None:
    """A first name before a last name that the evidence never gives it."""
    pairs = dict.fromkeys(pair for run in _name_runs(line) for pair in pairwise(run))
    behind: dict[str, set[str]] = {}
    for one, two in pairs:
        behind.setdefault(one, set()).add(two)
    shown, opening, closing = set[tuple[str, str]](), set[str](), set[str]()
    for run in (run for proof in proofs for run in _told_in(proof).runs):
        last = {word: at for at, word in enumerate(run)}
        first = {word: at for at, word in reversed(list(enumerate(run)))}
        closing.add(run[-1])
        for one in behind.keys() & first:
            opening.add(one)
            shown.update((one, two) for two in behind[one] if last.get(two, -1) > first[one])
    unshown = (pair for pair in pairs if pair[0] in opening - closing and pair not in shown)
    return next((f"name not in its evidence: {one} {two}" for one, two in unshown), None)


def _name_runs(text: str) -> list[list[str]]:
    """Capitalised words that stand side by side."""
    runs: list[list[str]] = []
    end = -1
    for span in words(text):
        word = span.of(text)
        if not word[0].isupper() or (_opens(text, span) and bare(word) in _OPENERS):
            continue
        if runs and text[end : span.start] in (" ", ". "):
            runs[-1].append(bare(word))
        else:
            runs.append([bare(word)])
        end = -1 if word.endswith(("'s", "’s")) else span.end
    return runs
