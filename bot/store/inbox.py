"""Keeps what people asked until it is answered: fits `Inbox` of `bot/copies.py`, on the store's own engine.

Methods get their connection, `on`, from `writes` and `reads`; callers do not pass it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.news.channels import Mention, Place
from bot.news.documents import from_json, to_json
from bot.ports import Waiting
from bot.store.clock import clock_of
from bot.store.duties import living
from bot.store.errors import StoreError
from bot.store.inserting import insert_new
from bot.store.rows import mended
from bot.store.sql import SqlStore
from bot.store.tables import events, mentions
from bot.store.transactions import reads, writes

_OVERLOOKED = timedelta(minutes=5)
"""What nobody began to answer for so long is not known to whoever keeps it: it lost the store while it kept it."""
_PROCESS_BYTES = 4
_NOBODY = ""


class SqlInbox:
    """What this process keeps is its own: a copy of the same name that ran before left behind what it had."""

    def __init__(self, store: SqlStore, copy: str) -> None:
        self.writing, self.reading = store.writing, store.reading
        self._copy = copy
        self._holder = f"{copy} {token_hex(_PROCESS_BYTES)}"
        self._untold: dict[str, bool] = {}  # by name: whether it was answered, or left

    @writes
    async def hear(self, on: AsyncConnection, mention: Mention, now: datetime) -> bool:
        """All of its ids are noted, also where one was heard before: none may pass for the first later."""
        return await self._keep(on, mention, now)

    @writes
    async def take(self, on: AsyncConnection, mention: Mention, now: datetime) -> Waiting | None:
        """Once: what is being answered here is not taken again."""
        await self._keep(on, mention, now)
        untried = and_(mentions.c.holder == self._holder, mentions.c.tries == 0)
        return await self._begin(on, and_(mentions.c.name == _ids(mention)[0], untried), now)

    async def left_behind(self, limit: int) -> list[str]:
        """Also what was kept, but is known to nobody: whoever kept it lost the store before it was told so.

        What became of ours while the store was away is told first.
        """
        await self._tell()
        return await self._left_behind(limit)

    @reads
    async def _left_behind(self, on: AsyncConnection, limit: int) -> list[str]:
        left = select(mentions.c.name).where(await self._is_left(on))
        return list((await on.execute(left.order_by(mentions.c.heard_at, mentions.c.name).limit(limit))).scalars())

    @writes
    async def take_over(self, on: AsyncConnection, name: str, now: datetime) -> Waiting | None:
        """What `left_behind` gave, where it still is so. Raises `StoreError` where its row cannot be read."""
        return await self._begin(on, and_(mentions.c.name == name, await self._is_left(on)), now)

    async def leave(self, mention: Mention) -> None:
        """Also for us: nobody's is what no copy that is there has. Where the store is away it is told later."""
        self._untold[_ids(mention)[0]] = False
        await self._tell()

    async def answered(self, mention: Mention) -> None:
        """Whoever has it. Where the store is away it is told later."""
        self._untold[_ids(mention)[0]] = True
        await self._tell()

    async def _tell(self) -> None:
        """Nobody takes over what a copy has that lives."""
        for name, answered in list(self._untold.items()):
            await self._end(name, answered)
            self._untold.pop(name, None)

    @writes
    async def _end(self, on: AsyncConnection, name: str, answered: bool) -> None:
        if answered:
            await on.execute(delete(mentions).where(mentions.c.name == name))
        else:
            ours = and_(mentions.c.name == name, mentions.c.holder == self._holder)
            await on.execute(update(mentions).where(ours).values(holder=_NOBODY))

    async def _keep(self, on: AsyncConnection, mention: Mention, now: datetime) -> bool:
        ids = _ids(mention)
        if await insert_new(on, events, [{"id": each, "first_at": now} for each in ids]) != len(ids):
            return False
        await on.execute(insert(mentions).values(_values(mention, now) | {"holder": self._holder}))
        return True

    async def _begin(self, on: AsyncConnection, which: ColumnElement[bool], now: datetime) -> Waiting | None:
        """Of two who begin at once the second waits for the first, and finds that it is no longer so."""
        row = (await on.execute(select(mentions).where(which).with_for_update())).one_or_none()
        if row is None:
            return None
        ours = {"holder": self._holder, "tries": mentions.c.tries + 1}
        begun = update(mentions).where(mentions.c.name == row.name)
        await on.execute(begun.values(ours | {"tried_at": func.coalesce(mentions.c.tried_at, now)}))
        return _waiting(row)

    async def _is_left(self, on: AsyncConnection) -> ColumnElement[bool]:
        now = await clock_of(on)
        holders = (await on.execute(select(mentions.c.holder).distinct())).scalars().all()
        there = await living(on, now) - {self._copy}
        gone = [each for each in holders if each != self._holder and each.rpartition(" ")[0] not in there]
        overlooked = and_(mentions.c.tries == 0, mentions.c.heard_at < now - _OVERLOOKED)
        return or_(mentions.c.holder.in_(gone), overlooked)


def inbox_of(store: SqlStore, copy: str) -> SqlInbox:
    """The mentions kept in this store, as this copy sees them; closed together with it."""
    return SqlInbox(store, copy)


def _ids(mention: Mention) -> Sequence[str]:
    """Each once; the first one is the mention's name."""
    platform = mention.place.platform
    return list(dict.fromkeys(mended(f"{platform}:{each}") for each in (mention.event, *mention.also)))


def _values(mention: Mention, now: datetime) -> dict[str, Any]:
    """All but who has it. Half a character in what a person wrote must not leave them without an answer."""
    place = mention.place
    return {
        "name": _ids(mention)[0],
        "event": mended(mention.event),
        "platform": place.platform,
        "channel": mended(place.channel),
        "thread": place.thread and mended(place.thread),
        "author": mended(mention.author),
        "text": mended(mention.text),
        "also": to_json(tuple(map(mended, mention.also))),
        "heard_at": now,
        "tries": 0,
        "tried_at": None,
    }


def _waiting(row: Row[Any]) -> Waiting:
    """As it was before. Raises `StoreError` where its ids are not what this version of Factbox writes."""
    try:
        also = from_json(tuple[str, ...], row.also)
    except ValueError as error:
        raise StoreError(f"the mention {row.name} cannot be read: {error}") from error
    mention = Mention(row.event, Place(row.platform, row.channel, row.thread), row.author, row.text, also)
    return Waiting(mention, row.heard_at, row.tries, row.tried_at)
