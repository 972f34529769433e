"""When a channel's next edition comes."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.news.channels import Channel
from bot.news.slots import next_due

_WEEK = 7


def next_slot(channel: Channel, now: datetime) -> datetime | None:
    """The first moment after `now` (aware) at which an edition comes, in the channel's zone; None for no slots."""
    due = next_due(channel, now)
    return due.astimezone(ZoneInfo(channel.zone)) if due else None


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
