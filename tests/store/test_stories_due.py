"""What is news to a channel, what it was told last of a story, and what that cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.news.identity import Keys
from bot.news.types import ArticleId, StoryId
from bot.ports import Rejected, Spending
from bot.store.feeds import SqlFeeds, feeds_of
from bot.store.sql import SqlStore
from bot.store.stories import SqlStories, stories_of
from tests.store.examples import LATER, MINUTE, NOON, edition_of, found, owed_by
from tests.store.feed_examples import GAZETTE, HERALD, item, many, page, polled, shown
from tests.store.story_examples import SINCE, ids, place, placed, saved, story, told_in

TODAY = date(2031, 5, 4)


@pytest.fixture
def stories(store: SqlStore) -> SqlStories:
    return stories_of(store)


@pytest.fixture
def feeds(store: SqlStore) -> SqlFeeds:
    return feeds_of(store)


async def due(stories: SqlStories, channel: str, since: datetime = SINCE) -> list[ArticleId]:
    """The stories that are due, each by its first article."""
    return [ArticleId(each) for each in await stories.stories_due(channel, since)]


async def test_stories_are_due_newest_first_and_each_once(store: SqlStore, stories: SqlStories) -> None:
    a, b, c, d = await saved(store, "a", "b", "c", "d")
    await place(stories, (a, None), (b, None), (c, None), (d, a))
    assert await due(stories, "harbour") == [a.id, c.id, b.id]
    assert await stories.stories_due("harbour", SINCE, 2) == [story(a), story(c)]
    assert await due(stories, "harbour", NOON + 2 * MINUTE) == [a.id, c.id]
    assert await due(stories, "harbour", NOON + 4 * MINUTE) == []


async def test_what_has_no_place_is_not_due(store: SqlStore, stories: SqlStories) -> None:
    await saved(store, "a")
    assert await due(stories, "harbour") == []


async def test_a_story_is_due_again_when_another_article_comes(store: SqlStore, stories: SqlStories) -> None:
    a, b = await saved(store, "a", "b")
    await place(stories, (a, None))
    edition = told_in("08:00", a, [a])
    assert await store.save_edition(edition, owed_by(edition), NOON)
    assert await due(stories, "harbour") == []
    assert await due(stories, "hills") == [a.id]
    await store.save_article(found("a", "A correction."), NOON)
    assert await due(stories, "harbour") == [], "another text of what was used is no news"
    await place(stories, (b, a))
    assert await due(stories, "harbour") == [a.id]


async def test_an_edition_whose_slot_was_taken_has_used_nothing(store: SqlStore, stories: SqlStories) -> None:
    a, b = await saved(store, "a", "b")
    await place(stories, (a, None), (b, None))
    assert await store.save_edition(told_in("08:00", a, [a]), [], NOON)
    assert not await store.save_edition(told_in("08:00", b, [b]), [], NOON)
    assert await due(stories, "harbour") == [b.id]


async def test_what_a_channel_passed_over_is_not_due_until_more_comes(store: SqlStore, stories: SqlStories) -> None:
    a, b = await saved(store, "a", "b")
    await place(stories, (a, None))
    await stories.pass_over("harbour", [a.revision.id], NOON)
    await stories.pass_over("harbour", [a.revision.id], LATER)
    assert await due(stories, "harbour") == []
    assert await due(stories, "hills") == [a.id]
    await place(stories, (b, a))
    assert await due(stories, "harbour") == [a.id]


async def test_a_copy_of_what_was_seen_is_no_news(store: SqlStore, stories: SqlStories) -> None:
    a, b = await saved(store, "a", "b")
    await stories.save_placed([(a.id, placed(a))])
    await stories.pass_over("harbour", [a.revision.id], NOON)
    await stories.save_placed([(b.id, placed(b, a, a))])
    assert await due(stories, "harbour") == []
    assert await due(stories, "hills") == [a.id]


async def test_what_was_old_when_we_met_its_feed_is_no_news(
    store: SqlStore, stories: SqlStories, feeds: SqlFeeds
) -> None:
    await polled(feeds, item(), feed=replace(GAZETTE, new_at_first=0), first=True)
    (old,) = await stories.unplaced(9, LATER, SINCE)
    (new,) = await saved(store, "a")
    await place(stories, (old, None))
    assert await due(stories, "harbour") == []
    await place(stories, (new, old))
    assert await due(stories, "harbour") == [old.id]
    assert len(await stories.articles_of_story(story(old))) == 2, "it is told with the rest of its story"


async def twins(store: SqlStore, feeds: SqlFeeds) -> tuple[ArticleId, ArticleId]:
    """An article, and one that its page will show to be the same."""
    await polled(feeds, item())
    await polled(feeds, item(id="x", link="https://go.example.org/r/1", title="Boats", text="Boats are back."))
    original, twin = sorted(await store.archive(9), key=lambda article: article.title == "Boats")
    return original.id, twin.id


async def unite(feeds: SqlFeeds, twin: ArticleId) -> None:
    same = shown(item())[0].keys
    assert not await feeds.save_page(twin, page(), Keys(same.sure[:1], None), NOON)


async def test_what_was_told_as_its_twin_is_no_news(store: SqlStore, stories: SqlStories, feeds: SqlFeeds) -> None:
    original, twin = await twins(store, feeds)
    articles = await stories.unplaced(9, LATER, SINCE)
    await place(stories, *[(article, None) for article in articles])
    (told,) = [article for article in articles if article.id == twin]
    assert await store.save_edition(told_in("08:00", told, [told]), [], NOON)
    assert await due(stories, "harbour") == [original]
    await unite(feeds, twin)
    assert await due(stories, "harbour") == []
    assert await due(stories, "hills") == [original]


async def test_what_turned_out_to_be_another_article_is_no_part_of_a_story(
    store: SqlStore, stories: SqlStories, feeds: SqlFeeds
) -> None:
    original, twin = await twins(store, feeds)
    first, second = sorted(await stories.unplaced(9, LATER, SINCE), key=lambda article: article.id != twin)
    (copy,) = await saved(store, "copy")
    told = [(first.id, placed(first)), (second.id, placed(second, first, first)), (copy.id, placed(copy, first, first))]
    await stories.save_placed(told)
    await unite(feeds, twin)
    found_now = {a.id: copy_of for a, copy_of in await stories.articles_of_story(StoryId(twin))}
    assert found_now == {original: None, copy.id: original}
    assert [a.id for a, _, _ in await stories.placed_since(SINCE)] == [twin, original, copy.id]


async def test_a_twin_that_has_no_place_gets_none(store: SqlStore, stories: SqlStories, feeds: SqlFeeds) -> None:
    original, twin = await twins(store, feeds)
    await unite(feeds, twin)
    assert ids(await stories.unplaced(9, LATER, SINCE)) == [original]


async def test_the_last_brief_is_the_newest_of_its_story_in_this_channel(store: SqlStore, stories: SqlStories) -> None:
    a, b, other = await saved(store, "a", "b", "other")
    await place(stories, (a, None), (b, a), (other, None))
    assert await stories.briefs_of("harbour", story(a), 9) == []
    first, second, third = told_in("07:00", a, [a]), told_in("08:00", a, [a, b]), told_in("09:00", other, [other])
    for minute, edition in enumerate((first, second, third)):
        assert await store.save_edition(edition, owed_by(edition), NOON + minute * MINUTE)
    elsewhere = told_in("09:00", a, [a], channel="hills")
    assert await store.save_edition(elsewhere, owed_by(elsewhere), NOON + 9 * MINUTE)
    assert (await stories.briefs_of("harbour", story(a), 9))[0] == second.briefs[0]
    assert (await stories.briefs_of("hills", story(a), 9))[0] == elsewhere.briefs[0]
    assert await stories.briefs_of("sport", story(a), 9) == []


async def test_each_brief_of_an_edition_is_its_own_story_s(store: SqlStore, stories: SqlStories) -> None:
    a, b = await saved(store, "a", "b")
    await place(stories, (a, None), (b, None))
    one, other = told_in("08:00", a, [a]), told_in("08:00", b, [b])
    plain = edition_of("08:00", a).briefs
    edition = replace(one, briefs=plain + one.briefs + other.briefs)
    assert await store.save_edition(edition, [], NOON)
    assert (await stories.briefs_of("harbour", story(a), 9))[0] == one.briefs[0]
    assert (await stories.briefs_of("harbour", story(b), 9))[0] == other.briefs[0]


async def test_a_brief_goes_with_its_story_into_another(store: SqlStore, stories: SqlStories) -> None:
    a, b, c = await saved(store, "a", "b", "c")
    await place(stories, (a, None), (b, None))
    edition = told_in("08:00", b, [b])
    assert await store.save_edition(edition, [], NOON)
    await stories.save_placed([(c.id, placed(c, a, None, b))])
    assert (await stories.briefs_of("harbour", story(a), 9))[0] == edition.briefs[0]
    assert (await stories.briefs_of("harbour", story(b), 9))[0] == edition.briefs[0]
    assert await due(stories, "harbour") == [a.id]


async def test_a_story_may_be_joined_while_its_brief_is_written(store: SqlStore, stories: SqlStories) -> None:
    a, b, c = await saved(store, "a", "b", "c")
    await place(stories, (a, None), (b, None))
    edition = told_in("08:00", b, [b])
    await stories.save_placed([(c.id, placed(c, a, None, b))])
    assert await store.save_edition(edition, [], NOON)
    assert (await stories.briefs_of("harbour", story(a), 9))[0] == edition.briefs[0]


async def test_more_articles_in_a_brief_than_a_statement_takes(
    store: SqlStore, stories: SqlStories, feeds: SqlFeeds
) -> None:
    await polled(feeds, *many(1100))
    articles = await stories.unplaced(2000, LATER, SINCE)
    await place(stories, *[(article, articles[0]) for article in articles])
    assert await stories.stories_due("harbour", SINCE, 1) == [story(articles[0])]
    assert await store.save_edition(told_in("08:00", articles[0], articles), [], NOON)
    assert await due(stories, "harbour") == []
    assert len(await stories.topics_of(ids(articles))) == 1100


async def test_topics_are_those_of_the_feed_and_the_section(
    store: SqlStore, stories: SqlStories, feeds: SqlFeeds
) -> None:
    await feeds.follow([replace(GAZETTE, topics=("harbour", "north")), HERALD], "file", NOON)
    await polled(feeds, item(section="Ferries"))
    await polled(feeds, item(2), feed=HERALD)
    (read,) = await saved(store, "a")
    told = {article.title: article.id for article in await store.archive(9)}
    ferry, hills = told[item().title], told[item(2).title]
    asked = [ferry, hills, read.id, ArticleId("unknown")]
    assert await stories.topics_of(asked) == {
        ferry: {"harbour", "north", "Ferries"},
        hills: frozenset(),
        read.id: frozenset(),
    }
    await feeds.follow([HERALD], "file", NOON)
    assert await stories.topics_of([ferry]) == {ferry: {"Ferries"}}


async def test_spending_is_summed_by_day_and_by_edition(stories: SqlStories) -> None:
    await stories.spend(TODAY, "harbour 08:00", "harbour", Spending("small", 900, 100, 0.25, 300))
    await stories.spend(TODAY, "harbour 08:00", "harbour", Spending("small", 90, 10, 0.5, 0))
    await stories.spend(TODAY, "harbour 08:00", "harbour", Spending("large", 5, 6))
    await stories.spend(TODAY, "harbour 08:00", "harbour", Spending("large", 5, 6, 1.0))
    await stories.spend(date(2031, 5, 5), "hills 08:00", "hills", Spending("small", 7, 8, 0.0))
    assert await stories.spent(TODAY) == 1122
    assert await stories.spent(date(2031, 5, 5)) == 15
    assert await stories.spent(date(2031, 5, 6)) == 0
    assert await stories.spending_of("harbour 08:00") == [
        Spending("large", 10, 12),
        Spending("small", 990, 110, 0.75, 300),
    ]
    assert await stories.spending_of("hills 08:00") == [Spending("small", 7, 8, 0.0)]
    assert await stories.spending_of("never saved") == []


async def test_a_model_s_name_with_half_characters_is_refused(stories: SqlStories) -> None:
    with pytest.raises(Rejected, match="model's name"):
        await stories.spend(TODAY, "harbour 08:00", "harbour", Spending("m\ud83d", 1, 1))


async def test_only_the_stories_that_are_asked_for(store: SqlStore, stories: SqlStories) -> None:
    a, b, c = await saved(store, "a", "b", "c")
    await place(stories, (a, None), (b, None), (c, None))
    asked_for = [story(b), story(c), StoryId("none")]
    assert await stories.stories_due("harbour", SINCE, only=asked_for) == [story(c), story(b)]
    assert await stories.stories_due("harbour", SINCE, only=[]) == []
    await stories.pass_over("harbour", [c.revision.id], NOON)
    assert await stories.stories_due("harbour", SINCE, only=[story(c)]) == []
