"""Turns are kept for as long as the settings say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from bot.flows.forget import forget_old
from bot.news.channels import Place, Turn
from bot.store.engine import open_store

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
PIER = Place("slack", "C-pier", "m1")
LONG_AGO = NOON - timedelta(days=400)


async def test_what_is_older_than_its_time_is_forgotten_once_and_told() -> None:
    store = await open_store("sqlite://")
    for days in (31, 30, 1):
        await store.add_turn(PIER, "U-ada", Turn(f"{days} days ago?", "Yes."), NOON - timedelta(days=days))
    with capture_logs() as logs:
        assert await forget_old(store, timedelta(days=30), NOON) == 1
        assert await forget_old(store, timedelta(days=30), NOON) == 0
    assert [turn.question for turn in await store.turns(PIER, LONG_AGO)] == ["30 days ago?", "1 days ago?"]
    assert [(log["event"], log["turns"], log["older_than_days"]) for log in logs] == [("turns_forgotten", 1, 30)]
    await store.close()
