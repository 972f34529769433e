"""A question in its thread: what it leaves to the turns before it is put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.news.asking.follow_ups import Meant, meant_by
from bot.news.asking.pointers import Points, meant_of, points_of
from bot.news.asking.questions import Question, Wanted, parse_question
from bot.news.channels import Turn
from bot.news.types import Evidence

_LONGEST = 300  # characters; what is longer tells all it means
_LOOKS_BACK = 6  # turns
_LENT = 0.5  # of its weight: a word of the question before need not stand beside the others
# "What else did she say about the strike?" asks for whatever she said: her words may not name it.
_SAID_ABOUT = re.compile(r"^What (?:else )?((?:did|does|do|has|have) .+? say)(?: about\b.*)?\W*$")


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` is what was typed, `meant` the whole question that can stand alone, for looking things up and for a model.

    `question` is read from it; `own` are the stems that were typed, where others were lent by the turns before. `on`
    are the sentences of the last answer, which "that" or "so" point to; `points` tells where the question is about
    these alone: who says so, or whether others say so too. `lent` is the question before it that stands
    whole in front of `meant`, "" for none.
    """

    text: str
    meant: str
    question: Question
    own: frozenset[str] = frozenset()
    on: tuple[Evidence, ...] = ()
    points: Points = ""
    lent: str = ""


def in_thread(text: str, turns: Sequence[Turn] = ()) -> Asked:
    """The question with what it leaves out taken from the turns before it in the thread, oldest first.

    A turn that was refused lends what it was about, but no evidence. Never raises.
    """
    points = points_of(text)
    last = turns[-1] if turns else None
    on = last.evidence if last is not None and not last.refused else ()
    before, answer, earlier = _before(turns)
    if not before or len(text) > _LONGEST:
        return Asked(text, text, parse_question(text), on=on, points=points)
    if points:
        meant = meant_of(points, before)
        return Asked(text, meant, parse_question(meant), on=on, points=points)
    found = meant_by(text, before, answer, earlier)
    meant = found.text
    if meant == text:
        return Asked(text, text, parse_question(text), on=on)
    typed = parse_question(text)
    own = frozenset(w.stem for w in typed.wanted)
    asked = parse_question(_SAID_ABOUT.sub(r"What \1?", meant))
    if found.lent:  # of two questions, what is asked for is that of the second
        asked = _of_the_second(found, before)
    else:
        asked = replace(asked, wanted=tuple(w if w.stem in own else _lent(w) for w in asked.wanted))
    return Asked(text, meant, asked, own, on, lent=found.lent)


def _of_the_second(meant: Meant, before: str) -> Question:
    """Where it does not point back only names go with it: what was asked before is answered already."""
    asked = parse_question(meant.text.removeprefix(meant.lent))
    known = {w.stem for w in asked.wanted}
    lent = tuple(_lent(w) for w in parse_question(before).wanted if w.stem not in known and (meant.leans or w.name))
    shape = "question" if asked.shape == "empty" and lent else asked.shape
    return replace(asked, wanted=(*asked.wanted, *lent), shape=shape)


def _lent(word: Wanted) -> Wanted:
    return replace(word, weight=_LENT * word.weight)


def _before(turns: Sequence[Turn]) -> tuple[str, str, str]:
    """The last question that told what it is about, whole, the answer to it, and what was asked before that."""
    whole = [(t.meant or t.question, "" if t.refused else t.answer) for t in turns[-_LOOKS_BACK:]]
    for at in range(len(whole) - 1, -1, -1):
        question, answer = whole[at]
        if len(question) <= _LONGEST and parse_question(question).wanted:
            return question, answer, " ".join(q[:_LONGEST] for q, _ in whole[:at])
    return "", "", ""
