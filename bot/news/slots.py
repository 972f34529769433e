"""When a channel's edition is due: slots of the channel's own calendar.

A slot is a local date and time, not an instant. As RFC 5545 §3.3.5 has it (iCalendar), in the hour that comes twice in
autumn it is the first of the two, and a time that spring leaves out falls on the instant that the clocks would have
shown. A day that a zone leaves out whole has no slots. `store.save_edition` takes each slot once, so this may be asked
as often as one likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.news.channels import Channel, Delivery

AT_MOST_LATE = timedelta(days=1)
"""No slot is told later than this."""

SKIPPED_AFTER = timedelta(minutes=30)
"""So late a slot is left out where the channel's `catch_up` is "skip"."""

_ASKED_FOR = " now"
# Days: one more than `AT_MOST_LATE` needs, since a zone may leave one out; and one ahead, since it may go back over
# midnight.
_BACK, _AHEAD = 2, 1
_WEEK = 7
_MINUTE = timedelta(minutes=1)
_TO_END = timedelta(minutes=5)


def latest_slot(channel: Channel, now: datetime) -> str | None:
    """The newest slot that may be told at `now` (aware), as "2026-03-29T08:00 Europe/Berlin".

    None where the channel has none since it wants any, is paused or quiet, or where all are too late for it.
    """
    if channel.paused or held_until(channel, now) is not None:
        return None
    most = SKIPPED_AFTER if channel.catch_up == "skip" else AT_MOST_LATE
    owed = (found for found in _slots(channel, now, _AHEAD) if found[0] <= now)
    # Two clock times may be one instant, where spring leaves one out: the later is what clocks show then.
    newest = max(owed, default=None)
    if newest is None or now - _ready(channel, newest[0]) > most:
        return None
    _, day, clock = newest
    return f"{day.isoformat()}T{clock:%H:%M} {channel.zone}"


def next_due(channel: Channel, now: datetime) -> datetime | None:
    """The first instant (UTC) after `now` (aware) at which an edition is to be told, held ones among them.

    None for no slots. Pauses are not looked at.
    """
    ready = (_ready(channel, at) for at, _, _ in _slots(channel, now, _WEEK + 1) if now - at < AT_MOST_LATE)
    return min((at for at in ready if at > now), default=None)


def due_at(channel: Channel, slot: str) -> datetime:
    """The instant (UTC) from which a slot of this channel is to be told: its own, or the end of its quiet hours.

    Raises ValueError for what is no slot.
    """
    said, _, zone = slot.removesuffix(_ASKED_FOR).partition(" ")
    clock = datetime.fromisoformat(said)
    try:
        return _ready(channel, _instant(clock.date(), clock.time(), ZoneInfo(zone)))
    except (KeyError, OSError) as error:
        raise ValueError(f"{slot!r} is no slot: {zone!r} is no time zone") from error


def planned_at(channel: Channel, slot: str) -> datetime | None:
    """As `due_at`; None for what is told at no set time: somebody asked for it, or follows a story."""
    try:
        return None if is_asked_for(slot) else due_at(channel, slot)
    except ValueError:
        return None


def held_until(channel: Channel, now: datetime) -> datetime | None:
    """When the quiet hours end (UTC) in which `now` (aware) is; None where it is in none.

    They are quiet that the channel's clock shows so: what comes twice in autumn is quiet twice.
    """
    if channel.quiet is None or not _is_quiet(channel, now):
        return None
    zone = ZoneInfo(channel.zone)
    today = now.astimezone(zone).date()
    ends = (
        datetime.combine(today + timedelta(days=ahead), channel.quiet.end, zone).replace(fold=fold).astimezone(UTC)
        for ahead in range(3)
        for fold in (0, 1)
    )
    until = min(end for end in ends if end > now and not _is_quiet(channel, end))
    while until - _MINUTE > now and not _is_quiet(channel, until - _MINUTE):
        until -= _MINUTE  # an end that spring leaves out: the clock is past it as soon as it is put forward
    return until


def delivery_held_until(channel: Channel, delivery: Delivery, now: datetime) -> datetime | None:
    """Until when (UTC) quiet hours hold what is owed to a channel; None where it may be posted at `now` (aware).

    An edition that somebody asked for is never held, and one that is begun gets five minutes to end.
    """
    if is_asked_for(delivery.edition) or (delivery.part and held_until(channel, now - _TO_END) is None):
        return None
    return held_until(channel, now)


def slot_asked_for(channel: Channel, now: datetime) -> str:
    """The slot of an edition that somebody asks for at `now` (aware)."""
    return f"{now.astimezone(ZoneInfo(channel.zone)):%Y-%m-%dT%H:%M} {channel.zone}{_ASKED_FOR}"


def is_asked_for(slot: str) -> bool:
    """Somebody asked for this edition, or for that with this id: no quiet hours hold it."""
    return slot.endswith(_ASKED_FOR)


def _slots(channel: Channel, now: datetime, ahead: int) -> Iterator[tuple[datetime, date, time]]:
    """The slots that the channel wants, up to so many days ahead: the instant (UTC), the day and the time of each."""
    zone = ZoneInfo(channel.zone)
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=away) for away in range(-_BACK, ahead + 1)):
        if day.weekday() not in channel.days or not _is_day(day, zone):
            continue
        for clock in channel.times:
            at = _instant(day, clock, zone)
            if channel.since is None or at >= channel.since:
                yield at, day, clock


def _is_day(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone has this day: Samoa had no 30 December 2011."""
    return _instant(day, time(12), zone).astimezone(zone).date() == day


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _ready(channel: Channel, at: datetime) -> datetime:
    return held_until(channel, at) or at


def _is_quiet(channel: Channel, at: datetime) -> bool:
    if channel.quiet is None:
        return False
    start, end = channel.quiet.start, channel.quiet.end
    shown = at.astimezone(ZoneInfo(channel.zone)).time()
    return start <= shown < end if start < end else shown >= start or shown < end
