""" "/brief why URL": what became of an article in a channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.flows.tell import Window
from bot.news.channels import Place
from bot.news.followed import Feed, FeedDocument, FeedId, FeedItem, FeedState
from bot.news.sightings import sightings
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.flows.reception_scene import AGAIN, BO, BOSS, FERRY, MONDAY, STRIKE, Scene, found

FEED = Feed(FeedId("post"), "https://selby.test/feed", "The Selby Post", topics=("world",), full_text=False)
OTHER = Feed(FeedId("radio"), "https://radio.test/feed", "Coast Radio", topics=("sport",), full_text=False)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    opened: SqlStore = await open_store("sqlite://")
    scene = Scene(opened)
    await scene.subscribed(BOSS)
    yield scene
    await opened.close()


async def shows(scene: Scene, feed: Feed, *items: FeedItem) -> None:
    """A feed shows these items, with what it is followed for."""
    await scene.feeds.follow([feed], "hand", scene.now)
    seen = sightings(feed, FeedDocument("rss 2.0", items), True, scene.now)
    await scene.feeds.save_sightings(feed.id, seen, scene.now)
    await scene.feeds.save_states([FeedState(feed.id, scene.now, succeeded_at=scene.now)])
    await Window(scene.room.stories).place(scene.now)


def item(url: str, text: str = FERRY, title: str = "Ferry runs aground off Port Selby", hours: int = 1) -> FeedItem:
    return FeedItem(title, text, url, url, MONDAY - timedelta(hours=hours), full=True)


async def why(scene: Scene, url: str = "https://selby.test/ferry") -> str:
    return await scene.says(f"why {url}")


async def test_from_waiting_to_told(scene: Scene) -> None:
    await shows(scene, FEED, item("https://selby.test/ferry"))
    said = await why(scene, "<https://www.selby.test/ferry?utm_source=mail>")
    assert said.startswith("“Ferry runs aground off Port Selby”, The Selby Post\nKnown since 2 March, 06:00.\n")
    assert said.endswith("It waits for the next edition, today at 08:00, which tells the first 6 stories.")
    await scene.says("pause", BOSS)
    assert "this channel is paused" in await why(scene)
    await scene.says("now")
    assert (await why(scene)).endswith("Told here in the edition of 2 March, 06:00.")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://selby.test/other", "I do not know this article"),
        ("https://selby.test/", "That is no article's address"),
        ("", "Why what? Name an article"),
        ("the ferry story", "That is no article's address"),
        ("javascript:alert(1)", "That is no article's address"),
        ("javascript:alert(1)/<!channel>", "I do not know this article"),
        ("x" * 100_000, "That is no article's address"),
    ],
)
async def test_what_is_not_known(scene: Scene, url: str, words: str) -> None:
    await shows(scene, FEED, item("https://selby.test/ferry"))
    assert words in await why(scene, url)


async def test_what_was_old_when_its_feed_was_met(scene: Scene) -> None:
    await shows(scene, FEED, item("https://selby.test/ferry", hours=200))
    assert (await why(scene)).endswith("It was old already when its feed was first read, so it is no news.")


async def test_a_copy(scene: Scene) -> None:
    await shows(scene, FEED, item("https://selby.test/ferry"))
    await shows(scene, OTHER, item("https://radio.test/ferry"))
    said = await why(scene, "https://radio.test/ferry")
    assert "It is a copy of “Ferry runs aground off Port Selby” (The Selby Post)" in said
    await scene.says("now")
    said = await why(scene, "https://radio.test/ferry")
    assert said.endswith("Told here as a copy of what was told in the edition of 2 March, 06:00.")


async def test_an_outlet_that_is_not_wanted(scene: Scene) -> None:
    await shows(scene, FEED, item("https://selby.test/ferry"))
    await scene.says("sources example.org", BOSS)
    for _ in range(2):
        assert (await why(scene)).endswith("Not for this channel: it is told only example.org.")
        await scene.says("now")


async def test_topics_that_are_not_wanted_and_others_than_the_wanted(scene: Scene) -> None:
    await shows(scene, OTHER, item("https://radio.test/strike", STRIKE, "Tram drivers in Lowmoor begin a strike"))
    await scene.says("topics world -sport", BOSS)
    said = await why(scene, "https://radio.test/strike")
    assert said.endswith("it is of the topic sport, which is not wanted here.")
    await scene.says("topics world", BOSS)
    said = await why(scene, "https://radio.test/strike")
    assert said.endswith("its topics are sport, and world is wanted here.")


async def test_what_told_nothing_new(scene: Scene) -> None:
    await shows(scene, FEED, item("https://selby.test/ferry"))
    await scene.says("now")
    await shows(scene, OTHER, item("https://radio.test/ferry", AGAIN, "Selby Lines ferry runs aground off Port Selby"))
    scene.now += timedelta(hours=1)
    assert "Nothing new" in await scene.says("now")
    assert "Passed over on 2 March, 07:00: it told nothing that was new here." in await why(
        scene, "https://radio.test/ferry"
    )


async def test_in_their_own_messages_a_follower_had_read_it(scene: Scene) -> None:
    await shows(scene, FEED, item("https://selby.test/ferry"))
    await scene.says("now")
    await scene.delivered()
    mine = Place("fake", "U2")
    await scene.subscribed(BO, mine)
    await scene.press("follow", person=BO)
    said = await scene.says("why https://selby.test/ferry", BO, mine)
    assert said.endswith("You had read it when you began to follow its story.")


async def test_a_page_that_could_not_be_read(scene: Scene) -> None:
    feed = Feed(FeedId("post"), "https://selby.test/feed", "The Selby Post")
    short = FeedItem("Ferry runs aground off Port Selby", STRIKE, "https://selby.test/ferry", "x1", MONDAY)
    await shows(scene, feed, short)
    (page,) = await scene.feeds.claim_pages(scene.now, 1, timedelta(minutes=5))
    await scene.feeds.page_failed(page.article, None, "the page asks for a subscription")
    assert "\nIts own page could not be read whole: the page asks for a subscription.\n" in await why(scene)


async def test_an_article_of_a_folder_is_known_by_its_address(scene: Scene) -> None:
    await scene.arrives(found(url="https://selby.test/ferry"))
    assert "It waits for the next edition" in await why(scene, "<https://www.selby.test/ferry|selby.test/ferry>")
    await scene.says("now")
    assert (await why(scene)).endswith("Told here in the edition of 2 March, 06:00.")
    assert (await scene.says("why")).startswith("Why what? Name an article:")
