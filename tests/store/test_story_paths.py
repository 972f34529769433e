"""Paths of articles and editions, as `factbox why` reads them, in every kind of store."""

from __future__ import annotations

from datetime import timedelta

from bot.keeping import MessageId, SlotNote
from bot.news.channels import Place
from bot.news.identity import keys_of
from bot.news.traced import SlotPath
from bot.store.channels import channels_of
from bot.store.feeds import feeds_of
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from bot.store.story_paths import paths_of
from tests.store.examples import LATER, MINUTE, NOON, found, owed_by
from tests.store.feed_examples import GAZETTE, HERALD, item, page, polled
from tests.store.story_examples import placed, story, told_in
from tests.store.test_traces import at, only

ONE = at("https://gazette.example.org/news/1")


async def test_an_article_from_its_feed_to_its_story(store: SqlStore) -> None:
    feeds, paths = feeds_of(store), paths_of(store)
    await feeds.follow([GAZETTE], "file", NOON)
    await polled(feeds, item(title="Ferry"), item(2, title="Copied"))
    ferry, copied = await only(store, "Ferry"), await only(store, "Copied")
    fresh = await paths.article(ONE)
    assert fresh is not None
    assert (fresh.article.id, fresh.asked, fresh.story, fresh.told_by) == (ferry.id, ferry.id, None, ())
    assert (fresh.feed, fresh.followed, fresh.fresh, fresh.page.due) == (GAZETTE.url, True, True, NOON)
    assert dict(fresh.known_by) == {"address": 1, "id": 1}
    whole = page()
    same = keys_of("", guid=None, address="https://gazette.example.org/ferry", title=None, text="")
    assert await feeds.save_page(ferry.id, whole, same, LATER)
    await stories_of(store).save_placed([(ferry.id, placed(ferry)), (copied.id, placed(copied, ferry, ferry))])
    read = await paths.article(at("https://gazette.example.org/ferry"))
    assert read is not None
    texts = [(text.at, text.characters, text.whole, text.by) for text in read.texts]
    assert texts == [(NOON, len(item().text), False, "feed"), (LATER, len(whole.text), True, "page")]
    assert (read.first_seen, read.page.due, read.page.read_at) == (NOON, None, LATER)
    assert dict(read.known_by) == {"address": 2, "id": 1}
    assert (read.story, [each.id for each in read.told_by]) == (story(ferry), [ferry.id, copied.id])
    copy = await paths.article_named(copied.id)
    assert copy is not None
    assert copy.original is not None
    assert (copy.original.id, copy.article.copy_of, copy.story) == (ferry.id, ferry.id, story(ferry))
    assert await paths.article_named("no such id") is None
    assert await paths.article(at("https://gazette.example.org/news/77")) is None
    assert sorted(await paths.addresses_beside(at("https://gazette.example.org/news/77")[0])) == [
        "https://gazette.example.org/news/1",
        "https://gazette.example.org/news/2",
    ]


async def test_what_turned_out_to_be_another_article_leads_to_it(store: SqlStore) -> None:
    feeds, paths = feeds_of(store), paths_of(store)
    await polled(feeds, item(title="Ferry"))
    later = NOON + timedelta(days=1)
    await polled(feeds, item(2, title="Seals", link="https://herald.example.org/2"), feed=HERALD, now=later)
    ferry, seals = await only(store, "Ferry"), await only(store, "Seals")
    same = keys_of("", guid=None, address="https://gazette.example.org/news/1", title=None, text="")
    assert not await feeds.save_page(seals.id, page(url="https://gazette.example.org/news/1"), same, later)
    path = await paths.article(at("https://herald.example.org/2"))
    assert path is not None
    assert (path.article.id, path.asked, [each.id for each in path.turned_out]) == (ferry.id, seals.id, [seals.id])
    assert [text.by for text in path.texts] == ["feed", "feed"], "each came from a feed of its own"
    assert (path.feed, path.followed) == (GAZETTE.id, False), "followed no longer: only its id is known"
    assert dict(path.known_by) == {"address": 2, "id": 2}


async def test_what_a_folder_had_is_named_as_it_is_there(store: SqlStore) -> None:
    ferry, _ = await store.save_article(found("ferry.txt"), NOON)
    path = await paths_of(store).article_named(ferry.id)
    assert path is not None
    assert (path.key, path.feed, path.followed, path.known_by) == ("ferry.txt", None, False, ())
    assert [text.by for text in path.texts] == ["folder"]


async def test_an_edition_with_what_it_was_made_from_and_all_that_it_owes(store: SqlStore) -> None:
    feeds, paths = feeds_of(store), paths_of(store)
    await polled(feeds, item(title="Ferry"), item(2, title="Seals"), item(3, title="Pier"))
    ferry, seals, pier = [await only(store, title) for title in ("Ferry", "Seals", "Pier")]
    edition = told_in("2031-05-04T14:00 UTC", ferry, [ferry, seals])
    assert await store.save_edition(edition, owed_by(edition, parts=3), NOON)
    await stories_of(store).pass_over("harbour", [pier.revision.id], NOON)
    sent = await store.claim_delivery(NOON + MINUTE, MINUTE)
    assert sent is not None
    await store.mark_sent(sent.key, MessageId("m1"), NOON + 2 * MINUTE)
    second = await store.claim_delivery(NOON + MINUTE, MINUTE)
    assert second is not None
    await store.mark_ended(second.key, "failed", "the channel is gone", LATER, 1)
    await store.mark_corrected(f"{edition.id} 0", "seen", "shown")
    await polled(feeds, item(title="Ferry", text="It sank. " + item().text), now=LATER)
    path = await paths.edition(edition.id)
    assert path is not None
    assert (path.edition, path.written_at) == (edition, NOON)
    assert {used.article.id: used.changed_at for used in path.used} == {ferry.id: LATER, seals.id: None}
    fates = [(d.part, d.state, d.tries, d.message, d.why, d.corrected) for d in path.deliveries]
    assert fates == [
        (0, "sent", 1, "m1", "", True),
        (1, "failed", 1, None, "the channel is gone", False),
        (2, "due", 0, None, "", False),
    ]
    first = path.deliveries[0]
    assert (first.place, first.due_at, first.tried_at, first.ended_at) == (
        Place("slack", "C-harbour"),
        NOON,
        NOON + MINUTE,
        NOON + 2 * MINUTE,
    )
    assert await paths.told_with([seals.id]) == [path]
    assert (await paths.told_with([pier.id]), await paths.edition("harbour never")) == ([], None)
    (slot,) = await paths.slots_of("harbour")
    assert [each.id for each in await paths.passed_over(slot)] == [pier.id]


async def test_slots_with_and_without_an_edition_come_newest_first(store: SqlStore) -> None:
    (ferry, _), kept, paths = await store.save_article(found("ferry"), NOON), channels_of(store), paths_of(store)
    written = told_in("2031-05-04T08:00 UTC", ferry, [ferry])
    assert await store.save_edition(written, (), NOON)
    await kept.note_slot(SlotNote("harbour", written.slot, "written", "", NOON))
    await kept.note_slot(SlotNote("harbour", "2031-05-04T17:00 UTC", "failed", "the disk is full", LATER))
    assert await paths.slots_of("harbour") == [
        SlotPath("harbour", "2031-05-04T17:00 UTC", None, "failed", "the disk is full", LATER),
        SlotPath("harbour", written.slot, written.id, "written", "", NOON),
    ]
    assert await paths.slots_of("hills") == []
