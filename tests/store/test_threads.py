"""Threads: which edition they hang under, what was said in them, and events that come twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.news.channels import Edition, Place, Posted, Turn
from bot.news.types import Evidence, RevisionId, Span
from bot.ports import MessageId, Rejected
from bot.store.sql import SqlStore
from tests.store.conftest import EVERY_KIND
from tests.store.examples import HARBOUR, MINUTE, NOON, found, saved_edition

KINDS = EVERY_KIND


async def sent_edition(store: SqlStore, slot: str, message: str, minutes: int, place: Place = HARBOUR) -> Edition:
    edition = await saved_edition(store, slot, place)
    await store.mark_sent(f"{edition.id} 0", MessageId(message), NOON + minutes * MINUTE)
    return edition


async def test_a_thread_is_named_by_the_message_it_hangs_under(store: SqlStore) -> None:
    morning = await sent_edition(store, "08:00", "m1", 0)
    evening = await sent_edition(store, "17:30", "m2", 1)
    assert await store.posted_at(replace(HARBOUR, thread="m1")) == Posted(morning, 0)
    assert await store.posted_at(replace(HARBOUR, thread="m2")) == Posted(evening, 0)
    assert await store.posted_at(replace(HARBOUR, thread="m3")) is None
    assert await store.posted_at(Place("discord", HARBOUR.channel, "m1")) is None
    assert await store.posted_at(Place("slack", "C-hills", "m1")) is None


async def test_without_a_thread_it_is_the_newest_sent_one_of_the_channel(store: SqlStore) -> None:
    assert await store.posted_at(HARBOUR) is None
    await sent_edition(store, "17:30", "m2", 1)
    held_up = await sent_edition(store, "08:00", "m1", 9)
    await saved_edition(store, "20:00")  # owed, not sent
    assert await store.posted_at(HARBOUR) == Posted(held_up)
    assert await store.posted_at(Place("slack", "C-hills")) is None


async def test_every_part_of_an_edition_has_its_thread(store: SqlStore) -> None:
    edition = await saved_edition(store, "08:00", parts=2)
    for part in range(2):
        await store.mark_sent(f"{edition.id} {part}", MessageId(f"m{part}"), NOON)
    assert await store.posted_at(replace(HARBOUR, thread="m0")) == Posted(edition, 0)
    assert await store.posted_at(replace(HARBOUR, thread="m1")) == Posted(edition, 1)
    assert await store.posted_at(HARBOUR) == Posted(edition)


async def test_turns_stay_in_their_thread_and_in_order(store: SqlStore) -> None:
    proof = (Evidence(RevisionId("r"), Span(0, 4)), Evidence(RevisionId("r"), Span(9, 12)))
    thread, other = replace(HARBOUR, thread="m1"), replace(HARBOUR, thread="m2")
    turns = [Turn("How many boats?", "Three. [1]", proof), Turn("Sure? 😀", "It does not say.")]
    for turn in turns:
        await store.add_turn(thread, "U-ada", turn, NOON)
    await store.add_turn(other, "U-bo", Turn("Who?", "Ada Moll."), NOON)
    await store.add_turn(HARBOUR, "U-bo", Turn("When?", "On Sunday."), NOON)
    assert await store.turns(thread, NOON) == turns
    assert [turn.question for turn in await store.turns(other, NOON)] == ["Who?"]
    assert [turn.question for turn in await store.turns(HARBOUR, NOON)] == ["When?"]
    assert await store.turns(replace(thread, platform="discord"), NOON) == []


async def test_a_turn_is_kept_whole_and_given_back_for_its_time(store: SqlStore) -> None:
    proof = (Evidence(RevisionId("r"), Span(0, 4)),)
    first = Turn("How many boats?", "Three.", proof, meant="How many boats sank at Lund?")
    second = Turn("And cars?", "The sources do not say.", proof, refused=True)
    await store.add_turn(HARBOUR, "U-ada", first, NOON)
    await store.add_turn(HARBOUR, "U-ada", second, NOON + MINUTE)
    assert await store.turns(HARBOUR, NOON) == [first, second]
    assert await store.turns(HARBOUR, NOON + MINUTE) == [second]
    assert await store.turns(HARBOUR, NOON + 2 * MINUTE) == []


@pytest.mark.parametrize("turn", [Turn("\udc00?", "No."), Turn("Who?", "No.", meant="\udc00?")])
async def test_half_characters_in_a_question_are_refused(store: SqlStore, turn: Turn) -> None:
    with pytest.raises(Rejected, match="question"):
        await store.add_turn(HARBOUR, "U-ada", turn, NOON)
    assert await store.turns(HARBOUR, NOON) == []


async def test_an_event_has_one_first_time(store: SqlStore) -> None:
    times = await asyncio.gather(*(store.first_time(["slack:Ev1"], NOON) for _ in range(10)))
    assert sorted(times) == [False] * 9 + [True]
    assert await store.first_time(["slack:Ev2"], NOON)
    assert not await store.first_time(["slack:Ev1"], NOON + MINUTE)


async def test_a_cancelled_caller_leaves_the_store_whole(store: SqlStore) -> None:
    await store.save_article(found("before"), NOON)
    task = asyncio.create_task(store.save_article(found("during"), NOON))
    await asyncio.sleep(0)  # it begins
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.save_article(found("after"), NOON)
    assert sorted(a.title or "" for a in await store.archive(9)) == [
        f"Title of {w}" for w in ("after", "before", "during")
    ]
