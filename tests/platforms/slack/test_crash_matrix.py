"""Killed, cut off, refused or left without an answer at any step: each message stands in the channel exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.platforms.crash_table import Life, Row, Trouble, run, some_of, table
from tests.platforms.slack.crash_table import STEPS, SlackGround, slack_rows


async def test_each_message_is_posted_exactly_once_whatever_happens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = some_of(slack_rows(), 5)  # the printed table has all of them
    await run(rows, tmp_path, SlackGround())
    with capsys.disabled():
        print(f"\n{table(rows)}")
    assert [str(row) for row in rows if not row.is_well] == []


async def test_without_a_look_at_the_channel_the_matrix_would_show_doubles(tmp_path: Path) -> None:
    rows = [
        Row((Life((Trouble("drop-after", STEPS[0]),)),)),
        Row((Life((Trouble("hang-after", STEPS[1]),), killed=True),)),
    ]
    await run(rows, tmp_path, SlackGround(), blind=True)
    assert [row.is_well for row in rows] == [False, False]
    assert [len(row.at_the_end) for row in rows] == [4, 5]
