"""Where a sentence holds something of the kind that a question asks for: a number, a date, a place, a name, a reason."""

from __future__ import annotations

import re

from bot.news.questions import Kind
from bot.news.stems import stem

_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|"
    "trillions?|half|twice|single|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|none|both|pair|couple"
)
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
_MONTH_BEFORE = ")(?<!".join(
    month + mark for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "June", "Jul", "July", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
    "January", "February", "March", "April", "August", "September", "October", "November", "December", "No", "number", "age", "aged") for mark in (" ", ". ")
)  # fmt: skip
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_SEASONS = "spring|summer|autumn|winter|next|noon|midnight|dawn|(?:the )?end"
_MULTIPLES = "hundred|thousand|million|billion|trillion|[mkb]n?"
_TIME_UNITS = "years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?"
_UNITS = (
    "years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|miles?|met(?:er|re)s?|kilomet(?:er|re)s?|km|mph|kph|"
    "feet|foot|ft|inch(?:es)?|acres?|hectares?|tons?|tonnes?|kg|kilos?|kilograms?|pounds?|lbs?|grams?|degrees?|lit(?:er|re)s?|"
    "gallons?|barrels?|watts?|megawatts?|points?|seats?|times|games?|goals?|per"
)

_PATTERNS: dict[Kind, re.Pattern[str]] = {
    "count": re.compile(
        rf"(?<![$£€¥₹#:.,-])(?<!\d )(?<!{_MONTH_BEFORE})\b(?!(?:19|20)\d\d\b(?![,\d]))(?:\d[\d,]*(?:\.\d+)?|(?:{_NUMBER_WORDS}|one|no(?!\.)))\b(?![.,]?\d)"
        rf"(?!\s?%|:\d|[ -](?:percent|per cent|(?:{_MONTHS})\b|[ap]\.?m\b|o'clock|of (?:the|them|its|their|his|her) most))",
        re.I,
    ),
    "measure": re.compile(
        rf"\b\d[\d,.]*\b|\b(?:{_NUMBER_WORDS})\b|\b(?:through|until|since)\b|\b(?:a|an|one)\s+(?:\w+\s+)?(?:{_UNITS})\b", re.I
    ),
    "duration": re.compile(
        rf"\b(?:through|until|till|up to|by|from|since|between)\s+(?:the\s+|at least\s+|as late as\s+|early\s+|late\s+|mid-?\s*|end of\s+)*"
        rf"(?:{_MONTHS}|{_DAYS}|(?:1[0-9]|20)\d\d|{_SEASONS})\b|"
        rf"(?i:\b(?:\d[\d,.]*|{_NUMBER_WORDS}|a|an|one|several|few)[ -](?:full |more |consecutive |straight )?(?:{_TIME_UNITS})\b)|\b(?i:indefinitely|permanently|lifetime|ever)\b"
    ),
    "money": re.compile(
        rf"[$£€¥₹]\s?\d[\d,.]*|\b(?:\d[\d,.]*|{_NUMBER_WORDS})\s*(?:(?:{_MULTIPLES})\s+)*(?:[a-z]+\s)?"
        r"(?:dollars?|pounds?|euros?|cents?|pence|yen|yuan|rupees?|roubles?|rubles?|francs?|USD|EUR|GBP)\b|\b(?:free of charge|for free)\b",
        re.I,
    ),
    "percent": re.compile(
        r"\d\s?%|\bper\s?cent\b|\b(?:half|third|thirds|quarters?|fifth|majority|most|all|none|double)\b|\bone in \w+|\bout of\b", re.I
    ),
    "time": re.compile(
        rf"\b(?:{_MONTHS})\b\.?|\b(?:{_DAYS})s?\b|\b(?:1[0-9]|20)\d\d(?:s\b|\b)|\b\d{{1,2}}:\d\d\b|"
        r"(?i:\b(?:today|tomorrow|yesterday|tonight|overnight|midnight|noon|dawn|o'clock|century|centuries|christmas|easter|thanksgiving|soon|immediately)\b|"
        r"\b\d{1,2}\s?[ap]\.?m\b|\b(?:last|next|this|earlier|later|early|late|previous|following|mid)[- ](?:this |last |next |in )?(?:the )?(?:year|month|week|weekend|summer|winter|spring|autumn|fall|season|decade|night|morning|century)\b|"
        r"\bend of (?:the |this |next )?(?:year|month|week|decade|season|century|\d{4})\b|"
        rf"\b(?:\d+|{_NUMBER_WORDS}|a|an|one)\s+(?:full |more )?(?:year|month|week|day|hour|minute|decade)s?(?:\s+(?:ago|later|earlier|after|before))?\b|\b(?:in|by|until|during|since) (?:the )?(?:summer|winter|spring|autumn|fall)\b)"
    ),
    "place": re.compile(
        r"\b(?:in|at|from|to|near|outside|across|into|on|off|around|toward|towards|over|throughout|of|where|between|through)\s+"
        r"(?:(?:the|a|an|its|their|his|her|central|northern|southern|eastern|western|north|south|east|west|downtown|nearby)\s+)*"
        rf"(?!(?:{_DAYS}|{_MONTHS})\b)[A-Z][\w'’-]+"
    ),
    "person": re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Sir|Lady|President|Sen|Rep|Gov)\.?\s+)?\b[A-Z][\w'’-]*[a-z][\w'’-]*(?:\s+[A-Z][\w'’.-]+)*|\b[A-Z]{2,}\b"),
    "reason": re.compile(
        r"\b(?:because|since|due to|owing to|thanks to|as a result|in order to|so that|so (?:he|she|it|they|we|people)|caused by|following|amid|"
        r"blam(?:ed|ing)|reasons?|why|in response to|prompt(?:ed|ing)|trigger(?:ed|ing)|sparked|led to|result(?:ed|ing)|over|after|"
        r"citing|given|for (?:his|her|its|their|the|failing|\w+ing)|to (?!the\b|a\b|an\b|be\b)[a-z]{3,}|by \w+ing|could|would|causing)\b", re.I
    ),
    "said": re.compile(
        r"[\"“”]|\b(?:said|says|say|told|tells|claim(?:ed|s)|add(?:ed|s)|announc(?:ed|es)|warn(?:ed|s)|argu(?:ed|es)|stat(?:ed|es)|"
        r"wrote|tweeted|posted|insist(?:ed|s)|declar(?:ed|es)|call(?:ed|s)|describ(?:ed|es)|den(?:ied|ies)|accus(?:ed|es)|accept(?:ed|s)?|according to)\b"
    ),
}  # fmt: skip


_OWN_UNIT = re.compile(rf"[ -](?:(?:and a half|more|full|straight|consecutive) )?(?P<unit>{_TIME_UNITS})\b", re.I)


def spots(kind: Kind, text: str, start: int, end: int, focus: tuple[str, ...] = ()) -> list[tuple[int, int]]:
    """Half-open offsets into `text` of what could answer a question of this kind; [] for a kind without a sign of its own.

    `focus` are the stems of the thing counted: "three weeks" is no count of anything but weeks.
    """
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return []
    found = [m.span() for m in pattern.finditer(text, start, end)]
    if kind != "count":
        return found
    return [s for s in found if (m := _OWN_UNIT.match(text, s[1])) is None or stem(m["unit"]) in focus]


def has_sign(kind: Kind) -> bool:
    """Whether an answer of this kind can be told by its looks."""
    return kind in _PATTERNS
