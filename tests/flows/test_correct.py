"""A posted brief whose outlet changes its words: the brief says so, once for each change, and hides nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.flows.correct import LOOKED_AT_FOR, correct
from bot.flows.deliver import deliver
from bot.flows.newsroom import Newsroom
from bot.flows.publish import publish, pull
from bot.flows.tell import Window
from bot.news.channels import Channel, Place
from bot.news.showing.shown import BriefCard, Card
from bot.news.types import FoundArticle
from bot.ports import MessageId, Rejected, Unavailable
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from bot.store.stories import stories_of
from tests.fakes import FakeFetcher, FakePlatform

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)
DESK = Channel("desk", Place("fake", "desk"), (), frozenset(), "UTC")
FERRY = """A ferry with 214 passengers ran aground off Port Selby on Monday, the coast guard said.

“The engine failed twice in an hour,” said captain Ines Okafor. “Everyone is safe.”

The operator, Selby Lines, said it would refund all tickets. Two tugs reached the ship before noon."""
STRIKE = "Tram drivers in Lowmoor began a strike on Tuesday, their union said. Some 40,000 people ride the trams."


class Editing(FakePlatform):
    """Raises what is in `refusals` at the next edits, one each."""

    def __init__(self) -> None:
        super().__init__()
        self.refusals: list[Exception] = []
        self.messages: list[str] = []

    async def edit(self, card: Card, place: Place, message: MessageId, *, key: str) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        await super().edit(card, place, message, key=key)
        self.messages.append(message)

    @property
    def corrected(self) -> list[tuple[str, ...]]:
        return [card.corrected for _, card in self.edited if isinstance(card, BriefCard)]


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


async def said(store: SqlStore, ferry: str, now: datetime = LATER) -> None:
    """The outlet's article as it reads now."""
    await pull(FakeFetcher(FoundArticle("ferry.txt", ferry, "Ferry runs aground", "The Selby Post")), store, now)


async def posted(store: SqlStore) -> Editing:
    """An edition of two stories, posted at noon."""
    await said(store, FERRY, NOON)
    await pull(FakeFetcher(FoundArticle("strike.txt", STRIKE, "Trams stand still", "Lowmoor Echo")), store, NOON)
    room = Newsroom(store, stories_of(store))
    await Window(room.stories).place(NOON)
    assert await publish(DESK, "2026-03-02T12:00 UTC", room, NOON) is not None
    platform = Editing()
    assert await deliver(store, {"fake": platform}, lambda: NOON) == 2
    return platform


async def test_what_the_outlet_changes_is_said_below_what_was_posted(store: SqlStore) -> None:
    platform = await posted(store)
    number, shown = next((n, c) for n, (_, c) in enumerate(platform.posted, 1) if isinstance(c, BriefCard) and c.quotes)
    assert await correct(store, {"fake": platform}, LATER) == 0
    await said(store, FERRY.replace("failed twice in an hour", "failed three times"))
    assert await correct(store, {"fake": platform}, LATER) == 1
    ((_, card),) = platform.edited
    assert isinstance(card, BriefCard)
    assert platform.messages == [f"m{number}"]
    assert card.corrected == (
        "“‘The engine failed twice in an hour,’ said captain Ines Okafor.”: changed since by The Selby Post",
    )
    assert card.quotes == shown.quotes
    assert await correct(store, {"fake": platform}, LATER) == 0, "once for each revision"


async def test_a_number_that_grows_a_digit_is_changed(store: SqlStore) -> None:
    platform = await posted(store)
    await said(store, FERRY.replace("with 214 passengers", "with 1214 passengers"))
    assert await correct(store, {"fake": platform}, LATER) == 1
    assert any("with 214 passengers" in words for words in platform.corrected[0])


@pytest.mark.parametrize(
    "now",
    [
        FERRY + "\n\nThe ship was towed to port in the evening.",
        FERRY.replace("“", '"').replace("”", '"').replace(" off ", "\u00a0off "),
        FERRY.replace(" ", "\n"),
    ],
)
async def test_what_still_stands_changes_nothing(store: SqlStore, now: str) -> None:
    platform = await posted(store)
    await said(store, now)
    assert await correct(store, {"fake": platform}, LATER) == 0
    assert platform.edited == []
    assert await store.outdated(NOON, 9) == []


async def test_each_further_change_is_said_and_one_taken_back_is_said_no_more(store: SqlStore) -> None:
    platform = await posted(store)
    once = FERRY.replace("214", "241")
    twice = once.replace("failed twice in an hour", "failed three times")
    for now in (once, once + " It is calm.", twice, FERRY):
        await said(store, now)
        await correct(store, {"fake": platform}, LATER)
    counts = [len(words) for words in platform.corrected]
    assert len(counts) == 3, "words that were added on are no change"
    assert 0 == counts[2] < counts[0] < counts[1]


async def test_after_three_days_a_brief_is_left_as_it_is(store: SqlStore) -> None:
    platform = await posted(store)
    await said(store, "Nothing of this was true.")
    assert await correct(store, {"fake": platform}, NOON + LOOKED_AT_FOR + timedelta(seconds=1)) == 0
    assert await correct(store, {"fake": platform}, NOON + LOOKED_AT_FOR) == 1


async def test_a_platform_that_is_away_is_asked_again_and_one_that_refuses_is_not(store: SqlStore) -> None:
    platform = await posted(store)
    await both_changed(store)
    platform.refusals = [Unavailable("down"), Rejected("the message is gone"), Rejected("the message is gone")]
    for left in (2, 0, 0):
        assert await correct(store, {"fake": platform}, LATER) == 0
        assert len(platform.refusals) == left
    assert platform.edited == []
    assert await correct(store, {"fake": platform}, LATER) == 0


async def test_a_platform_that_is_away_keeps_no_other_waiting(store: SqlStore) -> None:
    near, far = await posted(store), Editing()
    platforms = {"fake": near, "far": far}
    desk = replace(DESK, name="far", place=Place("far", "desk"))
    assert await publish(desk, "2026-03-02T12:00 UTC", Newsroom(store, stories_of(store)), NOON) is not None
    assert await deliver(store, platforms, lambda: NOON) == 2
    await said(store, "Nothing of this was true.")
    near.refusals = [Unavailable("down")]
    assert await correct(store, platforms, LATER) == 1
    assert (len(near.edited), len(far.edited)) == (0, 1)
    assert await correct(store, platforms, LATER) == 1
    assert (len(near.edited), len(far.edited)) == (1, 1)


@pytest.mark.parametrize("set_up", [True, False])
async def test_what_could_not_be_shown_is_shown_with_the_next_change(store: SqlStore, set_up: bool) -> None:
    platform = await posted(store)
    once = FERRY.replace("214", "241")
    await said(store, once)
    platform.refusals = [Rejected("not now")] if set_up else []
    assert await correct(store, {"fake": platform} if set_up else {}, LATER) == 0
    await said(store, once + " It is calm.")
    assert await correct(store, {"fake": platform}, LATER) == 1
    assert any("with 214 passengers" in words for words in platform.corrected[0])


async def both_changed(store: SqlStore) -> None:
    await said(store, "Nothing of this was true.")
    strike = FoundArticle("strike.txt", "Trams run as ever.", "Trams stand still", "Lowmoor Echo")
    await pull(FakeFetcher(strike), store, LATER)


async def test_a_bug_in_one_does_not_keep_the_others_as_they_are(store: SqlStore) -> None:
    platform = await posted(store)
    await both_changed(store)
    platform.refusals = [KeyError("bug")]
    assert await correct(store, {"fake": platform}, LATER) == 1
    assert await correct(store, {"fake": platform}, LATER) == 0
