"""Tell whether two figures, mostly of two articles, count one thing of one event and one time.

Strict, for what is called the same is shown side by side: the same unit, the same noun with the same words before it,
the same harm done to those counted, something else in common beside them, no place, day or degree that differs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.asking.stems import Term, stem, stems, terms
from bot.news.counting.number_kinds import DURATIONS
from bot.news.counting.numbers import find_numbers
from bot.news.proving.paraphrases import LIGHT, same_as
from bot.news.text import fold, key
from bot.news.types import Figure, RevisionId, Span

_REACH = 4  # terms on either side of a figure that tell what is said of it
_LIKENESS = 0.3  # share of a sentence's words that the other has too
_CHARS = 120  # within which these terms are looked for
_COUNTED_KINDS = frozenset({"count", "measure", "money", "percent"})

_HARMS = {
    **dict.fromkeys("killed dead death deaths died slain fatalities fatality".split(), "killed"),
    **dict.fromkeys("injured wounded hurt injuries injury hospitalised hospitalized".split(), "hurt"),
    "shot": "shot", "missing": "missing", "casualties": "casualties", "casualty": "casualties",
}  # fmt: skip
_UNFOUND = re.compile(r"[ -](?:people |others? )?(?:(?:were|was|are|is|still|remain(?:s|ed)?|also|be|to be|listed as"
                      r"|reported|feared) ){0,4}(?:missing|unaccounted for)\b")  # fmt: skip
_PEOPLE = frozenset(stem(w) for w in "people persons total lives toll number victims".split())
# What makes those counted some of a larger number.
_SOME_OF_THEM = re.compile(
    r"\bof (?:the|its|their|his|her|those|these|them|our|us)\b|\b(?:others?|more|another|further)\b"
)
_MORE = frozenset("another additional further".split())
_DEGREES = re.compile(r"\b(?:serious|critical|grave|severe|slight|minor|light|bad|life-threatening|moderate)(?:ly)?\b")
# A sentence with one of these tells of another time or another event, or of what is not settled.
_ELSEWHEN = re.compile(
    r"\b(?:last|previous|previously|earlier|prior|past|ago|since|history|historic|record|worst|deadliest|average|"
    r"typical(?:ly)?|usual(?:ly)?|annual(?:ly)?|each|every|separate(?:ly)?|similar|compared|decades?|former|next|until|"
    r"(?:1[89]|20)\d\d|\d0s|"
    r"could|would|may|might|should|if|feared|fears?|expect(?:s|ed)?|forecast|predict(?:s|ed)?|plan(?:s|ned)?|target|"
    r"goal|hope[sd]?|potential(?:ly)?|likely|unlikely|estimated?|capacity|maximum|minimum|per|not|never|denied|false|"
    r"un(?:confirmed|verified)|meanwhile|elsewhere|at the scene|in (?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december)|"
    r"(?:an?|the|that|those)[ -](?:other|earlier|first|second|third|fourth|fifth))\b|n't\b"
)
# Who he is, or which quake "it" was, stands in another sentence.
_SOMEBODY = re.compile(r"\b(?:he|she|his|her|i|my|we|our|you|your)\b")
_BACK = re.compile(r"\W*(?:it|they|that|this|those|these)\b")
_WHOLE = re.compile(r"[.!?][\"')\]]*\s*$")
_PLACE = re.compile(
    r"\b(?:in|at|near|from|of|outside|across|around|off|inside|north|south|east|west) (?:[a-z]+ ){0,3}"
    r"([A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3})"
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight".split())
_DAY_STEMS = frozenset(stem(day) for day in _DAYS)
_PERIOD = re.compile(r"\b(?:first|second|third|fourth|half|quarter|month|week|day|year|january|february|march|april|may"
                     r"|june|july|august|september|october|november|december)\b")  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b")
_CLAUSE = re.compile(r"[;:—()“”\"]|\s[–-]\s")


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with all that tells what it counts.

    `thing` are the stems of the noun and of the words before it, empty for people harmed; `about` what the article says
    that is counted; `near` the stems of the words around and `told` those of the sentence, None where it is not known.
    `settled`: it tells of this event and this time, as a fact, and of all of them: only then it may stand against
    another one.
    """

    revision: RevisionId
    figure: Figure
    sentence: Span
    harm: str
    thing: frozenset[str]
    about: frozenset[str]
    near: frozenset[str] | None
    places: frozenset[str]
    days: frozenset[str]
    period: frozenset[str]
    names: frozenset[str]
    degree: str
    told: frozenset[str] | None
    settled: bool


def counted(revision: RevisionId, figure: Figure, sentence: Span, text: str | None, words: str) -> Counted | None:
    """What a figure counts; None where that cannot be compared: ranks, shares, time spans, numbers without a noun.

    `text` is the text that figure and sentence point into, None where it is not known; `words` are the figure's own.
    """
    numbers = find_numbers(words)
    if not numbers or numbers[0].value != figure.value or numbers[0].kind not in _COUNTED_KINDS:
        return None
    if figure.unit in DURATIONS or _ORDINAL.search(words):
        return None
    harm = _harm(figure, text)
    rest = words[numbers[0].span.end :]
    around = _around(text, sentence, figure.span) if text else None
    thing = _thing(figure, rest, harm, around)
    if not harm and not thing:
        return None
    told = fold(sentence.of(text)) if text else words
    low = told.lower()
    return Counted(
        revision,
        figure,
        sentence,
        harm,
        thing,
        frozenset(stems(figure.of_what or "")),
        around.stems - thing if around else None,
        _places(told),
        frozenset(w for w in _WORD.findall(low) if w in _DAYS),
        frozenset(_PERIOD.findall(low)) if figure.unit else frozenset(),
        frozenset(t.stem for t in terms(told)[1:] if t.name and t.stem not in _DAY_STEMS),
        _degree(text, figure.span) if text else "",
        frozenset(stems(told)) if text else None,
        not (figure.part or figure.outdated or _unsettled(figure, words, rest) or _elsewhere(words, low, harm)),
    )


def _unsettled(figure: Figure, words: str, rest: str) -> bool:
    """Some of them, or of them and others."""
    return bool(_SOME_OF_THEM.search(f"{rest} {figure.of_what or ''}".lower()) or _MORE & {figure.qualifier})


def _elsewhere(words: str, sentence: str, harm: str) -> bool:
    """True where a sentence may tell of another time, another event, another person, or of what is not settled."""
    if not _WHOLE.search(sentence) or _BACK.match(sentence) or (not harm and _SOMEBODY.search(sentence)):
        return True
    return bool(_ELSEWHEN.search(sentence.replace(fold(words).lower(), " ")))


@dataclass(frozen=True, slots=True)
class _Around:
    before: tuple[Term, ...]
    after: tuple[Term, ...]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(t.stem for t in (*self.before, *self.after) if not t.name and t.stem not in LIGHT)


def _around(text: str, sentence: Span, span: Span) -> _Around:
    """The terms beside a figure in its sentence, no further than the next number or the end of the clause."""
    begin = max(sentence.start, span.start - _CHARS)
    before = text[begin : span.start]
    cut = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    after = text[span.end : min(sentence.end, span.end + _CHARS)]
    end = next((m.start() for m in _CLAUSE.finditer(after)), len(after))
    # A sentence opens with a capital that names nothing.
    opened = 1 if begin == sentence.start else -1
    found = [Term(t.stem, t.start, t.end, t.name and t.start > opened) for t in terms(before, cut)]
    first = _up_to_number(found[::-1])[:_REACH]
    return _Around(tuple(first), tuple(_up_to_number(terms(after, 0, end))[:_REACH]))


def _up_to_number(found: Sequence[Term]) -> Sequence[Term]:
    return found[: next((i for i, t in enumerate(found) if t.stem[0].isdigit()), len(found))]


def _harm(figure: Figure, text: str | None) -> str:
    """What befell those counted: "killed", "hurt", "shot", "missing", "casualties", or nothing."""
    if figure.unit is not None:
        return ""
    if text and _UNFOUND.match(text, figure.span.end):
        return "missing"
    about = _WORD.findall((figure.of_what or "").lower())
    return _HARMS.get(about[-1], "") if about else ""


def _thing(figure: Figure, rest: str, harm: str, around: _Around | None) -> frozenset[str]:
    if harm:
        about = [w for w in _WORD.findall(figure.of_what or "") if w.lower() not in _HARMS]
        return frozenset(stems(" ".join(about))) - _PEOPLE
    own = frozenset(stems(rest))
    if own or around is None or figure.unit is None:
        return own
    # "Revenue rose to $4m": a sum is of what stands before it.
    lead = next((t.stem for t in around.before if not (t.name or t.stem in LIGHT or t.stem in _MOVES)), "")
    return frozenset({lead} - {""})


_MOVES = frozenset(
    stem(w)
    for w in """rise fall grow drop climb jump gain lose increase decrease decline surge soar plunge slip edge reach
    hit cost worth pay raise cut beat miss add up down about nearly estimate total""".split()
)


def _places(sentence: str) -> frozenset[str]:
    found = {key(w) for m in _PLACE.finditer(sentence) for w in m.group(1).replace(".", "").split()}
    return frozenset(found - _DAYS - {"the"})


def _degree(text: str, span: Span) -> str:
    """ "Seriously" in "four people were seriously injured"."""
    near = _DEGREES.search(text.lower(), max(0, span.start - 12), min(len(text), span.end + 60))
    return near.group().removesuffix("ly") if near else ""


def same_count(one: Counted, other: Counted) -> bool:
    """True where two figures count one thing of one event and one time, whatever their values."""
    mine, theirs = one.figure, other.figure
    if mine.unit != theirs.unit or one.harm != other.harm or one.degree != other.degree or one.period != other.period:
        return False
    if one.thing != other.thing or _apart(one.places, other.places) or _apart(one.days, other.days):
        return False
    if one.harm:
        return True
    if _apart(one.names, other.names):
        return False
    if one.near is None or other.near is None:
        return one.about == other.about
    return _alike(one, other) and any(form in other.near or same_as(form) & other.near for form in one.near)


def risen_toll(was: Counted, now: Counted) -> bool:
    """True where a toll, told as one, tops an earlier count: it holds all, whatever they were called then, and when."""
    if not was.harm or was.harm != now.harm or now.thing or "toll" not in (now.told or ()):
        return False
    return now.figure.value > was.figure.value and not _apart(was.places, now.places)


def _alike(one: Counted, other: Counted) -> bool:
    """True where two sentences tell of the same, as far as their words show."""
    mine, theirs = (one.told or frozenset()) - one.thing, (other.told or frozenset()) - other.thing
    return len(mine & theirs) >= _LIKENESS * min(len(mine), len(theirs))


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)
