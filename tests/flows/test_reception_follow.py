"""Following a story: what is new of it comes by direct message, once; nothing old does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flows.follow import followed_by, tell_followers
from bot.flows.tell import Window
from bot.flows.threads import Thread
from bot.news.channels import Place
from bot.news.chat import Follow
from bot.news.followed import Feed, FeedDocument, FeedId, FeedItem
from bot.news.showing.cards import Marks
from bot.news.showing.shown import NoticeCard
from bot.news.sightings import sightings
from bot.news.types import Brief, RevisionId, StoryId
from bot.ports import Spending
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.fakes import ScriptedModel
from tests.flows.reception_scene import AGAIN, ANA, BO, LATER, STRIKE, Scene, found
from tests.store.examples import brief_of

TOWED = found("later", LATER, "Selby Lines ferry towed free, 31 hurt", outlet="Coast Radio")
FIRE = """A fire at the Harwell paper mill in Selby killed three workers early on Monday, the fire service said.

“The roof came down within minutes,” said fire chief Ines Okafor at the scene.

The mill on the river Ouse employs 240 people. The cause of the fire is not known."""
ARREST = """Police have arrested an electrician over the fire at the Harwell paper mill in Selby on Monday.

The man is suspected of manslaughter, detective Ruth Adeyemi said. “He had disabled the sprinklers,” she said."""
TOLL = """Families laid flowers at the Harwell paper mill in Selby, where a fire killed three workers on Monday.

The death toll from the mill fire rose to five on Wednesday, the hospital in Selby said."""


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
async def scene(store: SqlStore) -> Scene:
    """A brief on the ferry stands in the channel as message "m1"."""
    scene = Scene(store)
    await scene.subscribed()
    await scene.arrives(found())
    await scene.says("now")
    await scene.delivered()
    return scene


async def told(scene: Scene) -> int:
    await Window(scene.room.stories).place(scene.now)
    return await tell_followers(scene.room, await scene.kept.follows(), scene.now)


async def notice(scene: Scene, button: str, **more: object) -> str:
    card = await scene.press(button, **more)  # type: ignore[arg-type]
    assert isinstance(card, NoticeCard)
    return card.text


async def test_a_follower_is_told_what_is_new_and_nothing_that_they_have_read(scene: Scene) -> None:
    assert "comes to you by direct message" in await notice(scene, "follow")
    assert await told(scene) == 0
    scene.now += timedelta(hours=1)
    await scene.arrives(TOWED)
    assert await told(scene) == 1
    cards = await scene.delivered()
    assert len(cards) == 2
    assert cards[1].update
    assert [card.followed for card in cards] == [False, True]
    shown = str(cards[1])
    assert "31" in shown
    assert "failed twice" not in "".join(quote.text for quote in cards[1].quotes)
    # Told once, and not to the channel, which has its own slots.
    assert await told(scene) == 0
    (key, _) = scene.platform.posted[-1]
    assert key.startswith("fake:U2 ")
    scene.now += timedelta(hours=1)
    assert await scene.says("now") == "1 story is on its way."


async def test_where_it_is_sent(scene: Scene) -> None:
    await notice(scene, "follow")
    scene.now += timedelta(hours=1)
    await scene.arrives(TOWED)
    await told(scene)
    delivery = await scene.store.claim_delivery(scene.now, timedelta(minutes=2))
    assert delivery is not None
    assert delivery.place == Place("fake", "U2")


async def test_what_many_follow_is_written_by_the_model_once(store: SqlStore, scene: Scene) -> None:
    lead = {
        "sentences": [1],
        "kind": "lead",
        "text": "The Selby Lines ferry was towed free by two tugs in the evening.",
    }
    reply = json.dumps({"headline": "Selby Lines ferry towed free", "lines": [lead], "quotes": [], "figures": []})
    for person in (ANA, BO):
        await notice(scene, "follow", person=person)
    scene.now += timedelta(hours=1)
    await scene.arrives(TOWED)
    model = ScriptedModel([reply])
    room = replace(scene.room, model=model)
    assert await tell_followers(room, await scene.kept.follows(), scene.now) == 2
    assert len(model.requests) == 1
    assert len(await scene.delivered()) == 3
    assert sum(spent.tokens_out for spent in await all_spent(scene)) == len(reply)


async def all_spent(scene: Scene) -> list[Spending]:
    """What writing all that was posted has cost."""
    keys = {key.rpartition(" ")[0] for key, _ in scene.platform.posted}
    return [spent for key in keys for spent in await scene.room.stories.spending_of(key)]


async def test_other_stories_and_words_that_say_nothing_new_are_not_told(scene: Scene) -> None:
    await notice(scene, "follow")
    scene.now += timedelta(hours=1)
    await scene.arrives(
        found("b", STRIKE, "Tram drivers strike"),
        found("again", AGAIN, "Selby Lines ferry runs aground", outlet="Coast Radio"),
    )
    assert await told(scene) == 0
    assert len(await scene.delivered()) == 1


async def test_follow_twice_and_unfollow_also_from_the_direct_message(scene: Scene) -> None:
    assert "You did not follow" in await notice(scene, "unfollow")
    await notice(scene, "follow")
    assert await notice(scene, "follow") == "You follow “Ferry runs aground” already."
    assert "You follow “Ferry runs aground”." in (await scene.desk.home(BO)).words
    assert "You follow" not in (await scene.desk.home(ANA)).words
    scene.now += timedelta(hours=1)
    await scene.arrives(TOWED)
    await told(scene)
    await scene.delivered()
    assert "You no longer follow" in await notice(scene, "unfollow", message="m2", channel="U2")
    assert await scene.kept.follows() == []


async def test_who_follows_again_is_not_told_what_they_saw_meanwhile(scene: Scene) -> None:
    await notice(scene, "follow")
    await notice(scene, "unfollow")
    scene.now += timedelta(hours=1)
    await scene.arrives(TOWED)
    await scene.says("now")
    await scene.delivered()
    assert "comes to you" in await notice(scene, "follow", message="m2")
    assert await told(scene) == 0


async def test_who_follows_from_an_update_has_read_what_came_before_it(store: SqlStore) -> None:
    scene = Scene(store)
    await scene.subscribed()
    for text, title, outlet in (
        (FIRE, "Mill fire in Selby kills three", "Wire"),
        (ARREST, "Electrician arrested over Selby mill fire", "Gazette"),
    ):
        scene.now += timedelta(hours=1)
        await scene.arrives(found(title, text, title, outlet=outlet))
        await scene.says("now")
    assert len(await scene.delivered()) == 2
    await notice(scene, "follow", message="m2")
    scene.now += timedelta(hours=1)
    await scene.arrives(found("toll", TOLL, "Selby mill fire death toll rises to five", outlet="Coast Radio"))
    assert await told(scene) == 1
    (change,) = (await scene.delivered())[-1].changes
    assert (change.was, change.amount) == ("3", "5")


async def test_what_was_old_when_its_feed_was_met_is_no_news_to_a_follower_either(scene: Scene) -> None:
    await notice(scene, "follow")
    feed = Feed(FeedId("quay"), "https://quay.test/feed", "The Quay", full_text=False)
    item = FeedItem("Selby Lines ferry towed free, 31 hurt", LATER, "https://quay.test/1", "q1", scene.now, full=True)
    await scene.feeds.follow([feed], "hand", scene.now)
    old = [replace(each, fresh=False) for each in sightings(feed, FeedDocument("rss", (item,)), True, scene.now)]
    await scene.feeds.save_sightings(feed.id, old, scene.now)
    assert await told(scene) == 0


async def test_in_their_own_messages_a_follower_is_shown_what_was_sent_to_them_alone(scene: Scene) -> None:
    mine = Place("fake", "U2")
    await scene.subscribed(BO, mine)
    await notice(scene, "follow")
    assert (await scene.desk.home(BO)).editions == ()
    assert await scene.says("now", BO, mine) == "Nothing new to tell."


async def test_what_stands_under_no_brief_cannot_be_followed(scene: Scene) -> None:
    assert "no story that can be followed" in await notice(scene, "follow", message="m99")
    assert await scene.kept.follows() == []


def test_a_thread_of_two_stories_is_no_story_to_follow() -> None:
    one, other = (replace(brief_of(RevisionId("r")), story=StoryId(story)) for story in ("ferry", "strike"))

    def thread(*briefs: Brief) -> Thread:
        return Thread(Place("fake", "C1", "m1"), None, briefs, {}, {}, Marks(), ())

    assert followed_by(ANA, thread(one, one)) == Follow(Place("fake", ANA.id), StoryId("ferry"))
    assert followed_by(ANA, thread(one, other)) is None
    assert followed_by(ANA, thread(replace(one, story=None))) is None
