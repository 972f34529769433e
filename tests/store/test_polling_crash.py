"""A process that is killed while it polls, and two that poll the same: nothing is lost, nothing is there twice."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.news.followed import Saved
from bot.store.engine import open_store
from bot.store.feeds import feeds_of
from tests.forked import child
from tests.store.examples import LATER, MINUTE, NOON
from tests.store.feed_examples import GAZETTE, many, polled
from tests.store.polling_child import poll_until_killed
from tests.store.story_examples import unseen
from tests.store.test_crash import counted

LEASE = 10 * MINUTE


def killed_at(file: Path, point: str) -> None:
    with child(poll_until_killed, f"sqlite:///{file}", point) as at_work:
        assert at_work.said.read(1) == b".", "the child did not get to the point"


# Statement 1 begins, 2 and 3 look up keys and titles, 4 inserts articles, 5 revisions, 6 keys, 7 titles.
@pytest.mark.parametrize(
    ("point", "is_saved"), [("claimed", False), ("4", False), ("6", False), ("commit", False), ("saved", True)]
)
async def test_killed_while_polling(file: Path, point: str, is_saved: bool) -> None:
    store = await open_store(f"sqlite:///{file}")
    await feeds_of(store).follow([GAZETTE], "file", NOON)
    await store.close()

    killed_at(file, point)

    store = await open_store(f"sqlite:///{file}")
    feeds = feeds_of(store)
    assert len(await store.archive(99)) == (30 if is_saved else 0)
    assert await feeds.claim_feeds(NOON + LEASE - MINUTE, 9, LEASE) == []
    (again,) = await feeds.claim_feeds(NOON + LEASE, 9, LEASE)
    assert again.state.etag is None  # so that the server tells everything once more
    saved = await polled(feeds, *many(30), feed=again.feed, now=NOON + LEASE)
    assert saved == (Saved(known=30) if is_saved else Saved(new=30))
    assert len(await unseen(store, "harbour", LATER)) == 30
    assert counted(file, "articles") == counted(file, "revisions") == 30
    await store.close()


async def test_processes_that_see_the_same_articles_store_each_once(file: Path) -> None:
    with ExitStack() as all_of_them:
        children = [all_of_them.enter_context(child(poll_until_killed, f"sqlite:///{file}", "race")) for _ in range(3)]
        for one in children:
            one.said.readline()
        for one in children:
            one.told.write(b"\n")
        new = [int(one.said.read().strip()) for one in children]
    assert sum(new) == counted(file, "articles") == 77
    assert counted(file, "article_titles") == 77
