"""Keeps one connection to Discord's gateway alive for as long as we run, resumed where Discord lets us.

discord.py's own loop (`Client.connect`) gives up on some ends, waits for up to a quarter of an hour after others, comes
again at once without end where it is closed at once, and says nothing of it. Beginning a session is limited to 1,000 a
day, after which the token is reset: https://docs.discord.com/developers/events/gateway#session-start-limit
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from secrets import SystemRandom
from typing import Any, NoReturn, Protocol

import aiohttp
import discord
import structlog
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from yarl import URL

from bot.platforms.causes import quoted_words, root_of
from bot.platforms.discord.refusals import REPLACE_IT
from bot.ports import Rejected, Unavailable, Unclear

CONNECTING = 30.0
"""Seconds that a connection may take until its session has begun."""

STEADY = 60.0
"""Seconds after which a connection counts as well: the next one is made at once where it ends."""

LONGEST_PAUSE = 60.0
"""Seconds between two tries to connect at most."""

_CLOSING = 5.0  # seconds
_FOR_GOOD, _TO_COME_AGAIN = 1000, 4000  # the first ends the session, too
_MISREAD = 5  # events in a row that discord.py stumbles over: then it is the connection
_RESUMES = 3  # tries to resume that fail before a new session is begun, where Discord can be reached at all
_LONGEST_WAIT = 86_400.0  # seconds

_REFUSED = {
    4004: f"the bot token is not valid. {REPLACE_IT}",
    4010: "it takes us for one part of a bot that runs in several. This is a fault of Factbox: please report it.",
    4011: "the bot is in more servers than one connection may serve (2,500). Take it out of some of them.",
    4012: "it speaks this version of its protocol no more. Update Factbox.",
    4013: "it does not know the kinds of events that we ask for. This is a fault of Factbox: please report it.",
    4014: "the bot may not hear the kinds of events that we ask for, though none of them is privileged: messages in "
    "servers and direct messages. Look at discord.com/developers/applications whether the application is in order.",
}

log = structlog.get_logger()


class Asks(Protocol):
    """Asks Discord's REST API, as `calls.Calls` does."""

    def __call__(self, verb: str, path: str, *, shape: type | None = None) -> Awaitable[Any]: ...


@dataclass(frozen=True, slots=True)
class _Session:
    """What a session is resumed with; `url` is where."""

    id: str
    sequence: int | None
    url: URL


class Gateway:
    """Connects `client`, and connects it again, until `close`.

    `trouble` says what keeps us from hearing, "" while all is well and where we are not to hear. `heard_at` is when a
    session last told us anything, by `clock`, which gives Unix seconds: a connection that is dead, or a machine that
    sleeps, ends later than it hears. `sleep` waits for so many seconds between two tries.
    """

    def __init__(
        self,
        client: discord.Client,
        calls: Asks,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._client, self._calls, self._clock, self._sleep = client, calls, clock, sleep
        self._keeping: asyncio.Task[None] | None = None
        self._began: asyncio.Future[None] | None = None
        self._session: _Session | None = None
        self._patience: asyncio.Timeout | None = None  # of the connection that is being made
        self._well_since: float | None = None
        self._failed = 0  # connections in a row that did not last
        self._unresumed = 0  # tries in a row to resume that failed
        self._leaving = False
        self.trouble = ""
        self.heard_at: float | None = None

    async def start(self) -> None:
        """Connect, and stay so until `close`; also after that. Raises `Rejected` or `Unavailable` where the first try
        fails."""
        if self._keeping is not None:
            return
        self._leaving, self.trouble = False, "Discord's gateway is not connected yet."
        self._began = asyncio.get_running_loop().create_future()
        self._keeping = asyncio.create_task(self._keep(self._began))
        try:
            await self._began
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Leave off, and end the session."""
        self._leaving = True
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self._began is not None and not self._began.done():
            self._began.set_exception(Unavailable("Discord's gateway is not to be heard any more."))
        self._keeping = self._session = self._well_since = None
        self._failed = self._unresumed = 0
        self.trouble = ""

    def begun(self) -> None:
        """Discord began or resumed our session."""
        if self._patience is not None:
            self._patience.reschedule(None)
            self._patience = None
        if self._began is not None and not self._began.done():
            self._began.set_result(None)
        elif self.trouble:
            log.info("discord_connected_again")
        self._well_since = self.heard_at = self._clock()
        self._unresumed = 0
        self.trouble = ""

    async def _keep(self, began: asyncio.Future[None]) -> None:
        while True:
            end: Rejected | Unavailable
            try:
                end = await self._listen()
            except (Rejected, Unavailable) as error:
                end = error
            except Exception as error:
                # A bug here must not leave us deaf: it costs one connection.
                log.exception("discord_gateway_failed")
                end = Unavailable(f"The connection to Discord's gateway broke off ({type(error).__name__}).")
            if not began.done():
                began.set_exception(end)
                return
            pause = self._ended(end)
            if pause:
                await self._sleep(pause)

    def _ended(self, end: Rejected | Unavailable) -> float:
        """Note that a connection has ended; the seconds until the next one."""
        lasted = self._clock() - self._well_since if self._well_since is not None else 0.0
        self._well_since = None
        self._failed = 0 if lasted >= STEADY else self._failed + 1
        if str(end) != self.trouble:
            # Discord ends connections now and then: only what lasts is trouble.
            told = log.warning if self._failed > 1 else log.info
            told("discord_connection_lost", why=str(end), resumes=self._session is not None)
        self.trouble = str(end)
        if isinstance(end, Rejected):
            return LONGEST_PAUSE
        pause = min(2.0 ** (self._failed - 2), LONGEST_PAUSE) if self._failed > 1 else 0.0
        # "Wait a random amount of time, between 1 and 5 seconds": so does what begins anew.
        anew = 0.0 if self._session is not None else SystemRandom().uniform(1.0, 5.0)
        return max(pause, anew, float(getattr(end, "wait", None) or 0))

    async def _listen(self) -> Unavailable:
        """One connection, until it ends: why it did, where we may come again. Raises `Rejected` or `Unavailable`."""
        if self._unresumed >= _RESUMES:
            # Where not even the API can be reached, the session is not to blame, and is tried again.
            self._unresumed = 0
            url, self._session = await self._address(), None
        else:
            url = self._session.url if self._session is not None else await self._address()
        session = self._session
        self._unresumed += session is not None
        socket: DiscordWebSocket | None = None
        try:
            async with asyncio.timeout(CONNECTING) as self._patience:
                socket = await DiscordWebSocket.from_client(
                    self._client,
                    initial=True,  # the pause before an identify is ours
                    gateway=url,
                    session=session.id if session is not None else None,
                    sequence=session.sequence if session is not None else None,
                    resume=session is not None,
                )
                self._client.ws = socket
                await self._hear(socket)
        except ReconnectWebSocket as error:
            if not error.resume:
                self._session, socket = None, None
            return Unavailable("The connection to Discord's gateway ended. It is made again.")
        except discord.ConnectionClosed as error:
            self._session, socket = None, None
            raise _refusal(error.code) from None
        except (OSError, aiohttp.ClientError, TimeoutError) as error:
            why = "it gave no answer in time" if isinstance(error, TimeoutError) else quoted_words(root_of(error))
            return Unavailable(f"Discord's gateway could not be reached: {why}.")
        finally:
            self._patience = None
            self._keep_session(socket)
            await _closed(socket, _FOR_GOOD if self._leaving else _TO_COME_AGAIN)

    async def _hear(self, socket: DiscordWebSocket) -> NoReturn:
        """Hear what comes, until the connection ends, which raises."""
        misread = 0
        while True:
            try:
                await socket.poll_event()
            except (ReconnectWebSocket, discord.ConnectionClosed, OSError, aiohttp.ClientError, TimeoutError):
                raise
            except Exception:
                # An event of a shape that discord.py did not expect costs that event alone.
                log.exception("discord_event_not_read")
                misread += 1
                if misread >= _MISREAD:
                    raise
            else:
                misread = 0
            if self._well_since is not None:
                self.heard_at = self._clock()

    def _keep_session(self, socket: DiscordWebSocket | None) -> None:
        """How far the session got; a socket that began none changes nothing."""
        if socket is not None and socket.session_id:
            self._session = _Session(socket.session_id, socket.sequence, socket.gateway)

    async def _address(self) -> URL:
        """Where a new session is begun. Raises `Rejected` or `Unavailable`, also where no more may be begun today."""
        try:
            told = await self._calls("GET", "/gateway/bot", shape=dict)
        except Unclear as error:
            raise Unavailable(str(error)) from None
        limit = told.get("session_start_limit")
        if isinstance(limit, Mapping) and limit.get("remaining") == 0:
            wait = _seconds(limit.get("reset_after"))
            raise Unavailable(
                f"Discord lets this bot begin {limit.get('total')} sessions a day, and they are used up: something "
                f"starts it again and again. It may begin the next one in {wait // 60 + 1} minutes.",
                wait,
            )
        url = told.get("url")
        if not isinstance(url, str) or URL(url).scheme not in ("ws", "wss"):
            raise Unavailable("Discord did not say where its gateway is: look at discord.api_url.")
        return URL(url)


async def _closed(socket: DiscordWebSocket | None, code: int) -> None:
    if socket is None or not socket.open:
        return
    try:
        async with asyncio.timeout(_CLOSING):
            await socket.close(code=code)
    except TimeoutError:
        log.warning("discord_connection_hangs", seconds=_CLOSING)
    except Exception:
        # Whatever a broken connection says on closing, the next one is needed.
        log.warning("discord_connection_not_closed", exc_info=True)


def _refusal(code: int | None) -> Rejected | Unavailable:
    if code in _REFUSED:
        return Rejected(f"Discord's gateway refuses us ({code}): {_REFUSED[code]}")
    return Unavailable(f"Discord's gateway closed the connection ({code}).")


def _seconds(milliseconds: object) -> int:
    return min(int(milliseconds / 1000), int(_LONGEST_WAIT)) + 1 if isinstance(milliseconds, int | float) else 60
