"""A store on Postgres: how it is opened, and what a person is told when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.news.channels import Turn
from bot.store.channels import channels_of
from bot.store.engine import StoreError, StoreUnreachable, check_store, open_store
from bot.store.errors import StoreLocked
from bot.store.schema import NEWEST
from bot.store.sql import SqlStore
from bot.store.tables import METADATA
from tests.postgres import Server, fresh
from tests.store.examples import HARBOUR, NOON, edition_of, found, owed_by, saved_edition


@pytest.fixture
def other(shared: str) -> Iterator[psycopg.Connection]:
    """Somebody else in the same database."""
    with psycopg.connect(shared, autocommit=True) as on:
        yield on


@pytest.fixture
async def store(shared: str) -> AsyncIterator[SqlStore]:
    store = await open_store(shared)
    yield store
    await store.close()


def tables_of(address: str) -> list[str]:
    with psycopg.connect(address) as on:
        return [name for (name,) in on.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


async def waits(on: psycopg.Connection) -> int:
    """The process id of the one that waits for a lock, once there is one."""
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    while True:
        row = (await asyncio.to_thread(on.execute, waiting)).fetchone()
        if row:
            return int(row[0])


async def test_what_was_kept_is_there_after_opening_again(postgres: str) -> None:
    store = await open_store(postgres)
    edition = await saved_edition(store, "08:00")
    await store.close()
    store = await open_store(postgres.replace("postgresql://", "postgres://"))
    assert await store.edition(edition.id) == edition
    assert store.is_shared
    await store.close()


async def test_the_migrated_schema_is_that_of_the_tables(shared: str, store: SqlStore) -> None:
    def checks(on: Connection) -> dict[str, object]:
        seen = inspect(on)
        return {name: len(seen.get_check_constraints(name)) for name in METADATA.tables}

    def differences(on: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(on, opts=options), METADATA))

    async with store.reading.connect() as on:
        assert await on.run_sync(differences) == []
        checked = await on.run_sync(checks)
    assert (checked["deliveries"], checked["channels"], checked["slots"]) == (3, 1, 1)


async def test_many_may_open_the_same_new_database_at_once(postgres: str) -> None:
    stores = await asyncio.gather(*(open_store(postgres) for _ in range(4)))
    await stores[0].save_article(found("a"), NOON)
    for store in stores:
        assert len(await store.archive(9)) == 1
        await store.close()
    with psycopg.connect(postgres) as on:
        assert on.execute("SELECT version_num FROM alembic_version").fetchall() == [(NEWEST,)]


async def test_a_database_of_another_program_is_refused_and_left_as_it_is(postgres: str) -> None:
    with psycopg.connect(postgres) as theirs:
        theirs.execute("CREATE TABLE songs (title text)")
    with pytest.raises(StoreError, match=r"fresh_\d+ is a database of another program.*name another database"):
        await open_store(postgres)
    assert tables_of(postgres) == ["songs"]


async def test_what_others_keep_in_a_schema_of_their_own_is_no_matter(postgres: str) -> None:
    with psycopg.connect(postgres) as theirs:
        theirs.execute("CREATE SCHEMA jobs")
        theirs.execute("CREATE TABLE jobs.songs (title text)")
    await (await open_store(postgres)).close()
    assert "articles" in tables_of(postgres)


async def test_a_newer_schema_is_refused_and_left_as_it_is(postgres: str) -> None:
    with psycopg.connect(postgres) as newer:
        newer.execute("CREATE TABLE alembic_version (version_num text)")
        newer.execute("INSERT INTO alembic_version VALUES ('9999')")
    with pytest.raises(StoreError, match=r"was written by a newer Factbox \(schema 9999.*or name another database"):
        await open_store(postgres)
    assert tables_of(postgres) == ["alembic_version"]


async def test_a_migration_that_fails_leaves_nothing(postgres: str, server: Server) -> None:
    name = postgres.rpartition("/")[2]
    server.do("CREATE ROLE reader LOGIN PASSWORD 'let me'")
    await (await open_store(postgres)).close()
    with psycopg.connect(postgres, autocommit=True) as on:
        on.execute("UPDATE alembic_version SET version_num = '0006'")
        on.execute("DROP TABLE slots, duties")  # the next step makes them, and fails at `mentions`
        on.execute("ALTER TABLE channels DROP COLUMN quiet, DROP COLUMN catch_up")
    with pytest.raises(Exception, match="mentions"):
        await open_store(postgres)
    assert "slots" not in tables_of(postgres)
    assert "duties" not in tables_of(postgres)
    with pytest.raises(StoreError, match=r"reader@.*does not let its user do that \(permission denied"):
        await open_store(server.url(name, "reader", "let%20me"))


async def refused(address: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        await open_store(address)
    shown = f"{caught.value} {caught.value!r} {caught.value.__cause__}"
    assert "p%ss" not in shown
    assert "p%25ss" not in shown
    return caught.value


async def test_who_is_not_let_in_is_told_why(server: Server) -> None:
    wrong = await refused(server.url("postgres", password="p%25sswrong"))
    assert not isinstance(wrong, StoreUnreachable)
    assert "lets us not in (password authentication failed" in str(wrong)
    missing = await refused(server.url("no_such"))
    assert not isinstance(missing, StoreUnreachable)
    assert f'127.0.0.1:{server.port}/no_such cannot be opened (database "no_such" does not exist)' in str(missing)
    server.do("CREATE ROLE crowd LOGIN PASSWORD 'p%ss' CONNECTION LIMIT 0")
    full = await refused(server.url(user="crowd", password="p%25ss"))
    assert isinstance(full, StoreUnreachable)
    assert "takes no further connection (too many connections for role" in str(full)


async def test_a_server_that_is_not_there_may_be_there_later() -> None:
    for address in ("postgresql://ada:p%25ss@127.0.0.1:1/news", "postgresql://ada:p%25ss@nowhere.invalid/news"):
        gone = await refused(address)
        assert isinstance(gone, StoreUnreachable)
        assert str(gone).startswith(address.replace(":p%25ss", "") + " cannot be reached (")


async def test_a_restart_of_the_server_is_told_and_got_over() -> None:
    server = Server()
    try:
        server.start()
        store = await open_store(await fresh(server))
        await store.save_article(found("a"), NOON)
        server.stop()
        with pytest.raises(StoreUnreachable, match="cannot be reached"):
            await store.save_article(found("b"), NOON)
        with pytest.raises(StoreUnreachable, match="cannot be reached"):
            await store.archive(9)
        server.start()
        await store.save_article(found("c"), NOON)
        assert len(await store.archive(9)) == 2
        await store.close()
    finally:
        server.remove()


async def test_a_connection_lost_in_the_middle_undoes_all_and_the_next_try_connects(
    store: SqlStore, other: psycopg.Connection
) -> None:
    article, _ = await store.save_article(found("a"), NOON)
    edition = edition_of("08:00", article)
    with other.transaction():
        other.execute("LOCK TABLE deliveries")  # it waits there, with the edition written
        saving = asyncio.create_task(store.save_edition(edition, owed_by(edition), NOON))
        other.execute("SELECT pg_terminate_backend(%s)", [await waits(other)])
        with pytest.raises(StoreUnreachable, match=r"the connection to .* was lost \(terminating connection"):
            await saving
    assert await store.edition(edition.id) is None
    assert await store.save_edition(edition, owed_by(edition), NOON)


async def test_who_was_undone_for_anothers_sake_is_done_again(store: SqlStore, other: psycopg.Connection) -> None:
    thread = replace(HARBOUR, thread="m1")
    await channels_of(store).rate(thread, "U-ada", True, NOON)
    await store.add_turn(thread, "U-ada", Turn("How many?", "Three."), NOON)
    other.execute("SET deadlock_timeout = '1min'")  # so that it is us who are undone
    with other.transaction():
        other.execute("SELECT * FROM turns FOR UPDATE")
        forgetting = asyncio.create_task(store.forget_author("U-ada"))
        await waits(other)  # it has removed the rating, and wants the turn
        await asyncio.to_thread(other.execute, "DELETE FROM ratings")
    assert await forgetting == 1


async def test_who_waits_too_long_is_told_so(shared: str, other: psycopg.Connection) -> None:
    store = await open_store(f"{shared}?options=-c%20lock_timeout%3D50")
    with other.transaction():
        other.execute("LOCK TABLE articles")
        with pytest.raises(StoreLocked, match=r"is busy: .*\(canceling statement due to lock timeout\)"):
            await store.save_article(found("a"), NOON)
    assert await store.archive(9) == []
    await store.close()


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        ("53100", 'could not extend file "base/1": No space left on device', r"cannot grow \(could not extend .*disk"),
        ("53200", "out of memory", r"has no room left to work \(out of memory\)"),
        ("53300", "sorry, too many clients already", r"takes no further connection \(sorry"),
        ("58030", "could not read block 7", r"is damaged, or its disk is \(could not read block 7\)"),
        ("XX001", "invalid page in block 7", r"is damaged, or its disk is \(invalid page"),
    ],
)
async def test_trouble_of_the_server_is_told(
    code: str, said: str, words: str, store: SqlStore, other: psycopg.Connection
) -> None:
    other.execute(
        "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = '{code}'; END $$"
    )
    other.execute("CREATE TRIGGER fails BEFORE INSERT ON revisions EXECUTE FUNCTION fails()")
    try:
        with pytest.raises(StoreError, match=f"^postgresql://factbox@127.* {words}"):
            await store.save_article(found("a"), NOON)
    finally:
        other.execute("DROP FUNCTION fails CASCADE")
    assert await store.archive(9) == []
    assert (await store.save_article(found("a"), NOON))[1]


async def test_a_server_that_takes_no_writes_is_told(postgres: str, server: Server) -> None:
    await (await open_store(postgres)).close()
    await check_store(postgres)
    server.do(f"ALTER DATABASE {postgres.rpartition('/')[2]} SET default_transaction_read_only = on")
    with pytest.raises(StoreError, match=r"takes no writes \(cannot execute SELECT FOR UPDATE"):
        await check_store(postgres)
    store = await open_store(postgres)
    assert await store.archive(9) == []
    with pytest.raises(StoreError, match=r"takes no writes \(cannot execute .* in a read-only transaction\)"):
        await store.save_article(found("a"), NOON)
    await store.close()


async def test_a_reader_sees_one_moment_and_writes_nothing(store: SqlStore) -> None:
    async def count(on: AsyncConnection) -> int:
        return int((await on.execute(text("SELECT count(*) FROM articles"))).scalar_one())

    async with store.reading.begin() as on:
        assert await count(on) == 0
        await store.save_article(found("a"), NOON)
        assert await count(on) == 0
    with pytest.raises(StoreError, match="takes no writes"):
        async with store.reading.begin() as on:
            await on.execute(text("DELETE FROM articles"))
    async with store.reading.begin() as on:
        assert await count(on) == 1


async def test_characters_that_postgres_cannot_keep_have_one_that_stands_for_them(store: SqlStore) -> None:
    article, _ = await store.save_article(found("a\0b", "Five\0words."), NOON)
    assert article.text == "Five\ufffdwords."
    assert await store.save_article(found("a\0b", "Five\0words."), NOON) == (article, False)
    await store.add_turn(HARBOUR, "U-\0", Turn("\0?", "No."), NOON)
    assert await store.forget_author("U-\0") == 1
