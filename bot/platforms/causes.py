"""Why a call of a chat platform's failed: the errors behind an error, and other people's words made short and safe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import aiohttp

from bot.news.prompting.replies import one_line

NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
"""Errors after which nothing was sent at all."""

_LONGEST = 200  # characters of somebody else's words
# What follows in an address may be a key to it, such as the ticket of a socket.
_QUERY = re.compile(r"(?<=[^\s?])\?[^\s'\"<>)]+")


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that brought it about."""
    while error is not None:
        yield error
        error = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error.__cause__


def root_of(error: BaseException) -> BaseException:
    """The deepest cause: there the reason stands."""
    return list(causes(error))[-1]


def quoted_words(words: object) -> str:
    """What somebody else said, in one short line, without what follows the "?" of addresses."""
    line = _QUERY.sub("?…", one_line(str(words))) or type(words).__name__
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
