"""An answer that grows while it is written: posted with its first sentences, then edited as more of them come.

Nothing of it is needed but its end: what cannot be shown now is left out, and the end puts the whole in its place.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.keeping import MessageId
from bot.news.channels import Mention
from bot.news.showing.shown import AnswerCard
from bot.outcomes import Rejected, Unavailable, Unclear
from bot.platforms.discord.history import Found
from bot.platforms.discord.posting import Posting

EVERY = 1.0
"""Seconds between two edits, at least."""

QUICK = 0.5
"""Seconds: an answer that is whole by then is posted once, and does not say that it was edited."""

_BEGIN_WITHIN, _EDIT_WITHIN = 20.0, 5.0  # seconds that what is shown on the way may hold up the answer

log = structlog.get_logger()


class GrowingMessage:
    """The answer to one mention; fits `ports.Growing`. `clock` and `sleep` count seconds."""

    def __init__(
        self,
        posting: Posting,
        mention: Mention,
        key: str,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        posting.note_question(mention)
        self._posting, self._mention, self._key = posting, mention, key
        self._clock, self._sleep = clock, sleep
        self._message: Found | None = None
        self._lost = False
        self._shown: AnswerCard | None = None
        self._next = clock() + QUICK

    async def show(self, card: AnswerCard) -> None:
        """As `ports.Growing.show`; never raises."""
        if self._lost or card == self._shown or self._clock() < self._next:
            return
        try:
            await self._show(card)
        except (Unavailable, Rejected, Unclear, TimeoutError) as error:
            self._lost = isinstance(error, Unclear) or (isinstance(error, TimeoutError) and self._message is None)
            log.info("discord_answer_not_shown_yet", mention=self._mention.event, why=str(error) or "too slow")

    async def end(self, card: AnswerCard) -> MessageId:
        """As `ports.Growing.end`."""
        if self._lost:
            # The next `send` with this key looks for it, and makes it whole.
            raise Unclear(f"the answer in {self._mention.place.channel} may have been begun.")
        if self._message is not None:
            await self._sleep(max(0.0, min(EVERY, self._next - self._clock())))
        return await self._posting.send(card, self._mention.place, self._key)

    async def _show(self, card: AnswerCard) -> None:
        if self._message is None:
            async with asyncio.timeout(_BEGIN_WITHIN):
                self._message = await self._posting.begin(card, self._mention.place, self._key)
        else:
            self._next = self._clock() + EVERY
            async with asyncio.timeout(_EDIT_WITHIN):
                await self._posting.grow(card, self._mention.place, self._key, self._message)
        self._shown = card
        self._next = self._clock() + EVERY
