"""Makes a method of the store one transaction, which is finished or undone but never torn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class Transacting(Protocol):
    """What has an engine for writing, and the same one for reading only."""

    writing: AsyncEngine
    reading: AsyncEngine


S = TypeVar("S", bound=Transacting)
P = ParamSpec("P")
T = TypeVar("T")
_Work = Callable[Concatenate[S, AsyncConnection, P], Awaitable[T]]
_Method = Callable[Concatenate[S, P], Coroutine[Any, Any, T]]


def writes(method: _Work[S, P, T]) -> _Method[S, P, T]:
    """The method gets a connection as its first argument: committed when it returns, rolled back when it raises."""
    return _in_transaction(method, lambda store: store.writing)


def reads(method: _Work[S, P, T]) -> _Method[S, P, T]:
    """As `writes`, but takes no write lock."""
    return _in_transaction(method, lambda store: store.reading)


def _in_transaction(method: _Work[S, P, T], engine_of: Callable[[S], AsyncEngine]) -> _Method[S, P, T]:
    @wraps(method)
    async def wrapped(store: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        async def work() -> T:
            async with engine_of(store).begin() as on:
                return await method(store, on, *args, **kwargs)

        return await _to_the_end(work())

    return wrapped


async def _to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Finish the work although the caller is cancelled: cut off, the connection is lost, and what is in memory too."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # the caller is gone; without a look, asyncio would warn
        raise
