"""Two copies of the bot on one Postgres, both at the same thing at once: each thing is done by one of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.flows.tell import Window
from bot.news.channels import Mention, Place
from bot.news.chat import Follow
from bot.news.followed import Feed, FeedId, Subscription
from bot.news.types import StoryId
from bot.store.channels import channels_of
from bot.store.duties import duties_of
from bot.store.engine import open_store
from bot.store.feeds import feeds_of
from bot.store.inbox import inbox_of
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from bot.store.websub import subscriptions_of
from tests.store.examples import HARBOUR, LATER, MINUTE, NOON, edition_of, found, owed_by, saved_edition
from tests.store.feed_examples import GAZETTE, HERALD, item, many, page, polled, shown
from tests.store.story_examples import SINCE, ids, place, placed, saved, story, told_in

ROUNDS = 4
Two = tuple[SqlStore, SqlStore]


@pytest.fixture
async def two(shared: str) -> AsyncIterator[Two]:
    stores = await open_store(shared), await open_store(shared)
    for store in stores:  # so that none has to connect first
        await asyncio.gather(*(store.oldest() for _ in range(3)), *(store.first_time([], NOON) for _ in range(5)))
    yield stores
    for store in stores:
        await store.close()


def at_once(two: Two, times: int = 3) -> Sequence[SqlStore]:
    return [store for _ in range(times) for store in two]


async def test_a_delivery_and_its_channel_are_one_copys(two: Two) -> None:
    places = [replace(HARBOUR, channel=f"C-{number}") for number in range(3)]
    for number, slot in enumerate(["08:00", "09:00", "10:00", "11:00"] * 3):
        await saved_edition(two[0], f"{slot} {number}", places[number % 3], parts=2)
    sent: Counter[str] = Counter()
    while True:
        claimed = await asyncio.gather(*(store.claim_delivery(LATER, MINUTE) for store in at_once(two, 4)))
        held = [each for each in claimed if each is not None]
        if not held:
            break
        assert len({each.place for each in held}) == len(held)
        for each in held:
            sent[each.key] += 1
            await two[0].mark_ended(each.key, "failed", "", LATER)
    assert set(sent.values()) == {1}
    assert len(sent) == 24


async def test_a_slot_is_one_edition(two: Two) -> None:
    article, _ = await two[0].save_article(found("a"), NOON)
    for hour in range(ROUNDS):
        edition = edition_of(f"{hour}:00", article)
        made = await asyncio.gather(*(each.save_edition(edition, owed_by(edition), NOON) for each in at_once(two)))
        assert sorted(made) == [False] * 5 + [True]


async def test_an_event_has_one_first_time(two: Two) -> None:
    for number in range(ROUNDS):
        events = [f"{number}-{letter}" for letter in "abcdef"]
        orders = [events, events[::-1]] * 3
        firsts = (each.first_time(order, NOON) for each, order in zip(at_once(two), orders, strict=True))
        assert sorted(await asyncio.gather(*firsts)) == [False] * 5 + [True]


async def test_a_mention_has_one_who_answers(two: Two) -> None:
    boxes = [inbox_of(store, name) for store, name in zip(two, "ab", strict=True)]
    for number in range(ROUNDS):
        mention = Mention(f"E{number}", HARBOUR, "U-ada", "How many boats?", (f"M{number}",))
        again = replace(mention, event=f"M{number}", also=(f"E{number}",))
        heard = await asyncio.gather(*(box.hear(each, NOON) for box in boxes for each in (mention, again)))
        assert sorted(heard) == [False, False, False, True]
        kept = mention if True in heard[::2] else again
        begun = await asyncio.gather(*(box.take(each, NOON) for box in boxes * 2 for each in (mention, again)))
        assert [each.mention for each in begun if each] == [kept]
        for store, name in zip(two, "cd", strict=True):
            await duties_of(store, name).claim([], MINUTE)
        left = inbox_of(two[0], "c"), inbox_of(two[1], "d")
        (name,) = await left[0].left_behind(9)  # neither of the others has told that it is there
        begun = await asyncio.gather(*(box.take_over(name, LATER) for box in left))
        assert [each.tries for each in begun if each] == [1]
        await boxes[0].answered(kept)


async def test_a_duty_has_one_holder(two: Two) -> None:
    names = {"tell", "hear slack", "hear discord"}
    for number in range(ROUNDS):
        copies = [duties_of(store, f"{number}-{nth}") for nth, store in enumerate(at_once(two))]
        ours = await asyncio.gather(*(each.claim(names, MINUTE) for each in copies))
        assert sorted(map(len, ours)) == [0] * 5 + [3]
        await asyncio.gather(*(each.give_up() for each in copies))


async def test_an_article_that_two_feeds_show_under_one_title_is_one(two: Two) -> None:
    both = [feeds_of(store) for store in two]
    world = replace(GAZETTE, id=FeedId("f-world"), url="https://gazette.example.org/world.xml")
    for number in range(2, 2 + ROUNDS):
        ours = item(number)
        text = f"{ours.text} More follows."  # no key is the same: that they are alike is found by reading
        theirs = item(1, ours.title, text, f"https://gazette.example.org/world/{number}", id=f"world-{number}")
        seen = await asyncio.gather(polled(both[0], ours), polled(both[1], theirs, feed=world))
        assert sorted((each.new, each.known) for each in seen) == [(0, 1), (1, 0)]
    assert len(await two[0].archive(99)) == ROUNDS


async def test_many_polls_of_the_same_articles_store_each_once(two: Two) -> None:
    both = [feeds_of(store) for store in two]
    items = many(30)
    turned = items[::-1]
    polls = [
        polled(feeds, *some, feed=feed) for feeds in both for some in (items, turned) for feed in (GAZETTE, HERALD)
    ]
    seen = await asyncio.gather(*polls)
    assert sum(each.new for each in seen) == 30
    written, _ = await two[0].written_since("", 99)
    assert len(written) == 30


async def test_an_article_of_a_folder_is_stored_once(two: Two) -> None:
    for number in range(ROUNDS):
        told = found(f"a{number}")
        saves = await asyncio.gather(*(store.save_article(told, NOON) for store in at_once(two)))
        assert sorted(is_new for _, is_new in saves) == [False] * 5 + [True]


async def test_pages_that_turn_out_to_be_one_article_make_one(two: Two) -> None:
    both = [feeds_of(store) for store in two]
    for number in range(2, 2 + ROUNDS):
        one = item(number, title=f"One {number}", text=f"Short {number}.", id=f"one-{number}")
        other = item(
            number,
            title=f"Other {number}",
            text=f"Brief {number}!",
            link=f"https://x.example.org/{number}",
            id=f"other-{number}",
        )
        await polled(both[0], one, other)
        first, second = [each.id for each in await two[0].archive(2)]
        whole = page(f"The whole article number {number}. " * 20, url=f"https://gazette.example.org/whole/{number}")
        keys = replace(shown(item(number))[0].keys, sure=(f"c{number}",), maybe=None)
        await asyncio.gather(both[0].save_page(first, whole, keys, NOON), both[1].save_page(second, whole, keys, NOON))
        assert len(await two[0].archive(99)) == number - 1


async def test_a_feed_is_one_pollers(two: Two) -> None:
    both = [feeds_of(store) for store in two]
    followed = [Feed(FeedId(f"f-{number}"), f"https://{number}.example.org/feed") for number in range(60)]
    await asyncio.gather(*(feeds.follow(some, "file", NOON) for feeds in both for some in (followed, followed[::-1])))
    claimed: Counter[FeedId] = Counter()
    while got := await asyncio.gather(*(feeds.claim_feeds(NOON, 7, MINUTE) for feeds in both * 2)):
        if not any(got):
            break
        claimed.update(each.feed.id for some in got for each in some)
        states = [each.state for some in got for each in some]
        await asyncio.gather(both[0].save_states(states), both[1].save_states(states[::-1]))
    assert claimed == Counter(dict.fromkeys((feed.id for feed in followed), 1))


async def test_a_page_is_one_readers(two: Two) -> None:
    both = [feeds_of(store) for store in two]
    feed = replace(GAZETTE, full_text=True)
    await polled(both[0], *many(40), feed=feed)
    claimed = await asyncio.gather(*(feeds.claim_pages(NOON, 7, MINUTE) for feeds in both * 4))
    articles = [each.article for some in claimed for each in some]
    assert len(articles) == len(set(articles)) == 40


async def test_a_story_is_followed_once_and_a_hub_asked_once(two: Two) -> None:
    follow = Follow(Place("slack", "U-ada"), StoryId("s"))
    followed = await asyncio.gather(*(channels_of(store).follow(follow, NOON) for store in at_once(two)))
    assert sorted(followed) == [False] * 5 + [True]
    asked = [
        Subscription(
            FeedId("f"), "https://hub.example.org/", "https://a.example.org/", f"s{nth}", f"t{nth}", "asked", NOON, None
        )
        for nth in range(6)
    ]
    await asyncio.gather(*(subscriptions_of(store).ask(each) for store, each in zip(at_once(two), asked, strict=True)))
    assert await subscriptions_of(two[0]).of_feed(FeedId("f")) in asked


async def test_what_one_copy_placed_another_knows_before_it_places_more(two: Two) -> None:
    both = [stories_of(store) for store in two]
    windows = [Window(stories) for stories in both]
    for window in windows:
        assert await window.place(NOON) == 0
    told = found("a", "The ferry to Lund Island sank at the old quay on Sunday, the harbour office said.", NOON)
    await two[0].save_article(told, NOON)
    assert await windows[0].place(LATER) == 1
    copied = replace(told, key="b", outlet="The Hill Herald")
    copy, _ = await two[1].save_article(copied, NOON)
    assert await windows[1].place(LATER) == 1  # whose memory holds nothing of the first
    ((first, of, _), (second, also_of, _)) = await both[0].placed_since(SINCE)
    assert of == also_of == story(first)
    assert second.id == copy.id


async def test_windows_of_two_copies_that_place_at_once_place_all_once(two: Two) -> None:
    windows = [Window(stories_of(store)) for store in two]
    for number in range(ROUNDS):
        articles = await saved(two[0], *(f"{number}-{letter}" for letter in "abcdef"))
        counted = await asyncio.gather(*(window.place(LATER) for window in windows))
        assert sum(counted) == len(articles)
    numbers = await stories_of(two[0]).placed_mark()
    assert numbers == 6 * ROUNDS


async def test_a_brief_moves_along_with_a_story_that_is_joined_while_it_is_saved(two: Two) -> None:
    stories = stories_of(two[0])
    for number in range(ROUNDS):
        ferry, seals, both = await saved(two[0], *(f"{number}-{letter}" for letter in "abc"))
        await place(stories, (ferry, None), (seals, None))
        edition = told_in(f"{number}:00", seals, [seals])
        await asyncio.gather(
            two[1].save_edition(edition, [], NOON),
            stories.save_placed([(both.id, placed(both, ferry, None, seals))]),
        )
        assert len(await stories.briefs_of("harbour", story(ferry), 9)) == 1
        assert ids([a for a, _ in await stories.articles_of_story(story(seals))]) == ids([ferry, seals, both])


async def test_copies_have_one_clock(two: Two) -> None:
    times = [await store.clock() for store in at_once(two)]
    assert times == sorted(times)
    assert times[0].tzinfo is UTC
    assert times[-1] - times[0] < timedelta(seconds=5)
