"""An edition over stories: one brief for the articles of one event, and again only where something new is proven."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.flows.deliver import deliver
from bot.flows.follow import tell_followers
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.news.channels import Channel, Edition, Place
from bot.news.chat import Follow
from bot.news.stories import Placed
from bot.news.types import Article, ArticleId, Brief, FoundArticle, StoryId
from bot.ports import Heard, Rejected, Reply, Request, Spending, Unavailable
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from bot.store.stories import SqlStories, stories_of
from tests.fakes import FakeFetcher, FakePlatform, ScriptedModel

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DESK = Channel("desk", Place("fake", "desk"), (), frozenset(), "UTC")
OWNERS = {"selby echo": "Selby Media", "the selby post": "Selby Media"}

WIRE = """A fire at the Harwell paper mill in Selby killed three workers early on Monday, the fire service said.

“The roof came down within minutes,” said fire chief Ines Okafor at the scene.

The mill on the river Ouse employs 240 people. The cause of the fire is not known."""

POST = """Three workers died in a fire that tore through the Harwell paper mill in Selby early on Monday.

Mill owner Tomas Reed said production would stop for six weeks. “We have lost friends whom we had known for years,” he said.

Some 240 people work at the mill. Fire chief Ines Okafor said the roof had come down within minutes."""

MORE = """Two hundred firefighters fought the flames for nine hours and pumped water from the river Ouse.

The mayor of Selby, Anna Brook, opened the town hall for families and asked people to stay away from the mill."""

AGAIN = """Three workers were killed when a fire broke out at the Harwell paper mill in Selby early on Monday.

The mill, on the river Ouse, has 240 workers. The cause of the fire at the mill is not known."""

ARREST = """Police have arrested a 46-year-old electrician over the fire at the Harwell paper mill in Selby that killed three workers on Monday.

The man is suspected of manslaughter, detective Ruth Adeyemi said. “He had disabled the sprinklers two days before the fire,” she said.

The death toll from the mill fire rose to five on Wednesday, the hospital in Selby said."""

MATCH = """Port Arden beat Lowmoor 3-1 in the cup final on Sunday before a crowd of 41,000.

Captain Jo Lindqvist scored twice in the second half. “We waited eleven years for this,” she said."""


def told(key: str, text: str, title: str, outlet: str, hours: float = 0.0) -> FoundArticle:
    return FoundArticle(key, text, title, outlet, f"https://{key}.example.org/1", NOON + timedelta(hours=hours))


FIRST = told("wire", WIRE, "Mill fire in Selby kills three", "North Wire", -3)
SECOND = told("post", POST, "Three die in fire at Selby mill", "The Selby Post", -2)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


async def edition(
    store: SqlStore, *found: FoundArticle, now: datetime = NOON, channel: Channel = DESK
) -> Edition | None:
    """The edition of `now`, after these articles came in."""
    room = Newsroom(store, stories_of(store), None, OWNERS)
    await pull(FakeFetcher(*found), store, now)
    await Window(room.stories).place(now)
    return await publish(channel, now.isoformat(), room, now)


async def the_brief(store: SqlStore, *found: FoundArticle, now: datetime = NOON) -> Brief:
    made = await edition(store, *found, now=now)
    assert made is not None
    assert len(made.briefs) == 1
    return made.briefs[0]


async def test_two_articles_of_one_event_are_one_brief_of_two_voices(store: SqlStore) -> None:
    brief = await the_brief(store, FIRST, SECOND)
    assert brief.voices == (("North Wire",), ("The Selby Post",))
    assert len(brief.revisions) == 2
    assert not brief.update


async def test_outlets_of_one_owner_are_one_voice(store: SqlStore) -> None:
    brief = await the_brief(store, SECOND, told("echo", WIRE, "Mill fire kills three", "Selby Echo", -1))
    assert brief.voices == (("The Selby Post", "Selby Echo"),)


async def test_copies_of_one_wire_text_are_one_source(store: SqlStore) -> None:
    copies = [told(f"site{n}", WIRE, "Mill fire in Selby kills three", f"Site {n}", n) for n in range(6)]
    brief = await the_brief(store, FIRST, *copies)
    assert brief.voices == (("North Wire",),)
    assert len(brief.revisions) == 7


async def test_what_only_tells_the_same_again_is_not_posted_and_not_due_again(store: SqlStore) -> None:
    await the_brief(store, FIRST, SECOND)
    third = told("gazette", AGAIN, "Fire at Selby paper mill kills three workers", "The Gazette", 5)
    assert await edition(store, third, now=NOON + timedelta(hours=6)) is None
    assert await stories_of(store).stories_due("desk", NOON - timedelta(days=30)) == []


async def test_what_is_new_is_told_as_an_update_with_the_changed_figure(store: SqlStore) -> None:
    await the_brief(store, FIRST, SECOND)
    arrest = told("gazette", ARREST, "Electrician arrested over Selby mill fire", "The Gazette", 50)
    brief = await the_brief(store, arrest, now=NOON + timedelta(hours=52))
    assert brief.update
    new = " ".join(line.text for line in brief.lines if line.kind in ("lead", "new"))
    assert "electrician" in new
    assert [(c.before.figure.value, c.now.figure.value) for c in brief.changes] == [(3, 5)]
    assert "He had disabled the sprinklers" in " ".join(q.text for q in brief.quotes)
    assert "The roof came down within minutes" not in [q.text.rstrip(",") for q in brief.quotes]


async def test_an_update_does_not_tell_what_any_brief_before_it_told(store: SqlStore) -> None:
    await the_brief(store, FIRST, SECOND)
    arrest = told("gazette", ARREST, "Electrician arrested over Selby mill fire", "The Gazette", 50)
    await the_brief(store, arrest, now=NOON + timedelta(hours=52))
    late = told("record", AGAIN, "Fire at Selby paper mill kills three workers", "The Record", 53)
    assert await edition(store, late, now=NOON + timedelta(hours=54)) is None


async def test_another_channel_is_told_the_whole_story(store: SqlStore) -> None:
    await the_brief(store, FIRST, SECOND)
    other = replace(DESK, name="other", place=Place("fake", "other"))
    made = await edition(store, channel=other, now=NOON + timedelta(hours=1))
    assert made is not None
    assert not made.briefs[0].update


async def test_another_event_is_a_brief_of_its_own_and_an_edition_has_no_more_than_it_may(store: SqlStore) -> None:
    match = told("sport", MATCH, "Port Arden win cup", "North Wire Sport", -1)
    made = await edition(store, FIRST, SECOND, match, channel=replace(DESK, stories=1))
    assert made is not None
    assert [b.headline for b in made.briefs] == ["Mill fire in Selby kills three"] or len(made.briefs[0].voices) == 2
    rest = await edition(store, now=NOON + timedelta(hours=1))
    assert rest is not None
    assert [b.headline for b in rest.briefs] == ["Port Arden win cup"]


async def test_a_channel_is_told_the_stories_of_its_sources_with_all_who_tell_them(store: SqlStore) -> None:
    match = told("sport", MATCH, "Port Arden win cup", "North Wire Sport", -1)
    local = replace(DESK, sources=("the selby post",))
    made = await edition(store, FIRST, SECOND, match, channel=local)
    assert made is not None
    assert [len(brief.voices) for brief in made.briefs] == [2]
    assert await edition(store, channel=replace(local, sources=()), now=NOON + timedelta(hours=1)) is None, (
        "passed over"
    )


async def test_a_channel_is_not_told_what_it_does_not_want(store: SqlStore) -> None:
    unsporting = replace(DESK, topics=("-cup final",))
    made = await edition(
        store, FIRST, told("sport", MATCH, "Port Arden win cup", "North Wire Sport", -1), channel=unsporting
    )
    assert made is not None
    assert [b.headline for b in made.briefs] == ["Mill fire in Selby kills three"]


async def test_five_hundred_articles_of_one_event_are_one_brief(store: SqlStore) -> None:
    flood = [
        told(
            f"site{n}",
            f"{POST}\n\nReader {n} of our paper in town {n} sent us a photograph number {n}.",
            "Three die in fire at Selby mill",
            f"Site {n}",
            -n / 60,
        )
        for n in range(500)
    ]
    made = await edition(store, *flood)
    assert made is not None
    assert sum(len(b.revisions) for b in made.briefs) == 500
    assert len(made.briefs) == 1


async def test_for_a_slot_that_is_taken_no_model_is_asked(store: SqlStore) -> None:
    model = ScriptedModel([Unavailable("down"), AssertionError("asked for a slot that is taken")])
    room = Newsroom(store, stories_of(store), model)
    await pull(FakeFetcher(FIRST), store, NOON)
    await Window(room.stories).place(NOON)
    assert await publish(DESK, "noon", room, NOON) is not None
    await pull(FakeFetcher(told("sport", MATCH, "Port Arden win cup", "North Wire Sport", -1)), store, NOON)
    await Window(room.stories).place(NOON)
    assert await publish(DESK, "noon", room, NOON) is None
    assert len(model.requests) == 1


async def test_two_at_work_on_one_slot_make_one_edition(store: SqlStore) -> None:
    room = Newsroom(store, stories_of(store), None, OWNERS)
    await pull(FakeFetcher(FIRST, SECOND), store, NOON)
    await Window(room.stories).place(NOON)
    made = await asyncio.gather(*(publish(DESK, "noon", room, NOON) for _ in range(2)))
    assert sorted(e is None for e in made) == [False, True]
    platform = FakePlatform()
    assert await deliver(store, {"fake": platform}, lambda: NOON) == 1
    assert len(platform.posted) == 1


class FallingStories(SqlStories):
    """Dies while it keeps where articles went, the first time."""

    falls = True

    async def save_placed(self, placed: Sequence[tuple[ArticleId, Placed]], after: int | None = None) -> bool:
        if self.falls:
            self.falls = False
            raise OSError("the disk is full")
        return await super().save_placed(placed, after)


async def test_a_crash_while_articles_are_placed_loses_and_doubles_nothing(store: SqlStore) -> None:
    stories = FallingStories(store.writing)
    window = Window(stories)
    await pull(FakeFetcher(FIRST, SECOND), store, NOON)
    with pytest.raises(OSError, match="disk"):
        await window.place(NOON)
    assert await window.place(NOON) == 2
    made = await publish(DESK, "noon", Newsroom(store, stories, None, OWNERS), NOON)
    assert made is not None
    assert [len(b.revisions) for b in made.briefs] == [2]


async def test_stories_that_turn_out_to_be_one_are_told_as_one_from_then_on(store: SqlStore) -> None:
    room = Newsroom(store, stories_of(store), None, OWNERS)
    await pull(FakeFetcher(FIRST, SECOND), store, NOON)
    wire, post = sorted(await store.archive(9), key=lambda a: a.published or NOON)
    await room.stories.save_placed([(wire.id, Placed(wire.id)), (post.id, Placed(post.id))])
    made = await publish(DESK, "noon", room, NOON)
    assert made is not None
    assert len(made.briefs) == 2
    later = NOON + timedelta(hours=52)
    await pull(FakeFetcher(told("gazette", ARREST, "Electrician arrested", "The Gazette", 50)), store, later)
    [arrest] = await room.stories.unplaced(9, later, NOON)
    await room.stories.save_placed([(arrest.id, Placed(wire.id, joined=(post.id,)))])
    made = await publish(DESK, "later", room, later)
    assert made is not None
    [brief] = made.briefs
    assert brief.update
    assert len(brief.revisions) == 3
    shown = " ".join(line.text for line in brief.lines)
    assert "electrician" in shown
    assert "240" not in shown


async def test_what_an_article_said_before_its_text_changed_is_no_news(store: SqlStore) -> None:
    short = replace(DESK, length="short")
    fine = "The Harwell mill was fined 90,000 pounds last year for blocked fire doors, court papers show."
    made = await edition(store, replace(FIRST, text=f"{WIRE}\n\n{POST}\n\n{MORE}\n\n{fine}"), channel=short)
    assert made is not None
    assert "90,000" not in " ".join(line.text for line in made.briefs[0].lines)
    rewritten = replace(FIRST, text=f"{WIRE}\n\n{MORE}")
    late = told("gazette", f"{AGAIN}\n\n{fine}", "Fire at Selby paper mill kills three workers", "The Gazette", 5)
    assert await edition(store, rewritten, late, now=NOON + timedelta(hours=6), channel=short) is None


async def test_a_story_that_fails_costs_the_edition_no_other_and_stays_due(store: SqlStore) -> None:
    room = Newsroom(store, stories_of(store), ScriptedModel([RuntimeError("broken")] + [Unavailable("down")] * 9))
    await pull(FakeFetcher(FIRST, told("sport", MATCH, "Port Arden win cup", "North Wire Sport", -1)), store, NOON)
    await Window(room.stories).place(NOON)
    made = await publish(DESK, "noon", room, NOON)
    assert made is not None
    assert len(made.briefs) == 1
    assert len(await room.stories.stories_due("desk", NOON - timedelta(days=30))) == 1


async def test_a_model_that_is_down_for_one_story_costs_no_brief(store: SqlStore) -> None:
    room = Newsroom(store, stories_of(store), ScriptedModel([Unavailable("down"), Rejected("no")]))
    await pull(FakeFetcher(FIRST, told("sport", MATCH, "Port Arden win cup", "North Wire Sport", -1)), store, NOON)
    await Window(room.stories).place(NOON)
    made = await publish(DESK, "noon", room, NOON)
    assert made is not None
    assert len(made.briefs) == 2


async def test_an_update_is_headed_by_the_newest_report(store: SqlStore) -> None:
    await the_brief(store, FIRST, SECOND)
    arrest = told("gazette", ARREST, "Electrician arrested over Selby mill fire", "The Gazette", 49)
    text = f"{AGAIN}\n\nThe insurer Velm Mutual will pay 4 million pounds to the families of the workers."
    late = told("record", text, "Families of Selby workers get 4 million pounds", "The Record", 50)
    brief = await the_brief(store, arrest, late, now=NOON + timedelta(hours=52))
    assert brief.headline == "Families of Selby workers get 4 million pounds"
    assert "electrician" in brief.lines[0].text


class Counting(ScriptedModel):
    """Fails until it is `up`, then writes one plain line; counts what it was asked."""

    def __init__(self) -> None:
        super().__init__([])
        self.up = True

    async def complete(self, request: Request, heard: Heard | None = None) -> Reply:
        self.requests.append(request)
        if not self.up:
            raise Unavailable("down")
        return Reply("{}", (Spending("counting", 10, 1),))


async def test_channels_that_have_read_the_same_are_told_it_in_the_same_words_at_the_price_of_one(
    store: SqlStore,
) -> None:
    model = Counting()
    room = Newsroom(store, stories_of(store), model, OWNERS)
    await pull(FakeFetcher(FIRST, SECOND), store, NOON)
    await Window(room.stories).place(NOON)
    channels = [replace(DESK, name=f"desk {n}", place=Place("fake", f"{n}")) for n in range(5)]
    made = await asyncio.gather(*(publish(channel, "noon", room, NOON) for channel in channels))
    asked = len(model.requests)
    assert len({edition.briefs for edition in made if edition is not None}) == 1
    assert await room.stories.spent(NOON.date()) == 11 * asked
    other = [replace(DESK, name="short", length="short"), replace(DESK, name="German", language="de")]
    for channel in other:
        assert await publish(channel, "noon", room, NOON) is not None
    assert len(model.requests) >= 3 * asked, "what is told otherwise is written anew"


async def test_what_was_written_while_the_model_was_away_is_not_kept(store: SqlStore) -> None:
    model = Counting()
    model.up = False
    room = Newsroom(store, stories_of(store), model, OWNERS)
    await pull(FakeFetcher(FIRST, SECOND), store, NOON)
    await Window(room.stories).place(NOON)
    assert await publish(DESK, "noon", room, NOON) is not None
    asked = len(model.requests)
    assert await publish(replace(DESK, name="later"), "noon", room, NOON) is not None
    assert len(model.requests) == 2 * asked


class Beside(SqlStories):
    """Those of a copy that reads its first story at the same moment as another one does."""

    def __init__(self, store: SqlStore, meeting: asyncio.Barrier) -> None:
        super().__init__(store.writing)
        self._meeting: asyncio.Barrier | None = meeting

    async def articles_of_story(self, story: StoryId) -> list[tuple[Article, ArticleId | None]]:
        meeting, self._meeting = self._meeting, None
        if meeting is not None:
            await meeting.wait()
        return await super().articles_of_story(story)


async def two_copies(store: SqlStore) -> tuple[Newsroom, Newsroom]:
    """Two newsrooms that write at once, of one article that both may tell."""
    meeting = asyncio.Barrier(2)
    first, second = (Newsroom(store, Beside(store, meeting), None, OWNERS) for _ in range(2))
    await pull(FakeFetcher(FIRST), store, NOON)
    await Window(stories_of(store)).place(NOON)
    return first, second


async def test_what_two_copies_write_at_once_for_one_channel_is_told_once(store: SqlStore) -> None:
    first, second = await two_copies(store)
    await pull(FakeFetcher(told("sport", MATCH, "Port Arden win cup", "North Wire Sport", -1)), store, NOON)
    await Window(stories_of(store)).place(NOON)
    short = replace(DESK, stories=1)
    at_once = (publish(short, "noon", first, NOON), publish(short, "now", second, NOON))
    made = [edition for edition in await asyncio.gather(*at_once) if edition is not None]
    assert len({brief.story for edition in made for brief in edition.briefs}) == 2, "each tells what the other has not"
    assert await publish(DESK, "later", first, NOON) is None


async def test_who_follows_a_story_is_told_by_one_of_two_copies(store: SqlStore) -> None:
    first, second = await two_copies(store)
    [story] = await stories_of(store).stories_due("desk", NOON - timedelta(days=30))
    follow = [Follow(Place("fake", "U1"), story)]
    later = NOON + timedelta(minutes=1)
    at_once = (tell_followers(first, follow, NOON), tell_followers(second, follow, later))
    assert sorted(await asyncio.gather(*at_once)) == [0, 1]
    assert await tell_followers(first, follow, later) == 0
