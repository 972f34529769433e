"""Discord, as the socket `Platform` wants it: cards out, mentions in; what people do besides goes to the reception."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.news.addressed import Said
from bot.news.channels import Dress, Mention, Place
from bot.news.showing.shown import Card
from bot.platforms.discord.access import PLATFORM, Access
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Bot
from bot.platforms.discord.doings import Doings
from bot.platforms.discord.gateway import Gateway
from bot.platforms.discord.gestures import said_in
from bot.platforms.discord.growing import GrowingMessage
from bot.platforms.discord.interactions import install
from bot.platforms.discord.library_log import heed_library
from bot.platforms.discord.listening import Listening, nobody
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.typing_shown import Reading
from bot.platforms.ears import WAITING, Ears
from bot.ports import Growing, MessageId, Reception


class Discord:
    """One bot, in all its servers. `start` logs in; then cards can be posted. `hear` connects to the gateway.

    `dress_of` says how what is posted at a place looks. `met` gives whom we talked with before we were started ("@…",
    the last ones last): what they said meanwhile no server tells.
    `clock` gives Unix seconds, `sleep` waits for so many between
    two tries; `waiting` is how many mentions may wait.
    """

    name = PLATFORM
    at_once = 8

    def __init__(
        self,
        access: Access,
        reception: Reception,
        dress_of: Callable[[Place], Awaitable[Dress]],
        *,
        met: Callable[[], Awaitable[Iterable[str]]] = nobody,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        waiting: int = WAITING,
    ) -> None:
        self._access, self._reception, self._dress_of = access, reception, dress_of
        self._met = met
        self._clock, self._sleep = clock, sleep
        self._ears = Ears(self._stands_in, reception.heard, False, waiting)
        heed_library(access.token)
        self._line = self._opened()

    async def start(self) -> None:
        """Be able to post. Raises `Rejected` where the token is refused, in words that say why, or `Unavailable`.

        After that it may be called again.
        """
        if self._line.client.is_closed():
            self._line = self._opened()
        try:
            await self._line.calls.login()
        except BaseException:
            await self._line.close()
            raise

    async def hear(self, since: datetime | None = None) -> None:
        """As `Platform.hear`; after `start`. What was asked while nobody heard is looked for."""
        self._line.listening.unheard_since(since)
        await self._line.gateway.start()

    async def rest(self) -> None:
        """As `Platform.rest`. Whoever hears next looks for what is asked from here on."""
        await self._line.rest()
        self._ears.rest()

    @property
    def client(self) -> Bot:
        """discord.py's own, for as long as this connection lasts."""
        return self._line.client

    @property
    def trouble(self) -> str:
        """What keeps us from hearing, in words; "" while all is well, or where another copy hears."""
        return self._line.gateway.trouble

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        """As `Platform.send`."""
        await self._line.reading.end(place)
        message = await self._line.posting.send(card, place, key, tried)
        self._spoke(place)
        return message

    async def along(self, place: Place, first: MessageId) -> Place:
        """As `Platform.along`: in a forum, maybe the post of the first brief."""
        return await self._line.posting.along(place, first)

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        """As `Platform.edit`."""
        await self._line.posting.edit(card, place, message, key)

    async def reading(self, mention: Mention) -> None:
        """Show that we are typing, until our answer begins to stand there."""
        self._line.posting.note_question(mention)
        await self._line.reading.begin(mention.place)

    def grow(self, mention: Mention, *, key: str) -> Growing:
        """As `Platform.grow`."""
        growing = GrowingMessage(self._line.posting, mention, key, self._clock, self._sleep)
        self._line.listening.spoke(mention.place)
        return self._ears.speaking(self._line.reading.until_shown(growing, mention.place), mention.place)

    def mentions(self) -> AsyncIterator[Mention]:
        """What people ask, until `hush` or `close`."""
        return self._ears.mentions()

    async def hush(self) -> None:
        """Hear no more. Whoever runs next looks for what is asked from here on."""
        await self._line.hush()
        self._ears.close()

    async def close(self) -> None:
        """Hear no more, and close the connections; whoever waits for mentions gets those that came before."""
        self._ears.close()
        await self._line.close()

    def _spoke(self, place: Place) -> None:
        self._ears.spoke(place)
        self._line.listening.spoke(place)

    async def _stands_in(self, place: Place, before: str) -> Iterable[Said]:
        us = self._line.calls.us.user
        told = await self._line.posting.messages(place, before)
        return [said for one in told if (said := said_in(one, us)) is not None]

    def _opened(self) -> _Line:
        client = Bot()
        calls = Calls(client, self._access, self._sleep)
        posting = Posting(calls, self._dress_of, self._clock, self._sleep)
        doings = Doings(self._reception, self._ears, posting)
        reading = Reading(posting.typing, self._sleep)
        gateway = Gateway(client, calls, self._clock, self._sleep)

        async def set_up() -> None:
            await install(client, doings)

        listening = Listening(client, calls, self._ears, reading, gateway, set_up, self._clock, self._sleep, self._met)
        return _Line(client, calls, posting, doings, reading, gateway, listening)


@dataclass(frozen=True, slots=True)
class _Line:
    """All that belongs to one login: discord.py's client cannot be opened again once it was closed."""

    client: Bot
    calls: Calls
    posting: Posting
    doings: Doings
    reading: Reading
    gateway: Gateway
    listening: Listening

    async def rest(self) -> None:
        await self.gateway.close()
        await self.listening.rest()
        self.client.forget()

    async def hush(self) -> None:
        await self.gateway.close()
        await self.listening.close()
        await self.doings.close()

    async def close(self) -> None:
        await self.hush()
        await self.reading.close()
        await self.client.close()
