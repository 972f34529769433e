"""What was asked is kept for as long as the settings say, and then forgotten.

| store.forget_before       turns and events past their time, and their words in the files    I/O

Safe to run again, and as often as one likes: what is past its time is gone after any run.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.ports import Store

log = structlog.get_logger()


async def forget_old(store: Store, retention: timedelta, now: datetime) -> int:
    """Remove the turns that are older than `retention`; how many these were. Raises `Unavailable`."""
    forgotten = await store.forget_before(now - retention)
    if forgotten:
        log.info("turns_forgotten", turns=forgotten, older_than_days=retention.days)
    return forgotten
