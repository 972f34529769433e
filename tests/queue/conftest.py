"""What the tests of the queues share: a database for those of procrastinate, and queues that are closed afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from bot.ports import Queue
from bot.queue.in_process import InProcessQueue
from bot.queue.procrastinate import ProcrastinateQueue
from bot.queue.schema import SCHEMA
from tests.postgres import Server
from tests.postgres import postgres as postgres
from tests.postgres import server as server

QUICK = {"waits": (0.0, 0.0, 0.0), "heartbeat": 0.1, "stalled": 60.0, "look_again": 0.05}
SOON_GIVEN_UP = QUICK | {"stalled": 1.5}
"""For copies that stand still or die. Others must not be given up because the machine is busy."""

Copies = Callable[..., Awaitable[ProcrastinateQueue]]
Queues = Callable[..., Awaitable[Queue]]


@pytest.fixture(scope="session")
def database(server: Server) -> str:
    """One for all: to make it and the tables in it takes longer than a test."""
    server.do("CREATE DATABASE queues")
    return server.url("queues")


@pytest.fixture
def shared(database: str) -> str:
    """The address of a database whose queue is empty."""
    with psycopg.connect(database, autocommit=True) as on:
        on.execute(SQL("SET search_path = {}").format(Identifier(SCHEMA)))
        if on.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() != (None,):
            on.execute("DELETE FROM procrastinate_jobs")
            on.execute("DELETE FROM procrastinate_workers")
    return database


@pytest.fixture
async def copies(shared: str) -> AsyncIterator[Copies]:
    """Makes queues that share a database, each a copy's."""
    opened: list[ProcrastinateQueue] = []
    numbers = count(1)

    async def copy(url: str = shared, **options: object) -> ProcrastinateQueue:
        queue = ProcrastinateQueue(url, f"copy {next(numbers)}", **(QUICK | options))  # type: ignore[arg-type]
        opened.append(queue)
        await queue.open()
        return queue

    yield copy
    for queue in opened:
        await queue.close()


@pytest.fixture(params=["in_process", "procrastinate"])
def queues(request: pytest.FixtureRequest) -> Queues:
    """Makes a queue of each kind."""
    if request.param == "procrastinate":
        copy: Queues = request.getfixturevalue("copies")
        return copy

    async def in_process(**options: object) -> Queue:
        return InProcessQueue(**({"waits": QUICK["waits"]} | options))  # type: ignore[arg-type]

    return in_process
