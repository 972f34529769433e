"""Read one amount at one place of a text: "12,533", "1.6 million", "two hundred and fifty", "a dozen", "ninth".

The text is lower-cased with its length kept. Whether the amount is money, a date or a name is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "hundred": 100,
    "dozen": 12,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
ORDINALS = (
    {
        word: value
        for value, word in enumerate(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
            start=1,
        )
    }
    | {word[:-1] + "ieth": value for word, value in TENS.items()}
    | {"hundredth": 100}
)
PARTS = {"half": 2, "third": 3, "quarter": 4} | {w: v for w, v in ORDINALS.items() if 4 <= v <= 10}
GLYPHS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8)}
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12, "t": 10**12}

_GROUP = "[,\u00a0\u2009\u202f]"
DIGITS = re.compile(
    rf"(?P<grouped>\d{{1,3}}(?:{_GROUP}\d{{2,3}})*{_GROUP}\d{{3}}(?!\d)(?:\.\d+)?"
    r"|[1-9]\d{0,2}(?:(?:'\d{3})+|(?: \d{3}){2,})(?![\d-])(?:[.,]\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?)|(?P<comma>\d+,\d{1,2}(?![\d,]))|\d+(?:\.\d+)?"
)
_WORD = re.compile(r"(?:" + "|".join((*SMALL, *TENS, *SCALES, *ORDINALS)) + r")(?![^\W_])")
_JOIN = re.compile(r"[ \u00a0]?-[ \u00a0]?|[ \u00a0]+(?:and[ \u00a0]+)?")
# Of other languages only words that mean one thing: a German "Billion" is none of ours.
_ABROAD = {
    **dict.fromkeys("millions millionen mio. mio millones milioni milhões miljoen miljoner milionów".split(), 10**6),
    **dict.fromkeys("milliards milliard milliarden mrd. mrd miliardi miljard miljarder".split(), 10**9),
}
_SCALE = re.compile(
    r"(?:[ \u00a0-]{1,2}(?P<word>hundred|dozen|thousand|lakh crore|lakh|million|crore|billion|trillion|bn|tn|mn|mln|"
    rf"{'|'.join(map(re.escape, _ABROAD))})"
    r"|(?P<short>mln|mn|m|bn|b|tn|t|k))(?![^\W_])"
)
_AND_PART = re.compile(r"[ -]and[ -]an?[ -](half|quarter|third)(?![^\W_])")
_METRES_AFTER = re.compile(
    r"m (?:long|wide|high|tall|deep|sprint|race|final|hurdles|freestyle|relay|away|from|above|below|butterfly|"
    r"[a-z]+stroke)\b"
)
# "A depth of 13m", "plunged 13m", "43ft (13m)".
_METRES_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:depth|height|length|width|distance|altitude|elevation|diameter|radius|tower)s?"
    r"|plunge[ds]?|plunging|dived?|dives|diving|dove|climb(?:s|ed|ing)?|swam|swum|swim|ran|jump(?:s|ed)?|leapt"
    r"|stands|stood|measur(?:es|ed|ing)|descended|walked|rowed|buried|towering|(?:he|she|who) fell),?"
    r"(?: (?:of|is|was|at|to|about|around|only|some|just|another|nearly|almost|over|more than|up to|from|reached))* $"
    r"|\d[ -]?(?:ft|feet|foot|yards?|miles?) \($"
)
_FEET_AFTER = re.compile(r"m \((?:\d[\d,.]{0,8}) ?-?(?:ft|feet|foot|miles?|yards?)(?![^\W_])")
_NOUN_AFTER = re.compile(r"b\+? (?:(?:more|new|of|other) )?[a-z]+s(?<! is)(?<! was)(?![^\W_])|b people")
_ENDING = re.compile(r"[.,](\d{1,2})$")
_SKIP = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Amount:
    """A value and where it ends. `plain`: bare digits without separator, point or scale. `short`: "m" as in "100m"."""

    value: float
    end: int
    ordinal: bool = False
    plain: bool = False
    scaled: bool = False
    short: str = ""


def exact(value: Decimal) -> float:
    """An int where the value is integral, so that no digit is lost."""
    return int(value) if value == value.to_integral_value() else float(value)


def digits_at(low: str, at: int) -> Amount | None:
    """The amount whose digits start at `at`. None where no digit stands there, or more digits than a number has."""
    m = DIGITS.match(low, at)
    if m is None:
        return None
    raw, end = m.group(), m.end()
    if len(raw) > 40:
        return None
    if m["comma"]:
        value = Decimal(raw.replace(",", "."))
    elif m["grouped"] and ("'" in raw or " " in raw):
        ending = _ENDING.search(raw)
        value = Decimal(_SKIP.sub("", raw[: ending.start()] if ending else raw) + ("." + ending[1] if ending else ""))
    elif m["grouped"] and raw.count(".") >= 2:
        value = Decimal(raw.replace(".", "").replace(",", "."))
    elif m["grouped"]:
        whole, _, part = raw.partition(".")
        value = Decimal(_SKIP.sub("", whole) + ("." + part if part else ""))
    else:
        value = Decimal(raw)
    return _scaled(low, end, value, plain=raw.isdigit())


def _scaled(low: str, end: int, value: Decimal, plain: bool) -> Amount:
    part = _AND_PART.match(low, end)
    if part is not None and plain:
        value, end, plain = value + Decimal(1) / PARTS[part[1]], part.end(), False
    scale = _SCALE.match(low, end)
    if scale is None:
        return Amount(exact(value), end, plain=plain)
    short = scale["short"] or ""
    if short in ("m", "b", "k", "t"):
        # "100m" may be metres: the reader that knows the words around it decides.
        return Amount(exact(value), end, plain=plain, short=short)
    word = short or scale["word"]
    times = SCALES.get(word) or SHORT_SCALES.get(word) or _ABROAD.get(word) or 10**12
    return Amount(exact(value * times), scale.end(), scaled=True)


def words_at(low: str, at: int) -> Amount | None:
    """The amount spelled out from `at` on, a cardinal or an ordinal; None where no number word stands there."""
    total, group, top, end = 0, 0, 10**15, at
    last = ""
    place, joined = at, ""
    while (m := _WORD.match(low, place)) is not None:
        word = m.group()
        step = _add(word, total, group, top, last, joined)
        if step is None:
            break
        total, group, top = step
        end, last = m.end(), word
        if word in ORDINALS:
            return Amount(total + group, end, ordinal=True)
        join = _JOIN.match(low, end)
        if join is None:
            break
        place, joined = join.end(), "and" if "and" in join.group() else " "
    if not last:
        return None
    value = total + group
    if last in SMALL and value < 100:
        part = _AND_PART.match(low, end)
        if part is not None:
            return _scaled(low, end, Decimal(value), plain=True)
    return Amount(value, end, scaled=last in SCALES)


def _add(word: str, total: int, group: int, top: int, last: str, joined: str) -> tuple[int, int, int] | None:
    """What the sum is after one more word; None where the word starts another number ("two three", "twenty-twenty")."""
    if joined == "and" and not (last in SCALES and last != "dozen" and word not in SCALES):
        return None
    if word in SCALES:
        return _add_scale(word, total, group, top, last)
    value = SMALL.get(word, TENS.get(word, ORDINALS.get(word, 0)))
    if last == "dozen" or not _fits(value, group, last, total):
        return None
    if word == "hundredth":
        return total, (group or 1) * 100, top
    return total, group + value, top


def _fits(value: int, group: int, last: str, total: int) -> bool:
    if not last:
        return True
    if last in TENS:
        return 0 < value < 10
    return last in SCALES and 0 < value < 100 and (group % 100 == 0) and (group or total) > 0


def _add_scale(word: str, total: int, group: int, top: int, last: str) -> tuple[int, int, int] | None:
    if last == "dozen" or (not last and word == "dozen"):
        return None if last else (0, 12, top)
    if word == "hundred":
        return (total, group * 100, top) if 0 < group < 100 else (None if last else (0, 100, top))
    scale = SCALES[word]
    if word == "dozen":
        return (total, group * 12, top) if group and not total else None
    if scale >= top or (last and not group):
        return None
    return total + (group or 1) * scale, 0, scale


def amount_at(low: str, at: int) -> Amount | None:
    """The amount that starts at `at`, in digits or in words."""
    if at >= len(low):
        return None
    return digits_at(low, at) if low[at].isdigit() else words_at(low, at)


def shared_scale(first: Amount, second: Amount) -> float:
    """A range's first number with the scale that it shares with the second one ("10-15 million")."""
    if second.scaled and not first.scaled and first.value < second.value:
        for scale in (10**12, 10**9, 10**6, 10**3):
            if second.value >= scale:
                return exact(Decimal(str(first.value)) * scale)
    return first.value


def with_short_scale(amount: Amount) -> Amount:
    """The amount with the "m" after it read as millions."""
    if not amount.short:
        return amount
    value = exact(Decimal(str(amount.value)) * SHORT_SCALES[amount.short])
    return Amount(value, amount.end + len(amount.short), scaled=True)


def without_currency(low: str, at: int, amount: Amount) -> Amount:
    """ "2.5m people" are millions; "the 100m final" is metres, "10t" are tonnes, and "gate 39b" is no billion.

    `at` is where the amount starts.
    """
    if amount.short == "t" or (amount.short == "m" and _is_metres(low, at, amount.end)):
        return amount
    if amount.short == "b" and not _NOUN_AFTER.match(low, amount.end):
        return amount
    return with_short_scale(amount)


def _is_metres(low: str, at: int, end: int) -> bool:
    if _METRES_AFTER.match(low, end) or _FEET_AFTER.match(low, end):
        return True
    m = _METRES_BEFORE.search(low, max(0, at - 40), at)
    return m is not None and _NOUN_ON.match(low, end) is None


# "A tower of 13m people" is none of metres.
_NOUN_ON = re.compile(r"m (?:people|viewers|users|homes|tonnes?|barrels?|dollars|euros|pounds|fans|votes)(?![^\W_])")
