"""Killed in the middle of an answer: another copy makes it whole, and it stands there once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.platforms.answering_table import DISCORD, SLACK, SLACK_POSTED, Row, run, table

# The printed table (`python -m tests.platforms.answering_table`) has all of them.
SOME = [
    Row("slack", SLACK[0]),
    Row("slack", SLACK_POSTED[1], streams=False),
    Row("discord", DISCORD[1]),
    Row("discord", "", later=60.0),
]


@pytest.mark.parametrize("row", SOME, ids=[f"{row.platform} {row.call or row.later}" for row in SOME])
async def test_it_has_one_whole_answer_in_the_end(row: Row, tmp_path: Path) -> None:
    await run(row, tmp_path)
    assert row.is_well, table([row])
