"""What a person is told when the file cannot be used; and that the file is left as it was."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.news.types import Article
from bot.store.engine import StoreError, open_store
from tests.store.examples import NOON, edition_of, found, owed_by


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """There is none yet."""
    return tmp_path / "store.db"


async def made(file: Path, articles: int = 0) -> None:
    """A store with some articles, closed again."""
    store = await open_store(f"sqlite:///{file}")
    for number in range(articles):
        await store.save_article(found(str(number), f"{number} " + "word " * 1000), NOON)
    await store.close()


async def read(file: Path) -> list[Article]:
    """All that a store at this place holds."""
    store = await open_store(f"sqlite:///{file}")
    try:
        return await store.archive(1000)
    finally:
        await store.close()


async def write(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    try:
        await store.save_article(found("one more"), NOON)
    finally:
        await store.close()


def bytes_of(file: Path) -> bytes:
    return file.read_bytes()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def garbage(file: Path) -> None:
    file.write_bytes(b"This is no database. " * 500)


def cut_short(file: Path) -> None:
    """Cut the file in the middle of a page."""
    os.truncate(file, file.stat().st_size // 2 + 100)


def damage(file: Path) -> None:
    """Overwrite the second and third quarter of the file."""
    quarter = file.stat().st_size // 4
    with file.open("r+b") as pages:
        pages.seek(quarter)
        pages.write(b"\xff" * 2 * quarter)


@contextmanager
def another_writer(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_locked_by_another_process(file: Path) -> None:
    await made(file, articles=1)
    store = await open_store(f"sqlite:///{file}?timeout=0.05")
    article = (await store.archive(1))[0]
    edition = edition_of("08:00", article)
    with another_writer(file):
        with pytest.raises(StoreError, match=rf"{file} is locked: another process .* for 0\.05 s"):
            await store.save_edition(edition, owed_by(edition), NOON)
        assert await store.archive(9) == [article]
        assert await store.edition(edition.id) is None
    assert await store.save_edition(edition, owed_by(edition), NOON)
    await store.close()


async def test_locked_while_opening(file: Path) -> None:
    with another_writer(file), pytest.raises(StoreError, match=r"is locked: .* for 0\.05 s"):
        await open_store(f"sqlite:///{file}?timeout=0.05")
    await made(file)
    with another_writer(file):
        store = await open_store(f"sqlite:///{file}?timeout=0.05")
        assert await store.archive(9) == []
        await store.close()


async def test_garbage_is_no_store(file: Path) -> None:
    garbage(file)
    before = bytes_of(file)
    with pytest.raises(StoreError, match=rf"{file} is no store.*file is not a database"):
        await open_store(f"sqlite:///{file}")
    assert bytes_of(file) == before


async def test_a_file_cut_short_is_damaged(file: Path) -> None:
    await made(file, articles=30)
    cut_short(file)
    with pytest.raises(StoreError, match=rf"{file} is damaged .*malformed"):
        await open_store(f"sqlite:///{file}")


async def test_a_broken_page_is_damaged(file: Path) -> None:
    await made(file, articles=30)
    damage(file)
    with pytest.raises(StoreError, match=rf"{file} is damaged"):
        await read(file)


async def test_a_newer_schema_is_refused_and_left_as_it_is(file: Path) -> None:
    await made(file, articles=1)
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    before = bytes_of(file)
    with pytest.raises(StoreError, match=rf"{file} was written by a newer Factbox \(schema 9999"):
        await open_store(f"sqlite:///{file}")
    assert bytes_of(file) == before


async def test_a_database_of_another_program_is_refused_and_left_as_it_is(file: Path) -> None:
    with closing(sqlite3.connect(file)) as theirs:
        theirs.execute("CREATE TABLE songs (title TEXT)")
        theirs.commit()
    before = bytes_of(file)
    with pytest.raises(StoreError, match=rf"{file} is a database of another program"):
        await open_store(f"sqlite:///{file}")
    assert bytes_of(file) == before
    assert names_in(file.parent) == [file.name]


async def test_a_full_disk_saves_nothing_by_halves(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    article, _ = await store.save_article(found("a"), NOON)
    no_transaction = store.writing.execution_options(bare=True)
    async with no_transaction.connect() as on:  # the one that writes: a file that may not grow is a full disk
        pages = (await on.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await on.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match=rf"{file} cannot grow \(database or disk is full\)"):
        await store.save_article(found("b", "word " * 10_000), NOON)
    assert await store.archive(9) == [article]
    async with no_transaction.connect() as on:
        await on.exec_driver_sql("PRAGMA max_page_count = 100000")
    _, is_new = await store.save_article(found("b", "word " * 10_000), NOON)
    assert is_new
    await store.close()


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("a file")
    with pytest.raises(StoreError, match=rf"the folder {tmp_path}/notes/data .* cannot be made: Not a directory"):
        await open_store(f"sqlite:///{tmp_path}/notes/data/store.db")


async def test_a_new_file_is_its_owners_alone_and_one_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    for before, mode in ((None, 0o600), (0o640, 0o640)):
        file = tmp_path / f"{mode:o}.db"
        if before is not None:
            file.touch(mode=before)
        await (await open_store(f"sqlite:///{file}")).close()
        assert file.stat().st_mode & 0o777 == mode


async def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=rf"{tmp_path} is a folder: name a file in it"):
        await open_store(f"sqlite:///{tmp_path}")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can get to; those of pytest are for its user alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def close(folder: Path) -> None:
    """From now on it and what it holds can be read, and not written."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write anywhere; become somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_a_folder_that_cannot_be_written(open_folder: Path) -> None:
    close(open_folder)
    with as_nobody(), pytest.raises(StoreError, match=rf"{open_folder}/store.db cannot be opened"):
        await open_store(f"sqlite:///{open_folder}/store.db")
    with as_nobody(), pytest.raises(StoreError, match=rf"{open_folder}/data .* cannot be made: Permission denied"):
        await open_store(f"sqlite:///{open_folder}/data/store.db")
    assert names_in(open_folder) == []


async def test_a_file_that_cannot_be_written(open_folder: Path) -> None:
    file = open_folder / "store.db"
    await made(file, articles=1)
    close(open_folder)
    with as_nobody(), pytest.raises(StoreError, match=rf"{file} cannot be (written|opened)"):
        await write(file)


async def test_briefs_that_cannot_be_read(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    article, _ = await store.save_article(found("a"), NOON)
    edition = edition_of("08:00", article)
    await store.save_edition(edition, [], NOON)
    with closing(sqlite3.connect(file)) as other:
        other.execute("""UPDATE editions SET briefs = '[{"headline": 3}]'""")
        other.commit()
    with pytest.raises(StoreError, match=r"edition harbour 08:00 cannot be read: \$\[0\]\.headline"):
        await store.edition(edition.id)
    await store.close()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "no address of a store"),
        ("data/store.db", "no address of a store"),
        ("sqlite://data/store.db", "two slashes"),
        ("mysql://ada:secret@db/factbox", r"^mysql://… is a kind of store"),
        ("postgresql://ada:secret@db:port/factbox", r"^'postgresql://…@db:port/factbox' is no address of a store"),
        ("postgresql://ada:se@ret@db/factbox", r"^the password in the store's address has an @ in it"),
        ("postgresql://ada:secret@db", r"^postgresql://ada@db names no database"),
        ("postgres://ada:secret@127.0.0.1:1/factbox?speed=9", r"^postgresql://ada@127\.0\.0\.1:1/factbox .*speed"),
        ("sqlite:///store.db?timeout=soon", "number of seconds"),
        ("sqlite:///store.db?timeout=nan", "number of seconds"),
        ("sqlite:///store.db?timeout=-1", "number of seconds"),
        ("sqlite:///store.db?mode=ro", "'mode'"),
    ],
)
async def test_addresses_that_name_no_store(
    address: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=words):
        await open_store(address)
    assert names_in(tmp_path) == []
