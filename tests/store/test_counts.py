"""What a report counts, on every kind of store; and that indexes answer it, whatever the archive holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.keeping import SlotNote
from bot.news.channels import Mention, Turn
from bot.news.followed import FeedState
from bot.news.report import Counted, Spent, Told
from bot.news.types import Refused
from bot.ports import Inbox, MessageId, Spending
from bot.store.channels import channels_of
from bot.store.counts import SqlCounts, counts_of
from bot.store.feeds import feeds_of
from bot.store.inbox import inbox_of
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.store.examples import HARBOUR, LATER, MINUTE, NOON, edition_of, found, owed_by, saved_edition
from tests.store.feed_examples import GAZETTE, HERALD

DAY = timedelta(days=1)
FIRST, SECOND = "2031-05-04T08:00 UTC", "2031-05-04T12:00 UTC"


@pytest.fixture
def counts(store: SqlStore) -> SqlCounts:
    return counts_of(store)


async def test_an_empty_store_counts_nothing(counts: SqlCounts) -> None:
    assert await counts.counted([], NOON) == Counted()
    assert await counts.counted(["harbour"], NOON) == Counted()


async def test_a_channel_has_its_newest_edition_and_what_became_of_each_brief(
    store: SqlStore, counts: SqlCounts
) -> None:
    await saved_edition(store, FIRST)
    article, _ = await store.save_article(found("second"), NOON)
    edition = edition_of(SECOND, article)
    assert await store.save_edition(edition, owed_by(edition, parts=4), LATER)
    for _ in range(5):  # the first edition's brief, then these
        claimed = await store.claim_delivery(LATER, MINUTE)
        assert claimed is not None
        await store.mark_sent(claimed.key, MessageId(f"m{claimed.part}"), LATER + MINUTE)
        if claimed.edition == edition.id and claimed.part == 2:
            break
    await store.claim_delivery(LATER, MINUTE)
    await store.mark_ended(f"{edition.id} 3", "uncertain", "no answer", LATER + MINUTE)

    told = (await counts.counted(["harbour", "hill"], LATER)).channels

    assert told == {"harbour": Told(SECOND, LATER, LATER + MINUTE, {"sent": 3, "uncertain": 1}, "no answer")}


async def test_the_slot_that_was_looked_at_last_is_told_beside_it(store: SqlStore, counts: SqlCounts) -> None:
    await saved_edition(store, FIRST)
    kept = channels_of(store)
    await kept.note_slot(SlotNote("harbour", FIRST, "written", "", NOON))
    await kept.note_slot(SlotNote("harbour", SECOND, "failed", "the disk is full", LATER))
    await kept.note_slot(SlotNote("hill", FIRST, "nothing", "", NOON))

    counted = await counts.counted(["harbour", "hill"], LATER)

    harbour, hill = counted.channels["harbour"], counted.channels["hill"]
    assert (harbour.slot, harbour.noted, harbour.came, harbour.noted_why) == (
        FIRST,
        SECOND,
        "failed",
        "the disk is full",
    )
    assert hill == Told(noted=FIRST, came="nothing")
    assert counted.editions == 1
    assert (await counts.counted(["harbour"], LATER + DAY)).editions == 0, "of the last day alone"


async def test_deliveries_of_the_last_day_count_and_those_that_are_owed_however_old(
    store: SqlStore, counts: SqlCounts
) -> None:
    await saved_edition(store, FIRST, parts=2)
    claimed = await store.claim_delivery(NOON, MINUTE)
    assert claimed is not None
    await store.mark_sent(claimed.key, MessageId("m"), NOON)

    assert (await counts.counted([], NOON + MINUTE)).deliveries == {"sent": 1, "due": 1}
    assert (await counts.counted([], NOON + 2 * DAY)).deliveries == {"due": 1}


async def test_feeds_in_trouble_are_named_the_longest_first_without_their_secrets(
    store: SqlStore, counts: SqlCounts
) -> None:
    feeds = feeds_of(store)
    secret = replace(HERALD, url="https://me:pass@herald.example.org/rss?key=abc", outlet=None)
    await feeds.follow([GAZETTE, secret], "file", NOON)
    fails = FeedState(feed=GAZETTE.id, next_poll=LATER, failures=2, failing_since=NOON, trouble="It answered 404.")
    worse = replace(
        fails, feed=secret.id, failing_since=NOON - DAY, trouble=f"{secret.url}: it did not answer", next_poll=NOON
    )
    await feeds.save_states([fails, worse])

    fare = (await counts.counted([], NOON)).feeds

    assert (fare.followed, fare.troubled, fare.due) == (2, 2, 1)
    assert [(f.name, f.why) for f in fare.worst] == [
        ("herald.example.org/rss?…", "it did not answer"),
        ("The Harbour Gazette", "It answered 404."),
    ]
    assert "pass" not in str(fare)


async def test_todays_tokens_and_cost_are_summed_by_model(store: SqlStore, counts: SqlCounts) -> None:
    stories = stories_of(store)
    for day, spent in (
        (NOON.date(), Spending("small", 10, 2, 0.5)),
        (NOON.date(), Spending("small", 5, 1, 0.25)),
        (NOON.date(), Spending("own", 7, 3)),
        ((NOON - DAY).date(), Spending("small", 99, 99, 9.0)),
    ):
        await stories.spend(day, "e", "harbour", spent)

    assert (await counts.counted([], NOON)).spent == (Spent("own", 7, 3), Spent("small", 15, 3, 0.75))


async def test_questions_of_the_last_day_those_without_an_answer_and_those_that_wait(
    store: SqlStore, counts: SqlCounts
) -> None:
    for number, refused in enumerate((False, True, False)):
        turn = Turn(f"q{number}", "a", refused=refused)
        await store.add_turn(HARBOUR, "U1", turn, NOON - DAY if number == 2 else NOON)
    inbox: Inbox = inbox_of(store, "one")
    await inbox.hear(Mention("e1", HARBOUR, "U1", "How many?"), NOON)

    counted = await counts.counted([], NOON + MINUTE)

    assert (counted.asked, counted.refused_answers, counted.waiting) == (2, 1, 1)


async def test_refusals_are_counted_by_rule_and_each_edition_is_read_once(store: SqlStore, counts: SqlCounts) -> None:
    kept = channels_of(store)
    for slot, at, reasons in (
        (FIRST, NOON, ("figure moved to another fact: 1,200", "names no evidence")),
        (SECOND, LATER, ("figure moved to another fact: 9",)),
    ):
        article, _ = await store.save_article(found(slot), at)
        edition = edition_of(slot, article)
        brief = replace(edition.briefs[0], refused=tuple(Refused("words", reason) for reason in reasons))
        await store.save_edition(replace(edition, briefs=(brief,)), [], at)
        await kept.note_slot(SlotNote("harbour", slot, "written", "", at))
        await counts.counted([], at)

    assert (await counts.counted([], LATER)).refused == {"figure moved to another fact": 2, "names no evidence": 1}
    assert (await counts_of(store).counted([], LATER)).refused == (await counts.counted([], LATER)).refused
    assert (await counts.counted([], NOON + DAY + MINUTE)).refused == {"figure moved to another fact": 1}
    assert (await counts.counted([], LATER + 2 * DAY)).refused == {}


async def test_refusals_of_very_many_editions_are_read_little_by_little(store: SqlStore) -> None:
    for hour in range(3):
        slot, at = f"2031-05-04T{8 + hour:02}:00 UTC", NOON + hour * MINUTE
        await saved_edition(store, slot)
        await channels_of(store).note_slot(SlotNote("harbour", slot, "written", "", at))
    counts = SqlCounts(store.writing, store.reading, at_a_time=1)

    counted = [(await counts.counted([], LATER)).refused for _ in range(4)]

    assert [sum(refused.values()) for refused in counted] == [1, 2, 3, 3]


async def test_no_question_reads_a_table_that_grows(store: SqlStore, counts: SqlCounts) -> None:
    """SQLite tells how it would find the rows. `feeds` is as long as the list of feeds, and read whole."""
    if store.writing.dialect.name != "sqlite":
        pytest.skip("Postgres plans by statistics, which an empty database has none of")
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *more: object) -> None:
        asked.append((statement, parameters))

    await saved_edition(store, FIRST)
    await channels_of(store).note_slot(SlotNote("harbour", FIRST, "written", "", NOON))
    event.listen(counts.reading.sync_engine, "before_cursor_execute", note)
    await counts.counted(["harbour", "hill"], NOON)
    event.remove(counts.reading.sync_engine, "before_cursor_execute", note)

    plans = []
    async with store.reading.begin() as on:
        for statement, parameters in [each for each in asked if each[0].lstrip().startswith(("SELECT", "WITH"))]:
            rows = await on.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans += [str(row[-1]) for row in rows]
    scans = {plan.split()[1] for plan in plans if plan.startswith("SCAN")}
    assert scans <= {"feeds", "mentions", "named", "2"}, plans
    assert any(plan.startswith("SEARCH editions") for plan in plans)
