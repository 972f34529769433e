"""Duties: what one copy alone does, by leases on the store's own clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.copies import Duties
from bot.store.duties import duties_of
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from bot.store.tables import duties
from tests.store.examples import MINUTE

SHORT = timedelta(seconds=15)


async def run_out(store: SqlStore, copy: str, by: timedelta = timedelta(seconds=-1)) -> None:
    """The leases of this copy end so long from now: nobody waits for a clock here."""
    ends = await store.clock() + by
    async with store.writing.begin() as on:
        await on.execute(update(duties).where(duties.c.holder == copy).values(until=ends))


async def names(store: SqlStore) -> dict[str, str]:
    return {duty.name: duty.holder for duty in await duties_of(store, "anybody").all()}


async def test_fits_the_socket(store: SqlStore) -> None:
    socket: Duties = duties_of(store, "a")
    assert socket.copy == "a"
    assert await socket.all() == []


async def test_what_is_free_is_taken_and_what_is_ours_is_renewed(store: SqlStore) -> None:
    ours = duties_of(store, "a")
    assert await ours.claim({"tell", "hear slack"}, SHORT) == {"tell", "hear slack"}
    assert await names(store) == {"copy a": "a", "hear slack": "a", "tell": "a"}
    before = {duty.name: duty.until for duty in await ours.all()}
    assert await ours.claim({"tell"}, SHORT) == {"tell"}
    after = {duty.name: duty.until for duty in await ours.all()}
    assert after["tell"] > before["tell"]
    assert after["copy a"] > before["copy a"]
    assert after["hear slack"] == before["hear slack"]
    now = await store.clock()
    assert now + SHORT - timedelta(seconds=10) < after["tell"] <= now + SHORT


async def test_what_another_holds_is_its_until_it_runs_out_or_is_given_up(shared: str) -> None:
    store = await open_store(shared)
    ours, theirs = duties_of(store, "a"), duties_of(store, "b")
    assert await ours.claim({"tell"}, SHORT) == {"tell"}
    assert await theirs.claim({"tell", "hear slack"}, SHORT) == {"hear slack"}
    assert await names(store) == {"copy a": "a", "copy b": "b", "hear slack": "b", "tell": "a"}
    await run_out(store, "a")
    assert await names(store) == {"copy b": "b", "hear slack": "b"}
    assert await theirs.claim({"tell"}, SHORT) == {"tell"}
    assert await ours.claim({"tell"}, SHORT) == set()
    await theirs.give_up()
    assert await names(store) == {"copy a": "a"}
    assert await ours.claim({"tell", "hear slack"}, SHORT) == {"tell", "hear slack"}
    await store.close()


async def test_it_is_told_until_when_another_copy_had_what_is_taken(shared: str) -> None:
    store = await open_store(shared)
    ours, theirs = duties_of(store, "a"), duties_of(store, "b")
    await ours.claim({"tell", "hear slack"}, SHORT)
    assert ours.left_at("tell") is None
    await run_out(store, "a", -MINUTE)
    gone = await store.clock()
    await theirs.claim({"tell"}, SHORT)
    left = theirs.left_at("tell")
    assert left is not None
    assert gone - MINUTE - timedelta(seconds=10) < left <= gone - MINUTE + timedelta(seconds=10)
    assert theirs.left_at("hear slack") is None
    await theirs.give_up()
    await ours.claim({"tell"}, SHORT)
    left = ours.left_at("tell")
    assert left is not None
    assert gone <= left <= await store.clock()
    await store.close()


async def test_a_lease_of_a_clock_that_was_far_ahead_binds_nobody(shared: str) -> None:
    store = await open_store(shared)
    assert await duties_of(store, "a").claim({"tell"}, SHORT) == {"tell"}
    await run_out(store, "a", timedelta(days=400))
    assert await names(store) == {}
    assert await duties_of(store, "b").claim({"tell"}, SHORT) == {"tell"}
    with pytest.raises(ValueError, match="longer than"):
        await duties_of(store, "b").claim({"tell"}, timedelta(days=1))
    await store.close()


async def test_copies_that_are_gone_for_long_leave_no_rows(shared: str) -> None:
    store = await open_store(shared)
    for nth in range(3):
        copy = f"gone {nth}"
        await duties_of(store, copy).claim([], SHORT)
        await run_out(store, copy, -timedelta(days=2))
    await duties_of(store, "b").claim([], SHORT)
    async with store.reading.connect() as on:
        assert (await on.execute(duties.select())).scalars().all() == ["copy b"]
    await store.close()


async def test_a_file_is_one_processs_and_all_is_its_own(file: object) -> None:
    store = await open_store(f"sqlite:///{file}")
    assert await duties_of(store, "before").claim({"tell"}, MINUTE) == {"tell"}
    now = duties_of(store, "now")
    assert await now.claim({"tell", "hear slack"}, MINUTE) == {"tell", "hear slack"}
    assert set((await names(store)).values()) == {"now"}
    assert now.left_at("tell") is not None
    assert now.left_at("hear slack") is None
    await store.close()
