"""What became of an article in a channel: found by its address, whatever it turned out to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.news.identity import keys_of
from bot.news.types import Article
from bot.store.channels import channels_of
from bot.store.feeds import feeds_of
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.store.examples import HARBOUR, LATER, MINUTE, NOON, found, owed_by
from tests.store.feed_examples import HERALD, item, page, polled
from tests.store.story_examples import place, placed, story, told_in


def at(address: str) -> tuple[str, ...]:
    return keys_of("", guid=None, address=address, title=None, text="").sure


GONE = at("https://gazette.example.org/news/none")


async def only(store: SqlStore, title: str) -> Article:
    (article,) = [each for each in await store.archive(99) if each.title == title]
    return article


async def test_an_address_that_is_not_ours_has_no_trace(store: SqlStore) -> None:
    await polled(feeds_of(store), item())
    kept = channels_of(store)
    assert await kept.trace(GONE, "harbour") is None
    assert await kept.trace([], "harbour") is None


async def test_an_article_is_traced_from_its_feed_to_its_edition(store: SqlStore) -> None:
    await polled(feeds_of(store), item(title="Ferry"), item(2, title="Seals"))
    ferry, seals = await only(store, "Ferry"), await only(store, "Seals")
    kept, stories = channels_of(store), stories_of(store)
    address = at("https://gazette.example.org/news/1?utm_source=mail")
    new = await kept.trace([*GONE, *address], "harbour")
    assert new is not None
    assert (new.article, new.seen_at, new.story, new.copy_of) == (ferry, NOON, None, None)
    assert (new.told_or_passed, new.editions, new.fresh, new.page_note) == (None, (), True, None)
    await place(stories, (seals, None), (ferry, seals))
    placed_ = await kept.trace(address, "harbour")
    assert placed_ is not None
    assert (placed_.story, placed_.told_or_passed) == (story(seals), None)
    await polled(feeds_of(store), item(title="Ferry", text="It sank. " + (item().text or "")), now=LATER)
    for minute, slot in enumerate(("08:00", "09:00")):
        edition = told_in(slot, seals, [ferry])
        assert await store.save_edition(edition, owed_by(edition), LATER + minute * MINUTE)
    hills = told_in("08:30", seals, [ferry], channel="hills")
    assert await store.save_edition(hills, owed_by(hills, HARBOUR), NOON)
    told = await kept.trace(address, "harbour")
    assert told is not None
    assert (told.told_or_passed, told.editions) == (LATER, ("harbour 09:00", "harbour 08:00"))
    assert (told.seen_at, told.article.text[:8]) == (NOON, "It sank."), "the latest words, and when the first came"


async def test_what_a_channel_passed_over_has_no_edition(store: SqlStore) -> None:
    await polled(feeds_of(store), item())
    (article,) = await store.archive(9)
    await stories_of(store).pass_over("harbour", [article.revision.id], LATER)
    kept = channels_of(store)
    passed = await kept.trace(at("https://gazette.example.org/news/1"), "harbour")
    assert passed is not None
    assert (passed.told_or_passed, passed.editions) == (LATER, ())
    elsewhere = await kept.trace(at("https://gazette.example.org/news/1"), "hills")
    assert elsewhere is not None
    assert elsewhere.told_or_passed is None


async def test_a_copy_was_told_where_what_it_copies_was(store: SqlStore) -> None:
    feeds, stories = feeds_of(store), stories_of(store)
    await polled(feeds, item(title="Ferry"), item(2, title="Copied"))
    ferry, copied = await only(store, "Ferry"), await only(store, "Copied")
    await stories.save_placed([(ferry.id, placed(ferry)), (copied.id, placed(copied, ferry, ferry))])
    edition = told_in("08:00", ferry, [ferry])
    assert await store.save_edition(edition, owed_by(edition), LATER)
    traced = await channels_of(store).trace(at("https://gazette.example.org/news/2"), "harbour")
    assert traced is not None
    assert (traced.article, traced.story, traced.copy_of) == (copied, story(ferry), ferry.id)
    assert (traced.told_or_passed, traced.editions) == (LATER, ("harbour 08:00",))


async def test_an_article_that_turned_out_to_be_another_is_traced_as_that_one(store: SqlStore) -> None:
    feeds = feeds_of(store)
    await polled(feeds, item(title="Ferry"))
    ferry = await only(store, "Ferry")
    later = NOON + timedelta(days=1)
    await polled(feeds, item(2, title="Seals", link="https://herald.example.org/2"), feed=HERALD, now=later)
    seals = await only(store, "Seals")
    edition = told_in("08:00", seals, [seals])
    assert await store.save_edition(edition, owed_by(edition), LATER)
    same = keys_of("", guid=None, address="https://gazette.example.org/news/1", title=None, text="")
    assert not await feeds.save_page(seals.id, page(url="https://gazette.example.org/news/1"), same, later)
    traced = await channels_of(store).trace(at("https://herald.example.org/2"), "harbour")
    assert traced is not None
    assert (traced.article, traced.seen_at, traced.copy_of) == (ferry, NOON, None)
    assert (traced.told_or_passed, traced.editions) == (LATER, ("harbour 08:00",)), "told under its other id"


async def test_what_was_old_when_its_feed_was_met_and_what_its_page_lacks_is_told(store: SqlStore) -> None:
    feeds = feeds_of(store)
    await polled(feeds, item(published=NOON - timedelta(days=40)), first=True, feed=HERALD)
    (article,) = await store.archive(9)
    await feeds.page_failed(article.id, None, "the page answered 404")
    traced = await channels_of(store).trace(at("https://gazette.example.org/news/1"), "harbour")
    assert traced is not None
    assert (traced.fresh, traced.page_note) == (False, "the page answered 404")


async def test_an_article_that_no_feed_showed_is_traced_by_its_address(store: SqlStore) -> None:
    kept, address = channels_of(store), "https://www.gazette.example.org/news/1?utm_source=mail"
    ferry, _ = await store.save_article(replace(found("ferry.txt"), url=address), NOON)
    await store.save_article(replace(found("seals.txt"), url="https://gazette.example.org/news/12"), NOON)
    await store.save_article(found("nowhere.txt"), NOON)
    for said in ("https://gazette.example.org/news/1", "gazette.example.org/news/1/"):
        traced = await kept.trace([*at(said), said], "harbour")
        assert traced is not None
        assert (traced.article, traced.editions) == (ferry, ())
    assert await kept.trace(["https://gazette.example.org/news/%"], "harbour") is None
    assert await kept.trace(["https://%/news/1"], "harbour") is None
