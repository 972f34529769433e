"""The queue's tables: made once however many copies start, anew where they are half made, dropped when they are old."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from structlog.testing import capture_logs

from bot.ports import Rejected, Unavailable
from bot.queue.address import address_of
from bot.queue.procrastinate import ProcrastinateQueue
from bot.queue.schema import SCHEMA, drop_old, prepare
from tests.postgres import Server


def do(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as on:
        for statement in statements:
            on.execute(statement.encode())


def schemas(url: str) -> list[str]:
    with psycopg.connect(url) as on:
        found = on.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'factbox%' ORDER BY 1")
        return [name for (name,) in found.fetchall()]


async def test_many_copies_that_start_at_once_make_it_once(postgres: str) -> None:
    queues = [ProcrastinateQueue(postgres, f"copy {number}") for number in range(4)]
    await asyncio.gather(*(queue.open() for queue in queues))
    await queues[0].put("step", "1")
    assert await queues[3].depth() == {"step": 1}
    for queue in queues:
        await queue.close()


async def test_made_in_part_it_is_made_anew(postgres: str) -> None:
    do(postgres, f"CREATE SCHEMA {SCHEMA}", f"CREATE TABLE {SCHEMA}.procrastinate_jobs (id int)")
    queue = ProcrastinateQueue(postgres, "copy")
    await queue.open()
    await queue.put("step", "1")
    assert await queue.depth() == {"step": 1}
    await queue.close()


async def test_a_user_who_may_make_no_schema_uses_one_that_was_made_for_them(postgres: str, server: Server) -> None:
    do(postgres, "CREATE USER reporter PASSWORD 'x'")
    database = postgres.rpartition("/")[2]
    queue = ProcrastinateQueue(server.url(database, "reporter", "x"), "copy")
    try:
        with pytest.raises(Unavailable, match="permission denied for database"):
            await queue.open()
        do(postgres, f"CREATE SCHEMA {SCHEMA} AUTHORIZATION reporter")
        await queue.open()
        await queue.put("step", "1")
    finally:
        await queue.close()
        do(postgres, f"DROP SCHEMA {SCHEMA} CASCADE", "DROP USER reporter")


async def test_tables_of_other_versions_go_when_nobody_uses_them(postgres: str) -> None:
    old, waiting, alive, strange = (f"factbox_queue_{name}" for name in ("2_0", "2_1_waiting", "2_2_alive", "x"))
    for schema in (old, waiting, alive):
        await prepare(address_of(postgres, schema, "old copy"), schema)
    do(postgres, f"CREATE SCHEMA {strange}")
    job = f"INSERT INTO {waiting}.procrastinate_jobs (queue_name, task_name) VALUES ('poll', 'poll')"
    do(postgres, f"SET search_path = {waiting}", job)
    do(postgres, f"INSERT INTO {alive}.procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    do(postgres, f"INSERT INTO {old}.procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 days')")
    address = address_of(postgres, SCHEMA, "copy")
    await prepare(address)
    with capture_logs() as logs:
        await drop_old(address)
    assert schemas(postgres) == [waiting, alive, SCHEMA, strange]
    assert [(log["event"], log["schema"]) for log in logs] == [("old_queue_dropped", old)]


def test_an_address_is_read_as_the_store_reads_it() -> None:
    address = address_of("postgres://me:p%40ss@db.example.org:6432/news?sslmode=require", "queue_1", "copy 1")
    given = address.given
    assert [given[name] for name in ("user", "password", "host", "dbname", "sslmode")] == [
        "me",
        "p@ss",
        "db.example.org",
        "news",
        "require",
    ]
    assert given["options"] == "-c search_path=queue_1"
    assert address.shown == "db.example.org:6432/news"
    assert "p@ss" not in repr(address)
    with pytest.raises(Rejected):
        address_of("mysql://db/news", "queue_1", "copy 1")
