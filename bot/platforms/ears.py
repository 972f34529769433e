"""What was said to us, until somebody answers: no more than can wait, of nobody too much, and nothing twice.

Each question is kept before it waits here, and before the platform is told that we have it: whoever heard it may die.
Messages that do not mention us are for us by the rule of `news/addressed.py`. What stands in a thread is asked from the
platform once, and kept up from then on by what is heard and what we say.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Literal
from weakref import WeakValueDictionary

import structlog

from bot.news.addressed import Said, Talk, after, can_be_for_us, for_us
from bot.news.channels import Mention, Place
from bot.news.showing.shown import AnswerCard
from bot.news.waiting_line import WaitingLine
from bot.platforms.newest import Newest
from bot.ports import Growing, MessageId, Rejected, Unavailable, Unclear

WAITING = 100
"""How many mentions wait to be answered at most."""

EACH = 10
"""How many of them are one person's at most."""

_THREADS = 2000  # whose talk is remembered
_RECENT = 2000  # ids of messages that were taken in
_MOMENT = 0.05  # seconds in which a mention is begun where anybody is free
_ASKED = re.compile(r"question (\S{1,60}) ")

ReadThread = Callable[[Place, str], Awaitable[Iterable[Said]]]
"""What stands in a thread before a message, oldest first. Raises `Unavailable`, `Rejected` or `Unclear`."""

Keep = Callable[[Mention], Awaitable[bool]]
"""Keeps a mention until it is answered; False where it was heard before. Raises `Unavailable`."""

Kept = Literal["kept", "known", "no room"]
"""A mention is kept and has a place in the line, is somebody's already, or cannot wait: too many do."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that a person wrote where we can read it, as the mention that it is if it is for us.

    `direct`: it is for us without doubt, by mention or in a direct message. `message` is the platform's id of it, and
    `begins` says that the thread of its place begins with it.
    """

    mention: Mention
    said: Said
    message: str
    direct: bool
    begins: bool = False


class Ears:
    """Takes in what is heard, once `keep` has kept it; `mentions` gives what is for us, until `close`."""

    def __init__(self, thread: ReadThread, keep: Keep, open_to_all: bool, waiting: int) -> None:
        self._read, self._keep = thread, keep
        self._open = open_to_all
        self._most = waiting
        self._line: WaitingLine[Mention] = WaitingLine(waiting, EACH)
        self._places: Counter[str] = Counter()  # of whom how many wait, or are being kept
        self._keeping: dict[str, asyncio.Future[None]] = {}  # by each id of what is being kept
        self._moved = asyncio.Event()
        self._closed = False
        self._unheard: set[str] = set()
        self._refused: set[str] = set()
        self._recent: Newest[str, None] = Newest(_RECENT)
        self._talks: Newest[Place, Talk] = Newest(_THREADS)
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()

    async def hear(self, heard: Heard) -> bool:
        """Take a message in. False where it is for us, too many wait already, and its author is to be told so.

        They are told once until there is room again: whoever floods us is not answered with a flood. Raises
        `Unavailable` where it is for us and cannot be kept: then nothing is known of it, and it may be heard again.
        """
        place = heard.mention.place
        if self._known(heard.mention):
            return True
        if heard.direct:
            kept = await self.keep(heard.mention)
            if kept != "known":
                self._add(place, heard.said, heard.begins)
            return self._entered(heard.mention, kept)
        if heard.begins:
            return True
        # Messages of one thread in their order: the first of them may wait for what stands there.
        turn = self._turns.setdefault(place, asyncio.Lock())
        async with turn:
            if self._known(heard.mention):
                return True
            talk = await self._talk(place, heard)
            if talk is None:
                return True
            ours = for_us(talk, heard.said, self._open)
            kept = await self.keep(heard.mention) if ours else "known"
            self._talks[place] = after(talk, heard.said, self._open)
        self._note(heard.mention)
        return self._entered(heard.mention, kept)

    async def keep(self, mention: Mention) -> Kept:
        """Keep it, and a place in the line for it: what is "kept" must `enter`. Raises `Unavailable`."""
        ids = _ids(mention)
        while others := [self._keeping[one] for one in ids if one in self._keeping]:
            # The same gesture comes as two events at once, and takes one place.
            await asyncio.wait(others)
        if self._known(mention):
            return "known"
        if not self.has_room(mention.author):
            self._note(mention)  # one gesture is told once that we are busy
            return "no room"
        self._places[mention.author] += 1
        done = asyncio.get_running_loop().create_future()
        self._keeping |= dict.fromkeys(ids, done)
        kept = False
        try:
            kept = await self._keep(mention)
            self._note(mention)
        finally:
            if not kept:
                self._leave(mention.author)
            for one in ids:
                del self._keeping[one]
            done.set_result(None)
        return "kept" if kept else "known"

    def enter(self, mention: Mention) -> None:
        """What was kept waits for its answer now."""
        self._line.add(mention.author, mention)
        self._unheard.add(mention.event)
        self._moved.set()

    def has_room(self, author: str) -> bool:
        """Whether something more of theirs may wait for its answer."""
        return self._places[author] < EACH and self._places.total() < self._most

    def waits(self, mention: Mention) -> bool:
        """Whether it was taken in, and nobody is at it yet."""
        return mention.event in self._unheard

    async def still_waits(self, mention: Mention) -> bool:
        """Whether nobody is at it a moment later either, as all are busy: else whoever answers shows that they read."""
        if self.waits(mention):
            await asyncio.sleep(_MOMENT)
        return self.waits(mention)

    def spoke(self, place: Place) -> None:
        """We said something in that thread."""
        if place in self._talks:
            self._talks[place] = after(self._talks[place], Said("", ours=True))

    def speaking(self, growing: Growing, place: Place) -> Growing:
        """A growing message after which the thread knows that we spoke."""
        return _Speaking(growing, place, self)

    async def mentions(self) -> AsyncIterator[Mention]:
        """What waits, one of each person in turn, and what comes, until `close`; what waited then is given still."""
        while True:
            mention = self._line.next()
            if mention is not None:
                self._leave(mention.author)
                self._unheard.discard(mention.event)
                self._refused.clear()
                yield mention
            elif self._closed:
                return
            else:
                self._moved.clear()
                await self._moved.wait()

    def rest(self) -> None:
        """Another copy hears: what is said in threads from here on is not known, and is asked for again."""
        self._talks.clear()

    def close(self) -> None:
        """Hear no more."""
        self._closed = True
        self._moved.set()

    def _entered(self, mention: Mention, kept: Kept) -> bool:
        if kept == "kept":
            self.enter(mention)
        if kept != "no room" or mention.author in self._refused:
            return True
        self._refused.add(mention.author)
        return False

    def _leave(self, author: str) -> None:
        self._places[author] -= 1
        if not self._places[author]:
            del self._places[author]

    def _known(self, mention: Mention) -> bool:
        return any(one in self._recent for one in _ids(mention))

    def _note(self, mention: Mention) -> None:
        for one in _ids(mention):
            self._recent[one] = None

    def _add(self, place: Place, said: Said, begins: bool) -> None:
        """A thread that begins with this message is known from here on, without asking."""
        talk = Talk() if begins else self._talks.get(place)
        if talk is not None:
            self._talks[place] = after(talk, said, self._open)

    async def _talk(self, place: Place, heard: Heard) -> Talk | None:
        """What stood in the thread; None where that is not known and the message is not for us anyway."""
        known = self._talks.get(place)
        if known is not None or heard.said.names or not can_be_for_us(heard.said.text):
            return known
        try:
            said = await self._read(place, heard.message)
        except (Unavailable, Unclear) as error:
            log.warning("thread_not_read", channel=place.channel, thread=place.thread, why=str(error))
            return None
        except Rejected as error:
            # It is not asked again: what is said there from now on is known.
            log.warning("thread_not_read", channel=place.channel, thread=place.thread, why=str(error))
            return Talk()
        talk = Talk()
        for one in said:
            talk = after(talk, one, self._open)
        return talk


class _Speaking:
    def __init__(self, growing: Growing, place: Place, ears: Ears) -> None:
        self._growing, self._place, self._ears = growing, place, ears

    async def show(self, card: AnswerCard) -> None:
        await self._growing.show(card)

    async def end(self, card: AnswerCard) -> MessageId:
        message = await self._growing.end(card)
        self._ears.spoke(self._place)
        return message


def _ids(mention: Mention) -> set[str]:
    return {mention.event, *mention.also}


def question_key(person: str, form: str) -> str:
    """The key under which a question is posted that a person asked by a form."""
    return f"question {person} {form}"


def asked_by(key: str) -> str:
    """Who asked the question that was posted with this key; "" where it is none."""
    found = _ASKED.match(key)
    return found[1] if found else ""
