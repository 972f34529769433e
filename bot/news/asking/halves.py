"""A question of two or three parts, as questions that each stand alone.

"Who was arrested, and when?" asks twice; "talks between Norvia and Halden" names one thing. Where it is not sure that
there are two questions, there is one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.news.asking.conversation import Asked, in_thread
from bot.news.asking.pointers import points_of
from bot.news.asking.questions import parse_question
from bot.news.channels import Turn
from bot.news.text import fold, squeeze

_MOST = 3
_LONGEST = 600
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
_SHORT_WH = r"(?:who|whom|what|when|where|why|how)"
_LONG_WH = (
    r"(?:(?:for|by|to|from|with|at|in|on) )?(?:who|whom|whose|what|when|where|why|which|how)"
    r"(?: (?:many|much|long|old|often|far|big|large|soon|badly))?"
)
_LEADS = r"(?:(?:so|and|but|ok|hey|hi|please),? )?"
_FLAGS = re.IGNORECASE
# "When and where did it happen?", "who, when and why ..."
_SIDE_BY_SIDE = re.compile(
    rf"^{_LEADS}(?P<one>{_SHORT_WH})(?:, (?P<two>{_SHORT_WH}))?,? (?:and|or|&) (?P<last>{_SHORT_WH}) "
    rf"(?P<rest>{_AUX}\b.+)$",
    _FLAGS,
)
# "... and when?", "..., when and why?": bare asking words at the end.
_AT_THE_END = re.compile(
    rf"^(?P<first>.+?),?(?: and|,| or)(?: if so,?| also| then)? (?:(?P<one>{_SHORT_WH}),? (?:and|or) )?"
    r"(?P<last>who|by whom|for whom|to whom|with whom|what for|for what|(?:by|for) how (?:much|many|long)|(?:at "
    r")?what time|when|since when|where|why|why not|how|how many|"
    r"how much|how long|how often)\W*$",
    _FLAGS,
)
_WHO_SAYS = re.compile(
    r"^(?P<first>.+?),? and (?P<who>(?:who|which \w{1,20}) (?:says?|said|claims?|claimed|reports?|reported)"
    r"(?: so| that| this| it)?)\W*$",
    _FLAGS,
)
# "How many were killed, and what caused the fire?"
_SECOND = re.compile(
    rf",? (?:and|but|as well as)(?: also| then)? (?=(?:{_LONG_WH}) (?:[\w'-]+ ){{0,4}}?\w)|; ?(?={_LONG_WH} )", _FLAGS
)
_STARTS = re.compile(rf"^{_LEADS}(?:{_LONG_WH})\b", _FLAGS)
_STARTS_AUX = re.compile(rf"^{_LEADS}{_AUX}(?:n't)? ", _FLAGS)
_INNER = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", _FLAGS)
_TURNED = re.compile(
    rf"^{_LEADS}(?P<wh>{_LONG_WH})(?P<thing>(?: (?!{_AUX}\b)[\w'$-]+){{0,6}}?) (?P<aux>{_AUX}) (?P<rest>.+)$", _FLAGS
)
_SUBJECT_ASKED = re.compile(
    rf"^{_LEADS}(?P<wh>who|what|how many|which(?: [\w'-]+){{1,3}}?) (?P<rest>(?!{_AUX}\b).+)$", _FLAGS
)
_SAY = r"(?:say|tell|claim|announce|argue|promise|demand|think|want|call for|ask for|propose|offer)"
_NAME = r"(?:(?:the|a|an|his|her|their) )?[\w'.-]+(?: [\w'.-]+){0,5}?"
_TWO_SPEAKERS = re.compile(
    rf"^(?P<ask>{_LEADS}what (?:did|do|does|has|have|had)) (?:both )?(?P<one>{_NAME}),? and (?P<two>{_NAME}) "
    rf"(?P<say>(?:each |both )?{_SAY}\b.*)$",
    _FLAGS,
)
_COMPARED = re.compile(
    rf"^{_LEADS}compare what (?P<both>[^?]{{3,80}} and [^?]{{2,80}}?) (?:say|said|says)\b(?P<rest>[^?]*)", _FLAGS
)
# Names with an "and" of their own: its last word before it and the first one after it.
_ONE_NAME = frozenset(
    (
        "marks spencer", "johnson johnson", "procter gamble", "barnes noble", "ernst young", "trinidad tobago",
        "bosnia herzegovina", "antigua barbuda", "fish wildlife", "simon schuster", "food drug", "smith wesson",
    )
)  # fmt: skip
_SUBJECTS = frozenset("the he she it they we you i his her their our".split())
_WITHOUT_THING = frozenset(("when", "where", "why"))
_DETERMINED = re.compile(r"(?:the|a|an|his|her|their|its)\b", _FLAGS)
_SENTENCE = re.compile(r"(?<=\?)\s+")


def halves_of(asked: Asked) -> tuple[Asked, ...]:
    """The one question, or up to three, each with its own meaning, in their order.

    "Who says so" comes as itself: what it is about is the answer before it.
    """
    text, meant = squeeze(fold(asked.text)), squeeze(fold(asked.meant))
    if asked.points or len(meant) > 2 * _LONGEST or len(text) > _LONGEST:
        return (asked,)  # what is asked about the last answer is asked once
    # The turn before, put before what was typed (whose pronouns may have been replaced).
    lent = squeeze(fold(asked.lent)) + " " if asked.lent else ""
    parts = _parts(meant[len(lent) :])
    if len(parts) < 2 and meant != text:  # with the thread's words put in it may part no more
        lent, parts = meant, _parts(text)
    if len(parts) < 2:
        return (asked,)
    out: list[Asked] = []
    for part in parts[:_MOST]:
        out.append(_alone(part, out[0] if out else None, lent.strip(), asked))
    return tuple(out)


def _alone(part: str, first: Asked | None, lent: str, whole: Asked) -> Asked:
    """A part with what it leaves to the part before it, or to the thread."""
    if is_who_says(part):
        return Asked(part, part, parse_question(part), points=points_of(part))
    before = first.meant if first else lent
    if not before:
        return Asked(part, part, parse_question(part), on=whole.on)
    return replace(in_thread(part, (Turn(before, "", meant=before),)), on=whole.on)


def is_who_says(part: str) -> bool:
    """It asks who stands behind the answer before it."""
    return part == "Who says so?"


def _parts(text: str) -> list[str]:
    sentences = [s for s in _SENTENCE.split(text) if s]
    if len(sentences) > 1:
        first = sentences[0]
        if all(s.endswith("?") and (_STARTS.match(s) or _STARTS_AUX.match(s)) for s in sentences):
            return [first, *(_finished(s, first) for s in sentences[1:])][:_MOST]
        return [text]
    return _parts_of_one(text)


def _parts_of_one(text: str) -> list[str]:
    if m := _SIDE_BY_SIDE.match(text):
        return [_closed(f"{wh} {m['rest']}") for wh in (m["one"], m["two"], m["last"]) if wh]
    if m := _WHO_SAYS.match(text):
        return [*_parts(_closed(m["first"])), "Who says so?"] if _is_plain(m["first"]) else [text]
    if m := _AT_THE_END.match(text):
        first = m["first"]
        if _is_plain(first):
            words = [w for w in (m["one"], m["last"]) if w]
            return [_closed(first), *(_finished(w, first) for w in words)]
        return [text]
    if m := _COMPARED.match(text):
        text = f"What did {m['both']} say{m['rest']}"
    if m := _TWO_SPEAKERS.match(text):
        return _speakers(text, m)
    return _two_clauses(text)


def _two_clauses(text: str) -> list[str]:
    m = _SECOND.search(text)
    if m is None or not _is_plain(text[: m.start()]):
        return [text]
    first, second = text[: m.start()], text[m.end() :]
    if not _is_clause(second) or len(first.split()) < 3:
        return [text]
    return [_closed(first), *(_closed(s) for s in _two_clauses(second))]


def _is_plain(first: str) -> bool:
    """It asks once, at its beginning: "did he say who did it" holds a question that is told, not asked."""
    start = _STARTS.match(first) or _STARTS_AUX.match(first)
    return start is not None and " " in first[start.end() - 1 :] and _INNER.search(first, start.end()) is None


def _is_clause(second: str) -> bool:
    """It asks by itself: "where is the ship", not "where the ship is" or "who the owner was"."""
    m = _STARTS.match(second)
    if m is None:
        return False
    words = [w for word in second[m.end() :].split() if (w := word.strip("?,.").lower())]
    wh = m.group().lower().split()[-1]
    if any(re.fullmatch(_AUX, w) for w in words[:1]):
        return True
    if wh in ("many", "much", "which", "what", "whose", "who"):  # "who paid", "how many were", "which team won"
        return bool(words) and words[0] not in _SUBJECTS
    return False


def _finished(part: str, first: str) -> str:
    """A bare asking word with the rest of the question before it: "and when?" of "who was arrested"."""
    word = re.sub(rf"^(?:{_LEADS}|if so,? )", "", part.strip(" ?.!"), flags=_FLAGS)
    if _STARTS.fullmatch(word) is None:
        return _closed(word)
    if m := _STARTS_AUX.match(first):
        rest = re.sub(rf"^{_LEADS}", "", first, flags=_FLAGS).rstrip(" ?.!")
        return _closed(f"{word} {rest[:1].lower()}{rest[1:]}")
    if m := _TURNED.match(first):
        wh, thing = m["wh"].lower(), m["thing"].strip()
        whom = thing if wh not in ("who", "whom", "what") and wh.split()[0] not in _WITHOUT_THING else ""
        if wh in ("who", "what") and m["aux"].lower() not in ("did", "does", "do"):
            whom = "somebody" if wh == "who" else "something"
        return _closed(squeeze(f"{word} {m['aux']} {whom} {m['rest'].rstrip(' ?.!')}"))
    if m := _SUBJECT_ASKED.match(first):
        wh = m["wh"].lower()
        many = "" if " " in m["rest"].strip() else "some"
        whom = {"who": "somebody", "what": "something", "how many": many}.get(wh, f"the{m['wh'][5:]}")
        return _closed(squeeze(f"{word} was it that {whom} {m['rest'].rstrip(' ?.!')}"))
    return _closed(f"{word} was that: {first}")


def _speakers(text: str, m: re.Match[str]) -> list[str]:
    one, two = m["one"], m["two"]
    pair = f"{one.split()[-1]} {two.split()[0]}".lower()
    if pair in _ONE_NAME or not (_names(one) and _names(two)):
        return [text]
    if re.search(r" (?:of|for|between|from) ", f" {one} ", _FLAGS) and not _DETERMINED.match(two):
        return [text]
    return [_closed(f"{m['ask']} {who} {m['say']}") for who in (one, two)]


def _names(words: str) -> bool:
    """A name, or a person or body with its article."""
    return words[:1].isupper() or _DETERMINED.match(words) is not None


def _closed(part: str) -> str:
    bare = part.strip(" ?.!,;")
    return f"{bare[:1].upper()}{bare[1:]}?"
