"""What the store counts for a report: fits `Counts` of `bot/flows/report.py`, on the store's own engine.

Each question is answered by an index, or by a table that stays small, whatever the archive holds: somebody may ask
every few seconds. Methods get their connection, `on`, from `reads`; callers do not pass it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import CTE, Row, Select, Text, and_, case, column, func, select, values
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.news.faring import feed_trouble, rule_of
from bot.news.report import Counted, FeedsFare, Spent, Told
from bot.store.chunks import chunks
from bot.store.sql import SqlStore
from bot.store.tables import deliveries, editions, feeds, mentions, slots, spending, turns
from bot.store.transactions import reads

DAY = timedelta(days=1)
_WORST = 8  # feeds that are named
_AT_A_TIME = 200
_OVERLAP = timedelta(minutes=5)  # clocks of copies differ, and a transaction is seen when it ends
_OPEN, _ENDED = ("due", "sending"), ("sent", "failed", "uncertain")


@dataclass(frozen=True, slots=True)
class _Refusals:
    """Of one edition, which never changes; `at` is when its slot was noted."""

    at: datetime
    rules: Counter[str]


class SqlCounts:
    """`writing` and `reading` are the engines of the `SqlStore` whose rows are counted.

    The refusals of so many editions, `at_a_time`, are read in one go: they stand within the editions' briefs.
    """

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine, at_a_time: int = _AT_A_TIME) -> None:
        self.writing, self.reading, self._at_a_time = writing, reading, at_a_time
        self._refusals: dict[str, _Refusals] = {}
        self._caught_up = False

    @reads
    async def counted(self, on: AsyncConnection, channels: Collection[str], now: datetime) -> Counted:
        """Of these channels, and of the day that ends at `now`. Raises `Unavailable`."""
        since = now - DAY
        asked, refused = await _questions(on, since)
        return Counted(
            channels=await _told(on, channels),
            feeds=await _feeds(on, now),
            deliveries=await _deliveries(on, since),
            spent=await _spent(on, now.astimezone(UTC).date()),
            asked=asked,
            refused_answers=refused,
            waiting=await _number(on, select(func.count()).select_from(mentions)),
            editions=await _number(on, select(func.count()).where(slots.c.at >= since, slots.c.state == "written")),
            refused=await self._refused(on, since),
        )

    async def _refused(self, on: AsyncConnection, since: datetime) -> dict[str, int]:
        """How often each rule refused in the editions since then; each edition is read once, the newest first.

        Where there are very many, some of them are read only when this is asked again.
        """
        known = {id_: found for id_, found in self._refusals.items() if found.at >= since}
        newest = max((found.at for found in known.values()), default=since)
        after = max(since, newest - _OVERLAP) if self._caught_up else since
        of = and_(editions.c.channel == slots.c.channel, editions.c.slot == slots.c.slot)
        written = (
            select(editions.c.id, slots.c.at).join(slots, of).where(slots.c.at >= after, slots.c.state == "written")
        )
        rows = await on.execute(written.order_by(slots.c.at.desc()))
        fresh = {row.id: row.at for row in rows if row.id not in known}
        for ids in chunks(islice(fresh, self._at_a_time)):
            briefs = await on.execute(select(editions.c.id, editions.c.briefs).where(editions.c.id.in_(ids)))
            known.update((row.id, _Refusals(fresh[row.id], _rules(row.briefs))) for row in briefs)
        self._refusals, self._caught_up = known, len(fresh) <= self._at_a_time
        return dict(sum((found.rules for found in known.values()), Counter[str]()).most_common())


async def _number(on: AsyncConnection, counting: Select[Any]) -> int:
    return int((await on.execute(counting)).scalar_one())


async def _told(on: AsyncConnection, channels: Collection[str]) -> dict[str, Told]:
    """Of each channel that anything is known of."""
    told: dict[str, Told] = {}
    for names in chunks(channels):
        given = _named(names)
        editions_ = (await on.execute(_newest_edition(given))).all()
        notes = {row.channel: row for row in await on.execute(_newest_note(given))}
        owed = await _owed(on, [row.id for row in editions_])
        for row in editions_:
            told[row.channel] = _with_owed(Told(row.slot, row.created_at), owed.get(row.id, ()))
        for name, note in notes.items():
            so_far = told.get(name, Told())
            told[name] = replace(so_far, noted=note.slot, came=note.state, noted_why=note.why)
    return told


def _named(names: Sequence[str]) -> CTE:
    """The names as a table, so that each is one step in an index."""
    return values(column("name", Text), name="named").data([(name,) for name in names]).cte("named")


def _newest_edition(named: CTE) -> Select[Any]:
    theirs = editions.alias()
    newest = select(theirs.c.id).where(theirs.c.channel == named.c.name)
    newest = newest.order_by(theirs.c.created_at.desc(), theirs.c.id.desc()).limit(1)
    which = select(editions.c.id, editions.c.channel, editions.c.slot, editions.c.created_at)
    return which.join(named, editions.c.id == newest.correlate(named).scalar_subquery())


def _newest_note(named: CTE) -> Select[Any]:
    theirs = slots.alias()
    newest = select(func.max(theirs.c.slot)).where(theirs.c.channel == named.c.name)
    ours = and_(slots.c.channel == named.c.name, slots.c.slot == newest.correlate(named).scalar_subquery())
    return select(slots.c.channel, slots.c.slot, slots.c.state, slots.c.why).join(named, ours)


async def _owed(on: AsyncConnection, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """Of each edition, for each state: how many, when the first of them ended, and one reason."""
    which = (deliveries.c.edition, deliveries.c.state, func.count().label("number"))
    first, why = func.min(deliveries.c.ended_at).label("first"), func.min(deliveries.c.reason).label("why")
    by_state = select(*which, first, why).where(deliveries.c.edition.in_(ids))
    found: dict[str, list[Row[Any]]] = {}
    for row in await on.execute(by_state.group_by(deliveries.c.edition, deliveries.c.state)):
        found.setdefault(row.edition, []).append(row)
    return found


def _with_owed(told: Told, rows: Sequence[Row[Any]]) -> Told:
    return replace(
        told,
        posted=next((row.first for row in rows if row.state == "sent"), None),
        owed={row.state: row.number for row in rows},
        why=next((row.why for row in rows if row.state != "sent" and row.why), ""),
    )


async def _feeds(on: AsyncConnection, now: datetime) -> FeedsFare:
    fails = feeds.c.failures > 0
    counts = select(
        func.count(),
        func.coalesce(func.sum(case((fails, 1), else_=0)), 0),
        func.coalesce(func.sum(case((feeds.c.next_poll <= now, 1), else_=0)), 0),
    )
    followed, troubled, due = (await on.execute(counts.select_from(feeds))).one()
    which = [feeds.c[name] for name in ("outlet", "title", "url", "trouble", "failing_since", "failures")]
    worst = select(*which).where(fails).order_by(feeds.c.failing_since, feeds.c.id).limit(_WORST)
    rows = (await on.execute(worst)).all() if troubled else []
    return FeedsFare(
        followed,
        int(troubled),
        int(due),
        tuple(feed_trouble(r.outlet or r.title, r.url, r.trouble, r.failing_since, r.failures) for r in rows),
    )


async def _deliveries(on: AsyncConnection, since: datetime) -> dict[str, int]:
    """By state: what ended of what was due since then, and all that has not ended."""
    by_state = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    ended = by_state.where(deliveries.c.state.in_(_ENDED), deliveries.c.due_at >= since)
    open_ = by_state.where(deliveries.c.state.in_(_OPEN))
    return {state: int(n) for some in (open_, ended) for state, n in await on.execute(some)}


async def _spent(on: AsyncConnection, day: date) -> tuple[Spent, ...]:
    sums = (func.sum(spending.c[name]) for name in ("tokens_in", "tokens_out", "cost"))
    of = select(spending.c.model, *sums).where(spending.c.day == day).group_by(spending.c.model)
    rows = await on.execute(of.order_by(spending.c.model))
    return tuple(Spent(model, int(into), int(out), cost) for model, into, out, cost in rows)


async def _questions(on: AsyncConnection, since: datetime) -> tuple[int, int]:
    counts = select(func.count(), func.coalesce(func.sum(case((turns.c.refused, 1), else_=0)), 0))
    asked, refused = (await on.execute(counts.where(turns.c.asked_at >= since))).one()
    return asked, int(refused)


def _rules(briefs: str) -> Counter[str]:
    """The rules that refused in an edition; the rest of it, which is much longer, is not made into nouns."""
    return Counter(rule_of(refused["reason"]) for brief in json.loads(briefs) for refused in brief["refused"])


def counts_of(store: SqlStore) -> SqlCounts:
    """The counts of this store; closed together with it."""
    return SqlCounts(store.writing, store.reading)
