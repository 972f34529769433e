"""Asks the web for one leased thing: within its time, and so that what goes wrong stays with it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from bot.ports import Unavailable

T = TypeVar("T")


async def within(longest: timedelta, what: str, asking: Coroutine[Any, Any, T]) -> T:
    """What is asked. Raises `Unavailable` where it takes longer, RuntimeError where it was called off from within."""
    try:
        async with asyncio.timeout(longest.total_seconds()):
            return await asking
    except TimeoutError:
        raise Unavailable(f"{what}: it took longer than {longest.seconds // 60} minutes.") from None
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise RuntimeError("the question was called off from within") from None
