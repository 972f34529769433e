"""Replies of servers are read up to a length: one that never ends must not fill the memory."""

from __future__ import annotations

from typing import Any

LONGEST = 4_000_000
"""Bytes of one reply, as they are sent."""

_PACKED = 50  # a packed reply may be so many times as long once it is read


class ReplyTooLong(ValueError):
    """The server sends more than a reply can be."""


async def read_bounded(response: Any) -> None:
    """A hook of the HTTP client: its response is read here and can then be read again. Raises `ReplyTooLong`."""
    most = LONGEST // (_PACKED if response.headers.get("content-encoding", "identity") != "identity" else 1)
    pieces: list[bytes] = []
    size = 0
    async for piece in response.aiter_raw():
        size += len(piece)
        if size > most:
            raise ReplyTooLong(f"its reply is longer than {most:,} bytes")
        pieces.append(piece)
    # The request's body is a stream of bytes that are there already, and so is the response's from here on.
    response.stream = type(response.request.stream)(b"".join(pieces))
    response.is_stream_consumed = response.is_closed = False
