"""A file that an earlier Factbox wrote: opened, it has the newest tables and all that it had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.keeping import SetChannel
from bot.news.channels import Channel, Dress, EditionId, Place, Turn
from bot.news.chat import Follow
from bot.news.types import Evidence, RevisionId, Span, StoryId
from bot.ports import MessageId
from bot.store.channels import channels_of
from bot.store.engine import open_store
from bot.store.feeds import feeds_of
from bot.store.migrations import upgrade
from bot.store.rows import article_id, revision_id
from bot.store.stories import stories_of
from tests.store.examples import HARBOUR, LATER, MINUTE, NOON, edition_of, found, owed_by
from tests.store.feed_examples import GAZETTE, HERALD, item, polled
from tests.store.story_examples import SINCE, ids, place, unseen

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


# As the second version wrote them: two articles of a feed, of which an edition used the one that had other words before.
FERRY, SEALS = article_id("ferry", GAZETTE.id), article_id("seals", GAZETTE.id)
FIRST, CORRECTED = revision_id(FERRY, "The ferry is back."), revision_id(FERRY, "The ferry sails again.")
SECOND = revision_id(SEALS, "Seals are back too.")
COLUMNS = "id, key, title, dated, latest, section, feed, digest, fresh, same_as, page_due, page_attempts"
SECOND_ROWS = (
    f"INSERT INTO articles ({COLUMNS}) VALUES"
    f" ('{FERRY}', 'ferry', 'Ferry', '{WHEN}', '{CORRECTED}', 'Harbour', '{GAZETTE.id}', 'd', 1, NULL, NULL, 0),"
    f" ('{SEALS}', 'seals', 'Seals', '{WHEN}', '{SECOND}', NULL, '{GAZETTE.id}', 'd', 1, NULL, NULL, 0)",
    "INSERT INTO revisions VALUES"
    f" ('{FIRST}', '{FERRY}', 'The ferry is back.', '{WHEN}', 0),"
    f" ('{CORRECTED}', '{FERRY}', 'The ferry sails again.', '{WHEN}', 0),"
    f" ('{SECOND}', '{SEALS}', 'Seals are back too.', '{WHEN}', 0)",
    "INSERT INTO feeds (id, url, topics, full_text, new_at_first, origin, followed_at, next_poll, claimed, failures)"
    f""" VALUES ('{GAZETTE.id}', '{GAZETTE.url}', '["harbour"]', 1, 5, 'hand', '{WHEN}', '{WHEN}', 0, 0)""",
    "INSERT INTO editions VALUES"
    f""" ('harbour 08:00', 'harbour', '08:00', '[{{"headline":"Ferry","lines":[],"quotes":[],"figures":[],"refused":[],"""
    f""""revisions":["{FIRST}"]}}]', '{WHEN}'), ('harbour 09:00', 'harbour', '09:00', '[]', '{WHEN}')""",
    f"INSERT INTO edition_revisions VALUES ('harbour 08:00', '{FIRST}'), ('harbour 09:00', '{CORRECTED}')",
    "INSERT INTO deliveries VALUES ('k', 'harbour 08:00', 'slack', 'C', NULL, 0, 'due', 0,"
    f" '{WHEN}', NULL, NULL, NULL, NULL)",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """There is none yet."""
    return tmp_path / "store.db"


def write_version(file: Path, version: str, rows: Sequence[str]) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as on:
        upgrade(on, version)
        for row in rows:
            on.exec_driver_sql(row)
    engine.dispose()


async def test_a_file_of_the_first_version_keeps_all(file: Path) -> None:
    write_version(file, "0001", ROWS)
    store = await open_store(f"sqlite:///{file}")
    (article,) = await store.archive(9)
    assert (article.id, article.title, article.text, article.published) == (OLD, "Boats", "Three boats sank.", NOON)
    assert (article.byline, article.summary_only) == (None, False)
    assert await unseen(store, "harbour", LATER) == []
    assert await unseen(store, "hills", LATER) == [article]
    assert await store.save_article(found("old", "Three boats sank."), NOON) == ((await store.archive(1))[0], False)
    kept = await store.edition(EditionId("harbour 08:00"))
    assert kept is not None
    delivery = await store.claim_delivery(NOON, MINUTE)
    assert delivery is not None
    assert delivery.key == "k"
    assert not await store.first_time(["slack:Ev1"], NOON)
    corrected, is_new = await store.save_article(found("old", "Two boats sank."), NOON)
    assert is_new
    assert [a.text for a in await store.articles([RevisionId(TEXT)])] == ["Three boats sank."]
    edition = edition_of("09:00", corrected)
    assert await store.save_edition(edition, owed_by(edition), NOON)
    await store.close()


async def test_feeds_work_on_a_file_of_the_first_version(file: Path) -> None:
    write_version(file, "0001", ROWS)
    store = await open_store(f"sqlite:///{file}")
    feeds = feeds_of(store)
    await feeds.follow([GAZETTE, HERALD], "file", NOON)
    assert len(await feeds.claim_feeds(NOON, 9, MINUTE)) == 2
    assert (await polled(feeds, item())).new == 1
    assert len(await store.archive(9)) == 2
    assert len(await feeds.claim_pages(NOON, 9, MINUTE)) == 1  # the old one was read from a file: it has no page
    await store.close()


async def test_stories_on_a_file_of_the_second_version(file: Path) -> None:
    write_version(file, "0002", SECOND_ROWS)
    store = await open_store(f"sqlite:///{file}")
    stories = stories_of(store)
    told = await stories.unplaced(9, LATER, SINCE)
    assert ids(told) == [FERRY, SEALS]
    await place(stories, *((article, None) for article in told))
    assert await stories.stories_due("harbour", SINCE) == [StoryId(SEALS)], "what was used is used"
    assert set(await stories.stories_due("hills", SINCE)) == {StoryId(FERRY), StoryId(SEALS)}
    assert await stories.briefs_of("harbour", StoryId(FERRY), 9) == []
    assert await stories.topics_of([FERRY, SEALS]) == {FERRY: {"harbour", "Harbour"}, SEALS: {"harbour"}}
    kept = await store.edition(EditionId("harbour 08:00"))
    assert kept is not None
    assert [(brief.headline, brief.story) for brief in kept.briefs] == [("Ferry", None)]
    delivery = await store.claim_delivery(NOON, MINUTE)
    assert delivery is not None
    assert delivery.key == "k"
    await store.close()


# As the third version wrote them: what the second had, one of its articles in a story, another turned out to be it.
THIRD_ROWS = (
    *SECOND_ROWS,
    f"UPDATE articles SET story = '{FERRY}', placed = 1 WHERE id = '{FERRY}'",
    f"UPDATE articles SET outlet = 'The Harbour Gazette', published = '{WHEN}'",
    f"INSERT INTO articles ({COLUMNS}) VALUES"
    f" ('twin', 'twin', 'Ferry', '2031-05-03 12:00:00.000000', 'twin', NULL, NULL, 'd', 1, '{FERRY}', NULL, 0)",
    "INSERT INTO revisions VALUES ('twin', 'twin', 'The ferry sails.', '2031-05-03 12:00:00.000000', 0)",
    "INSERT INTO turns (platform, channel, thread, author, question, answer, evidence, asked_at) VALUES"
    f""" ('slack', 'C-harbour', 'm1', 'U-ada', 'Who?', 'Ada Moll.', '[{{"revision":"{CORRECTED}","span":{{"start":0,"end":3}}}}]',"""
    f" '{WHEN}'), ('slack', 'C-harbour', 'm1', 'U-bo', 'When?', 'It does not say.', '[]', '{WHEN}')",
    f"INSERT INTO events VALUES ('slack:Ev1', '{WHEN}')",
)
THREAD = replace(HARBOUR, thread="m1")


async def test_threads_and_their_forgetting_on_a_file_of_the_third_version(file: Path) -> None:
    write_version(file, "0003", THIRD_ROWS)
    store = await open_store(f"sqlite:///{file}")
    proof = Evidence(CORRECTED, Span(0, 3))
    assert await store.turns(THREAD, NOON) == [Turn("Who?", "Ada Moll.", (proof,)), Turn("When?", "It does not say.")]
    asked = Turn("And why?", "The sources do not say.", (proof,), meant="Why is the ferry back?", refused=True)
    await store.add_turn(THREAD, "U-ada", asked, LATER)
    assert await store.forget_author("U-ada") == 2
    assert [turn.question for turn in await store.turns(THREAD, NOON)] == ["When?"]
    assert await store.forget_before(LATER) == 1
    assert not await store.first_time(["slack:Ev1"], LATER)
    assert await stories_of(store).story_of(FERRY) == StoryId(FERRY)
    await store.close()


# As the fourth version wrote them, over what the third had: one brief that stands there, one that was being sent when it stopped, one owed.
FOURTH_ROWS = (
    "DELETE FROM deliveries",
    "INSERT INTO deliveries VALUES"
    f" ('stands', 'harbour 08:00', 'slack', 'C', NULL, 0, 'sent', 1, '{WHEN}', NULL, 'm1', NULL, '{WHEN}'),"
    f" ('stopped', 'harbour 09:00', 'slack', 'C', NULL, 0, 'sending', 1, '{WHEN}', '{WHEN}', NULL, NULL, NULL),"
    f" ('owed', 'harbour 09:00', 'slack', 'C', NULL, 1, 'due', 0, '{WHEN}', NULL, NULL, NULL, NULL)",
)


async def test_what_is_set_in_chat_on_a_file_of_the_fourth_version(file: Path) -> None:
    write_version(file, "0003", THIRD_ROWS)
    write_version(file, "0004", FOURTH_ROWS)
    store = await open_store(f"sqlite:///{file}")
    kept = channels_of(store)
    (stopped,) = await store.interrupted(LATER)
    assert (stopped.key, stopped.tried, stopped.why) == ("stopped", NOON, ""), "looked for from when it was made on"
    await store.mark_due("stopped", LATER, "it was being sent", stopped.attempts)
    again = await store.claim_delivery(LATER, MINUTE)
    assert again is not None
    assert (again.key, again.attempts, again.tried, again.why) == ("stopped", 2, NOON, "it was being sent")
    await store.mark_sent("stopped", MessageId("m2"), LATER)
    owed = await store.claim_delivery(LATER, MINUTE)
    assert owed is not None
    assert (owed.key, owed.tried) == ("owed", LATER)
    channel = Channel("harbour", HARBOUR, (time(8),), frozenset(range(7)), "Europe/Berlin")
    await kept.set_channel(channel, "U-ada", NOON)
    assert [each.channel for each in await kept.set_channels()] == [channel]
    await kept.rate(Place("slack", "C", "m1"), "U-ada", True, NOON)
    issued = await kept.issued(["harbour"], 9)
    assert [[delivery.key for delivery in each.deliveries] for each in issued] == [["stopped", "owed"], ["stands"]]
    assert [each.good for each in issued] == [0, 1]
    assert await kept.follow(Follow(Place("slack", "U-ada"), StoryId(FERRY)), NOON)
    assert not await kept.follow(Follow(Place("slack", "U-ada"), StoryId(FERRY)), NOON)
    await store.close()


# As the fifth version wrote them, over what the fourth had: a channel as it was set in chat, and one switched off there.
CHANNELS = "name, platform, channel, times, days, zone, topics, length, sources, owner, paused, off, by, at"
FIFTH_ROWS = (
    f"INSERT INTO channels ({CHANNELS}) VALUES"
    """ ('harbour', 'slack', 'C-harbour', '["08:00:00"]', '[0,1,2,3,4,5,6]', 'Europe/Berlin', '["world"]', 'short',"""
    f""" '["example.org"]', 'U-ada', 0, 0, 'U-ada', '{WHEN}'),"""
    f""" ('hills', 'slack', 'C-hills', '[]', '[]', 'UTC', '[]', 'normal', '[]', NULL, 1, 1, 'U-bo', '{WHEN}')""",
)


async def test_channels_of_the_fifth_version_are_undressed_and_can_be_dressed(file: Path) -> None:
    write_version(file, "0003", THIRD_ROWS)
    write_version(file, "0004", FOURTH_ROWS)
    write_version(file, "0005", FIFTH_ROWS)
    store = await open_store(f"sqlite:///{file}")
    kept = channels_of(store)
    harbour = Channel(
        "harbour", HARBOUR, (time(8),), frozenset(range(7)), "Europe/Berlin", ("world",), "short",
        sources=("example.org",), owner="U-ada",
    )  # fmt: skip
    hills = Channel("hills", Place("slack", "C-hills"), (), frozenset(), "UTC", paused=True)
    assert await kept.set_channels() == [SetChannel(harbour, "U-ada", NOON), SetChannel(hills, "U-bo", NOON, off=True)]
    dressed = replace(harbour, dress=Dress("#1f6feb", ping="1234567890123456789", tags=("World",)))
    await kept.set_channel(dressed, "U-ada", LATER)
    assert (await kept.set_channels())[0] == SetChannel(dressed, "U-ada", LATER)
    await kept.set_channel(harbour, "U-ada", LATER)
    assert (await kept.set_channels())[0].channel.dress == Dress(), "what was taken off is off"
    assert [d.key for each in await kept.issued(["harbour"], 9) for d in each.deliveries] == [
        "stopped",
        "owed",
        "stands",
    ]
    await store.close()


@pytest.mark.parametrize(
    ("version", "rows", "texts"),
    [
        ("0001", ROWS, ["Three boats sank."]),
        ("0002", SECOND_ROWS, ["The ferry sails again.", "Seals are back too."]),
        ("0003", THIRD_ROWS, ["The ferry sails again.", "Seals are back too."]),
        ("0003", (), []),
    ],
)
async def test_what_older_versions_stored_is_read_on_from(
    file: Path, version: str, rows: Sequence[str], texts: list[str]
) -> None:
    write_version(file, version, rows)
    store = await open_store(f"sqlite:///{file}")
    told, mark = await store.written_since("", 9)
    assert [article.text for article in told] == texts
    assert await store.current([article.revision.id for article in told]) == {a.revision.id for a in told}
    assert await store.oldest() == (NOON if rows else None)
    assert await store.outlets() == {"0001": ["Gazette"], "0003": ["The Harbour Gazette"] * bool(rows)}.get(version, [])
    for key in "ab":
        await store.save_article(found(key), NOON)
    more, _ = await store.written_since(mark, 9)
    assert [article.title for article in more] == ["Title of a", "Title of b"]
    await store.close()
