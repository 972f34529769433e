"""Tell whether a counted group was killed or hurt, from the words right before and after it.

"Five people were shot and killed", "killing five", "left five injured", "the death toll rose to 14". The one who
shoots is told apart from the one who is shot by what follows: "two men shot a guard" counts no wounded.
"""

from __future__ import annotations

import re

_KILLED = (
    r"shot and killed|shot (?:and )?(?:fatally|to death)|fatally (?:shot|wounded|injured|stabbed|struck|hit)|killed"
    r"|dead|died|dies|dying|slain|fatally|stabbed to death|murdered|perished"
)
_HURT = (
    r"shot and (?:wounded|injured)|wounded|injured|hurt|hospitali[sz]ed|shot(?! (?:out|up|down|off|through|clock"
    r"|from)\b)|(?:sent|taken|rushed|transported|airlifted|flown|treated"
    r"|arrived)(?: [\w-]+){0,6} with (?:[\w-]+ ){0,3}(?:wounds?|injuries)"
)
_LINK = (
    r"(?: (?:people|others?|persons?|more|were|was|are|is|be|being|been|have|has|had|also|all|both|reported"
    r"|reportedly|confirmed|may|might|could|total|in all|altogether|found|left|who|that|later|pronounced|declared"
    r"|seriously|critically|badly|severely|slightly|gravely|apparently|lay|feared|believed|presumed|known|to"
    r"|have been|getting|got|inside|injured and|wounded and))"
)
_AFTER = re.compile(
    rf"(?P<link>{_LINK}{{0,5}}),? (?P<word>shot dead|{_KILLED}|{_HURT}|"
    r"(?:suffer(?:ed|ing)|sustain(?:ed|ing)|receiv(?:ed|ing)|with|treated for)(?: [\w-]+){0,3} (?:injur(?:y|ies)"
    r"|wounds?)|to (?:[\w-]+ ){0,4}hospitals? with (?:[\w-]+ ){0,3}(?:injuries|wounds)|struck by (?:gunfire"
    r"|bullets))(?![^\W_])"
)
_ASIDE = re.compile(
    r"(?:, (?:[^,.;:()]{1,60}), | — [^—.;]{1,80} — | \([^)]{1,60}\) )(?=(?:were|was|are|have been|had been|has been"
    r"|died) )"
)
_CONJUNCT = re.compile(r",? and (?:a|an|one|two|three|four|five|\d+)(?: [\w-]+){1,3}?(?= (?:were|was|are|have been) )")
_BEFORE = re.compile(
    r"(?<![^\W_])(?P<word>kill(?:s|ed|ing)?|injur(?:e|es|ed|ing)|wound(?:s|ed|ing)?|hurt(?:s|ing)?|shot|shoots"
    r"|shooting|murder(?:s|ed|ing)|slaying|(?P<noun>deaths?|killings?|murders?|slayings?|shootings?) of"
    r"|(?P<lives>lives) of|(?P<toll>death toll|toll|fatalities|deaths|number of (?:people )?(?:dead|deaths|killed"
    r"|injured|wounded))(?: [\w'-]+){0,6} (?:to|at|is|was|reached|reaches|of))(?: and (?:wound(?:s|ed|ing)"
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
HINT = re.compile(
    r"(?<![^\W_])(?:kill|dead|death|died|dying|dies|fatal|slain|slay|murder|injur|wound|hurt|hospitali|shot|shoot|toll"
    r"|perish|struck by|lives)"
)
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
    "wounds".split()
)


def toll_word(text: str, low: str, start: int, end: int, stop: int, head: str) -> str | None:
    """ "killed", "dead", "wounded", "injured", "hurt" or "shot" where that befell those counted, else None.

    `start` and `end` bound the number with its qualifier and the noun it counts, `head` is that noun's last word
    (empty where there is none), `stop` is where the sentence ends.
    """
    if head in _THINGS:
        return None
    if head == "lives":
        return "dead" if _LIVES_BEFORE.search(low, max(0, start - 24), start) or _LIVES_AFTER.match(low, end) else None
    noun = _TOLL_NOUN.fullmatch(head)
    if head in ("killed", "wounded", "injured", "hurt", "dead"):
        return head
    if noun is not None:
        return "dead" if noun["dead"] else "injured"
    after = _after(text, low, end, stop, head)
    return after or _before(low, start)


def _after(text: str, low: str, end: int, stop: int, head: str) -> str | None:
    at = end
    joined = _CONJUNCT.match(low, at, stop)
    if joined is not None:
        at = joined.end()
    aside = _ASIDE.match(low, at, stop)
    if aside is not None:
        at = aside.end() - 1
    m = _AFTER.match(low, at, stop)
    if m is None:
        return None
    word = m["word"]
    if word in _MILD and not _PASSIVE.search(m["link"]):
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
    if "wound" in word or "injur" in word:
        return "killed" if "fatally" in word else "wounded" if "wound" in word else "injured"
    if "hospital" in word:
        return word
    return "shot" if word.startswith("struck by") else "killed"


def _before(low: str, start: int) -> str | None:
    m = _BEFORE.search(low, max(0, start - 70), start)
    if m is None:
        return None
    if m["lives"]:
        return "dead" if _LIVES_BEFORE.search(low, max(0, start - 40), start) else None
    word = (m["toll"] or m["noun"] or m["word"]).removeprefix("number of ").removeprefix("people ")
    if word.startswith(("injur", "wound")):
        return "injured" if word.startswith("injur") else "wounded"
    if word.startswith(("hurt", "sho")):
        return "hurt" if word.startswith("hurt") else "shot"
    return "killed" if word.startswith(("kill", "murder", "slay")) else "dead"
