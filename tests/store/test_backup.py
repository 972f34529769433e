"""Backups of a store at work, looked through; put back, with what was there kept; and all that is no backup."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from bot.flows.deliver import deliver
from bot.news.channels import Delivery, Place
from bot.ports import MessageId
from bot.store.backup import Kept, back_up, checked
from bot.store.engine import StoreError, open_store
from bot.store.file_lock import only_copy
from bot.store.migrations import upgrade
from bot.store.restoring import Restored, restore
from bot.store.schema import NEWEST
from bot.store.sql import SqlStore
from bot.store.tables import deliveries, duties, mentions
from tests.fakes import FakePlatform
from tests.forked import child
from tests.store.examples import LATER, MINUTE, NOON, found, saved_edition
from tests.store.test_copying import fill, rows_of, untold


async def settled(_: SqlStore) -> None:
    """Nothing else is done to it."""


async def put_back(url: str, backup: Path) -> Restored:
    return await restore(url, backup, LATER, untold, settled)


def names_in(folder: Path) -> list[str]:
    """Without what SQLite keeps beside a file that was only read."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


def mode_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


def permit(file: Path, mode: int) -> None:
    file.chmod(mode)


def remove(file: Path) -> None:
    file.unlink()


def overwrite(file: Path, content: bytes, at: int | None = None) -> None:
    """From that byte on, else all of it."""
    with file.open("wb" if at is None else "r+b") as pages:
        pages.seek(at or 0)
        pages.write(content)


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def read(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


async def filled(file: Path) -> str:
    store = await open_store(f"sqlite:///{file}")
    await fill(store)
    await store.close()
    return f"sqlite:///{file}"


async def backed_up(file: Path, tmp_path: Path) -> tuple[str, Path]:
    url, backup = await filled(file), tmp_path / "backup.db"
    await back_up(url, backup, untold)
    return url, backup


def at_version(file: Path, version: str) -> None:
    with closing(sqlite3.connect(file)) as on, on:
        on.execute("UPDATE alembic_version SET version_num = ?", (version,))


async def test_a_backup_holds_all_there_is_in_one_file_for_its_owner_alone(file: Path, tmp_path: Path) -> None:
    url, backup = await filled(file), tmp_path / "kept" / "backup.db"
    backup.parent.mkdir()
    told: list[str] = []
    kept = await back_up(url, backup, lambda what, *_: told.append(what))
    assert names_in(backup.parent) == ["backup.db"]
    assert mode_of(backup) == 0o600
    assert set(told) == {"copying", "checking"}
    assert kept == Kept(NEWEST, kept.rows, backup.stat().st_size) == checked(backup, untold)
    assert (kept.rows["articles"], kept.rows["turns"], kept.rows["alembic_version"]) == (3, 3, 1)
    one, other = await open_store(url), await open_store(f"sqlite:///{backup}")
    assert await rows_of(one) == await rows_of(other)
    await one.close()
    await other.close()


async def test_a_backup_of_postgres_is_the_same_file(shared: str, file: Path, tmp_path: Path) -> None:
    store = await open_store(shared)
    await fill(store)
    kept = await back_up(shared, tmp_path / "kept.db", untold)
    assert names_in(tmp_path) == ["kept.db", file.name]
    assert kept == checked(tmp_path / "kept.db", untold)
    other = await open_store(f"sqlite:///{tmp_path}/kept.db")
    assert await rows_of(other) == await rows_of(store) | {"duties": []}
    await other.close()
    await store.close()


async def test_a_store_that_is_written_meanwhile_is_backed_up_as_of_one_moment(file: Path, tmp_path: Path) -> None:
    url = await filled(file)
    store = await open_store(url)
    await store.save_article(found("long", "word " * 1_000_000), NOON)  # so that it takes more than one step
    await store.close()
    written = 0

    def write(what: str, *_: int) -> None:
        nonlocal written
        if what == "copying" and written < 20:  # without one transaction it would begin anew with each
            written += 1
            with closing(sqlite3.connect(file)) as on, on:
                on.execute("INSERT INTO events VALUES (?, '2031-05-04')", (f"meanwhile {written}",))

    kept = await back_up(url, tmp_path / "backup.db", write)
    assert written > 1
    assert (kept.rows["events"], kept.rows["articles"]) == (1, 4)
    assert read(tmp_path / "backup.db")[18:20] == b"\x01\x01", "it needs no log beside it, as its header tells"


async def test_a_backup_is_written_over_nothing(file: Path, tmp_path: Path) -> None:
    url = await filled(file)
    (tmp_path / "taken").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    wrong = {
        "taken": "is there already",
        "link": "is there by now",
        ".": "is a folder: name a file",
        "no/such/folder.db": "cannot be written .No such file",
        file.name: "is there already",
    }
    before = names_in(tmp_path)
    for name, words in wrong.items():
        with pytest.raises(StoreError, match=words):
            await back_up(url, tmp_path / name, untold)
    assert names_in(tmp_path) == before
    assert (tmp_path / "taken").read_text() == "mine"


async def test_there_is_no_backup_of_nothing(tmp_path: Path, postgres: str) -> None:
    for url in (f"sqlite:///{tmp_path}/none.db", "sqlite://", postgres):
        with pytest.raises(StoreError, match="There is no store yet"):
            await back_up(url, tmp_path / "backup.db", untold)
    assert names_in(tmp_path) == []


async def test_a_damaged_store_makes_no_backup(file: Path, tmp_path: Path) -> None:
    url = await filled(file)
    overwrite(file, b"\xff" * 40_000, len(read(file)) // 2)
    with pytest.raises(StoreError, match=r"damaged|cannot be copied"):
        await back_up(url, tmp_path / "backup.db", untold)
    assert names_in(tmp_path) == [file.name]


async def test_one_that_is_left_makes_no_backup(file: Path, tmp_path: Path) -> None:
    url = await filled(file)
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def tell(*_: object) -> None:
        loop.call_soon_threadsafe(begun.set)

    making = asyncio.create_task(back_up(url, tmp_path / "backup.db", tell))
    await begun.wait()
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert names_in(tmp_path) == [file.name]


async def test_put_back_the_store_is_as_it_was_and_the_other_is_kept(file: Path, tmp_path: Path) -> None:
    url, backup = await backed_up(file, tmp_path)
    permit(file, 0o640)
    store = await open_store(url)
    rows = await rows_of(store)
    await store.save_article(found("since then"), NOON)
    await store.close()
    before = backup.read_bytes()
    restored = await put_back(url, backup)
    aside = tmp_path / "store.db.before-20310504T130000Z"
    assert (restored.aside, restored.kept.rows["articles"]) == (aside, 3)
    assert names_in(tmp_path) == ["backup.db", "store.db", aside.name, "store.db.lock"]
    assert mode_of(file) == 0o640
    assert backup.read_bytes() == before
    store, kept = await open_store(url), await open_store(f"sqlite:///{aside}")
    assert await rows_of(store) == await careful(rows, store)
    assert len(await kept.archive(9)) == 4
    await store.close()
    await kept.close()
    assert (await put_back(url, backup)).aside == aside.with_name(f"{aside.name}-2")


async def careful(rows: dict[str, list[object]], store: SqlStore) -> dict[str, list[object]]:
    """What a restored store holds of these rows: nothing leased or waiting, and deliveries as they are."""
    return rows | {"duties": [], "mentions": [], "deliveries": (await rows_of(store))["deliveries"]}


async def test_put_into_postgres_it_is_all_there(file: Path, tmp_path: Path, shared: str) -> None:
    url, backup = await backed_up(file, tmp_path)
    assert (await put_back(shared, backup)).aside is None
    source, target = await open_store(url), await open_store(shared)
    assert await rows_of(target) == await careful(await rows_of(source), target)
    with pytest.raises(StoreError, match="has something in it already"):
        await put_back(shared, backup)
    await source.close()
    await target.close()


async def test_what_was_owed_is_looked_for_and_what_waited_is_not_answered_again(file: Path, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    sent, owed = await saved_edition(store, "08:00"), await saved_edition(store, "09:00")
    claimed = await store.claim_delivery(NOON, MINUTE)
    assert claimed is not None
    await store.mark_sent(f"{sent.id} 0", MessageId("m1"), NOON)
    await store.close()
    await back_up(f"sqlite:///{file}", tmp_path / "backup.db", untold)
    await put_back(f"sqlite:///{file}", tmp_path / "backup.db")
    store = await open_store(f"sqlite:///{file}")
    again = await store.claim_delivery(LATER, MINUTE)
    assert again is not None
    assert (again.key, again.attempts, again.tried) == (f"{owed.id} 0", 2, NOON), "as one that was tried before"
    assert await store.claim_delivery(LATER, MINUTE) is None
    async with store.reading.begin() as on:
        assert not (await on.execute(select(duties.c.name).union(select(mentions.c.name)))).all()
        assert len((await on.execute(select(deliveries))).all()) == 2
    await store.close()


async def test_what_was_held_when_the_backup_was_made_is_looked_for_too(file: Path, tmp_path: Path) -> None:
    """It was not tried by then, and may have been posted since."""
    store, board = await open_store(f"sqlite:///{file}"), FakePlatform()
    await saved_edition(store, "22:00", Place("fake", "desk"))

    async def until_morning(_: Delivery, at: datetime) -> datetime | None:
        return LATER if at < LATER else None

    await deliver(store, {"fake": board}, lambda: NOON, hold=until_morning)
    await back_up(f"sqlite:///{file}", tmp_path / "backup.db", untold)
    assert await deliver(store, {"fake": board}, lambda: LATER, hold=until_morning) == 1
    await store.close()
    await put_back(f"sqlite:///{file}", tmp_path / "backup.db")
    store = await open_store(f"sqlite:///{file}")
    await deliver(store, {"fake": board}, lambda: LATER, hold=until_morning)
    assert len(board.posted) == 1
    await store.close()


async def test_every_index_is_made_anew_from_what_was_put_back(file: Path, tmp_path: Path) -> None:
    url, backup = await backed_up(file, tmp_path)
    store = await open_store(url)
    _, mark = await store.written_since("", 9)
    await store.close()
    await put_back(url, backup)
    store = await open_store(url)
    await store.save_article(found("since then"), NOON)  # now its numbers are beyond the mark
    assert len((await store.written_since(mark, 9))[0]) == 4
    await store.close()


async def test_an_older_backup_is_brought_up_to_date_and_stays_as_it_is(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    older(old)
    before = old.read_bytes()
    restored = await put_back(f"sqlite:///{tmp_path}/store.db", old)
    assert (restored.kept.version, restored.aside) == ("0001", None)
    assert old.read_bytes() == before
    assert checked(tmp_path / "store.db", untold).version == NEWEST


def older(file: Path) -> None:
    """A store as the first version made it."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as on:
        upgrade(on, "0001")
    engine.dispose()


async def test_a_backup_of_an_older_store_leaves_it_as_it_is(tmp_path: Path) -> None:
    older(tmp_path / "store.db")
    kept = await back_up(f"sqlite:///{tmp_path}/store.db", tmp_path / "backup.db", untold)
    assert kept.version == checked(tmp_path / "store.db", untold).version == "0001"


async def test_what_is_no_backup_replaces_nothing(file: Path, tmp_path: Path) -> None:
    url, backup = await backed_up(file, tmp_path)
    bad = tmp_path / "bad.db"
    whole = backup.read_bytes()
    at_version(backup, "9999")
    (tmp_path / "newer.db").write_bytes(backup.read_bytes())
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as on, on:
        on.execute("CREATE TABLE songs (title TEXT)")
    wrong = {
        "none.db": "is no file",
        ".": "is no file",
        "newer.db": r"newer Factbox \(schema 9999",
        "theirs.db": "is a database of another program",
        file.name: "is the store itself",
    }
    for name, words in wrong.items():
        with pytest.raises(StoreError, match=words):
            await put_back(url, tmp_path / name)
    for content, words in (
        (b"", "is empty"),
        (b"This is no database. " * 500, "cannot be read"),
        (whole[: len(whole) // 2], "damaged|cannot be read"),
        (whole[:8192] + b"\xff" * 8192 + whole[16384:], "damaged|cannot be read"),
    ):
        bad.write_bytes(content)
        with pytest.raises(StoreError, match=words):
            await put_back(url, bad)
    assert [name for name in names_in(tmp_path) if "before" in name or "restoring" in name] == []
    assert checked(file, untold).rows["articles"] == 3


async def test_nothing_is_put_back_where_somebody_uses_the_file(file: Path, tmp_path: Path) -> None:
    url, backup = await backed_up(file, tmp_path)
    with only_copy(url), pytest.raises(StoreError, match=f"in use by another copy.*process {os.getpid()}"):
        await put_back(url, backup)
    store = await open_store(url)
    with pytest.raises(StoreError, match="is in use by another process"):
        await put_back(url, backup)
    assert len(await store.archive(9)) == 3
    await store.save_article(found("one more"), NOON)
    await store.close()
    assert (await put_back(url, backup)).aside is not None


def put_back_and_stand_still(url: str, backup: Path) -> None:
    async def stand_still(_: SqlStore) -> None:
        os.write(1, b".")
        os.read(0, 1)

    asyncio.run(restore(url, backup, LATER, untold, stand_still))


async def test_one_that_is_killed_replaces_nothing_and_the_next_one_tidies_up(file: Path, tmp_path: Path) -> None:
    url, backup = await backed_up(file, tmp_path)
    before = read(file)
    with child(put_back_and_stand_still, url, backup) as other:
        assert other.said.read(1) == b"."
        assert ".store.db.restoring" in names_in(tmp_path)
        other.kill()
    assert read(file) == before
    await put_back(url, backup)
    assert ".store.db.restoring" not in names_in(tmp_path)


async def test_the_file_of_another_program_is_not_replaced(file: Path, tmp_path: Path) -> None:
    _, backup = await backed_up(file, tmp_path)
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as on, on:
        on.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreError, match="another program"):
        await put_back(f"sqlite:///{tmp_path}/theirs.db", backup)


@pytest.mark.parametrize("damage", [b"garbage " * 2000, None])
async def test_a_damaged_or_newer_store_is_replaced_and_kept(file: Path, tmp_path: Path, damage: bytes | None) -> None:
    url, backup = await backed_up(file, tmp_path)
    if damage is None:
        at_version(file, "9999")
    else:
        overwrite(file, damage)
        overwrite(log_of(file), b"what it had in its log")
    broken = read(file)
    restored = await put_back(url, backup)
    assert restored.aside is not None
    if damage is not None:
        assert read(restored.aside) == broken
        assert read(log_of(restored.aside)) == b"what it had in its log"
        assert read(log_of(file)) == b""
    assert checked(file, untold).rows["articles"] == 3


async def test_a_log_that_was_left_without_its_file_is_not_read_into_the_new_one(file: Path, tmp_path: Path) -> None:
    url, backup = await backed_up(file, tmp_path)
    store = await open_store(url)
    await store.save_article(found("gone"), NOON)
    log = read(log_of(file))
    await store.close()
    remove(file)
    overwrite(log_of(file), log)
    await put_back(url, backup)
    assert checked(file, untold).rows["articles"] == 3


async def test_a_restored_file_gives_its_room_back(file: Path, tmp_path: Path) -> None:
    url, backup = await backed_up(file, tmp_path)
    await put_back(url, backup)
    with closing(sqlite3.connect(file)) as on:
        assert on.execute("PRAGMA auto_vacuum").fetchone() == (2,)
