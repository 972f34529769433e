"""The step that writes an edition: what it notes of the slot, whatever comes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flows.edition import EditionDesk
from bot.flows.publish import publish
from bot.flows.reading_room import ReadingRoom
from bot.keeping import SlotNote
from bot.news.lateness import NO_NEWS
from bot.news.types import Article, Source
from bot.ports import Unavailable
from bot.store.channels import SqlChannels
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.flows.reception_scene import MONDAY, Scene, found, settled

EIGHT = MONDAY.replace(hour=8)
SLOT = "2026-03-02T08:00 UTC"
DESK = settled()


class NothingIsRead(ReadingRoom):
    """Every article breaks a rule of ours."""

    def read(self, article: Article) -> Source:
        raise KeyError("secret")


class NothingIsNoted(SqlChannels):
    async def note_slot(self, note: SlotNote) -> None:
        raise Unavailable("the store is busy")


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store, (DESK,))


async def notes(scene: Scene) -> list[tuple[str, str, int]]:
    """State, why, and minutes after eight."""
    return [
        (n.state, n.why, round((n.at - EIGHT).total_seconds() / 60))
        for n in await scene.kept.slot_notes(EIGHT - timedelta(days=1))
    ]


async def test_no_news_is_noted_until_there_is_some(scene: Scene) -> None:
    desk = EditionDesk(scene.room, scene.kept)
    assert await desk.write(DESK, SLOT, EIGHT) is None
    assert await desk.write(DESK, SLOT, EIGHT + timedelta(minutes=1)) is None
    assert await notes(scene) == [("nothing", "", 0)]
    await scene.arrives(found())
    assert await desk.write(DESK, SLOT, EIGHT + timedelta(minutes=40)) is not None
    assert await notes(scene) == [("written", NO_NEWS, 40)]
    assert await desk.write(DESK, SLOT, EIGHT + timedelta(minutes=41)) is None
    assert await notes(scene) == [("written", NO_NEWS, 40)]


async def test_an_edition_in_time_is_noted_without_a_word(scene: Scene) -> None:
    await scene.arrives(found())
    assert await EditionDesk(scene.room, scene.kept).write(DESK, SLOT, EIGHT) is not None
    assert await notes(scene) == [("written", "", 0)]


async def test_a_failure_is_noted_in_words_for_people_and_raised(scene: Scene) -> None:
    await scene.arrives(found())
    broken = EditionDesk(replace(scene.room, reading=NothingIsRead()), scene.kept)
    with pytest.raises(Unavailable, match="1 story broke in writing; the log tells more"):
        await broken.write(DESK, SLOT, EIGHT)
    assert await notes(scene) == [("failed", "1 story broke in writing; the log tells more", 0)]
    assert await EditionDesk(scene.room, scene.kept).write(DESK, SLOT, EIGHT + timedelta(minutes=23)) is not None
    before = "writing it failed before: 1 story broke in writing; the log tells more"
    assert await notes(scene) == [("written", before, 23)]


async def test_who_died_between_the_edition_and_its_note_leaves_it_to_the_next(scene: Scene) -> None:
    await scene.arrives(found())
    await publish(DESK, SLOT, scene.room, EIGHT)
    assert await notes(scene) == []
    assert await EditionDesk(scene.room, scene.kept).write(DESK, SLOT, EIGHT + timedelta(minutes=1)) is None
    assert await notes(scene) == [("written", "", 1)]


async def test_a_note_that_cannot_be_kept_costs_no_edition(scene: Scene, store: SqlStore) -> None:
    await scene.arrives(found())
    kept = NothingIsNoted(store.writing, store.reading)
    assert await EditionDesk(scene.room, kept).write(DESK, SLOT, EIGHT) is not None
    assert await EditionDesk(scene.room, scene.kept).write(DESK, SLOT, EIGHT) is None
    assert [state for state, _, _ in await notes(scene)] == ["written"]
