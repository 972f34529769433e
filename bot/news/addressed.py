"""Which messages of a thread are for us although they do not mention us; people who talk to each other are left alone.

By default only a direct reply is: the next message after our answer, by whoever we answered, that asks something or
is a command of the thread, and names nobody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.news.asking.commands import command_of
from bot.news.asking.conversation import in_thread
from bot.news.asking.questions import parse_question
from bot.news.asking.screening import question_in, screened

_MOST_ASKED = 20
_QUESTION_MARKS = ("?", "？", "؟", "⁇", "‽")
_CLOSERS = " \"'”’)]!.…*_~`"
# "Ana, did you see it?" is for Ana; "So, when was it?" for whoever spoke last.
_CALLED = re.compile(r"\s*(?:(?:hey|hi|hello|and)\W{1,3})?([A-ZÀ-ÖØ-Þ][\w’'-]{1,30})[,:] ")
_NO_NAMES = frozenset(
    """
    so and but or well ok okay then now hm hmm hey hi hello yes no sure right wait oh ah thanks please also still sorry
    actually alternatively anyway briefly finally first firstly second secondly generally honestly however
    instead meanwhile otherwise overall roughly seriously today tomorrow yesterday true interesting great good nice
    question follow-up followup btw fyi again bot factbox
    """.split()
)
_YOU = re.compile(r"\b(?:you|your|yours|u|ur)\b", re.IGNORECASE)
# "What a mess", "How sad": they begin as questions do.
_EXCLAIMS = re.compile(
    r"what an? |how (?!come\b|so\b|many\b|much\b|long\b|old\b|far\b|often\b|exactly\b)\w+\W*$", re.IGNORECASE
)
_ASKING = frozenset(("who", "whom", "whose", "what", "which", "where", "when", "why", "how"))


FollowUps = Literal["mention", "open"]
"""Which messages of a thread we take for ours without a mention: direct replies, or all that look like questions."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a thread. `ours`: we wrote it. `to_us`: it mentions us. `names`: it mentions somebody else."""

    author: str
    text: str = ""
    ours: bool = False
    to_us: bool = False
    names: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """What the messages of a thread so far come to.

    `asked` are those whom we owe an answer, oldest first. `answered` is whom our last message answered, where nobody
    has spoken since; `last` is the person who spoke last, None where we did. `within`: something there is ours.
    """

    asked: tuple[str, ...] = ()
    answered: str | None = None
    last: str | None = None
    within: bool = False


def after(talk: Talk, said: Said, open_to_all: bool = False) -> Talk:
    """The talk with this message added. `open_to_all` as in `for_us`."""
    if said.ours:
        if not talk.asked:
            return replace(talk, last=None, within=True)
        return Talk(talk.asked[1:], talk.asked[0], None, True)
    asked = talk.asked
    if said.to_us or for_us(talk, said, open_to_all):
        asked = (*asked, said.author)[-_MOST_ASKED:]
    return Talk(asked, None, said.author, talk.within)


def for_us(talk: Talk, said: Said, open_to_all: bool = False) -> bool:
    """Whether we should answer this message, which mentions us not. `talk` is what stood there before it.

    With `open_to_all` also what others ask in a thread that we are in, unless it is put to whoever spoke last ("why do
    you say so?") or is nothing that sources could answer.
    """
    if said.ours or said.names or not can_be_for_us(said.text):
        return False
    if talk.answered is not None and said.author == talk.answered:
        return True
    if not open_to_all or not talk.within:
        return False
    if talk.last not in (None, said.author) and _YOU.search(said.text):
        return False
    return command_of(said.text).kind != "question" or screened(in_thread(question_in(said.text))) is None


def can_be_for_us(text: str) -> bool:
    """Whether a message asks something, or is a command of the thread, and calls nobody by name."""
    called = _CALLED.match(text)
    if called and called[1].casefold() not in _NO_NAMES and called[1].casefold() not in _ASKING:
        return False
    if command_of(text).kind != "question":
        return True
    question = question_in(text).strip()
    if question.rstrip(_CLOSERS).endswith(_QUESTION_MARKS):
        return True
    if _EXCLAIMS.match(question):
        return False
    first = question.split(maxsplit=1)
    begins = first[0].casefold().strip(_CLOSERS) if first else ""
    return begins.split("'")[0].split("’")[0] in _ASKING and parse_question(question).shape != "phrase"
