"""Put into a follow-up what it leaves to the question before it, so that it can stand alone in plain English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.news.asking.questions import Question, parse_question
from bot.news.asking.referents import referents, resolved
from bot.news.asking.times import window_of
from bot.news.asking.topics import AUX, Topic, topic_of
from bot.news.saying.name_runs import find_runs
from bot.news.saying.roles import is_role

_OPENER = r"(?:(?:and|but|so|also|then|ok|okay|well|now|or)\b[ ,]*)*"
_OPENING = re.compile(rf"^\W*{_OPENER}", re.IGNORECASE)
_WHAT_ABOUT = re.compile(rf"^\W*{_OPENER}(?:what|how) about (?P<whom>[^?!]{{2,80}}?)\W*$", re.IGNORECASE)
_AND = re.compile(
    rf"^\W*(?:and|or|but)\b[ ,]+(?!{AUX}\b|(?:who|whom|whose|what|which|where|when|why|how|by whom|since when"
    rf"|until when|if)\b)"
    r"(?P<whom>[^?!.]{2,80}?)\W*$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"^\W*{_OPENER}(?P<wh>when|where|why|how|how come|since when|until when|how long(?! (?:is|was|did|will))"
    rf"|how many|how much|who|whom|by whom)"
    r"(?: (?:exactly|else|so|then|(?:was|is|were|did|does) (?:that|it|this)(?: happen(?:ing)?)?|(?:that|it"
    r"|this)(?: was| is)?|"
    r"happened|precisely))*\W*$",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    rf"^\W*{_OPENER}how many (?P<whom>(?!{AUX}\b)[a-z][\w’'-]*(?: [a-z][\w’'-]*)?)\W*$", re.IGNORECASE
)
_COUNT = re.compile(r"\bhow (?:many|much|few)\b|\b(?:was|were|is|are|did) (?:any\w*|some\w*)\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|where|when|why|how)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"(?<![\w’'-])the (?!first\b|last\b|most\b|only\b)\w", re.IGNORECASE)
# "What happened with the strike?" begins a topic, with a small letter too.
_HAPPENED = re.compile(
    r"(?:what(?: has|'s|’s)? happen(?:ed|ing|s) (?:with|to|in|at)"
    r"|(?:any|what(?:'s|’s| is) the(?: latest)?) news (?:on|of|about|from)) ",
    re.IGNORECASE,
)
_ALL_POINT = re.compile(r"(?:him|her|it|them|that|this|these|those|(?:the|his|her|their|its)\b.*)\W*$", re.IGNORECASE)
_WHEN_IT = re.compile(r"[^ ] when (?:the|it|he|she|they|[A-Z])\b")  # it tells when already
_HARMED = re.compile(
    r"(?:the )?(?P<how>injured|wounded|hurt|dead|killed|missing|arrested|detained|rescued|displaced|evacuated|affected|"
    r"homeless|stranded|trapped|sick|ill|infected|jailed|freed|released)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    rf"^(?P<start>(?:what|who|when|why|how|where)\b[^?]*?\b{AUX} )(?P<whom>.+?)(?P<end> (?:say|tell|claim"
    rf"|announce|argue|"
    r"comment|respond|reply|react|think|promise|demand|want|ask|call|warn)\b.*)$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\b(?:in|at|from) the (?:north|south|east|west|centre|center|capital|city|country|region|rest)\w*(?:[-"
    r" ](?:east|west))?\b",
    re.IGNORECASE,
)
_PREPOSED = re.compile(
    r"(?:in|at|on|off|near|from|outside|inside|during|after|before|for|by|with|among|of|under|over)\b", re.IGNORECASE
)
_SWAPPED = re.compile(rf"^(?:where|when|why|how(?: much| long| far| often)?) (?P<rest>{AUX}\b.*)$", re.IGNORECASE)
_YES_NO = re.compile(rf"^{AUX}\b", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"^(?:(?P<who>who|what|which (?P<sort>[a-z]+))|how many) "
    rf"(?P<rest>(?:{AUX}\b|[a-z]+(?:ed|s|t|n|k|w|g|e)\b).*)$",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"(?:do|does|did)\b|{AUX}(?:n['’]t)? (?:the|a|an|his|her|its|their|he|she|it|they|(?-i:[A-Z]))", re.IGNORECASE
)
_NAMED_FIRST = re.compile(r"when (?P<name>[A-Z][\w’'.-]*(?: [A-Z][\w’'-]*)*)")
_ELSE = re.compile(r"^what else\b", re.IGNORECASE)
_WHAT_SAID = re.compile(rf"^what (?:else |exactly )?{AUX} [^?]+? say\W*$", re.IGNORECASE)
_PLACING = re.compile(r"\b(?:in|at|near|off|outside|around|from|to) (?:the )?\Z", re.IGNORECASE)
_NAMED_PLACE = re.compile(r"\b(?:in|at|near|off|outside|around) (?:the )?[A-Z][\w’-]*(?: [A-Z][\w’-]*)*")
_ANY = re.compile(
    rf"^(?P<aux>{AUX}) (?:any |some |the )?(?P<counted>people|[a-z]+s|anyone|anybody|someone|somebody)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b(?:anyone|anybody|someone|somebody)\b", re.IGNORECASE)
_SECOND_HALF = re.compile(r",? and (?=(?:who|whom|whose|what|which|where|when|why|how)\b)", re.IGNORECASE)
_ENDING = " ?!.,;:"
_HEAVY = 0.5  # a word that tells something of what is asked for weighs more
_FEW = 2
_ANY_DAY = date(2000, 1, 3)  # only where words tell a time matters here, not which


def meant_by(text: str, before: str, answer: str = "", earlier: str = "") -> Meant:
    """The whole question that a follow-up means, or the text itself where it stands alone.

    `before` is the question that it follows on, `answer` what was said to it, `earlier` what was asked before that.
    What cannot be put in one question comes with the question before in front of it. Never raises.
    """
    meant = _meant(" ".join(text.split()), topic_of(before), answer, earlier)
    if isinstance(meant, str):
        return Meant(meant or text)
    # Of questions that were put together already the last is enough, where it tells what it is about.
    parts = re.split(r"(?<=\?) ", topic_of(before).question)[-2:]
    question = parts[-1] if _tells(parts[-1]) else parts[0]
    lent = f"{question.rstrip(_ENDING)}? "
    return Meant(lent + meant.typed, lent, meant.leans)


@dataclass(frozen=True, slots=True)
class Meant:
    """`lent` is the question before that the text begins with, where they could not be made one.

    `leans`: what follows it points back to it, and does not only leave out whom or what it is about.
    """

    text: str
    lent: str = ""
    leans: bool = False


@dataclass(frozen=True, slots=True)
class _Apart:
    """What cannot be put in one question with what it follows on."""

    typed: str
    leans: bool = True


def _meant(typed: str, topic: Topic, answer: str, earlier: str) -> str | _Apart:
    """ "" for a question that stands alone."""
    if about := _WHAT_ABOUT.match(typed) or _AND.match(typed):
        return _same_of(about["whom"].strip(), topic)
    if (others := _HOW_MANY.match(typed)) and (counted := _counting(others["whom"], _bare(topic), topic)):
        return _capital(counted) + "?"
    if wh := _ALONE.match(typed):
        return _asked_of(wh["wh"].lower(), topic) or _Apart(typed)
    question = _OPENING.sub("", typed, count=1)
    if "?" not in typed and not _ASKS.search(typed) and not _YES_NO.match(question):
        return ""
    # In "how many tanks were lost, and what did they cost" the first half tells who "they" are.
    head, joint, tail = question, "", ""
    if second := _SECOND_HALF.search(question):
        head, joint, tail = question[: second.start()], second.group(), question[second.end() :]
    put, dangling = resolved(head, referents(topic.question, answer, topic, earlier))
    put += joint + tail
    if not dangling and put != question and topic.event and (_WHAT_SAID.match(put)):
        return f"{_capital(put).rstrip(_ENDING)} about {topic.event}?"
    there = any(words and words in put for words in (topic.event, topic.subject))
    # "Did any of the wounded die?" does not tell of which: only a name does.
    lent = put != question and topic.tie and not there and not _named(parse_question(put))
    if not dangling and not lent and (_stands(put) or there):
        return "" if put == question else _capital(put)
    told = parse_question(put).wanted
    tied = _tied(_capital(put), topic) if told or dangling else ""
    if tied:
        return tied
    if dangling or all(w.weight <= _HEAVY for w in told):
        return _Apart(_capital(put))
    # It tells what it asks for: only of whom or where may have been left to the question before.
    return _Apart(_capital(put), leans=False) if _named(parse_question(topic.question)) else put


def _stands(question: str) -> bool:
    """It names enough of what it is about; "how many were hurt?" does not, though it may hold two words."""
    if (happened := _HAPPENED.match(question)) and not _ALL_POINT.match(question, happened.end()):
        return True
    asked = parse_question(question)
    words = [w for w in asked.wanted if w.weight > _HEAVY]
    if not words:
        return False
    names = _named(asked)
    if (
        _COUNT.search(question)
        and not names
        and not _DEFINITE.search(question)
        and window_of(question, _ANY_DAY) is None
    ):
        return len(words) > _FEW
    return names or len(words) >= _FEW


def _tells(question: str) -> bool:
    return any(w.weight > _HEAVY for w in parse_question(question).wanted)


def _named(asked: Question) -> bool:
    return any(w.name for w in asked.wanted)


def _tied(question: str, topic: Topic) -> str:
    if not topic.tie or topic.tie.lower() in question.lower() or _WHEN_IT.search(question):
        return ""
    named = _NAMED_FIRST.match(topic.tie)
    if named and named["name"] in question:
        return ""  # "when did Ms Gray say that when Ms Gray resigned"
    return f"{question.rstrip(_ENDING)} {topic.tie}?"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _bare(topic: Topic) -> str:
    return topic.question.rstrip(_ENDING)


# --- "and what about Ms Gray?" ----------------------------------------------------------------------


def _same_of(whom: str, topic: Topic) -> str:
    """The question before, asked of somebody or something else."""
    question = _bare(topic)
    for way in (_at_time, _at_place, _harmed, _by_name, _counting, _of_subject, _listed):
        found = way(whom, question, topic)
        if found:
            return _capital(found) + "?"
    return f"{question}, and what about {whom}?" if question else f"What about {whom}?"


def _at_time(whom: str, question: str, topic: Topic) -> str:
    told = window_of(whom, _ANY_DAY)
    if told is None or told.words.start > 0 or told.words.end < len(whom):
        return ""
    known = window_of(question, _ANY_DAY)
    if known is None:
        return f"{question} {whom}"
    return f"{question[: known.words.start]}{whom}{question[known.words.end :]}"


def _at_place(whom: str, question: str, topic: Topic) -> str:
    if not _PREPOSED.match(whom):
        return ""
    if _SIDE.fullmatch(whom):
        known = _SIDE.search(question)
        return f"{question[: known.start()]}{whom}{question[known.end() :]}" if known else f"{question} {whom}"
    placed = [*_NAMED_PLACE.finditer(question)]
    if placed and _NAMED_PLACE.fullmatch(whom):
        return f"{question[: placed[-1].start()]}{whom}{question[placed[-1].end() :]}"
    return f"{question} {whom}"


def _harmed(whom: str, question: str, topic: Topic) -> str:
    found = _HARMED.fullmatch(whom)
    if found is None or not topic.tie or not re.match(r"how many\b", question, re.IGNORECASE):
        return ""
    how = found["how"].lower()
    return f"how many {'died' if how == 'dead' else 'were ' + how} {topic.tie}"


def _by_name(whom: str, question: str, topic: Topic) -> str:
    """ "What did Tom Reed say?" asked of Ms Gray; only where one name alone can be meant."""
    if not _is_somebody(whom):
        return ""
    if said := _SAYS.match(question):
        return f"{said['start']}{whom}{said['end']}"
    person = _is_person(whom)
    runs = [r for r in find_runs(question) if r.start > 0]
    alike = [r for r in runs if (r.kind == "person") == person]
    if person and not alike:  # a name alone may be anybody's
        alike = [r for r in runs if not r.kind and not _PLACING.search(question, 0, r.start)]
    if len(alike) != 1:
        return ""
    start = alike[0].start
    if whom.lower().startswith("the ") and question[:start].lower().endswith("the "):
        start -= 4
    return f"{question[:start]}{whom}{question[alike[0].end :]}"


def _is_person(whom: str) -> bool:
    return is_role(whom.split()[-1]) or any(r.kind == "person" for r in find_runs(f"of {whom}"))


def _is_somebody(whom: str) -> bool:
    return any(True for _ in find_runs(f"of {whom}")) or (whom.lower().startswith("the ") and is_role(whom.split()[-1]))


def _counting(whom: str, question: str, topic: Topic) -> str:
    """ "How many tanks were lost?" asked of planes."""
    if not topic.counted or len(whom.split()) > _FEW + 1 or _DEFINITE.match(whom):
        return ""
    at = question.find(topic.counted)
    return f"{question[:at]}{whom}{question[at + len(topic.counted) :]}"


def _of_subject(whom: str, question: str, topic: Topic) -> str:
    """ "When will the tunnel open?" asked of the bridge."""
    if not topic.subject or not _DEFINITE.match(whom):
        return ""
    return question.replace(topic.subject, whom, 1)


def _listed(whom: str, question: str, topic: Topic) -> str:
    """ "Timeline of the talks" asked of the strike."""
    listed = not _ASKS.search(question) and not _YES_NO.match(question)
    return question.replace(topic.event, whom, 1) if listed and topic.event else ""


# --- "when?" ---------------------------------------------------------------------------------------


def _asked_of(wh: str, topic: Topic) -> str:
    """When, where or why what the question before is about took place; "" where it cannot be put in plain words."""
    question = _ELSE.sub("What", _bare(topic), count=1)
    if not question or "?" in question:
        return ""
    if wh in ("who", "whom", "by whom"):
        return _who(wh, question)
    if wh in ("how many", "how much"):
        found = _ANY.match(question)
        if found is None:
            return ""
        counted = "" if _SOMEBODY.fullmatch(found["counted"]) else f" {found['counted']}"
        aux = {"was": "were", "is": "are", "has": "have"}.get(found["aux"].lower(), found["aux"].lower())
        return f"{_capital(wh)}{counted} {aux}{found['rest']}?"
    word = _capital(wh)
    if _YES_NO.match(question):
        return f"{word} {question[:1].lower()}{question[1:]}?"
    if swapped := _SWAPPED.match(question):
        return f"{word} {swapped['rest']}?"
    if said := re.match(
        rf"what (?P<by>{AUX} .+? (?:say|claim|announce|argue|promise|demand|do))\b(?P<rest>.*)", question, re.IGNORECASE
    ):
        return f"{word} {said['by']} that{said['rest']}?"
    if wh in ("when", "where") and topic.event and not topic.tie.startswith("when "):
        return f"{word} {'were' if _is_plural(topic.event) else 'was'} {topic.event}?"
    return _it_is_that(word, question, topic)


def _it_is_that(word: str, question: str, topic: Topic) -> str:
    be = "is" if word.lower() in ("why", "how come") else "was"
    if word.lower() == "how come":
        word = "Why"
    if topic.tie.startswith("when "):
        return f"{word} {be} it that {topic.tie.removeprefix('when ')}?"
    found = _SUBJECT.match(question)
    if found is None or _TURNED.match(found["rest"]):
        return ""
    if found["who"]:
        subject = (
            "somebody" if found["who"].lower() == "who" else f"some {found['sort']}" if found["sort"] else "something"
        )
    elif topic.counted:  # "how many drones were launched"
        return f"{word} {be} it that {question[question.find(topic.counted) :]}?"
    else:
        subject = "people"
    return f"{word} {be} it that {subject} {found['rest']}?"


def _who(wh: str, question: str) -> str:
    somebody = _SOMEBODY.search(question)
    if wh != "by whom" and somebody and _YES_NO.match(question):
        first, _, rest = question.partition(" ")
        if rest.startswith(somebody.group()):
            return f"Who {first.lower()}{rest[len(somebody.group()) :]}?"
    if wh == "by whom" and _YES_NO.match(question):
        return f"By whom {question[:1].lower()}{question[1:]}?"
    return ""


def _is_plural(thing: str) -> bool:
    head = re.split(r" (?:in|at|on|off|of|near|between|over|about|for|with|after|from|by|to)\b", thing)[0]
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))
