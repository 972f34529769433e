"""Articles are placed once, in the order in which they are given; stories that turn out to be one become one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.news.stories import Placed, Stories
from bot.news.types import Article, ArticleId, StoryId
from bot.ports import StoryStore
from bot.store.feeds import feeds_of
from bot.store.sql import SqlStore
from bot.store.stories import SqlStories, stories_of
from tests.store.examples import LATER, MINUTE, NOON, found
from tests.store.feed_examples import item, many, polled
from tests.store.story_examples import SINCE, ids, place, placed, saved, story

FERRY = (
    "The ferry Skarv ran aground off Lund Island on Tuesday with 41 passengers aboard, the coastguard said. "
    "All were taken to Haven by lifeboat and nobody was hurt, harbour master Ada Moll told reporters."
)


@pytest.fixture
def stories(store: SqlStore) -> SqlStories:
    return stories_of(store)


async def belonging(stories: SqlStories, first: Article) -> list[ArticleId]:
    return [article.id for article, _ in await stories.articles_of_story(story(first))]


async def test_fits_the_socket(stories: SqlStories) -> None:
    socket: StoryStore = stories
    assert await socket.unplaced(9, NOON, SINCE) == []
    assert await socket.placed_since(SINCE) == []
    assert await socket.articles_of_story(StoryId("none")) == []


async def test_what_has_no_story_yet_comes_oldest_first(store: SqlStore, stories: SqlStories) -> None:
    new, old = [(await store.save_article(found(k, published=NOON - n * MINUTE), NOON))[0] for n, k in enumerate("ab")]
    assert await stories.unplaced(9, LATER, SINCE) == [old, new]
    assert await stories.unplaced(1, LATER, SINCE) == [old]
    await place(stories, (old, None))
    assert await stories.unplaced(9, LATER, SINCE) == [new]


async def test_what_is_too_old_is_not_placed(store: SqlStore, stories: SqlStories) -> None:
    (article,) = await saved(store, "a")
    assert await stories.unplaced(9, LATER, NOON) == [article]
    assert await stories.unplaced(9, LATER, NOON + MINUTE) == []


async def test_an_article_is_placed_by_its_page_if_that_comes_soon(store: SqlStore, stories: SqlStories) -> None:
    feeds = feeds_of(store)
    await polled(feeds, item())
    assert await stories.unplaced(9, NOON + 9 * MINUTE, SINCE) == []
    assert len(await stories.unplaced(9, NOON + 10 * MINUTE, SINCE)) == 1
    (due,) = await feeds.claim_pages(NOON, 9, MINUTE)
    assert await stories.unplaced(9, NOON + MINUTE, SINCE) == []
    await feeds.page_failed(due.article, None, "-")
    assert len(await stories.unplaced(9, NOON + MINUTE, SINCE)) == 1


async def test_articles_of_a_story_come_in_the_order_in_which_they_came_out(
    store: SqlStore, stories: SqlStories
) -> None:
    a, b, c = await saved(store, "a", "b", "c")
    await place(stories, (b, None), (c, b), (a, b))
    assert await stories.articles_of_story(story(b)) == [(a, None), (b, None), (c, None)]
    correction, _ = await store.save_article(found("c", "A correction."), NOON)
    assert (await stories.articles_of_story(story(b)))[2][0].text == correction.text


async def test_whose_copy_an_article_is_comes_back(store: SqlStore, stories: SqlStories) -> None:
    a, b = await saved(store, "a", "b")
    await stories.save_placed([(a.id, placed(a)), (b.id, placed(b, a, a))])
    assert await stories.articles_of_story(story(a)) == [(a, None), (b, a.id)]


async def test_what_has_a_place_keeps_it(store: SqlStore, stories: SqlStories) -> None:
    a, b, c = await saved(store, "a", "b", "c")
    told = [(a.id, placed(a)), (b.id, placed(b)), (c.id, placed(c, a, None, b))]
    await stories.save_placed(told)
    first = await stories.placed_since(SINCE)
    await stories.save_placed(told)
    await stories.save_placed([(a.id, placed(a, c, c)), (c.id, placed(c))])
    assert await stories.placed_since(SINCE) == first
    assert await belonging(stories, a) == ids([a, b, c])


async def test_a_story_that_another_takes_in_is_moved(store: SqlStore, stories: SqlStories) -> None:
    a, b, c, d = await saved(store, "a", "b", "c", "d")
    await place(stories, (a, None), (b, None), (c, b))
    await stories.save_placed([(d.id, placed(d, a, None, b))])
    assert await belonging(stories, a) == ids([a, b, c, d])
    assert await belonging(stories, b) == ids([a, b, c, d]), "its own id leads to it still"


async def test_an_article_tells_the_story_that_its_own_became_part_of(store: SqlStore, stories: SqlStories) -> None:
    a, b, c = await saved(store, "a", "b", "c")
    assert await stories.story_of(a.id) is None
    assert await stories.story_of(ArticleId("none")) is None
    await place(stories, (a, None), (b, None))
    assert await stories.story_of(b.id) == story(b)
    await stories.save_placed([(c.id, placed(c, a, None, b))])
    assert {await stories.story_of(article.id) for article in (a, b, c)} == {story(a)}


async def test_stories_joined_in_one_call_end_in_one(store: SqlStore, stories: SqlStories) -> None:
    a, b, c, d, e = await saved(store, *"abcde")
    await place(stories, (b, None), (c, None))
    await stories.save_placed(
        [(d.id, placed(d, b, None, c)), (a.id, placed(a)), (e.id, placed(e, a, None, b))],
    )
    assert await belonging(stories, a) == ids([a, b, c, d, e])


async def test_who_does_not_know_of_a_join_places_right(store: SqlStore, stories: SqlStories) -> None:
    a, b, c, d = await saved(store, "a", "b", "c", "d")
    await place(stories, (a, None), (b, None))
    await stories.save_placed([(c.id, placed(c, a, None, b))])
    await stories.save_placed([(d.id, placed(d, b, None, a))])  # another process, which joined them the other way
    assert await belonging(stories, a) == ids([a, b, c, d])


async def test_an_article_that_is_not_stored_is_told_and_nothing_is_placed(
    store: SqlStore, stories: SqlStories
) -> None:
    (a,) = await saved(store, "a")
    with pytest.raises(LookupError, match="no article 'unknown'"):
        await stories.save_placed([(a.id, placed(a)), (ArticleId("unknown"), Placed(a.id))])
    assert await stories.unplaced(9, LATER, SINCE) == [a]


async def test_more_articles_than_a_statement_takes(store: SqlStore, stories: SqlStories) -> None:
    await polled(feeds_of(store), *many(1200), now=NOON - timedelta(hours=1))
    articles = await stories.unplaced(2000, LATER, SINCE)
    await place(stories, *[(article, articles[0]) for article in articles])
    assert len(await belonging(stories, articles[0])) == 1200
    assert await stories.unplaced(9, LATER, SINCE) == []


async def test_a_window_comes_back_in_the_order_in_which_it_was_placed(store: SqlStore, stories: SqlStories) -> None:
    a, b, c, d = await saved(store, "a", "b", "c", "d")
    await place(stories, (c, None))
    await stories.save_placed([(a.id, placed(a, c, c)), (d.id, placed(d)), (b.id, placed(b, d))])
    assert await stories.placed_since(NOON + 2 * MINUTE) == [
        (c, story(c), None),
        (a, story(c), c.id),  # older, but its story is in the window
        (d, story(d), None),
        (b, story(d), None),
    ]
    assert [article for article, _, _ in await stories.placed_since(NOON + 3 * MINUTE)] == [d, b]


async def test_stories_go_on_where_they_stood(store: SqlStore, stories: SqlStories) -> None:
    """What is recalled from a store places the next article as the memory it comes from would have."""
    texts = [FERRY, "Council buys the old cannery for a museum.", FERRY + " The ferry was towed off at noon.", FERRY]
    articles = [
        (await store.save_article(found(str(n), text, NOON + n * MINUTE), NOON))[0] for n, text in enumerate(texts)
    ]
    memory = Stories()
    await stories.save_placed([(article.id, memory.add(article)) for article in articles])
    recalled = Stories()
    for article, of, copy_of in await stories.placed_since(SINCE):
        recalled.recall(article, ArticleId(of), copy_of)
    last, _ = await store.save_article(found("last", "Skarv ferry refloated. " + FERRY, LATER), NOON)
    assert recalled.add(last) == memory.add(last)
    assert recalled.articles_of(articles[0].id) == memory.articles_of(articles[0].id)
    assert len(recalled.articles_of(articles[0].id)) >= 3
