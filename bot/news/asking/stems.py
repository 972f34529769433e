"""Words brought to one form: light English stems, stop words, and terms with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.news.asking.synonyms import GROUPS, KINDS, NATIONS
from bot.news.text import fold, key

# What begins no word is passed over first: that takes a fifth less time.
_TERM = re.compile(
    r"(?=[^\W_])(?:United (?:States|Kingdom|Nations)\b|Great Britain\b|European Union\b"
    r"|[A-Z]\.(?:[A-Z]\.)+[A-Z]?|\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)?)"
)

STOP_WORDS = frozenset(
    """
    a about above after again all also although am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each ever
    every for from further had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself him
    himself his how i i'd i'll i'm i've if in into is isn't it it's its itself just let's many may me might more most
    much must my myself near no nor not now of off on once only or other ought our ours ourselves out over own per same
    shall she she'd she'll she's should shouldn't so some such than that that's the their theirs them themselves then
    there there's these they they'd they'll they're they've this those through to too under until up upon us very was
    wasn't we we'd we'll we're we've were weren't what what's when where which while who whom who's whose why will with
    anybody anyone anything somebody someone something everybody everyone everything nobody
    won't would wouldn't yet you you'd you'll you're your yours s t mr mrs ms dr
    """.split()
)

_IRREGULAR_GROUPS = """
    win won; hold held; say said says; tell told; lose lost loss losing; sell sold sale; pay paid; die died dead death
    dying deaths; buy bought; bring brought; think thought; teach taught; catch caught; fight fought; seek sought;
    begin began begun beginning; break broke broken; choose chose chosen choice; come came; do; draw drew drawn;
    drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feel felt; find found; fly flew flown
    flight; forget forgot forgotten; forbid forbade forbidden; freeze froze frozen; get got gotten getting; give gave
    given; go went gone going goes; grow grew grown growth; hear heard hearing; hide hid hidden; hit hitting;
    keep kept; know knew known knowledge; lead led leader; leave left leaving; lend lent; make made making maker;
    mean meant meaning; meet met meeting; ride rode ridden; rise rose risen; run ran running; see saw seen; send sent;
    shake shook shaken; shoot shot shooting; show showed shown; sing sang sung song; sink sank sunk; sit sat;
    sleep slept; speak spoke spoken speech; spend spent; stand stood; steal stole stolen; strike struck stricken;
    swear swore sworn; swim swam swum; take took taken; tear tore torn; throw threw thrown; wear wore worn;
    write wrote written writer; build built building; burn burnt; deal dealt; learn learnt; light lit; understand
    understood; undergo underwent undergone; withdraw withdrew withdrawn withdrawal; overthrow overthrew overthrown;
    bear bore born birth; become became; bind bound; bite bit bitten; blow blew blown; fit; shut; weigh weight;
    high height; long length; deep depth; strong strength; wide width; hot heat; young youth; true truth;
    decide decision decided; explode explosion; collide collision; expand expansion; extend extension extent;
    respond response; defend defence defense; succeed success; fail failure; arrive arrival; believe belief;
    lie lay lain; injure injury injured injuries; destroy destruction; produce production producer product;
    reduce reduction; introduce introduction; receive receipt reception; describe description; divide division;
    permit permission; admit admission; conclude conclusion; invade invasion; persuade persuasion; suspend suspension;
    compete competition competitor; apply application applicant; qualify qualification; identify identification;
    publish publication publisher; analyse analysis analyst analyze; criticise criticize criticism critic critics;
    emphasise emphasis; advise advice adviser advisor; prove proof; save safety safe; grieve grief; relieve relief;
    choose choosing; marry marriage; argue argument; judge judgment judgement; refuse refusal; deny denial;
    propose proposal; accuse accusation; resign resignation; compare comparison; punish punishment; threaten threat;
    man men; woman women; child children; person people; foot feet; tooth teeth; mouse mice; life lives; wife wives;
    half halves; leaf leaves; wolf wolves; knife knives; goal; pleased please pleasure; close closure; inquire
    enquire inquiry enquiry; expect expectation; imprison imprisonment; reveal revelation; pronounce pronunciation;
    solve solution; revolve revolution; absorb absorption; consume consumption consumer; detect detective;
    vary variety variation various; differ different difference; important importance; able ability; poor poverty;
    long longest; large largest larger; big biggest bigger; hungry hunger; angry anger; free freedom;
    programme program; centre center; theatre theater; labour labor; colour color; favour favor; honour honor;
    neighbour neighbor; harbour harbor; tonne ton tons; metre meter; litre liter; cheque check; tyre tire; grey gray;
    organise organize organisation organization; two 2; three 3; four 4; five 5; six 6; seven 7; eight 8;
    nine 9; ten 10; eleven 11; twelve 12; thirteen 13; fourteen 14; fifteen 15; sixteen 16; seventeen 17; eighteen 18;
    nineteen 19; twenty 20; thirty 30; forty 40; fifty 50; sixty 60; vs versus
"""
_IRREGULAR = {
    word: group.split()[-1] if group.split()[-1].isdigit() else group.split()[0]
    for group in _IRREGULAR_GROUPS.replace("\n", " ").split(";")
    for word in group.split()
}
_NATIONS = {word: group.split()[0] for group in NATIONS for word in group.split()}
_BODIES = {
    "US": "usa",
    "USA": "usa",
    "United States": "usa",
    "UK": "uk",
    "United Kingdom": "uk",
    "Great Britain": "uk",
    "United Nations": "un",
    "European Union": "eu",
}
# Longest first; a stem must keep four letters, so that "station" and "rental" stay what they are.
_ENDINGS = tuple(
    """izations isations ization isation ational fulness ousness iveness ations ation ments ment ition ness ence ance
    able ible ions ions ion ive ity ful ous est ist ism ize ise ors ers ant ent ial al er or ly ic""".split()
)
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text: its stem and where it stands. `name` is true for a word with a capital letter."""

    stem: str
    start: int
    end: int
    name: bool


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """One form for "release", "releases", "released", "releasing"; "" for a stop word.

    The capitals of "US" and "U.S." tell the country from the pronoun.
    """
    if word in _BODIES or ("." in word and word.replace(".", "") in _BODIES):
        return _BODIES[word.replace(".", "")]
    if word[0].isdigit():
        return word.replace(",", "")
    low = key(word).replace(".", "")
    if low in STOP_WORDS:
        return ""
    low = low.split("'")[0] if "'" in low else low
    if low in STOP_WORDS:
        return ""
    return _reduced(low)


def _reduced(low: str) -> str:
    if low in _NATIONS:
        return _NATIONS[low]
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) <= 3:
        return low
    bare = _inflection(low)
    if bare in _IRREGULAR:
        return _IRREGULAR[bare]
    if bare + "e" in _IRREGULAR:
        return _IRREGULAR[bare + "e"]
    return _tidy(_without_ending(_without_ending(bare)))


def _without_ending(bare: str) -> str:
    if not bare.endswith(_ENDINGS):
        return bare
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= 4:
            return bare[: -len(ending)]
    return bare


def _inflection(low: str) -> str:
    """Without plural, -ed and -ing."""
    if low.endswith("ies"):
        low = low[:-3] + "y" if len(low) > 4 else low[:-1]
    elif low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        low = low[:-2]
    elif low.endswith("s") and not low.endswith(("ss", "us", "is")):
        low = low[:-1]
    for ending in ("ied", "ed", "ing"):
        head = low[: -len(ending)]
        if low.endswith(ending) and len(head) >= 3 and _VOWEL.search(head):
            return _undouble(head + "y" if ending == "ied" else head)
    return low


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word


def _tidy(word: str) -> str:
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 2 and word.endswith("y"):
        word = word[:-1] + "i"
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def stems(text: str) -> list[str]:
    """Stems of a text's words in order, without stop words."""
    return list(filter(None, map(stem, _TERM.findall(fold(text)))))


def terms(text: str, start: int = 0, end: int | None = None) -> list[Term]:
    """The words of a slice that are no stop words, with their offsets into `text`."""
    stop = len(text) if end is None else end
    body = fold(text[start:stop])
    out = []
    for m in _TERM.finditer(body):
        word = m.group()
        if found := stem(word):
            out.append(Term(found, start + m.start(), start + m.end(), word[0].isupper()))
    return out


def _kin() -> dict[str, frozenset[str]]:
    kin: dict[str, set[str]] = {}
    for group in GROUPS:
        members = {stem(word) for word in group} - {""}
        for member in members:
            kin.setdefault(member, set()).update(members)
    for first, *others in KINDS:
        kin.setdefault(stem(first), set()).update(stem(word) for word in others)
    return {member: frozenset(others - {member, ""}) for member, others in kin.items()}


_KIN = _kin()


def kin(of: str) -> frozenset[str]:
    """Stems of words that may answer for this one: its synonyms, and for a kind of thing the things of that kind."""
    return _KIN.get(of, frozenset())
