"""What a short question says was done ("who *built* it", "when was it *closed*"), and who a sentence says did it."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.news.asking.matching import Read
from bot.news.asking.questions import LIGHT
from bot.news.asking.stems import STOP_WORDS, kin, stem, terms

_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)"
_WITH_INFINITIVE = frozenset("do does did can could will would shall should may might must".split())
_ASKING = re.compile(r"\b(?P<word>who|what|which|when|where|why|how)\b", re.IGNORECASE)
_AFTER_WHO = re.compile(r"\s+(?:(?:also|first|then|just|\w{2,20}ly) )?(?P<verb>[a-z]+)\b")
_FIRST_AUX = re.compile(rf"\b(?P<aux>{_AUX})\b\s+(?P<rest>.*)", re.IGNORECASE)
_BE = re.compile(r"\b(?:be|been|being) (?:\w{2,20}ly )?(?P<verb>\w+)")
_CUT = re.compile(
    r"\b(?:in|on|at|during|after|before|for|to|from|with|by|when|while|because|against|over|under|since|until|last|"
    r"this|next|as|than|that|who|which|into|onto|through|about|among|between|within|of|a|an)\b|[,?.;:]",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"\b(?:[a-z]{2,20}ed|built|born|found|held|made|sold|won|lost|hit|shot|stolen|written|given|taken|chosen|known|sent|"
    r"set|paid|cut|put|left|kept|led|seen|said|spent|struck|told|taught|thrown|torn|worn|broken|burnt|bought|brought|"
    r"caught|drawn|driven|eaten|fought|flown|frozen|grown|hidden|hurt|laid|lent|shown|shut|sunk|spread|sworn|beaten|"
    r"bitten|dug|sung|spoken)\b"
)
_LONGEST = 8
# To be, to happen and the like are told in other words as well as in these.
ANY_VERB = LIGHT | frozenset(
    stem(w) for w in "use involve need want plan try begin start expect board work call name say tell".split()
)
_PASSIVE_BEFORE = re.compile(r"\b(?:is|are|was|were|be|been|being|got)(?: \w{2,20}ly)? $", re.IGNORECASE)
_BY = re.compile(r"[^.;]{0,60}?\bby\b")


def deeds(text: str, size: int) -> frozenset[str]:
    """Stems of the verb of a question of `size` words that must be found; none where it is long or says little."""
    if size > _LONGEST:
        return frozenset()
    asking = _ASKING.search(text)
    if asking is None:
        return frozenset()
    tail = text[asking.end() :]
    word = asking["word"].lower()
    after = _AFTER_WHO.match(tail)
    if after and word == "who" and not re.fullmatch(_AUX, after["verb"]):
        return _heavy([after["verb"]])
    aux = _FIRST_AUX.search(tail)
    if aux is None:
        return frozenset()
    rest = aux["rest"]
    passive = _BE.search(rest)
    if passive:
        return _heavy([passive["verb"]]) if _PARTICIPLE.fullmatch(passive["verb"]) else frozenset()
    if aux["aux"].lower() in _WITH_INFINITIVE:
        cut = _CUT.search(rest, 4)
        found = terms(rest[: cut.start()] if cut else rest)
        words = [rest[t.start : t.end] for t in found if not t.name]
        return _heavy(words[-2:] if len(found) > 2 else words[-1:] if len(found) == 2 else [])
    participle = _PARTICIPLE.search(rest)
    return _heavy([participle.group()]) if participle else frozenset()


def _heavy(words: Collection[str]) -> frozenset[str]:
    found = {stem(w) for w in words if w.lower() not in STOP_WORDS} - {""}
    return frozenset() if not found.isdisjoint(ANY_VERB) else frozenset(found)


def done_here(wanted: Collection[str], s: Read) -> bool:
    """The sentence speaks of the deed, or of what may stand for it."""
    return not wanted or any(w in s.stems or not kin(w).isdisjoint(s.stems) for w in wanted)


def has_doer(wanted: Collection[str], asked: Collection[str], text: str, s: Read) -> bool:
    """Somebody who is not in the question stands before the deed, or behind a "by" after it."""
    ways = frozenset(wanted).union(*(kin(w) for w in wanted))
    for at, term in enumerate(s.terms):
        if term.stem not in ways:
            continue
        if _BY.match(text, term.end, s.end):
            return True
        passive = _PASSIVE_BEFORE.search(text, max(s.start, term.start - 30), term.start)
        if passive is None and any(t.stem not in asked for t in s.terms[:at]):
            return True
    return False
