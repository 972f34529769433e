"""What a question takes for granted and the sources do not show: "why did the mayor resign", when nobody says she did.

Only events of a closed list (`happenings.py`) count, and only where whom they are said of stands in the sources:
there the event must be named nowhere, or be denied or only called for wherever it is. In doubt the premise holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.news.asking.conversation import Asked
from bot.news.asking.happenings import ACTED, NAMED, SUFFERED, Event
from bot.news.asking.stems import Term, stems, terms
from bot.news.asking.voices import standing
from bot.news.text import fold, squeeze
from bot.news.types import DraftLine, Passage, Source, Sources


@dataclass(frozen=True, slots=True)
class Premise:
    """`clause` in plain words ("that the mayor resigned"); `contrary` the line that directly denies it, if any "
    "does."""

    clause: str
    contrary: DraftLine | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is taken for granted: an event, said of whom or of where (a stem; `named`: that of a name).

    Told up to `reach` sentences from that word, it counts as told of it.
    """

    clause: str
    whom: str
    named: bool
    event: Event
    reach: int = 3


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_LONGEST = 600
_QUOTED = re.compile(r'"([^"]{3,200})"')
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old)|claim\w*|wrote|tweeted|posted|shouted|warned|admit\w*|confess\w*|"
    r"announce\w*|declar\w*|insist\w*|quot\w+)\b",
    re.IGNORECASE,
)
_SUBJECT = r"(?P<subject>[\w$][\w'&.-]*(?: [\w'&.-]+){0,6}?)"
_PASTS = {event.past: event for event in ACTED.values()}
_WHY_DID = re.compile(
    rf"\b(?:(?:why|when|where|how|who|whom|what(?: made)?) (?:did|has|have|had) |how come |what made )(?!(?:was|were|"
    rf"is|are)\b){_SUBJECT} (?P<verb>{_any(ACTED)}|{_any(_PASTS)})\b(?P<rest>[^?.]*)",
    re.IGNORECASE,
)
_WHY_WAS = re.compile(
    rf"\b(?:why|when|where|how|what|by whom|for what) (?:was|were|has|have|had) {_SUBJECT} "
    rf"(?:been |being )?(?P<verb>{_any(SUFFERED)})\b",
    re.IGNORECASE,
)
_WHO_DID = re.compile(
    rf"^\W*(?:and |so |but )?(?:who|which [\w'-]+) (?P<verb>{_any(SUFFERED)}) {_SUBJECT}(?= (?:in|on|at|after|for|"
    rf"with|during|and|last|this|from|over)\b|\W*$)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\b(?:after|before|when|since|once) (?P<subject>(?:the|a|an|[A-Z])[\w'&.-]*(?: [\w'&.-]+){{0,5}}?) "
    rf"(?:(?P<did>{_any(_PASTS)})|(?:was|were|had been|has been) (?P<verb>{_any(SUFFERED)}))\b"
)
_OWNED = re.compile(
    rf"\b(?:after|before|during|following|since|by|of|for|on|about|to) "
    rf"(?P<owner>his|her|their|(?:(?:the|an?) [\w-]+(?: [\w-]+)?|[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}})'s?) "
    rf"(?:[a-z-]+ )?(?P<noun>{_any(NAMED)})(?=\W*$|[,;]| (?:in|on|at|by|and|last|this|for|from|was|were|is|has|had)\b)"
)
_PLACED = re.compile(
    rf"\b(?:in|at|during|after|by|from|following|of|since) (?:the |last week's |this week's |yesterday's )?"
    rf"(?P<place>[A-Z][\w'-]*(?: [A-Z][\w'-]*){{0,4}})(?: [a-z]+)? (?P<noun>{_any(NAMED)})\b"
)
_NO_SUBJECT = re.compile(
    r"\b(?:to|that|who|which|could|would|might|may|should|can|will|not|never|no|n't|if|whether|almost|nearly|he|she|"
    r"they|it|we|you|i|this|these|those|one|people|many|much|often|long|far|did|does|do|refuse|threaten|want)\b|n't\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b(?:[Tt]he|[Aa]n?) [\w'-]+(?: [\w'-]+)?|(?<=[a-z,] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_NOT_ITS_OWN = re.compile(
    r"\b(?:not|never|no|none|nobody|cannot|without|refus\w+|den(?:y|ies|ied|ying|ial)|reject\w*|rul(?:e|ed|es|ing) "
    r"out|declin\w+|unlikely|avoid\w*|fail\w*|false|untrue|stopp?ed short of|instead of|rather than|surviv\w+|"
    r"escap\w+)\b|n't\b",
    re.IGNORECASE,
)
_ONLY_WANTED = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:for|on)|urg(?:e|ed|es|ing)|demand\w*|press(?:ed|ure|ing)|asked?|should|threat\w*|if|"
    r"whether|unless|could|might|may|want\w*|must|ought|had better|consider\w*|rumou?r\w*|speculat\w*|fear\w*|"
    r"hypothetical\w*)\b",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"[\w ,'-]{0,40}\b(?:is|are|was|were|as) (?:\w+ )?(?:false|untrue|wrong|denied|rejected|ruled out|nonsense|"
    r"baseless|a hoax|not true)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;:]|\bbut\b|--", re.IGNORECASE)
_REACH = 70  # characters before the event that may deny it
_CLAUSE = 100
_BESIDE = 50  # characters before the event that may name who does it
_SOMEBODY_ELSE = re.compile(
    r"\b[A-Z][\w'-]+ (?!(?:Minister|President|Queen|King|Pope|Prince|Princess|Secretary|Party|Court|House)\b)"
    r"[A-Z][\w'-]+ (?:has |have |had |was |were |has been |had been )?$"
)
_BEFORE_MORE = re.compile(r"\b(?:of|in|from|at|for|on|with|by|carrying|owned|run|led)\b")


def unshown_premise(asked: Asked, passages: Sequence[Passage], sources: Sources) -> Premise | None:
    """The first thing the question takes for granted that the passages' articles do not show; None where all may "
    "hold."""
    question = squeeze(fold(asked.text if asked.text in asked.meant else asked.meant)[:_LONGEST])
    told = [sources[r] for r in dict.fromkeys(p.evidence.revision for p in passages) if r in sources]
    for taken in _taken_for_granted(question):
        premise = _unshown(taken, told)
        if premise is not None:
            return premise
    if told and _SAYING.search(asked.text) and any(not _said(q, told) for q in _quoted(asked.text)):
        return Premise("that anybody said the words quoted")
    return None


def _quoted(question: str) -> list[frozenset[str]]:
    """The stems of what the question puts between quotation marks: of two words or more, for one may be a name."""
    found = (m[1] for m in _QUOTED.finditer(fold(question)[:_LONGEST]))
    return [words for quoted in found if len(quoted.split()) > 1 and (words := frozenset(stems(quoted)))]


def _said(words: frozenset[str], told: Sequence[Source]) -> bool:
    """A sentence holds them all."""
    return any(words.issubset(stems(s.span.of(t.text))) for t in told for s in t.facts.sentences)


def _taken_for_granted(question: str) -> Iterator[_Taken]:
    if m := _WHY_DID.search(question):
        event = ACTED.get(m["verb"].lower()) or _PASTS[m["verb"].lower()]
        rest = _object(m["rest"]) if event.transitive else ""
        yield from _said_of(m["subject"], f"that {m['subject']} {event.past}{rest}", event)
    if m := _WHY_WAS.search(question):
        yield from _suffered(m["subject"], m["verb"])
    if m := _WHO_DID.search(question):
        yield from _suffered(m["subject"], m["verb"])
    if m := _AFTER.search(question):
        if m["did"]:
            yield from _said_of(m["subject"], f"that {m['subject']} {m['did']}", _PASTS[m["did"]])
        else:
            yield from _suffered(m["subject"], m["verb"])
    if m := _OWNED.search(question):
        yield from _owned(question, m)
    if m := _PLACED.search(question):
        yield from _said_of(m["place"], f"any {m['place']} {m['noun']}", NAMED[m["noun"].lower()], reach=2)


def _suffered(subject: str, verb: str) -> Iterator[_Taken]:
    was = "were" if re.search(r"[^s']s$| and ", subject) and not subject[:1].isupper() else "was"
    yield from _said_of(subject, f"that {subject} {was} {verb.lower()}", SUFFERED[verb.lower()])


def _owned(question: str, m: re.Match[str]) -> Iterator[_Taken]:
    owner, noun = m["owner"], m["noun"].lower()
    if owner.lower() in ("his", "her", "their"):
        before = list(_SOMEBODY.finditer(question, 0, m.start()))
        if not before:
            return
        owner = before[-1].group()
    else:
        owner = re.sub(r"'s?$", "", owner)
    event = NAMED[noun]
    yield from _said_of(owner, f"{'an' if noun[0] in 'aeiou' else 'any'} {noun} of {owner}", event)


def _object(rest: str) -> str:
    """ "the award" of "the award in March"."""
    words = re.split(
        r"\b(?:in|on|at|after|before|during|last|this|and|because|for|by|from|with|over)\b|,", rest, maxsplit=1
    )
    return f" {words[0].strip()}" if words[0].strip() else ""


def _said_of(subject: str, clause: str, event: Event, reach: int = 3) -> Iterator[_Taken]:
    head = None if _NO_SUBJECT.search(subject) else _head(subject)
    if head is not None:
        yield _Taken(squeeze(clause)[:_CLAUSE], head.stem, head.name, event, reach)


def _head(subject: str) -> Term | None:
    """The word that must be there: of a name its last, of "the mayor of Halden" the mayor."""
    found = terms(_BEFORE_MORE.split(subject, maxsplit=1)[0])
    return next(reversed([t for t in found if t.name] or found), None)


def _unshown(taken: _Taken, told: Sequence[Source]) -> Premise | None:
    known = False
    contrary: DraftLine | None = None
    for source in told:
        sentences = [(s, fold(s.span.of(source.text))) for s in source.facts.sentences]
        named = [n for n, (_, words) in enumerate(sentences) if taken.whom in stems(words)]
        title = fold(source.article.title or "")
        about = taken.whom in stems(title) or 0 in named
        if not named and not about:
            continue
        known = True
        if _how(taken.event, title) == "told":
            return None
        for n, (sentence, words) in enumerate(sentences):
            far = min((abs(n - at) for at in named), default=len(sentences))
            if not about and far > taken.reach:
                continue
            how = _how(taken.event, words, of_others=taken.named and far > 0)
            if how == "told":
                return None
            if how == "denied" and contrary is None and far <= 1 and not taken.event.own.isdisjoint(stems(words)):
                contrary = standing(source, sentence)
    return Premise(taken.clause, contrary) if known else None


def _how(event: Event, words: str, *, of_others: bool = False) -> str | None:
    """Whether a sentence tells the event, or only denies it or wants it; None where it does not name it.

    With `of_others` nobody else's deeds count: those told right after somebody's full name.
    """
    found = {
        _standing_of(words, m.start(), m.end())
        for m in event.shown.finditer(words)
        if not of_others or _SOMEBODY_ELSE.search(words[max(0, m.start() - _BESIDE) : m.start()]) is None
    }
    return next((how for how in ("told", "denied", "wanted") if how in found), None)


def _standing_of(sentence: str, start: int, end: int) -> str:
    before = _BREAK.split(sentence[max(0, start - _REACH) : start])[-1]
    if _NOT_ITS_OWN.search(before) or _DENIED_AFTER.match(sentence, end):
        return "denied"
    return "wanted" if _ONLY_WANTED.search(before) else "told"
