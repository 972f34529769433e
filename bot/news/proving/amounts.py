"""The gate's checks on numbers: the same value, of the same thing, bounded and signed the same way."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.news.asking.stems import stem
from bot.news.counting.number_kinds import Kind
from bot.news.counting.numbers import Number, find_numbers
from bot.news.proving.paraphrases import same_as
from bot.news.proving.proofs import tokens_of
from bot.news.text import fold, words
from bot.news.types import Span

_FALLING = frozenset(
    "fall falls fell fallen drop drops dropped decline declined loss losses lost deficit down shrank".split()
)


def unshown_number(line: str, proofs: Sequence[str]) -> str | None:
    """A number of the line that no proof holds, or holds only beside another thing or bounded the other way."""
    shown: dict[tuple[float, float | None], list[tuple[Number, frozenset[str], str]]] = {}
    for proof in proofs:
        for n, theirs in _with_context(proof, wide=True):
            shown.setdefault((n.value, n.high), []).append((n, theirs, proof))
    far = {number.span: near for number, near in _with_context(line, wide=True)}
    for number, near in _with_context(line, wide=False):
        alike = shown.get((number.value, number.high), ())
        same = [found for found in alike if _same_number(number, found[0])]
        around = far[number.span]
        words_of = number.span.of(line)
        if not any(_same_sign(number, line, n, proof) for n, _, proof in same):
            return f"figure not in its evidence: {words_of}"
        counted = near | {other for form in near for other in same_as(form)}
        if near and not any(counted & theirs or _bare_match(n, proof, theirs, around) for n, theirs, proof in same):
            return f"figure moved to another fact: {words_of}"
        if all(_end(number, line) * _end(n, proof) < 0 for n, _, proof in same):
            return f"figure moved to another fact: {words_of}"
        if all(_bound(number, line) * _bound(n, proof) < 0 for n, _, proof in same):
            return f"figure bounded the other way: {words_of}"
    return _other_rate(line, proofs) or swapped_numbers(line, proofs)


_RATE = re.compile(
    r"\b(?:an?|per|each|every) (second|minute|hour|day|week|month|year)\b|\b(hour|dai|week|month|year)ly\b|(annual)"
)


def _other_rate(line: str, proofs: Sequence[str]) -> str | None:
    """What is counted by the week is not counted by the hour."""
    if not find_numbers(line):
        return None
    mine, theirs = _rates(line), {rate for p in proofs for rate in _rates(p)}
    other = sorted(mine - theirs) if theirs else []
    return f"figure by another time: {other[0]}" if other else None


def _rates(text: str) -> set[str]:
    found = {a or b or c for a, b, c in _RATE.findall(text.lower())}
    return {{"annual": "year", "dai": "day"}.get(rate, rate) for rate in found}


def _bare_match(number: Number, proof: str, theirs: frozenset[str], around: frozenset[str]) -> bool:
    """ "12 in Lima and 30 in Cusco": where the thing counted is left out, the words around tell the fact."""
    return bool(_LEFT_OUT.match(proof, number.span.end)) and bool(theirs & around)


_LEFT_OUT = re.compile(r"\s+(?:in|at|on|near|from|of)\b|[,.;:)](?!\w)|$")
_BOUNDS = (
    (1, re.compile(r"(?:more than|over|at least|above|no fewer than|no less than|in excess of|upwards? of|exceed\w*|"
                   r"surpass\w*|a minimum of|just over)[\s£$€]*$")),
    (-1, re.compile(r"(?:fewer than|(?<!no )less than|under|below|up to|as many as|as much as|at most|nearly|almost|"
                    r"no more than|close to|a maximum of|within|approaching)[\s£$€]*$")),
)  # fmt: skip


def _end(number: Number, text: str) -> int:
    """-1 where something goes "from" this number, 1 where it goes "to" it."""
    before = text[max(0, number.span.start - 6) : number.span.start].lower()
    return -1 if before.endswith("from ") else int(before.endswith(" to "))


def _bound(number: Number, text: str) -> int:
    """1 for "at least", -1 for "up to" and "nearly", 0 for neither."""
    before = fold(text[max(0, number.span.start - 24) : number.span.start]).lower()
    after = fold(text[number.span.end : number.span.end + 9]).lower()
    if after.startswith((" or more", "+", " or over")):
        return 1
    if after.startswith((" or less", " or fewer")):
        return -1
    if before.rstrip().endswith(("no fewer than", "no less than")):
        return 1
    if before.rstrip().endswith("no more than"):
        return -1
    return next((side for side, pattern in _BOUNDS if pattern.search(before)), 0)


def _same_sign(mine: Number, line: str, theirs: Number, proof: str) -> bool:
    """ "-12 degrees" is not "12 degrees"; "-3%" may be a fall of 3%."""
    return _below(mine, line) == _below(theirs, proof) or _fall(line, proof)


def _fall(line: str, proof: str) -> bool:
    tokens = {*tokens_of(line), *tokens_of(proof)}
    return bool(tokens & _FALLING) and not tokens & {"degree", "degrees", "celsius", "fahrenheit"}


def _below(number: Number, text: str) -> bool:
    before = fold(text[max(0, number.span.start - 12) : number.span.start]).lower()
    if number.kind not in ("count", "measure", "money", "percent"):
        return False
    if re.match(r"(?: \w+){0,2} below (?:zero|freezing)", fold(text[number.span.end : number.span.end + 30])):
        return True
    return bool(re.search(r"(?:(?:^|[\s(])-[£$€]?|\b(?:minus|negative) )$", before))


def swapped_numbers(line: str, proofs: Sequence[str]) -> str | None:
    """Numbers of one kind that change places: "£3m on roads and £9m on schools"."""
    by_value: dict[tuple[float, float | None], list[tuple[Number, frozenset[str]]]] = {}
    by_form: dict[tuple[Kind, str], list[Number]] = {}
    for n, _, behind in (side for proof in proofs for side in _sides(proof)):
        by_value.setdefault((n.value, n.high), []).append((n, behind))
        for form in behind:
            by_form.setdefault((n.kind, form), []).append(n)
    for number, before, after in _sides(line):
        mine = [a for n, a in by_value.get((number.value, number.high), ()) if _same_number(number, n)]
        near = before | after
        if not near or not mine or not all(mine) or any(near & a for a in mine):
            continue
        others = (n for form in after or before for n in by_form.get((number.kind, form), ()))
        if any(not _same_number(number, n) for n in others):
            return f"figure moved to another fact: {number.span.of(line)}"
    return None


def _sides(text: str) -> list[tuple[Number, frozenset[str], frozenset[str]]]:
    """Each number with the stems before and behind it in its clause, no further than the numbers beside it."""
    numbers = find_numbers(text)
    out = []
    for at, number in enumerate(numbers):
        start = numbers[at - 1].span.end if at else 0
        end = numbers[at + 1].span.start if at + 1 < len(numbers) else len(text)
        before = _CLAUSE.split(text[start : number.span.start])[-1]
        after = _CLAUSE.split(text[number.span.end : end])[0]
        out.append((number, frozenset(_content(before, words(before))), frozenset(_content(after, words(after))[:3])))
    return out


_CLAUSE = re.compile(r"[,;:.!?]\s|\s(?:and|while|but)\s")


def _with_context(text: str, *, wide: bool) -> list[tuple[Number, frozenset[str]]]:
    """Each number with the stems of the words that say what it counts; no context reaches across another number.

    What a bare count counts follows it; a measure, a percentage or a sum may follow what it measures.
    """
    numbers = _read(text)
    spans = words(text)
    starts = [w.start for w in spans]
    out = []
    joined = [
        a.kind == b.kind and bool(_PAIRED.fullmatch(text[a.span.end : b.span.start])) for a, b in pairwise(numbers)
    ]
    joined = [False, *joined, False]
    for at, number in enumerate(numbers):
        # "To 9 from 7": what stands around the pair is told of both.
        low, high = at - int(joined[at]), at + int(joined[at + 1])
        first = bisect_left(starts, numbers[low - 1].span.end if low else 0)
        here, next_ = bisect_left(starts, numbers[low].span.start), bisect_left(starts, numbers[high].span.end)
        last = bisect_left(starts, numbers[high + 1].span.start) if high + 1 < len(numbers) else len(spans)
        before = _content(text, spans[max(first, here - _REACH) : here])
        inside = _content(text, spans[here:next_])
        after = _content(text, spans[next_ : min(last, next_ + _REACH)])
        if wide:
            near = [*before[-6:], *inside, *after[:6]]
        elif after and number.unit is None and number.kind == "count" and not _ENDED.match(text, number.span.end):
            near = after[:2]
        else:
            near = [*before[-3:], *after[:3]]
        out.append((number, frozenset(near)))
    return out


_REACH = 16
_PAIRED = re.compile(r",? (?:(?:up|down) )?(?:from|to) (?:about |around |nearly |almost |just )?[£$€]?")
# "At 15, she won": what stands behind the comma is not what is counted.
_ENDED = re.compile(r"[,;:.)](?!\w)")


def _content(text: str, spans: Sequence[Span]) -> list[str]:
    return [form for w in spans if (form := stem(w.of(text)))]


def _read(text: str) -> list[Number]:
    """The numbers of a text; "who is 42" tells an age."""
    return [
        replace(n, kind="age")
        if n.kind == "count" and n.unit is None and _IS.search(text, max(0, n.span.start - 12), n.span.start)
        and _ENDED.match(text, n.span.end)
        else n
        for n in find_numbers(text)
    ]  # fmt: skip


_IS = re.compile(r"\b(?:who is|who was|he is|she is|aged|turned) $")


def _same_number(a: Number, b: Number) -> bool:
    """One end of a range, or a bare count for a percentage or a sum of money, is another fact."""
    if (a.value, a.high) != (b.value, b.high):
        return False
    if a.kind != b.kind and {a.kind, b.kind} & _APART:
        return False
    return not (a.unit and b.unit) or a.unit == b.unit


# "hundreds" is not 100, 2020 people are no year, 5 pm is not 5: these are the same only as the same kind.
_APART = frozenset(
    {"money", "percent", "vague", "date", "time", "year", "age", "name", "fraction", "multiple", "ordinal"}
)
