"""Two amounts that are one number ("one in five", "two-thirds", "7-5", "2021-22"), and "one" that is none."""

from __future__ import annotations

import re
from fractions import Fraction

from bot.news.counting.number_kinds import QUALIFIER, is_score, percent_after, unit_after
from bot.news.counting.number_shapes import Shape
from bot.news.counting.number_words import GLYPHS, PARTS, Amount, amount_at, digits_at

_PARTS_AFTER = re.compile(rf"[ -]({'|'.join(PARTS)})(?P<many>s)?(?![^\W_])(?P<of> of\b)?")
_MIXED = re.compile(r"[ -](\d)/(\d)(?![\d/])")
_WITHIN = re.compile(r" (?:in|out of)(?: every)? (?=[a-z\d])")
_PRONOUN_AFTER = re.compile(
    r"(?: of\b(?! them (?:dead|killed))| another\b|'s\b|self\b|-on-one|-off\b|-sided|-time\b| by one\b| way\b| thing\b"
    r"| day (?:i|we|he|she|they|you)\b| or (?:another|the other)\b)"
)
_PRONOUN_BEFORE = re.compile(
    r"(?<![^\W_])(?:this|that|which|the|another|good|big|new|other|bad|only|loved|little|"
    r"great|whole|first|next|last|old|young|right|wrong|tough|hard|easy)[ -]$"
)
_NEVER_BEFORE = ("no ", "any ", "every ", "some ", "each ", "no-")
_ALONE = re.compile(
    r"(?<![^\W_])(?:kill(?:ed|ing|s)|wound(?:ed|ing|s)|injur(?:ed|ing|es)|leav(?:es|ing)|left|hurt(?:ing)?"
    r"|hit(?:ting)?|shot|least|just|exactly|to|by|with|than) $"
)
_BESIDE_ALONE = re.compile(
    r",? (?:(?:was|is|has been|were|people|person|more|fatally|critically|seriously|badly|later|also) )*"
    r"(?:dead|died|dies|killed|injured|wounded|hurt|shot|missing|fatally|critically|hospitali[sz]ed|arrested)\b"
)
_SMALL_WORDS = frozenset(
    """is was are were has have had who that which in on at to by for from with and or but as it he she they would will
    can could should may might must does did do not never always said says about into than then when where
    while""".split()
)
_NEXT_WORD = re.compile(r"[ -]([a-z][\w']*)")


def share_at(low: str, amount: Amount) -> Shape | None:
    """The fraction that starts with this amount: "two-thirds", "one in five", "1/3", "2½"."""
    end = amount.end
    glyph = low[end : end + 1]
    if glyph and glyph in GLYPHS:
        return Shape("fraction", end + 1, float(amount.value + Fraction(*GLYPHS[glyph])))
    if amount.plain and glyph == "/":
        below = digits_at(low, end + 1)
        if below is not None and below.plain and 0 < amount.value < below.value <= 100:
            return _share(amount.value, below.value, below.end)
    mixed = _MIXED.match(low, end) if amount.plain else None
    if mixed is not None and int(mixed[1]) < int(mixed[2]):
        return Shape("fraction", mixed.end(), float(amount.value + Fraction(int(mixed[1]), int(mixed[2]))))
    if amount.value != int(amount.value) or not 0 < amount.value < 1000 or amount.scaled:
        return None
    part = _PARTS_AFTER.match(low, end)
    if part is not None and (part["of"] if amount.value == 1 else part["many"]):
        return _share(amount.value, PARTS[part[1]], part.end() - len(part["of"] or ""))
    return _within(low, amount)


def _share(above: float, below: float, end: int) -> Shape:
    return Shape("fraction", end, float(Fraction(int(above), int(below))))


def _within(low: str, amount: Amount) -> Shape | None:
    """ "one in five", "9 out of 10"; not "three in 10 minutes"."""
    m = _WITHIN.match(low, amount.end)
    whole = amount_at(low, m.end()) if m is not None else None
    if m is None or whole is None or whole.ordinal or whole.value != int(whole.value):
        return None
    if not amount.value < whole.value <= 1000 or (m.group().startswith(" in") and unit_after(low, whole.end)):
        return None
    return _share(amount.value, whole.value, whole.end)


def pair_at(low: str, at: int, first: Amount, second: Amount) -> Shape | None:
    """Two bare numbers with a hyphen between them: a span of years or a score; None where they are a range."""
    a, b = first.value, second.value
    if 1900 <= a <= 2100 and (a % 100 < b < 100 or a < b <= 2100):
        return Shape("year", second.end, a, b if b > 100 else a - a % 100 + b)
    if a < 1000 and b < 1000 and not percent_after(low, second.end) and is_score(low, at, second.end, a, b):
        return Shape("score", second.end, a, b)
    return None


def is_pronoun(low: str, at: int, end: int) -> bool:
    """Whether this "one" counts nothing: "one of the largest", "the one who", "no one"."""
    if _PRONOUN_AFTER.match(low, end) or low[max(0, at - 6) : at].endswith(_NEVER_BEFORE):
        return True
    if QUALIFIER.search(low, max(0, at - 20), at) is None and _within(low, Amount(1, end)) is not None:
        return False
    if _BESIDE_ALONE.match(low, end) or _ALONE.search(low, max(0, at - 12), at):
        return False
    if _PRONOUN_BEFORE.search(low, max(0, at - 12), at):
        return True
    m = _NEXT_WORD.match(low, end)
    return m is None or m[1] in _SMALL_WORDS
