"""Sending as `flows/deliver.py` does, for tests of what sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.ports import MessageId, Partly, Rejected, Unavailable, Unclear


async def delivered(
    send: Callable[[datetime | None], Awaitable[MessageId]], began: datetime, passes: Callable[[float], object]
) -> MessageId | str:
    """Send, after any failure again with when it was first tried; the reason where it is given up.

    `passes` lets so many seconds pass. Raises `Partly`.
    """
    tried: datetime | None = None
    for _ in range(5):
        try:
            return await send(tried)
        except Partly:
            raise
        except Unavailable as error:
            passes(error.wait or 30)
        except Rejected as error:
            return f"failed: {error}"
        except Unclear as error:
            if tried is not None:
                return f"uncertain: {error}"
        tried = began
    return "given up"
