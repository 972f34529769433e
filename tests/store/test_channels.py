"""Channels set in chat, the editions that were issued to them, and what people thought of these."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import time, timedelta, timezone
from pathlib import Path

import pytest

from bot.keeping import ChannelStore, SetChannel, SlotNote
from bot.news.channels import Channel, Dress, Place, Quiet
from bot.ports import MessageId, Rejected
from bot.store.channels import channels_of
from bot.store.engine import open_store
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from tests.store.examples import HARBOUR, LATER, MINUTE, NOON, edition_of, owed_by, saved_edition

WORLD = Channel(
    name="slack:C-world",
    place=Place("slack", "C-world", "m7"),
    times=(time(7, 5), time(18, 30)),
    days=frozenset({0, 4, 6}),
    zone="Asia/Kathmandu",
    topics=("world", "-sport", "Наука"),
    length="long",
    language="de",
    sources=("example.org", "The Harbour Gazette"),
    stories=9,
    owner="U-ada",
    paused=True,
    dress=Dress("#1f6feb", True, "1234567890123456789", True, "edition", ("World", "Наука")),
    quiet=Quiet(time(22), time(7, 30)),
    catch_up="skip",
)
PLAIN = Channel("slack:C-plain", Place("slack", "C-plain"), (), frozenset(), "UTC")
BROKEN = [
    replace(WORLD, topics=("\ud800",)),
    replace(WORLD, sources=("\ud800",)),
    replace(WORLD, dress=Dress(tags=("\ud800",))),
]
ELSEWHERE = Place("discord", "C-harbour")


async def sent(store: SqlStore, slot: str, *messages: str, place: Place = HARBOUR) -> None:
    """An edition whose parts stand there as these messages."""
    await saved_edition(store, slot, place, len(messages))
    for message in messages:
        delivery = await store.claim_delivery(NOON, MINUTE)
        assert delivery is not None
        await store.mark_sent(delivery.key, MessageId(message), NOON)


async def test_a_channel_comes_back_as_it_was_set(store: SqlStore) -> None:
    kept: ChannelStore = channels_of(store)
    assert await kept.set_channels() == []
    await kept.set_channel(WORLD, "U-ada", NOON)
    await kept.set_channel(PLAIN, "U-bo", NOON.astimezone(timezone(timedelta(hours=5))))
    assert await kept.set_channels() == [SetChannel(PLAIN, "U-bo", NOON), SetChannel(WORLD, "U-ada", NOON)]
    assert await kept.set_channels(replace(WORLD.place, thread="T1")) == [SetChannel(WORLD, "U-ada", NOON)]
    assert await kept.set_channels(Place("elsewhere", WORLD.place.channel)) == []


async def test_what_is_set_last_counts_and_what_is_switched_off_can_be_set_again(store: SqlStore) -> None:
    kept = channels_of(store)
    await kept.set_channel(WORLD, "U-ada", NOON)
    other = replace(WORLD, place=Place("slack", "C-other"), times=(time(9),), language=None, paused=False)
    await kept.set_channel(other, "U-bo", LATER)
    assert await kept.set_channels() == [SetChannel(other, "U-bo", LATER)]
    await kept.switch_off(other, "U-cy", NOON)
    assert await kept.set_channels() == [SetChannel(other, "U-cy", NOON, off=True)]
    await kept.set_channel(WORLD, "U-ada", LATER)
    assert await kept.set_channels() == [SetChannel(WORLD, "U-ada", LATER)]


async def test_a_channel_of_the_file_alone_can_be_switched_off(store: SqlStore) -> None:
    kept = channels_of(store)
    await kept.switch_off(PLAIN, "U-ada", NOON)
    assert await kept.set_channels() == [SetChannel(PLAIN, "U-ada", NOON, off=True)]


@pytest.mark.parametrize("broken", BROKEN)
async def test_half_a_character_in_a_channel_is_refused_and_nothing_changes(store: SqlStore, broken: Channel) -> None:
    kept = channels_of(store)
    await kept.set_channel(WORLD, "U-ada", NOON)
    with pytest.raises(Rejected, match=r"U\+D800, half of a character"):
        await kept.set_channel(broken, "U-ada", NOON)
    assert await kept.set_channels() == [SetChannel(WORLD, "U-ada", NOON)]


async def test_a_channel_that_others_wrote_badly_is_named(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    kept = channels_of(store)
    for badly in ("""times = '["25:00"]'""", """dress = '{"posts":"page"}'""", """dress = '{"accent":7}'"""):
        await kept.set_channel(WORLD, "U-ada", NOON)
        with closing(sqlite3.connect(file)) as on:
            on.execute(f"UPDATE channels SET {badly}")
            on.commit()
        with pytest.raises(StoreError, match="channel slack:C-world cannot be read"):
            await kept.set_channels()
    await store.close()


async def test_editions_come_newest_first_with_all_they_owed(store: SqlStore) -> None:
    first = edition_of("08:00", channel="harbour")
    second, third = edition_of("09:00", channel="hills"), edition_of("10:00", channel="harbour")
    for minute, edition in enumerate((first, second, third)):
        assert await store.save_edition(edition, owed_by(edition, parts=2 - minute % 2), NOON + minute * MINUTE)
    kept = channels_of(store)
    issued = await kept.issued(["harbour", "hills"], 9)
    assert [each.edition for each in issued] == [third, second, first]
    assert [[delivery.key for delivery in each.deliveries] for each in issued] == [
        ["harbour 10:00 0", "harbour 10:00 1"],
        ["hills 09:00 0"],
        ["harbour 08:00 0", "harbour 08:00 1"],
    ]
    assert [each.edition for each in await kept.issued(["harbour"], 1)] == [third]
    assert await kept.issued([], 9) == []
    assert await kept.issued(["nowhere"], 9) == []


async def test_what_an_edition_owed_is_told_with_its_state_and_reason(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    claimed = await store.claim_delivery(NOON, MINUTE)
    assert claimed is not None
    await store.mark_ended(claimed.key, "failed", "the channel is archived", LATER, claimed.attempts)
    ((delivery,),) = (each.deliveries for each in await channels_of(store).issued(["harbour"], 9))
    assert delivery == replace(claimed, state="failed", why="the channel is archived")
    assert delivery.tried == NOON


async def test_the_last_word_of_each_person_counts_once_for_an_edition(store: SqlStore) -> None:
    await sent(store, "08:00", "m1", "m2")
    await sent(store, "09:00", "m3")
    kept = channels_of(store)
    for author, message, good in (
        ("U-ada", "m1", True),
        ("U-ada", "m2", True),  # one edition, one person
        ("U-bo", "m1", False),
        ("U-bo", "m1", True),  # thought again
        ("U-cy", "m2", False),
        ("U-cy", "m3", False),
        ("U-cy", "no brief", False),
    ):
        await kept.rate(replace(HARBOUR, thread=message), author, good, NOON)
    issued = {each.edition.slot: (each.good, each.bad) for each in await kept.issued(["harbour"], 9)}
    assert issued == {"08:00": (2, 1), "09:00": (0, 1)}


async def test_ratings_are_of_the_message_in_that_place_alone(store: SqlStore) -> None:
    await sent(store, "08:00", "m1")
    await sent(store, "09:00", "m1", place=ELSEWHERE)
    kept = channels_of(store)
    await kept.rate(replace(ELSEWHERE, thread="m1"), "U-ada", True, NOON)
    await kept.rate(Place("slack", "C-hills", "m1"), "U-bo", True, NOON)
    issued = {each.edition.slot: each.good for each in await kept.issued(["harbour"], 9)}
    assert issued == {"08:00": 0, "09:00": 1}


async def test_a_rating_needs_a_message(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="names no message"):
        await channels_of(store).rate(HARBOUR, "U-ada", True, NOON)


async def test_what_came_of_a_slot_is_what_was_noted_last(store: SqlStore) -> None:
    kept = channels_of(store)
    nothing = SlotNote("harbour", "08:00", "nothing", "", NOON)
    failed = replace(nothing, state="failed", why="the model is away \ud83d", at=LATER)
    other = SlotNote("hills", "08:00", "nothing", "", NOON + MINUTE)
    for note in (nothing, other, failed):
        await kept.note_slot(note)
    failed = replace(failed, why="the model is away ?")
    assert await kept.slot_notes(NOON) == [failed, other]
    assert await kept.slot_notes(LATER) == [failed]
    written = replace(failed, state="written", why="", at=LATER + MINUTE)
    for note in (written, replace(nothing, at=LATER + 2 * MINUTE)):
        await kept.note_slot(note)
    assert await kept.slot_notes(LATER) == [written]


async def test_notes_of_slots_go_a_month_after_what_people_asked(store: SqlStore) -> None:
    kept = channels_of(store)
    notes = [SlotNote("harbour", f"day {days}", "written", "", NOON - timedelta(days=days)) for days in (30, 31)]
    for note in notes:
        await kept.note_slot(note)
    await store.forget_before(NOON)
    assert await kept.slot_notes(NOON - timedelta(days=99)) == notes[:1]
