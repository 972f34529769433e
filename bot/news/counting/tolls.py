"""Tell whether a counted group was killed or hurt, from the words right before and after it.

"Five people were shot and killed", "killing five", "left five injured", "the death toll rose to 14". The one who
shoots is told apart from the one who is shot by what follows: "two men shot a guard" counts no wounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from bot.news.counting.people import PEOPLE
from bot.news.types import Sentence

_KILLED = (
    r"(?:shot|gunned down)(?: and|,)(?: later)? (?:killed|died)|succumbed|shot (?:and )?(?:fatally|to death)"
    r"|fatally (?:shot|wounded|injured|stabbed|struck"
    r"|hit)|killed"
    r"|dead|died|dies|dying|slain|fatally|stabbed to death|to death|murdered|perished|lost (?:their|his"
    r"|her) li(?:fe|ves)"
)
_HURT = (
    r"shot and (?:wounded|injured)|wounded|injured|hurt|hospitali[sz]ed|shot(?! (?:out|up|down|off|through|clock"
    r"|from|travell?ed|was|were|rang|went|pierced|hit|struck|grazed|missed|entered|fired)\b)|(?:sent|taken"
    r"|rushed|transported|airlifted|flown|treated"
    r"|arrived|showed up|hospital)(?: [\w-]+){0,6} with (?:[\w-]+ ){0,3}(?:wounds?|injuries)"
)
_LINK = (
    r"(?: (?:people|others?|persons?|more|were|was|are|is|be|being|been|have|has|had|also|all|both|reported"
    r"|reportedly|confirmed|may|might|could|total|in all|altogether|found|left|who|that|later|pronounced|declared"
    r"|seriously|critically|badly|severely|slightly|gravely|apparently|lay|feared|believed|presumed|known|to"
    r"|have been|getting|got|inside|injured and|wounded and|since|now|already|initially|either|lying|listed"
    r"|deliberately|accidentally|allegedly|each|ambushed and|attacked and|among the|of them|of whom|of those"
    r"|remain(?:s|ed)?|at the scene|on the scene|walked in))"
)
_AFTER = re.compile(
    rf"(?P<link>{_LINK}{{0,5}}),? (?P<word>shot dead|{_KILLED}|{_HURT}|"
    r"(?:suffer(?:ed|ing|s)|sustain(?:ed|ing)|receiv(?:ed|ing)|with|had|have|treated for"
    r"|recovering from)(?: [\w-]+){0,3}"
    r" (?:injur(?:y|ies)|wounds?)|(?:to|in|at) (?:[\w-]+ ){0,4}hospitals? with (?:[\w-]+ ){0,3}(?:injuries|wounds)"
    r"|(?:struck|hit|grazed) by (?:the )?(?:gunfire|(?:a |stray |several )?(?:bullets?|shots))|gunned down"
    r"|treated (?:at|and released)|(?:taken|rushed|transported|airlifted|flown|sent|brought|went|released|driven)"
    r" (?:by [a-z]+ )?(?:to|from) (?:[\w'-]+ ){0,4}hospitals?(?!,? where|[^.]{0,40} (?:died|dead))"
    r"|(?:listed )?in (?:[\w-]+ ){1,3}condition|in (?:(?:the|a|an|area|local) )*hospitals?"
    r"|(?:taken|rushed|transported|hospitali[sz]ed|recovering|in|treated"
    r"|critical) (?:(?!after )[\w'-]+ ){0,7}after (?:being|getting) (?:[a-z]+ly )?(?:shot|wounded|injured"
    r"|hurt)|(?P<hit>hit|struck)(?! by))(?![^\W_])"
)
_AGES = r"(?:aged?|ages|ranging|between the ages of)(?: from)?(?: \d[\w-]{0,12},?){1,9}(?: (?:and|to) \d[\w-]{0,12})?"
_ASIDE = re.compile(
    rf"(?:, (?:{_AGES}|(?:including|among them|all of them) [^.;:()]{{1,90}}?|[^,.;:()]{{1,60}}), | (?:--?"
    rf"|—) [^—.;]{{1,80}}? (?:--?|—) "
    r"|,? \([^)]{1,60}\),? )(?=(?:(?:were|was|are|have|had|has) (?:been )?|died |injured|wounded|shot|hurt"
    r"|killed|dead"
    r"|hospitali|with gun))"
)
_DECADES = re.compile(r" in their (?:(?:early|mid|late)[ -])?\d0s,?(?= )")
# What tells which people are meant: "five men heading to a party in the harbour were shot".
_MEANT = re.compile(
    r" (?:who|in|at|inside|outside|on|near|from|of|with|standing|sitting|riding|walking|heading|waiting"
    r"|involved|travell?ing"
    r"|gathered|attending|playing|leaving|working|living)(?: (?!(?:where|when|after|as|while|and|but|that|said"
    r"|say|says|who"
    r"|which|were|was|are|is|have|had|has|died|police)\b)[\w'’.-]+){1,9}(?= (?:were|was|are|have|had|has|died) )"
)
_CONJUNCT = re.compile(r",? and (?:a|an|one|two|three|four|five|\d+)(?: [\w-]+){1,3}?(?= (?:were|was|are|have been) )")
_BEFORE = re.compile(
    r"(?<![^\W_])(?P<word>(?P<fatal>fatally (?:shot|shooting|shoots|stabb(?:ed|ing)|wound(?:ed|ing))"
    r"|sh(?:ot|oot|oots|ooting) (?:and|or) kill(?:s|ed|ing)?|sh(?:ot|oots|ooting) dead)|kill(?:s|ed|ing)?"
    r"|(?P<sent>sends|sent|sending|put|puts|putting)"
    r"|injur(?:e|es|ed|ing)|wound(?:s|ed|ing)?|hurt(?:s|ing)?|shot|shoot(?:s|ing)?|murder(?:s|ed|ing)?|slaying"
    r"|gunn(?:ed|ing) down"
    r"|(?P<hit>hit|hits|hitting|strikes|striking|struck|grazed|grazing)"
    r"|(?P<noun>deaths?|(?:fatal )?(?:killings?|murders?|slayings?|shootings?|stabbings?)|wounding|injuring"
    r"|bodies) of"
    r"|(?<!also )(?P<roll>dead|killed|slain|deceased|wounded|injured|shot)(?: victims?| people| men"
    r"| women)? (?:were|are|was)"
    r"(?: identified as)?|(?P<lives>lives) of|(?P<toll>death toll|toll|fatalities|deaths"
    r"|number of (?:people )?(?:dead|deaths|killed"
    r"|injured|wounded))(?: [\w'-]+){0,6} (?:to|at|is|was|reached|reaches|of|from))(?: and (?:wound(?:s|ed|ing)"
    r"|injur(?:es|ed|ing)|kill(?:s|ed|ing)))?(?: (?:more than|at least|as many as|up to|nearly|almost|about|around"
    r"|some|roughly|over|an estimated|another|the|all|only|just|a further|an additional|additional|and))* $"
)
_LOST = r"(?:claim(?:s|ed|ing)|cost(?:s|ing)?|took|tak(?:es|en|ing)|lost|los(?:es|ing))"
_LIVES_BEFORE = re.compile(rf"(?<![^\W_]){_LOST} (?:the )?(?:lives of )?$")
_OBJECT = re.compile(
    r" (?:a|an|the|him|her|his|their|them|himself|herself|themselves|each other|one another|another|at (?:him|her"
    r"|them|us|police|officers|deputies|each other|one another)|one|two|three|four|five|six|\d+|into|back|up|police"
    r"|people|someone)(?![^\W_])| (?!(?:In|At|On|Outside|Near|During|After|By|Inside|While|Over|As|And|Dead|Friday"
    r"|Saturday|Sunday|Monday|Tuesday|Wednesday|Thursday|When|Early|Late|Last|This|Following|Across|Amid|Before"
    r"|Since)\b)[A-Z]"
)
_LIVES_AFTER = re.compile(r" (?:were|have been|had been) (?:lost|claimed|taken)(?![^\W_])")
_MILD = frozenset(["shot", "killed", "hurt", "wounded", "injured"])
_PASSIVE = re.compile(r"(?<![^\W_])(?:were|was|are|is|been|be|being|people|others?|getting|got|left|found)(?![^\W_])")
_TOLL_NOUN = re.compile(
    r"(?P<dead>deaths?|fatalit(?:y|ies)|(?:the )?dead|killed|murders?|homicides?|slayings?)"
    r"|(?P<hurt>injur(?:y|ies)|injured|wounded|casualties|hurt)"
)
_GUNFIRE = re.compile(
    r"(?<![^\W_])(?:gun(?:fire|shots?|m[ae]n)|bullets?|shots?|shoot(?:s|ing)?|open(?:ed|ing) fire)(?![^\W_])"
)
_REACH = 160
# What befell those counted, by how the word before them begins.
_NAMES = {
    "injur": "injured", "wound": "wounded", "hurt": "hurt", "shot": "shot", "shoot": "shot", "kill": "killed",
    "murder": "killed", "slay": "killed", "fatal": "killed", "number of injured": "injured",
    "number of wounded": "wounded", "number of people injured": "injured", "number of people wounded": "wounded",
    "gunn": "shot", "": "dead",
}  # fmt: skip
_TO_HOSPITAL = re.compile(r"(?: [\w'-]+){0,8} (?:to|in|into) (?:[\w'-]+ ){0,4}hospitals?(?![^\W_])")
_VICTIMS = re.compile(
    r"(?<![^\W_])(?:(?P<shot>shooting|gunshot)|(?P<hurt>injured|wounded|surviving)|homicide|murder|deceased"
    r"|slain|dead"
    r"|bodies)(?![^\W_])"
)
# "A father of three was shot": the three were not.
_PARENT = re.compile(r"(?:father|mother|parents?|dad|mom|mum|grandfather|grandmother) of $")
HURT = (
    "shot",
    "wounded",
    "injured",
    "hurt",
    "hospitalized",
    "hospitalised",
    "in hospital",
    "taken to hospital",
    "condition",
)
DEADLY = frozenset({"killed", "dead", "died", "shot dead", "dying"})
_HINTS = (
    "kill", "dead", "death", "died", "dying", "dies", "fatal", "slain", "slay", "murder", "homicid", "injur", "wound",
    "hurt", "hospital", "shot", "shoot", "toll", "perish", "struck by", "lives", "bodies", "gunned", "gunfire",
    "bullet", "opened fire", "opening fire", "condition",
)  # fmt: skip
HINT = re.compile(rf"(?<![^\W_])(?:{'|'.join(_HINTS)})")
# Who holds the weapon is not who is hit by it.
_ARMED = frozenset(
    "gunmen gunman suspects suspect attackers attacker shooters shooter assailants assailant robbers bullets shots "
    "rounds times "
    "bombers militants blocks miles".split()
)
_THINGS = frozenset(
    "shots rounds times bullets minutes hours days weeks months years counts charges shootings incidents blocks "
    "guns rifles "
    "weapons cars vehicles homes houses buildings miles feet murders homicides scenes attacks gunshot gunshots "
    "wounds doors floors".split()
)


def tells_of_harm(low: str, sentences: Sequence[Sentence]) -> set[int]:
    """The numbers of the sentences that hold a word of harm."""
    found: set[int] = set()
    for hint in _HINTS:
        at = low.find(hint)
        while at >= 0:
            number = bisect_right(sentences, at, key=_end_of)
            if number == len(sentences):
                break
            if sentences[number].span.start <= at and not low[at - 1 : at].isalnum():
                found.add(number)
                at = low.find(hint, sentences[number].span.end)
            else:
                at = low.find(hint, at + 1)
    return found


def _end_of(sentence: Sentence) -> int:
    return sentence.span.end


def toll_word(text: str, low: str, start: int, end: int, stop: int, head: str) -> str | None:
    """ "killed", "dead", "wounded", "injured", "hurt" or "shot" where that befell those counted, else None.

    `start` and `end` bound the number with its qualifier and the noun it counts, `head` is that noun's last word
    (empty where there is none), `stop` is where the sentence ends.
    """
    if head in _THINGS or (not head and _PARENT.search(low, max(0, start - 16), start)):
        return None
    if head == "lives":
        return "dead" if _LIVES_BEFORE.search(low, max(0, start - 24), start) or _LIVES_AFTER.match(low, end) else None
    noun = _TOLL_NOUN.fullmatch(head)
    if head in ("killed", "wounded", "injured", "hurt", "dead"):
        return head
    if noun is not None:
        return "dead" if noun["dead"] else "injured"
    if head in ("victims", "bodies"):
        told = _VICTIMS.search(low, start, end)
        if told is not None:
            return "shot" if told["shot"] else "injured" if told["hurt"] else "dead"
    return _after(text, low, end, stop, head) or _before(low, start, end, stop, head)


def _after(text: str, low: str, end: int, stop: int, head: str) -> str | None:
    decades = _DECADES.match(low, end, stop)
    at = end if decades is None else decades.end()
    joined = _CONJUNCT.match(low, at, stop)
    if joined is not None:
        at = joined.end()
    aside = _ASIDE.match(low, at, stop)
    if aside is not None:
        at = aside.end() - 1
    m = _AFTER.match(low, at, stop)
    if m is None and head in PEOPLE:
        meant = _MEANT.match(low, end, stop)
        m = _AFTER.match(low, meant.end(), stop) if meant is not None else None
    if m is None:
        return None
    word = m["word"]
    if m["hit"]:
        by_gun = (not head or head in PEOPLE) and _PASSIVE.search(m["link"]) and _GUNFIRE.search(low, m.end(), stop)
        return "shot" if by_gun else None
    if word in _MILD and aside is None and not _PASSIVE.search(m["link"]):
        if head in _ARMED or _OBJECT.match(text, m.end(), stop):
            return None
        if not head and word == "shot" and low.startswith(" ", m.end()) and low[m.end() + 1 : m.end() + 4] == "and":
            return "shot"
    return _name(word)


def _name(word: str) -> str:
    if word in ("shot", "hurt", "dead", "dying", "died", "dies", "killed", "wounded", "injured", "shot dead", "slain"):
        return {"dies": "dead", "died": "dead", "slain": "killed"}.get(word, word)
    if word == "shot and wounded" or word == "shot and injured":
        return word.rpartition(" ")[2]
    if " after " in word:
        return word.rpartition(" ")[2]
    if "wound" in word or "injur" in word:
        return "killed" if "fatal" in word else "wounded" if "wound" in word else "injured"
    if word.startswith("hospital") or word.endswith("condition"):
        return word
    if word.startswith("in "):
        return "in hospital"
    if word.startswith("lost "):
        return "dead"
    if "hospital" in word or word.startswith("treated"):
        return "taken to hospital"
    return "shot" if word.startswith(("struck", "hit", "grazed", "gunned")) else "killed"


def _before(low: str, start: int, end: int, stop: int, head: str) -> str | None:
    m = _BEFORE.search(low, max(0, start - 70), start)
    if m is None:
        return None
    if m["lives"]:
        return "dead" if _LIVES_BEFORE.search(low, max(0, start - 40), start) else None
    if m["fatal"]:
        return "killed"
    if m["roll"]:
        return {"slain": "killed", "deceased": "dead"}.get(m["roll"], m["roll"])
    if m["sent"]:
        sent = _TO_HOSPITAL.match(low, end, stop)
        return "hospitalized" if sent is not None else None
    if m["hit"]:
        if head and head not in PEOPLE:
            return None
        return "shot" if _GUNFIRE.search(low, max(0, start - _REACH), min(stop, start + _REACH)) else None
    return _NAMES[next(begin for begin in _NAMES if (m["toll"] or m["noun"] or m["word"]).startswith(begin))]
