"""What people asked is removed when they want it or its time is over, and its words are in no file afterwards."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.news.channels import Channel, Place, Turn
from bot.news.chat import Follow
from bot.news.types import StoryId
from bot.ports import MessageId, Unavailable
from bot.store.channels import channels_of
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.store.examples import HARBOUR, MINUTE, NOON, found, saved_edition

LONG_AGO = NOON - timedelta(days=4000)
DAY = timedelta(days=1)
ELSEWHERE = Place("discord", "C-harbour")


async def asked(store: SqlStore, author: str, place: Place, *questions: str) -> None:
    for question in questions:
        await store.add_turn(place, author, Turn(question, "Three. [1]"), NOON)


async def questions_at(store: SqlStore, place: Place) -> list[str]:
    return [turn.question for turn in await store.turns(place, LONG_AGO)]


def words_in(file: Path) -> bytes:
    """All that the store's files hold, also what is no part of any table any longer."""
    return b"".join(path.read_bytes() for path in sorted(file.parent.iterdir()))


async def test_a_person_is_forgotten_on_one_platform_or_on_all(store: SqlStore) -> None:
    thread = replace(HARBOUR, thread="m1")
    await asked(store, "ada", HARBOUR, "Who?")
    await asked(store, "ada", thread, "When?", "Where?")
    await asked(store, "ada", ELSEWHERE, "Why?")
    await asked(store, "bo", thread, "How?")
    assert await store.forget_author("ada", "slack") == 3
    assert await store.forget_author("ada", "slack") == 0
    assert [await questions_at(store, place) for place in (HARBOUR, thread, ELSEWHERE)] == [[], ["How?"], ["Why?"]]
    await asked(store, "ada", HARBOUR, "Again?")
    assert await store.forget_author("ada") == 2
    assert await store.forget_author("Bo") == 0, "ids are told apart by their case"
    assert [await questions_at(store, place) for place in (HARBOUR, thread, ELSEWHERE)] == [[], ["How?"], []]


async def test_turns_go_when_their_time_is_over_and_those_of_the_very_moment_stay(store: SqlStore) -> None:
    for days in range(4):
        await store.add_turn(HARBOUR, "ada", Turn(f"{days} days ago?", "Yes."), NOON - days * DAY)
    assert await store.forget_before(NOON - 2 * DAY) == 1
    assert await store.forget_before(NOON - 2 * DAY) == 0
    assert await questions_at(store, HARBOUR) == ["0 days ago?", "1 days ago?", "2 days ago?"]


async def test_events_are_known_for_a_month_longer_than_turns_are_kept(store: SqlStore) -> None:
    old, month = NOON - 32 * DAY, NOON - 31 * DAY
    assert await store.first_time(["old"], old)
    assert await store.first_time(["month"], month)
    assert await store.forget_before(NOON - DAY) == 0
    assert not await store.first_time(["month"], NOON), "it may still be delivered again"
    assert await store.first_time(["old"], NOON)


async def test_what_a_person_follows_and_rated_goes_with_them(store: SqlStore) -> None:
    kept = channels_of(store)
    ada, bo, elsewhere = Place("slack", "U-ada"), Place("slack", "U-bo"), Place("discord", "U-ada")
    for person in (ada, bo, elsewhere):
        assert await kept.follow(Follow(person, StoryId("ferry")), NOON)
    edition = await saved_edition(store, "08:00")
    delivery = await store.claim_delivery(NOON, MINUTE)
    assert delivery is not None
    await store.mark_sent(delivery.key, MessageId("m1"), NOON)
    for author in ("U-ada", "U-bo"):
        await kept.rate(replace(HARBOUR, thread="m1"), author, True, NOON)
    assert await store.forget_author("U-ada", "slack") == 0, "she asked nothing"
    assert set(await kept.follows()) == {Follow(bo, StoryId("ferry")), Follow(elsewhere, StoryId("ferry"))}
    (issued,) = await kept.issued([edition.channel], 9)
    assert (issued.edition, issued.good) == (edition, 1)
    await store.forget_author("U-ada")
    assert await kept.follows() == [Follow(bo, StoryId("ferry"))]


async def test_ratings_go_when_their_time_is_over_and_follows_and_channels_stay(store: SqlStore) -> None:
    kept = channels_of(store)
    follow = Follow(Place("slack", "U-ada"), StoryId("ferry"))
    assert await kept.follow(follow, LONG_AGO)
    channel = Channel("slack:C-harbour", HARBOUR, (), frozenset(), "UTC")
    await kept.set_channel(channel, "U-ada", LONG_AGO)
    edition = await saved_edition(store, "08:00")
    delivery = await store.claim_delivery(NOON, MINUTE)
    assert delivery is not None
    await store.mark_sent(delivery.key, MessageId("m1"), NOON)
    await kept.rate(replace(HARBOUR, thread="m1"), "U-ada", True, NOON - MINUTE)
    await kept.rate(replace(HARBOUR, thread="m1"), "U-bo", False, NOON)
    assert await store.forget_before(NOON) == 0
    (issued,) = await kept.issued([edition.channel], 9)
    assert (issued.good, issued.bad) == (0, 1)
    assert await kept.follows() == [follow]
    assert [each.channel for each in await kept.set_channels()] == [channel]


async def test_no_word_of_a_forgotten_question_is_left_in_the_files(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    await store.save_article(found("a"), NOON)
    long = " ".join(f"whisper{number}" for number in range(2000))  # on pages of its own
    turn = Turn("Where is my whisper?", "A whisper. " + long, meant="Where is the whisper of Lund?")
    for number in range(20):
        await asked(store, "bo", HARBOUR, f"Question {number} that stays?")
        await store.add_turn(HARBOUR, "U-ada", turn, NOON)
    kept = channels_of(store)
    await kept.follow(Follow(Place("slack", "U-ada"), StoryId("ferry")), NOON)
    await kept.rate(replace(HARBOUR, thread="m1"), "U-ada", True, NOON)
    assert b"whisper" in words_in(file)
    assert b"U-ada" in words_in(file)
    running = await open_store(f"sqlite:///{file}")  # `factbox forget` comes while the bot runs
    assert len(await questions_at(running, HARBOUR)) == 40
    assert await store.forget_author("U-ada") == 20
    for word in (b"whisper", b"Lund?", b"U-ada"):
        assert word not in words_in(file), word
    assert b"Question 7 that stays?" in words_in(file)
    assert len(await questions_at(running, HARBOUR)) == 20
    await running.close()
    await store.close()
    assert b"whisper" not in words_in(file)


async def test_words_past_their_time_leave_the_files_too(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    await asked(store, "U-ada", HARBOUR, "Where is my whisper?")
    assert await store.forget_before(NOON + MINUTE) == 1
    assert b"whisper" not in words_in(file)
    await store.close()


async def test_many_turns_of_many_people_leave_nothing_of_one_of_them(file: Path) -> None:
    """Turns of all sizes are added and removed in between, so that what is kept moves from page to page."""
    chance = random.Random(7)
    store = await open_store(f"sqlite:///{file}")
    for number in range(400):
        author = chance.choice(["U-ada", "U-bo", "U-cy"])
        words = f"{author}-said " * chance.randrange(1, 60)
        place = replace(HARBOUR, thread=chance.choice(["m1", "m2", None]))
        await store.add_turn(place, author, Turn(words, "Yes."), NOON + number * MINUTE)
        if number % 150 == 149:
            await store.forget_before(NOON + (number - 120) * MINUTE)
    assert await store.forget_author("U-cy") > 50
    assert b"U-cy" not in words_in(file)
    assert b"U-bo-said" in words_in(file)
    await store.close()


@pytest.mark.parametrize("by_hand", [True, False])
async def test_words_that_are_being_read_are_told_of_and_go_the_next_time(file: Path, by_hand: bool) -> None:
    store = await open_store(f"sqlite:///{file}?timeout=0.05")
    await asked(store, "U-ada", HARBOUR, "Where is my whisper?")
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM turns").fetchone() == (1,)
        with pytest.raises(Unavailable, match=r"store.db is in use: the turns are removed.*store.db-wal\). Retry"):
            await store.forget_author("U-ada")
    assert await questions_at(store, HARBOUR) == []
    await (store.forget_author("U-ada") if by_hand else store.forget_before(LONG_AGO))
    assert b"whisper" not in words_in(file)
    await store.close()


async def test_who_asked_in_direct_messages_is_known_the_last_one_first(store: SqlStore) -> None:
    for person in ("@1", "@2", "@1", "@3"):
        await asked(store, person, Place("discord", person), "How many?")
    await asked(store, "@4", Place("discord", "C1", "9"), "In a channel?")
    await asked(store, "@5", Place("elsewhere", "@5"), "Elsewhere?")
    assert await store.asked_directly("discord", 2) == ["@3", "@1"]
    assert await store.asked_directly("discord", 9) == ["@3", "@1", "@2"]
