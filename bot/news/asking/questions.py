"""What a question asks: its kind, the words that must be found, and whether it is one that sources can answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.news.asking.stems import STOP_WORDS, Term, stems, terms
from bot.news.text import fold

Kind = Literal[
    "count",
    "measure",
    "money",
    "percent",
    "time",
    "duration",
    "place",
    "person",
    "reason",
    "said",
    "yes-no",
    "thing",
    "manner",
]
Shape = Literal["question", "phrase", "opinion", "empty"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of the question that the sources must account for."""

    stem: str
    name: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """`focus` are the stems of the thing asked for ("how many *tanks*", "which *country*"); `said_by` of the speaker.

    `counts` are the numbers it takes for granted, each with the words it counts ("did they free *90 hostages*").
    `forecast` is true where it asks about what is to come; `several` where it asks for more than one thing.
    """

    text: str
    kind: Kind
    shape: Shape
    wanted: tuple[Wanted, ...]
    focus: tuple[str, ...] = ()
    said_by: tuple[str, ...] = ()
    counts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    forecast: bool = False
    several: bool = False


_LONGEST = 2000
_SENTENCES = re.compile(r"(?:(?<=[?!])|(?<=[a-z]{2}\.)|(?<=\d\.)|(?<=[\"')]\.))\s+(?=[A-Z\"'(])")
_AUX = (
    r"(?:is|are|was|were|am|be|been|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n't)?"
)
_ASKED_FIRST = re.compile(rf"(?:and |but |so |or |true or false:?\s+)?{_AUX}\b", re.IGNORECASE)
_TRUE_FALSE = re.compile(r"true or false\W+", re.IGNORECASE)
_ASKING = re.compile(r"\b(who|whom|whose|what|which|where|when|why|how)(?:'s|'re|'d|'ll)?\b", re.IGNORECASE)
_SPOKEN_FOR = re.compile(
    r",?\s+and\s+(?:who|which\s+\w+)\s+(?:says?|said|claims?|claimed)\s+(?:so|that|this|it)\b\s*", re.I
)
_OPINION = re.compile(
    r"^(?:so |and |but )?(?:should|shouldn't|ought)\b"
    r"|\b(?:do|what do|how do|don't) you (?:think|feel|believe|like|prefer|reckon)"
    r"|\byour (?:opinion|view|thoughts?|take|favou?rite)\b|\bin your\b"
    r"|^(?:so |and |but )?(?:is|was|are|were) (?:it|that|this|he|she|they|[\w' ]{1,40}?) (?:really |morally |ever )?"
    r"(?:right|wrong|fair|unfair|justified|good|bad|evil|wise|stupid|worth it|overrated)\W*$",
    re.IGNORECASE,
)
_FORECAST = re.compile(r"\b(?:will|won't|shall|going to|gonna|likely to|would)\b", re.IGNORECASE)
_SAY = (
    r"(?:say|says|said|saying|tell|told|claim|claimed|state|stated|remark|announce|announced|argue|argued|comment|"
    r"respond|reply|react|think)"
)
_SAID = re.compile(
    r"\bwhat (?:else |exactly )?(?:did|does|do|has|have|had)\s+"
    rf"(?P<by>(?:(?:the|an?|his|her|its|their|our)\s+)?\S+(?:\s+\S+)*?)\s+{_SAY}\b",
    re.IGNORECASE,
)
_IS_THE = r"(?:is|was|are|were) the"
# The first that fits where the asking word stands.
_HOW: tuple[tuple[str, Kind], ...] = (
    (rf"how (?:many|few)\b|what {_IS_THE} (?:total |exact |overall )?number\b|what number\b", "count"),
    (r"how much (?:money|cash)\b", "money"),
    (
        r"how much (?:do|does|did|will|would|is|was|were|has|have|can|could)\b.*\b(?:cost|pay|paid|earn|spend|spent|"
        r"worth|make|made|charge|sell|sold|raise|price|owe|fetch|lose|lost)",
        "money",
    ),
    (r"(?:what|how much)\b.*\b(?:price|cost|salary|fee|fine|value|budget|net worth)\b", "money"),
    (r"(?:what|which)\b.{0,30}\b(?:percent|percentage|share|proportion|fraction|rate)\b|how much of\b", "percent"),
    (r"how long (?:will|would|can|must|should|is|was|were|are) [^?]{1,60} be\W*$", "measure"),
    (r"how long (?!ago|is the|are the|was the)|(?:until|till) when\b|for how long\b", "duration"),
    (r"how (?:long ago|soon|recently|late)\b|(?:since|by) when\b", "time"),
    (r"(?:what|which) (?:time|year|day|date|month|week|decade|century|season)\b", "time"),
    (rf"what {_IS_THE} (?:date|year|day|deadline)\b", "time"),
    (
        r"how (?:long|old|far|tall|large|big|high|deep|wide|heavy|fast|often|much|close|hot|cold|frequently|small)\b"
        rf"|what {_IS_THE} (?:population|age|size|length|height|weight|speed|distance|temperature|score|margin|"
        r"record)\b",
        "measure",
    ),
    (r"how come\b|(?:what|which) (?:is |was |were |are )?(?:the )?(?:main )?(?:reasons?|causes?)\b", "reason"),
    (r"what (?:caused|led to|prompted|triggered|made|sparked|was behind|is behind)\b", "reason"),
)
_HOW_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _HOW)
_BY_WORD: dict[str, Kind] = {
    "who": "person", "whom": "person", "whose": "person", "where": "place", "when": "time", "why": "reason",
    "how": "manner", "what": "thing", "which": "thing",
}  # fmt: skip
_PLACES = frozenset(
    """country countries nation nations city cities town state states place places venue region island continent area
    district county location province village capital airport destination street stadium""".split()
)
_PERSONS = frozenset(
    """person man woman actor actress singer player minister president politician star celebrity leader ceo senator
    lawmaker justice candidate athlete musician artist author director official team company organization organisation
    club party agency group brand automaker airline retailer band university""".split()
)
_COUNTED = re.compile(
    r"(?:how (?:many|much|few)|number of|(?:percent|percentage|share|proportion|fraction) of|what|which|whose)"
    r"\s+(?P<thing>.+)",
    re.IGNORECASE,
)
_ENDS_THING = re.compile(
    rf"\b(?:{_AUX}|a|an|the|in|on|at|to|for|from|by|with|that|who|which|during|after|before|when|there|"
    r"over|under|per|this|last)\b|[,?.;:]",
    re.IGNORECASE,
)
# Words that a question uses to be a question: their absence from the article says nothing.
LIGHT = frozenset(
    stems(
        """happen kind type sort thing name call make get go give take come put set keep let hold occur follow include
        many far long often much time year day week month first next still percentage number amount total people person
        place side new say tell mention according article story report news describe popular recent exact current actual
        famous major particular certain different main"""
    )
)
_AMOUNT = re.compile(r"how (?:many|much)\b", re.IGNORECASE)
_AFTER_COMMA = re.compile(r",\s+(?:\w+\s)?$")
# "the highest rate since:" asks for a year.
_SINCE = re.compile(r"\bsince:?\W*$", re.IGNORECASE)
_ENDS_OPEN = re.compile(r":\W*$")
_OPENING = 12
_LIGHT_WEIGHT = 0.35
_EARLIER_WEIGHT = 0.4


# What these words ask for is told by the kind: "five-seat majority" answers "how large", "in May" answers "what month".
_KIND_WORDS = re.compile(
    r"\bhow (?:long|old|far|tall|large|big|high|deep|wide|heavy|fast|often|close|hot|cold|frequently|late|small|soon)\b"
    r"|\bhow much money\b"
    r"|\bwhat (?:time|year|day|date|month|share|percentage|percent|proportion)\b",
    re.IGNORECASE,
)
_LASTING = re.compile(r"\b(?:last|go on|run|continue|take|remain|stay|be)\b", re.IGNORECASE)


def parse_question(text: str) -> Question:
    """Never raises: any string has a reading, with shape "empty" where it holds no word to look for."""
    body = " ".join(fold(text[:_LONGEST]).split())
    earlier, clause = _asking_clause(body)
    clause = _SPOKEN_FOR.sub("", clause)
    kind, at = _kind(clause)
    if _TRUE_FALSE.match(body):
        kind, at = "yes-no", len(clause)
    said = _SAID.search(clause) if kind in ("thing", "said") else None
    focus = () if said else _focus(clause[at:], kind)
    wanted = _wanted(_KIND_WORDS.sub(" ", _LASTING.sub(" ", clause) if kind == "duration" else clause), earlier)
    return Question(
        text=body,
        kind="said" if said else kind,
        shape=_shape(body, clause, at, wanted),
        wanted=wanted,
        focus=focus,
        said_by=tuple(t.stem for t in terms(said["by"])) if said else (),
        counts=_counts(clause),
        forecast=_FORECAST.search(clause) is not None,
        several=_several(clause, kind),
    )


def _asking_clause(body: str) -> tuple[str, str]:
    """What is told before the question, and the sentence that asks."""
    pieces = _SENTENCES.split(_TRUE_FALSE.sub("", body))
    for number in range(len(pieces) - 1, -1, -1):
        if _ASKING.search(pieces[number]) or pieces[number].rstrip().endswith("?"):
            return " ".join(pieces[:number] + pieces[number + 1 :]), pieces[number]
    return " ".join(pieces[:-1]), pieces[-1]


def _kind(clause: str) -> tuple[Kind, int]:
    """The kind, and where the asking word stands (the clause's length where there is none)."""
    if _ASKED_FIRST.match(clause):
        return "yes-no", len(clause)
    if _SINCE.search(clause):
        return "time", len(clause)
    first = _asking_word(clause)
    if first is None or (first.start() > 12 and "?" not in clause and not _ENDS_OPEN.search(clause)):
        return ("yes-no" if clause.endswith("?") else "thing"), len(clause)
    tail = clause[first.start() :]
    for pattern, kind in _HOW_PATTERNS:
        found = pattern.search(clause, max(0, first.start() - 6))
        if found and found.start() <= first.start() + 1:
            return kind, first.start()
    word = first.group(1).lower()
    if word in ("what", "which"):
        noun = [w.lower() for w in re.findall(r"[A-Za-z]+", tail)[1:5]]
        for w in noun:
            if w in _PLACES or w.rstrip("s") in _PLACES:
                return "place", first.start()
            if w in _PERSONS or w.rstrip("s") in _PERSONS:
                return "person", first.start()
            if w in STOP_WORDS:
                break
    return _BY_WORD[word], first.start()


def _asking_word(clause: str) -> re.Match[str] | None:
    """The word that asks, where others join clauses ("the player who won how many titles", "When it fell, who ...")."""
    found = list(_ASKING.finditer(clause))
    if len(found) < 2:
        return found[0] if found else None
    for m in found:
        if _AMOUNT.match(clause, m.start()):
            return m
    first = found[0]
    after_comma = [m for m in found[1:] if _AFTER_COMMA.search(clause, max(0, m.start() - 16), m.start())]
    if first.start() <= _OPENING:
        return after_comma[0] if after_comma and first.group(1).lower() in ("when", "while", "where") else first
    return after_comma[-1] if after_comma else found[-1]


def _focus(tail: str, kind: Kind) -> tuple[str, ...]:
    if kind in ("time", "reason", "manner", "yes-no"):
        return ()
    found = _COUNTED.match(tail)
    if found is None:
        return ()
    thing = found["thing"]
    stop = _ENDS_THING.search(thing, 4)
    found_stems = list(dict.fromkeys(t.stem for t in terms(thing[: stop.start()] if stop else thing)))
    # With a verb of its own after it ("tanks did Russia lose") the whole phrase is the thing, and its end the noun.
    whole = stop is not None and re.match(_AUX, stop.group(), re.I) is not None
    return tuple(found_stems[-2:] if whole else found_stems[:2])


def _wanted(clause: str, earlier: str) -> tuple[Wanted, ...]:
    out: dict[str, Wanted] = {}
    for part, share in ((clause, 1.0), (earlier, _EARLIER_WEIGHT)):
        first = len(part) - len(part.lstrip("\"'( "))
        for t in terms(part):
            weight = share * (_LIGHT_WEIGHT if t.stem in LIGHT else 1.0)
            if t.stem not in out:
                out[t.stem] = Wanted(t.stem, _is_name(t, first), weight)
    return tuple(out.values())


def _counts(clause: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Numbers with the words after them; a year counts nothing."""
    found = terms(clause)
    out = []
    for i, t in enumerate(found):
        things = tuple(x.stem for x in found[i + 1 : i + 3] if not x.stem[0].isdigit() and x.start - t.end < 20)
        if t.stem[0].isdigit() and things and not re.fullmatch(r"(?:19|20)\d\d", t.stem):
            out.append((t.stem, things))
    return tuple(out)


def _is_name(term: Term, first: int) -> bool:
    return term.name and term.start != first


def _shape(body: str, clause: str, at: int, wanted: tuple[Wanted, ...]) -> Shape:
    if _OPINION.search(clause):
        return "opinion"
    if not wanted:
        return "empty"
    asks = "?" in body or at < len(clause) or _ASKED_FIRST.match(clause)
    return "question" if asks else "phrase"


def _several(clause: str, kind: Kind) -> bool:
    plural = re.match(r".*?\b(?:which|what) (?:\w+ ){0,2}?\w+[^s\W]s\b|(?:who|what) (?:are|were)\b", clause, re.I)
    return kind in ("thing", "person", "place") and plural is not None
