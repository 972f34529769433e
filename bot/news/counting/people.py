"""Read a listing of people at one place of a text: "a man and two teenagers", "his wife, their son and himself".

A person is told by a noun ("her 10-year-old son"), by a name of two words or one with an age ("Ada Holm, 42"), or
by a pronoun ("he and three others"). A name beside a noun says who that is and is not counted again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.news.counting.number_words import SMALL

_ONE = (
    "man woman boy girl teen teenager child kid baby infant toddler youth youngster juvenile minor adult person victim "
    "male female mother father mom dad mum parent son daughter stepson stepdaughter stepmother stepfather brother "
    "sister sibling twin wife husband spouse girlfriend boyfriend fiancee fiance fiancée fiancé partner ex-wife "
    "ex-husband ex-girlfriend ex-boyfriend grandmother grandfather grandma grandpa grandson granddaughter grandchild "
    "uncle aunt nephew niece cousin mother-in-law father-in-law son-in-law daughter-in-law brother-in-law "
    "sister-in-law friend roommate neighbor neighbour relative stranger passer-by passerby bystander officer deputy "
    "trooper policeman policewoman guard soldier sergeant detective agent firefighter paramedic medic marshal driver "
    "passenger worker employee clerk owner manager customer student teacher pupil professor nurse doctor tenant "
    "resident visitor gunman shooter attacker assailant bomber cashier pedestrian cyclist motorist tourist pilot "
    "journalist reporter fisherman miner sailor farmer shopper pastor priest lawyer judge colleague co-worker "
    "classmate"
).split()
_MANY = (
    "men women children people others babies youths wives policemen policewomen ex-wives gunmen fishermen passers-by "
    "passersby fathers-in-law civilians troops siblings"
).split() + [
    word + "s" for word in _ONE if not word.endswith(("man", "child", "baby", "wife", "passer-by", "passerby"))
]
_PAIRS = {"couple": 2, "pair": 2, "twins": 2, "trio": 3}
PEOPLE = frozenset((*_ONE, *_MANY, *_PAIRS))
NUMBER_WORDS = {word: value for word, value in SMALL.items() if 1 <= value <= 12}

# Words that cannot stand between an article and the noun of a person.
_STOPS = (
    "is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must|in|on|at|to|from|by|for|with"
    "|without|into|over|under|of|about|than|as|and|or|but|nor|so|if|because|while|when|where|which|who|whose|that|"
    "what|after|before|during|between|against|near|outside|inside|said|says|say|told|killed|shot|wounded|injured|hurt"
    "|dead|died|then|also|not|the|a|an|his|her|their|its|another|killing|shooting|wounding|injuring|leaving|including"
    "|fatally|it|he|she|they"
)
_ADJECTIVES = rf"(?:(?!(?:{_STOPS}) )[^\W_][\w'./-]{{0,24}},? )"
_YEARS = rf"(?:\d{{1,2}}|{'|'.join(NUMBER_WORDS)})-(?:year|month|week|day)s?-old"
_BARE = rf"(?:(?:{_YEARS}|teen|teenage|young|elderly|pregnant|off-duty|police|security|store) )"
_CLOSE = r"(?![\w'-])"


def _any_of(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


NOUNS = _any_of([*_ONE, *_PAIRS])
_NUMBER = rf"(?:{'|'.join(NUMBER_WORDS)}|\d{{1,2}})"
_MORE = r"(?:(?:other|others|more|additional|of (?:his|her|their|the)|other of (?:his|her|their)) )?"
_COUNTED = re.compile(
    rf"(?:(?:the|his|her|their|its|another|all|these|those|my|our) )?(?:other )?(?P<number>{_NUMBER}) {_MORE}"
    rf"{_ADJECTIVES}{{0,4}}?(?:{_any_of(_MANY)}){_CLOSE}"
    rf"|(?P<bare>{_NUMBER}) (?:others|more){_CLOSE}"
)
_SINGLE = re.compile(
    rf"(?:(?P<det>an?|the|his|her|their|its|my|our|another|one|one other) {_ADJECTIVES}{{0,4}}?|{_BARE}{{0,2}})"
    rf"(?:(?P<noun>{_any_of(_ONE)})|(?P<group>{'|'.join(_PAIRS)})(?! of )|"
    rf"(?P<old>{_YEARS})(?! {_ADJECTIVES}{{0,2}}(?:{_any_of(_ONE)}){_CLOSE})){_CLOSE}"
    rf"|(?:a|the) (?:second|third|fourth|fifth|sixth)(?: (?P<nth>{_any_of(_ONE)}))?{_CLOSE}"
    rf"|(?P<subject>he|she){_CLOSE}|(?P<pronoun>him(?:self)?|herself|myself|(?:her|another)"
    rf"(?= (?:was|were|is|are|had|has|who|in|on|to|at|and|before|by|dead)(?![^\W_])|[,.;]|$)){_CLOSE}"
)
_BOTH = re.compile(
    rf"both(?: of (?:them|the \w+)| (?:of the )?(?:{_any_of(_MANY)}))?(?= (?:were|was|are|have|had|died|dead|women))"
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Dr|Sgt|Lt|Capt|Cpl|Officer|Deputy|Sergeant|Trooper|Detective)\.? )?"
_NAME_PART = r"(?:[A-Z][\w'’-]{1,24}|[A-Z]\.(?:[A-Z]\.)?|de|la|van|von|bin|al|del|“[^”\n]{1,20}”|\"[^\"\n]{1,20}\")"
_NAME = re.compile(
    rf"(?P<aged>{_YEARS} )?{_TITLE}(?P<name>[A-Z][\w'’-]{{1,24}}(?: {_NAME_PART}){{0,3}}(?:,? [JS]r\.?)?)(?![\w-])"
)
_NO_NAME = re.compile(
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|County|City|Police|Department|Hospital|Center|University|School|Park|"
    r"Medical|Sheriff|Court|Inc|Boulevard|Lane|Highway|State|North|South|East|West)\b|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec)$|(?:The|In|At|On|A|An|Two|Three|Four|Five|Six"
    r"|Police|Man|Woman|Men|Women|"
    r"Killed|Shot|Dead|Wounded|Injured|Hurt|And|But|When|After|Also|One)\b"
)
_PLACE_BEFORE = re.compile(r"(?<![^\W_])(?:in|at|near|from|of|on|to|outside) $")
_AGED = re.compile(
    r"(?:,? (?:both )?(?:aged? |ages )?\(?\d{1,2}\)?(?:(?<=\d), \d{1,2}(?=,? \d"
    r"| and \d))*(?:,? and \d{1,2})?(?![\w%-]|[.,]\d|:\d)"
    rf"(?! {_ADJECTIVES}{{0,2}}(?:more|{_any_of(_MANY)}){_CLOSE})"
    r"|,? (?:in|aged) (?:his|her|their) (?:early |mid-?|late )?\d0s)"
)
_PLACED = re.compile(r",? (?:of|from) (?:[A-Z][\w.'’-]+)(?: [A-Z][\w.'’-]+){0,2}(?:, [A-Z][\w.'’-]+)?(?=,| and |;)")
_OF_SOME = re.compile(rf" of (?:{_NUMBER})(?= |,|$)")
_JOIN = re.compile(
    r"(?P<comma>[,;])?(?P<and> (?:and|&|as well as|along with|plus)(?: then| also)?|(?<=,) then)? (?=[^\s])"
)

_OPEN = re.compile(r"(?:several |many |some )?(?:others|many more|more)(?! (?:men|women|people))(?![^\W_])|et al")
# Longer listings are rosters; a story's dead are told in fewer.
_MOST = 40

Kind = Literal["noun", "counted", "name", "pronoun", "both"]


@dataclass(frozen=True, slots=True)
class _Member:
    kind: Kind
    count: int
    end: int
    noun: str
    bare: bool = False
    vague: bool = False
    each: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """How many people are named, where that ends, and its last noun (empty after a name).

    `numbered`: one number tells them all.
    """

    count: int
    end: int
    head: str
    numbered: bool


def people_at(text: str, low: str, at: int, stop: int) -> People | None:
    """The people named from `at` on, one or a listing of more; None where nobody is named or their number is open.

    Members with commas alone between them are a listing in headlines ("Man, 2 women shot") and else one person told
    in two ways ("his victim, a clerk").
    """
    members: list[tuple[_Member, bool]] = []
    place, comma, joined = at, False, False
    while len(members) < _MOST:
        member = _member(text, low, place, stop, first=not members)
        if member is None or (members and members[0][0].vague and member.kind == "name"):
            break
        members.append((member, comma))
        join = _JOIN.match(low, member.end, stop)
        if join is None or not (join["comma"] or join["and"]):
            break
        place, comma = join.end(), join["and"] is None
        joined = joined or not comma
        if _OPEN.match(low, place):
            return None
    if members and members[0][0].vague and len(members) == 1:
        return None
    kept = members if any(not c for _, c in members[1:]) else members[: _headline(members)]
    if not kept:
        return None
    last = kept[-1][0]
    first, rest = kept[0][0], _sum(kept[1:])
    # "Two people, a man and a woman, were hurt": the rest says who the first are.
    again = first.kind == "counted" and len(kept) > 2 and kept[1][1] and rest == first.count
    again = again and (low.startswith(",", last.end) or first.noun in ("people", "victims", "others"))
    return People(rest if again else _sum(kept), last.end, last.noun, len(kept) == 1 and last.kind == "counted")


def _headline(members: list[tuple[_Member, bool]]) -> int:
    """How many of the members that only commas part are a listing: those that follow without an article."""
    at = 1
    while at < len(members) and members[at][0].bare and members[0][0].kind != "name":
        at += 1
    return min(at, len(members))


def _sum(members: list[tuple[_Member, bool]]) -> int:
    """All members together, without those that only say who the one before is."""
    total, naming = 0, 0
    before: _Member | None = None
    for member, comma in members:
        if naming > 0 and (member.kind == "name" or member.each):
            naming -= 1
        elif before is not None and comma and _tells_again(before, member):
            naming = before.count - 1 if member.kind == "name" or member.each else 0
        else:
            total, naming = total + member.count, 0
        before = member
    return total


def _tells_again(before: _Member, member: _Member) -> bool:
    """ "her son, Tim Holm" and "Tim Holm, a baker" are one person; "two teens, one of them a girl" are two."""
    if member.each:
        return before.kind == "counted"
    if member.kind == "name":
        return before.kind in ("noun", "counted")
    return before.kind == "name" and member.kind == "noun" and not member.bare


def _member(text: str, low: str, at: int, stop: int, *, first: bool) -> _Member | None:
    m = _COUNTED.match(low, at, stop)
    if m is not None:
        raw = m["number"] or m["bare"]
        noun = m.group().rpartition(" ")[2]
        return _Member("counted", NUMBER_WORDS.get(raw) or int(raw), _after(text, low, m.end(), stop), noun, bare=True)
    m = _SINGLE.match(low, at, stop)
    if m is not None and not (m["old"] and text[m.end() + 1 : m.end() + 2].isupper()):
        if m["pronoun"] or m["subject"]:
            return _Member("pronoun", 1, m.end(), "", bare=True) if first or m["pronoun"] else None
        noun = m["noun"] or m["group"] or m["nth"] or ""
        return _Member(
            "noun",
            _PAIRS.get(noun, 1),
            _after(text, low, m.end(), stop),
            noun,
            bare=not m["det"],
            each=m["det"] == "one",
        )
    m = _BOTH.match(low, at, stop) if first else None
    if m is not None:
        return _Member("both", 2, m.end(), "")
    return _named(text, low, at, stop, first=first)


def _named(text: str, low: str, at: int, stop: int, *, first: bool) -> _Member | None:
    m = _NAME.match(text, at, stop)
    if m is None or _NO_NAME.match(m["name"]) or _NO_NAME.search(m["name"]):
        return None
    end = _after(text, low, m.end(), stop)
    known = m["aged"] or " " in m["name"] or _AGED.match(low, m.end(), stop) is not None
    if known:
        return _Member("name", 1, end, "")
    # "Holm and two others": a surname alone stands for a person only where people follow, and never for a place.
    surname = first and low.startswith(" and ", end) and not _PLACE_BEFORE.search(low, max(0, at - 8), at)
    return _Member("name", 1, end, "", vague=True) if surname else None


def _after(text: str, low: str, at: int, stop: int) -> int:
    """Past what is told of a person: age, home, "of three"."""
    some = _OF_SOME.match(low, at, stop)
    at = some.end() if some is not None else at
    aged = _AGED.match(low, at, stop)
    at = aged.end() if aged is not None else at
    placed = _PLACED.match(text, at, stop)
    return placed.end() if placed is not None else at
