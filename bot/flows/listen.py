"""What people ask, answered: threads side by side, the questions of one thread one after the other.

mention, kept when it was heard
| inbox.take, take_over     one of all copies answers it; one that died is followed by another     I/O
| reply                     answer.py
| inbox.answered, leave     it waits no more, or for whoever looks next                            I/O
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.flows.answer import Lapsed, remembers, reply, reply_key
from bot.flows.newsroom import Newsroom
from bot.news.channels import Mention, Place
from bot.news.showing.shown import NoticeCard
from bot.ports import Gone, Inbox, Platform, Rejected, Unavailable, Unclear, Waiting

SORRY = NoticeCard("I could not answer just now. Please ask again in a moment.")

MOST_TRIES = 3
"""Tries to answer one mention: what fells whoever answers it must not fell all copies, one after the other."""

LATEST = timedelta(minutes=30)
"""After a mention was heard: nobody waits for an answer any more."""

_ANYWHERE = Place("", "")

Clock = Callable[[Place], datetime]
"""The time at a place, in its zone."""

Watch = Callable[[], Lapsed]
"""Begins to watch whether other copies may take us for gone."""

log = structlog.get_logger()


def _alone() -> Lapsed:
    return lambda: False


async def listen(platform: Platform, room: Newsroom, inbox: Inbox, clock: Clock, watch: Watch = _alone) -> None:
    """Answer until the platform has no more to hear.

    An answer that fails is logged, and the person told so; the others go on. What is cut off, and of what nothing can
    be said now, stays in the inbox, for whoever looks next.
    """
    threads: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
    room_for = asyncio.Semaphore(platform.at_once)

    async def answered(mention: Mention, turn: asyncio.Lock) -> None:
        try:
            async with turn:
                await _heard(mention, platform, room, inbox, clock, watch)
        finally:
            room_for.release()

    async with asyncio.TaskGroup() as answers:
        mentions = platform.mentions()
        while True:
            # Not heard before there is room to answer: a terminal's prompt waits for the answer before it.
            await room_for.acquire()
            mention = await anext(mentions, None)
            if mention is None:
                return
            answers.create_task(answered(mention, threads.setdefault(mention.place, asyncio.Lock())))


async def answer_left(
    name: str,
    inbox: Inbox,
    platforms: Mapping[str, Platform],
    room: Newsroom,
    clock: Clock,
    watch: Watch = _alone,
) -> None:
    """Answer what a copy that is gone left behind, by its name in the inbox; safe to run again.

    What was tried too often, or was asked too long ago, is ended, and the person told so. Raises `Unavailable` where
    the inbox cannot be asked.
    """
    lapsed = watch()
    waiting = await inbox.take_over(name, clock(_ANYWHERE))
    if waiting is None:
        return
    mention = waiting.mention
    waited = clock(_ANYWHERE) - waiting.heard
    platform = platforms.get(mention.place.platform)
    told = {"mention": mention.event, "tries": waiting.tries, "waited": round(waited.total_seconds())}
    if platform is None:
        log.warning("mention_given_up", why=f"{mention.place.platform} is not set up", **told)
        await _ended(mention, inbox)
    elif waiting.tries >= 2 * MOST_TRIES:
        log.warning("mention_given_up", why="not even that there is no answer could be said", **told)
        await _ended(mention, inbox)
    elif waiting.tries >= MOST_TRIES or waited > LATEST:
        if waiting.tried is not None and await remembers(mention, waiting.tried, room):
            await _ended(mention, inbox)
            return
        log.warning("mention_given_up", why="too late" if waited > LATEST else "tried too often", **told)
        # Posted as the answer would be: where one of those tries got through, nothing is said below it.
        key = reply_key(mention) if waiting.tried else _sorry_key(mention)
        said = await _sorry(mention, platform, waiting.tried, key)
        await (_ended(mention, inbox) if said else _left(mention, inbox))
    else:
        log.info("mention_taken_over", **told)
        await _answered(waiting, platform, room, inbox, clock, lapsed)


async def _heard(
    mention: Mention, platform: Platform, room: Newsroom, inbox: Inbox, clock: Clock, watch: Watch
) -> None:
    lapsed = watch()
    try:
        waiting = await inbox.take(mention, clock(mention.place))
    except Unavailable as error:
        log.warning("mention_not_taken", mention=mention.event, why=str(error))
    except Exception:
        log.exception("mention_not_taken", mention=mention.event)
    else:
        if waiting is not None:
            await _answered(waiting, platform, room, inbox, clock, lapsed)
        return
    await _sorry(mention, platform, None, _sorry_key(mention))


async def _answered(
    waiting: Waiting, platform: Platform, room: Newsroom, inbox: Inbox, clock: Clock, lapsed: Lapsed
) -> None:
    try:
        said = await _said(waiting, platform, room, clock, lapsed)
    except asyncio.CancelledError:
        await _left(waiting.mention, inbox)  # we may live on, and nobody takes over what a living copy has
        raise
    await (_ended(waiting.mention, inbox) if said else _left(waiting.mention, inbox))


async def _said(waiting: Waiting, platform: Platform, room: Newsroom, clock: Clock, lapsed: Lapsed) -> bool:
    """Answer it, or say that there is no answer. False where neither can be done now."""
    mention = waiting.mention
    try:
        now = clock(mention.place)
        await reply(mention, room, platform, now, tried=waiting.tried, heard=waiting.heard, lapsed=lapsed)
    except Gone as error:
        log.warning("reply_failed", mention=mention.event, platform=platform.name, why=str(error))
    except (Unavailable, Rejected, Unclear) as error:
        log.warning("reply_failed", mention=mention.event, platform=platform.name, why=str(error))
        if lapsed():
            return False  # whoever took it over has more to say
        return await _sorry(mention, platform, waiting.tried, _sorry_key(mention))
    except Exception:
        # A bug in one answer must not silence the bot for everybody.
        log.exception("reply_failed", mention=mention.event, platform=platform.name)
        return await _sorry(mention, platform, waiting.tried, _sorry_key(mention))
    return True


def _sorry_key(mention: Mention) -> str:
    return f"sorry {mention.event}"


async def _sorry(mention: Mention, platform: Platform, tried: datetime | None, key: str) -> bool:
    """Say that there is no answer. False where that cannot be said now: then the next try may have better luck."""
    try:
        await platform.send(SORRY, mention.place, key=key, tried=tried)
    except (Unavailable, Rejected, Unclear) as error:
        log.warning("sorry_not_shown", mention=mention.event, why=str(error))
        return not isinstance(error, Unavailable)
    except Exception:
        log.exception("sorry_not_shown", mention=mention.event)
    return True


async def _left(mention: Mention, inbox: Inbox) -> None:
    try:
        await inbox.leave(mention)
    except Unavailable as error:
        log.warning("mention_not_left", mention=mention.event, why=str(error))  # it is once this copy is gone


async def _ended(mention: Mention, inbox: Inbox) -> None:
    try:
        await inbox.answered(mention)
    except Unavailable as error:
        # It counts as being answered here: whoever takes it over finds the answer standing.
        log.warning("mention_not_ended", mention=mention.event, why=str(error))
