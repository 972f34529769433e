"""Count people who were killed or hurt where no one number does: listings of victims, "a double homicide", "both"."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from bot.news.counting.killers import killed_by_other, own_death
from bot.news.counting.people import NOUNS, NUMBER_WORDS, People, people_at
from bot.news.counting.tolls import DEADLY, toll_word
from bot.news.types import Span

_START = re.compile(
    r"(?<![\w'’-])(?=[A-Z\d]|(?:an?|the|his|her|their|its|my|our|another|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|"
    rf"all|both|he|she|him|himself|herself|teenage|{NOUNS})(?![\w'’]))"
)
_SHARE = re.compile(r"(?:including|includes?|among them|among whom|of whom|between|like|such as|than)[:,]? $")
_TIMES = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5, "sextuple": 6}
_MULTIPLE = re.compile(
    rf"(?<![\w])(?P<times>{'|'.join(_TIMES)})[ -](?P<fatal>fatal[ -])?"
    r"(?P<what>homicides?|murders?|killings?|slayings?|fatalit(?:y|ies)|shootings?|stabbings?)(?![\w-])"
)
# "A man was shot in the arm and a woman in the leg": one person each time.
_EACH = re.compile(
    rf"(?<![^\W_])(?:an?|another) (?:second |third |fourth |fifth )?(?:[\w-]+ ){{0,3}}?(?:{NOUNS}"
    rf"|\d{{1,2}}-(?:year|month)-old)"
    r"(?:, \d{1,2},)?(?: who)?(?: was| were| had been| has been)? (?:also )?(?:shot|wounded|injured|hurt|grazed"
    r"|struck|hit)(?! by"
    r" (?:a car|a vehicle)|(?: dead| and killed| to death))(?![^\W_])"
)
# "Ada Holm was shot in the hand, and a man was also wounded": two, where nobody of them died.
_AND_ALSO = re.compile(
    r"(?<![^\W_])was (?:also )?(?:shot|wounded|injured|hurt|grazed|struck) [^.;:()]{0,60}?,? (?:and|while)"
    rf" (?:an?|another) (?:[\w-]+ ){{0,3}}?(?:{NOUNS}|\d{{1,2}}-year-old) was also (?:shot|wounded|injured|hurt|grazed)"
    r"(?![^\W_])"
)
_DEATH = ("kill", "dead", "death", "died", "fatal", "murder")
# A sentence without any of these lists no victims, whatever else it tells of harm.
_TOLD = (
    "kill", "shot", "shoot", "dead", "death", "die", "wound", "injur", "hurt", "murder", "sla", "fatal", "homicid",
    "hospital", "struck", "hit", "grazed", "gunned", "bodies", "perish", "condition",
)  # fmt: skip
_HARMS = ("shot", "wounded", "injured", "hurt", "grazed", "struck", " hit")
# What is told of other people between the victims and the end of the one who killed them.
_NOT_TOLD_BETWEEN = re.compile(rf"[.;:()?!\n]|wound|injur|\d|(?<![^\W_])(?:{'|'.join(NUMBER_WORDS)})(?![^\W_])")
# "One man was pronounced dead at the scene and another died in hospital": two, told one after the other.
_FEW = {"another": 1, "a": 1, "an": 1, "the other": 1, "a second": 1, "a third": 1, "a fourth": 1} | NUMBER_WORDS
_DIES = r"(?:(?:was|were) (?:later |also )?(?:pronounced|declared|found) dead|(?:later |also )?died)"
_PERSON = rf"(?: (?:(?:[\w-]+ ){{0,2}}?(?:{NOUNS}|people|men|women|victims|children|teens|others)(?: who)?|more))?"
_IN_TURN = re.compile(
    rf"(?<![^\W_])(?P<first>an?|{'|'.join(NUMBER_WORDS)}){_PERSON} {_DIES} (?:at|on|in|inside|outside|near|there)"
    rf"(?![^\W_])[^.;:()]{{0,50}}?(?:,|,? and|,? while) (?P<then>{'|'.join(_FEW)}){_PERSON} {_DIES}(?![^\W_])"
)


# "Ada Holm, 42, and Bo Lind, 30, were shot."
_VERB_AFTER = re.compile(r", (?:were|have|had|both|all|died)(?![^\W_])")


_PLURAL_TOLL = re.compile(r"(?<![^\W_])(?:people|others|men|women|victims|teens|two|three|four|five|six)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Victims:
    """People listed or counted by a word such as "double", and what befell them, as `Figure.of_what` says it."""

    span: Span
    count: int
    of_what: str


def victims_in(text: str, low: str, sentence: Span) -> list[Victims]:
    """The victims that a sentence lists, in its order; none overlap."""
    found: list[Victims] = []
    at = start = sentence.start
    stop = sentence.end
    words = low[start:stop]
    if not any(word in words for word in _TOLD):
        return found
    while (m := _START.search(text, at, stop)) is not None:
        people = people_at(text, low, m.start(), stop)
        at = people.end if people is not None and people.count > 1 else m.start() + 1
        if people is None or people.numbered or _SHARE.search(low, max(start, m.start() - 14), m.start()):
            continue
        victims = _harmed(text, low, m.start(), people, stop)
        if victims is not None:
            found.append(victims)
            at = victims.span.end
    in_turn = [v for v in _in_turn(low, start, stop) if not any(v.span.overlaps(f.span) for f in found)]
    found = sorted(found + in_turn, key=lambda v: v.span)
    if not found:
        found += _one_by_one(low, start, stop)
    starts = [v.span.start for v in found]
    for m in _MULTIPLE.finditer(low, start, stop):
        before = bisect_right(starts, m.end() - 1) - 1
        if before < 0 or found[before].span.end <= m.start():
            found.append(_multiple(m))
    return sorted(found, key=lambda v: v.span)


def _one_by_one(low: str, start: int, stop: int) -> list[Victims]:
    """The people that one sentence tells of one after the other, each with what befell them."""
    if sum(low.count(word, start, stop) for word in _HARMS) < 2:
        return []
    each = list(_EACH.finditer(low, start, stop))
    also = _AND_ALSO.search(low, start, stop) if len(each) < 2 else None
    if also is not None and not any(word in low[start:stop] for word in _DEATH):
        return [Victims(Span(also.start(), also.end()), 2, "people wounded")]
    if len(each) < 2 or _PLURAL_TOLL.search(low, start, stop):
        return []
    return [Victims(Span(each[0].start(), each[-1].end()), len(each), "people wounded")]


def _in_turn(low: str, start: int, stop: int) -> list[Victims]:
    """Those who died in two places, each told with its own words."""
    if low.count("d", start, stop) < 2 or not ("died" in low[start:stop] or "dead" in low[start:stop]):
        return []
    return [
        Victims(Span(m.start(), m.end()), _FEW[m["first"]] + _FEW[m["then"]], "people dead")
        for m in _IN_TURN.finditer(low, start, stop)
    ]


def _multiple(m: re.Match[str]) -> Victims:
    what = m["what"]
    harm = "shot" if what.startswith("shoot") else "stabbed" if what.startswith("stab") else "killed"
    return Victims(Span(m.start(), m.end()), _TIMES[m["times"]], f"people {'killed' if m['fatal'] else harm}")


def _harmed(text: str, low: str, at: int, people: People, stop: int) -> Victims | None:
    """The people of a listing that starts at `at`, where they were killed or hurt."""
    end, count = people.end, people.count
    suicide = own_death(low, end, stop)
    if suicide is not None and _NOT_TOLD_BETWEEN.search(low, end, suicide.start):
        suicide = None
    if count < 2 and not killed_by_other(low, at, end):
        return None
    if count < 2 and suicide is None:
        return None
    word = toll_word(text, low, at, end, stop, people.head)
    if word is None and _VERB_AFTER.match(low, end, stop):
        word = toll_word(text, low, at, end + 1, stop, people.head)
    if word is None or (count < 2 and word not in DEADLY):
        return None
    if suicide is not None and word in DEADLY:
        return Victims(Span(at, suicide.end), count + 1, f"people {word}")
    return Victims(Span(at, end), count, f"people {word}") if count > 1 else None
