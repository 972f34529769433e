"""When a channel's next edition comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.news.channels import Channel

_WEEK = 7


def next_slot(channel: Channel, now: datetime) -> datetime | None:
    """The first moment after `now` (aware) at which an edition is due, in the channel's zone; None for no slots."""
    zone = ZoneInfo(channel.zone)
    today = now.astimezone(zone).date()
    moments = (
        datetime.combine(day, clock, tzinfo=zone)
        for day in (today + timedelta(days=ahead) for ahead in range(_WEEK + 1))
        if day.weekday() in channel.days
        for clock in channel.times
    )
    # Instants are compared: an hour that a spring leaves out would come after one that is later on the clock.
    return min((m for m in moments if m.astimezone(UTC) > now), key=lambda m: m.astimezone(UTC), default=None)


def coming(channel: Channel, now: datetime) -> str:
    """When the next edition comes, in words: "today at 17:30", "paused"."""
    if channel.paused:
        return "paused"
    slot = next_slot(channel, now)
    return f"{day_words(slot.date(), now.astimezone(slot.tzinfo).date())} at {slot:%H:%M}" if slot else "never"


def slot_words(slot: str, today: date | None = None) -> str:
    """A slot ("2026-03-29T08:00 Europe/Berlin") as people read it: "29 March, 08:00"; on `today` "08:00" alone."""
    day, _, rest = slot.partition("T")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return slot
    clock = rest[:5]
    return clock if on == today else f"{on.day} {on:%B}, {clock}"


def day_words(day: date, today: date) -> str:
    """A day of the next week or the last: "today", "tomorrow", "Monday"; any other "29 March"."""
    ahead = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if ahead in near:
        return near[ahead]
    return f"on {day:%A}" if 0 < ahead < _WEEK else f"on {day.day} {day:%B}"
