"""Read the numbers of an English text and tell counts, money and percentages from dates, ages, scores and names.

The gate reads outgoing lines and their evidence with this one module, so a value is exact: "49.79" is one number,
"two dozen" is 24, "1.49 million" is 1490000.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.news.counting import number_kinds as kinds
from bot.news.counting.number_heads import MULTIPLES, PLAIN_SCALES, next_head
from bot.news.counting.number_kinds import Kind
from bot.news.counting.number_locales import POINTED, parts_with_points
from bot.news.counting.number_pairs import is_pronoun, pair_at, share_at
from bot.news.counting.number_shapes import Shape, glued_at, shape_at
from bot.news.counting.number_words import (
    GLYPHS,
    PARTS,
    SCALES,
    Amount,
    amount_at,
    digits_at,
    shared_scale,
    with_short_scale,
    without_currency,
    words_at,
)
from bot.news.text import lowered
from bot.news.types import Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text.

    `span` covers currency, digits or words, scale and unit. A range, a score or a span of years has its second
    number in `high`. `unit` is "%", "percentage points", a currency sign or a unit of measure in the singular.
    The value of a date is month * 100 + day, of a clock time hours * 100 + minutes, of a fraction the share itself
    ("one in five" is 0.2). A vague number ("hundreds of") has the scale it names.
    """

    span: Span
    value: float
    high: float | None = None
    unit: str | None = None
    kind: Kind = "count"


_OF_SCALE = re.compile(rf"[ -](?:an?[ -]|of an? )?({PLAIN_SCALES})(?![^\W_])")
_TIMES_AFTER = re.compile(
    r" times (?=(?:more|as|the|higher|lower|larger|bigger|greater|faster|"
    r"farther|further|stronger|better|worse|that|his|her|their|its)\b)"
)
_FOLD = re.compile(r"-? ?fold(?![^\W_])")
_NO_PART = re.compile(r"(?:-?(?:time|way|hearted|brother|sister|marathon|century|term|staff|mast|back|s)\b)")
_NO_PART_BEFORE = re.compile(r"(?:first|second|other|the|opening|closing|better|this|that|1st|2nd|each|latter)[ -]$")
_RANGE = re.compile(r" ?- ?| (?:to|or) (?=[£$€]?[a-z\d])")
_BETWEEN = re.compile(r"(?<![^\W_])between (?:the ages of |about |around )?$")


# "The toll rose from 11 to 14": where it was and where it is, no range.
_MOVED = re.compile(
    r"(?<![^\W_])(?:r[oi]se[sn]?|rising|gr[eo]wn?|growing|climb(?:s|ed|ing)?|increas(?:es?|ed|ing)|jump(?:s|ed"
    r"|ing)?|soar(?:s|ed|ing)?|"
    r"up|down|went|gone|goes|revised|raised|lowered|cut|corrected|mov(?:es?|ed|ing)|expand(?:s|ed|ing)?|doubled"
    r"|fell|falls?|fallen|"
    r"dropp?(?:s|ed|ing)?|shr[au]nk)(?: [^\W_]+){0,4} from (?:about |around |some |nearly |almost |just )?$"
)


def find_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Every number of `text[start:end]`, in the order of the text and without overlaps; spans point into `text`."""
    whole = text[start:end] if start or end is not None else text
    found = read_numbers(whole, lowered(whole))
    if not start:
        return found
    return [replace(n, span=Span(n.span.start + start, n.span.end + start)) for n in found]


def read_numbers(text: str, low: str) -> list[Number]:
    """The numbers of a text whose `lowered` form is at hand."""
    return _Reader(text, low).read()


class _Reader:
    """Walks over one text from number to number; nothing is read twice."""

    def __init__(self, text: str, low: str) -> None:
        self.text = text
        self.low = low
        self.floor = 0
        self.ages = False
        self.pointed: bool | None = None

    def read(self) -> list[Number]:
        out: list[Number] = []
        at = 0
        while (m := next_head(self.low, at)) is not None:
            number, at = self._read_head(m)
            if number is not None:
                out.append(number)
                self.floor = number.span.end
                self.ages = number.kind == "age"
        return out

    def _read_head(self, m: re.Match[str]) -> tuple[Number | None, int]:
        """The number that starts with this match, and where to go on."""
        head, at = m.lastgroup, m.start()
        if head == "digit":
            return self._digits(at)
        if head == "word":
            return self._words(at)
        if head == "article":
            amount = words_at(self.low, m.end())
            return (self._whole(at, amount), amount.end) if amount else (None, m.end())
        if head == "month":
            return self._month(m)
        if head == "part":
            return self._part(m)
        number = None
        if head == "multiple":
            number = Number(Span(at, m.end()), MULTIPLES[m.group()], kind="multiple")
        elif head == "vague":
            number = Number(Span(at, m.end()), _vague(m.group()), kind="vague")
        elif head == "glyph":
            number = Number(Span(at, m.end()), float(Fraction(*GLYPHS[m.group()])), kind="fraction")
        return number, m.end()

    def _month(self, m: re.Match[str]) -> tuple[Number | None, int]:
        shape = shape_at(self.text, self.low, m.end(), month=m.start())
        if shape is None:
            return None, m.end()
        return self._shaped(m.start(), shape), shape.end

    def _shaped(self, start: int, shape: Shape) -> Number:
        return Number(Span(start, shape.end), shape.value, shape.high, kind=shape.kind)

    def _part(self, m: re.Match[str]) -> tuple[Number | None, int]:
        """ "half", "a quarter of", "half a million"."""
        low, at, end = self.low, m.start(), m.end()
        words = m.group().replace("-", " ").removesuffix(" of").rstrip()
        share = Fraction(3 if words.startswith("three") else 1, PARTS[words.split()[-1].removesuffix("s")])
        end -= 3 if m.group().endswith(" of") else 0
        scale = _OF_SCALE.match(low, end)
        if scale is not None:
            value = share * SCALES[scale[1]]
            return self._whole(at, Amount(_plain(value), scale.end(), scaled=True)), scale.end()
        if _NO_PART.match(low, end) or _NO_PART_BEFORE.search(low, max(0, at - 10), at):
            return None, end
        article = _ARTICLE.match(low, end)
        unit = kinds.unit_after(low, article.end()) if article is not None else None
        if unit is not None:
            return Number(Span(at, unit[1]), float(share), unit=unit[0], kind="measure"), unit[1]
        return Number(Span(at, end), float(share), kind="fraction"), end

    def _digits(self, at: int) -> tuple[Number | None, int]:
        glued = glued_at(self.low, at, self.floor)
        if glued is not None:
            return self._shaped(glued[0], glued[1]), glued[1].end
        if at > self.floor and self.low[at - 1] == "." and not self.low[max(0, at - 2) : at - 1].strip(" (\n"):
            return self._below_one(at)
        shape = shape_at(self.text, self.low, at)
        if shape is not None:
            start = at - 1 if shape.kind == "phone" and at > self.floor and self.low[at - 1] in "+(" else at
            return self._shaped(start, shape), shape.end
        amount = digits_at(self.low, at)
        if amount is None:
            end = at
            while end < len(self.low) and self.low[end].isdigit():
                end += 1
            return Number(Span(at, end), int(self.low[at:end][:18] or "0"), kind="name"), end
        if self.low[at] == "0" and self.low[at : at + 2].isdecimal() and amount.plain:
            return Number(Span(at, amount.end), amount.value, kind="name"), amount.end
        if POINTED.match(self.low, at) and self._pointed():
            amount = Amount(int(self.low[at : amount.end].replace(".", "")), amount.end)
        number = self._whole(at, amount)
        return number, number.span.end

    def _pointed(self) -> bool:
        if self.pointed is None:
            self.pointed = parts_with_points(self.low)
        return self.pointed

    def _below_one(self, at: int) -> tuple[Number | None, int]:
        """ ".500" without the zero before its point."""
        m = _BELOW_ONE.match(self.low, at)
        if m is None:
            return None, at + 1
        kind: Kind = "name" if m["bore"] else "count"
        return Number(Span(at - 1, m.end("digits")), float(f"0.{m['digits']}"), kind=kind), m.end("digits")

    def _words(self, at: int) -> tuple[Number | None, int]:
        low = self.low
        amount = words_at(low, at)
        if amount is None or (at > 0 and low[at - 1] in "-'" and at > 1 and low[at - 2].isalnum()):
            return None, amount.end if amount else at + 1
        if amount.ordinal:
            return self._ordinal(at, amount), amount.end
        if amount.value == 1 and low[at : amount.end] == "one" and is_pronoun(low, at, amount.end):
            return None, amount.end
        bare_scale = low[at : amount.end] in SCALES
        number = Number(Span(at, amount.end), amount.value, kind="vague") if bare_scale else self._whole(at, amount)
        return number, number.span.end

    def _ordinal(self, at: int, amount: Amount) -> Number | None:
        if self.low[max(0, at - 6) : at].endswith(("per ", "split ")) and amount.value == 2:
            return None
        kind: Kind = "name" if kinds.is_ranked_name(self.low, amount.end) else "ordinal"
        return Number(Span(at, amount.end), amount.value, kind=kind)

    def _whole(self, at: int, amount: Amount) -> Number:
        """The number whose amount starts at `at`, with its currency, unit, second number and kind."""
        suffix = _ORDINAL_SUFFIX.match(self.low, amount.end)
        if suffix is not None and amount.plain:
            ordinal = self._ordinal(at, Amount(amount.value, suffix.end(), ordinal=True))
            if ordinal is not None:
                return ordinal
        share = share_at(self.low, amount)
        if share is not None:
            unit = kinds.unit_after(self.low, share.end) if share.value > 1 else None
            if unit is not None:
                return Number(Span(at, unit[1]), share.value, None, unit[0], "measure")
            return self._shaped(at, share)
        coin = kinds.money_before(self.low, at)
        if coin is not None and coin[1] >= self.floor:
            return self._money(coin, amount)
        ranged = self._ranged(at, amount)
        if ranged is not None:
            return ranged
        amount = without_currency(self.low, at, amount)
        if amount.short in ("m", "t"):
            unit_name = "metre" if amount.short == "m" else "tonne"
            return Number(Span(at, amount.end + 1), amount.value, None, unit_name, "measure")
        if amount.short:
            return Number(Span(at, amount.end + 1), amount.value, kind="name")
        return self._single(at, amount)

    def _money(self, coin: tuple[str, int], amount: Amount) -> Number:
        unit, start = coin
        first = with_short_scale(amount)
        join = _RANGE.match(self.low, first.end)
        if join is not None and ("-" in join.group() or (" to " in join.group() and not first.scaled)):
            at = join.end() + (self.low[join.end() : join.end() + 1] in "£$€")
            second = amount_at(self.low, at)
            if second is not None:
                high = with_short_scale(second)
                low_value = shared_scale(first, second)
                if _MOVED.search(self.low, max(0, start - 48), start):
                    return Number(Span(start, first.end), low_value, None, unit, "money")
                if low_value < high.value and ("-" in join.group() or second.scaled):
                    return Number(Span(start, high.end), low_value, high.value, unit, "money")
        return Number(Span(start, first.end), first.value, None, unit, "money")

    def _ranged(self, at: int, first: Amount) -> Number | None:
        """ "10-15", "between 40 and 79", "from 3 to 5", "7-5", "2021-22"."""
        low = self.low
        join = _RANGE.match(low, first.end)
        if join is None and low.startswith(" and ", first.end) and _BETWEEN.search(low, max(0, at - 30), at):
            join = _AND.match(low, first.end)
        second = amount_at(low, join.end()) if join else None
        if join is None or second is None or second.ordinal or first.ordinal or "m" in first.short:
            return None
        hyphen = "-" in join.group()
        if " to " in join.group() and _MOVED.search(low, max(0, at - 48), at):
            return None
        if hyphen and first.plain and second.plain:
            paired = pair_at(low, at, first, second)
            if paired is not None:
                return self._shaped(at, paired)
        elif hyphen and join.group() != "-":
            return None
        second = without_currency(low, join.end(), second)
        value = shared_scale(first, second)
        if value >= second.value:
            return None
        if " or " in join.group() and second.value - value > 2:
            return None
        single = self._single(at, second)
        kind: Kind = "age" if kinds.says_age(low, at, second.end) else single.kind
        if kind == "time":
            return Number(
                Span(at, single.span.end), value * 100 + single.value // 1200 * 1200, single.value, None, kind
            )
        if kind in ("year", "name") and single.span.start < at:
            return None
        return Number(Span(at, single.span.end), value, second.value, single.unit, kind)

    def _single(self, at: int, amount: Amount) -> Number:
        low, end, value = self.low, amount.end, amount.value
        hour = kinds.hour_after(low, end, value)
        if hour is not None:
            return Number(Span(at, hour[1]), hour[0], kind="time")
        percent = kinds.percent_after(low, end)
        if percent is not None:
            return Number(Span(at, percent[1]), value, None, percent[0], "percent")
        coin = kinds.money_after(low, end, amount.scaled)
        if coin is not None:
            return Number(Span(at, coin[1]), value, None, coin[0], "money")
        if kinds.is_age(self.text, low, at, end, value) or (
            self.ages and low[self.floor : at] in (", ", " and ", ", and ")
        ):
            return Number(Span(at, end), value, kind="age")
        fold = _FOLD.match(low, end)
        if fold is not None or low.endswith("factor of ", 0, at):
            return Number(Span(at, fold.end() if fold is not None else end), value, kind="multiple")
        times = _TIMES_AFTER.match(low, end)
        if times is not None:
            return Number(Span(at, times.end() - 1), value, kind="multiple")
        unit = kinds.unit_after(low, end)
        if unit is not None and not (amount.plain and 1900 <= value <= 2100):
            return Number(Span(at, unit[1]), value, None, unit[0], "measure")
        if amount.plain or not amount.scaled:
            return self._named(at, amount)
        return Number(Span(at, end), value)

    def _named(self, at: int, amount: Amount) -> Number:
        """A bare number: a year, part of a name, or a count."""
        low, end, value = self.low, amount.end, amount.value
        digits = low[at].isdigit()
        if digits and amount.plain and kinds.is_year(self.text, low, at, end, value):
            return Number(Span(at, end + low.startswith("s", end)), value, kind="year")
        if digits and amount.plain and _PLURAL.match(low, end):
            return Number(Span(at, end + 1), value, kind="year" if value % 10 == 0 else "name")
        if (
            (amount.plain and value < 100000)
            or (not digits and self.text[at].isupper())
            or low.startswith("number ", max(0, at - 7))
        ):
            start = kinds.name_start(self.text, low, at, end, value)
            if start is not None:
                return Number(Span(max(start, self.floor), end), value, kind="name")
        return Number(Span(at, end), value)


_ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th)(?![^\W_])")
_BELOW_ONE = re.compile(r"(?P<digits>\d{1,9}+)(?P<bore>[ -](?:cal(?:ib)?|rifle|pistol|handgun|revolver|bullet))?")
_ARTICLE = re.compile(r" an?(?= )")
_PLURAL = re.compile(r"s(?![^\W_])")
_AND = re.compile(r" and (?=[£$€]?[a-z\d])")


def _plain(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)


def _vague(words: str) -> int:
    value = 1
    for word in words.split():
        value *= {"tens": 10, "scores": 20, "of": 1}.get(word) or SCALES[word.removesuffix("s")]
    return value
