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
    with pytest.raises(Exception, match=r"deliveries\.key"):
        await store.save_edition(second, twice, NOON)
    assert await store.edition(second.id) is None
    assert await unseen(store, "harbour", LATER) == [article]
    assert await store.save_edition(second, owed_by(second), NOON)


async def test_an_edition_rests_on_stored_revisions(store: SqlStore) -> None:
    article, _ = await store.save_article(found("a"), NOON)
    stray = edition_of("08:00", replace(article, revision=replace(article.revision, id=RevisionId("never stored"))))
    with pytest.raises(Exception, match="FOREIGN KEY"):
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
    delivery = Delivery(f"{edition.id} 0", edition.id, Place("discord", "7", "8"), 0, "sending", 1)
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
    assert await store.claim_delivery(LATER, MINUTE) == replace(delivery, edition=edition.id, attempts=2)


async def test_parts_are_claimed_in_order_and_longest_due_first(store: SqlStore) -> None:
    await saved_edition(store, "08:00", parts=12)
    await store.mark_due((await claimed(store)).key, NOON - MINUTE, "again")
    order = [(await claimed(store)).part for _ in range(12)]
    assert order == list(range(12))


async def test_a_lease_that_ran_out_is_interrupted_and_not_claimed_again(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    delivery = await claimed(store)
    assert await store.interrupted(NOON + MINUTE / 2) == []
    assert await store.interrupted(NOON + MINUTE) == [delivery]
    assert await store.claim_delivery(LATER, MINUTE) is None
    await store.mark_sent(delivery.key, FIRST, LATER)
    assert await store.interrupted(LATER) == []


async def test_a_postponed_delivery_comes_back_when_it_is_due(store: SqlStore) -> None:
    await saved_edition(store, "08:00")
    delivery = await claimed(store)
    await store.mark_due(delivery.key, LATER, "the platform is away", delivery.attempts)
    assert await store.claim_delivery(LATER - MINUTE, MINUTE) is None
    assert await store.interrupted(LATER) == []
    assert await store.claim_delivery(LATER, MINUTE) == replace(delivery, attempts=2)


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
    await saved_edition(store, "08:00", parts=200)
    assert await _claim_all([store] * 20) == list(range(200))


async def test_claimers_in_two_connections_get_each_delivery_exactly_once(file: Path) -> None:
    stores = [await open_store(f"sqlite:///{file}") for _ in range(2)]
    await saved_edition(stores[0], "08:00", parts=200)
    assert await _claim_all(stores * 5) == list(range(200))
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
    assert await _claim_all(stores) == [0]
    for store in stores:
        await store.close()


async def _claim_all(stores: list[SqlStore]) -> list[int]:
    """The parts that the stores claim, all at once, in order."""

    async def claim(store: SqlStore) -> list[int]:
        parts = []
        while (delivery := await store.claim_delivery(NOON, MINUTE)) is not None:
            parts.append(delivery.part)
        return parts

    return sorted(part for parts in await asyncio.gather(*map(claim, stores)) for part in parts)
