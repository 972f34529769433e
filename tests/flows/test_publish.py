"""From article to posted brief, on the real store: stories of what may go wrong on the way."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.flows.deliver import LEASE, deliver
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.flows.troubles import RETRY_AFTER
from bot.news.channels import Channel, Edition, Place
from bot.news.showing.shown import BriefCard
from bot.news.types import FoundArticle
from bot.ports import MessageId, Model, Rejected, Unavailable, Unclear
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.fakes import FakeFetcher, FakePlatform, Lost, ScriptedModel

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DESK = Channel("desk", Place("fake", "desk"), (), frozenset(), "UTC")
TEXT = """A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.

“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe.”

The operator, Selby Lines, said it would refund all tickets. Two tugs reached the ship before noon."""


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


def found(key: str = "ferry.txt", text: str = TEXT) -> FoundArticle:
    return FoundArticle(key, text, "Ferry runs aground", "The Selby Post")


async def written(
    store: SqlStore, slot: str, model: Model | None = None, *, channel: Channel = DESK, now: datetime = NOON
) -> Edition | None:
    """The edition of a slot, after what was stored has found its stories."""
    room = Newsroom(store, stories_of(store), model, {"selby echo": "Selby Media", "the selby post": "Selby Media"})
    await Window(room.stories).place(now)
    return await publish(channel, slot, room, now)


async def due(store: SqlStore) -> None:
    await pull(FakeFetcher(found()), store, NOON)
    assert await written(store, "2026-03-02T12:00 UTC") is not None


def clock(moment: datetime = NOON) -> Callable[[], datetime]:
    return lambda: moment


async def test_an_article_becomes_a_posted_brief(store: SqlStore) -> None:
    await due(store)
    platform = FakePlatform()
    assert await deliver(store, {"fake": platform}, clock()) == 1
    card = platform.posted[0][1]
    assert isinstance(card, BriefCard)
    assert card.headline == "Ferry runs aground"
    assert "214" in [f.amount for f in card.figures]
    assert "The engine failed twice in an hour" in " ".join(q.text for q in card.quotes)
    assert card.sources[0].outlet == "The Selby Post"


async def test_a_second_sweep_posts_nothing(store: SqlStore) -> None:
    await due(store)
    platform = FakePlatform()
    await deliver(store, {"fake": platform}, clock())
    assert await deliver(store, {"fake": platform}, clock(NOON + timedelta(days=1))) == 0
    assert len(platform.posted) == 1


async def test_a_slot_is_taken_once_and_an_article_is_used_once(store: SqlStore) -> None:
    await due(store)
    strike = "Tram drivers in Lowmoor began a strike on Tuesday, their union said. Some 40,000 people ride the trams."
    await pull(FakeFetcher(found("second.txt", strike)), store, NOON)
    assert await written(store, "2026-03-02T12:00 UTC") is None
    later = await written(store, "2026-03-02T18:00 UTC")
    assert later is not None
    assert len(later.briefs) == 1
    assert await written(store, "2026-03-03T12:00 UTC") is None


async def test_an_article_that_has_not_changed_is_not_new(store: SqlStore) -> None:
    assert await pull(FakeFetcher(found()), store, NOON) == 1
    assert await pull(FakeFetcher(found()), store, NOON) == 0
    assert await pull(FakeFetcher(found(text=TEXT + " More later.")), store, NOON) == 1


async def test_a_platform_that_is_down_keeps_the_delivery_due(store: SqlStore) -> None:
    await due(store)
    platform = FakePlatform(Unavailable("down"))
    assert await deliver(store, {"fake": platform}, clock()) == 0
    assert await deliver(store, {"fake": platform}, clock(NOON + RETRY_AFTER[0] / 2)) == 0
    assert await deliver(store, {"fake": platform}, clock(NOON + RETRY_AFTER[0])) == 1


async def test_after_too_many_attempts_the_delivery_ends(store: SqlStore) -> None:
    await due(store)
    platform = FakePlatform(*[Unavailable("down")] * 20)
    moment = NOON
    for _ in range(10):
        await deliver(store, {"fake": platform}, clock(moment))
        moment += timedelta(days=1)
    assert len(platform.failures) == 20 - len(RETRY_AFTER) - 1
    assert platform.posted == []


async def test_a_message_that_is_rejected_is_not_tried_again(store: SqlStore) -> None:
    await due(store)
    platform = FakePlatform(Rejected("channel archived"))
    await deliver(store, {"fake": platform}, clock())
    assert await deliver(store, {"fake": platform}, clock(NOON + timedelta(days=9))) == 0
    assert platform.posted == []


@pytest.mark.parametrize(("outcome", "posts"), [(Unclear(), 1), (Lost(), 1)])
async def test_after_an_unclear_outcome_the_platform_is_asked_before_anything_is_sent_again(
    store: SqlStore, outcome: Exception, posts: int
) -> None:
    await due(store)
    platform = FakePlatform(outcome)
    for hour in range(3):
        await deliver(store, {"fake": platform}, clock(NOON + timedelta(hours=hour)))
    assert len(platform.posted) == posts


async def test_where_the_platform_cannot_tell_nothing_is_posted_twice(store: SqlStore) -> None:
    await due(store)
    platform = FakePlatform(Lost())
    platform.can_tell = False
    for hour in range(3):
        await deliver(store, {"fake": platform}, clock(NOON + timedelta(hours=hour)))
    assert len(platform.posted) == 1


@pytest.mark.parametrize("posted_before_the_crash", [True, False])
async def test_a_sender_that_died_in_the_middle_leaves_exactly_one_message(
    store: SqlStore, posted_before_the_crash: bool
) -> None:
    await due(store)
    platform = FakePlatform()
    claimed = await store.claim_delivery(NOON, LEASE)
    assert claimed is not None
    if posted_before_the_crash:
        edition = await store.edition(claimed.edition)
        assert edition is not None
        assert await platform.send(
            BriefCard("", (), (), (), (), (), (), ""), claimed.place, key=claimed.key
        ) == MessageId("m1")
    assert await deliver(store, {"fake": platform}, clock(NOON + LEASE / 2)) == 0
    await deliver(store, {"fake": platform}, clock(NOON + LEASE * 2))
    await deliver(store, {"fake": platform}, clock(NOON + LEASE * 4))
    assert [key for key, _ in platform.posted] == [claimed.key]


async def test_a_models_false_line_is_withheld_and_its_true_one_posted(store: SqlStore) -> None:
    reply = {
        "headline": "Ferry with 214 aboard runs aground off Port Selby",
        "lines": [
            {
                "sentences": [1],
                "kind": "lead",
                "text": "A ferry with 214 passengers ran aground, the coast guard said.",
            },
            {"sentences": [1], "kind": "point", "text": "The ferry carried 900 passengers, the coast guard said."},
        ],
        "quotes": [{"sentence": 2, "words": "The engine exploded twice in an hour", "speaker": "Ines Okafor"}],
        "figures": [],
    }
    await pull(FakeFetcher(found()), store, NOON)
    model = ScriptedModel([json.dumps(reply), json.dumps({"lines": reply["lines"][1:]})])
    edition = await written(store, "noon", model)
    assert edition is not None
    brief = edition.briefs[0]
    lines = [line.text for line in brief.lines]
    assert lines[0] == "A ferry with 214 passengers ran aground, the coast guard said."
    assert not any("900" in line for line in lines)
    reasons = [r.reason for r in brief.refused]
    assert "figure not in its evidence: 900" in reasons
    assert "quotation not in the source, word for word" in reasons
    assert "The engine failed twice in an hour" in [q.text.rstrip(",") for q in brief.quotes]


@pytest.mark.parametrize("replies", [[Unavailable("down")], [Rejected("wrong key")], ["nonsense", "nonsense"]])
async def test_without_the_model_the_article_speaks_for_itself(store: SqlStore, replies: list[str | Exception]) -> None:
    await pull(FakeFetcher(found()), store, NOON)
    edition = await written(store, "noon", ScriptedModel(replies))
    assert edition is not None
    assert any("214 passengers" in line.text for line in edition.briefs[0].lines)


async def test_a_model_whose_every_line_is_false_still_leaves_something_true_to_post(store: SqlStore) -> None:
    lie = {"sentences": [1], "kind": "lead", "text": "A plane with 999 passengers crashed."}
    reply = json.dumps({"headline": "Plane crash kills 999", "lines": [lie], "quotes": [], "figures": []})
    await pull(FakeFetcher(found()), store, NOON)
    edition = await written(store, "noon", ScriptedModel([reply, reply]))
    assert edition is not None
    assert edition.briefs[0].headline == "Ferry runs aground"
    assert edition.briefs[0].lines
    assert all("999" not in line.text for line in edition.briefs[0].lines)
