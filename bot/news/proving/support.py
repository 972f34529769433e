"""What a line says and its evidence does not, each thing with its weight.

The line is laid beside the evidence word by word (`alignment.py`). What shows that the line was changed weighs so much
that it alone makes the line false: a figure or a name that is not there, an opposite, another thing of the same kind, a
denial. A plain word that is not there weighs nothing, for honest lines are full of them; that a word stands far from
all that the line has beside it weighs half. The weights are not fitted: they are either above one or about a half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.news.asking.stems import stem, stems
from bot.news.proving import amounts
from bot.news.proving.alignment import Aligned
from bot.news.proving.contraries import opposite_of, rivals_of
from bot.news.proving.ground import Ground, behind, close, denying
from bot.news.proving.paraphrases import same_as

TURNED = 1.5  # an opposite, a negation, a figure that is not there
NAME = 1.2  # a name that is not there
KIND = 1.1  # another thing of the same kind; an invented phrase; words put together anew
SOFT = 0.6  # what an honest line may have once

_COUNTS = 4  # terms within which a number and what it counts stand
_DENIED = 3  # terms that a negation reaches
_OWN = 0.85  # share of a line's terms from which it is in the evidence's words
_COPIED = 0.5  # share of their word pairs from which sentences are copied
_RUN = 3  # words side by side that the evidence has none of
_GAP = 25  # words that a copied line may leave out


# Words that tell which came first, and why.
_BEFORE = frozenset("before until till".split())
_AFTER = frozenset("after following since once".split())
_WHY = frozenset("because due".split())
_SCHEDULED = frozenset("is are was were be been".split())


_PARTS = re.compile(r"[,;:]|\b(?:and|or|but|while|which|who)\b")  # a phrase does not reach across


@dataclass(frozen=True, slots=True)
class Lack:
    """Something of a line that the evidence does not show. From a weight above 1 it alone makes the line false."""

    words: str
    reason: str
    weight: float


def lacks(text: str, ground: Ground) -> list[Lack]:
    """All that the line says and the evidence does not."""
    line = Aligned(text, ground)
    return [*_figures(line), *_far(line), *_apart(line), *changes(line, _RUN)]


def changes(line: Aligned, run: int) -> Iterator[Lack]:
    """What was put into a line, or for something else; `run` words side by side that are new make a phrase."""
    yield from (lack for at in range(len(line.terms)) if not line.counted[at] and (lack := _word(line, at)))
    yield from _denied(line)
    yield from _joints(line)
    yield from _runs(line, run)


def _figures(line: Aligned) -> Iterator[Lack]:
    """Numbers that the evidence does not have, or has of another thing."""
    if not line.numbers:
        return
    reason = amounts.unshown_number(line.text, line.ground.counting) or ""
    words = reason.partition(": ")[2]
    if reason and not (reason.startswith("figure not in") and line.ground.says(words)):
        yield Lack(words, reason, TURNED)
        return
    for number in line.numbers:
        words = number.span.of(line.text)
        hits = line.ground.counts(number)
        if not hits:
            if not line.ground.says(words):
                yield Lack(words, f"figure not in its evidence: {words}", TURNED)
        elif not _counted_so(line, number.span.start, number.span.end, hits):
            yield Lack(words, f"figure moved to another fact: {words}", KIND)


def _counted_so(line: Aligned, start: int, end: int, hits: list[int]) -> bool:
    """True where the evidence has the number with its unit, or beside what stands beside it in the line."""
    here = [i for i, t in enumerate(line.terms) if start <= t.start < end and line.matched[i] != "none"]
    units = [i for i in here if line.word(i).isalpha()]
    next_one, before = line.term_from(end), line.term_from(start) - 1
    after = next_one < len(line.terms) and close(hits, line.places[next_one], _COUNTS)
    if units and not any(line.text[start:end].lower() == line.word(i).lower() for i in units):
        return all(close(hits, line.places[i], _DENIED) for i in units)
    if after:
        return True
    known = next_one < len(line.terms) and line.matched[next_one] != "none"
    if known and line.text[end : line.terms[next_one].start] in (" ", "-"):
        return False
    if before >= 0 and close(hits, line.places[before], _COUNTS + 1):
        return True
    return not known and (before < 0 or line.matched[before] == "none")


def _word(line: Aligned, at: int) -> Lack | None:
    """What is amiss with one word of the line."""
    form, word, match = line.terms[at].stem, line.word(at), line.matched[at]
    absent = match in ("none", "loose")
    if absent and match == "none" and not line.is_name(at) and _unturned(form, line.ground):
        return Lack(word, f"turns its evidence round: {word}", TURNED)
    near = line.beside(at, line.places[at])
    opposite = line.beside(at, line.ground.at(opposite_of(form) - same_as(form)))
    if opposite > 0 if absent else opposite > 1 and not near:
        return Lack(word, f"turns its evidence round: {word}", TURNED)
    rivals = rivals_of(word) - same_as(form)
    if rivals and not near and line.beside(at, line.ground.at(rivals), _COUNTS):
        return Lack(word, f"puts another thing of its kind for its evidence's: {word}", TURNED if absent else SOFT)
    if match != "none":
        return None
    if line.is_name(at):
        return Lack(word, f"name not in its evidence: {word}", NAME)
    if rivals and not any(other.startswith(form) for other in line.ground.places):
        return Lack(word, f"not in its evidence: {word}", KIND)
    return _plain(line, at)


def _plain(line: Aligned, at: int) -> Lack | None:
    """A plain word that the evidence has not: between copied words it was put in, or for another."""
    word = line.word(at)
    k = line.begins.index(line.terms[at].start) if line.terms[at].start in line.begins else 0
    sides = (line.tokens[k - 1], line.tokens[k + 1]) if 0 < k < len(line.tokens) - 1 else ("", "")
    if word.lower() in _BEFORE | _AFTER:
        return None  # `_joints` tells
    if line.is_light(at):
        if sides in line.ground.spaced:
            return Lack(word, f"in the place of another word: {word}", KIND)
        return Lack(word, f"not in its evidence: {word}", SOFT)
    if line.terms[at].stem[:5] in line.ground.heads:
        return None
    if sides in line.ground.pairs:
        return Lack(word, f"adds to its evidence: {word}", SOFT)
    return Lack(word, f"adds to its evidence: {word}", KIND) if word.endswith("ly") else None


# What begins like a negated word and is none.
_NO_PREFIX = tuple(
    stem(w)
    for w in """disclose discover disease discount discharge display dispose dismiss distract dispatch discuss disrupt
    distribute district discipline include income increase inform involve invest install inspire intend intent insist
    instance insert input impact import impress impose improve impart implant implicate under unit union until uncle
    illustrate irritate invite inside indeed intend infect infest inflate""".split()
)


def _unturned(form: str, ground: Ground) -> bool:
    """True where the evidence has the word without its "un-", or with one."""
    return any(
        (form.startswith(p) and len(form) - len(p) > 3 and form[len(p) :] in ground.places and _negates(form))
        or (len(form) > 3 and p + form in ground.places and _negates(p + form))
        for p in ("un", "non", "dis", "il", "im", "in", "ir")
    )


def _negates(form: str) -> bool:
    return not form.startswith(_NO_PREFIX)


def _far(line: Aligned) -> Iterator[Lack]:
    """In a line of the evidence's words, one that stands nowhere near those that the line has beside it."""
    if line.own_words < _OWN:
        return
    for at, match in enumerate(line.matched):
        if match != "same" or line.counted[at] or line.is_light(at) or line.is_name(at):
            continue
        if line.neighbours(at) and not line.beside(at, line.places[at]):
            yield Lack(line.word(at), f"moved to another fact: {line.word(at)}", SOFT)


def _apart(line: Aligned) -> Iterator[Lack]:
    """Two words side by side that the evidence never has so near each other."""
    for at in range(len(line.terms) - 1):
        pair = (at, at + 1)
        if not line.joined(at) or line.counted[at] or any(line.is_light(k) or line.matched[k] != "same" for k in pair):
            continue
        if not close(line.places[at], line.places[at + 1], 3):
            words = line.text[line.terms[at].start : line.terms[at + 1].end]
            yield Lack(words, f"not together in its evidence: {words}", SOFT)


def _denied(line: Aligned) -> Iterator[Lack]:
    """What the line denies and the evidence does not."""
    denied = line.ground.denied
    for token, offset in denying(line.text):
        at = line.term_from(offset)
        if (own := line.ground.at(stems(token))) and line.beside(at - 1, own):
            continue  # "The signal failed", as in the evidence
        after = [k for k in range(at, min(at + 4, len(line.terms))) if line.matched[k] != "none"]
        said = [k for k in after if not line.is_light(k)][:2] or after[:2]
        if said:
            shown = any(behind(line.places[k], denied, _DENIED) for k in said)
        else:
            # "The signal failed": what is denied stands before.
            shown = any(close(line.places[k], denied, _DENIED - 1) for k in range(max(0, at - 2), at))
        if not shown:
            word = line.word(at) if at < len(line.terms) else ""
            yield Lack(word, f"denies what its evidence says: {word}".rstrip(": "), TURNED)


def _joints(line: Aligned) -> Iterator[Lack]:
    """An order of time that the evidence has the other way round, and a cause or a time that it does not tell of."""
    shown = {token for tokens in line.ground.tokens for token in tokens}
    for k, (joint, start) in enumerate(zip(line.tokens, line.begins, strict=True)):
        for mine, theirs in ((_BEFORE, _AFTER), (_AFTER, _BEFORE)):
            if joint in mine and shown.isdisjoint(mine) and not shown.isdisjoint(theirs):
                yield Lack(joint, f"turns its evidence round: {joint}", TURNED)
        if joint not in _BEFORE | _AFTER | _WHY or (joint == "due" and line.tokens[k - 1] in _SCHEDULED):
            continue
        at = line.term_from(start + len(joint))
        tail = [k for k in range(at, min(at + 4, len(line.terms))) if not line.counted[k]]
        new = [k for k in tail if line.matched[k] == "none"]
        if new and len(new) >= len(tail) / 2:
            yield Lack(line.word(new[0]), f"adds to its evidence: {line.word(new[0])}", KIND)


def _runs(line: Aligned, least: int) -> Iterator[Lack]:
    """Words side by side that the evidence has none of: an invented phrase."""
    run: list[int] = []
    for at in range(len(line.terms) + 1):
        new = at < len(line.terms) and line.matched[at] == "none" and not line.counted[at] and not line.is_light(at)
        if new and line.terms[at].stem[:5] not in line.ground.heads:
            apart = run and _PARTS.search(line.text, line.terms[run[-1]].end, line.terms[at].start)
            run = [at] if apart else [*run, at]
            continue
        if len(run) >= least:
            words = line.text[line.terms[run[0]].start : line.terms[run[-1]].end]
            yield Lack(words, f"adds to its evidence: {words}", KIND)
        run = []


def patched(sentences: Sequence[str], ground: Ground) -> Lack | None:
    """Sentences of the evidence's own words alone, mostly copied, that join what no sentence of it joins."""
    lines = [Aligned(text, ground) for text in sentences]
    if any(m != "same" for line in lines for m in line.matched):
        return None
    joins = [pair for line in lines for pair in pairwise(line.tokens)]
    new = [pair for pair in joins if pair not in ground.pairs]
    share = 1 - len(new) / max(1, len(joins))
    seam = next((pair for pair in new if share > _COPIED and _seam(*pair, ground)), None)
    if seam is None:
        return None
    words = " ".join(seam)
    return Lack(words, f"joins what its evidence keeps apart: {words}", KIND)


def _seam(one: str, two: str, ground: Ground) -> bool:
    """True where no text of the evidence has the second word within reach behind the first."""
    places = ground.token_places
    if not any(one in here for here in places) or not any(two in here for here in places):
        return False
    for here in places:
        later = here.get(two, [])
        if any(close([x + _GAP // 2 + 1], later, _GAP // 2) for x in here.get(one, ())):
            return False
    return True
