"""Keeps what people set in chat: fits `ChannelStore` of `bot/keeping.py`, on the store's own engine.

Methods get their connection, `on`, from `writes` and `reads`; callers do not pass it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.keeping import Issued, SetChannel, SlotNote, Trace
from bot.news.channels import Channel, Place
from bot.news.chat import Follow
from bot.news.types import StoryId
from bot.store.channel_rows import channel_from, channel_values
from bot.store.chunks import chunks
from bot.store.inserting import put
from bot.store.placing import current_stories
from bot.store.rows import delivery_from, edition_from, mended, whole
from bot.store.sql import SqlStore
from bot.store.tables import channels, deliveries, editions, follows, ratings, slots
from bot.store.traces import trace
from bot.store.transactions import alone, reads, writes


class SqlChannels:
    """`writing` and `reading` are the engines of the `SqlStore` whose editions the channels get."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self.writing, self.reading = writing, reading

    @reads
    async def set_channels(self, on: AsyncConnection, at: Place | None = None) -> list[SetChannel]:
        """Raises `StoreError` where one is not what this version of Factbox writes."""
        those = select(channels).order_by(channels.c.name)
        if at is not None:
            ids = {at.channel, at.thread or at.channel}
            those = those.where(channels.c.platform == at.platform, channels.c.channel.in_(ids))
        return [channel_from(row) for row in await on.execute(those)]

    @writes
    async def set_channel(self, on: AsyncConnection, channel: Channel, by: str, now: datetime) -> None:
        """Raises `Rejected` for words with half characters (lone surrogates)."""
        await put(on, channels, channel_values(channel, by, now, off=False))

    @writes
    async def switch_off(self, on: AsyncConnection, channel: Channel, by: str, now: datetime) -> None:
        """What was set stays with it, for the day it is set again. Raises `Rejected` as `set_channel`."""
        await put(on, channels, channel_values(channel, by, now, off=True))

    @reads
    async def issued(self, on: AsyncConnection, channels_: Collection[str], limit: int) -> list[Issued]:
        """Deliveries in the order of their parts. One person counts once for each edition, for good and for bad.

        Raises `StoreError` where an edition is not what this version of Factbox writes.
        """
        # Sorted by their ids alone: the briefs of all that a channel ever got are much to carry through it.
        order = (editions.c.created_at.desc(), editions.c.id.desc())
        newest = select(editions.c.id).where(editions.c.channel.in_(channels_)).order_by(*order).limit(limit)
        rows = (await on.execute(select(editions).where(editions.c.id.in_(newest)).order_by(*order))).all()
        owed: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
        said: dict[tuple[str, bool], int] = {}
        for ids in chunks(owed):
            of = select(deliveries).where(deliveries.c.edition.in_(ids))
            for delivery in await on.execute(of.order_by(deliveries.c.part, deliveries.c.key)):
                owed[delivery.edition].append(delivery)
            for edition, good, people in await on.execute(_RATED.where(deliveries.c.edition.in_(ids))):
                said[edition, good] = people
        return [
            Issued(
                edition_from(row),
                tuple(map(delivery_from, owed[row.id])),
                said.get((row.id, True), 0),
                said.get((row.id, False), 0),
            )
            for row in rows
        ]

    @reads
    async def trace(self, on: AsyncConnection, keys: Collection[str], channel: str) -> Trace | None:
        """The first of the keys that stands for an article decides. Editions come newest first.

        A copy counts as told where what it copies was told: it would be no news to the channel either.
        """
        return await trace(on, keys, channel)

    @writes
    async def follow(self, on: AsyncConnection, follow: Follow, now: datetime) -> bool:
        """Raises `Rejected` for words with half characters (lone surrogates)."""
        person, story = whole(follow.place.channel, "person"), whole(follow.story, "story")
        await alone(on, "follows")
        if await _same_story(on, follow):
            return False
        values = {"platform": follow.place.platform, "channel": person, "story": story, "since": now}
        await on.execute(insert(follows).values(values))
        return True

    @writes
    async def unfollow(self, on: AsyncConnection, follow: Follow) -> bool:
        """Also where they followed it under the ids of several stories that were joined since."""
        same = await _same_story(on, follow)
        for ids in chunks(same):
            await on.execute(delete(follows).where(_of(follow.place), follows.c.story.in_(ids)))
        return bool(same)

    @reads
    async def follows(self, on: AsyncConnection) -> list[Follow]:
        """Those followed longest first, each once."""
        order = (follows.c.since, follows.c.platform, follows.c.channel, follows.c.story)
        rows = (await on.execute(select(follows).order_by(*order))).all()
        current = await current_stories(on, {row.story for row in rows})
        found = (Follow(Place(row.platform, row.channel), StoryId(current[row.story])) for row in rows)
        return list(dict.fromkeys(found))

    @writes
    async def rate(self, on: AsyncConnection, place: Place, author: str, good: bool, now: datetime) -> None:
        """Raises ValueError for a place without a thread, `Rejected` for half characters (lone surrogates)."""
        if place.thread is None:
            raise ValueError(f"{place} names no message")
        values = {
            "platform": place.platform,
            "channel": whole(place.channel, "channel"),
            "message": whole(place.thread, "message"),
            "author": whole(author, "author"),
            "good": good,
            "at": now,
        }
        await put(on, ratings, values)

    @writes
    async def note_slot(self, on: AsyncConnection, note: SlotNote) -> None:
        """Half characters in the reason are marked as such: it is what somebody else said."""
        values = {"channel": note.channel, "slot": note.slot, "state": note.state, "why": mended(note.why)}
        await put(on, slots, values | {"at": note.at}, unless=slots.c.state == "written")

    @reads
    async def slot_notes(self, on: AsyncConnection, since: datetime) -> list[SlotNote]:
        order = (slots.c.at.desc(), slots.c.channel, slots.c.slot)
        rows = await on.execute(select(slots).where(slots.c.at >= since).order_by(*order))
        return [SlotNote(row.channel, row.slot, row.state, row.why, row.at) for row in rows]


def channels_of(store: SqlStore) -> SqlChannels:
    """The channels of this store; closed together with it."""
    return SqlChannels(store.writing, store.reading)


_RATED = (
    select(deliveries.c.edition, ratings.c.good, func.count(ratings.c.author.distinct()))
    .join(
        ratings,
        and_(
            ratings.c.platform == deliveries.c.platform,
            ratings.c.channel == deliveries.c.channel,
            ratings.c.message == deliveries.c.message,
        ),
    )
    .group_by(deliveries.c.edition, ratings.c.good)
)


async def _same_story(on: AsyncConnection, follow: Follow) -> Sequence[str]:
    """The ids under which the person follows this story, as it is by now."""
    theirs = (await on.execute(select(follows.c.story).where(_of(follow.place)))).scalars().all()
    current = await current_stories(on, {follow.story, *theirs})
    return [story for story in theirs if current[story] == current[follow.story]]


def _of(person: Place) -> ColumnElement[bool]:
    return and_(follows.c.platform == person.platform, follows.c.channel == person.channel)
