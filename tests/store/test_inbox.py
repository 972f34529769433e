"""Mentions, kept until they are answered, whoever answers them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.news.channels import Mention, Place
from bot.ports import Inbox, Unavailable, Waiting
from bot.store.duties import duties_of
from bot.store.engine import open_store
from bot.store.inbox import inbox_of
from bot.store.sql import SqlStore
from bot.store.tables import events, mentions
from tests.store.examples import HARBOUR, LATER, MINUTE, NOON

ASKED = Mention("E1", replace(HARBOUR, thread="m1"), "U-ada", "How many boats? 😀", ("M1",))
OTHER = replace(ASKED, event="E2", text="Who says so?", also=())


async def there(store: SqlStore, *copies: str) -> None:
    """These copies alone are there."""
    for copy in copies:
        await duties_of(store, copy).claim([], MINUTE)


async def goes(store: SqlStore, copy: str) -> None:
    await duties_of(store, copy).give_up()


async def kept(store: SqlStore) -> Collection[str]:
    async with store.reading.connect() as on:
        return (await on.execute(select(mentions.c.name).order_by(mentions.c.name))).scalars().all()


async def test_fits_the_socket(store: SqlStore) -> None:
    socket: Inbox = inbox_of(store, "a")
    assert await socket.left_behind(9) == []
    assert await socket.take_over("slack:E1", NOON) is None


async def test_a_mention_is_kept_once_by_whatever_id_it_comes(store: SqlStore) -> None:
    inbox = inbox_of(store, "a")
    assert await inbox.hear(ASKED, NOON)
    again = replace(ASKED, event="M1", also=())
    assert not await inbox.hear(ASKED, NOON)
    assert not await inbox.hear(again, NOON)
    assert not await inbox.hear(replace(OTHER, also=("E1",)), NOON)
    assert not await inbox.hear(OTHER, NOON)  # an id that came with one that was known is known
    assert await kept(store) == ["slack:E1"]
    elsewhere = replace(ASKED, place=Place("discord", "C"))
    assert await inbox.hear(elsewhere, NOON)


async def test_what_was_heard_is_taken_once_and_answered_for_good(store: SqlStore) -> None:
    inbox = inbox_of(store, "a")
    await there(store, "a")
    await inbox.hear(ASKED, NOON)
    assert await inbox.take(ASKED, NOON + MINUTE) == Waiting(ASKED, NOON)
    assert await inbox.take(ASKED, NOON + MINUTE) is None  # somebody is at it
    assert await inbox.left_behind(9) == []
    await inbox.answered(ASKED)
    assert await kept(store) == []
    assert await inbox.take(ASKED, NOON + MINUTE) is None
    assert not await inbox.hear(ASKED, NOON)
    await inbox.answered(ASKED)


async def test_what_was_not_heard_is_kept_when_it_is_taken(store: SqlStore) -> None:
    inbox = inbox_of(store, "a")
    assert await inbox.take(OTHER, NOON) == Waiting(OTHER, NOON)
    assert await kept(store) == ["slack:E2"]
    assert not await inbox.hear(OTHER, NOON)


async def test_what_a_copy_left_behind_is_another_ones(store: SqlStore) -> None:
    gone, left = inbox_of(store, "a"), inbox_of(store, "b")
    if store.is_shared:
        await there(store, "a", "b")
    await gone.hear(OTHER, NOON + MINUTE)
    await gone.hear(ASKED, NOON)
    await gone.take(ASKED, NOON + MINUTE)
    if store.is_shared:
        assert await left.left_behind(9) == []
        assert await left.take_over("slack:E1", NOON) is None
        assert await left.take(ASKED, NOON) is None
        assert await left.take(OTHER, NOON) is None
        await goes(store, "a")
    else:
        await there(store, "b")
    assert await left.left_behind(9) == ["slack:E1", "slack:E2"]
    assert await left.left_behind(1) == ["slack:E1"]
    again = NOON + 5 * MINUTE
    assert await left.take_over("slack:E1", again) == Waiting(ASKED, NOON, 1, NOON + MINUTE)
    assert await left.take_over("slack:E1", again) is None
    assert await left.take_over("slack:E2", again) == Waiting(OTHER, NOON + MINUTE)
    assert await left.left_behind(9) == []
    assert await gone.take(OTHER, again) is None
    await goes(store, "b")
    third = inbox_of(store, "c")
    await there(store, "c")
    assert await third.take_over("slack:E1", again) == Waiting(ASKED, NOON, 2, NOON + MINUTE)
    assert await third.take_over("slack:E2", again) == Waiting(OTHER, NOON + MINUTE, 1, again)


async def test_what_a_living_copy_leaves_is_anybodys_at_once_and_its_own_too(store: SqlStore) -> None:
    await there(store, *"ab") if store.is_shared else await there(store, "a")
    inbox, other = inbox_of(store, "a"), inbox_of(store, "b" if store.is_shared else "a")
    await inbox.take(ASKED, NOON)
    await other.leave(ASKED)  # it is not theirs
    assert await inbox.left_behind(9) == []
    await inbox.leave(ASKED)
    assert await inbox.left_behind(9) == await other.left_behind(9) == ["slack:E1"]
    assert await inbox.take_over("slack:E1", LATER) == Waiting(ASKED, NOON, 1, NOON)
    assert await other.take_over("slack:E1", LATER) is None if store.is_shared else True


async def test_a_copy_of_the_same_name_finds_what_it_left_when_it_ran_before(store: SqlStore) -> None:
    await there(store, "a")
    before = inbox_of(store, "a")
    await before.hear(ASKED, NOON)
    await before.take(ASKED, NOON)
    after = inbox_of(store, "a")
    assert await before.left_behind(9) == []
    assert await after.left_behind(9) == ["slack:E1"]
    assert await after.take_over("slack:E1", NOON) == Waiting(ASKED, NOON, 1, NOON)


async def test_what_its_keeper_never_knew_of_is_left_behind(store: SqlStore) -> None:
    """The store kept it, but the connection was lost before it could say so; nobody has it in hand."""
    await there(store, "a", "b") if store.is_shared else await there(store, "a")
    now = await store.clock()
    keeper = inbox_of(store, "a")
    await keeper.hear(ASKED, now - 6 * MINUTE)
    await keeper.hear(OTHER, now - 4 * MINUTE)
    other = inbox_of(store, "b" if store.is_shared else "a")
    assert await keeper.left_behind(9) == ["slack:E1"]
    assert await other.take_over("slack:E1", now) == Waiting(ASKED, now - 6 * MINUTE)
    assert await keeper.take(ASKED, now) is None


async def test_half_characters_leave_nobody_without_an_answer(store: SqlStore) -> None:
    broken = Mention("E\ud83d", HARBOUR, "U-\ud83d", "How \ud83d many?", ("\ud83d",))
    inbox = inbox_of(store, "a")
    assert await inbox.hear(broken, NOON)
    taken = await inbox.take(broken, NOON)
    assert taken is not None
    assert taken.mention.text == "How ? many?"
    await inbox.answered(broken)
    assert await kept(store) == []


async def test_what_became_of_it_while_the_store_was_away_is_told_when_it_is_back(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'news.db'}?timeout=0.05")
    inbox = inbox_of(store, "a")
    for mention in (ASKED, OTHER):
        assert await inbox.take(mention, NOON) is not None
    with closing(sqlite3.connect(tmp_path / "news.db", isolation_level=None)) as another:
        another.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable):
            await inbox.leave(ASKED)
        with pytest.raises(Unavailable):
            await inbox.answered(OTHER)
        another.execute("ROLLBACK")
    assert await inbox.left_behind(9) == ["slack:E1"]
    assert await kept(store) == ["slack:E1"]
    await store.close()


async def test_what_people_asked_is_forgotten_with_them_and_in_time(store: SqlStore) -> None:
    inbox = inbox_of(store, "a")
    await inbox.hear(ASKED, NOON)
    await inbox.hear(replace(OTHER, author="U-bo"), NOON)
    await store.forget_author("U-ada", "discord")
    assert await kept(store) == ["slack:E1", "slack:E2"]
    await store.forget_author("U-ada")
    assert await kept(store) == ["slack:E2"]
    await store.forget_before(NOON)
    assert await kept(store) == ["slack:E2"]
    await store.forget_before(NOON + timedelta(seconds=1))
    assert await kept(store) == []
    assert not await inbox.hear(ASKED, NOON)  # its ids are known for longer
    async with store.writing.begin() as on:
        await on.execute(delete(events))
