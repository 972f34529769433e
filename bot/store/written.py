"""Numbers articles in the order in which their texts came, so that what is derived from them can be kept up.

An article has one number, that of its latest text: a text that comes later, or comes back, moves it to the end. The
last number given away is a row, changed in the transaction that writes the articles. SQLite has one writer at a time;
elsewhere (Postgres) the row stays locked until that transaction ends, so that numbers become visible in their order,
which those of a sequence do not. So nothing that is stored later ever has a number below one that was seen.
"""

from __future__ import annotations

from secrets import token_hex

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.news.types import Article
from bot.store.article_rows import LATEST, articles_at
from bot.store.inserting import dialect_insert
from bot.store.rows import article_from
from bot.store.tables import articles, numbers

_NAME = "written"
_STORE_BYTES = 8


async def next_numbers(on: AsyncConnection, count: int) -> range:
    """So many numbers, higher than all before. Whoever else wants some waits until this transaction ends."""
    new = dialect_insert(on.dialect.name, numbers)
    taken = new.on_conflict_do_update(index_elements=["name"], set_={"last": numbers.c.last + new.excluded.last})
    values = {"name": _NAME, "last": count, "store": token_hex(_STORE_BYTES)}
    last = (await on.execute(taken.values(values).returning(numbers.c.last))).scalar_one()
    return range(last - count + 1, last + 1)


async def last_number(on: AsyncConnection) -> int:
    """The last one given away by now. The same all the time where nobody else writes: SQLite is not even asked."""
    if on.dialect.name == "sqlite":
        return 0
    last: int | None = (await on.execute(select(numbers.c.last).where(numbers.c.name == _NAME))).scalar_one_or_none()
    return last or 0


async def written_since(on: AsyncConnection, mark: str, limit: int) -> tuple[list[Article], str]:
    """A mark is the store's name and a number. One of another store, or of what this one has lost, is the beginning.

    So a file that was removed, or put back from a backup, is read anew by what was derived from it.
    """
    of_store = (await on.execute(select(numbers).where(numbers.c.name == _NAME))).one_or_none()
    if of_store is None:
        return [], ""
    store, _, number = mark.partition(":")
    since = int(number) if store == of_store.store and number.isdecimal() else 0
    if since > of_store.last:
        since = 0
    counts = and_(LATEST, articles.c.written > since, articles.c.same_as.is_(None))
    rows = (await on.execute(articles_at(counts, articles.c.written).order_by(articles.c.written).limit(limit))).all()
    last = rows[-1].written if rows else since
    return [article_from(row) for row in rows], f"{of_store.store}:{last}"


async def number_anew(on: AsyncConnection) -> None:
    """From now on the numbers are as of another store: all that was derived from this one is derived again."""
    await on.execute(update(numbers).where(numbers.c.name == _NAME).values(store=token_hex(_STORE_BYTES)))
