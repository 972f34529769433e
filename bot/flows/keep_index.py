"""From the store to the search index.

search.mark                 how far it has read                       I/O
| store.written_since       what was stored since, as it reads now    I/O
| search.add                taken in, and the mark with it            I/O

What is left undone is done the next time: the mark moves only with the articles it speaks of.
"""

from __future__ import annotations

import structlog

from bot.ports import Search, Store

log = structlog.get_logger()

_TELL_EVERY = 5_000


async def keep_index(store: Store, search: Search, batch: int = 200) -> int:
    """Take in all that was stored since the last time, `batch` articles at once; how many these were.

    Ends early where the index takes nothing in, since another process writes it. Raises `Unavailable` where store or
    index cannot do their work; what went in before that stays.
    """
    taken = 0
    mark = await search.mark()
    while True:
        articles, after = await store.written_since(mark, batch)
        if after == mark:
            break
        await search.add(articles, after)
        if await search.mark() != after:
            break
        mark = after
        taken += len(articles)
        if taken // _TELL_EVERY != (taken - len(articles)) // _TELL_EVERY:
            log.info("index_grows", articles=taken)
    if taken >= _TELL_EVERY:
        log.info("index_complete", articles=taken)
    return taken
