"""Killed, cut off, refused or left without an answer at any step: each message stands on Discord exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.platforms.crash_table import Life, Row, Trouble, run, some_of, table
from tests.platforms.discord.crash_table import ANNOUNCED, DETAILS, FORUM, HEAD, TEXT, DiscordGround, discord_rows

LOST = Life((Trouble("drop-after", HEAD),))
CUT_OFF = Life((Trouble("hang-after", DETAILS[0]),), killed=True)


async def test_each_message_is_posted_exactly_once_whatever_happens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = some_of(discord_rows(), 9)  # the printed table has all of them
    await run(rows, tmp_path, DiscordGround())
    with capsys.disabled():
        print(f"\n{table(rows)}")
    assert [str(row) for row in rows if not row.is_well] == []


async def test_without_a_look_the_matrix_would_show_doubles(tmp_path: Path) -> None:
    rows = [Row((LOST,), TEXT), Row((CUT_OFF,), TEXT), Row((LOST,), FORUM)]
    await run(rows, tmp_path, DiscordGround(), blind=True)
    assert [row.is_well for row in rows] == [False, False, False]
    assert [len(row.at_the_end) for row in rows] == [4, 5, 4]


async def test_for_some_minutes_a_nonce_is_enough_but_not_in_a_forum(tmp_path: Path) -> None:
    rows = [Row((LOST,), TEXT), Row((LOST,), ANNOUNCED), Row((LOST,), FORUM)]
    await run(rows, tmp_path, DiscordGround(remembers=True), blind=True)
    assert [row.is_well for row in rows] == [True, True, False]
