"""What many copies on one Postgres promise each other, however they end and whatever becomes of Postgres."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest
from structlog.testing import capture_logs

from bot.ports import Queue, Rejected, Unavailable
from bot.queue.procrastinate import ProcrastinateQueue
from bot.queue.schema import SCHEMA
from tests.postgres import PASSWORD, Server, fresh
from tests.queue.conftest import SOON_GIVEN_UP, Copies
from tests.queue.press import Press, comes_true, running


def rows(url: str, table: str = "procrastinate_jobs") -> list[dict[str, object]]:
    with psycopg.connect(url, options=f"-c search_path={SCHEMA}", row_factory=psycopg.rows.dict_row) as on:
        return on.execute(f"SELECT * FROM {table} ORDER BY 1".encode()).fetchall()


async def test_fits_the_socket(copies: Copies) -> None:
    queue: Queue = await copies()
    await queue.join()


async def test_two_copies_share_the_work_and_none_does_what_another_does(copies: Copies) -> None:
    one, two = await copies(concurrency=2), await copies(concurrency=2)
    press = Press()
    async with running(one, {"press": press.step}), running(two, {"press": press.step}):
        for key in "123412341234":
            await one.put("press", key)
            await two.put("press", key)
        await press.has_begun(4)
        for key in "1234":
            await two.put("press", key)  # once more, but not now
        assert sorted(press.begun) == ["1", "2", "3", "4"]
        press.go_on()
        await one.join()
    assert set(press.done) == set("1234")
    assert len(press.done) == 8
    assert not press.twice_at_once


async def test_what_people_wait_for_is_fetched_first(copies: Copies) -> None:
    queue, begun = await copies(), []

    def step(name: str):  # type: ignore[no-untyped-def]
        async def note(_: str) -> None:
            begun.append(name)

        return note

    for name in ("poll", "edition", "correct", "deliver"):
        await queue.put(name, "1")
    async with running(queue, {name: step(name) for name in ("poll", "correct", "edition", "deliver")}):
        await queue.join()
    assert begun == ["deliver", "edition", "correct", "poll"]


async def test_what_is_done_or_has_failed_leaves_nothing(copies: Copies, shared: str) -> None:
    queue = await copies(waits=())

    async def step(key: str) -> None:
        if key == "down":
            raise Unavailable("not now")
        if key == "bad":
            raise RuntimeError("out of ink")

    async with running(queue, {"print": step}):
        for key in ("good", "down", "bad"):
            await queue.put("print", key)
        await queue.join()
    for table in ("jobs", "events", "workers"):
        assert rows(shared, f"procrastinate_{table}") == []


def listening(url: str) -> int:
    """How many connections hear of new jobs."""
    with psycopg.connect(url) as on:
        found = on.execute("SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
        return len(found.fetchall())


async def test_what_was_cut_off_is_run_by_another_copy_at_once(copies: Copies, shared: str) -> None:
    one, two = await copies(grace=0.01), await copies(look_again=3600)
    press, other = Press(), Press()
    async with running(one, {"press": press.step}) as task:
        await one.put("press", "1")
        await press.has_begun(1)
        async with running(two, {"press": other.step}):
            await comes_true(lambda: listening(shared) == 2)
            task.cancel()
            await other.has_begun(1)  # it heard of it: it looks by itself only once an hour
            other.go_on()
            await asyncio.wait([task])
    assert press.done == []
    assert other.done == ["1"]


async def test_a_copy_that_leaves_takes_nothing_from_others(copies: Copies, shared: str) -> None:
    one, two = await copies(), await copies()
    press = Press()
    async with running(one, {"press": press.step}):
        await one.put("press", "1")
        await press.has_begun(1)
        before = rows(shared)
        async with running(two, {"press": press.step}):
            await comes_true(lambda: len(rows(shared, "procrastinate_workers")) == 2)
        assert rows(shared) == before
        press.go_on()
        await one.join()
    assert press.done == ["1"]


@asynccontextmanager
async def child(url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A copy in a process of its own, which is gone afterwards."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.queue.copy_child", url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def heard(process: asyncio.subprocess.Process, words: str) -> None:
    assert process.stdout is not None
    while words.encode() not in (line := await process.stdout.readline()):
        assert line, f"the child ended without {words!r}"


async def test_a_copy_that_stands_still_or_dies_is_replaced(copies: Copies, shared: str) -> None:
    queue, press = await copies(**SOON_GIVEN_UP), Press()
    async with child(shared) as process:
        await queue.put("work", "1")
        await heard(process, "begun 1")
        await queue.put("work", "1")  # waits already when the first is put back: that one is simply over

        process.send_signal(signal.SIGSTOP)
        async with running(queue, {"work": press.step}):
            await press.has_begun(1)
            assert [(row["lock"], row["status"]) for row in rows(shared)] == [("work 1", "doing")]

            process.send_signal(signal.SIGCONT)
            await heard(process, "taken_for_dead")
            await heard(process, "step_cut_off")
            await comes_true(
                lambda: len(rows(shared, "procrastinate_workers")) == 2
            )  # it has begun anew, and ours is ours still
            assert [(row["lock"], row["status"]) for row in rows(shared)] == [("work 1", "doing")]
            press.go_on()
            await queue.join()
        assert press.done == ["1"]

        await queue.put("work", "2")  # it works as before
        await heard(process, "begun 2")
        process.kill()
        async with running(queue, {"work": press.step}):
            await queue.join()
    assert press.done == ["1", "2"]
    assert rows(shared, "procrastinate_workers") == []


async def test_what_was_fetched_and_never_heard_of_is_run_all_the_same(copies: Copies, shared: str) -> None:
    """The connection broke after the fetch was done and before we heard of it; then another fetch fails."""
    queue, press = await copies(), Press()
    press.go_on()
    async with running(queue, {"press": press.step}):
        await comes_true(lambda: rows(shared, "procrastinate_workers"))
        async with await psycopg.AsyncConnection.connect(
            shared, options=f"-c search_path={SCHEMA}", autocommit=True
        ) as on:
            await on.execute(
                """INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id)
                   SELECT 'press', 'press', 'press 1', 'press 1', '{"key": "1"}', 'doing', id FROM procrastinate_workers"""
            )
            await on.execute("ALTER TABLE procrastinate_jobs RENAME TO away")
            await comes_true(lambda: queue.trouble)
            await on.execute("ALTER TABLE away RENAME TO procrastinate_jobs")
        await queue.join()
    assert press.done == ["1"]


async def test_a_restart_of_postgres_in_the_middle_loses_and_doubles_nothing() -> None:
    own = Server()
    try:
        own.start()
        url = await fresh(own, name="restarted")
        one, two = (ProcrastinateQueue(url, name, heartbeat=0.1, stalled=60, look_again=0.05) for name in "12")
        press = Press()
        await one.open()
        await two.open()
        with capture_logs() as logs:
            async with running(one, {"press": press.step}), running(two, {"press": press.step}):
                for key in "12345":
                    await one.put("press", key)
                await press.has_begun(5)
                own.stop(signal.SIGQUIT)
                await comes_true(lambda: one.trouble and two.trouble)
                assert PASSWORD not in one.trouble
                press.go_on()
                with pytest.raises(Unavailable, match="the queue on Postgres") as failed:
                    await one.put("press", "6")
                assert PASSWORD not in str(failed.value)
                own.start()
                await comes_true(lambda: not (one.trouble or two.trouble))
                await one.put("press", "6")
                await two.join()
        await one.close()
        await two.close()
    finally:
        own.remove()
    assert sorted(press.done) == list("123456")
    assert not press.twice_at_once
    told = [log["event"] for log in logs if log["event"].startswith("queue_")]
    assert sorted(told) == ["queue_found_again"] * 2 + ["queue_lost"] * 2


async def test_an_emptied_database_gets_its_tables_again(copies: Copies, shared: str) -> None:
    queue, press = await copies(), Press()
    press.go_on()
    with capture_logs() as logs:  # the trouble may be over before we look
        async with running(queue, {"press": press.step}):
            async with await psycopg.AsyncConnection.connect(shared, autocommit=True) as on:
                await on.execute(f"DROP SCHEMA {SCHEMA} CASCADE".encode())
            await comes_true(lambda: any(log["event"] == "queue_found_again" for log in logs))
            await queue.put("press", "1")
            await queue.join()
    assert press.done == ["1"]


@pytest.mark.parametrize(
    "url", ["sqlite:///factbox.db", "postgresql://user:hid@den@db/x", "postgresql://user:hidden@db:port/x", "hidden"]
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(Rejected, match="postgresql://user:password@host") as refused:
        ProcrastinateQueue(url, "copy")
    assert "hid" not in str(refused.value)


def test_who_is_given_up_before_the_next_sign_of_life_is_no_setting() -> None:
    with pytest.raises(ValueError, match="given up"):
        ProcrastinateQueue("postgresql://localhost/x", "copy", heartbeat=3, stalled=4)


async def test_where_postgres_cannot_be_reached_it_says_so(server: Server) -> None:
    wrong = server.url("postgres").replace("p%25", "q%25")
    queue = ProcrastinateQueue(wrong, "copy")
    with pytest.raises(Unavailable, match="password authentication failed") as failed:
        await queue.open()
    assert PASSWORD not in str(failed.value)
    assert f"127.0.0.1:{server.port}/postgres" in str(failed.value)
    await queue.close()
