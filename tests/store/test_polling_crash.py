"""A process that is killed while it polls, and two that poll the same: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.news.followed import Saved
from bot.store.engine import open_store
from bot.store.feeds import feeds_of
from tests.store.examples import LATER, MINUTE, NOON
from tests.store.feed_examples import GAZETTE, many, polled
from tests.store.story_examples import unseen
from tests.store.test_crash import counted

CHILD = Path(__file__).with_name("polling_child.py")
ROOT = Path(bot.__file__).parent.parent
LEASE = 10 * MINUTE


def started(file: Path, point: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), f"sqlite:///{file}", point],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        text=True,
    )


def killed_at(file: Path, point: str) -> None:
    with started(file, point) as child:
        assert child.stdout is not None
        assert child.stdout.read(1) == ".", "the child did not get to the point"
        child.kill()


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
    await (await open_store(f"sqlite:///{file}")).close()
    children = [started(file, "race") for _ in range(3)]
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    new = [int(child.communicate()[0].strip()) for child in children]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert sum(new) == counted(file, "articles") == 77
    assert counted(file, "article_titles") == 77
