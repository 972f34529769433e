"""What is owed in quiet hours waits for their end: in channels, after trouble, and in people's own messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.app import Chat
from bot.flows.deliver import deliver
from bot.flows.follow import start_following, tell_followers
from bot.flows.publish import publish
from bot.flows.threads import thread_at
from bot.news.channels import Channel, Place, Quiet
from bot.news.chat import Follow
from bot.news.slots import slot_asked_for
from bot.ports import Unavailable
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.flows.reception_scene import HERE, LATER, MONDAY, Scene, found, settled

NIGHT = Quiet(time(22), time(7))
TEN = MONDAY.replace(hour=22)
SEVEN = TEN + timedelta(hours=9)
DESK = settled(quiet=NIGHT)
OWN = Channel("fake:U2", Place("fake", "U2"), (), frozenset(), "UTC", quiet=NIGHT, owner="U2")


class Night(Scene):
    """A channel and a person who are both quiet at night."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store, (DESK, OWN))
        self.chat = Chat(self.channels, self.kept, {})

    async def posts(self, at: datetime) -> int:
        """How many messages stand there after the delivery of that moment."""
        await deliver(self.store, {"fake": self.platform}, lambda: at, hold=self.chat.hold)
        return len(self.platform.posted)

    async def writes(self, slot: str) -> None:
        self.now = TEN - timedelta(minutes=1)
        await self.arrives(found())
        assert await publish(DESK, slot, self.room, self.now) is not None


@pytest.fixture
async def night() -> AsyncIterator[Night]:
    opened = await open_store("sqlite://")
    yield Night(opened)
    await opened.close()


async def test_what_could_not_be_posted_before_is_held(night: Night) -> None:
    await night.writes("2026-03-02T21:59 UTC")
    night.platform.failures = [Unavailable("down")]
    assert await night.posts(TEN - timedelta(seconds=10)) == 0
    for quarter in range(37):
        assert await night.posts(TEN + timedelta(minutes=15 * quarter - 1 if quarter else 1)) == 0
    assert await night.posts(SEVEN) == 1


async def test_what_was_only_held_is_posted_where_the_platform_cannot_tell_what_stands_there(night: Night) -> None:
    night.platform.can_tell = False
    await night.writes("2026-03-02T21:59 UTC")
    assert await night.posts(TEN) == 0
    assert await night.posts(TEN + timedelta(hours=1)) == 0
    assert await night.posts(SEVEN) == 1


async def test_quiet_hours_that_are_taken_away_hold_nothing_much_longer(night: Night) -> None:
    await night.writes("2026-03-02T21:59 UTC")
    assert await night.posts(TEN) == 0
    await night.kept.set_channel(replace(DESK, quiet=None), "U1", TEN)
    assert await night.posts(TEN + timedelta(minutes=15)) == 1


async def test_an_edition_that_somebody_asks_for_at_night_comes(night: Night) -> None:
    await night.writes(slot_asked_for(DESK, TEN))
    assert await night.posts(TEN) == 1


async def test_who_follows_a_story_and_is_quiet_is_told_in_the_morning_once(night: Night) -> None:
    await night.writes(slot_asked_for(DESK, TEN))
    await night.posts(TEN)
    thread = await thread_at(replace(HERE, thread="m1"), night.room, TEN)
    story = thread.briefs[0].story
    assert story is not None
    follow = Follow(OWN.place, story)
    await start_following(follow, thread, night.room, night.kept, TEN)
    await night.arrives(found("later", LATER, "Ferry towed free"))
    for at in (TEN, TEN + timedelta(hours=3)):
        assert await tell_followers(night.room, [follow], at, night.chat.held_until) == 0
    assert await tell_followers(night.room, [follow], SEVEN, night.chat.held_until) == 1
    assert await night.posts(SEVEN) == 2
