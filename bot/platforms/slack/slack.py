"""Slack, as the socket `Platform` wants it: cards out, mentions in; what people do besides goes to the reception."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import datetime

import structlog

from bot.news.addressed import Said
from bot.news.channels import Mention, Place
from bot.news.showing.shown import Card
from bot.platforms.ears import WAITING, Ears
from bot.platforms.slack.access import Access
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.doings import PATIENCE, Doings
from bot.platforms.slack.gestures import PLATFORM, said_in, text_in
from bot.platforms.slack.growing import GrowingMessage
from bot.platforms.slack.listeners import Listeners
from bot.platforms.slack.pacing import Pace
from bot.platforms.slack.posting import Posting
from bot.platforms.slack.socket_mode import PING, Socket, open_socket
from bot.platforms.slack.standing import Standing
from bot.platforms.slack.watchdog import Watchdog
from bot.platforms.slack.web_hook import Answer, WebHook
from bot.ports import Growing, MessageId, Reception, Rejected, Unavailable, Unclear

STATUS = "is reading…"

_STATUS_SECONDS = 2.0
_PAGE, _PAGES = 999, 5  # messages of a thread; Slack gives no more than so many at once

log = structlog.get_logger()


class Slack:
    """One workspace. `start` asks who we are; then cards can be posted.

    With an app token `hear` opens a Socket Mode connection; else events come in by `answer_http`, to whichever copy
    they are sent to.

    `clock` gives Unix seconds, `sleep` waits between the looks at the connection, `waiting` is how many mentions may
    wait, `patience` how long (in seconds) a form's answer, or to keep a message, may take, `ping` the seconds between
    two pings.
    """

    name = PLATFORM
    at_once = 8

    def __init__(
        self,
        access: Access,
        reception: Reception,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        waiting: int = WAITING,
        patience: float = PATIENCE,
        ping: float = PING,
    ) -> None:
        self._access, self._clock, self._sleep, self._ping = access, clock, sleep, ping
        self._patience = patience
        self.calls = Calls(access)
        self._pace = Pace(time.monotonic, asyncio.sleep)
        self._posting = Posting(self.calls, self._pace)
        self._ears = Ears(self._stands_in, reception.heard, access.follow_ups == "open", waiting)
        standing = Standing(self.calls, clock)
        self._doings = Doings(self.calls, reception, self._ears, standing, self._posting, self.reading, patience)
        self._listeners: Listeners | None = None
        self._watchdog: Watchdog | None = None
        self._hook: WebHook | None = None

    async def start(self) -> None:
        """Be able to post. Raises `Rejected` where the bot token or secret is wrong, in words, or `Unavailable`."""
        us = await self.calls.identity()
        self._listeners = Listeners(self._doings, us, self._access.api_url, self._patience)
        if self._access.app_token is None:
            self._hook = WebHook(self._listeners.app, self._access.signing_secret, self._clock)

    async def hear(self, since: datetime | None = None) -> None:
        """As `Platform.hear`; after `start`. By HTTP there is nothing to do: whoever is asked hears.

        Slack itself sends again what nobody took meanwhile.
        """
        assert self._listeners is not None, "not started"
        app, app_token = self._listeners.app, self._access.app_token
        if app_token is None or self._watchdog is not None:
            return

        async def connect() -> Socket:
            return await open_socket(app, app_token, self._access.api_url, self._clock, self._ping)

        watchdog = Watchdog(connect, lambda: self.calls("auth.test"), self._clock, self._sleep)
        await watchdog.start()
        self._watchdog = watchdog

    async def rest(self) -> None:
        """As `Platform.rest`. What is not acknowledged any more comes again, to whoever hears."""
        watchdog, self._watchdog = self._watchdog, None
        if watchdog is not None:
            await watchdog.close()
            self._ears.rest()

    @property
    def trouble(self) -> str:
        """What keeps us from hearing, in words; "" while all is well, or where another copy hears."""
        return self._watchdog.trouble if self._watchdog is not None else ""

    async def answer_http(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Status, headers and body for what was posted to us as Slack's; 404 with a socket, or once hushed."""
        return await self._hook.answer(body, headers) if self._hook is not None else (404, {}, b"")

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        """As `Platform.send`."""
        message = await self._posting.send(card, place, key=key, tried=tried)
        self._ears.spoke(place)
        return message

    async def along(self, place: Place, first: MessageId) -> Place:
        """As `Platform.along`: the same place."""
        return place

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        """As `Platform.edit`."""
        await self._posting.edit(card, place, message, key=key)

    async def reading(self, mention: Mention) -> None:
        """Say below the thread that we are reading; Slack takes it away with our first message."""
        place = mention.place
        try:
            # Awaited, or it might come after the answer and stay; bounded, as the answer waits for it.
            async with asyncio.timeout(_STATUS_SECONDS):
                place = await self._posting.at(place)
                status = {"channel_id": place.channel, "thread_ts": place.thread, "status": STATUS}
                await self.calls.once("assistant.threads.setStatus", **status)
        except (Unavailable, Rejected, Unclear, TimeoutError) as error:
            log.info("slack_status_not_shown", channel=place.channel, why=str(error) or "too slow")
        except Exception:
            log.exception("slack_status_not_shown", channel=place.channel)

    def grow(self, mention: Mention, *, key: str) -> Growing:
        """As `Platform.grow`."""
        growing = GrowingMessage(self.calls, self._pace, self._posting, mention, key)
        return self._ears.speaking(growing, mention.place)

    def mentions(self) -> AsyncIterator[Mention]:
        """What people ask, until `close`."""
        return self._ears.mentions()

    async def hush(self) -> None:
        """Hear no more. What Slack sends from here on is not acknowledged: it comes again, to whoever runs next."""
        self._hook = None
        await self.rest()
        if self._listeners is not None:
            await self._listeners.close()
        self._ears.close()

    async def close(self) -> None:
        """Hear no more, and close the connections; whoever waits for mentions gets those that came before."""
        await self.hush()
        await self.calls.close()

    async def _stands_in(self, place: Place, before: str) -> Iterable[Said]:
        us = (await self.calls.identity()).user
        told: list[Said] = []
        where = {"channel": place.channel, "ts": place.thread, "limit": _PAGE, "include_all_metadata": True}
        cursor = ""
        for _ in range(_PAGES):
            answer = await self.calls("conversations.replies", **where, **({"cursor": cursor} if cursor else {}))
            messages = answer.get("messages") or []
            earlier = [one for one in messages if _moment(text_in(one, "ts")) < _moment(before)]
            told += [said for one in earlier if (said := said_in(one, us)) is not None]
            cursor = text_in(answer, "response_metadata", "next_cursor")
            if not cursor or len(earlier) < len(messages):
                break
        return told


def _moment(ts: str) -> tuple[int, int]:
    seconds, _, rest = ts.partition(".")
    return (int(seconds), int(rest)) if seconds.isdigit() and rest.isdigit() else (0, 0)
