"""Why a call of a chat platform's failed: the errors behind an error, and other people's words made short and safe."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from socket import gaierror

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
    if isinstance(words, ConnectionRefusedError) and words.errno:
        words = os.strerror(words.errno)  # asyncio's own words are of numbers, and of an address that is told anyway
    elif isinstance(words, gaierror):
        words = words.strerror
    line = _QUERY.sub("?…", one_line(str(words))) or type(words).__name__
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
