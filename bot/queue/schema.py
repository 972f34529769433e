"""procrastinate's tables in a Postgres schema of their own, named after its version.

Jobs are disposable: the rows of the store tell what is due. So an upgrade of procrastinate needs no migration, and
copies with different versions of it run side by side, each with its own tables.
"""

from __future__ import annotations

from importlib.metadata import version

import structlog
from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection, Error
from psycopg.sql import SQL, Identifier

from bot.queue.address import Address

_PREFIX = "factbox_queue_"
_WHOLE = "Made by Factbox; disposable."  # on a schema that has all its tables
_UNUSED_DAYS = 1

SCHEMA = _PREFIX + version("procrastinate").replace(".", "_")

log = structlog.get_logger()


async def prepare(address: Address, schema: str = SCHEMA) -> None:
    """Make the schema where it is missing, anew where it is half made. Raises psycopg's errors.

    One copy at a time does this; the others wait and find it made.
    """
    async with await AsyncConnection.connect(**address.given) as on:
        await on.execute("SELECT pg_advisory_xact_lock(hashtextextended('factbox queue schema', 0))")
        found = await on.execute(
            """SELECT obj_description(oid, 'pg_namespace'), EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)
               FROM pg_namespace n WHERE nspname = %s""",
            [schema],
        )
        there = await found.fetchone()
        if there and there[0] == _WHOLE:
            return
        name = Identifier(schema)
        if there and there[1]:
            log.warning("queue_made_anew", schema=schema)
            await on.execute(SQL("DROP SCHEMA {} CASCADE").format(name))
            there = None
        if not there:
            await on.execute(SQL("CREATE SCHEMA {}").format(name))
        await on.execute(SchemaManager.get_schema())
        await on.execute(SQL("COMMENT ON SCHEMA {} IS {}").format(name, _WHOLE))


async def drop_old(address: Address, schema: str = SCHEMA) -> None:
    """Drop what other versions left: nobody works there, or has within a day, and nothing waits. Others stay.

    Tidying only, so what fails is logged.
    """
    async with await AsyncConnection.connect(**address.given, autocommit=True) as on:
        await on.execute("SET lock_timeout = '1s'")
        found = await on.execute(
            """SELECT nspname FROM pg_namespace
               WHERE starts_with(nspname, %s) AND nspname <> %s AND obj_description(oid, 'pg_namespace') = %s""",
            [_PREFIX, schema, _WHOLE],
        )
        for (old,) in await found.fetchall():
            try:
                if await _is_unused(on, old):
                    await on.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(old)))
                    log.info("old_queue_dropped", schema=old)
            except Error as error:
                log.info("old_queue_not_dropped", schema=old, why=str(error).splitlines()[0])


async def _is_unused(on: AsyncConnection, schema: str) -> bool:
    within = Identifier(schema)
    asked = await on.execute(
        SQL(
            """SELECT NOT EXISTS (SELECT FROM {0}.procrastinate_jobs WHERE status = 'todo')
               AND NOT EXISTS (SELECT FROM {0}.procrastinate_workers
                               WHERE last_heartbeat > now() - make_interval(days => {1}))"""
        ).format(within, _UNUSED_DAYS)
    )
    answer = await asked.fetchone()
    return bool(answer and answer[0])
