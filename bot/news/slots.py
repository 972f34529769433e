"""When a channel's edition is due: slots of the channel's own calendar.

A slot is a local date and time, not an instant: the hour that comes twice in autumn holds each slot once, and a
time that spring leaves out falls on the instant that the clocks would have shown. `store.save_edition` takes each
slot once, so this may be asked as often as one likes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.news.channels import Channel

_LOOK_BACK_DAYS = 1


def latest_slot(channel: Channel, now: datetime) -> str | None:
    """The newest slot that is due at `now` (aware), at most a day old, as "2026-03-29T08:00 Europe/Berlin".

    None where the channel has none since it wants any.
    """
    zone = ZoneInfo(channel.zone)
    today = now.astimezone(zone).date()
    best: tuple[datetime, str] | None = None
    for day in (today - timedelta(days=d) for d in range(_LOOK_BACK_DAYS + 1)):
        if day.weekday() not in channel.days:
            continue
        for clock in channel.times:
            at = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
            if not _is_owed(at, now, channel):
                continue
            if best is None or at > best[0]:
                best = (at, f"{day.isoformat()}T{clock:%H:%M} {channel.zone}")
    return best[1] if best else None


def _is_owed(at: datetime, now: datetime, channel: Channel) -> bool:
    wanted = channel.since is None or at >= channel.since
    return wanted and at <= now and now - at <= timedelta(days=_LOOK_BACK_DAYS)
