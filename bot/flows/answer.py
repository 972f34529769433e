"""From mention to answer.

mention, taken of the inbox: listen.py
| threads.thread_at         what is this thread about                           I/O
| screening, commands       what needs no looking up                            rule
| conversation.in_thread    the question, with what the turns before lend it    rule
| find.in_own, in_archive   the thread's articles first, then the archive       rule, I/O
| model.complete            or drafts.draft_reply when there is no model        I/O or rule
| grounding.check_answer    the same gate; sentences go out as they are proven  rule
| platform.send             in the thread                                       I/O
| store.add_turn            the thread remembers                                I/O
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import structlog

from bot.flows.answering import answer
from bot.flows.commands import obeyed, turn_of
from bot.flows.newsroom import Newsroom
from bot.flows.publish import log_spent
from bot.flows.threads import thread_at
from bot.news.asking.commands import command_of
from bot.news.asking.screening import question_in
from bot.news.channels import Mention, Turn
from bot.news.showing.cards import answer_card
from bot.news.showing.shown import AnswerCard, Card
from bot.news.types import Refused
from bot.ports import Growing, MessageId, Platform, Spending, Unavailable, Unclear

_LONGEST_REST = 120  # seconds in all that an answer waits where its platform wants a rest
_LOOK_AFTER = (0, 10, 30)  # seconds before each look at what stands there, where a try had no clear end

Lapsed = Callable[[], bool]
"""Whether another copy may have taken us for gone by now, and be at the same answer."""

Sleep = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""

log = structlog.get_logger()


async def reply(
    mention: Mention,
    room: Newsroom,
    platform: Platform,
    now: datetime,
    sleep: Sleep = asyncio.sleep,
    tried: datetime | None = None,
    heard: datetime | None = None,
    lapsed: Lapsed = lambda: False,
) -> None:
    """Answer one mention in its thread; `heard` is when it was asked, where it has waited since.

    `now` is the moment in the time zone of whoever asks: "yesterday" is theirs. `tried`: somebody who is gone began to
    answer it then. What they left standing is made whole, and nothing is shown twice. So it is with us from when we
    have `lapsed`.
    """
    if tried is not None and await remembers(mention, tried, room):
        return
    began = asyncio.get_running_loop().time() - (now - (heard or now)).total_seconds()
    await platform.reading(mention)
    thread = await thread_at(mention.place, room, now)
    key = reply_key(mention)
    command = command_of(mention.text)
    if command.kind != "question" or not any(c.isalnum() for c in mention.text):
        said = await obeyed(command, mention.text, thread, room, now.date())
        await _note(said.spent, mention, room, now)
        sending = platform.send(said.card, mention.place, key=key, tried=tried or (now if lapsed() else None))
        await _shown(sending, said.card, mention, platform, key, tried or now, sleep)
        _log(mention, "command", True, began, ())
        if said.turn is not None:
            await _remember(said.turn, mention, room, now)
        return
    question = question_in(mention.text)
    # It does not grow where something may stand already: what that says, nobody here knows.
    growing = platform.grow(mention, key=key) if tried is None else None
    told = await answer(question, thread, room, now.date(), growing and _Ours(growing, lapsed))
    await _note(told.spent, mention, room, now)
    card = answer_card(told.answer, {**thread.sources, **told.sources}, thread.marks)
    if growing and not lapsed():
        sending = growing.end(card)
    else:  # what grew here is made whole by its key
        sending = platform.send(card, mention.place, key=key, tried=tried or now)
    await _shown(sending, card, mention, platform, key, tried or now, sleep)
    _log(mention, "question", bool(told.answer.lines), began, told.answer.refused)
    meant = told.asked.meant if told.asked.meant != question else ""
    turn = turn_of(question, meant, told.answer, card, thread)
    await _remember(turn, mention, room, now)


class _Ours:
    """An answer that grows for as long as it is ours alone."""

    def __init__(self, growing: Growing, lapsed: Lapsed) -> None:
        self._growing, self._lapsed = growing, lapsed

    async def show(self, card: AnswerCard) -> None:
        if not self._lapsed():
            await self._growing.show(card)

    async def end(self, card: AnswerCard) -> MessageId:
        return await self._growing.end(card)


def _log(mention: Mention, kind: str, told: bool, began: float, refused: Sequence[Refused]) -> None:
    """`began` is when it was heard, by the running loop's clock. Metrics count it."""
    seconds = round(asyncio.get_running_loop().time() - began, 3)
    reasons = [each.reason for each in refused]
    about = {"mention": mention.event, "platform": mention.place.platform, "kind": kind}
    log.info("answered", **about, told=told, seconds=seconds, refused=reasons)


async def _shown(
    sending: Awaitable[MessageId],
    card: Card,
    mention: Mention,
    platform: Platform,
    key: str,
    began: datetime,
    sleep: Sleep,
) -> None:
    """Raises as `Platform.send`, but not where the message turns out to be there, or can be shown after all.

    Nobody comes back for an answer, as for a delivery: a rest that the platform wants is waited out here, and what
    may stand there is looked for more than once.
    """
    looks, left = iter(_LOOK_AFTER), _LONGEST_REST
    while True:
        try:
            await sending
            return
        except Unclear:
            pause = next(looks, None)
            if pause is None:
                raise
        except Unavailable as error:
            if not error.wait or error.wait > left:
                raise
            left -= error.wait
            pause = error.wait
        if pause:
            await sleep(pause)
        sending = platform.send(card, mention.place, key=key, tried=began)


def reply_key(mention: Mention) -> str:
    """The key that its answer is posted with, whoever does it."""
    return f"reply {mention.event}"


async def remembers(mention: Mention, since: datetime, room: Newsroom) -> bool:
    """Whether the thread has it answered since then: what is remembered was shown whole. Raises `Unavailable`."""
    asked = (mention.text, question_in(mention.text))
    return any(turn.question in asked for turn in await room.store.turns(mention.place, since))


async def _remember(turn: Turn, mention: Mention, room: Newsroom, now: datetime) -> None:
    """Whoever asked has the answer: a store that is busy costs the thread its memory of it, not them."""
    try:
        await room.store.add_turn(mention.place, mention.author, turn, now)
    except Unavailable as error:
        log.warning("turn_not_kept", mention=mention.event, why=str(error))


async def _note(spent: Sequence[Spending], mention: Mention, room: Newsroom, now: datetime) -> None:
    for spending in spent:
        day = now.astimezone(UTC).date()
        try:
            await room.stories.spend(day, f"answer {mention.event}", mention.place.channel, spending)
            log_spent("answer", spending)
        except Unavailable as error:
            log.warning("spending_not_noted", mention=mention.event, model=spending.model, why=str(error))
