"""What one copy alone does: taken, kept, left and taken over."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from bot.copies import Duty
from bot.flows.on_duty import DEAF, LEASE, OnDuty
from bot.ports import Unavailable
from tests.fakes import FakePlatform
from tests.store.examples import NOON


class Register:
    """Duties in memory; `away` while the store cannot be asked."""

    def __init__(self) -> None:
        self.holders: dict[str, str] = {}
        self.left: dict[str, datetime] = {}
        self.away = False

    def of(self, copy: str) -> Holding:
        return Holding(self, copy)


class Holding:
    """Fits `Duties`; leases never run out here, `Register.holders` is edited in their place."""

    def __init__(self, register: Register, copy: str) -> None:
        self._register, self.copy = register, copy

    async def claim(self, names: Collection[str], lease: timedelta) -> set[str]:
        if self._register.away:
            raise Unavailable("the store is away")
        holders = self._register.holders
        for name in (*names, f"copy {self.copy}"):
            holders.setdefault(name, self.copy)
        return {name for name in names if holders[name] == self.copy}

    def left_at(self, name: str) -> datetime | None:
        return self._register.left.get(name)

    async def give_up(self) -> None:
        if self._register.away:
            raise Unavailable("the store is away")
        for name in [name for name, holder in self._register.holders.items() if holder == self.copy]:
            del self._register.holders[name]

    async def all(self) -> list[Duty]:
        return [Duty(name, holder, NOON) for name, holder in sorted(self._register.holders.items())]


class Ear(FakePlatform):
    """Notes when it hears and when it rests."""

    def __init__(self) -> None:
        super().__init__()
        self.did: list[str] = []
        self.broken = False
        self.since: datetime | None = None

    async def hear(self, since: datetime | None = None) -> None:
        if self.broken:
            raise Unavailable("the socket does not open")
        self.since = since
        self.did.append("hear")

    async def rest(self) -> None:
        self.did.append("rest")


async def beat(duty: OnDuty) -> None:
    for platform in await duty.renew():
        await duty.hear(platform)


async def test_one_copy_hears_and_tells_and_the_next_takes_over_when_it_is_gone() -> None:
    register, ears = Register(), (Ear(), Ear())
    first, second = (OnDuty(register.of(n), {"slack": e}, tells=True) for n, e in zip("ab", ears, strict=True))
    for _ in range(3):
        await beat(first)
        await beat(second)
    assert (ears[0].did, ears[1].did) == (["hear"], [])
    assert (first.tells, second.tells) == (True, False)
    assert first.copies == second.copies == 2
    await first.give_up()
    await beat(second)
    assert ears[1].did == ["hear"]
    assert second.tells


async def test_who_takes_over_is_told_since_when_nobody_may_have_heard() -> None:
    register, ear = Register(), Ear()
    register.left["hear slack"] = NOON
    await beat(OnDuty(register.of("a"), {"slack": ear}, tells=False))
    assert ear.since == NOON - LEASE


async def test_a_copy_that_lost_its_duty_rests_and_may_hear_again() -> None:
    register, ear = Register(), Ear()
    duty = OnDuty(register.of("a"), {"slack": ear}, tells=False)
    await beat(duty)
    register.holders["hear slack"] = "b"
    await beat(duty)
    del register.holders["hear slack"]
    await beat(duty)
    assert ear.did == ["hear", "rest", "hear"]


async def test_nobody_counts_as_gone_before_all_had_time_to_show_up_after_the_store_was_away() -> None:
    register, seconds = Register(), [0.0]
    duty = OnDuty(register.of("a"), {}, tells=False, clock=lambda: seconds[0])
    seen = []
    for second in range(0, 90, 5):
        seconds[0], register.away = second, second in (30, 35)
        with suppress(Unavailable):
            await duty.renew()
        seen.append(duty.is_steady)
    started, went_on = [False] * 3 + [True] * 5, [False] * 3 + [True] * 7
    assert seen == started + went_on


async def test_a_copy_knows_whether_others_may_have_taken_it_for_gone() -> None:
    seconds = [0.0]
    duty = OnDuty(Register().of("a"), {}, tells=False, clock=lambda: seconds[0])
    await duty.renew()
    before = duty.watch()
    seconds[0] = 14
    assert not before()
    seconds[0] = 15
    assert before()
    await duty.renew()
    assert before(), "it may have been taken over meanwhile"
    seconds[0] = 16
    assert not duty.watch()()


async def test_all_stays_as_it_is_while_the_store_is_away() -> None:
    register, ear = Register(), Ear()
    duty = OnDuty(register.of("a"), {"slack": ear}, tells=True)
    await beat(duty)
    register.away = True
    with pytest.raises(Unavailable):
        await beat(duty)
    await duty.give_up()
    assert duty.tells
    assert ear.did == ["hear"]


async def test_a_platform_that_does_not_open_is_tried_at_the_next_beat() -> None:
    ear = Ear()
    duty = OnDuty(Register().of("a"), {"slack": ear}, tells=False)
    ear.broken = True
    with pytest.raises(Unavailable):
        await beat(duty)
    ear.broken = False
    await beat(duty)
    assert ear.did == ["hear"]


async def test_a_worker_hears_and_tells_nothing_that_it_was_not_given() -> None:
    register = Register()
    duty = OnDuty(register.of("a"), {}, tells=False)
    await beat(duty)
    assert not duty.tells
    assert list(register.holders) == ["copy a"]


async def test_a_copy_that_cannot_hear_leaves_it_to_another_and_tries_again_later() -> None:
    register, ears, time = Register(), (Ear(), Ear()), [0.0]
    trouble = {"a": "", "b": ""}

    def copy(name: str, ear: Ear) -> OnDuty:
        return OnDuty(
            register.of(name), {"slack": ear}, tells=False, clock=lambda: time[0], trouble=lambda _: trouble[name]
        )

    async def pass_by(seconds: float) -> None:
        for _ in range(int(seconds // 5)):
            time[0] += 5
            for duty, name in ((first, "a"), (second, "b")):
                await beat(duty)
                if not duty.should_hear("slack") and register.holders.get("hear slack") == name:
                    del register.holders["hear slack"]  # as when its lease runs out

    first, second = copy("a", ears[0]), copy("b", ears[1])
    await beat(first)
    await beat(second)
    trouble["a"] = "Slack does not answer"
    await pass_by(DEAF - 5)
    assert ears[1].did == []
    await pass_by(15)
    assert (ears[0].did, ears[1].did) == (["hear", "rest"], ["hear"])
    trouble["b"] = "Slack does not answer"
    await pass_by(DEAF + 15)
    assert ears[0].did == ["hear", "rest", "hear"]


async def test_a_copy_that_is_alone_keeps_what_it_cannot_hear() -> None:
    time, ear = [0.0], Ear()
    duty = OnDuty(
        Register().of("a"), {"slack": ear}, tells=False, clock=lambda: time[0], trouble=lambda _: "Slack is away"
    )
    for _ in range(40):
        time[0] += 5
        await beat(duty)
    assert ear.did == ["hear"]
