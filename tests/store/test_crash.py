"""A process that is killed in the middle: afterwards all of a piece of work is there, or nothing of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.news.channels import Posted
from bot.ports import MessageId
from bot.store.engine import open_store
from bot.store.feeds import feeds_of
from bot.store.stories import stories_of
from tests.forked import child
from tests.store.crash_child import work_until_killed
from tests.store.examples import HARBOUR, LATER, MINUTE, NOON, found, saved_edition
from tests.store.feed_examples import many, polled
from tests.store.story_examples import SINCE, place, story, told_in, unseen


def killed(file: Path, work: str, point: str, lines: int = 0) -> list[str]:
    """Let the child work up to the point, or for some lines of its report, and kill it; the report up to its end."""
    with child(work_until_killed, f"sqlite:///{file}", work, point) as at_work:
        if lines:
            report = [at_work.said.readline().decode() for _ in range(lines)]
        else:
            report = []
            assert at_work.said.read(1) == b".", "the child did not get to the point"
        at_work.kill()
        return report + at_work.said.read().decode().splitlines()


def counted(file: Path, table: str) -> int:
    connection = sqlite3.connect(file)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


def size_of(file: Path) -> int:
    return file.stat().st_size


# Statement 1 begins, 2 inserts the edition, 3 the revisions it used, 4 its deliveries, 5 and 6 what its channel has seen.
@pytest.mark.parametrize(
    ("point", "is_saved"), [("2", False), ("4", False), ("6", False), ("commit", False), ("done", True)]
)
async def test_killed_while_saving_an_edition(file: Path, point: str, is_saved: bool) -> None:
    store = await open_store(f"sqlite:///{file}")
    await store.save_article(found("a"), NOON)
    await store.close()

    killed(file, "edition", point)

    assert size_of(file.with_name("store.db-wal")) > 1_000_000, "killed before anything was on the disk: proves nothing"
    store = await open_store(f"sqlite:///{file}")
    saved = await store.edition("harbour 08:00")
    assert (saved is not None) == is_saved
    assert len(await unseen(store, "harbour", LATER)) == (0 if is_saved else 1)
    parts = []
    while (delivery := await store.claim_delivery(NOON, MINUTE)) is not None:
        parts.append(delivery.part)
        await store.mark_sent(delivery.key, MessageId(f"m{delivery.part}"), NOON)
    assert parts == ([0, 1, 2] if is_saved else [])
    if not is_saved:
        await saved_edition(store, "08:00")  # the slot is free: the work can be done again
    await store.close()


@pytest.mark.parametrize(("point", "is_claimed"), [("commit", False), ("done", True)])
async def test_killed_while_claiming(file: Path, point: str, is_claimed: bool) -> None:
    store = await open_store(f"sqlite:///{file}")
    await saved_edition(store, "08:00")
    await store.close()

    killed(file, "claim", point)

    store = await open_store(f"sqlite:///{file}")
    left = await store.interrupted(NOON + MINUTE)
    assert [d.attempts for d in left] == ([1] if is_claimed else [])
    again = await store.claim_delivery(NOON + MINUTE, MINUTE)
    assert (again is None) == is_claimed
    await store.close()


@pytest.mark.parametrize(("point", "is_sent"), [("commit", False), ("done", True)])
async def test_killed_while_marking_sent(file: Path, point: str, is_sent: bool) -> None:
    store = await open_store(f"sqlite:///{file}")
    edition = await saved_edition(store, "08:00")
    delivery = await store.claim_delivery(NOON, MINUTE)
    assert delivery is not None
    await store.close()

    killed(file, delivery.key, point)

    store = await open_store(f"sqlite:///{file}")
    assert await store.interrupted(NOON + MINUTE) == ([] if is_sent else [delivery])
    assert await store.posted_at(HARBOUR) == (Posted(edition) if is_sent else None)
    assert await store.claim_delivery(NOON + MINUTE, MINUTE) is None
    await store.close()


# Statement 1 begins, 2 and 3 look up what is placed, 4 places the article, 5 moves the story's others, 6 their briefs.
@pytest.mark.parametrize(
    ("point", "is_placed"), [("4", False), ("5", False), ("6", False), ("commit", False), ("done", True)]
)
async def test_killed_while_stories_are_joined(file: Path, point: str, is_placed: bool) -> None:
    store = await open_store(f"sqlite:///{file}")
    stories = stories_of(store)
    await polled(feeds_of(store), *many(200))
    oldest, first, *others, newest = articles = await stories.unplaced(999, LATER, SINCE)
    await place(stories, (oldest, None), (first, None), *((other, first) for other in others))
    edition = told_in("08:00", first, [first])
    assert await store.save_edition(edition, [], NOON)
    await store.close()

    killed(file, "place", point)

    if point != "4":
        assert size_of(file.with_name("store.db-wal")) > 30_000, "killed before it was on the disk: proves nothing"
    store = await open_store(f"sqlite:///{file}")
    stories = stories_of(store)
    together = [article for article, _ in await stories.articles_of_story(story(oldest))]
    assert together == (articles if is_placed else [oldest])
    assert len(await stories.articles_of_story(story(first))) == (200 if is_placed else 198)
    assert bool(await stories.briefs_of("harbour", story(oldest), 9)) == is_placed
    assert (await stories.briefs_of("harbour", story(first), 9))[0] == edition.briefs[0]
    assert await stories.unplaced(9, LATER, SINCE) == ([] if is_placed else [newest])
    await store.close()


async def test_killed_at_any_moment_keeps_what_was_reported_and_nothing_half(file: Path) -> None:
    report = killed(file, "many", "-", lines=25)

    store = await open_store(f"sqlite:///{file}")
    for number in (int(line) for line in report):
        assert await store.edition(f"harbour {number}") is not None
    editions = counted(file, "editions")
    assert editions >= len(report) >= 25
    assert counted(file, "edition_revisions") == editions
    assert counted(file, "deliveries") == 3 * editions
    assert counted(file, "articles") == counted(file, "revisions")
    await store.close()
