"""Where a text holds something of the kind a question asks for: a number, a date, a place, a name, a reason."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.news.asking.questions import Kind
from bot.news.asking.stems import stem


def _any(words: str) -> str:
    """A group of alternatives; "_" stands for a space."""
    return "(?:" + "|".join(words.split()).replace("_", " ") + ")"


_NUMBER_WORDS = _any(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety dozens? hundreds? thousands? millions? billions?
    trillions? half twice single third fourth fifth sixth seventh eighth ninth tenth none both pair couple"""
)
_MONTHS = _any(
    """Jan(?:uary)? Feb(?:ruary)? Mar(?:ch)? Apr(?:il)? May June? July? Aug(?:ust)? Sept?(?:ember)? Oct(?:ober)?
    Nov(?:ember)? Dec(?:ember)?"""
)
_DAYS = _any("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_SEASONS = _any("spring summer autumn fall winter next noon midnight dawn (?:the_)?end")
_TIME_UNITS = _any("years? months? weeks? days? hours? minutes? seconds? decades?")
_UNITS = _any(
    """years? months? weeks? days? hours? minutes? seconds? decades? miles? met(?:er|re)s? kilomet(?:er|re)s? km mph kph
    feet foot ft inch(?:es)? acres? hectares? tons? tonnes? kg kilos? kilograms? pounds? lbs? grams? degrees?
    lit(?:er|re)s? gallons? barrels? watts? megawatts? points? seats? times games? goals? per"""
)
_CURRENCIES = _any("dollars? pounds? euros? cents? pence yen yuan rupees? roubles? rubles? francs? USD EUR GBP")
_MULTIPLES = _any("hundred thousand million billion trillion [mkb]n?")
_DAY_WORDS = _any(
    """today tomorrow yesterday tonight overnight midnight noon dawn o'clock century centuries christmas easter
    thanksgiving soon immediately"""
)
_POINTING = _any("last next this earlier later early late previous following mid")
_PERIODS = _any("year month week weekend summer winter spring autumn fall season decade night morning century")
_NEAR = _any("central northern southern eastern western north south east west downtown nearby")
_AT = _any(
    "in at from to near outside across into on off around toward towards over throughout of where between through"
)
_TITLES = _any("Mr Mrs Ms Dr Sir Lady President Sen Rep Gov")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_DIGITS = r"\d[\d,.]{0,30}"  # bounded: each of "1,1,1,1" begins a number, and what follows may not fit
AMOUNT = rf"(?:{_DIGITS}(?: {_MULTIPLES})?|{_NUMBER_WORDS}|an?|one|half an?|several)"
"""A number before a unit, in digits or words, as a pattern."""
# A number after one of these is a date, a rank or an age.
_NO_COUNT_AFTER = "".join(
    f"(?<!{word}{mark})"
    for word in """Jan Feb Mar Apr May Jun June Jul July Aug Sep Sept Oct Nov Dec January February March April August
    September October November December No number age aged""".split()
    for mark in (" ", r"\. ")
)
_REASONS = _any(
    r"""because since due_to owing_to thanks_to as_a_result in_order_to so_that so_(?:he|she|it|they|we|people)
    caused_by following amid blam(?:ed|ing) reasons? why in_response_to prompt(?:ed|ing) trigger(?:ed|ing) sparked
    led_to result(?:ed|ing) over after citing given for_(?:his|her|its|their|the|failing|\w+ing)
    to_(?!the\b|a\b|an\b|be\b)[a-z]{3,} by_\w+ing could would causing"""
)
_SPEECH = _any(
    """said says say told tells claim(?:ed|s) add(?:ed|s) announc(?:ed|es) warn(?:ed|s) argu(?:ed|es) stat(?:ed|es)
    wrote tweeted posted insist(?:ed|s) declar(?:ed|es) call(?:ed|s) describ(?:ed|es) den(?:ied|ies) accus(?:ed|es)
    accept(?:ed|s)? according_to"""
)

_PATTERNS: dict[Kind, re.Pattern[str]] = {
    "count": re.compile(
        rf"(?<![$£€¥₹#:.,-])(?<!\d ){_NO_COUNT_AFTER}\b(?!(?:19|20)\d\d\b(?![,\d]))"
        rf"(?:{_NUMBER}|(?:{_NUMBER_WORDS}|one|no(?!\.)))\b(?![.,]?\d)"
        rf"(?!\s?%|:\d|[ -](?:percent|per cent|{_MONTHS}\b|[ap]\.?m\b|o'clock|of (?:the|them|its|their) most))",
        re.IGNORECASE,
    ),
    "measure": re.compile(
        rf"\b\d[\d,.]*\b|\b{_NUMBER_WORDS}\b|\b(?:through|until|since)\b|\b(?:a|an|one)\s+(?:\w+\s+)?{_UNITS}\b",
        re.IGNORECASE,
    ),
    "duration": re.compile(
        r"\b(?:through|until|till|up to|by|from|since|between)\s+"
        r"(?:(?:the|at least|as late as|early|late|mid|end of)[\s-]+)*"
        rf"(?:{_MONTHS}|{_DAYS}|(?:1[0-9]|20)\d\d|{_SEASONS})\b"
        rf"|(?i:\b(?:{_DIGITS}|{_NUMBER_WORDS}|a|an|one|several|few)[ -]"
        rf"(?:full |more |consecutive |straight )?{_TIME_UNITS}\b"
        r"|\b(?:indefinitely|permanently|lifetime|ever)\b)"
    ),
    "money": re.compile(
        rf"[$£€¥₹]\s?\d[\d,.]*|\b(?:{_DIGITS}|{_NUMBER_WORDS})\s*(?:{_MULTIPLES}\s+){{0,2}}(?:[a-z]+\s)?{_CURRENCIES}\b"
        r"|\b(?:free of charge|for free)\b",
        re.IGNORECASE,
    ),
    "percent": re.compile(
        r"\d\s?%|\bper\s?cent\b|\b(?:half|third|thirds|quarters?|fifth|majority|most|all|none|double)\b"
        r"|\bone in \w+|\bout of\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        rf"\b{_MONTHS}\b\.?|\b{_DAYS}s?\b|\b(?:1[0-9]|20)\d\d(?:s\b|\b)|\b\d{{1,2}}:\d\d\b"
        rf"|(?i:\b{_DAY_WORDS}\b|\b\d{{1,2}}\s?[ap]\.?m\b"
        rf"|\b{_POINTING}[- ](?:(?:this|last|next|in) )?(?:the )?{_PERIODS}\b"
        r"|\bend of (?:the |this |next )?(?:year|month|week|decade|season|century|\d{4})\b"
        rf"|\b(?:\d{{1,9}}|{_NUMBER_WORDS}|a|an|one)\s+(?:full |more )?{_TIME_UNITS}\b"
        r"|\b(?:in|by|until|during|since) (?:the )?(?:summer|winter|spring|autumn|fall)\b)"
    ),
    "place": re.compile(
        rf"\b{_AT}\s+(?:(?:the|a|an|its|their|his|her|{_NEAR})\s+){{0,3}}(?!(?:{_DAYS}|{_MONTHS})\b)[A-Z][\w'’-]+"
    ),
    "person": re.compile(
        rf"(?:\b{_TITLES}\.?\s+)?\b[A-Z][\w'’-]*[a-z][\w'’-]*(?:\s+[A-Z][\w'’.-]+){{0,5}}|\b[A-Z]{{2,}}\b"
    ),
    "reason": re.compile(rf"\b{_REASONS}\b", re.IGNORECASE),
    "said": re.compile(rf"[\"“”]|\b{_SPEECH}\b"),
}
_OWN_UNIT = re.compile(rf"[ -](?:(?:and a half|more|full|straight|consecutive) )?(?P<unit>{_TIME_UNITS})\b", re.I)


@lru_cache(maxsize=2_000)  # each sentence of a question's articles is asked about some four times
def spots(kind: Kind, text: str, start: int, end: int, focus: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...]:
    """Half-open offsets into `text` of what could answer a question of this kind; () for a kind without a sign.

    `focus` are the stems of the thing counted: "three weeks" is no count of anything but weeks.
    """
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return ()
    found = tuple(m.span() for m in pattern.finditer(text, start, end))
    if kind != "count":
        return found
    return tuple(s for s in found if (m := _OWN_UNIT.match(text, s[1])) is None or stem(m["unit"]) in focus)


def has_sign(kind: Kind) -> bool:
    """Whether an answer of this kind can be told by its looks."""
    return kind in _PATTERNS
