"""From an article that a feed showed to its full text.

feeds.claim_pages        due, and ours for the length of a lease                   I/O
| web.page               robots.txt first; the article, or a wall in front of it   I/O
| sightings.page_keys    what else the article is known by                         rule
| feeds.save_page        a revision of its own, or a word on why there is none     I/O
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.flows.leased import within
from bot.news.followed import ToRead
from bot.news.sightings import page_keys
from bot.ports import FeedStore, Rejected, Unavailable, Web

LEASE = timedelta(minutes=10)
LONGEST = timedelta(minutes=8)
"""For one page with all its waits for a host's turn: within the lease."""
AT_ONCE = 8
MOST_RESTS = 24
_LOOK_AGAIN = 5.0  # seconds: what becomes due does not wait for a slow page
RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))

log = structlog.get_logger()


async def read_pages(feeds: FeedStore, web: Web, clock: Callable[[], datetime], at_once: int = AT_ONCE) -> int:
    """Read every page that is due, `at_once` side by side, until none is left; the number of articles read whole.

    Raises what the store raises; what was claimed is due again when its lease ends.
    """
    whole = 0
    at_work: set[asyncio.Task[bool]] = set()
    try:
        while True:
            free = at_once - len(at_work)
            for due in await feeds.claim_pages(clock(), free, LEASE) if free else ():
                at_work.add(asyncio.create_task(_read(due, feeds, web, clock)))
            if not at_work:
                return whole
            done, at_work = await asyncio.wait(at_work, timeout=_LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED)
            whole += sum(task.result() for task in done)
    finally:
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)


async def _read(due: ToRead, feeds: FeedStore, web: Web, clock: Callable[[], datetime]) -> bool:
    """Read one page. What goes wrong stays with this article: its summary is there already."""
    again_at: datetime | None = None
    try:
        page = await within(LONGEST, due.url, web.page(due.url))
    except Unavailable as error:
        why = str(error)
        wait = timedelta(seconds=error.wait or 0)
        if error.resting and due.attempts <= MOST_RESTS:  # it was not even asked
            again_at = clock() + max(RETRY_AFTER[0], wait)
        elif due.attempts <= len(RETRY_AFTER):
            again_at = clock() + max(RETRY_AFTER[due.attempts - 1], wait)
    except Rejected as error:
        why = str(error)
    except Exception as error:
        why = _bug(due, error)
    else:
        try:
            is_own = await feeds.save_page(due.article, page, page_keys(page), clock())
        except Unavailable:
            raise
        except Rejected as error:
            why = str(error)
        except Exception as error:
            why = _bug(due, error)
        else:
            same = {} if is_own else {"same": "as another article"}
            log.info("page_read", article=due.article, url=due.url, kind=page.kind, **same)
            return page.kind == "full"
    log.info("page_not_read", article=due.article, url=due.url, why=why, again_at=again_at and again_at.isoformat())
    await feeds.page_failed(due.article, again_at, why)
    return False


def _bug(due: ToRead, error: Exception) -> str:
    log.exception("page_failed", article=due.article)
    return f"Factbox failed over it ({type(error).__name__}); its log says more"
