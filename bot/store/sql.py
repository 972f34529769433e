"""The store on a SQL database: fits `Store` of `bot/ports.py`, on whatever AsyncEngine it is given.

All SQL here is neutral or chosen by dialect (`inserting.py`), so that a further database is a further engine.
Methods get their connection, `on`, from `writes` and `reads`; callers do not pass it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.keeping import Sent
from bot.news.channels import Delivery, Edition, Place, Posted, Turn
from bot.news.types import Article, ArticleId, FoundArticle, RevisionId
from bot.ports import MessageId
from bot.store import deliveries as owed
from bot.store.article_rows import FIRST_OUTLETS, LATEST, articles_at
from bot.store.chunks import chunks
from bot.store.clock import clock_of
from bot.store.forgetting import empty_log, forget_author, forget_before
from bot.store.inserting import insert_new
from bot.store.placing import current_stories
from bot.store.rows import (
    article_from,
    article_id,
    article_values,
    delivery_values,
    edition_from,
    edition_values,
    revision_id,
    turn_values,
    turns_from,
    used_revisions,
    whole,
)
from bot.store.seen import mark_seen
from bot.store.tables import (
    article_keys,
    articles,
    deliveries,
    edition_revisions,
    edition_stories,
    editions,
    events,
    numbers,
    revisions,
    turns,
)
from bot.store.transactions import alone, reads, writes
from bot.store.written import next_numbers, written_since


class SqlStore:
    """`is_shared`: other processes may write to the same database, each with engines of its own.

    `reading` is an engine of its own for transactions that only read; without it they share the one that writes.

    `read_only` is set as an execution option on these; an engine may make use of it.
    """

    def __init__(self, engine: AsyncEngine, reading: AsyncEngine | None = None) -> None:
        self.writing = engine
        self.reading = (reading or engine).execution_options(read_only=True)
        self.is_shared = engine.dialect.name != "sqlite"

    @reads
    async def clock(self, on: AsyncConnection) -> datetime:
        """That of the database's server, where there is one."""
        return await clock_of(on)

    async def check_writable(self) -> None:
        """Take a write lock for a moment. Raises `StoreError` where that cannot be had."""
        async with self.writing.begin() as on:
            if self.is_shared:
                await on.execute(select(numbers.c.last).with_for_update())

    @writes
    async def save_article(self, on: AsyncConnection, found: FoundArticle, now: datetime) -> tuple[Article, bool]:
        """Title, outlet, link and date follow the latest find; one that no longer has them takes none away.

        Raises `Rejected` for a text with half characters (lone surrogates).
        """
        key = whole(found.key, "key")
        await alone(on, "articles")
        stored = (await on.execute(select(articles).where(articles.c.key == key))).mappings().one_or_none()
        article = article_id(key) if stored is None else ArticleId(stored["id"])
        revision = revision_id(article, found.text)
        values = article_values(found) | {"latest": revision}
        if stored is None or stored["latest"] != revision:
            values["written"] = (await next_numbers(on, 1))[0]
        if stored is None:
            fresh = values | {"id": article, "key": key, "dated": values.get("published", now)}
            await insert_new(on, articles, [fresh])
            await insert_new(on, article_keys, [{"key": key, "article": article}])
        is_new = False
        if stored is None or stored["latest"] != revision:
            text = {"id": revision, "article": article, "text": found.text, "seen_at": now}
            is_new = await insert_new(on, revisions, [text | {"summary_only": found.summary_only}]) == 1
        if stored is None or any(stored[name] != value for name, value in values.items()):
            await on.execute(update(articles).where(articles.c.id == article).values(values))
        row = (await on.execute(articles_at(revisions.c.id == revision))).one()
        return article_from(row), is_new

    @reads
    async def articles(self, on: AsyncConnection, revisions_: Collection[RevisionId]) -> list[Article]:
        """In the order asked for, each once; those that are not stored are left out."""
        wanted = list(dict.fromkeys(revisions_))
        found: dict[str, Article] = {}
        for ids in chunks(wanted):
            rows = await on.execute(articles_at(revisions.c.id.in_(ids)))
            found.update((row.revision, article_from(row)) for row in rows)
        return [found[revision] for revision in wanted if revision in found]

    @reads
    async def archive(self, on: AsyncConnection, limit: int) -> list[Article]:
        """Newest first."""
        latest = articles_at(and_(LATEST, articles.c.same_as.is_(None)))
        rows = await on.execute(latest.order_by(articles.c.dated.desc(), articles.c.key.desc()).limit(limit))
        return [article_from(row) for row in rows]

    @reads
    async def current(self, on: AsyncConnection, revisions_: Collection[RevisionId]) -> set[RevisionId]:
        found: set[RevisionId] = set()
        counts = and_(LATEST, articles.c.same_as.is_(None))
        latest = select(revisions.c.id).join(articles, articles.c.id == revisions.c.article).where(counts)
        for ids in chunks(revisions_):
            found.update((await on.execute(latest.where(revisions.c.id.in_(ids)))).scalars())
        return found

    @reads
    async def written_since(self, on: AsyncConnection, mark: str, limit: int) -> tuple[list[Article], str]:
        """Also the beginning: a mark of another store, or of what this one lost when a backup was put in its place."""
        return await written_since(on, mark, limit)

    @reads
    async def oldest(self, on: AsyncConnection) -> datetime | None:
        dated = select(articles.c.dated).where(articles.c.same_as.is_(None)).order_by(articles.c.dated).limit(1)
        return (await on.execute(dated)).scalar_one_or_none()

    @reads
    async def outlets(self, on: AsyncConnection) -> list[str]:
        """The first 2,000 in alphabetical order. Each is one step in an index, however many articles it has."""
        return list((await on.execute(FIRST_OUTLETS)).scalars())

    @reads
    async def told_mark(self, on: AsyncConnection, channel: str) -> int:
        return await _told_mark(on, channel)

    @writes
    async def save_edition(
        self,
        on: AsyncConnection,
        edition: Edition,
        deliveries_: Sequence[Delivery],
        now: datetime,
        after: int | None = None,
    ) -> bool:
        """Raises ValueError for deliveries of another edition, or that are not due."""
        for delivery in deliveries_:
            if delivery.edition != edition.id or delivery.state != "due":
                raise ValueError(f"{delivery} is not owed by edition {edition.id}")
        await alone(on, "stories")  # none is joined with another while its brief is written down
        if after is not None and await _told_mark(on, edition.channel) != after:
            return False
        if not await insert_new(on, editions, [edition_values(edition, now)]):
            return False
        used = used_revisions(edition)
        if used:
            await on.execute(insert(edition_revisions), [{"edition": edition.id, "revision": each} for each in used])
        if deliveries_:
            await on.execute(insert(deliveries), [delivery_values(each, now) for each in deliveries_])
        await mark_seen(on, edition.channel, used, now)
        stories = {part: brief.story for part, brief in enumerate(edition.briefs) if brief.story is not None}
        if stories:
            current = await current_stories(on, set(stories.values()))  # joined by another since the brief was written
            rows = [{"edition": edition.id, "part": part, "story": current[id_]} for part, id_ in stories.items()]
            await on.execute(insert(edition_stories), rows)
        return True

    @reads
    async def edition(self, on: AsyncConnection, edition: str) -> Edition | None:
        row = (await on.execute(select(editions).where(editions.c.id == edition))).one_or_none()
        return edition_from(row) if row else None

    @writes
    async def claim_delivery(self, on: AsyncConnection, now: datetime, lease: timedelta) -> Delivery | None:
        """The one that has been due longest."""
        return await owed.claim(on, now, lease)

    @reads
    async def interrupted(self, on: AsyncConnection, now: datetime) -> list[Delivery]:
        """The longest abandoned first."""
        return await owed.interrupted(on, now)

    @writes
    async def mark_sent(self, on: AsyncConnection, key: str, message: MessageId, now: datetime) -> None:
        """From any state, since the message stands there; a second message of one delivery is not noted."""
        sent = {"state": "sent", "message": message, "lease_until": None, "reason": None, "ended_at": now}
        await owed.mark(on, key, deliveries.c.state != "sent", sent)

    @reads
    async def opening(self, on: AsyncConnection, edition: str) -> MessageId | None:
        """The message of the edition's first brief, where it was sent."""
        first = select(deliveries.c.message).where(deliveries.c.edition == edition, deliveries.c.part == 0)
        message = (await on.execute(first.where(deliveries.c.state == "sent").limit(1))).scalar()
        return MessageId(message) if message else None

    @writes
    async def move(self, on: AsyncConnection, key: str, place: Place) -> None:
        """Raises LookupError where there is no such delivery."""
        there = {"platform": place.platform, "channel": place.channel, "thread": place.thread}
        await owed.mark(on, key, true(), there)

    @writes
    async def mark_due(self, on: AsyncConnection, key: str, at: datetime, why: str, attempt: int | None = None) -> None:
        due = {"state": "due", "due_at": at, "lease_until": None, "reason": why}
        await owed.mark(on, key, owed.held(attempt), due)

    @writes
    async def mark_ended(
        self, on: AsyncConnection, key: str, state: str, why: str, now: datetime, attempt: int | None = None
    ) -> None:
        """Raises ValueError for another state than `failed` or `uncertain`."""
        if state not in ("failed", "uncertain"):
            raise ValueError(f"a delivery cannot end {state!r}")
        ended = {"state": state, "reason": why, "lease_until": None, "ended_at": now}
        await owed.mark(on, key, owed.held(attempt), ended)

    @reads
    async def posted_at(self, on: AsyncConnection, place: Place) -> Posted | None:
        """A thread is named by the message it hangs under."""
        return await owed.posted_at(on, place)

    @reads
    async def outdated(self, on: AsyncConnection, since: datetime, limit: int) -> list[Sent]:
        """In the order in which they were posted."""
        return await owed.outdated(on, since, limit)

    @writes
    async def mark_corrected(self, on: AsyncConnection, key: str, seen: str, shown: str) -> None:
        """Raises LookupError where there is no such delivery."""
        await owed.mark(on, key, true(), {"corrected": f"{seen} {shown}"})

    @writes
    async def first_time(self, on: AsyncConnection, events_: Collection[str], now: datetime) -> bool:
        """All of them are noted, also where one was given before: none may pass for the first later."""
        given = dict.fromkeys(events_)
        return await insert_new(on, events, [{"id": event, "first_at": now} for event in given]) == len(given)

    @reads
    async def turns(self, on: AsyncConnection, place: Place, since: datetime) -> list[Turn]:
        in_thread = turns.c.thread.is_(None) if place.thread is None else turns.c.thread == place.thread
        here = select(turns).where(turns.c.platform == place.platform, turns.c.channel == place.channel, in_thread)
        kept = here.where(turns.c.asked_at >= since)
        return turns_from((await on.execute(kept.order_by(turns.c.number))).all())

    @writes
    async def add_turn(self, on: AsyncConnection, place: Place, author: str, turn: Turn, now: datetime) -> None:
        """Raises `Rejected` for words with half characters (lone surrogates)."""
        await on.execute(insert(turns).values(turn_values(place, author, turn, now)))

    @reads
    async def asked_directly(self, on: AsyncConnection, platform: str, most: int) -> list[str]:
        direct = select(turns.c.author).where(turns.c.platform == platform, turns.c.channel == turns.c.author)
        newest = direct.group_by(turns.c.author).order_by(func.max(turns.c.number).desc()).limit(most)
        return list((await on.execute(newest)).scalars())

    async def forget_author(self, author: str, platform: str | None = None) -> int:
        """Called again, it also removes the words that others held in use before: see `empty_log`."""
        forgotten = await self._forget_author(author, platform)
        await empty_log(self.writing)
        return forgotten

    async def forget_before(self, moment: datetime) -> int:
        """As `forget_author`, also where nothing is past its time now. Events are kept for 30 days longer."""
        forgotten = await self._forget_before(moment)
        await empty_log(self.writing)
        return forgotten

    @writes
    async def _forget_author(self, on: AsyncConnection, author: str, platform: str | None) -> int:
        return await forget_author(on, author, platform)

    @writes
    async def _forget_before(self, on: AsyncConnection, moment: datetime) -> int:
        return await forget_before(on, moment)

    async def close(self) -> None:
        await self.reading.dispose()  # first: the last connection to close tidies up, and a reader cannot
        await self.writing.dispose()


async def _told_mark(on: AsyncConnection, channel: str) -> int:
    count = select(func.count()).select_from(editions).where(editions.c.channel == channel)
    return int((await on.execute(count)).scalar_one())
