"""The outbox: who is served when, what is tried again, how it ends, and who is told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.flows.deliver import AT_ONCE, LEASE, deliver
from bot.flows.troubles import GIVE_UP_AFTER, RETRY_AFTER
from bot.news.channels import Place
from bot.news.showing.shown import Card, NoticeCard
from bot.ports import Gone, MessageId, Partly, Rejected, Unavailable, Unclear
from bot.store.engine import open_store
from bot.store.sql import SqlStore
from tests.fakes import FakePlatform, Lost
from tests.store.examples import edition_of, found, owed_by

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
AWAY = Unavailable("the platform is down")


class Board(FakePlatform):
    """Remembers where each card went. Failures meet briefs alone; `always` and `untold` meet a brief and all notices.

    With a `gate`, each send waits there.
    """

    def __init__(self, *failures: Exception, gate: Callable[[], Awaitable[object]] | None = None) -> None:
        super().__init__(*failures)
        self.always: dict[str, Exception] = {}
        self.untold: Exception | None = None
        self.placed: list[tuple[str, str]] = []
        self.sending: Counter[str] = Counter()
        self.most = 0
        self.most_of_a_channel = 0
        self._gate = gate

    async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
        self.sending[place.channel] += 1
        self.most = max(self.most, self.sending.total())
        self.most_of_a_channel = max(self.most_of_a_channel, *self.sending.values())
        try:
            if self._gate:
                await asyncio.wait_for(self._gate(), 30)
            failure = self.untold if isinstance(card, NoticeCard) else self.always.get(key)
            if failure:
                raise failure
            waiting, self.failures = self.failures, [] if isinstance(card, NoticeCard) else self.failures
            try:
                message = await super().send(card, place, key=key, tried=tried)
            finally:
                self.failures = waiting
        finally:
            self.sending[place.channel] -= 1
        self.placed.append((place.channel, key))
        return message

    @property
    def told(self) -> list[tuple[str, str]]:
        """The direct messages: to whom, and what."""
        notices = [(key, card.text) for key, card in self.posted if isinstance(card, NoticeCard)]
        where = {key: channel for channel, key in self.placed}
        return [(where[key], text) for key, text in notices]

    @property
    def briefs(self) -> list[str]:
        return [key for key, card in self.posted if not isinstance(card, NoticeCard)]


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


async def owed(store: SqlStore, *channels: str, parts: int = 1) -> None:
    """Each of these channels is owed an edition of so many briefs."""
    articles = [(await store.save_article(found(f"article {n}"), NOON))[0] for n in range(parts)]
    for channel in channels:
        edition = edition_of("08:00", *articles, channel=channel)
        assert await store.save_edition(edition, owed_by(edition, Place("fake", channel), parts), NOON)


async def owner(place: Place) -> str | None:
    return f"owner of {place.channel}"


async def sweep(store: SqlStore, board: Board, moment: datetime = NOON) -> int:
    return await deliver(store, {"fake": board}, lambda: moment, owner)


async def tried(store: SqlStore, board: Board, waits: Sequence[timedelta]) -> datetime:
    """A sweep at noon, and one after each wait; each but the last posts nothing, and none comes a second earlier."""
    moment = NOON
    await sweep(store, board, moment)
    for wait in waits:
        left = len(board.failures)
        await sweep(store, board, moment + wait - SECOND)
        assert len(board.failures) == left, "it was tried before its time"
        moment += wait
        await sweep(store, board, moment)
    return moment


async def test_channels_are_served_side_by_side_and_each_in_order(store: SqlStore) -> None:
    await owed(store, "a", "b", "c", parts=3)
    together = asyncio.Barrier(3)
    board = Board(gate=together.wait)
    assert await sweep(store, board) == 9
    assert board.most_of_a_channel == 1
    for channel in "abc":
        assert [key for where, key in board.placed if where == channel] == [f"{channel} 08:00 {n}" for n in range(3)]


async def test_not_all_channels_are_served_at_once(store: SqlStore) -> None:
    await owed(store, *(f"C{n}" for n in range(3 * AT_ONCE)))
    board = Board(gate=asyncio.Barrier(AT_ONCE).wait)
    assert await sweep(store, board) == 3 * AT_ONCE
    assert board.most == AT_ONCE


async def test_what_took_so_long_before_it_was_sent_that_the_lease_may_end_is_not_sent(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow_store(*_: object) -> None:
        await asyncio.sleep(0.03)

    await owed(store, "a")
    board = Board()
    with monkeypatch.context() as short:
        short.setattr("bot.flows.deliver._SEND_WITHIN", timedelta(milliseconds=20))
        assert await deliver(store, {"fake": board}, lambda: NOON, hold=slow_store) == 0
    assert board.briefs == []
    assert await sweep(store, board, NOON + RETRY_AFTER[0]) == 1


async def test_what_is_for_a_platform_that_one_copy_does_not_have_is_left_to_another(store: SqlStore) -> None:
    await owed(store, "a")
    board = Board()
    assert await deliver(store, {}, lambda: NOON, owner) == 0
    assert await sweep(store, board, NOON + RETRY_AFTER[0]) == 1


async def test_a_wait_that_the_platform_asks_for_is_kept(store: SqlStore) -> None:
    await owed(store, "a", parts=2)
    board = Board(Unavailable("too often", 47))
    await tried(store, board, [timedelta(seconds=47)])
    assert board.briefs == ["a 08:00 0", "a 08:00 1"]


async def test_a_rate_limit_uses_up_no_try(store: SqlStore) -> None:
    await owed(store, "a")
    limited = [Unavailable("too often", 60)] * 30
    board = Board(*limited, AWAY, AWAY, *limited, AWAY, AWAY)
    minutes = [timedelta(minutes=1)] * 30
    await tried(store, board, [*minutes, *RETRY_AFTER[:2], *minutes, *RETRY_AFTER[2:]])
    assert board.briefs == ["a 08:00 0"]


async def test_a_rate_limit_that_lasts_for_a_day_ends_it(store: SqlStore) -> None:
    await owed(store, "a")
    board = Board(*[Unavailable("too often", 3600)] * 99)
    for hour in range(40):
        await sweep(store, board, NOON + hour * timedelta(hours=1))
    assert len(board.failures) == 99 - GIVE_UP_AFTER // timedelta(hours=1) - 1
    assert board.briefs == []
    assert "given up after a day: too often" in board.told[0][1]


async def test_what_fails_otherwise_is_tried_again_later_and_later_and_then_no_more(store: SqlStore) -> None:
    await owed(store, "a")
    board = Board(*[AWAY] * (1 + len(RETRY_AFTER)))
    moment = await tried(store, board, RETRY_AFTER)
    await sweep(store, board, moment + timedelta(days=9))
    assert board.briefs == []
    ((who, words),) = board.told
    assert who == "owner of a"
    assert "“Ferry returns” (a, 08:00) was not posted" in words
    assert "given up after 5 tries: the platform is down" in words


async def test_a_platform_that_comes_back_before_gets_it_in_order(store: SqlStore) -> None:
    await owed(store, "a", parts=2)
    board = Board(*[AWAY] * len(RETRY_AFTER))
    await tried(store, board, RETRY_AFTER)
    assert board.briefs == ["a 08:00 0", "a 08:00 1"]
    assert board.told == []


@pytest.mark.parametrize("before", [[], [Unavailable("too often", 5)], [AWAY]])
@pytest.mark.parametrize("times", [1, 2, 3])
async def test_after_an_answer_that_got_lost_it_is_looked_before_anything_is_sent(
    store: SqlStore, before: list[Exception], times: int
) -> None:
    await owed(store, "a", parts=2)
    board = Board(*before, *[Unclear("no answer")] * (times - 1), Lost("no answer"))
    for minutes in range(20):
        await sweep(store, board, NOON + timedelta(minutes=minutes))
    assert board.briefs == ["a 08:00 0", "a 08:00 1"]
    assert board.told == []


async def test_what_the_platform_does_after_we_gave_up_waiting_is_not_sent_twice(store: SqlStore) -> None:
    await owed(store, "a")
    board = Board(Unclear("no answer in time"))
    assert await sweep(store, board) == 0
    await Board.send(board, NoticeCard("the brief"), Place("fake", "a"), key="a 08:00 0")  # it was still on its way
    assert await sweep(store, board, NOON + RETRY_AFTER[0]) == 1
    assert [key for key, _ in board.posted] == ["a 08:00 0"]


async def test_where_the_platform_can_never_tell_it_ends_and_is_reported(store: SqlStore) -> None:
    await owed(store, "a", parts=2)
    board = Board(Lost("no answer"))
    board.can_tell = False
    await tried(store, board, RETRY_AFTER)
    await sweep(store, board, NOON + timedelta(days=1))
    assert board.briefs == ["a 08:00 0", "a 08:00 1"], "the one after it is sent, itself not again"
    ((who, words),) = board.told
    assert who == "owner of a"
    assert "may or may not have been posted" in words


async def test_what_failed_after_an_answer_got_lost_may_stand_there(store: SqlStore) -> None:
    await owed_again(store)
    board = Board(Unclear("no answer"), *[AWAY] * 9)
    for hour in range(9):
        await sweep(store, board, NOON + timedelta(hours=hour))
    assert board.briefs == []
    assert "may or may not have been posted: given up after 5 tries" in board.told[0][1]


async def test_the_owner_is_told_once_for_each_edition_and_reason(store: SqlStore) -> None:
    await owed(store, "a", "b", parts=3)
    board = Board()
    board.always = {f"{channel} 08:00 {n}": Rejected("the channel is archived") for channel in "ab" for n in range(3)}
    board.always["b 08:00 2"] = Rejected("the channel is full")
    assert await sweep(store, board) == 0
    assert await sweep(store, board, NOON + timedelta(days=1)) == 0
    assert Counter(who for who, _ in board.told) == {"owner of a": 1, "owner of b": 2}
    assert all("was not posted" in words for _, words in board.told)


async def test_what_stands_there_but_for_its_details_is_sent_and_its_owner_is_told(store: SqlStore) -> None:
    await owed(store, "a")
    board = Board(Partly("no replies are taken there", "m7"))
    assert await sweep(store, board) == 1
    assert "not all of it: no replies are taken there" in board.told[0][1]
    posted = await store.posted_at(Place("fake", "a", "m7"))
    assert posted is not None
    assert posted.part == 0
    assert await sweep(store, board, NOON + timedelta(days=1)) == 0
    assert board.briefs == []


async def test_without_an_owner_nobody_is_told(store: SqlStore) -> None:
    await owed(store, "a")

    async def nobody(_: Place) -> str | None:
        return None

    board = Board(Rejected("the channel is archived"))
    assert await deliver(store, {"fake": board}, lambda: NOON, nobody) == 0
    assert board.posted == []


@pytest.mark.parametrize("failure", [Rejected("no direct messages"), Unavailable("down"), Unclear(), KeyError("bug")])
async def test_an_owner_who_cannot_be_told_holds_up_nothing(store: SqlStore, failure: Exception) -> None:
    await owed(store, "a", "b")
    board = Board()
    board.always["a 08:00 0"] = Rejected("the channel is archived")
    board.untold = failure
    assert await sweep(store, board) == 1
    assert await sweep(store, board, NOON + timedelta(hours=1)) == 0
    assert board.briefs == ["b 08:00 0"]


async def test_a_platform_that_no_copy_has_ends_it(store: SqlStore) -> None:
    await owed(store, "a")
    moment = NOON
    for wait in (timedelta(0), *RETRY_AFTER):
        moment += wait
        assert await deliver(store, {}, lambda at=moment: at, owner) == 0  # type: ignore[misc]
    assert await sweep(store, Board(), moment + timedelta(days=1)) == 0


async def test_a_bug_in_one_channel_does_not_hold_up_the_others(store: SqlStore) -> None:
    await owed(store, *"abcdef")
    board = Board(KeyError("bug"))
    assert await sweep(store, board) == 5
    assert await sweep(store, board, NOON + RETRY_AFTER[0]) == 1, "it is looked for and sent after all"
    assert sorted(board.briefs) == [f"{c} 08:00 0" for c in "abcdef"]


async def test_a_sender_that_died_is_followed_when_its_lease_is_over_and_for_a_day(store: SqlStore) -> None:
    await owed(store, "a", "b")
    claimed = await store.claim_delivery(NOON, LEASE)
    assert claimed is not None
    board = Board()
    assert await sweep(store, board, NOON + LEASE - SECOND) == 1
    assert await sweep(store, board, NOON + LEASE) == 1
    assert sorted(board.briefs) == ["a 08:00 0", "b 08:00 0"]

    await owed_again(store)
    assert await store.claim_delivery(NOON, LEASE) is not None
    assert await sweep(store, board, NOON + GIVE_UP_AFTER) == 0
    assert "may or may not" in board.told[0][1]


async def test_it_follows_one_that_died_also_while_there_is_more_to_do(store: SqlStore) -> None:
    await owed(store, "a")
    assert await store.claim_delivery(NOON, LEASE) is not None
    await owed(store, "b", parts=4)
    passed = [NOON]

    async def minute_by_minute() -> None:
        passed.append(passed[-1] + timedelta(minutes=1))

    board = Board(gate=minute_by_minute)
    assert await deliver(store, {"fake": board}, lambda: passed[-1], owner) == 5
    assert board.briefs[-1] != "a 08:00 0"


async def owed_again(store: SqlStore) -> None:
    edition = edition_of("09:00", (await store.save_article(found("another"), NOON))[0], channel="a")
    assert await store.save_edition(edition, owed_by(edition, Place("fake", "a")), NOON)


async def test_called_off_it_finishes_what_is_being_sent_and_begins_nothing_more(store: SqlStore) -> None:
    await owed(store, "a", "b", parts=2)
    begun, go_on = asyncio.Barrier(3), asyncio.Event()

    async def wait() -> None:
        await begun.wait()
        await go_on.wait()

    board = Board(gate=wait)
    work = asyncio.create_task(sweep(store, board))
    await begun.wait()
    work.cancel()
    assert await store.interrupted(NOON) == [], "and meanwhile the loop goes round"
    assert not work.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert sorted(board.briefs) == ["a 08:00 0", "b 08:00 0"]
    assert await sweep(store, Board(), NOON) == 2, "the rest is due, and only that"


async def test_once_it_is_to_stop_it_finishes_what_is_being_sent_and_begins_nothing_more(store: SqlStore) -> None:
    await owed(store, "a", "b", parts=2)
    stop = asyncio.Event()

    async def stopped() -> None:
        stop.set()

    board = Board(gate=stopped)
    assert await deliver(store, {"fake": board}, lambda: NOON, stop=stop) == 2
    assert sorted(board.briefs) == ["a 08:00 0", "b 08:00 0"]
    assert await sweep(store, Board()) == 2, "the rest is due, and only that"


async def test_what_falls_due_does_not_wait_for_a_slow_send(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.flows.deliver._CLAIM_AGAIN", 0.001)
    await owed(store, "slow")
    begun, quick_is_sent = asyncio.Event(), asyncio.Event()

    class Slow(Board):
        async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
            if place.channel == "slow":
                begun.set()
                await asyncio.wait_for(quick_is_sent.wait(), 30)
            else:
                quick_is_sent.set()
            return await super().send(card, place, key=key, tried=tried)

    board = Slow()
    work = asyncio.create_task(sweep(store, board))
    await begun.wait()
    await owed(store, "quick")
    assert await work == 2
    assert board.briefs == ["quick 08:00 0", "slow 08:00 0"]


async def test_cards_that_take_too_long_are_left_before_the_lease_is_over(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owed(store, "a")

    async def never(_: str) -> None:
        await asyncio.Event().wait()

    board = Board()
    with monkeypatch.context() as stuck:  # afterwards it may take as long as ever
        stuck.setattr("bot.flows.deliver._SEND_WITHIN", timedelta(milliseconds=20))
        stuck.setattr(store, "edition", never)
        assert await asyncio.wait_for(sweep(store, board), 30) == 0
    assert await sweep(store, board, NOON + RETRY_AFTER[0]) == 1


async def test_a_sender_whose_lease_is_over_undoes_nothing_of_whoever_followed_it(store: SqlStore) -> None:
    await owed(store, "a")
    begun, follows = asyncio.Event(), asyncio.Event()
    late = LEASE + SECOND

    class Followed(Board):
        async def send(self, card: Card, place: Place, *, key: str, tried: datetime | None = None) -> MessageId:
            if tried is None:
                begun.set()
                await follows.wait()
                raise AWAY
            follows.set()
            assert await first == 0
            # What failed only now is being sent by somebody else: it is not due.
            assert await store.claim_delivery(NOON + 2 * late, LEASE) is None
            return await super().send(card, place, key=key, tried=tried)

    board = Followed()
    first = asyncio.create_task(sweep(store, board))
    await begun.wait()
    assert await sweep(store, board, NOON + late) == 1
    assert board.briefs == ["a 08:00 0"]


class Forum(Board):
    """What follows the first brief of an edition goes into the post that it began."""

    async def along(self, place: Place, first: MessageId) -> Place:
        return Place(place.platform, first)


async def test_what_follows_the_first_brief_goes_where_the_platform_wants_it_and_is_found_there(
    store: SqlStore,
) -> None:
    forum = Forum(AWAY)
    await owed(store, "one", parts=3)
    await tried(store, forum, RETRY_AFTER[:1])
    assert [channel for channel, _ in forum.placed] == ["one", "m1", "m1"]
    for part, place in enumerate((Place("fake", "one", "m1"), Place("fake", "m1", "m2"), Place("fake", "m1", "m3"))):
        posted = await store.posted_at(place)
        assert posted is not None, place
        assert posted.part == part


async def test_where_nobody_is_any_more_that_is_told_and_nothing_is_tried_again(store: SqlStore) -> None:
    board, left = Board(Gone("their account was deleted")), list[Place]()

    async def note(place: Place) -> None:
        left.append(place)

    await owed(store, "gone")
    assert await deliver(store, {"fake": board}, lambda: NOON, owner, left=note) == 0
    assert left == [Place("fake", "gone")]
    assert [words for _, words in board.told if "their account was deleted" in words]
    assert await sweep(store, board, NOON + timedelta(days=2)) == 0
