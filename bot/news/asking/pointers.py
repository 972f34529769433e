"""Questions about the answer before: who says so, and do others say so too."""

from __future__ import annotations

import re
from typing import Literal

from bot.news.asking.topics import unwrapped

Points = Literal["", "who-said", "confirmed"]

_LONGEST = 120
_OPENER = r"^\W*(?:(?:and|but|so|ok|okay|hm+|wait|well|really)\b[ ,?!.]*)*"
_SO = r"(?: (?:so|that|this|it|these(?: things)?|those(?: things)?|the same(?: thing)?))"
_ABOUT = r"(?: (?:about|of|on) (?:that|this|it))"
_OTHERS = (
    r"(?:(?:the )?others?|(?:any |the |all )?(?:other |more |different )?(?:sources?|outlets?|papers?"
    r"|newspapers?|media|reports?|"
    r"articles?|agenc(?:y|ies))|(?:any(?:one|body)|somebody|someone|everyone|everybody)(?: else)?|another"
    r" (?:source|outlet))"
)
_SAY = (
    r"(?:say|says|said|saying|claim|claims|claimed|report|reports|reported|write|writes|wrote|state|states|stated|tell"
    r"|tells|told)"
)
_AGREE = (
    r"(?:confirm|confirms|confirmed|agree|agrees|agreed|verify|verified|corroborate|corroborated|back up|backs? up)"
)
_WHO_SAID = re.compile(
    _OPENER + rf"(?:(?:who|which (?:\w+ )?\w+|what (?:source|outlet|paper|newspaper)) (?:exactly |actually )?(?:is"
    rf" )?{_SAY}(?: you)?{_SO}?"
    rf"|according to (?:whom|who)|says who|who told you{_SO}?|where (?:was|is) (?:that|this|it) (?:said|reported)"
    r"|who(?: is|'s|’s|se) (?:the source(?: (?:of|for) (?:that|this|it))?|claim (?:is|was) (?:that|this|it)"
    r"|words (?:are|were) (?:they|these|those))"
    r"|on whose word|who (?:was|were) (?:that|this|it) (?:said )?by|by whom (?:was|is) (?:that|this|it) said)\W*$",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(
    _OPENER + r"(?:(?:is|was|has|have|are|were)(?:n['’]t)? (?:that|this|it|these|they|any of (?:that|this|it))(?:"
    r" been)?(?: \w+ly)?"
    r" (?:confirmed|verified|corroborated|backed up|certain|sure|true|right|correct|accurate|reliable|a fact|so)"
    rf"(?: by (?:\w+ )?{_OTHERS}| elsewhere| independently)?"
    rf"|(?:do|did|does|have|has|can|could) {_OTHERS} (?:also |really |all )?(?:{_SAY}|{_AGREE}){_SO}?(?: (?:too"
    rf"|as well))?{_ABOUT}?(?: with (?:that|this|it))?"
    rf"|how many (?:\w+ )?(?:sources|outlets|papers|newspapers|articles|others|reports)(?: are there| (?:{_SAY}"
    rf"|{_AGREE}|have)){_SO}?(?: for (?:that|this|it))?"
    rf"|are you (?:\w+ly |quite |so |very )?(?:sure|certain|positive){_ABOUT}?|how (?:sure|certain) (?:are you"
    rf"|is (?:that|this|it)){_ABOUT}?"
    rf"|who else (?:{_SAY}|{_AGREE}){_SO}?|who (?:confirms|confirmed){_SO}?|(?:can|could|would) you (?:confirm"
    rf"|verify){_SO}"
    rf"|what (?:do|did) {_OTHERS} (?:{_SAY}){_ABOUT}?|any (?:\w+ )?confirmation{_ABOUT}?|says any(?:one|body) else"
    rf"|is there (?:any |another |a second )?(?:confirmation|source){_ABOUT}?(?: for (?:that|this|it))?)\W*$",
    re.IGNORECASE,
)
_SUBJECT_FIRST = re.compile(
    r"^(?:how many\b|who (?!is\b|are\b|was\b|were\b|will\b|does?\b|did\b|has\b|have\b))", re.IGNORECASE
)


def points_of(text: str) -> Points:
    """Which question about the answer before this is; "" for any other."""
    typed = " ".join(text[: 2 * _LONGEST].split())
    if not typed or len(typed) > _LONGEST:
        return ""
    if _WHO_SAID.match(typed):
        return "who-said"
    return "confirmed" if _CONFIRMED.match(typed) else ""


def meant_of(points: Points, before: str) -> str:
    """The whole question: "Who says how many were wounded in the accident?"."""
    question = unwrapped(before)
    subject_first = _SUBJECT_FIRST.match(question) and not re.match(r"how many\b.*\b(?:do|does|did)\b", question, re.I)
    if subject_first:
        asked = question[:1].lower() + question[1:]
        return f"{'Who says' if points == 'who-said' else 'Do other sources confirm'} {asked}"
    return (
        f"On the question “{question}”: {'who says so?' if points == 'who-said' else 'do other sources say the same?'}"
    )
