"""Saves pieces of work that come at the same time in one go: a transaction costs more than what most of them write."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.ports import Unavailable

W = TypeVar("W")
R = TypeVar("R")
_Piece = tuple[W, asyncio.Future[R]]


class Together(Generic[W, R]):
    """`save` saves some pieces, all or none, and gives a result for each; it gets at most `most` at once."""

    def __init__(self, save: Callable[[Sequence[W]], Awaitable[list[R]]], most: int) -> None:
        self._save = save
        self._most = most
        self._waiting: list[_Piece[W, R]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def add(self, piece: W) -> R:
        """The piece's own result, or what went wrong with it, once it is saved. A caller that leaves stops nothing."""
        result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((piece, result))
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.create_task(self._work())
        return await result

    async def _work(self) -> None:
        try:
            while self._waiting:
                taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                try:
                    await self._save_all(taken)
                finally:
                    _leave(taken)
        finally:  # cut off: those who still wait must not wait for good
            _leave(self._waiting)

    async def _save_all(self, taken: Sequence[_Piece[W, R]]) -> None:
        try:
            results = await self._save([piece for piece, _ in taken])
        except Exception as error:
            if len(taken) > 1 and not isinstance(error, Unavailable):
                for each in taken:  # apart, so that one bad piece spoils no other
                    await self._save_all([each])
                return
            for _, waiting in taken:
                if not waiting.done():
                    waiting.set_exception(error)
            return
        for (_, waiting), result in zip(taken, results, strict=True):
            if not waiting.done():
                waiting.set_result(result)


def _leave(pieces: Sequence[_Piece[W, R]]) -> None:
    for _, waiting in pieces:
        waiting.cancel()  # nothing happens to those that have a result
