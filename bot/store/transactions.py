"""Makes a method of the store one transaction, which is finished or undone but never torn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from hashlib import blake2b
from random import random
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.errors import Collided

_TRIES = 5
_PAUSE = 0.05
"""Seconds, twice as many each time: two that stood in each other's way must not meet again at once."""
_LOCK = text("SELECT pg_advisory_xact_lock(:name)")


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
    """The method gets a connection as its first argument: committed when it returns, rolled back when it raises.

    Where a database of many writers undid it for another's sake, all of it runs again: what it does besides must be
    safe to repeat. A method that reads what it then writes by takes a lock first, see `alone`.
    """
    return _in_transaction(method, lambda store: store.writing)


def reads(method: _Work[S, P, T]) -> _Method[S, P, T]:
    """As `writes`, but takes no write lock; all of it sees the same moment."""
    return _in_transaction(method, lambda store: store.reading)


async def alone(on: AsyncConnection, name: str) -> None:
    """No two transactions are past this with the same name: others wait until the first one ends.

    SQLite has one writer at a time as it is. Elsewhere this is how what was read is still so when it is written by,
    also what is not there: no row can be locked for that. One that takes several takes them in the order of
    `stories`, `articles`, `deliveries`, else two could wait for each other.
    """
    if on.dialect.name != "sqlite":
        digest = blake2b(f"factbox {name}".encode(), digest_size=8).digest()
        await on.execute(_LOCK, {"name": int.from_bytes(digest, signed=True)})


def _in_transaction(method: _Work[S, P, T], engine_of: Callable[[S], AsyncEngine]) -> _Method[S, P, T]:
    @wraps(method)
    async def wrapped(store: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        async def work() -> T:
            async with engine_of(store).begin() as on:
                return await method(store, on, *args, **kwargs)

        for nth in range(1, _TRIES):
            try:
                return await _to_the_end(work())
            except Collided:
                await asyncio.sleep(_PAUSE * 2**nth * random())  # noqa: S311 no secret
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
