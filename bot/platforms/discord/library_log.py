"""What discord.py logs, as logs of ours: without the token, and without its noise."""

from __future__ import annotations

import logging

import structlog

_LOGGER = "discord"
_LONGEST = 1000  # characters; of a loop that hangs it prints the whole stack
# Each of them is told by us, in words, or is nothing that anybody could do anything about.
_NOISE = (
    "Attempting a reconnect",
    "PyNaCl is not installed",
    "davey is not installed",
    "We are being rate limited",
    "Global rate limit",
    "Ignoring exception in",
)

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
        if says.startswith(_NOISE):
            log.debug("discord_library", says=says[:_LONGEST], by=record.name)
        elif record.levelno >= logging.ERROR:
            log.error("discord_library", says=says[:_LONGEST], by=record.name, exc_info=record.exc_info)
        else:
            log.warning("discord_library", says=says[:_LONGEST], by=record.name)
