"""Editions and what they owe: one an edition and slot, each delivery sent by one sender, and never again once sent."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from bot.news.channels import Delivery, EditionId, Place, Posted
from bot.news.types import RevisionId
from bot.ports import MessageId
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.store.examples import HARBOUR, LATER, MINUTE, NOON, edition_of, found, owed_by, saved_edition
from tests.store.story_examples import unseen

FIRST = MessageId("1700.1")


async def claimed(store: SqlStore) -> Delivery:
    delivery = await store.claim_delivery(NOON, MINUTE)
    assert delivery is not None
    return delivery


async def test_an_edition_comes_back_as_it_was(store: SqlStore) -> None:
    edition = await saved_edition(store, "08:00")
    assert await store.edition(edition.id) == edition
    assert await store.edition("another") is None


async def test_a_slot_is_taken_once_and_a_second_edition_leaves_nothing(store: SqlStore) -> None:
    edition = await saved_edition(store, "08:00")
    other = replace(edition, id=EditionId("other"), briefs=())
    assert not await store.save_edition(other, owed_by(other), NOON)
    assert not await store.save_edition(edition, owed_by(edition), NOON)
    assert await store.edition("other") is None
    await claimed(store)
    assert await store.claim_delivery(NOON, MINUTE) is None
    elsewhere = replace(edition, id=EditionId("elsewhere"), channel="hills")
    assert await store.save_edition(elsewhere, [], NOON)


async def test_an_edition_is_saved_with_all_it_owes_or_not_at_all(store: SqlStore) -> None:
    first = await saved_edition(store, "08:00")
    article, _ = await store.save_article(found("b"), NOON)
    second = edition_of("09:00", article)
    twice = [*owed_by(second), replace(owed_by(first)[0], edition=second.id)]
    with pytest.raises(Exception, match=r"deliveries"):
        await store.save_edition(second, twice, NOON)
    assert await store.edition(second.id) is None
    assert await unseen(store, "harbour", LATER) == [article]
    assert await store.save_edition(second, owed_by(second), NOON)


async def test_an_edition_rests_on_stored_revisions(store: SqlStore) -> None:
    article, _ = await store.save_article(found("a"), NOON)
    stray = edition_of("08:00", replace(article, revision=replace(article.revision, id=RevisionId("never stored"))))
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await store.save_edition(stray, [], NOON)
    assert await store.edition(stray.id) is None


@pytest.mark.parametrize("wrong", [{"state": "sent"}, {"edition": "another"}])
async def test_an_edition_owes_only_its_own_and_unsent(store: SqlStore, wrong: dict[str, str]) -> None:
    edition = edition_of("08:00")
    with pytest.raises(ValueError, match="not owed"):
        await store.save_edition(edition, [replace(owed_by(edition)[0], **wrong)], NOON)  # type: ignore[arg-type]
    assert await store.edition(edition.id) is None


async def test_a_claim_is_ours_alone_and_counts_as_an_attempt(store: SqlStore) -> None:
    edition = await saved_edition(store, "08:00", Place("discord", "7", "8"))
    assert await store.claim_delivery(NOON - MINUTE, MINUTE) is None
    delivery = Delivery(f"{edition.id} 0", edition.id, Place("discord", "7", "8"), 0, "sending", 1, NOON)
    assert await store.claim_delivery(NOON, MINUTE) == delivery
    assert await store.claim_delivery(LATER, MINUTE) is None


async def test_what_is_due_does_not_depend_on_the_zone_of_now(store: SqlStore) -> None:
    edition = await saved_edition(store, "08:00")
    east = timezone(timedelta(hours=9))
    assert await store.claim_delivery((NOON - MINUTE).astimezone(east), MINUTE) is None
    delivery = await store.claim_delivery(NOON.astimezone(east), MINUTE)
    assert delivery is not None
    assert await store.interrupted(NOON) == []
    await store.mark_due(delivery.key, LATER.astimezone(east), "again")
    assert await store.claim_delivery(LATER - MINUTE, MINUTE) is None
    assert await store.claim_delivery(LATER, MINUTE) == replace(delivery, edition=edition.id, attempts=2, why="again")


async def test_parts_are_claimed_in_order_each_when_the_one_before_has_ended(store: SqlStore) -> None:
    await saved_edition(store, "08:00", parts=12)
    for part in range(12):
        delivery = await claimed(store)
        assert delivery.part == part
        assert await store.claim_delivery(LATER, MINUTE) is None, "another of this channel is being sent"
        await _ended(store, delivery, ("sent", "failed", "uncertain")[part % 3])


async def test_a_part_that_is_postponed_holds_up_those_after_it(store: SqlStore) -> None:
    await saved_edition(store, "08:00", parts=2)
    await store.mark_due((await claimed(store)).key, LATER, "the platform is away")
    assert await store.claim_delivery(LATER - MINUTE, MINUTE) is None
    again = await store.claim_delivery(LATER, MINUTE)
    assert again is not None
    assert (again.part, again.tried, again.why) == (0, NOON, "the platform is away")


async def test_channels_are_claimed_side_by_side_the_longest_due_first(store: SqlStore) -> None:
    names = [await _owed_to(store, f"C{n}", parts=3) for n in range(4)]
    first = await claimed(store)
    await store.mark_due(first.key, NOON - MINUTE, "again")
    assert [(await claimed(store)).place.channel for _ in names] == names
    assert await store.claim_delivery(LATER, MINUTE) is None


async def test_a_thread_is_in_its_channel(store: SqlStore) -> None:
    await saved_edition(store, "08:00", Place("slack", "C1"))
    await saved_edition(store, "09:00", Place("slack", "C1", "1700.1"))
    await saved_edition(store, "10:00", Place("discord", "C1"))
    assert [(await claimed(store)).place.platform for _ in range(2)] == ["slack", "discord"]
    assert await store.claim_delivery(NOON, MINUTE) is None


async def test_a_later_edition_of_a_channel_does_not_wait_for_a_postponed_one(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    await store.mark_due((await claimed(store)).key, LATER, "too large to show just now")
    later = await saved_edition(store, "09:00")
    assert (await claimed(store)).edition == later.id


async def test_ten_thousand_that_wait_do_not_make_a_claim_slow(file: Path) -> None:
    store = await open_store(f"sqlite:///{file}")
    for n in range(100):
        await _owed_to(store, f"C{n}", parts=100)
    steps = [await _steps_of_a_claim(store) for _ in range(8)]
    assert max(steps) < 15 * 100 * 8, "some steps of SQLite’s machine for each part behind one that is being sent"
    await store.close()


async def test_a_lease_that_ran_out_is_interrupted_and_not_claimed_again(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    delivery = await claimed(store)
    assert await store.interrupted(NOON + MINUTE / 2) == []
    assert await store.interrupted(NOON + MINUTE) == [delivery]
    assert await store.claim_delivery(LATER, MINUTE) is None
    await store.mark_sent(delivery.key, FIRST, LATER)
    assert await store.interrupted(LATER) == []


async def test_what_a_clock_that_was_far_ahead_put_off_or_held_is_not_lost(store: SqlStore) -> None:
    ahead = NOON + timedelta(days=400)
    await saved_edition(store, "08:00", parts=2)
    delivery = await store.claim_delivery(ahead, MINUTE)
    assert delivery is not None
    assert await store.claim_delivery(NOON, MINUTE) is None
    assert await store.interrupted(NOON) == [delivery]
    await store.mark_due(delivery.key, ahead, "to be looked at", delivery.attempts)
    again = await store.claim_delivery(NOON, MINUTE)
    assert again is not None
    assert (again.key, again.attempts) == (delivery.key, 2)
    await store.mark_due(delivery.key, NOON + timedelta(days=1), "the platform is away")
    assert await store.claim_delivery(NOON, MINUTE) is None
    assert await store.interrupted(NOON) == []


async def test_a_postponed_delivery_comes_back_when_it_is_due(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    delivery = await claimed(store)
    await store.mark_due(delivery.key, LATER, "the platform is away", delivery.attempts)
    assert await store.claim_delivery(LATER - MINUTE, MINUTE) is None
    assert await store.interrupted(LATER) == []
    assert await store.claim_delivery(LATER, MINUTE) == replace(delivery, attempts=2, why="the platform is away")


async def test_what_is_sent_is_never_sent_again(store: SqlStore) -> None:
    edition = await saved_edition(store, "08:00")
    delivery = await claimed(store)
    await store.mark_sent(delivery.key, FIRST, NOON)
    await store.mark_due(delivery.key, NOON, "a mistake")
    await store.mark_ended(delivery.key, "failed", "a mistake", NOON)
    await store.mark_sent(delivery.key, MessageId("1700.2"), NOON)
    assert await store.claim_delivery(LATER, MINUTE) is None
    assert await store.interrupted(LATER) == []
    assert not await store.save_edition(edition, owed_by(edition), LATER)
    assert await store.posted_at(replace(HARBOUR, thread=FIRST)) == Posted(edition, 0)
    assert await store.posted_at(replace(HARBOUR, thread="1700.2")) is None


@pytest.mark.parametrize("state", ["failed", "uncertain"])
async def test_what_has_ended_stays_ended_unless_it_turns_out_sent(store: SqlStore, state: str) -> None:
    edition = await saved_edition(store, "08:00")
    delivery = await claimed(store)
    await store.mark_ended(delivery.key, state, "no such channel", NOON, delivery.attempts)
    await store.mark_due(delivery.key, NOON, "a mistake")
    assert await store.claim_delivery(LATER, MINUTE) is None
    assert await store.interrupted(LATER) == []
    assert await store.posted_at(HARBOUR) is None
    await store.mark_sent(delivery.key, FIRST, NOON)
    assert await store.posted_at(HARBOUR) == Posted(edition)


async def test_a_sender_that_comes_late_does_not_undo_a_newer_claim(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    slow = await claimed(store)
    await store.mark_due(slow.key, NOON, "its sender is gone", slow.attempts)
    quick = await claimed(store)
    await store.mark_due(slow.key, NOON, "could not send", slow.attempts)
    await store.mark_ended(slow.key, "failed", "could not send", NOON, slow.attempts)
    assert await store.claim_delivery(LATER, MINUTE) is None
    assert await store.interrupted(LATER) == [quick]


async def test_a_late_word_that_it_was_sent_is_believed(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    delivery = await claimed(store)
    await store.mark_due(delivery.key, NOON, "its sender is gone", delivery.attempts)
    await store.mark_sent(delivery.key, FIRST, NOON)
    assert await store.claim_delivery(LATER, MINUTE) is None


async def test_marking_what_is_not_there_is_an_error(store: SqlStore) -> None:
    for marking in (
        store.mark_sent("x", FIRST, NOON),
        store.mark_due("x", NOON, "why"),
        store.mark_ended("x", "failed", "why", NOON),
    ):
        with pytest.raises(LookupError, match="'x'"):
            await marking


async def test_a_delivery_ends_failed_or_uncertain_only(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    delivery = await claimed(store)
    with pytest.raises(ValueError, match="due"):
        await store.mark_ended(delivery.key, "due", "why", NOON)
    assert await store.interrupted(LATER) == [delivery]


async def test_many_claimers_get_each_delivery_exactly_once(store: SqlStore) -> None:
    owed = sorted([await _owed_to(store, f"C{n}") for n in range(200)])
    assert await _claim_all([store] * 20) == owed


async def test_claimers_in_two_connections_get_each_delivery_exactly_once(file: Path) -> None:
    stores = [await open_store(f"sqlite:///{file}") for _ in range(2)]
    owed = sorted([await _owed_to(stores[0], f"C{n}", parts=2) for n in range(200)])
    assert await _claim_all(stores * 5) == owed
    for store in stores:
        await store.close()


async def test_many_editions_of_one_slot_are_one(file: Path) -> None:
    stores = [await open_store(f"sqlite:///{file}") for _ in range(2)]
    edition = edition_of("08:00")
    rivals = [replace(edition, id=EditionId(str(n))) for n in range(10)]
    saved = await asyncio.gather(
        *(stores[n % 2].save_edition(rival, owed_by(rival), NOON) for n, rival in enumerate(rivals))
    )
    assert sum(saved) == 1
    assert await stores[0].edition(rivals[saved.index(True)].id) is not None
    assert await _claim_all(stores) == [HARBOUR.channel]
    for store in stores:
        await store.close()


async def test_what_an_outlet_changes_after_it_was_sent_is_told_until_it_is_marked(store: SqlStore) -> None:
    edition = await saved_edition(store, "08:00")
    old = edition.briefs[0].revisions[0]
    assert await store.outdated(NOON, 9) == []
    changed, _ = await store.save_article(found("article of 08:00", "The ferry to Lund Island is not back."), LATER)
    assert await store.outdated(NOON, 9) == [], "it was not sent yet"
    delivery = await claimed(store)
    await store.mark_sent(delivery.key, FIRST, NOON)
    (sent,) = await store.outdated(NOON, 9)
    assert (sent.delivery.key, sent.message, sent.edition, sent.shown) == (delivery.key, FIRST, edition, "")
    assert sent.newer == {old: changed.revision.id}
    assert await store.outdated(LATER, 9) == [], "it was due before"
    await store.mark_corrected(delivery.key, sent.seen, "said")
    assert await store.outdated(NOON, 9) == []


async def test_a_second_change_and_one_that_is_taken_back_are_told_too(store: SqlStore) -> None:
    edition = await saved_edition(store, "08:00")
    delivery = await claimed(store)
    await store.mark_sent(delivery.key, FIRST, NOON)
    seen = []
    for text in ("It sank.", "It sank twice.", "The ferry to Lund Island is back."):
        await store.save_article(found("article of 08:00", text), LATER)
        (sent,) = await store.outdated(NOON, 9)
        seen.append((sent.shown, len(sent.newer)))
        await store.mark_corrected(delivery.key, sent.seen, text.replace(" ", "-"))
        assert await store.outdated(NOON, 9) == []
    assert seen == [("", 1), ("It-sank.", 1), ("It-sank-twice.", 0)]
    assert edition.briefs[0].revisions[0] in await store.current(edition.briefs[0].revisions)


async def test_a_page_that_is_read_after_its_summary_is_no_change(store: SqlStore) -> None:
    summary = replace(found("a", "The ferry is back…"), summary_only=True)
    article, _ = await store.save_article(summary, NOON)
    edition = edition_of("08:00", article)
    assert await store.save_edition(edition, owed_by(edition), NOON)
    await store.mark_sent((await claimed(store)).key, FIRST, NOON)
    await store.save_article(found("a", "After nine days the ferry to Lund Island runs once more."), LATER)
    assert await store.outdated(NOON, 9) == []


async def test_marking_what_is_not_there_as_corrected_is_an_error(store: SqlStore) -> None:
    with pytest.raises(LookupError, match="'x'"):
        await store.mark_corrected("x", "a", "b")


async def _steps_of_a_claim(store: SqlStore) -> int:
    """How many steps SQLite's machine takes for it, by hundreds."""
    steps = 0

    def hundred_more() -> int:
        nonlocal steps
        steps += 100
        return 0

    async with store.writing.connect() as on:
        connection = (await on.get_raw_connection()).driver_connection
        assert connection is not None
        await connection.set_progress_handler(hundred_more, 100)
    await claimed(store)
    async with store.writing.connect():
        await connection.set_progress_handler(None, 0)
    return steps


async def _owed_to(store: SqlStore, channel: str, parts: int = 1) -> str:
    """An edition of no stories that a Slack channel is owed; the channel."""
    edition = edition_of("08:00", channel=channel)
    assert await store.save_edition(edition, owed_by(edition, Place("slack", channel), parts), NOON)
    return channel


async def _ended(store: SqlStore, delivery: Delivery, state: str) -> None:
    if state == "sent":
        await store.mark_sent(delivery.key, MessageId(delivery.key), NOON)
    else:
        await store.mark_ended(delivery.key, state, "no such channel", NOON, delivery.attempts)


async def _claim_all(stores: list[SqlStore]) -> list[str]:
    """The channels of what the stores claim, all at once, in order."""

    async def claim(store: SqlStore) -> list[str]:
        channels = []
        while (delivery := await store.claim_delivery(NOON, MINUTE)) is not None:
            channels.append(delivery.place.channel)
        return channels

    return sorted(channel for channels in await asyncio.gather(*map(claim, stores)) for channel in channels)
