"""Shows that we are at a question, "is typing…", until its answer begins to stand there.

Discord shows it for ten seconds, or until our next message there, so it is asked for again and again:
https://docs.discord.com/developers/resources/channel#trigger-typing-indicator
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot.news.channels import Place
from bot.news.showing.shown import AnswerCard
from bot.ports import Growing, MessageId, Rejected, Unavailable, Unclear

EVERY = 8.0
"""Seconds between two calls; each lasts for ten."""

LONGEST = 120.0
"""Seconds in all: an answer that takes longer has failed, or nobody waits for it any more."""

_AT_FIRST = 2.0  # seconds that the answer waits for the first call at most

log = structlog.get_logger()


class Reading:
    """`typing` shows it once at a place; it raises as `Platform.send`. `sleep` waits for so many seconds."""

    def __init__(self, typing: Callable[[Place], Awaitable[None]], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._typing, self._sleep = typing, sleep
        self._going: dict[Place, asyncio.Task[None]] = {}

    async def begin(self, place: Place, still: Callable[[], bool] = lambda: True) -> None:
        """Show it from now on, until `end`, or while `still` holds. Returns once it is shown, or cannot be.

        Never raises.
        """
        before, first = self._going.pop(place, None), asyncio.Event()
        # In its place at once: between two who begin here at a time none is left without a holder.
        self._going[place] = asyncio.create_task(self._show(place, still, first))
        await _ended(before)
        with suppress(TimeoutError):
            # Waited for, so that it is seen at all; not for long, as the answer waits for it.
            async with asyncio.timeout(_AT_FIRST):
                await first.wait()

    async def end(self, place: Place) -> None:
        """Show it no more: an answer is about to stand there."""
        await _ended(self._going.pop(place, None))

    async def close(self) -> None:
        """Show it nowhere any more."""
        for place in list(self._going):
            await self.end(place)

    def until_shown(self, growing: Growing, place: Place) -> Growing:
        """The growing message, with whose first words it ends."""
        return _Shown(growing, place, self)

    async def _show(self, place: Place, still: Callable[[], bool], first: asyncio.Event) -> None:
        try:
            shown = await self._shown(place)
            first.set()
            for _ in range(int(LONGEST / EVERY)):
                if not shown:
                    return
                await self._sleep(EVERY)
                shown = still() and await self._shown(place)
        finally:
            first.set()
            if self._going.get(place) is asyncio.current_task():
                del self._going[place]

    async def _shown(self, place: Place) -> bool:
        try:
            await self._typing(place)
        except (Unavailable, Rejected, Unclear) as error:
            log.info("discord_typing_not_shown", channel=place.channel, why=str(error))
            return False
        except Exception:
            log.exception("discord_typing_not_shown", channel=place.channel)
            return False
        return True


class _Shown:
    def __init__(self, growing: Growing, place: Place, reading: Reading) -> None:
        self._growing, self._place, self._reading = growing, place, reading

    async def show(self, card: AnswerCard) -> None:
        await self._reading.end(self._place)
        await self._growing.show(card)

    async def end(self, card: AnswerCard) -> MessageId:
        await self._reading.end(self._place)
        return await self._growing.end(card)


async def _ended(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
