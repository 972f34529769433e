"""Every slot once, in order, never early, at the right instant: zones and the days on which their clocks change.

`python -m tests.news.dst_table` prints the table, beside what APScheduler's CronTrigger would have done, and ends
with 1 where a slot came early, late, twice or never.

Beats come as they do in a run, each 30 seconds and some twice; for a while before the change and after it the bot is
down. What is right is found without the rules that are tested, from what the zone's clock shows minute by minute.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from bot.news.channels import Channel, Place
from bot.news.slots import latest_slot

BEAT = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
LATER = timedelta(seconds=11)
DOWN = timedelta(minutes=4)

ZONES = (
    ("Europe/Berlin", 2026), ("Europe/London", 2026), ("Europe/Dublin", 2026), ("America/New_York", 2026),
    ("America/St_Johns", 2026), ("America/Santiago", 2026), ("America/Havana", 2026), ("America/Nuuk", 2026),
    ("America/Asuncion", 2024), ("Asia/Beirut", 2026), ("Asia/Gaza", 2026), ("Africa/Cairo", 2026),
    ("Africa/Casablanca", 2026), ("Antarctica/Troll", 2026), ("Australia/Adelaide", 2026), ("Australia/Sydney", 2026),
    ("Australia/Lord_Howe", 2026), ("Pacific/Auckland", 2026), ("Pacific/Chatham", 2026), ("Pacific/Apia", 2011),
    ("Pacific/Kiritimati", 1994), ("Asia/Pyongyang", 2018), ("America/Caracas", 2016), ("Asia/Kathmandu", 2026),
    ("Asia/Kolkata", 2026), ("Asia/Tokyo", 2026), ("UTC", 2026),
)  # fmt: skip
"""Zones with a year in which their clocks change; those that never do are shown on one day."""

HOURLY = tuple(time(hour) for hour in range(24))
WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is set, as a channel has it and as a crontab would."""

    words: str
    times: tuple[time, ...]
    cron: str
    days: frozenset[int] = WEEK


PLANS = (
    Plan("00:30", (time(0, 30),), "30 0 * * *"),
    Plan("01:30", (time(1, 30),), "30 1 * * *"),
    Plan("02:30", (time(2, 30),), "30 2 * * *"),
    Plan("23:30", (time(23, 30),), "30 23 * * *"),
    Plan("hourly", HOURLY, "0 * * * *"),
    Plan("08:00 mon", (time(8),), "0 8 * * mon", frozenset([0])),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one plan on the days around a change; `came` has each edition's slot and instant (UTC)."""

    zone: str
    day: date
    plan: Plan
    came: tuple[tuple[str, datetime], ...]
    rival: tuple[datetime, ...]
    wrong: str

    def on_day(self) -> list[tuple[str, datetime]]:
        if self.plan.days != WEEK:
            return list(self.came)
        return [each for each in self.came if each[0].startswith(self.day.isoformat())]

    def rival_on_day(self) -> list[datetime]:
        if self.plan.days != WEEK:
            return list(self.rival)
        return [at for at in self.rival if at.astimezone(ZoneInfo(self.zone)).date() == self.day]


def changes(name: str, year: int) -> list[tuple[datetime, timedelta]]:
    """The instants (UTC) of a year at which the zone's clock is put forward or back, and by how much."""
    zone, found = ZoneInfo(name), []
    at = datetime(year, 1, 1, tzinfo=UTC)
    while at.year == year:
        then = at + timedelta(hours=1)
        moved = _offset(then, zone) - _offset(at, zone)
        if moved:
            exact = next(at + n * MINUTE for n in range(61) if _offset(at + n * MINUTE, zone) != _offset(at, zone))
            found.append((exact, moved))
        at = then
    return found


def row(
    name: str,
    at: datetime,
    plan: Plan,
    *,
    before: timedelta = timedelta(days=1, hours=2),
    after: timedelta = timedelta(days=1, minutes=10),
) -> Row:
    """Run the bot over the change at `at` (UTC), so long before it and after it."""
    zone = ZoneInfo(name)
    # The day of the first reading that is left out, or of the first that comes again.
    day = min(_wall(at - MINUTE, zone) + MINUTE, _wall(at, zone)).date()
    start, end = at - before, at + after
    channel = Channel("desk", Place("fake", "desk"), plan.times, plan.days, name)
    right = list(_right(channel, start, end))
    came = list(_run(channel, start, end, at))
    return Row(name, day, plan, tuple(came), tuple(_cron(plan, zone, start, end)), _wrong(came, right))


def _run(channel: Channel, start: datetime, end: datetime, change: datetime) -> Iterator[tuple[str, datetime]]:
    """Editions as they come: a slot that is taken is taken for good."""
    taken = {latest_slot(channel, start), None}
    now, beats = start, 0
    while now < end:
        now, beats = now + BEAT, beats + 1
        if abs(now - change) < DOWN:
            continue
        # A second copy looks a little later, now and then a third.
        for moment in [now + n * LATER for n in range(2 + (beats % 10 == 0))]:
            slot = latest_slot(channel, moment)
            if slot is not None and slot not in taken:
                taken.add(slot)
                yield slot, moment


def _right(channel: Channel, start: datetime, end: datetime) -> Iterator[tuple[datetime, str]]:
    """When each slot should come, by what the clock on the wall shows: where two come at once the later one."""
    zone = ZoneInfo(channel.zone)
    due: dict[datetime, str] = {}
    shown: set[datetime] = set()
    at = start - timedelta(days=3)
    before = _wall(at, zone)
    while at < end:
        at += MINUTE
        wall = _wall(at, zone)
        # What the wall leaves out comes as long after the change as it would have come without it.
        left_out = [before + n * MINUTE for n in range(1, int((wall - before) / MINUTE))]
        for n, reading in enumerate([*left_out, wall]):
            is_out = n < len(left_out)
            whole_day_out = is_out and all(_on(reading, hour) in left_out for hour in range(24))
            if reading not in shown and not whole_day_out and _is_slot(channel, reading):
                instant = at + n * MINUTE if is_out else at
                slot = f"{reading:%Y-%m-%dT%H:%M} {channel.zone}"
                due[instant] = max(slot, due.get(instant, ""))
            shown.add(reading)
        before = wall
    yield from sorted((at, slot) for at, slot in due.items() if start < at < end)


def _on(reading: datetime, hour: int) -> datetime:
    return reading.replace(hour=hour, minute=0)


def _is_slot(channel: Channel, reading: datetime) -> bool:
    return reading.weekday() in channel.days and reading.time() in channel.times


def _wrong(came: Sequence[tuple[str, datetime]], right: Sequence[tuple[datetime, str]]) -> str:
    slots = [slot for slot, _ in came]
    if len(set(slots)) != len(slots):
        return "twice"
    if slots != [slot for _, slot in right]:
        missing = {slot for _, slot in right} ^ set(slots)
        return f"not those that should come: {sorted(missing)}" if missing else "not in order"
    for (slot, at), (due, _) in zip(came, right, strict=True):
        if not timedelta(0) <= at - due <= 2 * DOWN:
            return f"{slot} due at {due:%H:%M} UTC came at {at:%H:%M:%S}"
    return ""


def _cron(plan: Plan, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    trigger = CronTrigger.from_crontab(plan.cron, timezone=zone)
    last, fires = None, start.astimezone(zone)
    while (next_fire := trigger.get_next_fire_time(last, fires)) is not None and next_fire < end:
        yield next_fire.astimezone(UTC)
        last = next_fire
        fires = (next_fire.astimezone(UTC) + BEAT).astimezone(zone)


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def all_rows() -> Iterator[Row]:
    """Every zone, each of its changes, every plan."""
    for name, year in ZONES:
        for at, _ in changes(name, year) or [(datetime(year, 6, 15, 12, tzinfo=UTC), timedelta(0))]:
            for plan in PLANS:
                yield row(name, at, plan, after=timedelta(days=1 if plan.days == WEEK else 8, minutes=10))


def main() -> int:
    """Print the table; of the plan for Mondays all that came in nine days."""
    print(f"{'zone':20} {'day':14} {'set':9} {'came, local':34} {'came, UTC':28} {'times':5} CronTrigger")
    rows = []
    for each in all_rows():
        rows.append(each)
        ours, zone = each.on_day(), ZoneInfo(each.zone)
        shown = ours if each.plan.times != HOURLY else []
        local = ", ".join(f"{at.astimezone(zone):%a %H:%M %Z}" for _, at in shown)
        utc = ", ".join(f"{at:%d %b %H:%M}" for _, at in shown)
        print(
            f"{each.zone:20} {each.day:%a %Y-%m-%d} {each.plan.words:9} {local:34} {utc:28} {len(ours):5} "
            f"{len(each.rival_on_day()):11}{f'   WRONG: {each.wrong}' if each.wrong else ''}",
            flush=True,
        )
    wrong = sum(bool(each.wrong) for each in rows)
    once = [each for each in rows if len(each.plan.times) == 1 and len(each.on_day()) == 1]
    twice = sum(len(each.rival_on_day()) > 1 for each in once)
    never = sum(not each.rival_on_day() for each in once)
    print(
        f"\n{len(rows)} rows, each of 2 days or 9, a beat each 30 seconds by 2 or 3 copies at once, down for 8 minutes "
        f"around the change: {wrong} wrong.\nOf {len(once)} times of a day that came once, CronTrigger would have "
        f"fired {twice} twice and {never} never."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
