"""Replies of servers are read up to a length: one that never ends must not fill the memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

LONGEST = 4_000_000
"""Bytes of one reply, as they are sent."""

LONGEST_TEXT = 100_000
"""Characters of the text that a model streams."""

_PACKED = 50  # a packed reply may be so many times as long once it is read
_STREAM = "text/event-stream"


class ReplyTooLong(ValueError):
    """The server sends more than a reply can be."""


async def read_bounded(response: Any) -> None:
    """A hook of the HTTP client: its response is read here and can then be read again; a stream is left to its reader.

    Raises `ReplyTooLong`, as the reading of a stream does where that one becomes too long.
    """
    most = LONGEST // (_PACKED if response.headers.get("content-encoding", "identity") != "identity" else 1)
    if response.status_code == 200 and is_stream(response):
        response.stream = _bounded(response.stream, most)
        return
    pieces = [piece async for piece in _pieces(response.aiter_raw(), most)]
    # The request's body is a stream of bytes that are there already, and so is the response's from here on.
    response.stream = type(response.request.stream)(b"".join(pieces))
    response.is_stream_consumed = response.is_closed = False


def is_stream(response: Any) -> bool:
    """It comes piece by piece, as server-sent events."""
    return bool(response.headers.get("content-type", "").strip().lower().startswith(_STREAM))


async def _pieces(pieces: AsyncIterator[bytes], most: int) -> AsyncIterator[bytes]:
    size = 0
    async for piece in pieces:
        size += len(piece)
        if size > most:
            raise ReplyTooLong(f"its reply is longer than {most:,} bytes")
        yield piece


def _bounded(stream: Any, most: int) -> Any:
    """The same stream, which ends with an error where it becomes too long."""
    own = {
        "__init__": lambda _: None,
        "__aiter__": lambda _: _pieces(aiter(stream), most),
        "aclose": lambda _: stream.aclose(),
    }
    # Of the stream's own type: the client reads no other, and which library it is of is the client's affair.
    return type("BoundedStream", (type(stream),), own)()
