"""What is asked is answered once by one of all copies, and what a copy that died left behind by another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flows.listen import LATEST, MOST_TRIES, SORRY, answer_left, listen
from bot.flows.newsroom import Newsroom
from bot.news.channels import Mention, Place
from bot.ports import Rejected, Unavailable, Waiting
from bot.store.engine import open_store
from bot.store.stories import stories_of
from tests.fakes import FakePlatform, ScriptedModel
from tests.fakes.inbox import NOON, FakeInbox, Kept, Shelf

HERE = Place("fake", "desk", "t1")
HELP = Mention("e1", HERE, "ann", "help")
SORRY_KEY, REPLY_KEY = "sorry e1", "reply e1"


@pytest.fixture
async def room() -> AsyncIterator[Newsroom]:
    store = await open_store("sqlite://")
    yield Newsroom(store, stories_of(store))
    await store.close()


def platform_of(*mentions: Mention) -> FakePlatform:
    platform = FakePlatform()
    platform.asked = list(mentions)
    return platform


def left(waiting: Waiting) -> FakeInbox:
    """The inbox of a copy, with what another one left behind as "fake:e1"."""
    return FakeInbox("b", Shelf({"fake:e1": Kept(waiting, "a", at_it=True)}, {"a"}))


async def taken_over(inbox: FakeInbox, platform: FakePlatform, room: Newsroom) -> list[str]:
    """The keys of what is posted where a copy looks for what was left behind, twice."""
    for _ in range(2):
        for name in [*await inbox.left_behind(10), "fake:e1", "fake:gone"]:
            await answer_left(name, inbox, {"fake": platform}, room, lambda _: NOON)
    return [key for key, _ in platform.posted]


async def test_of_two_copies_that_heard_it_one_answers(room: Newsroom) -> None:
    shelf, first, second = Shelf(), platform_of(HELP), platform_of(HELP, replace(HELP, event="e2", also=("e1",)))
    inbox = FakeInbox("a", shelf)
    await listen(first, room, inbox, lambda _: NOON)
    await listen(second, room, FakeInbox("b", shelf), lambda _: NOON)
    assert [key for key, _ in first.posted] == [REPLY_KEY]
    assert second.posted == []
    assert inbox.answers == [HELP]


async def test_what_is_cut_off_stays_for_the_next_copy(room: Newsroom) -> None:
    shelf, reads = Shelf(), asyncio.Event()

    class Busy(FakePlatform):
        async def reading(self, mention: Mention) -> None:
            reads.set()
            await asyncio.Event().wait()

    busy = Busy()
    busy.asked = [replace(HELP, text="who won?")]
    listening = asyncio.create_task(listen(busy, room, FakeInbox("a", shelf), lambda _: NOON))
    await reads.wait()
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    shelf.gone.add("a")
    inbox, platform = FakeInbox("b", shelf), FakePlatform()
    assert await taken_over(inbox, platform, room) == [REPLY_KEY]
    assert [mention.text for mention in inbox.answers] == ["who won?"]


async def test_what_was_tried_is_looked_for_and_does_not_grow(room: Newsroom) -> None:
    inbox = left(Waiting(replace(HELP, text="who won?"), NOON, 1, NOON))
    platform = FakePlatform()
    assert await taken_over(inbox, platform, room) == [REPLY_KEY]
    assert platform.grown == []


async def test_what_stands_there_and_is_remembered_is_not_worked_out_again(room: Newsroom) -> None:
    asked = replace(HELP, text="Do you think the captain is to blame?")
    shown = platform_of(asked)
    await listen(shown, room, FakeInbox("a"), lambda _: NOON)
    assert len(await room.store.turns(HERE, NOON)) == 1
    inbox, platform = left(Waiting(asked, NOON, 1, NOON)), FakePlatform()
    assert await taken_over(inbox, platform, replace(room, model=ScriptedModel([]))) == []
    assert inbox.answers == [asked]
    assert len(await room.store.turns(HERE, NOON)) == 1


@pytest.mark.parametrize("tries", [1, MOST_TRIES])
async def test_nobody_is_told_that_there_is_no_answer_where_it_stands(tries: int, room: Newsroom) -> None:
    asked = replace(HELP, text="Do you think the captain is to blame?")
    await listen(platform_of(asked), room, FakeInbox("a"), lambda _: NOON)
    inbox, platform = left(Waiting(asked, NOON - LATEST - timedelta(1), tries, NOON)), FakePlatform()
    assert await taken_over(inbox, platform, room) == []
    assert inbox.answers == [asked]


@pytest.mark.parametrize(
    ("waiting", "key"),
    [
        (Waiting(HELP, NOON, MOST_TRIES, NOON), REPLY_KEY),  # by which an answer is found that stands there
        (Waiting(HELP, NOON - LATEST - timedelta(seconds=1)), SORRY_KEY),
    ],
)
async def test_what_was_tried_too_often_or_waits_too_long_is_ended_in_words(
    waiting: Waiting, key: str, room: Newsroom
) -> None:
    inbox, platform = left(waiting), FakePlatform()
    assert await taken_over(inbox, platform, room) == [key]
    assert platform.posted[0][1] == SORRY
    assert inbox.answers == [HELP]


async def test_the_last_try_is_a_try(room: Newsroom) -> None:
    inbox = left(Waiting(HELP, NOON - LATEST, MOST_TRIES - 1, NOON - LATEST))
    assert await taken_over(inbox, FakePlatform(), room) == [REPLY_KEY]


async def test_of_a_platform_that_is_set_up_no_more_it_is_ended(room: Newsroom) -> None:
    elsewhere = replace(HELP, place=Place("holodeck", "desk"))
    inbox = left(Waiting(elsewhere, NOON))
    inbox.shelf.kept["holodeck:e1"] = inbox.shelf.kept["fake:e1"]
    assert await taken_over(inbox, FakePlatform(), room) == []
    assert inbox.answers == [elsewhere]


@pytest.mark.parametrize(
    ("failures", "ended"),
    [
        ([Rejected("not here"), Rejected("not here")], True),
        ([Rejected("not here")], True),
        ([RuntimeError("a bug")], True),
        ([Unavailable("away"), Unavailable("away")], False),
    ],
)
async def test_what_failed_is_ended_unless_the_next_copy_may_tell_more(
    room: Newsroom, failures: list[Exception], ended: bool
) -> None:
    platform, inbox = platform_of(HELP), FakeInbox("a")
    platform.failures = failures
    await listen(platform, room, inbox, lambda _: NOON)
    assert bool(inbox.answers) is ended
    await taken_over(inbox, platform, room)
    assert inbox.answers == [HELP], "of what nothing could be said this copy tries again, though it never was gone"


@pytest.mark.parametrize("text", ["help", "who won?"])
async def test_who_was_taken_for_gone_in_the_middle_says_nothing_twice(room: Newsroom, text: str) -> None:
    class Frozen(FakePlatform):
        async def reading(self, mention: Mention) -> None:
            at_it.set()
            await thawed.wait()

    at_it, thawed, shelf, gone = asyncio.Event(), asyncio.Event(), Shelf(), [False]
    board = Frozen()
    board.asked = [replace(HELP, text=text)]
    watch = lambda: lambda: gone[0]  # noqa: E731
    listening = asyncio.create_task(listen(board, room, FakeInbox("a", shelf), lambda _: NOON, watch))
    await at_it.wait()
    other = FakePlatform()
    other.posted = board.posted
    shelf.gone.add("a")
    assert await taken_over(FakeInbox("b", shelf), other, room) == [REPLY_KEY]
    gone[0] = True
    thawed.set()
    await listening
    assert [key for key, _ in board.posted] == [REPLY_KEY]


async def test_a_copy_that_was_cut_off_and_lives_leaves_its_answer_to_whoever_looks_next(room: Newsroom) -> None:
    class Slow(FakePlatform):
        async def reading(self, mention: Mention) -> None:
            at_it.set()
            await asyncio.Event().wait()

    at_it, inbox = asyncio.Event(), left(Waiting(HELP, NOON))
    step = asyncio.create_task(answer_left("fake:e1", inbox, {"fake": Slow()}, room, lambda _: NOON))
    await at_it.wait()
    step.cancel()
    await asyncio.wait([step])
    inbox.shelf.gone.discard("a")
    assert await taken_over(FakeInbox("c", inbox.shelf), platform := FakePlatform(), room) == [REPLY_KEY]
    assert len(platform.posted) == 1


async def test_an_inbox_that_is_away_costs_that_answer_alone(room: Newsroom) -> None:
    class Away(FakeInbox):
        async def take(self, mention: Mention, now: object) -> Waiting | None:
            if mention is HELP:
                raise Unavailable("away")
            return await super().take(mention, NOON)

        async def answered(self, mention: Mention) -> None:
            raise Unavailable("away")

    platform = platform_of(HELP, replace(HELP, event="e2"))
    await listen(platform, room, Away(), lambda _: NOON)
    assert [key for key, _ in platform.posted] == [SORRY_KEY, "reply e2"]
