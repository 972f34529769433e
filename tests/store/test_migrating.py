"""A file that an earlier Factbox wrote: opened, it has the newest tables and all that it had."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, text

from bot.news.channels import EditionId
from bot.news.types import RevisionId
from bot.store.engine import open_store
from bot.store.feeds import feeds_of
from bot.store.migrations import upgrade
from bot.store.rows import article_id, revision_id
from tests.store.examples import LATER, MINUTE, NOON, edition_of, found, owed_by
from tests.store.feed_examples import GAZETTE, HERALD, item, polled

WHEN = "2031-05-04 12:00:00.000000"
OLD = article_id("old")
TEXT = revision_id(OLD, "Three boats sank.")

# As the first version wrote them.
ROWS = (
    f"INSERT INTO articles VALUES ('{OLD}', 'old', 'Boats', 'Gazette', 'https://example.org/', '{WHEN}', '{WHEN}', '{TEXT}')",
    f"INSERT INTO revisions VALUES ('{TEXT}', '{OLD}', 'Three boats sank.', '{WHEN}')",
    f"INSERT INTO editions VALUES ('harbour 08:00', 'harbour', '08:00', '[]', '{WHEN}')",
    f"INSERT INTO edition_revisions VALUES ('harbour 08:00', '{TEXT}')",
    "INSERT INTO deliveries VALUES ('k', 'harbour 08:00', 'slack', 'C', NULL, 0, 'due', 0,"
    f" '{WHEN}', NULL, NULL, NULL, NULL)",
    f"INSERT INTO events VALUES ('slack:Ev1', '{WHEN}')",
)


def write_first_version(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as on:
        upgrade(on, "0001")
        for row in ROWS:
            on.execute(text(row))
    engine.dispose()


async def test_a_file_of_the_first_version_keeps_all(file: Path) -> None:
    write_first_version(file)
    store = await open_store(f"sqlite:///{file}")
    (article,) = await store.archive(9)
    assert (article.id, article.title, article.text, article.published) == (OLD, "Boats", "Three boats sank.", NOON)
    assert (article.byline, article.summary_only) == (None, False)
    assert await store.unposted("harbour", 9, LATER) == []
    assert await store.unposted("hills", 9, LATER) == [article]
    assert await store.save_article(found("old", "Three boats sank."), NOON) == ((await store.archive(1))[0], False)
    kept = await store.edition(EditionId("harbour 08:00"))
    assert kept is not None
    delivery = await store.claim_delivery(NOON, MINUTE)
    assert delivery is not None
    assert delivery.key == "k"
    assert not await store.first_time("slack:Ev1", NOON)
    corrected, is_new = await store.save_article(found("old", "Two boats sank."), NOON)
    assert is_new
    assert [a.text for a in await store.articles([RevisionId(TEXT)])] == ["Three boats sank."]
    edition = edition_of("09:00", corrected)
    assert await store.save_edition(edition, owed_by(edition), NOON)
    await store.close()


async def test_feeds_work_on_a_file_of_the_first_version(file: Path) -> None:
    write_first_version(file)
    store = await open_store(f"sqlite:///{file}")
    feeds = feeds_of(store)
    await feeds.follow([GAZETTE, HERALD], "file", NOON)
    assert len(await feeds.claim_feeds(NOON, 9, MINUTE)) == 2
    assert (await polled(feeds, item())).new == 1
    assert len(await store.archive(9)) == 2
    assert len(await feeds.claim_pages(NOON, 9, MINUTE)) == 1  # the old one was read from a file: it has no page
    await store.close()
