"""Pieces of work that come at the same time are saved in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.ports import Unavailable
from bot.store.together import Together


class Shelf:
    """Saves numbers; odd ones are bad, and everything fails while it is `locked`."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.locked = False

    async def save(self, numbers: Sequence[int]) -> list[str]:
        self.asked.append(list(numbers))
        await asyncio.sleep(0)
        if self.locked:
            raise Unavailable("locked")
        if any(number % 2 for number in numbers):
            raise ValueError(f"odd: {numbers}")
        return [str(number) for number in numbers]


async def test_what_comes_meanwhile_waits_for_the_next_go_and_no_more_than_most() -> None:
    shelf = Shelf()
    together = Together(shelf.save, most=3)
    first = asyncio.create_task(together.add(0))
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # it is being saved
    rest = await asyncio.gather(*(together.add(number) for number in (2, 4, 6, 8)))
    assert [await first, *rest] == ["0", "2", "4", "6", "8"]
    assert shelf.asked == [[0], [2, 4, 6], [8]]


async def test_a_bad_piece_fails_alone() -> None:
    shelf = Shelf()
    together = Together(shelf.save, most=9)
    results = await asyncio.gather(*(together.add(number) for number in (2, 3, 4)), return_exceptions=True)
    assert results[::2] == ["2", "4"]
    assert isinstance(results[1], ValueError)
    assert shelf.asked == [[2, 3, 4], [2], [3], [4]]


async def test_where_nothing_can_be_saved_nobody_waits_for_each_to_fail() -> None:
    shelf = Shelf()
    shelf.locked = True
    together = Together(shelf.save, most=9)
    results = await asyncio.gather(*(together.add(number) for number in (2, 4)), return_exceptions=True)
    assert [str(result) for result in results] == ["locked", "locked"]
    assert shelf.asked == [[2, 4]]
    shelf.locked = False
    assert await together.add(6) == "6"


async def test_whoever_leaves_stops_nothing() -> None:
    shelf = Shelf()
    together = Together(shelf.save, most=9)
    tasks = [asyncio.create_task(together.add(number)) for number in (2, 4)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    assert await tasks[1] == "4"
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
