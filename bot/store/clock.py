"""The clock that all copies of the bot share: that of the database's server, where there is one."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.utc_time import UtcTime


async def clock_of(on: AsyncConnection) -> datetime:
    """Now, also where the transaction began before. A store of one process goes by that process's clock."""
    if on.dialect.name == "sqlite":
        return datetime.now(UTC)  # noqa: TID251 nobody else has a clock here
    told: datetime = (await on.execute(select(func.clock_timestamp(type_=UtcTime)))).scalar_one()
    return told
