"""Whom and what a follow-up's pronouns mean: the people, bodies, places and things of the turn before it.

Nobody is guessed: where two fit as well, the pronoun stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.news.asking.somebody import ATTRIBUTES, is_somebody, sex_of
from bot.news.asking.topics import AUX, Topic
from bot.news.saying.name_runs import Run, find_runs, sex, surname
from bot.news.saying.roles import is_role, role_before
from bot.news.saying.speech import BODY_WORDS, COLLECTIVES, SAYING
from bot.news.text import squeeze

_READ = 1500  # characters of an answer
_SHORT = 500  # characters of an answer that tells of one thing
_PRONOUN = re.compile(
    r"(?<![\w'’-])(?P<word>he|she|him|her|his|hers|they|them|their|theirs|it|its|that|this|there"
    r"|then)(?![\w’-])(?!'\w)",
    re.IGNORECASE,
)
_MALE, _FEMALE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_PLURAL = frozenset(("they", "them", "their", "theirs"))
_OWNING = frozenset(("his", "her", "hers", "their", "theirs", "its"))
_WHERE_BEFORE = re.compile(
    r"\b(?:in|at|near|off|outside|around|from|to|across|into|towards?) (?:the )?$", re.IGNORECASE
)
_OWNERS = re.compile(
    r"\b(?:how many \w+|which \w+|people|men|women|children|(?!was|is|has|does|this|as\b)\w{3,}s) (?:\w+ ){1,3}$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r" (?!(?:in|on|at|to|for|with|by|from|about|of|after|before|and|or|when|if|as|there|now)\b)[a-z]", re.I
)
# Where "that", "it" and "there" point back to nothing: "said that", "that bridge", "is it true", "there are".
_NO_THAT = re.compile(
    r" (?!(?:in|on|at|to|for|with|by|from|after|before|and|or|when|is|was|happen|happened|mean|so)\b)\w"
)
_IT_TRUE = re.compile(
    r" (?:take|takes|true|likely|possible|clear|known|certain|rain|snow|be (?:known|true)|(?:\w+ ){0,2}that\b)", re.I
)
_THERE_IS = re.compile(r" (?:is|are|was|were|be|been|has|have|any|a|an|still|much|many|no|other)\b", re.IGNORECASE)
_IS_THERE = re.compile(r"\b(?:is|are|was|were|been|be|have|has|do|will) $", re.IGNORECASE)
_TITLED = re.compile(r"(?<![\w’'-])(?P<role>(?:the|[A-Z][\w-]*['’]s?)(?: [\w-]+){1,4})")
_LONGEST_NAME = 4
_ENDS_CLAUSE = re.compile(
    r"\W*$| (?:in|on|at|to|for|with|by|from|about|of|after|before|and|or|when|if|as|now|then|too|there)\b",
    re.IGNORECASE,
)
_WHICH_MANY = re.compile(rf"(?:what|which) (?P<asked>(?!{AUX}\b)[a-z]{{3,}}s) {AUX}\b", re.IGNORECASE)
_SAYS = re.compile(
    r" (?:also |really )?(?:say|tell|claim|announce|add|mean|promise|call|demand|ask|think)\b", re.IGNORECASE
)
_SAID_BY = re.compile(
    rf"what (?:else |exactly )?{AUX} (?P<by>[^?]{{2,60}}?) (?:say|tell|claim|announce|promise|demand|think)\b",
    re.IGNORECASE,
)
_DEED = re.compile(r"\b(?:do|does|did|done|doing|happen\w*) $", re.IGNORECASE)
_MANY = re.compile(r"[A-Z][\w’'-]*ans")  # "Norlanders" are no thing, and "Norlandians" are none
_IDENTIFIED = re.compile(r"\W*(?:and |so )?(?:what|which) [a-z][\w’'-]*(?: [\w’'-]+){0,4} (?:is|was) $", re.IGNORECASE)
_SPOKEN_OF = re.compile(
    r"\b(?:say|said|comment\w*|react\w*|respond\w*|repl(?:y|ied)|think|know|knew|talk\w*|speak|ask\w*|warn\w*"
    r"|wrote|write|lie|lied) (?:about|on|of|to) $",
    re.IGNORECASE,
)
_TURNED = re.compile(r"\b(?:did|do|does|will|would|can|could|should|may|might) \Z", re.IGNORECASE)
_NEXT = re.compile(r" (?:also |has |had )?([a-z]+)")
_COUNTED_HARM = re.compile(
    r"how many (?:people )?(?:were|are|was) (?P<harmed>wounded|injured|hurt|killed|arrested|missing|rescued"
    r"|detained|displaced)\b",
    re.I,
)
_THING = re.compile(
    r"(?:^|(?<=[.!?;,:“\"] )|(?<=\b(?:but|and) )|(?<=\bthat )|(?<=\bsaid )|(?<=\bsays ))"
    r"the (?P<thing>(?:[a-z-]+ ){0,2}?[a-z-]+)(?= (?:is|are|was|were|will|has|had|can|could|would"
    r"|may|might)\b)",
    re.I,
)
_STOPS = frozenset(
    "of in on at to for with by from about after before and or who that which is was are were do does did say said "
    "says".split()
)


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    sex: str | None  # "m" or "f"


@dataclass(frozen=True, slots=True)
class Referents:
    """`asked` are the people of the question before, `told` those that only its answer names."""

    asked: tuple[_Person, ...]
    told: tuple[_Person, ...]
    earlier: tuple[_Person, ...]
    unknown: tuple[_Person, ...]  # names that nothing shows to be a person's or another's
    speaker: str  # of whom the question before asks what he or she said
    bodies: tuple[str, ...]
    places: tuple[str, ...]
    topic: Topic
    things: tuple[str, ...]  # that the answer tells something of
    about_whom: bool  # the question before asked who: its answer's person is who is spoken of


def referents(before: str, answer: str, topic: Topic, earlier: str = "") -> Referents:
    """What the turn before spoke of: `before` is its question, `answer` what was said to it ("" for nothing).

    `earlier` is what was asked before that: its people are meant where the last turn has none that fit.
    """
    here, there = _Named(before), _Named(answer[:_READ])
    roles = _by_role(before)
    said = _SAID_BY.match(before)
    return Referents(
        asked=_each((*here.people, *(p for p in here.unknown if said and p.name == said["by"]), *roles)),
        told=tuple(p for p in _each(there.people) if all(_key(p.name) != _key(q.name) for q in here.people)),
        earlier=_spoken_of(earlier[-_READ:]) if earlier else (),
        unknown=here.unknown or there.speaking,
        speaker=said["by"] if said else "",
        bodies=tuple(b for b in here.bodies if all(_key(b) != _key(p.name) for p in there.people)),
        places=here.places or there.places,
        topic=topic,
        things=()
        if len(answer) > _SHORT
        else tuple(dict.fromkeys(f"the {m['thing']}" for m in _THING.finditer(answer[:_READ]))),
        about_whom=re.match(r"\W*(?:and )?who(?:m|se)?\b", before, re.IGNORECASE) is not None and not roles,
    )


def _by_role(text: str) -> tuple[_Person, ...]:
    return tuple(_Person(role, sex_of(role.split()[-1])) for role in _roles(text))


def _spoken_of(text: str) -> tuple[_Person, ...]:
    return _each((*_Named(text).people, *_by_role(text)))


def resolved(text: str, meant: Referents) -> tuple[str, bool]:
    """The text with its pronouns replaced by whom and what they mean, and whether one is left that points back."""
    out: list[str] = []
    people: dict[str, str] = {}
    at, dangling = 0, False
    for m in _PRONOUN.finditer(text):
        word = m["word"].lower()
        if not _points_back(text, m, word):
            continue
        found = _meant(word, meant, text, m, people)
        if found is None:
            dangling = True
            continue
        owner = word in _OWNING and (word != "her" or _NOUN_AFTER.match(text, m.end()) is not None)
        out += [text[at : m.start()], found + ("’s" if owner else "")]
        at = m.end()
    return "".join([*out, text[at:]]), dangling


def _points_back(text: str, m: re.Match[str], word: str) -> bool:
    """It means something that was said before, outside this text."""
    before = text[: m.start()]
    if word == "it" and _IDENTIFIED.match(before) and _ENDS_CLAUSE.match(text, m.end()):
        return False  # "What kind of boat was it?"
    if word in _MALE | _FEMALE or word in _PLURAL or word in ("it", "its"):
        object_of = word in ("him", "them", "it", "her") and _ENDS_CLAUSE.match(text, m.end())
        if not object_of and any(run.start > 0 for run in find_runs(before)):
            return False  # "Did Ms Gray sell her house?", but not "did Ms Gray meet him?"
        if word in _OWNING and word not in _MALE | _FEMALE and _OWNERS.search(before):
            return False  # "How many people lost their homes?"
        return not (word == "it" and _IT_TRUE.match(text, m.end()))
    if word in ("that", "this") and _DEED.search(before) and _ENDS_CLAUSE.match(text, m.end()):
        return True
    if word in ("that", "this"):
        return _NO_THAT.match(text, m.end()) is None
    if word == "there":
        return not (_IS_THERE.search(before) or _THERE_IS.match(text, m.end()))
    return (
        re.search(r"\b(?:since|until|by|before|after|back) $|^$", before, re.IGNORECASE) is not None
        or text[m.end() :].strip(" ?.!") == ""
    )


def _meant(word: str, meant: Referents, text: str, m: re.Match[str], people: dict[str, str]) -> str | None:
    if word in _MALE or word in _FEMALE:
        gender = "m" if word in _MALE else "f"
        says = _SAYS.match(text, m.end()) is not None
        others = [n for n, g in people.items() if g != gender]
        others += [p.name for p in (*meant.asked, *meant.told, *meant.unknown) if p.name in text]
        name = _person(meant, gender, others, says)
        if name is not None:
            people[name] = gender
        return name
    if word in _PLURAL:
        return _many(meant, people)
    if word in ("it", "that", "this") and _DEED.search(text[: m.start()]) and _ENDS_CLAUSE.match(text, m.end()):
        return None  # "why did she do it?": no thing is meant
    if word in ("it", "its"):
        found = _thing(meant, people)
        # What somebody speaks about or answers is no body, but what happened.
        return None if found in meant.bodies and _SPOKEN_OF.search(text[: m.start()]) else found
    if word == "there":
        return f"in {meant.places[0]}" if len(meant.places) == 1 and not _led(text, m) else None
    if (
        word in ("that", "this")
        and meant.topic.event
        and re.search(r"\b(?:was|is|after|before|during|did|of|about) $", text[: m.start()], re.I)
    ):
        return meant.topic.event
    return None


def _led(text: str, m: re.Match[str]) -> bool:
    return re.search(r"\b(?:from|in|near|to) $", text[: m.start()], re.IGNORECASE) is not None


def _person(meant: Referents, gender: str, others: Collection[str], says: bool) -> str | None:
    """Who fits alone; `others` are those that a pronoun of the other sex means. `says`: it is asked what they say."""
    everybody = (*meant.asked, *meant.unknown)
    if says and any(p.name == meant.speaker and p.sex in (None, gender) and p.name not in others for p in everybody):
        return meant.speaker  # who spoke goes on speaking
    groups = (meant.told, meant.asked) if meant.about_whom else (meant.asked, meant.told)
    known = [p for p in meant.earlier if p.sex == gender and p.name not in others]
    rest = (meant.earlier, meant.unknown) if len(known) == 1 else (meant.unknown, meant.earlier)
    for group in (*groups, *rest):
        fits = [p for p in group if p.sex in (None, gender) and p.name not in others]
        if fits:
            return fits[0].name if len(fits) == 1 else None
    return None


def _many(meant: Referents, people: Collection[str]) -> str | None:
    """Those that were counted or asked for, or a body where it is the only one."""
    if meant.topic.counted:
        return f"the {meant.topic.counted}"
    if harmed := _COUNTED_HARM.match(meant.topic.question):
        return f"the {harmed['harmed'].lower()}"
    if which := _WHICH_MANY.match(meant.topic.question):
        return f"the {which['asked']}"
    if len(meant.bodies) == 1 and not meant.asked and meant.bodies[0] not in people:
        return meant.bodies[0]
    people = [p.name for p in meant.asked]
    return " and ".join(people) if len(people) == 2 and not meant.bodies else None


def _thing(meant: Referents, people: Collection[str]) -> str | None:
    topic = meant.topic
    things = [t for t in (topic.event, topic.subject, topic.done_to) if t and not is_somebody(t.split()[-1])]
    things += [
        b for b in meant.bodies if b not in people and not _MANY.fullmatch(b) and all(b not in t for t in things)
    ]
    if not things:
        things = list(meant.things)
    return things[0] if len(things) == 1 else None


# --- who is named ----------------------------------------------------------------------------------


class _Named:
    """The people, bodies and places that a text names, each once, by its fullest name."""

    def __init__(self, text: str) -> None:
        people: list[_Person] = []
        bodies: list[str] = []
        places: list[str] = []
        unknown: list[_Person] = []
        speaking: list[_Person] = []
        for run in find_runs(text):
            shown = squeeze(text[run.start : run.end])
            article = "the " if re.search(r"\bthe $", text[: run.start], re.IGNORECASE) else ""
            placed = _WHERE_BEFORE.search(text, max(0, run.start - 14), run.start) is not None
            if run.kind == "person" or (not placed and not article and self._like_person(text, run)):
                people.append(_Person(_plain_name(run, shown), sex(run)))
            elif run.kind == "place" or placed:
                places.append(article + run.name)
            elif run.kind in ("body", ""):
                bodies.append(article + run.name)
                if not run.kind and not article:
                    unknown.append(_Person(run.name, None))
                    following = _NEXT.match(text, run.end)
                    if following is not None and following[1] in SAYING:
                        speaking.append(unknown[-1])
        self.people = _each(people)
        known = {_key(p.name) for p in self.people}
        self.bodies = tuple(dict.fromkeys((*(b for b in bodies if _key(b) not in known), *_collectives(text))))
        self.unknown = tuple(p for p in _each(unknown) if _key(p.name) not in known)
        self.speaking = _each(speaking)
        self.places = tuple(dict.fromkeys(places))

    def _like_person(self, text: str, run: Run) -> bool:
        """An office before it, a first name or that it speaks shows a person."""
        if run.kind or len(run.words) > _LONGEST_NAME:
            return False
        following = _NEXT.match(text, run.end)
        speaks = len(run.words) > 1 and following is not None and following[1] in SAYING
        named = len(run.words) == 2 and sex(run) is not None
        return named or speaks or role_before(text, run.start) is not None


def _plain_name(run: Run, shown: str) -> str:
    """ "Ms Gray", "Ann Gray"; without the office that may stand before it."""
    return shown if len(run.words) == 1 and run.title is None else run.name


def _key(name: str) -> str:
    return surname(tuple(name.split()))


def _each(people: Sequence[_Person]) -> tuple[_Person, ...]:
    """One for each surname, by the longest name."""
    found: dict[str, _Person] = {}
    for p in people:
        known = found.get(_key(p.name))
        if known is None:
            found[_key(p.name)] = p
        else:
            name = max(
                known.name,
                p.name,
                key=lambda n: (len([w for w in n.split() if w.rstrip(".").lower() not in _HONOR]), len(n)),
            )
            found[_key(p.name)] = _Person(name, known.sex or p.sex)
    return tuple(found.values())


_HONOR = frozenset("mr mrs ms miss dr prof sir dame".split())


def _roles(text: str) -> Iterator[str]:
    """ "The mayor", "Norland's defence minister": people who are named by their office alone."""
    for m in _TITLED.finditer(text):
        words = m["role"].split()
        for n, word in enumerate(words[1:], 1):
            if word.lower() in _STOPS or word[0].isupper():
                break
            if is_somebody(word) and (_is_last(words[n + 1 :], word) or _TURNED.search(text, 0, m.start())):
                yield " ".join(("the" if words[0] == "The" else words[0], *words[1 : n + 1]))
                break


def _is_last(after: Sequence[str], word: str) -> bool:
    """No noun or name follows in the phrase: "the prisoner was", but not "the prisoner exchange"."""
    if not after:
        return True
    following = after[0]
    if is_role(word):
        return not (is_somebody(following) or following[0].isupper())
    return (
        following.lower() in _STOPS | ATTRIBUTES
        or following.endswith("ed")
        or re.fullmatch(AUX, following, re.I) is not None
    )


def _collectives(text: str) -> Iterator[str]:
    """ "The council", "the police": bodies without a name of their own."""
    for m in re.finditer(r"(?<![\w’'-])the ((?:[a-z-]+ ){0,2}?)([a-z]+)(?![\w’'-])", text, re.IGNORECASE):
        word = m[2].lower()
        if word in BODY_WORDS or word in COLLECTIVES:
            yield f"the {m[1]}{m[2]}"
