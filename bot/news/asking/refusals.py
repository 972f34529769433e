"""Say what the sources do not say: the reason of a refusal and, in plain words, what is missing."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.news.asking.indirect import indirect
from bot.news.asking.questions import Kind, Question
from bot.news.asking.stems import kin, terms
from bot.news.types import DraftAnswer, RefusalReason

_MISSING: dict[Kind, str] = {
    "money": "how much money that is",
    "count": "how many",
    "measure": "how much",
    "percent": "what share",
    "time": "when that was",
    "duration": "how long",
    "place": "where that was",
    "person": "who that is",
    "reason": "why that is",
    "manner": "how that was",
    "yes-no": "whether this is so",
    "thing": "what that is",
}
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
_COUNTED = re.compile(rf"\bhow (?:many|much|few) (?!{_AUX}\b)[\w' -]{{2,60}}?(?=\s+{_AUX}\b|[?,.]|$)", re.IGNORECASE)
_MEASURED = re.compile(
    r"\bhow (?:long|old|far|tall|large|big|high|deep|wide|heavy|fast|often|close|hot|cold|late|small)\b", re.IGNORECASE
)
_SAID = re.compile(
    r"\b(?:did|does|do|has|have|had)\s+(?P<by>(?:(?:the|an?)\s+)?[^\s?]+(?:\s+[^\s?]+){0,12}?)\s+"
    r"(?P<verb>say|tell|claim|argue|announce|comment|respond|reply|state)\b",
    re.IGNORECASE,
)
_PAST = {"say": "said", "tell": "told", "reply": "replied"}
_SUBJECT = re.compile(
    rf"\b(?P<clause>(?:who|what|which [\w' -]{{2,40}}?) (?!{_AUX}\b)[a-z]+[^?]{{0,80}})", re.IGNORECASE
)

_MOST_UNKNOWN = 2
_REACH = 12  # characters
# What stands before a thing: of "wearing a helmet" it is the helmet that can be said to be missing.
_THING_BEFORE = re.compile(
    r"\b(?:the|an?|any|some|no|his|her|its|their|many|much|which|what|of|with|for) \Z", re.IGNORECASE
)
# Nobody can know these before they happen; a day or a place may have been announced.
_GUESS = re.compile(
    r"^\W*(?:(?:and|so|but) )?(?:(?:will|won't)\b|(?:is|are|am) .{1,60}? (?:going to|gonna|likely to)\b"
    r"|who (?:will|is going to|is gonna|is likely to)\b|which (?:[\w'-]+ ){1,3}(?:will|is going to) win\b"
    r"|what (?:will|is going to|'s going to) happen\b|what's (?:going to happen|next)\b|what happens next\b"
    r"|how will .{1,60} (?:end|turn out|go|finish)\b)",
    re.IGNORECASE,
)
_WHO_WILL = re.compile(r"\b(?:who|which [\w' -]{2,40}?) (?:will|is going to) [^?]{2,80}", re.IGNORECASE)


def refused(asked: Question, known: Collection[str]) -> DraftAnswer:
    """`known` are the stems of what was read: with none there was nothing on the question at all."""
    reason = _reason(asked, known)
    if reason in ("not-a-question", "opinion"):
        return DraftAnswer((), reason)
    if reason == "forecast":
        who = _WHO_WILL.search(asked.text)
        return DraftAnswer((), reason, f"{who.group()[:1].lower()}{who.group()[1:]}".strip() if who else "")
    unknown = _unknown(asked, known) if known else []
    missing = (_SAID.search(asked.text) and _plainly(asked)) or indirect(asked.text) or _plainly(asked)
    if unknown:
        missing += f" (what I found does not mention {' or '.join(f'“{word}”' for word in unknown[:_MOST_UNKNOWN])})"
    return DraftAnswer((), reason, missing)


def _reason(asked: Question, known: Collection[str]) -> RefusalReason:
    if asked.shape == "empty":
        return "not-a-question"
    if asked.shape == "opinion":
        return "opinion"
    if asked.shape == "phrase" and all(w.stem not in known for w in asked.wanted):
        return "not-a-question"
    if _GUESS.match(asked.text):
        return "forecast"
    return "not-said" if known else "nothing-found"


def _unknown(asked: Question, known: Collection[str]) -> list[str]:
    """Names and things of the question, as asked, that nothing that was read holds."""
    absent = {w.stem for w in asked.wanted if w.weight >= 1 and w.stem not in known and kin(w.stem).isdisjoint(known)}
    shown: dict[str, str] = {}
    for t in terms(asked.text):
        if t.stem in absent and (
            (t.name and t.start) or _THING_BEFORE.search(asked.text, max(0, t.start - _REACH), t.start)
        ):
            shown.setdefault(t.stem, asked.text[t.start : t.end])
    return list(shown.values())


def _plainly(asked: Question) -> str:
    """ "how many tanks", "what the minister said", "who paid for the study"."""
    if asked.kind == "said" and (m := _SAID.search(asked.text)):
        verb = m["verb"].lower()
        return f"what {m['by']} {_PAST.get(verb, verb + ('d' if verb.endswith('e') else 'ed'))}"
    for pattern in (_COUNTED, _MEASURED):
        if asked.kind in ("count", "measure", "money") and (m := pattern.search(asked.text)):
            return m.group()[:1].lower() + m.group()[1:]
    if asked.kind in ("person", "thing", "reason") and (m := _SUBJECT.search(asked.text)):
        clause = m["clause"].strip()
        return clause[:1].lower() + clause[1:]
    missing = _MISSING.get(asked.kind, "this")
    return missing.replace(" was", " will be") if asked.forecast else missing
