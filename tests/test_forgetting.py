"""`factbox forget` on a real store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.forgetting import forget_person
from bot.news.channels import Place, Turn
from bot.settings import Settings
from bot.store.engine import open_store

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


async def test_a_person_is_forgotten_where_it_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(store=f"sqlite:///{tmp_path}/store.db")
    store = await open_store(settings.store)
    for platform in ("slack", "slack", "discord", "discord"):
        await store.add_turn(Place(platform, "C"), "ann", Turn("Who?", "Ada Moll."), NOON)
    await store.add_turn(Place("slack", "C"), "bo", Turn("When?", "On Sunday."), NOON)
    await store.close()
    assert await forget_person(settings, "ann", "slack") == 0
    assert await forget_person(settings, "ann") == 0
    assert await forget_person(settings, "ann") == 0
    assert await forget_person(settings, "bo\x1b[31m", "slack") == 0
    assert await forget_person(settings, "bo") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Removed 2 turns of ann on slack.",
        "Removed 2 turns of ann.",
        "Nothing is stored of ann.",
        "Nothing is stored of bo on slack.",
        "Removed 1 turn of bo.",
    ]


async def test_a_person_on_discord_is_named_by_the_id_that_it_copies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(store=f"sqlite:///{tmp_path}/store.db")
    store = await open_store(settings.store)
    for platform in ("discord", "slack"):
        await store.add_turn(Place(platform, "C"), "@123456789012345678", Turn("Who?", "Ada Moll."), NOON)
    await store.close()
    assert await forget_person(settings, "123456789012345678", "slack") == 0
    assert await forget_person(settings, "123456789012345678") == 0
    assert await forget_person(settings, "@123456789012345678") == 0
    assert [line.partition(" of ")[0] for line in capsys.readouterr().out.splitlines()] == [
        "Nothing is stored",
        "Removed 1 turn",
        "Removed 1 turn",
    ]
