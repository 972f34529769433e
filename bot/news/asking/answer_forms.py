"""The form that an answer must have: "how deep" asks for a length, "how old is Ana" for an age beside her name.

The words of a question may all stand in a sentence that tells something else of the same thing: "how many firemen were
hurt" is not answered by how many came. What is asked for by form, and what is told of it, must be there too.
"""

from __future__ import annotations

import re

from bot.news.asking.answer_types import AMOUNT, spots
from bot.news.asking.deeds import ANY_VERB, deeds, done_here, has_doer
from bot.news.asking.matching import Read, Scene
from bot.news.asking.questions import Kind, Question
from bot.news.asking.stems import kin, stems, terms

_LENGTHS = (
    r"(?:met(?:er|re)s?|kilomet(?:er|re)s?|km|m|cm|centimet(?:er|re)s?|mm|miles?|feet|foot|ft|inch(?:es)?|yards?)"
)
_LENGTH = rf"\b{AMOUNT}[ -]{_LENGTHS}\b(?! (?:of|per)\b)"
_STOREYS = rf"\b{AMOUNT}[ -](?:storeys?|story|stories|floors?)\b"
_DEGREES = rf"\b{AMOUNT}\s?(?:°|degrees?\b|[CF]\b)|\b(?:Celsius|Fahrenheit|below zero|below freezing)\b"
_SHARE = rf"\b{AMOUNT}\s?(?:%|per ?cent\b)"
_MONEY = rf"[$£€¥₹]\s?\d|\b{AMOUNT} (?:dollars|pounds|euros|crowns|francs|yen|yuan|rupees)\b"
_TIMES = rf"\b{AMOUNT}[ -](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries)\b"
_FORMS = {
    "old": rf"\b(?:aged?|age of|turned|turns|turning) {AMOUNT}|\b{AMOUNT}[ -](?:year|month|week|day)s?[ -]old\b"
    rf"|\b{AMOUNT} (?:\w{{1,20}} )?(?:years|months|centuries) (?:old|of age)\b|[^\W\d], \d{{1,3}}(?=[,.;)]| and\b)"
    r"|\(\d{1,3}\)|\bin (?:his|her|their) (?:early |mid |mid-|late )?(?:teens|\w{2,12}ties)\b|\bborn (?:on|in)\b"
    r"|\bdat(?:es?|ing|ed) (?:back|from)\b|\b(?:birthday|centuries[ -]old|century[ -]old)\b",
    "deep": _LENGTH,
    "wide": _LENGTH,
    "tall": rf"{_LENGTH}|{_STOREYS}",
    "far": rf"{_LENGTH}|{_TIMES}|\blight[ -]years?\b",
    "high": rf"{_LENGTH}|{_STOREYS}|{_SHARE}|{_MONEY}|{_DEGREES}|\b(?:points?|record)\b",
    "long": rf"{_LENGTH}|{_TIMES}|\b(?:pages?|until|indefinitely|permanent(?:ly)?)\b",
    "heavy": rf"\b{AMOUNT}[ -](?:kg|kilos?|kilograms?|grams?|g|tons?|tonnes?|pounds?|lbs?|ounces?|oz|stone)\b",
    "fast": rf"\b(?:mph|kph|km/h|knots?|mach|an hour|per hour|per second|a second)\b|\b(?:in|within) (?=\w){_TIMES}"
    r"|\b\d{1,3}:\d\d",
    "hot": _DEGREES,
    "cold": _DEGREES,
    "often": r"\b(?:once|twice|daily|weekly|monthly|yearly|annual(?:ly)?|hourly|every|each|times|per"
    r"|a (?:day|week|month|year))\b",
}
_FORMS["frequently"] = _FORMS["often"]
_PATTERNS = {word: re.compile(pattern, re.IGNORECASE) for word, pattern in _FORMS.items()}
_DIMENSION = re.compile(rf"\bhow (?P<which>{'|'.join(_FORMS)})\b", re.IGNORECASE)
_OTHER_WAY = re.compile(r"[ -](?P<which>long|wide|deep|high|tall|in length|in width|in depth|in height)\b")
_SAME_WAY = {"in length": "long", "in width": "wide", "in depth": "deep", "in height": "high", "tall": "high"}


_ORDINALS = frozenset(stems("second third fourth fifth sixth seventh eighth ninth tenth"))
_OPPOSITES = (
    "old new|new old|men women|women men|first last|last first|north south|south north|east west|west east|upper lower|"
    "lower upper"
)
_AGAINST = tuple(
    (re.compile(rf"\b{a}\b", re.IGNORECASE), re.compile(rf"\b{b}\b", re.IGNORECASE))
    for a, b in (pair.split() for pair in _OPPOSITES.split("|"))
)
_ROLE = re.compile(
    r"\bwho(?:'s| is| are| was| were| will be| became| becomes) (?:the |an? |[A-Z]\w{1,30}'s )?"
    r"(?P<role>[\w -]{3,40}?)(?: (?:of|in|at|for)\b|\W*$)",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(?:former|ex-|late|one-time|previous|then)[ -](?:\w{1,20} )?$", re.IGNORECASE)
_NEXT = re.compile(r"\bnext\b", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:next|will|due|scheduled|planned|set to|is to|are to|upcoming|coming)\b", re.IGNORECASE)
_NAME_OF = re.compile(
    r"\bname of (?:the |an? |this |that )?(?P<thing>[\w' -]{2,40}?)(?: (?:that|which|who|of|in|at)\b|\W*$)", re.I
)
_CLAUSE_ENDS = re.compile(
    r"[,.;:()\"“”]|\b(?:at|in|from|on|with|for|to|by|near|off|into|over|under|after|before|during|when|while|who|that|which|"
    r"as|than|and|or|but|because|since|about|against|between|through|across)\b"
)
_NOUNLESS = re.compile(
    r"\W*(?:(?:of (?:them|whom|these|those|the \w{1,30})|others?|more|people|were|was|are|have|had|has|did"
    r"|remain\w{0,5}|\w{1,20}ed)\b|[,.;)]|$)",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    stems(
        """people person man woman child passenger worker resident student pupil soldier officer guest visitor victim
        patient firefighter sailor fan employee tourist villager miner teenager boy girl adult civilian migrant refugee
        protester driver customer inhabitant citizen member participant crew sufferer survivor hostage prisoner inmate
        voter user demonstrator spectator attendee casualty fatality death body life troop"""
    )
)
_HUMAN = frozenset(stems("people person men human anyone others victim casualty"))
_FIGURES: frozenset[Kind] = frozenset(("count", "money", "measure", "percent"))
_MUST_TELL: frozenset[Kind] = _FIGURES | {"person", "duration"}
# In so short a question each word counts: what no article speaks of has no figure there.
_SHORT = 5
_BECAUSE = re.compile(r"\b(?:because|due to|owing to|caused by|the (?:reason|cause) )", re.IGNORECASE)
_WAS_DONE = re.compile(r"\bwh\w+ (?:was|were|has|have|is|are)\b", re.IGNORECASE)
_AS_MANY = re.compile(r"\bas many\b", re.IGNORECASE)


class Forms:
    """What the sentences of a scene must show to answer a question."""

    def __init__(self, question: Question, scene: Scene) -> None:
        self._question = question
        self._scene = scene
        found = _DIMENSION.search(question.text) if question.kind in ("measure", "duration") else None
        self._dimension = found["which"].lower() if found else ""
        self._asked = frozenset(w.stem for w in question.wanted)
        self._wanted_deeds = deeds(question.text, len(question.wanted))
        self._deeds = self._deeds_of(question, scene)
        role = _ROLE.search(question.text) if question.kind == "person" else None
        self._role = terms(role["role"])[-1].stem if role and terms(role["role"]) else ""
        self._ordinals = _ORDINALS & self._asked
        self._against = [(a, b) for a, b in _AGAINST if a.search(question.text) and not b.search(question.text)]
        self._unheard_of = question.kind in _FIGURES and _unheard_of(question, scene)
        self._next = question.kind == "time" and _NEXT.search(question.text) is not None
        named = _NAME_OF.search(question.text)
        self._named = terms(named["thing"])[-1].stem if named and terms(named["thing"]) else ""

    def met(self, at: int) -> bool:
        """Whether sentence number `at` has what an answer must have."""
        s = self._scene.sentences[at]
        text = self._scene.texts[s.group]
        return all(
            (
                not self._unheard_of,
                self._measured(text, s),
                self._told(text, s),
                self._in_role(text, s),
                self._ordinals <= s.stems,
                not self._contrary(text, s),
                not self._next or _AHEAD.search(text, s.start, s.end) is not None,
                self._counted(text, s),
                self._has_name(text, s),
            )
        )

    def _deeds_of(self, question: Question, scene: Scene) -> frozenset[str]:
        """What must be told to be done; other words may tell it where no sentence has that word."""
        passive = _WAS_DONE.search(question.text) is not None
        if question.kind not in _MUST_TELL and not (question.kind == "time" and passive):
            return frozenset()
        found = self._wanted_deeds
        said = question.kind in _FIGURES or any(not found.isdisjoint(s.stems) for s in scene.sentences)
        return found if said else frozenset()

    @property
    def demanding(self) -> bool:
        """Something beyond the question's words must be there, which few sentences have by chance."""
        return bool(self._dimension or self._deeds or self._role or self._ordinals)

    def told(self, at: int) -> bool:
        """Sentence number `at` speaks of the very deed that a short question asks about."""
        return bool(self._wanted_deeds) and done_here(self._wanted_deeds, self._scene.sentences[at])

    def plain_reason(self, at: int) -> bool:
        """Sentence number `at` says in so many words that something is a reason."""
        s = self._scene.sentences[at]
        return _BECAUSE.search(self._scene.texts[s.group], s.start, s.end) is not None

    def _told(self, text: str, s: Read) -> bool:
        if not self._deeds:
            return True
        if not done_here(self._deeds, s):
            return False
        return self._question.kind != "person" or self._role != "" or has_doer(self._deeds, self._asked, text, s)

    def _in_role(self, text: str, s: Read) -> bool:
        if not self._role:
            return True
        ways = {self._role} | kin(self._role)
        return any(
            t.stem in ways and _FORMER.search(text, max(s.start, t.start - 30), t.start) is None for t in s.terms
        )

    def _contrary(self, text: str, s: Read) -> bool:
        return any(b.search(text, s.start, s.end) and not a.search(text, s.start, s.end) for a, b in self._against)

    def _counted(self, text: str, s: Read) -> bool:
        """A number stands there that counts the thing asked for, or no other thing."""
        if self._question.kind != "count" or not self._question.focus:
            return True
        things = frozenset(self._question.focus).union(*(kin(f) for f in self._question.focus))
        # "Of the prisoners 90 troops went home": people are counted by more than one name.
        people = not _PEOPLE.isdisjoint(self._question.focus) and not things.isdisjoint(s.stems)
        if people or not _HUMAN.isdisjoint(self._question.focus):
            things |= _PEOPLE
        for _, end in spots("count", text, s.start, s.end, self._question.focus):
            if _NOUNLESS.match(text, end, s.end):
                return True
            cut = _CLAUSE_ENDS.search(text, end, s.end)
            if any(t.stem in things for t in terms(text, end, cut.start() if cut else s.end)):
                return True
        return _AS_MANY.search(text, s.start, s.end) is not None

    def _has_name(self, text: str, s: Read) -> bool:
        """A name beside the thing that is to be named."""
        if not self._named:
            return True
        ways = {self._named} | kin(self._named)
        for at, t in enumerate(s.terms):
            if t.stem in ways:
                beside = [*s.terms[max(0, at - 3) : at], *s.terms[at + 1 : at + 4]]
                if any(b.name and b.stem not in self._asked and b.start != s.start for b in beside):
                    return True
        return False

    def _measured(self, text: str, s: Read) -> bool:
        if not self._dimension or (self._dimension == "long" and self._question.kind != "measure"):
            return True
        return any(self._this_way(text, m, s) for m in _PATTERNS[self._dimension].finditer(text, s.start, s.end))

    def _this_way(self, text: str, found: re.Match[str], s: Read) -> bool:
        """ "310 metres long" tells no width."""
        other = _OTHER_WAY.match(text, found.end(), s.end)
        if other is None or self._dimension not in ("deep", "wide", "tall", "high", "long"):
            return True
        return _SAME_WAY.get(other["which"], other["which"]) == _SAME_WAY.get(self._dimension, self._dimension)


def _unheard_of(question: Question, scene: Scene) -> bool:
    words = [w.stem for w in question.wanted if w.weight >= 1 and w.stem not in ANY_VERB]
    if len(words) > _SHORT or not words:
        return False
    known = frozenset().union(*scene.titles, *(s.stems for s in scene.sentences))
    return any(w not in known and kin(w).isdisjoint(known) for w in words)
