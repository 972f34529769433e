"""What discord.py logs, as logs of ours: without the token, and without its noise."""

from __future__ import annotations

import logging

import aiohttp
import discord
import structlog

_LOGGER = "discord"
_LONGEST = 1000  # characters; of a loop that hangs it prints the whole stack
# Told by us, in words, or nothing that anybody could do anything about.
_NOISE = (
    "Attempting a reconnect",
    "PyNaCl is not installed",
    "davey is not installed",
    "We are being rate limited",
    "Global rate limit",
)
_OF_OURS = "Ignoring exception in"  # what discord.py called, or the answer that it gave Discord
_NOT_TAKEN = (discord.HTTPException, aiohttp.ClientError, OSError)  # an answer that came too late, or got lost

log = structlog.get_logger()


def heed_library(token: str) -> None:
    """From now on warnings of discord.py are logged with ours; once a process, for the token in use."""
    logger = logging.getLogger(_LOGGER)
    for handler in [one for one in logger.handlers if isinstance(one, _Told)]:
        logger.removeHandler(handler)
    logger.addHandler(_Told(token))
    # Below warnings it logs what people write.
    logger.setLevel(logging.WARNING)
    logger.propagate = False


class _Told(logging.Handler):
    def __init__(self, token: str) -> None:
        super().__init__(logging.WARNING)
        self._token = token

    def emit(self, record: logging.LogRecord) -> None:
        says = record.getMessage().replace(self._token, "***") if self._token else record.getMessage()
        raised = record.exc_info[1] if record.exc_info else None
        if says.startswith(_NOISE) or (says.startswith(_OF_OURS) and isinstance(raised, _NOT_TAKEN)):
            log.debug("discord_library", says=says[:_LONGEST], by=record.name)
        elif record.levelno >= logging.ERROR:
            log.error("discord_library", says=says[:_LONGEST], by=record.name, exc_info=record.exc_info)
        else:
            log.warning("discord_library", says=says[:_LONGEST], by=record.name)
