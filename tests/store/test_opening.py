"""Opening a store: its folder, its schema, what is loaded for it."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect

import bot
from bot.store.engine import open_store
from bot.store.migrations import configuration
from bot.store.schema import KNOWN, NEWEST
from bot.store.tables import METADATA
from tests.store.examples import HARBOUR, NOON, found, saved_edition

ROOT = Path(bot.__file__).parent.parent


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """There is none yet."""
    return tmp_path / "store.db"


def checks(engine: Engine) -> dict[str, object]:
    """The CHECK constraints of every table, which `compare_metadata` does not look at."""
    seen = inspect(engine)
    return {name: sorted(map(str, seen.get_check_constraints(name))) for name in METADATA.tables}


async def test_what_was_kept_is_there_after_opening_again(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/new/folder/store.db"
    store = await open_store(address)
    edition = await saved_edition(store, "08:00")
    await store.close()
    store = await open_store(address)
    assert await store.edition(edition.id) == edition
    assert len(await store.archive(9)) == 1
    await store.close()


async def test_a_relative_path_starts_where_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await (await open_store("sqlite:///data/store.db?timeout=1")).close()
    assert (tmp_path / "data" / "store.db").exists()


async def test_stores_in_memory_are_apart(tmp_path: Path) -> None:
    one, two = await open_store("sqlite://"), await open_store("sqlite://")
    await one.save_article(found("a"), NOON)
    assert len(await one.archive(9)) == 1
    assert await two.archive(9) == []
    assert await two.posted_at(HARBOUR) is None
    await one.close()
    await two.close()


async def test_the_migrated_schema_is_that_of_the_tables(file: Path) -> None:
    await (await open_store(f"sqlite:///{file}")).close()
    migrated, declared = create_engine(f"sqlite:///{file}"), create_engine("sqlite://")
    METADATA.create_all(declared)
    with migrated.connect() as on:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(on, opts=options), METADATA) == []
    assert checks(migrated) == checks(declared)
    assert len(checks(declared)["deliveries"]) == 3  # type: ignore[arg-type]
    migrated.dispose()
    declared.dispose()


def test_the_newest_version_is_the_last_step() -> None:
    steps = ScriptDirectory.from_config(configuration())
    assert steps.get_heads() == [NEWEST]
    assert {step.revision for step in steps.walk_revisions()} == KNOWN


async def test_a_file_keeps_a_write_ahead_log_and_its_foreign_keys(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "query_only")
    for engine, only_reads in ((store.writing, 0), (store.reading, 1)):
        async with engine.connect() as on:
            settings = [(await on.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in names]
        assert settings == ["wal", 2, 1, 1, only_reads]
    await store.close()


async def test_a_backup_without_the_log_is_taken_up(file: Path, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    edition = await saved_edition(store, "08:00")
    with closing(sqlite3.connect(file)) as live:
        live.execute("VACUUM INTO ?", (str(tmp_path / "backup.db"),))
    await store.close()
    store = await open_store(f"sqlite:///{tmp_path}/backup.db")
    assert await store.edition(edition.id) == edition
    await store.close()


async def test_many_may_open_the_same_new_file_at_once(tmp_path: Path) -> None:
    for number in range(3):
        address = f"sqlite:///{tmp_path}/{number}.db"
        stores = await asyncio.gather(*(open_store(address) for _ in range(4)))
        await stores[0].save_article(found("a"), NOON)
        for store in stores:
            assert len(await store.archive(9)) == 1
            await store.close()


def loaded_by(address: str) -> list[str]:
    """Which heavy packages are loaded after opening a store, in a new process."""
    script = (
        "import asyncio, sys\n"
        "from bot.store.engine import open_store\n"
        "async def main(): await (await open_store(sys.argv[1])).close()\n"
        "asyncio.run(main())\n"
        "print(*[name for name in ('alembic', 'aiosqlite', 'psycopg', 'procrastinate') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, address], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


async def test_alembic_is_loaded_only_to_migrate_and_nothing_of_postgres_at_all(file: Path) -> None:
    assert loaded_by("sqlite://") == ["aiosqlite"]
    assert loaded_by(f"sqlite:///{file}") == ["alembic", "aiosqlite"]
    assert loaded_by(f"sqlite:///{file}") == ["aiosqlite"]
