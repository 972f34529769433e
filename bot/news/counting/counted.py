"""Name what a number counts, in the article's own words: the noun after it, or the words that lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.news.counting.tolls import HINT

_WORD = re.compile(r"(?:[^\W\d_]\.){2,5}(?= [^\W_])|[^\W_][\w'’]*(?:[.\-‑/&][^\W_][\w'’]*)*")
_HARMED = re.compile(
    r"kill(?:s|ed|ings?)?|wound(?:s|ed|ing)?|injur(?:es|ed|ing|y|ies)|(?:gun)?shots?|dead|died|dies|dying"
    r"|deaths?|deadly"
    r"|hurt|fatal(?:ly)?|murdered|slain|hospitali[sz]ed"
)
_PER = re.compile(r" (?:an?|per|each|every) (?:[a-z]+)(?![^\W_])")
_MARKS = (", ", "; ", ": ", "—", " – ", " - ", "(", "“", "| ", "\t")
_REACH = 70
# Who says it is no part of what is counted: "Reed said output fell by 6%".
_SAID = frozenset("said says say saying told added adding announced claimed argued reported estimated".split())
# How long a thing lasts is told with one of these verbs; other clauses before a time span name nothing.
_LASTS = re.compile(
    r"(?P<what>[^\W_].*?)(?: (?:has|have|had|will|would|could|may|might|is|are|was|were|be|been|to|expected|set"
    r"|due|likely|also))*"
    r" (?:last(?:s|ed|ing)?|tak(?:es?|en|ing)|took|runs?|ran|running|continue[sd]?|goes|went|go|stretch(?:es|ed)"
    r"|dragg?(?:s|ed)|delayed|suspended|extended|closed|shut)(?: (?:on|out|up|down|by|for|about|at least|over))*"
)
# "60 Ada Holm/Agency": the credit of a picture.
_CREDIT = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,3}/[A-Z]\w*(?: [A-Z]\w*)*")

# Words that end the name of the thing counted.
_STOPS = frozenset(
    """is was are were be been being am has have had having do does did will would can could may might must shall should
    in on at to from by for with without within into onto over under above below between among amid during before
    after since until till through throughout across against along around behind beyond near off out up down about as
    than and or but nor so if because while when where which who whom whose that what how why though although the a an
    this these those it its he his she her they their we our i you your my not never no also then there here said says
    say told went came took left fell rose made got gave ran held found won lost met began became kept led sent saw set
    hit per each every according despite plus including such like ago later earlier last next today yesterday tonight
    tomorrow now just only already still even alone again yet together away back more less monday tuesday wednesday
    thursday friday saturday sunday apiece altogether overall died killed shot seem seems appears remains means
    makes shows maintains continues""".split()
)
_LINKS = frozenset(
    """in on at for from per a an by with to among across since launched who that which over during against
    between""".split()
)
_BREAKS = frozenset(
    """and but also or while as when where according said says was were is are will would because although if
    to""".split()
)
_THIN = _LINKS | frozenset(
    "the of and or as its their his her our is was were are be been has have had this these those than not it".split()
)
_THIN_END = _THIN | {""}
_THIN_START = frozenset("in for and but that which with at to by".split())
_DETERMINERS = frozenset("the its their his her our my your these those a an that this them which all".split())
_PLURALS = frozenset(
    "people men women children police troops staff aircraft personnel cattle sheep fish teeth feet media data".split()
)
_NO_PLURALS = frozenset(
    "us is his its this as was has less across news various previous serious famous religious sports".split()
)
_PARTICIPLES = frozenset(
    """born built cut driven drawn fallen found given gone held hidden hurt kept killed known left lost made paid put
    seen sent set shot shown sold spent stolen sunk taken thrown told torn won worn written forced caught brought
    fought flown""".split()
)
_EXTENTS = frozenset("long wide high tall deep thick".split())
_NO_ADVERBS = frozenset(
    "family supply ally assembly monthly weekly daily early elderly friendly deadly likely july italy".split()
)


@dataclass(frozen=True, slots=True)
class Thing:
    """The noun after a number: its words, where it ends, and its last word in lower case."""

    words: str
    end: int
    head: str


def thing_after(text: str, low: str, at: int, stop: int, *, many: bool, adjective: bool) -> Thing | None:
    """The noun phrase that goes on at `at`, up to its first plural or the first word that cannot belong to it.

    `many` says that a plural is to be expected, `adjective` that the phrase may open with a participle ("wounded
    sailors") rather than with a verb ("9% compared with").
    """
    place, words, first = at, 0, -1
    end, head = at, ""
    after_of = False
    while words < 6 and place < stop:
        m = _next_word(text, place, stop)
        if m is None:
            break
        word = low[m.start() : m.end()]
        if word == "of" or (after_of and word in _DETERMINERS):
            after_of = True
        elif _stops(word, words, adjective):
            break
        else:
            end, head = m.end(), word
            after_of = False
        first = m.start() if first < 0 else first
        place, words = m.end(), words + 1
        if many and _is_plural(word) and not low.startswith(" of ", place):
            break
    if not head or head == "ones" or (words == 1 and _is_adverb(head)):
        return None
    if "/" in head and _CREDIT.fullmatch(text, first, end):
        return None
    return Thing(text[first:end], end, head)


def _next_word(text: str, place: int, stop: int) -> re.Match[str] | None:
    """The next word where only a space or hyphen lies between."""
    return _WORD.match(text, place + 1, stop) if text[place : place + 1] in ("-", " ", "\u00a0") else None


def _stops(word: str, words: int, adjective: bool) -> bool:
    if word in _STOPS or (word[0].isdigit() and not word.endswith("-year-old")):
        return True
    part = word.endswith("ed") or word in _PARTICIPLES
    if not words:
        return not adjective and (part or word in _EXTENTS)
    return part or _is_adverb(word) or (word.endswith("ing") and words > 1)


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in _NO_ADVERBS


def _is_plural(word: str) -> bool:
    if word in _PLURALS:
        return True
    return len(word) > 2 and word[-1] == "s" and word[-2] not in "su'’" and word not in _NO_PLURALS


def named(text: str, low: str, thing: Thing, stop: int) -> str:
    """The thing with the few words after it that make it clear: "ships turned away at night", "steps a day"."""
    return tidy(thing.words + text[thing.end : _extension(text, low, thing.end, stop)])


def led_to(text: str, low: str, start: int, end: int, begin: int, stop: int) -> str | None:
    """What a number without a noun of its own is about: the words of its clause before it, else those after it.

    `start` and `end` bound the number, `stop` ends the sentence; `begin` starts the words that may be used.
    """
    before = _words_before(text, start, begin)
    after = tidy(text[end : _extension(text, low, end, stop)])
    if len(before.split()) < 2 and after:
        return after
    per = _PER.match(low, end)
    if before and per is not None and not before.endswith(per.group()[1:]):
        return before + per.group()
    return before or after or None


def _extension(text: str, low: str, at: int, stop: int) -> int:
    place, end, words = at, at, 0
    while words < 5:
        m = _next_word(text, place, stop)
        if m is None:
            break
        word = low[m.start() : m.end()]
        if _HARMED.fullmatch(word) or not (_goes_on(word, words) if words else _opens(word)):
            break
        if not words and _ACTS.match(low, m.start()):
            break
        place, words = m.end(), words + 1
        if word not in _THIN:
            end = place
    return end


# "The 90-ton rocket stirred a debate": a verb of its own, no part of the name.
_ACTS = re.compile(r"[a-z]+ed (?:an?|his|her|their|its|our|my|them|him|us) ")


def _opens(word: str) -> bool:
    return word in _LINKS or word == "of" or word.endswith(("ed", "ing")) or word in _PARTICIPLES


def _goes_on(word: str, words: int) -> bool:
    return not (word in _BREAKS or (words > 2 and word in _LINKS) or (words > 1 and word.endswith("ed")))


def _words_before(text: str, at: int, begin: int) -> str:
    """Up to six words of the same clause that lead to the number."""
    window = text[max(begin, at - _REACH) : at]
    cut = max(window.rfind(mark) for mark in _MARKS)
    clause = window[cut + 1 :] if cut >= 0 and len(window) - cut > 12 else window
    if len(clause) == len(window) and at - _REACH > begin:
        clause = clause.partition(" ")[2]
    words = clause.split()
    said = next((i for i in range(len(words) - 1, -1, -1) if words[i].casefold() in _SAID), -1)
    if 0 <= said < len(words) - 2:
        words = words[said + 1 :]
    return tidy(" ".join(words[-6:]))


def lasting(words: str) -> str | None:
    """What lasts, of the words that lead to a time span: "The talks lasted"; None where they do not tell."""
    m = _LASTS.fullmatch(words)
    return tidy(m["what"]) or None if m is not None else None


def without_toll(words: str) -> str | None:
    """The words without those that say somebody was harmed: "within four hours" counts no dead."""
    kept = ""
    for word in words.split():
        kept = "" if HINT.match(word.casefold()) else f"{kept} {word}"
    return tidy(kept) or None


def tidy(words: str) -> str:
    """The words without marks and thin words at their ends."""
    parts = words.replace("|", " ").strip(" |-–—,;:()“”\"'").split()
    while parts and parts[-1].strip(",;:–—-").casefold() in _THIN_END:
        parts.pop()
    while parts and parts[0].casefold() in _THIN_START:
        parts.pop(0)
    return " ".join(parts).strip(" |,;:–—-(")
