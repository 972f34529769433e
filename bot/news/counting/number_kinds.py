"""Tell what a number is from the words beside it: a count, or rather a date, an age, a score, part of a name.

All looks are bounded to a few dozen characters, so that reading stays linear on any text.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "count", "measure", "money", "percent", "ordinal", "fraction", "multiple", "vague",
    "year", "date", "time", "age", "name", "phone", "score",
]  # fmt: skip

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_MONTH_KEYS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_UNITS = {
    "km": "km kms kilometre kilometres kilometer kilometers",
    "mile": "mile miles",
    "metre": "metre metres meter meters",
    "cm": "cm centimetre centimetres centimeter centimeters",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "foot": "ft foot feet",
    "inch": "inch inches",
    "yard": "yard yards",
    "acre": "acre acres",
    "hectare": "hectare hectares ha",
    "kg": "kg kgs kilo kilos kilogram kilograms",
    "gram": "gram grams",
    "tonne": "tonne tonnes",
    "ton": "ton tons",
    "pound": "pound pounds lb lbs",
    "ounce": "ounce ounces oz",
    "litre": "litre litres liter liters",
    "gallon": "gallon gallons",
    "barrel": "barrel barrels",
    "degree": "degree degrees °c °f",
    "mph": "mph",
    "km/h": "km/h kph kmh",
    "MW": "mw megawatt megawatts",
    "GW": "gw gigawatt gigawatts",
    "kWh": "kwh",
    "GB": "gb gigabyte gigabytes",
    "magnitude": "magnitude",
    "basis point": "basis-point basis-points",
    "second": "second seconds",
    "minute": "minute minutes",
    "hour": "hour hours",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
    "decade": "decade decades",
    "century": "century centuries",
}
_UNIT_OF = {form: unit for unit, forms in _UNITS.items() for form in forms.split()}
_UNIT = re.compile(
    r"[ -]?(?:(?P<square>square|cubic|sq|nautical) )?(?P<unit>basis points?|"
    + "|".join(re.escape(f) for f in sorted(_UNIT_OF, key=len, reverse=True))
    + r")(?![^\W_])"
)
DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})

_HALF_DAY = re.compile(r" ?([ap])\.?m\b\.?")
_PERCENT = re.compile(r"[ -]?(?:%(?: points?\b)?|per ?cent(?:age)?\b(?: points?\b)?|pct\b|pc\b)")
_COIN_BEFORE = re.compile(
    r"(?:(?P<sign>(?:us|hk|nz|au|ca|[acsr])?\$|[£€¥₹₩₽₺₪₦₴])|(?<![^\W_])(?P<code>usd|eur|gbp|cad|aud|chf"
    r"|rs\.?))[ \u00a0]?$"
)
_COINS = {
    "us$": "$", "usd": "$", "eur": "€", "gbp": "£", "rs": "₹", "rs.": "₹",
    "cad": "C$", "ca$": "C$", "aud": "A$", "au$": "A$",
}  # fmt: skip
_COIN_AFTER = re.compile(
    r"(?:[ -]?| de | d')(?:(?P<dollar>(?:us )?dollars?|usd|bucks)|(?P<euro>euros?|eur|€)|(?P<pound>pounds? sterling)"
    r"|(?P<other>yuan|yen|rupees?|rou?bles?|francs?|pesos?|kron(?:a|or|er)|hryvnias?|shillings?|naira"
    r"|cents))(?![^\W_])"
)

_AGE_AFTER = re.compile(r"(?:,? (?:and|or|to) \d{1,3})?[- ](?:year|month|week|day)s?[- ]olds?(?![^\W_])|[ -]?y/?o\b")
_AGE_BEFORE = re.compile(r"(?<![^\W_])(?:aged?|ages(?: of)?(?: between)?|age of|turn(?:s|ed|ing))(?: between| from)? $")
_AGE_END = re.compile(r"(?:,|\.|;|\)|$)|,? (?:of|and|from|who|was|is)(?![^\W_])")
_AGE_START = re.compile(r"(?:(?P<name>[A-Z][\w'’.-]*)|[a-z]{2,})(?:,|,? \() ?$")
_AGE_TENS = re.compile(r"(?<![^\W_])(?:his|her|their|mid|early|late)(?:[ -](?:early|late|mid|'))?[ -]$")

_YEAR_BEFORE = re.compile(
    r"(?<![^\W_])(?:in|since|by|until|till|from|during|before|after|through|of|year|early|late|mid|spring|summer"
    r"|autumn|"
    rf"fall|winter|election|the|and|to|{MONTHS}|monday|tuesday|wednesday|thursday|friday|saturday|sunday)[,.]? $"
)
_IN_YEAR = re.compile(r"(?<![^\W_])(?:in|since|until|during) $")
_COUNTED = re.compile(
    r"[ -](?:[a-z'-]+ )?(?:people|persons?|men|women|children|soldiers|troops|workers|jobs|employees|homes|houses"
    r"|students|residents|families|patients|migrants|refugees|civilians|deaths|cases|prisoners|police|officers"
    r"|seats|vehicles|cars|participants|protesters|staff|members|passengers|buildings|of (?:the|them|its|his|her"
    r"|their))(?![^\W_]|'s)"
)
QUALIFIER = re.compile(
    r"(?<![^\W_])(?P<words>(?:(?:just|well|slightly|far|some|still|now) )?(?:more than|less than|fewer than"
    r"|no (?:more|fewer|less) than|at least|at most|as many as|as much as|as few as|up to|close to|upwards? of"
    r"|in excess of|over|under|above|below|about|around|approximately|approx\.?|roughly|nearly|almost|some"
    r"|an estimated|estimated|near|just|only|a record|a total of|an average of|an additional|additional|another"
    r"|a further|exactly|barely)|~|circa)(?: (?:a|an|the))? ?$"
)

_DESIGNATOR = re.compile(
    r"(?<![^\W_])(?:(?P<firm>nos?\.|#|№|route|highway|interstate|freeway|motorway|junction|flight|boeing|airbus"
    r"|apollo|soyuz|voyager|starship|covid|iphone|ios|windows|super bowl|world war|formula|super)"
    r"|(?P<loose>exit|act|pages?|chapter|section|articles?|title|part|phase|stage|tier|level|step|grade|class"
    r"|category|type|channel|room|gate|platform|lane|line|ward|district|precinct|zone|sector|unit|squad|area"
    r"|version|figure|table|week|day|year|game|round|season|series|episode|volume|question|group|form|number|image"
    r"|photo|picture|slide|lot|block|count|box|resolution|protocol|division|track|engine|model|mark|rule|amendment"
    r"|proposition|prop|bill|size|factor|agent|studio|top)) ?$"
)
# "Image 3 of 16", "a 12-gauge shotgun".
_COUNTER = re.compile(r"(?<![^\W_])(?:image|photo|picture|slide|page|part|episode|caption) \d{1,3}(?P<of> of | ?/ ?)$")
_BORE = re.compile(
    r"[ -](?:gauge|calib(?:er|re)|cal\.?)(?![^\W_])|[ -]?(?:mm|millimet(?:er|re))\.? (?:(?:semi|automatic"
    r"|[a-z]+-automatic|"
    r"luger|glock) ?)?(?:hand)?(?:guns?|gunshot|pistols?|bullets?|rounds?|casings?|shells?|ammunition|weapons?"
    r"|rifles?|"
    r"firearms?|caliber)(?![^\W_])"
)
# The words of a street's name have capitals; those of a headline ("3 Hurt In Oak St. Fire") are none of it.
_STREET = re.compile(
    r"-? ?(?:block\b| (?:[NSEW]\. )?(?:(?!(?:In|At|On|Near|Outside|By|After|Hurt|Dead|Killed|Shot|Injured"
    r"|Wounded)\b)[A-Z\d][\w'’.-]* ){1,4}?(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Highway"
    r"|Hwy|Court|Ct|Place|Pl|Parkway|Pkwy|Circle|Terrace|Square|Way)(?![^\W_]))"
)
_STREET_ORDINAL = re.compile(
    r" (?:street|st|avenue|ave|road|rd|drive|lane|place|terrace|court|ct|century|floor|amendment|district|circuit"
    r"|congress|infantry|brigade|battalion|division|regiment|fleet|grader?s?|anniversary|birthday)(?![^\W_])"
    r"|-(?!straight|consecutive|biggest|largest|highest)[a-z]"
)
_EMERGENCY = re.compile(r" (?:call|caller|dispatch|emergency|operator|tape|system|telephone|recording)")
_FUNCTION_WORDS = frozenset(
    "is was are were has have had will would can could may might must to of in on at by for from with and or but as "
    "the a "
    "an that which who when where while after before than said says say it he she they his her its their did does do "
    "if so then into over under not also launch set".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today".split())
_CAPITAL_BEFORE = re.compile(r"(?:^|(?P<gap>[.!?:;\n\"“‘•*] ?)|[^\W_] ?|, |- ?|— ?|[(\[])(?P<word>[A-Z][\w'’-]*) $")
_NEXT = re.compile(r" ([^\W_][\w'’-]*)")
_SCORED = re.compile(
    r"(?<![^\W_])(?:w[io]n|wins|winning|winners?|beat|beats|beating|beaten|los[es]|lost|losing|defeat(?:s|ed|ing)?"
    r"|victor(?:y|ies)|draw|drew|led|lead|leads|leading|score[ds]?|scoring|vot(?:e|ed|ing)|rul(?:ed|ing)|decision"
    r"|trail(?:s|ed|ing)?|majority|half-time|season|start|finish(?:ed|ing)?|went|record(?:s|ed)?|overall|aggregate"
    r"|nil|deficit|edged|thrashed|champions?)(?![^\W_])"
)


def hour_after(low: str, at: int, hour: float) -> tuple[int, int] | None:
    """The clock time that an hour and "p.m." after it make, as hours * 100, and where it ends."""
    m = _HALF_DAY.match(low, at)
    if m is None or not 0 < hour <= 12 or hour != int(hour):
        return None
    return (int(hour) % 12 + (12 if m[1] == "p" else 0)) * 100, m.end()


def percent_after(low: str, at: int) -> tuple[str, int] | None:
    """The unit of a percentage that goes on at `at`, and where it ends."""
    m = _PERCENT.match(low, at)
    if m is None:
        return None
    return ("percentage points" if "point" in m.group() else "%"), m.end()


def money_before(low: str, at: int) -> tuple[str, int] | None:
    """The currency right before `at`, and where it starts."""
    m = _COIN_BEFORE.search(low[max(0, at - 6) : at])
    if m is None:
        return None
    coin = m["sign"] or m["code"]
    return _COINS.get(coin, coin.upper()), max(0, at - 6) + m.start()


def money_after(low: str, at: int, scaled: bool) -> tuple[str, int] | None:
    """The currency named after an amount. Pounds are money only after millions of them or as sterling."""
    m = _COIN_AFTER.match(low, at)
    if m is not None:
        unit = "$" if m["dollar"] else "€" if m["euro"] else "£" if m["pound"] else m["other"].removesuffix("s")
        return unit, m.end()
    if scaled and low.startswith(" pounds", at) and not low.startswith(" of", at + 7):
        return "£", at + 7
    return None


def unit_after(low: str, at: int) -> tuple[str, int] | None:
    """The unit of measure that goes on at `at` in its shortest singular form, and where it ends."""
    m = _UNIT.match(low, at)
    if m is None or _BORE.match(low, at):
        return None
    unit = "basis point" if m["unit"].startswith("basis") else _UNIT_OF[m["unit"]]
    before = m["square"]
    return (f"{'square' if before == 'sq' else before} {unit}" if before else unit), m.end()


def is_month(text: str, low: str, at: int) -> bool:
    """Months have a capital: "5 may die" is no date."""
    return text[at].isupper() and low[at : at + 3] in _MONTH_KEYS


def month_number(low: str, at: int) -> int:
    return _MONTH_KEYS.index(low[at : at + 3]) + 1


def is_score(low: str, start: int, end: int, first: float, second: float) -> bool:
    """ "7-5", "3-3" and "(4-7)" are scores; "4-7" is one where somebody wins, loses or votes close by."""
    if first >= second or (low[max(0, start - 1) : start] == "(" and low.startswith(")", end)):
        return True
    return bool(_SCORED.search(low, max(0, start - 30), start) or _SCORED.match(low, end + 1))


def says_age(low: str, start: int, end: int) -> bool:
    """ "aged 42", "42 years old"."""
    return bool(_AGE_AFTER.match(low, end) or _AGE_BEFORE.search(low, max(0, start - 24), start))


def is_age(text: str, low: str, start: int, end: int, value: float) -> bool:
    """Years of a life: "aged 42", "42-year-old", "Ada Holm, 42, said", "in their 40s"."""
    before = low[max(0, start - 24) : start]
    if says_age(low, start, end):
        return True
    if low.startswith("s", end) and value % 10 == 0 and value < 120 and _AGE_TENS.search(before):
        return True
    if not (0 < value <= 120 and before.endswith((", ", "(", ",")) and _AGE_END.match(low, end)):
        return False
    name = _AGE_START.search(text, max(0, start - 24), start)
    if name is None or name.group().split(",")[0].casefold() in _DAYS:
        return False
    # After a plain noun only a number between two commas is an age: "a man, 21, was shot".
    return bool(name["name"]) or low.startswith(",", end)


def is_year(text: str, low: str, start: int, end: int, value: float) -> bool:
    """Four bare digits that no noun makes a count; a count of 2,007 is hardly written without its comma."""
    before = low[max(0, start - 24) : start]
    if not 1100 <= value <= 2100 or QUALIFIER.search(before):
        return False
    if _COUNTED.match(low, end):
        odd = value >= 1900 and value % 50 != 0
        return odd and (text[end + 1 : end + 2].isupper() or _IN_YEAR.search(before) is not None)
    return value >= 1900 or bool(_YEAR_BEFORE.search(before)) or low.startswith("s", end)


def name_start(text: str, low: str, start: int, end: int, value: float) -> int | None:
    """Where the name starts that this number belongs to ("Route 66", "No. 10"); None where it counts."""
    window = max(0, start - 24)
    if _BORE.match(low, end):
        return start
    counter = _COUNTER.search(low, window, start) if low.endswith((" of ", "/", "/ "), window, start) else None
    if counter is not None:
        return counter.start("of")
    m = _DESIGNATOR.search(low, window, start)
    if m is not None and (m["firm"] or not _plural_next(low, end, value)):
        return m.start()
    if low[start].isdigit() and _STREET.match(text, end):
        return start
    if value in (911, 999, 112) and (
        _EMERGENCY.match(low, end) or low[window:start].endswith(("called ", "call ", "dialled ", "dialed "))
    ):
        return start
    m = _CAPITAL_BEFORE.search(text, window, start)
    if m is None or m["gap"] or m.start("word") == 0 or m["word"].casefold() in _DAYS:
        return None
    after = _NEXT.match(text, end)
    if after is not None and after[1].casefold() not in _FUNCTION_WORDS and _counts_on(text, low, start, end):
        return None
    if m["word"].casefold() in _FUNCTION_WORDS or not text[m.start("word") - 2 : m.start("word")].strip():
        return None
    return m.start("word")


def _counts_on(text: str, low: str, start: int, end: int) -> bool:
    """After a capitalised word a number still counts where a plural follows, or in a headline in capitals."""
    words = _THREE_WORDS.match(text, end)
    if words is None:
        return False
    if text[start].isupper() or text[end + 1].isupper():
        return _LONG_SMALL.search(text, max(0, start - 40), start) is None and _LONG_SMALL.match(text, end) is None
    return any(map(_is_plural, words.group().casefold().split()))


_THREE_WORDS = re.compile(r"(?: [^\W\d_][\w'’-]*){1,3}")
_LONG_SMALL = re.compile(r"(?<![\w'’-])[a-z]{4,}| [a-z]{4,}")
_GROUPS = frozenset("people men women children aircraft dead killed injured wounded hurt troops police staff".split())
_NO_PLURALS = frozenset("is was has as this its his us".split())


def _plural_next(low: str, end: int, value: float) -> bool:
    """ "on day 12 people left": a counted plural follows, so the word before is no designator."""
    words = _THREE_WORDS.match(low, end)
    return value > 1 and words is not None and any(map(_is_plural, words.group().split()))


def _is_plural(word: str) -> bool:
    return word in _GROUPS or (word[-1] == "s" and word not in _NO_PLURALS)


def is_ranked_name(low: str, end: int) -> bool:
    """Ordinals of streets, floors, centuries and bodies count nothing."""
    return _STREET_ORDINAL.match(low, end) is not None
