"""People follow stories, which may turn out to be one story later."""

from __future__ import annotations

import pytest

from bot.news.channels import Place
from bot.news.chat import Follow
from bot.ports import Rejected
from bot.store.channels import channels_of
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.store.examples import LATER, NOON
from tests.store.story_examples import place, placed, saved, story

ADA, BO = Place("slack", "U-ada"), Place("slack", "U-bo")


async def test_each_person_follows_a_story_once(store: SqlStore) -> None:
    kept = channels_of(store)
    (ferry, seals) = (story(article) for article in await saved(store, "ferry", "seals"))
    assert await kept.follow(Follow(BO, ferry), LATER)
    assert await kept.follow(Follow(ADA, ferry), NOON)
    assert await kept.follow(Follow(ADA, seals), LATER)
    assert not await kept.follow(Follow(ADA, ferry), LATER)
    elsewhere = Follow(Place("discord", "U-ada"), ferry)
    assert await kept.follow(elsewhere, LATER)
    assert (await kept.follows())[0] == Follow(ADA, ferry)
    assert set(await kept.follows()) == {Follow(ADA, ferry), Follow(ADA, seals), Follow(BO, ferry), elsewhere}
    assert await kept.unfollow(Follow(ADA, ferry))
    assert not await kept.unfollow(Follow(ADA, ferry))
    assert set(await kept.follows()) == {Follow(ADA, seals), Follow(BO, ferry), elsewhere}


async def test_a_follow_goes_on_with_the_story_that_took_it_in(store: SqlStore) -> None:
    kept, stories = channels_of(store), stories_of(store)
    ferry, seals, both = await saved(store, "ferry", "seals", "both")
    await place(stories, (ferry, None), (seals, None))
    for follow in (Follow(ADA, story(ferry)), Follow(ADA, story(seals)), Follow(BO, story(seals))):
        assert await kept.follow(follow, NOON)
    await stories.save_placed([(both.id, placed(both, ferry, None, seals))])
    assert await kept.follows() == [Follow(ADA, story(ferry)), Follow(BO, story(ferry))], "told once, not twice"
    assert not await kept.follow(Follow(BO, story(ferry)), NOON), "they follow what was taken in"
    assert not await kept.follow(Follow(ADA, story(seals)), NOON)
    assert await kept.unfollow(Follow(ADA, story(seals)))
    assert await kept.follows() == [Follow(BO, story(ferry))], "both of hers are gone"
    assert await kept.unfollow(Follow(BO, story(ferry)))
    assert await kept.follows() == []


async def test_half_a_character_is_refused(store: SqlStore) -> None:
    kept = channels_of(store)
    (ferry,) = await saved(store, "ferry")
    with pytest.raises(Rejected, match="half of a character"):
        await kept.follow(Follow(Place("slack", "U-\udc00"), story(ferry)), NOON)
    assert await kept.follows() == []
