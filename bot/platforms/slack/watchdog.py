"""Keeps one connection alive for as long as we run: what seems connected and hears nothing is replaced.

Socket Mode connections have been seen to stay open without bringing events, and to hang while they are closed
(https://github.com/slackapi/bolt-python/issues/1529). So Slack itself is asked every minute, the last pong must be
fresh, and where either fails the connection is given up for a new one, within a time limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from bot.ports import Rejected, Unavailable, Unclear

EVERY = 60.0
"""Seconds between two looks."""

QUIET = 60.0
"""Seconds without a pong after which a connection hears nothing; pings go out every ten."""

CLOSING = 10.0
"""Seconds that a connection may take to close before it is left to itself."""

LONGEST_PAUSE = 60.0
"""Seconds between two tries to connect at most; the first pause is one second."""

log = structlog.get_logger()


class Connection(Protocol):
    """One connection to Slack."""

    def quiet_for(self, now: float) -> float:
        """Seconds since anything proved that it is alive."""
        ...

    async def close(self) -> None: ...


class Watchdog:
    """Looks after the connection that `connect` opens, until `close`.

    `ask` asks Slack whether it knows us; both raise `Unavailable` or `Rejected`. `clock` gives seconds, `sleep` waits
    for some. `replaced` counts the connections that were given up.
    """

    def __init__(
        self,
        connect: Callable[[], Awaitable[Connection]],
        ask: Callable[[], Awaitable[object]],
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._connect, self._ask, self._clock, self._sleep = connect, ask, clock, sleep
        self._connection: Connection | None = None
        self._watching: asyncio.Task[None] | None = None
        self.replaced = 0
        self.trouble = ""

    async def start(self) -> None:
        """Connect, and watch from now on. Raises `Unavailable` or `Rejected` where the first try fails."""
        self._connection = await self._connect()
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Leave off, and close the connection."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._give_up()

    async def _watch(self) -> None:
        while True:
            await self._sleep(EVERY)
            why = await self._wrong()
            if not why:
                self._well()
                continue
            self.replaced += 1
            log.warning("slack_connection_replaced", why=why, times=self.replaced)
            await self._give_up()
            await self._anew()

    async def _wrong(self) -> str:
        """What is wrong with the connection, "" where nothing is."""
        try:
            await self._ask()
        except Rejected as error:
            # A token that was revoked ends nothing here: it may be allowed again, and the words say what to do.
            self._troubled(str(error))
            return str(error)
        except (Unavailable, Unclear) as error:
            return str(error)
        except Exception as error:
            # A bug here must not leave us deaf: it costs one connection.
            log.exception("slack_watchdog_failed")
            return type(error).__name__
        if self._connection is None:
            return "there is no connection"
        quiet = self._connection.quiet_for(self._clock())
        return f"nothing was heard for {quiet:.0f} seconds" if quiet > QUIET else ""

    async def _anew(self) -> None:
        pause, before = 1.0, self.trouble
        while True:
            try:
                self._connection = await self._connect()
            except (Unavailable, Rejected, Unclear) as error:
                self._troubled(str(error))
            except Exception as error:
                log.exception("slack_watchdog_failed")
                self._troubled(type(error).__name__)
            else:
                log.info("slack_connected_again", times=self.replaced)
                if not before:  # a token that is refused is so still
                    self.trouble = ""
                return
            await self._sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _give_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            async with asyncio.timeout(CLOSING):
                await connection.close()
        except TimeoutError:
            log.warning("slack_connection_hangs", seconds=CLOSING)
        except Exception:
            # Whatever a broken connection says on closing, the next one is needed.
            log.warning("slack_connection_not_closed", exc_info=True)

    def _troubled(self, words: str) -> None:
        if words != self.trouble:
            log.error("slack_connection_trouble", why=words)
        self.trouble = words

    def _well(self) -> None:
        if self.trouble:
            log.info("slack_connection_well")
        self.trouble = ""
