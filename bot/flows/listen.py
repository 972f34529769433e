"""What people ask on a platform, answered: threads side by side, the questions of one thread one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from bot.flows.answer import reply
from bot.flows.newsroom import Newsroom
from bot.news.channels import Mention, Place
from bot.news.showing.shown import NoticeCard
from bot.ports import Gone, Platform, Rejected, Unavailable, Unclear

SORRY = NoticeCard("I could not answer just now. Please ask again in a moment.")

log = structlog.get_logger()


async def listen(platform: Platform, room: Newsroom, clock: Callable[[Place], datetime]) -> None:
    """Answer until the platform has no more to hear. `clock` is the time where a question is asked, in its zone.

    An answer that fails is logged, and the person told so; the others go on.
    """
    threads: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
    room_for = asyncio.Semaphore(platform.at_once)

    async def answered(mention: Mention, turn: asyncio.Lock) -> None:
        try:
            async with turn:
                await _answered(mention, platform, room, clock)
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


async def _answered(mention: Mention, platform: Platform, room: Newsroom, clock: Callable[[Place], datetime]) -> None:
    try:
        await reply(mention, room, platform, clock(mention.place))
        return
    except Gone as error:
        log.warning("reply_failed", mention=mention.event, why=str(error))
        return
    except (Unavailable, Rejected, Unclear) as error:
        log.warning("reply_failed", mention=mention.event, why=str(error))
    except Exception:
        # A bug in one answer must not silence the bot for everybody.
        log.exception("reply_failed", mention=mention.event)
    try:
        await platform.send(SORRY, mention.place, key=f"sorry {mention.event}")
    except (Unavailable, Rejected, Unclear) as error:
        log.warning("sorry_not_shown", mention=mention.event, why=str(error))
    except Exception:
        log.exception("sorry_not_shown", mention=mention.event)
